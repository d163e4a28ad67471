"""Read JSON lines, or JSON objects one after the other or in a list, as programs that collect news write them."""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

from cundang.model.errors import RefusedError
from cundang.model.page import Page
from exchange.importer.items import DamageError
from exchange.importer.text_file import (
    HEAD,
    LONGEST_LINE,
    READ_ERRORS,
    decode_head,
    is_broken,
    iterate_lines,
    open_text,
    rewind,
)
from pipelines.extract.record import page_from_row

_LARGEST_LIST = 256 << 20  # characters of a file that is no lines, which has to be read at once
_MOST_TORN = 1000  # objects of such a file
_LINES_LOOKED_AT = 20
_BEGINNING = re.compile(r"\ufeff?\s*(?:\[\s*)?\{\s*[\"}]")
_DECODER = json.JSONDecoder()
_BETWEEN = re.compile(r"[\s,\[\]\ufeff]*")  # objects: in a list, or one after the other


def is_json(head: bytes) -> bool:
    """Whether the beginning of a file is that of JSON objects, or of lines most of which are some."""
    text, _ = decode_head(head)
    lines = text.splitlines()
    return _BEGINNING.match(text) is not None or _are_lines(lines[:-1] if len(head) >= HEAD else lines)


def read_json_rows(file: Path, imported_at: datetime) -> Iterator[Page | str | RefusedError]:
    """Read the articles of a JSON file one by one; a line that is no JSON object gives a RefusedError."""
    try:
        with open_text(file) as lines:
            first = lines.readline(LONGEST_LINE + 1)
            are_lines = _parse_object(first) is not None or _are_lines(
                [first, *(lines.readline(LONGEST_LINE + 1) for _ in range(_LINES_LOOKED_AT))]
            )
            rewind(lines)
            yield from _read_lines(lines, imported_at) if are_lines else _read_values(lines, imported_at)
    except READ_ERRORS as error:
        raise DamageError(f"cannot be read to its end ({error})") from error


def _are_lines(lines: list[str]) -> bool:
    """Whether most of some lines behind the first, which may be torn, are JSON objects."""
    others = [line for line in lines[1 : 1 + _LINES_LOOKED_AT] if line.strip()]
    return 2 * sum(_parse_object(line) is not None for line in others) > len(others)


def _read_lines(lines: TextIO, imported_at: datetime) -> Iterator[Page | RefusedError]:
    for number, line in enumerate(iterate_lines(lines), 1):
        if line.isspace():
            continue
        value = _parse_object(line)
        values = [value] if value is not None else _parse_several(line)
        if values:
            yield from (page_from_row(each, imported_at) for each in values)
        elif is_broken(line):
            yield RefusedError("import", f"line {number} has bytes that are no text in {lines.encoding}")
        else:
            yield RefusedError("import", f"line {number} is no JSON object")


def _parse_object(line: str) -> dict[str, Any] | None:
    """Parse a line as a JSON object; None where it is none, or has bytes that are no text."""
    if not line.lstrip().startswith("{") or is_broken(line):
        return None
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _parse_several(line: str) -> list[dict[str, Any]]:
    """Parse a line of objects one after the other, the end of a line having been lost; none where it is not that."""
    values: list[dict[str, Any]] = []
    position = 0
    while position < len(line.rstrip()) and not is_broken(line):
        try:
            value, position = _DECODER.raw_decode(line, _skip_between(line, position))
        except (ValueError, RecursionError):
            return []
        if not isinstance(value, dict):
            return []
        values.append(value)
    return values


def _read_values(lines: TextIO, imported_at: datetime) -> Iterator[Page | RefusedError]:
    """Read the objects of a file that is one list, one object, or several one after the other.

    One that is torn costs what comes before the next line that begins as it does.
    """
    text = lines.read(_LARGEST_LIST + 1)
    if len(text) > _LARGEST_LIST:
        size = f"more than {_LARGEST_LIST >> 20} MiB"
        raise RefusedError("import", f"JSON of {size} that is no lines; make lines of it, as `jq -c '.[]'` does")
    position, number, counted, torn = 0, 1, 0, 0
    while (start := _skip_between(text, position)) < len(text):
        number += text.count("\n", counted, start)
        counted = start
        try:
            value, position = _DECODER.raw_decode(text, start)
        except (ValueError, RecursionError) as error:
            yield RefusedError("import", f"line {number} begins as JSON and is none ({error})")
            torn += 1
            if torn == _MOST_TORN:  # the library counts the lines above each
                raise DamageError(f"{torn} objects are torn; what comes after line {number} was not read") from error
            position = _find_next(text, start)
            continue
        if is_broken(text[start:position]):
            yield RefusedError("import", f"line {number} has bytes that are no text in {lines.encoding}")
        elif isinstance(value, dict):
            yield page_from_row(value, imported_at)
        else:
            yield RefusedError("import", f"line {number}: no JSON object, so no article")


def _skip_between(text: str, position: int) -> int:
    between = _BETWEEN.match(text, position)
    return between.end() if between else position


def _find_next(text: str, start: int) -> int:
    """Find the next line that begins with an object, as far in as the line of a position; the end where none does."""
    line = text[text.rfind("\n", 0, start) + 1 : start]
    margin = "\n" + line[: len(line) - len(line.lstrip(" \t"))]
    position = start
    while (position := text.find(margin, position)) >= 0:
        if text.startswith(("{", "[{", ",{"), position + len(margin)):
            return position
        position += 1
    return len(text)
