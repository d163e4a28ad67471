"""Files that readers download: rows as CSV, JSON lines, an Excel workbook or Parquet, with the columns they chose."""

import asyncio
import json
import re
import sqlite3
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO
from urllib.parse import quote

from datasette import Response
from datasette.utils.asgi import AsgiStream, BadRequest

from cundang.model.errors import ArchiveError
from cundang.search.query import FIELDS
from cundang.store.data_dictionary import Column
from cundang.store.schema import open_readonly
from datasette_config import NAME
from datasette_config.language import load_meanings
from datasette_config.reading import read
from exchange.columns import make_table_schema
from exchange.parquet import has_parquet, write_parquet
from exchange.row_formats import format_header, format_rows
from exchange.workbook import write_workbook

# By the ending of an address: the format of `archive export`; `schema.json` is a Frictionless Table Schema of the CSV.
FILE_FORMS = {
    "xlsx": "xlsx", "excel.csv": "spreadsheet", "csv": "csv", "jsonl": "jsonl", "parquet": "parquet",
    "schema.json": "schema",
}  # fmt: skip
CHUNK = 200  # rows read and formatted at a time
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/jsonl; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
}
_MOST_AT_ONCE = 2  # workbooks and Parquet files that are being made
_WAIT = 30  # seconds until one is turned away
_PIECE = 1 << 16  # bytes
_LONGEST_NAME = 150  # bytes of a file's name without day and ending; file systems take 255
_FIELD = re.compile(
    rf"(?:^|\s)-?(?:{'|'.join(FIELDS)})[:：]", re.IGNORECASE
)  # `date:`, of which the value tells enough


@dataclass(frozen=True, slots=True)
class Rows:
    """What a file holds: `total` rows of columns, of which `select(connection, start=0)` reads CHUNK at
    most."""

    columns: Sequence[Column]
    total: int
    select: Callable[..., Sequence[Sequence[Any]]]

    @property
    def names(self) -> list[str]:
        """The names of the columns."""
        return [column.name for column in self.columns]


def list_forms() -> list[str]:
    """List the FILE_FORMS that can be written here."""
    return [form for form in FILE_FORMS if form != "parquet" or has_parquet()]


def make_pattern() -> str:
    """A regular expression of the forms of an address."""
    return "|".join(form.replace(".", r"\.") for form in list_forms())


def choose_columns(request: Any, columns: Sequence[Column]) -> list[Column]:
    """Choose the columns that `?column=` names, in that order; all where there is none. Raises BadRequest."""
    known = {column.name: column for column in columns}
    asked = [name.strip() for name in request.args.getlist("column") if name.strip()]
    for name in asked:
        if name not in known:
            raise BadRequest(f"column={name[:100]}: there is no such column; there are {', '.join(known)}")
    return [known[name] for name in dict.fromkeys(asked)] or [*columns]


def make_file_name(words: Sequence[str], form: str) -> str:
    """Make the name of a file: what was asked for and the day, of letters and digits of any script alone.

    >>> make_file_name(["湿地 site:x/../", "2024"], "excel.csv")[:-14]
    'cundang-湿地-x-2024-'
    """
    folded = "-".join(["cundang", *(_FIELD.sub(" ", word) for word in words)])
    safe = "".join(
        c if unicodedata.category(c)[0] in "LN" or unicodedata.category(c) in ("Mn", "Mc") else "-"
        for c in unicodedata.normalize("NFC", folded)
    )
    short = re.sub("-{1,999}", "-", safe)[:_LONGEST_NAME].encode()[:_LONGEST_NAME].decode("utf-8", "ignore").strip("-")
    return f"{short}-{datetime.now(UTC):%Y-%m-%d}.{form.removeprefix('excel.')}"


def make_disposition(name: str) -> str:
    """Make the header Content-Disposition of a file (RFC 6266): its name in UTF-8 (RFC 8187), and for old clients what
    ASCII has of it.
    """
    plain = re.sub("-{2,999}", "-", re.sub(r"[^\w.-]", "-", name, flags=re.ASCII))
    encoded = "" if plain == name else f"; filename*=UTF-8''{quote(name, safe='')}"
    return f'attachment; filename="{plain}"{encoded}'


async def send_rows(
    datasette: Any, words: Sequence[str], form: str, rows: Rows, about: Sequence[tuple[str, str]] = ()
) -> Any:
    """Send rows as a file in one of FILE_FORMS, named after words. `about` are lines of a workbook's notes."""
    name = make_file_name(words, form)
    headers = {"content-disposition": make_disposition(name)}
    content_type = _TYPES[name.rpartition(".")[2]]
    if form == "schema.json":
        body = json.dumps(make_table_schema([*rows.columns]), ensure_ascii=False, indent=1)
        return Response(body, headers=headers, content_type=content_type)
    if form in ("xlsx", "parquet"):
        return await _send_made(datasette, form, rows, about, {**headers, "content-type": content_type})
    nested = [column.name for column in rows.columns if column.definition == "JSON"]

    async def write(to: Any) -> None:
        await to.write(format_header(rows.names, FILE_FORMS[form]))
        for start in range(0, rows.total, CHUNK):
            chunk = await read(datasette, partial(rows.select, start=start))
            await to.write(format_rows(rows.names, chunk, FILE_FORMS[form], nested))

    return AsgiStream(write, headers=headers, content_type=content_type)


_making: dict[Any, asyncio.Semaphore] = {}  # by event loop, of which a server has one


async def _send_made(
    datasette: Any, form: str, rows: Rows, about: Sequence[tuple[str, str]], headers: dict[str, str]
) -> Any:
    """Send a file that has to be whole before its first byte is known."""
    gate = _making.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(_MOST_AT_ONCE))
    try:
        await asyncio.wait_for(gate.acquire(), _WAIT)
    except TimeoutError:
        said = "Other files are being made; try again in a minute, or take the CSV.\n"
        return Response.text(said, status=503, headers={"retry-after": "60"})
    try:
        made = await asyncio.to_thread(_make_file, Path(datasette.get_database(NAME).path), form, rows, about)
    except ArchiveError as error:  # a column holds values of several types
        return Response.text(f"The file cannot be made ({error}); take the CSV.\n", status=400)
    except OSError as error:  # the disk is full; the error itself names files of this machine
        return Response.text(f"The file cannot be made ({error.strerror}); take the CSV.\n", status=503)
    finally:
        gate.release()
    return _Sent(made, headers)


def _make_file(db_path: Path, form: str, rows: Rows, about: Sequence[tuple[str, str]]) -> BinaryIO:
    """Make a file from one state of the archive; it has no name any more, so it goes when it is closed."""

    def select(connection: sqlite3.Connection) -> Iterator[Sequence[Sequence[Any]]]:
        connection.execute("BEGIN")
        for start in range(0, rows.total, CHUNK):
            if chunk := rows.select(connection, start=start):
                yield chunk

    with TemporaryDirectory(prefix="cundang-") as folder, closing(open_readonly(db_path).conn) as connection:
        path = Path(folder, "file")
        if form == "parquet":
            types = {column.name: column.definition.split(" ")[0] for column in rows.columns}
            write_parquet(path, rows.names, types, select(connection))
        else:
            chinese = load_meanings()["zh"]
            meanings = [(each.name, chinese.get((each.table, each.name), ""), each.comment) for each in rows.columns]
            write_workbook(path, rows.names, select(connection), about, meanings, rows.total)
        return path.open("rb")


class _Sent:
    """An answer of a file that is open; it is closed when it is sent, or cannot be."""

    def __init__(self, file: BinaryIO, headers: dict[str, str]) -> None:
        self.file, self.headers = file, {**headers, "content-length": str(file.seek(0, 2))}
        file.seek(0)

    async def asgi_send(self, send: Any) -> None:
        """Send the answer."""
        with self.file:
            headers = [(name.encode(), value.encode()) for name, value in self.headers.items()]
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            while piece := await asyncio.to_thread(self.file.read, _PIECE):
                await send({"type": "http.response.body", "body": piece, "more_body": True})
            await send({"type": "http.response.body", "body": b""})
