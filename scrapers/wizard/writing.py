"""Write values and declarations as Python, in the form that the formatter leaves them in."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields
from typing import Any
from unicodedata import east_asian_width

from scrapers.sources import Source

_LONGEST_LINE = 120
_PATTERN_PIECES = re.compile(r"(?:\\.|[^\\]){1,50}(?<=/)|(?:\\.|[^\\]){1,50}", re.DOTALL)  # does not split an escape
_PIECES = re.compile(r".{1,80}", re.DOTALL)
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_ESCAPED = re.compile(r"[\\\x00-\x1f\ud800-\udfff]")
_ORDER = ("name", "url")  # come first; evidence last


def clean(text: str) -> str:
    """Make a string of a page safe for a source file: one line of at most 60 characters, no quotes, no backslash."""
    return "".join(c for c in text if c.isprintable() and c not in '\\"')[:60].strip()


def quote(text: str) -> str:
    """Write a string as a Python literal, in single quotes where it has double ones, as selectors do."""
    return f"'{text}'" if '"' in text and not _ESCAPED.search(text) and "'" not in text else _escape(text)


def quote_raw(pattern: str) -> str:
    """Write a pattern as a raw string, unless it has a quote or a control character."""
    is_plain = '"' not in pattern and not _ESCAPED.search(pattern.replace("\\", ""))
    return f'r"{pattern}"' if is_plain else _escape(pattern)


def _escape(text: str) -> str:
    """Write a string with the escapes of JSON, which Python reads alike; also half a character, which no file holds."""
    return _SURROGATE.sub(lambda half: f"\\u{ord(half[0]):04x}", json.dumps(text, ensure_ascii=False))


def format_keyword(head: str, value: str, pieces: Iterable[str]) -> list[str]:
    """Write a keyword argument as the formatter leaves it: on one line if it fits, else one piece a line."""
    if _fits(line := f"{head}={value},"):
        return [line]
    indent = " " * (len(head) - len(head.lstrip()))
    return [f"{head}=(", *(f"{indent}    {piece}" for piece in pieces), f"{indent}),"]


def format_text(head: str, text: str) -> list[str]:
    """Write a keyword argument that is a string, in pieces where it is long."""
    return format_keyword(head, quote(text), map(quote, _PIECES.findall(text)))


def format_pattern(head: str, pattern: str) -> list[str]:
    """Write a keyword argument that is a regular expression."""
    return format_keyword(head, quote_raw(pattern), map(quote_raw, _PATTERN_PIECES.findall(pattern)))


def format_source(source: Source, indent: str = "        ") -> list[str]:
    """Write a source as a module declares it: a line for each field that is not as usual, the evidence last."""
    given = {field.name: getattr(source, field.name) for field in fields(source) if _is_given(source, field)}
    names = [*_ORDER, *(name for name in given if name not in (*_ORDER, "evidence")), "evidence"]
    lines = [f"{indent}{type(source).__name__}("]
    for name in (name for name in names if name in given):
        value, head = given[name], f"{indent}    {name}"
        if isinstance(value, Mapping):
            first, *more = _format_value(value, f"{head}=", f"{indent}    ")
            lines += [first, *more]
        elif isinstance(value, str):
            lines += format_text(head, value)
        else:
            lines.append(f"{head}={value!r},")
    return [*lines, f"{indent}),"]


def _is_given(source: Source, field: Any) -> bool:
    return field.default is MISSING or getattr(source, field.name) != field.default


def _format_value(value: object, head: str, indent: str) -> list[str]:
    """Write what is posted: a literal on one line where it fits, else an entry a line."""
    if _fits(line := f"{head}{_write(value)},"):
        return [line]
    inner = f"{indent}    "
    if isinstance(value, Mapping):
        entries = [_format_value(each, f"{inner}{quote(str(key))}: ", inner) for key, each in value.items()]
        return [f"{head}{{", *(line for entry in entries for line in entry), f"{indent}}},"]
    if isinstance(value, list):
        entries = [_format_value(each, inner, inner) for each in value]
        return [f"{head}[", *(line for entry in entries for line in entry), f"{indent}],"]
    return [line]


def _write(value: object) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{quote(str(key))}: {_write(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_write, value)) + "]"
    return quote(value) if isinstance(value, str) else repr(value)


def _fits(line: str) -> bool:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in line) <= _LONGEST_LINE  # in columns
