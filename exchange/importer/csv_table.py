"""Read tables as text: with commas, semicolons or tabs and a header line, as programs and Excel write them."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TextIO

from cundang.model.errors import RefusedError
from cundang.model.page import Page
from cundang.text.address import is_web
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
from pipelines.extract.record import is_article_row, page_from_row
from pipelines.extract.record_names import has_any, is_known

_DELIMITERS = (",", "\t", ";")
# What Excel reads, and writes for itself: the delimiter, in a line above the header.
_SEPARATOR = re.compile(r'"?sep=([,;\t])"?[ \t]*(?:\r\n|\n|\r)', re.IGNORECASE)
_ROWS_LOOKED_AT = 20
_FULL = 10_000  # characters of a beginning so long that its last row may be cut off
_LONGEST_NAME = 40  # characters of a column's name
_MOST_COLUMNS = 500
_NO_NAME = re.compile('[<。！？；!?…]|[.]["”]?$|https?:')
_IDENTIFIER = re.compile(r"[A-Za-z_][\w.-]*")
_DATUM = re.compile(r"[\d\s:/.+%-]*")  # a number, a date, or nothing
_SHOWN = 10  # columns that a refusal names


@dataclass(frozen=True, slots=True)
class _Table:
    """How a table is written: its delimiter, its columns, and whether they are those of articles."""

    delimiter: str
    columns: tuple[str, ...]
    is_understood: bool


def is_csv(head: bytes) -> bool:
    """Whether the beginning of a file is that of a table, be its columns those of articles or others."""
    return _find_table(decode_head(head)[0]) is not None


def read_csv_rows(file: Path, imported_at: datetime) -> Iterator[Page | str | RefusedError]:
    """Read the articles of a table one by one; a row that cannot be read gives a RefusedError.

    Raises RefusedError where its columns are not those of articles, or where the rest of it cannot be read.
    """
    csv.field_size_limit(LONGEST_LINE)
    try:
        with open_text(file) as lines:
            table = _find_table(lines.read(HEAD))
            if table is None or not table.is_understood:
                raise RefusedError("import", _explain(table.columns if table else ()))
            rewind(lines)
            yield from _read_rows(lines, table, imported_at)
    except READ_ERRORS as error:
        raise DamageError(f"cannot be read to its end ({error})") from error


def _read_rows(lines: TextIO, table: _Table, imported_at: datetime) -> Iterator[Page | RefusedError]:
    every = iterate_lines(lines)
    above = 1 if _SEPARATOR.fullmatch(first := next(every)) else 0
    rows = csv.reader(every if above else _put_back(first, every), delimiter=table.delimiter, strict=True)
    texts = [name for name in table.columns if has_any([name], "text")]
    next(rows)  # the header
    while True:
        start = rows.line_num + above + 1
        try:
            cells = next(rows, None)
        except csv.Error as error:
            end = rows.line_num + above
            where = f"line {start}" if start == end else f"lines {start} to {end}"
            yield RefusedError("import", f"{where} cannot be read as CSV ({error})")
            continue
        if cells is None:
            return
        number = rows.line_num + above
        if not any(cells):
            continue  # blank lines, and the empty rows that Excel writes below a table
        row = {name: cell for name, cell in zip(table.columns, cells, strict=False) if name and cell}
        if any(cells[len(table.columns) :]):
            yield RefusedError("import", f"line {number} has more fields than the first")
        elif is_broken(whole := "".join(cells)) or "\0" in whole:
            fault = "NUL bytes" if "\0" in whole else f"bytes that are no text in {lines.encoding}"
            yield RefusedError("import", f"line {number} cannot be read as CSV: {fault}")
        else:
            if not any(name in row for name in texts):
                row |= dict.fromkeys(texts, "")  # so that a description is not taken for the text that is lacking
            yield page_from_row(row, imported_at)


def _put_back(first: str, lines: Iterator[str]) -> Iterator[str]:
    yield first
    yield from lines


def _find_table(head: str) -> _Table | None:
    """Find the table that a text begins with; None where it is none."""
    told = _SEPARATOR.match(head)
    text = head[told.end() :] if told else head
    tables = [_judge(_read_records(text, sign), sign) for sign in (told[1] if told else _DELIMITERS)]
    found = sorted((table for table in tables if table), key=lambda table: (table.is_understood, len(table.columns)))
    return found[-1] if found else None


def _read_records(text: str, delimiter: str) -> list[list[str]]:
    """Read the first records of a text as those of a table, blank lines as empty ones."""
    records: list[list[str]] = []
    try:
        records.extend(islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), 1 + _ROWS_LOOKED_AT))
    except csv.Error:
        return []
    while records and not records[-1]:
        records.pop()
    is_cut = len(text) > _FULL and len(records) <= _ROWS_LOOKED_AT
    return records[:-1] if is_cut and len(records) > 1 else records


def _judge(records: Sequence[Sequence[str]], delimiter: str) -> _Table | None:
    """Judge by its first records whether a text is a table. Not every text with commas in its first line is one."""
    if not records or not 1 < len(records[0]) <= _MOST_COLUMNS:
        return None
    first, rows = records[0], [record for record in records[1:] if record]
    names = [name.strip() for name in first]
    filled = [name for name in names if name]
    is_header = len({*filled}) == len(filled) > 1 and not any(
        len(name) > _LONGEST_NAME or _NO_NAME.search(name) for name in filled
    )
    alike = [row for row in rows if len(row) == len(first)]
    known = sum(map(is_known, filled))
    if is_header and is_article_row(filled) and (alike or not rows or known == len(filled)):
        return _Table(delimiter, tuple(names), is_understood=True)
    is_even = bool(rows) and len(alike) >= 0.9 * len(rows)
    has_blank = len(rows) + 1 < len(records)  # between paragraphs
    is_table = is_even and (
        _has_data(first, alike, is_header)
        or (is_header and known > 1)
        or (is_header and not has_blank and _is_like_a_header(filled, known, alike, delimiter))
    )
    return _Table(delimiter, tuple(names), is_understood=False) if is_table else None


def _has_data(first: Sequence[str], rows: Sequence[Sequence[str]], is_header: bool) -> bool:
    """Whether a column holds addresses in every row, or under a name numbers or dates, as no prose does."""
    for place, name in enumerate(first):
        cells = [row[place].strip() for row in rows]
        if len(first) > 2 and all(is_web(cell) for cell in cells):
            return True
        if is_header and any(cells) and all(map(_DATUM.fullmatch, cells)) and not _DATUM.fullmatch(name):
            return True
    return False


def _is_like_a_header(names: Sequence[str], known: int, rows: Sequence[Sequence[str]], delimiter: str) -> bool:
    """Whether the names of columns with texts are more than the first words of a poem."""
    if delimiter == "\t" or (known and len(rows) > 1) or (known and len(names) > 2):
        return True
    if len(rows) > 1 and all(map(_IDENTIFIER.fullmatch, names)):
        return True
    return len(rows) > 2 < len(names) and not any(_NO_NAME.search(row[-1].strip()) for row in rows)


def _explain(columns: Sequence[str]) -> str:
    """Explain why a table holds no articles, with its columns."""
    short = (" ".join(name.split())[:_LONGEST_NAME] or "(no name)" for name in columns[:_SHOWN])
    shown = ", ".join(short).encode("utf-8", "backslashreplace").decode()
    more = f" and {len(columns) - _SHOWN} more" if len(columns) > _SHOWN else ""
    has_text = has_any(columns, "text", "summary", "html")
    lacks = "a title or an address" if has_text else "a text"
    return f"a table, but none of articles: no column is {lacks}; it has {shown}{more}"
