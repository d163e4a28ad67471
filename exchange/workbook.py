"""Write rows as an Excel workbook: a sheet of data, and a sheet of notes that tells what the data could not hold.

Nothing in a text becomes a formula, a link or a number. What Excel cannot hold is left out, and told.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.exceptions import XlsxWriterException
from xlsxwriter.worksheet import Worksheet

# Excel, "Specifications and limits": 1,048,576 rows, of which the first has the names; 32,767 characters in a cell,
# which Excel counts in UTF-16; numbers of 15 digits.
MOST_ROWS = 1_048_575
LONGEST_CELL = 32_767
_LARGEST_NUMBER = 10**15
MOST_CHARACTERS = 40_000_000  # of a workbook, some 40,000 articles; programs need much memory to open more
_TOLD = 1_000  # cells that the notes name one by one
# XML has no such characters, and Excel shows nothing or `_x0001_` for them.
_ILLEGAL = dict.fromkeys([*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0xFFFE, 0xFFFF], "\ufffd")
_DATA, _NOTES = "data", "说明 notes"
_LONGEST_NOTE = 1_000
_HEADS = ("行 row", "列 column")
_WIDTHS = {"title": 40, "text": 60, "url": 30}


@dataclass(slots=True)
class Written:
    """What was written: `rows` of them, `left_out` more were found; `cells` were cut or changed, of which `told` has
    the first: row of the sheet, column, what the row is called, what was done.
    """

    rows: int = 0
    left_out: int = 0
    cells: int = 0
    told: list[tuple[int, str, str, str]] = field(default_factory=list)
    characters: int = 0


def write_workbook(
    path: Path,
    columns: Sequence[str],
    batches: Iterable[Sequence[Sequence[Any]]],
    about: Iterable[tuple[str, str]] = (),
    meanings: Iterable[tuple[str, ...]] = (),
    total: int | None = None,
) -> Written:
    """Write rows, in batches, to an .xlsx file. `about` are lines of its notes, `meanings` what each column holds.

    Numbers stay numbers; ids, and all that is text in the archive (times, numbers of 42 digits), are text. `total` is
    how many rows there are, so that those that find no room need not be read; without it they are read and counted.
    Raises OSError where the disk is full.
    """
    # Each row is written out when the next one comes, so memory does not grow with the rows.
    book = Workbook(path, {"constant_memory": True, "tmpdir": str(path.parent)})
    done = Written()
    try:
        head = book.add_format({"bold": True, "bottom": 1})
        sheet = book.add_worksheet(_DATA, worksheet_class=_PlainSheet)
        for place, name in enumerate(columns):
            sheet.set_column(place, place, _WIDTHS.get(name, 16))
            sheet.write_string(0, place, name, head)
        sheet.freeze_panes(1, 0)
        texts = [name == "id" or name.endswith("_id") for name in columns]
        for row in _take(batches, done, total):
            done.rows += 1
            for place, value in enumerate(row):
                if isinstance(value, int | float) and not texts[place] and _is_number(value):
                    sheet.write_number(done.rows, place, value)
                elif value is not None:
                    sheet.write_string(done.rows, place, _fit(value, columns[place], row, done))
        sheet.autofilter(0, 0, max(done.rows, 1), max(len(columns) - 1, 0))
        # No green corners at numbers that are text.
        sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        notes = book.add_worksheet(_NOTES, worksheet_class=_PlainSheet)
        _write_notes(notes, head, done, [*about], [*meanings])
        if done.left_out or done.cells:
            notes.activate()
    except BaseException:
        book.fileclosed = 1  # else it is written once more when it is collected
        raise
    try:
        book.close()
    except XlsxWriterException as error:
        raise OSError(f"{path}: {error}") from error
    return done


class _PlainSheet(Worksheet):  # type: ignore[misc] # XlsxWriter carries no types
    """A sheet whose texts are texts. XlsxWriter 3.3 writes what begins with <r> and ends with </r> as markup, where a
    row is written out at once.
    """

    def _xml_rich_inline_string(self, string: str, attributes: Any) -> None:
        self._xml_inline_string(string, True, attributes)


def _take(batches: Iterable[Sequence[Sequence[Any]]], done: Written, total: int | None) -> Iterator[Sequence[Any]]:
    for batch in batches:
        for row in batch:
            if done.rows == MOST_ROWS or done.characters > MOST_CHARACTERS:
                if total is not None:
                    done.left_out = total - done.rows
                    return
                done.left_out += 1
            else:
                yield row


def _is_number(value: float) -> bool:
    return abs(value) < _LARGEST_NUMBER if isinstance(value, int) else math.isfinite(value)


def _fit(value: object, column: str, row: Sequence[Any], done: Written) -> str:
    """The text of a cell, as Excel can hold it; what was changed is noted."""
    whole = value if isinstance(value, str) else value.hex() if isinstance(value, bytes) else str(value)
    text = whole.translate(_ILLEGAL)
    said = [] if text == whole else ["控制字符改为 \ufffd; control characters are \ufffd"]
    # A character beyond the first 65,536 counts twice.
    if len(text) * 2 > LONGEST_CELL and len(text.encode("utf-16-le")) // 2 > LONGEST_CELL:
        cut = text.encode("utf-16-le")[: 2 * (LONGEST_CELL - 1)].decode("utf-16-le", "ignore")
        said.append(f"截断，原有 {len(whole)} 字; cut, it has {len(whole)} characters")
        text = f"{cut}…"
    done.characters += len(text)
    if said:
        done.cells += 1
        if len(done.told) < _TOLD:
            done.told.append((done.rows + 1, column, f"{row[0]}"[:100].translate(_ILLEGAL), "; ".join(said)))
    return text


def _write_notes(
    notes: Worksheet, head: Any, done: Written, about: list[tuple[str, str]], meanings: list[tuple[str, ...]]
) -> None:
    lines: list[tuple[Any, ...]] = [("Cundang 存档",), *about, ("行 rows", done.rows)]
    if done.left_out:
        lines.append(
            ("未收入的行 rows left out", done.left_out, "Excel 容纳不下，请用 CSV; they do not fit in, take the CSV")
        )
    if done.cells:
        lines += [
            ("改动的单元格 cells changed", done.cells, "CSV 中完整; whole in the CSV"),
            (),
            (_HEADS[0], "列 column", "首列 first column", "改动 what was changed"),
            *done.told,
        ]
        if done.cells > len(done.told):
            lines.append(("…", f"{done.cells - len(done.told)} more"))
    if meanings:
        lines += [(), (_HEADS[1], "含义 meaning"), *meanings]
    notes.set_column(0, 0, 26)
    notes.set_column(1, 3, 40)
    for place, line in enumerate(lines):
        for column, value in enumerate(line):
            if isinstance(value, int):
                notes.write_number(place, column, value)
            else:
                notes.write_string(place, column, str(value)[:_LONGEST_NOTE], head if line[0] in _HEADS else None)
