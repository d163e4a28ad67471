"""The log of decisions: /archive/redactions for people, .json and .csv for programs. It has nothing of the content."""

import sqlite3
from typing import Any

from datasette import NotFound, Response, hookimpl

from datasette_config.address import make_absolute
from datasette_config.files import CHUNK, Rows, send_rows
from datasette_config.reading import parse_number, read, render_page
from datasette_config.withdrawn import LEVELS, LOG, PUBLISHED, count_log, read_log, read_publishers
from exchange.columns import list_columns

PAGE = 100
_UNLISTED = {"x-robots-tag": "noindex"}  # what was withdrawn should not be found by the log of it


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [(rf"^{LOG}(?P<json>\.json)?$", show_log), (rf"^{LOG}\.csv$", send_log)]


async def show_log(datasette: Any, request: Any) -> Any:
    """Show a page of the log, the newest decisions first, and how many there were in each quarter."""
    at = parse_number(request.args.get("page"))

    def find(connection: sqlite3.Connection) -> dict[str, Any]:
        counts, decisions = count_log(connection), read_log(connection, PAGE, (at - 1) * PAGE)
        return {
            "decisions": decisions,
            "publishers": read_publishers(connection, [each["site"] for each in decisions]),
            "counts": counts,
            "total": sum(each["decisions"] for each in counts),
        }

    found = await read(datasette, find)
    pages = max(1, -(-found["total"] // PAGE))
    if at > pages:
        raise NotFound(f"page={at}: the last page is {pages}")
    if request.url_vars.get("json"):
        more = make_absolute(datasette, request, f"{LOG}.json?page={at + 1}") if at < pages else None
        told = {"redactions": found["decisions"], "counts": found["counts"], "total": found["total"], "next": more}
        return Response.json(told, headers=_UNLISTED)
    context: dict[str, Any] = {"page": at, "pages": pages, "levels": LEVELS}
    answer = await render_page(datasette, request, "redactions.html", **found, **context)
    answer.headers.update(_UNLISTED)
    return answer


async def send_log(datasette: Any, request: Any) -> Any:
    """Send the whole log as CSV."""
    columns = {column.name: column for column in list_columns("redactions")}

    def count(connection: sqlite3.Connection) -> int:
        return int(connection.execute("SELECT count(*) FROM redactions").fetchone()[0])

    def select(connection: sqlite3.Connection, start: int) -> list[tuple[Any, ...]]:
        return [tuple(row.values()) for row in read_log(connection, CHUNK, start)]

    rows = Rows([columns[name] for name in PUBLISHED], await read(datasette, count), select)
    return await send_rows(datasette, ["redactions"], "csv", rows)
