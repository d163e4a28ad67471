"""Read CSV with commas, semicolons or tabs and a header line, as news-please and `archive export` write it."""

import csv
import io
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from cundang.model.errors import RefusedError
from cundang.model.page import Page
from pipelines.extract.record import is_article_row, page_from_row

_LARGEST_FIELD = 16 << 20  # characters, as for a page


def is_csv(head: bytes) -> bool:
    """Whether the beginning of a file is the header of a table with the columns of articles."""
    line = head.split(b"\n", 1)[0]
    return b"<" not in line and _find_delimiter(line) is not None


def _find_delimiter(line: bytes) -> str | None:
    try:
        names = line.decode("utf-8-sig").strip()
    except UnicodeDecodeError:
        return None
    for delimiter in (",", "\t", ";"):
        columns = [name.strip().strip('"') for name in names.split(delimiter)]
        if len(columns) > 1 and len(set(columns)) == len(columns) and is_article_row(columns):
            return delimiter
    return None


def read_csv_rows(file: Path, imported_at: datetime) -> Iterator[Page | str | RefusedError]:
    """Read the articles of a table one by one. Raises RefusedError with the line from which it cannot be read."""
    csv.field_size_limit(_LARGEST_FIELD)
    with file.open("rb") as raw:
        delimiter = _find_delimiter(raw.readline()) or ","
        raw.seek(0)
        rows = csv.DictReader(io.TextIOWrapper(raw, "utf-8-sig", newline=""), delimiter=delimiter, strict=True)
        while True:
            try:
                row = next(rows, None)
            except (csv.Error, UnicodeDecodeError) as error:
                raise RefusedError(
                    "import",
                    f"line {rows.line_num + 1} cannot be read as CSV in UTF-8 ({error}); "
                    "what comes after it was not read",
                ) from error
            if row is None:
                return
            if None in row or any("\0" in (value or "") for value in row.values()):
                yield RefusedError("import", f"line {rows.line_num} has more fields than the first, or NUL bytes")
            else:
                yield page_from_row(
                    {name: value for name, value in row.items() if value not in (None, "")}, imported_at
                )
