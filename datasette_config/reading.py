"""What the plugins share: reading the archive off the event loop, and rendering a page."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any, TypeVar

from datasette import NotFound, Response

from cundang.raw.storage import open_folder
from cundang.search.tokenize import Fold, load_fold
from datasette_config import NAME

Read = TypeVar("Read")
_folds: dict[str, Fold] = {}  # by the file's path: the table does not change while a file is served


def fold(connection: sqlite3.Connection) -> Fold:
    """The fold of the archive that a connection reads."""
    path = connection.execute("SELECT file FROM pragma_database_list WHERE name = 'main'").fetchone()[0]
    if path not in _folds:
        _folds[path] = load_fold(connection)
    return _folds[path]


async def read(datasette: Any, function: Callable[[sqlite3.Connection], Read]) -> Read:
    """What a function reads from the archive, in a thread of Datasette's, within its time limit."""
    limit = datasette.setting("sql_time_limit_ms") / 1000

    def within(connection: sqlite3.Connection) -> Read:
        with _limited(connection, limit):
            return function(connection)

    found: Read = await datasette.get_database(NAME).execute_fn(within)
    return found


@contextmanager
def _limited(connection: sqlite3.Connection, seconds: float) -> Iterator[None]:
    """Stop what takes longer than so many seconds; SQLite says "interrupted" then."""
    until = perf_counter() + seconds
    connection.set_progress_handler(lambda: perf_counter() > until, 10_000)
    try:
        yield
    finally:
        connection.set_progress_handler(None, 10_000)


def rows(connection: sqlite3.Connection, sql: str, *bound: object) -> list[dict[str, Any]]:
    """Rows as dictionaries."""
    cursor = connection.cursor()
    cursor.row_factory = None
    cursor.execute(sql, bound)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def one(connection: sqlite3.Connection, sql: str, *bound: object) -> dict[str, Any]:
    """The one row that is asked for. Raises NotFound, which becomes a page, where there is none."""
    found = rows(connection, sql, *bound)
    if not found:
        raise NotFound("nothing in the archive has this number")
    return found[0]


async def page(datasette: Any, request: Any, template: str, status: int = 200, **context: Any) -> Any:
    """A page from a template."""
    return Response.html(await datasette.render_template(template, context, request=request), status=status)


def warc_folder(datasette: Any) -> Path:
    """The folder of raw pages."""
    return open_folder(str(datasette.warc))


def number(text: str | None, least: int = 1) -> int:
    """A number from an address; the least where it is none."""
    return max(least, int(text)) if text and text.isascii() and text.isdigit() and len(text) < 8 else least
