"""Check the types of what a module declares, and say what to write instead."""

import math
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import tzinfo
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

_LONGEST = 60  # characters of a value in a message
_WORDS = {
    str: 'a text, as in "..."',
    int: "a whole number",
    float: "a number",
    bool: "True or False",
    NoneType: "None",
    tzinfo: 'ZoneInfo("Asia/Shanghai"), or another zone',
}


def find_wrong_type(declared: Any) -> tuple[str, str] | None:
    """Find a field of a declaration whose value has not its type: the field, and what is wrong with it in words."""
    declaration: Any = type(declared)
    for name, hint, default in _fields_of(declaration):
        value = getattr(declared, name)
        if value is not default and not _fits(value, hint):
            return name, f"{name} is {show(value)}; {_advise(name, value, hint)}"
    return None


def show(value: object) -> str:
    """Show a value as it stands in a module, on one line of bounded length."""
    if is_dataclass(value) and not isinstance(value, type):
        return f"{type(value).__name__}(...)"
    if isinstance(value, tuple | list | set) and value and is_dataclass(next(iter(value))):
        return f"a {type(value).__name__} of {show(next(iter(value)))}"
    text = repr(value)
    if isinstance(value, str) and '"' not in text and "\\" not in text:
        text = f'"{text[1:-1]}"'
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}...{text[-1]}"


@cache
def _fields_of(declaration: Any) -> list[tuple[str, Any, Any]]:
    """The fields of a declaration: name, type and default."""
    return [(field.name, field.type, field.default) for field in fields(declaration) if field.init]


def _fits(value: Any, hint: Any) -> bool:
    """Whether a value has a type. A float is finite, and may be written as a whole number."""
    return _make_test(hint)(value)


@cache
def _make_test(hint: Any) -> Callable[[Any], bool]:
    """Make the test for a type; once, since two hundred sites have ten thousand values."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        tests = [_make_test(one) for one in arguments]
        return lambda value: any(test(value) for test in tests)
    if origin is tuple:
        return _make_test_of_tuple(arguments)
    if hint is float:
        return lambda value: isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    if hint is int:
        return lambda value: isinstance(value, int) and not isinstance(value, bool)
    return lambda value: isinstance(value, origin or hint)


def _make_test_of_tuple(hints: tuple[Any, ...]) -> Callable[[Any], bool]:
    tests = [_make_test(hint) for hint in hints if hint is not Ellipsis]
    if hints[-1] is Ellipsis:
        return lambda value: isinstance(value, tuple) and all(map(tests[0], value))
    return lambda value: (
        isinstance(value, tuple)
        and len(value) == len(tests)
        and all(test(one) for test, one in zip(tests, value, strict=True))
    )


def _advise(name: str, value: Any, hint: Any) -> str:
    """Say what to write instead of a value."""
    hints = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
    for one in hints:
        if get_origin(one) is tuple and get_args(one)[-1] is Ellipsis:
            of = get_args(one)[0]
            if _fits(value, of):
                return f"write {name}=({show(value)},)"
            if isinstance(value, list | set | frozenset) and all(_fits(part, of) for part in value):
                return f"write {name}=(...,) with round brackets"
            if isinstance(value, tuple):
                wrong = next(part for part in value if not _fits(part, of))
                return f"each of them is {_name(of)}, and {show(wrong)} is not"
    return f"write {' or '.join(map(_name, hints))}"


def _name(hint: Any) -> str:
    if get_origin(hint) is tuple:
        arguments = get_args(hint)
        if arguments[-1] is Ellipsis:
            return f"(...,), where each is {_name(arguments[0])}"
        return f"({', '.join(map(_name, arguments))})"
    plain = get_origin(hint) or hint
    return _WORDS.get(plain, f"a {plain.__name__}")


def list_fields(declaration: type) -> list[str]:
    """The names of the fields that a declaration takes."""
    return [name for name, _, _ in _fields_of(declaration)]
