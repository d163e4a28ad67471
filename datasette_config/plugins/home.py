"""The home page, and the page about the archive."""

import sqlite3
from typing import Any

from datasette import hookimpl

from cundang.search.events import EventFilter
from cundang.store.clock import read_clock
from datasette_config.changes import read_entries
from datasette_config.kept import keep
from datasette_config.reading import read, render_page, select_rows
from datasette_config.site_calendar import choose_span
from datasette_config.sites import read_newest, read_overview

SITES, NEWEST, EVENTS = 24, 10, 3
_LAST_RUN = "SELECT * FROM runs WHERE ended_at IS NOT NULL ORDER BY id DESC LIMIT 1"
_PUBLISHERS = "SELECT name, publisher, homepage, language FROM sites ORDER BY publisher, name"


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [(r"^/$", show_home), (r"^/about$", show_about)]


async def show_home(datasette: Any, request: Any) -> Any:
    """Show the home page: Datasette's own would count the rows of each table first."""
    return await render_page(datasette, request, "index.html", **await read(datasette, _read_home))


def _read_home(connection: sqlite3.Connection) -> dict[str, Any]:
    overview = read_overview(connection)
    years: dict[str, int] = {}
    for month, count in overview.months.items():
        years[month[:4]] = years.get(month[:4], 0) + count
    return {
        "overview": overview,
        "sites": overview.sites[:SITES],
        "span": choose_span(overview.months, read_clock().date().isoformat()),
        "months": sorted(overview.months.items()),
        "years": sorted(years.items(), reverse=True),
        **keep(connection, "home", _read_newest),
    }


def _read_newest(connection: sqlite3.Connection) -> dict[str, Any]:
    return {
        "newest": read_newest(connection, NEWEST),
        "edited": read_entries(connection, EventFilter(kinds=("edited",)), EVENTS),
        "vanished": read_entries(connection, EventFilter(kinds=("gone",)), EVENTS),
        "last_run": select_rows(connection, _LAST_RUN),
    }


async def show_about(datasette: Any, request: Any) -> Any:
    """Show what the archive is, how to cite it, and how to object."""
    sites = await read(datasette, lambda connection: select_rows(connection, _PUBLISHERS))
    return await render_page(datasette, request, "about.html", sites=sites)
