"""Rows as text for download: CSV that spreadsheets open right, CSV without loss, JSON lines."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

BOM = "\ufeff"  # without it Excel guesses a code page
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")  # what a spreadsheet takes for a formula

FORMATS = {
    "csv": "text/csv; charset=utf-8",  # lossless
    "excel.csv": "text/csv; charset=utf-8",
    "jsonl": "application/jsonl; charset=utf-8",
}


def header(columns: Sequence[str], form: str) -> str:
    """What stands before the first row."""
    return {"csv": "", "excel.csv": BOM}[form] + _csv([columns]) if form != "jsonl" else ""


def lines(rows: Sequence[Mapping[str, Any]], form: str) -> str:
    """Rows in one of FORMATS."""
    if form == "jsonl":
        return "".join(json.dumps(dict(row), ensure_ascii=False) + "\n" for row in rows)
    if form == "csv":
        return _csv([list(row.values()) for row in rows])
    return _csv([[neutral(value) for value in row.values()] for row in rows])


def neutral(value: Any) -> Any:
    """A value that no spreadsheet runs as a formula: an apostrophe before what looks like one.

    >>> neutral("=1+1"), neutral("水位"), neutral(-3)
    ("'=1+1", '水位', -3)
    """
    return f"'{value}" if isinstance(value, str) and value.lstrip(" \n").startswith(_FORMULA) else value


def _csv(rows: Sequence[Sequence[Any]]) -> str:
    file = io.StringIO()
    csv.writer(file).writerows(rows)
    return file.getvalue()
