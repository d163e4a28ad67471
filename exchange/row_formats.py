"""Rows as text: CSV without loss, CSV that spreadsheets open right, JSON lines. Exports and downloads are both made here."""

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
    """What stands before the first row in `csv`, `spreadsheet` or `jsonl`."""
    return {"csv": "", "spreadsheet": BOM}[form] + _line(columns) if form != "jsonl" else ""


def format_rows(columns: Sequence[str], rows: Sequence[Row], form: str, nested: Sequence[str] = ()) -> str:
    """Rows in one of these; in JSON lines the `nested` columns are JSON themselves.

    csv is RFC 4180 and lossless: an empty string is quoted, so that it is not the nothing (NULL) between two commas.
    spreadsheet has no formulas, and cells of a length that Excel can hold.

    >>> format_rows("abc", [("x,y", None, ""), ("=1", 2, "z")], "csv")
    '"x,y",,""\\r\\n=1,2,z\\r\\n'
    >>> format_rows("abc", [("=1", 2, "z")], "spreadsheet"), format_rows("abc", [("=1", None, "z")], "jsonl")
    ("'=1,2,z\\r\\n", '{"a": "=1", "b": null, "c": "z"}\\n')
    """
    if form == "jsonl":
        return "".join(_objects(columns, rows, nested))
    return "".join(map(_line, rows if form == "csv" else [[*map(_cell, row)] for row in rows]))


def _objects(columns: Sequence[str], rows: Sequence[Row], nested: Sequence[str]) -> Iterator[str]:
    encode = json.JSONEncoder(ensure_ascii=False, default=bytes.hex).encode
    for row in rows:
        value = dict(zip(columns, row, strict=True))
        for name in nested:
            value[name] = json.loads(value[name])
        yield encode(value) + "\n"


def _line(row: Row) -> str:
    return f"{','.join(map(_field, row))}\r\n"


def _field(value: object) -> str:
    # Not csv.writer: it makes one of NULL and "", and takes 1.6 times as long, as it looks at long texts by the character.
    if value is None:
        return ""
    if not isinstance(value, str):
        return value.hex() if isinstance(value, bytes) else str(value)
    return '"{}"'.format(value.replace('"', '""')) if not value or _TO_QUOTE.search(value) else value


def _cell(value: object) -> object:
    if not isinstance(value, str):
        return value
    safe = value.replace("\0", "\ufffd")
    if safe.lstrip(" \u3000\xa0").startswith(_FORMULA):
        safe = f"'{safe}"
    return safe if len(safe) <= _LONGEST_CELL else f"{safe[: _LONGEST_CELL - 1]}…"
