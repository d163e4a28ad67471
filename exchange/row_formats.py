"""Format rows as CSV without loss, as CSV that is safe in spreadsheets, or as JSON lines, for exports and web pages."""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

Row = Sequence[Any]

BOM = "\ufeff"  # without it Excel guesses a code page
_TO_QUOTE = re.compile('[",\r\n]')
# A cell that begins so is a formula to Excel and LibreOffice, which may call programs (OWASP, CSV injection).
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
_LONGEST_CELL = 32_767  # characters in a cell of Excel; the rest is cut, and marked


def format_header(columns: Row, form: str) -> str:
    """Format the header of `csv`, `spreadsheet` or `jsonl` (empty)."""
    return {"csv": "", "spreadsheet": BOM}[form] + _format_line(columns) if form != "jsonl" else ""


def format_rows(columns: Sequence[str], rows: Sequence[Row], form: str, nested: Sequence[str] = ()) -> str:
    """Format rows as `csv`, `spreadsheet` or `jsonl`; in JSON lines the `nested` columns hold JSON already.

    csv is RFC 4180 and lossless: an empty string is quoted, NULL is nothing between two commas.
    spreadsheet has no formulas, and no cells longer than Excel can hold.

    >>> format_rows("abc", [("x,y", None, ""), ("=1", 2, "z")], "csv")
    '"x,y",,""\\r\\n=1,2,z\\r\\n'
    >>> format_rows("abc", [("=1", 2, "z")], "spreadsheet"), format_rows("abc", [("=1", None, "z")], "jsonl")
    ("'=1,2,z\\r\\n", '{"a": "=1", "b": null, "c": "z"}\\n')
    """
    if form == "jsonl":
        return "".join(_format_objects(columns, rows, nested))
    return "".join(map(_format_line, rows if form == "csv" else [[*map(_make_safe_cell, row)] for row in rows]))


def _format_objects(columns: Sequence[str], rows: Sequence[Row], nested: Sequence[str]) -> Iterator[str]:
    encode = json.JSONEncoder(ensure_ascii=False, default=bytes.hex).encode
    for row in rows:
        value = dict(zip(columns, row, strict=True))
        for name in nested:
            value[name] = json.loads(value[name])
        yield encode(value) + "\n"


def _format_line(row: Row) -> str:
    return f"{','.join(map(_format_field, row))}\r\n"


def _format_field(value: object) -> str:
    # Not csv.writer: it does not distinguish NULL from "", and takes 1.6 times as long, because it reads long texts
    # character by character.
    if value is None:
        return ""
    if not isinstance(value, str):
        return value.hex() if isinstance(value, bytes) else str(value)
    return '"{}"'.format(value.replace('"', '""')) if not value or _TO_QUOTE.search(value) else value


def _make_safe_cell(value: object) -> object:
    if not isinstance(value, str):
        return value
    safe = value.replace("\0", "\ufffd")
    if safe.lstrip(" \u3000\xa0").startswith(_FORMULA):
        safe = f"'{safe}"
    return safe if len(safe) <= _LONGEST_CELL else f"{safe[: _LONGEST_CELL - 1]}…"
