"""Functions that the plugins share: read the archive outside of the event loop, and render a page."""

import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any, TypeVar

from datasette import NotFound, Response
from datasette.utils.asgi import AsgiStream

from cundang.raw.storage import open_folder
from cundang.search.fold import Fold, load_fold
from datasette_config import NAME

# By the ending of an address: the format of `archive export`.
FILE_FORMS = {"csv": "csv", "excel.csv": "spreadsheet", "jsonl": "jsonl"}
_TYPES = {"csv": "text/csv; charset=utf-8", "jsonl": "application/jsonl; charset=utf-8"}

Read = TypeVar("Read")
_folds: dict[sqlite3.Connection, tuple[int, Fold]] = {}  # with the rows of its table, which `archive reindex` replaces
_MOST_FOLDS = 16  # more than Datasette has connections to one archive


def get_fold(connection: sqlite3.Connection) -> Fold:
    """Get the fold of the archive that a connection reads."""
    rows = connection.execute("SELECT count(*) FROM zh_fold").fetchone()[0]
    known = _folds.get(connection)
    if known and known[0] == rows:
        return known[1]
    fold = load_fold(connection)
    if len(_folds) >= _MOST_FOLDS:
        _folds.clear()
    _folds[connection] = rows, fold
    return fold


async def read(datasette: Any, function: Callable[[sqlite3.Connection], Read]) -> Read:
    """Call a function with a connection to the archive, in a thread of Datasette and within its time limit."""
    limit = datasette.setting("sql_time_limit_ms") / 1000

    def within(connection: sqlite3.Connection) -> Read:
        with _limit_time(connection, limit):
            return function(connection)

    found: Read = await datasette.get_database(NAME).execute_fn(within)
    return found


@contextmanager
def _limit_time(connection: sqlite3.Connection, seconds: float) -> Iterator[None]:
    """Interrupt statements after so many seconds; SQLite then raises "interrupted"."""
    deadline = perf_counter() + seconds
    connection.set_progress_handler(lambda: perf_counter() > deadline, 10_000)
    try:
        yield
    finally:
        connection.set_progress_handler(None, 10_000)


def select_rows(connection: sqlite3.Connection, sql: str, *bound: object) -> list[dict[str, Any]]:
    """Select rows as dictionaries."""
    cursor = connection.cursor()
    cursor.row_factory = None
    cursor.execute(sql, bound)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def select_one(connection: sqlite3.Connection, sql: str, *bound: object) -> dict[str, Any]:
    """Select one row. Raises NotFound, which becomes a page, where there is none."""
    found = select_rows(connection, sql, *bound)
    if not found:
        raise NotFound("nothing in the archive has this number")
    return found[0]


async def render_page(datasette: Any, request: Any, template: str, status: int = 200, **context: Any) -> Any:
    """Render a template as an HTML page."""
    return Response.html(await datasette.render_template(template, context, request=request), status=status)


def stream_file(write: Callable[[Any], Awaitable[None]], name: str, form: str) -> Any:
    """Stream a file in one of FILE_FORMS as a download; `write` writes it to the stream that it is given."""
    ending = form.removeprefix("excel.")
    headers = {"content-disposition": f'attachment; filename="{name}.{ending}"'}
    return AsgiStream(write, headers=headers, content_type=_TYPES[ending])


def open_warc_folder(datasette: Any) -> Path:
    """Open the folder of raw pages."""
    return open_folder(str(datasette.warc))


def parse_number(text: str | None, least: int = 1) -> int:
    """Parse a number of an address; returns the least where it is none."""
    return max(least, int(text)) if text and text.isascii() and text.isdigit() and len(text) < 8 else least
