"""See in a pattern that its time may double with every character: a repeat within a repeat, with nothing between.

`(?:\\d+-?)+x` tries every way to cut a run of digits in two. `(?:\\d+-)+x` has one way only, as a digit is no hyphen.
What grows with a square or a cube is not seen here; tests/project/test_linear.py measures that.
"""

import re
import re._constants as names  # type: ignore[import-not-found]  # the parser that `re` itself uses
import re._parser as parser  # type: ignore[import-not-found]
from collections.abc import Iterator
from typing import Any

_REPEATED_GROUP = re.compile(r"\)[*+{]")
_REPEATS = (names.MAX_REPEAT, names.MIN_REPEAT)
_GROUPS = (names.SUBPATTERN, names.ATOMIC_GROUP)
_FEW = 10  # repeats that cannot take long
_ALPHABET = frozenset(map(chr, range(128))) | frozenset("中é　")  # one for each class of characters
_CATEGORIES = {
    category: frozenset(filter(re.compile(escape).fullmatch, _ALPHABET))
    for category, escape in {
        names.CATEGORY_DIGIT: r"\d",
        names.CATEGORY_NOT_DIGIT: r"\D",
        names.CATEGORY_SPACE: r"\s",
        names.CATEGORY_NOT_SPACE: r"\S",
        names.CATEGORY_WORD: r"\w",
        names.CATEGORY_NOT_WORD: r"\W",
    }.items()
}


def may_explode(pattern: str) -> bool:
    """Whether the time that a pattern takes may double with each character. Raises re.error where it is no pattern."""
    return bool(_REPEATED_GROUP.search(pattern)) and any(map(_is_ambiguous, _find_loops(parser.parse(pattern))))


def _find_loops(items: Any) -> Iterator[Any]:
    """What is repeated without end, at any depth of a parsed pattern."""
    for code, value in items:
        if code in _REPEATS and value[1] > _FEW:
            yield value[2]
        for inner in _open(code, value):
            yield from _find_loops(inner)


def _open(code: Any, value: Any) -> list[Any]:
    """The sequences that an item of a parsed pattern consists of; of a single character none."""
    if code in _REPEATS or code is names.POSSESSIVE_REPEAT:
        return [value[2]]
    if code is names.BRANCH:
        return list(value[1])
    if code in _GROUPS:
        return [value[-1] if code is names.SUBPATTERN else value]
    return [value[1]] if code in (names.ASSERT, names.ASSERT_NOT) else []


def _is_ambiguous(body: Any) -> bool:
    """Whether a loop can pass the same characters in several ways."""
    for items in _flatten(body):
        for place, (code, value) in enumerate(items):
            if code in _REPEATS and value[1] > _FEW and value[0] != value[1]:
                others = [item for at, item in enumerate(items) if at != place]
                inside = _characters(value[2])
                if not any(_is_due(item) and not (_characters([item]) & inside) for item in others):
                    return True
    return False


def _flatten(body: Any) -> list[list[Any]]:
    """The sequences of items that a loop may pass, without groups around a whole sequence."""
    items = list(body)
    if len(items) == 1 and (items[0][0] in _GROUPS or items[0][0] is names.BRANCH):
        return [one for inner in _open(*items[0]) for one in _flatten(inner)]
    return [items]


def _is_due(item: Any) -> bool:
    """Whether an item takes one character at least."""
    code, value = item
    if code in _REPEATS:
        return bool(value[0]) and any(map(_is_due, value[2]))
    if code is names.BRANCH:
        return all(any(map(_is_due, inner)) for inner in value[1])
    if code in _GROUPS:
        return any(_is_due(inner) for inner in _open(code, value)[0])
    return code not in (names.AT, names.ASSERT, names.ASSERT_NOT, names.GROUPREF)


def _characters(items: Any) -> frozenset[str]:
    """The characters of the alphabet that occur in what a sequence matches."""
    found: frozenset[str] = frozenset()
    for code, value in items:
        if code is names.LITERAL:
            found |= {chr(value)}
        elif code is names.NOT_LITERAL:
            found |= _ALPHABET - {chr(value)}
        elif code in (names.ANY, names.GROUPREF):
            found |= _ALPHABET
        elif code is names.IN:
            found |= _members(value)
        elif code not in (names.ASSERT, names.ASSERT_NOT):
            for inner in _open(code, value):
                found |= _characters(inner)
    return found


def _members(members: Any) -> frozenset[str]:
    """The characters of the alphabet in a set like [\\w-] or [^/]."""
    found: set[str] = set()
    for code, value in members:
        if code is names.LITERAL:
            found.add(chr(value))
        elif code is names.RANGE:
            found |= {character for character in _ALPHABET if value[0] <= ord(character) <= value[1]}
        elif code is names.CATEGORY:
            found |= _CATEGORIES[value]
    return frozenset(_ALPHABET - found if members[0][0] is names.NEGATE else found)
