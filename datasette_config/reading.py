"""Functions that the plugins share: read the archive outside of the event loop, and render a page."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any, TypeVar

from datasette import NotFound, Response

from cundang.raw.storage import open_folder
from cundang.search.fold import Fold, load_fold
from datasette_config import NAME, OUT_OF_MEMORY

_LARGEST_ID = 2**63 - 1

Read = TypeVar("Read")
_folds: dict[tuple[str, int], Fold] = {}  # by file and rows of its table, which `archive reindex` may replace


def find_file(connection: sqlite3.Connection) -> str:
    """The file of the archive that a connection reads. On the server's connections no query tells it: their row factory
    has it (plugins/safety.py).
    """
    known = getattr(connection.row_factory, "file", None)
    found = "SELECT file FROM pragma_database_list WHERE name = 'main'"
    return str(known or connection.execute(found).fetchone()[0])


def get_fold(connection: sqlite3.Connection) -> Fold:
    """Get the fold of the archive that a connection reads."""
    file = find_file(connection)
    rows = connection.execute("SELECT count(*) FROM zh_fold").fetchone()[0]
    if (file, rows) not in _folds:
        _folds.clear()
        _folds[file, rows] = load_fold(connection)
    return _folds[file, rows]


async def read(datasette: Any, function: Callable[[sqlite3.Connection], Read]) -> Read:
    """Call a function with a connection to the archive, in a thread of Datasette and within its time limit."""
    limit = datasette.setting("sql_time_limit_ms") / 1000

    def within(connection: sqlite3.Connection) -> Read:
        try:
            with _limit_time(connection, limit):
                return function(connection)
        except MemoryError as error:
            raise sqlite3.OperationalError(OUT_OF_MEMORY) from error

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


def open_warc_folder(datasette: Any) -> Path:
    """Open the folder of raw pages."""
    return open_folder(str(datasette.warc))


def parse_id(text: str | None) -> int:
    """Parse the number of a row, or of a revision, in an address. Raises NotFound for one that nothing can have: that
    is no number, or beyond the integers of SQLite (64 bits).
    """
    if text and text.isascii() and text.isdigit() and len(text) < 20 and int(text) <= _LARGEST_ID:
        return int(text)
    raise NotFound("nothing in the archive has this number")


def parse_number(text: str | None, least: int = 1) -> int:
    """Parse a number of an address; returns the least where it is none."""
    return max(least, int(text)) if text and text.isascii() and text.isdigit() and len(text) < 8 else least
