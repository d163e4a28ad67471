"""The home page."""

import sqlite3
from collections import Counter
from typing import Any

from datasette import hookimpl

from cundang.search.events import EventFilter
from datasette_config.changes import read_entries
from datasette_config.drawing.timeline import draw_timeline
from datasette_config.kept import keep
from datasette_config.language import Words, get_language
from datasette_config.reading import read, render_page, select_rows
from datasette_config.sites import draw_lines, read_newest, read_overview

SITES, NEWEST, EVENTS = 24, 10, 3
MONTHS, LOWEST = 480, 2  # months that are drawn as such, and the height of a bar that can be seen, in percent
_LAST_RUN = "SELECT * FROM runs WHERE ended_at IS NOT NULL ORDER BY id DESC LIMIT 1"


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [(r"^/$", show_home)]


async def show_home(datasette: Any, request: Any) -> Any:
    """Show the home page: Datasette's own would count the rows of each table first."""
    found, words = await read(datasette, _read_home), Words(get_language(request))
    said = [f"{words.month(bar.period)}{words('colon')}{words('n_articles', n=bar.articles)}" for bar in found["bars"]]
    return await render_page(datasette, request, "index.html", said=said, **found)


def _read_home(connection: sqlite3.Connection) -> dict[str, Any]:
    return {"overview": read_overview(connection), **keep(connection, "home", _read_kept)}


def _read_kept(connection: sqlite3.Connection) -> dict[str, Any]:
    overview = read_overview(connection)
    years = Counter[str]()
    for month, count in overview.months.items():
        years[month[:4]] += count
    bars = draw_timeline(sorted(overview.months.items()), MONTHS)
    sites = overview.sites[:SITES]
    return {
        "sites": sites,
        **draw_lines(overview, sites),
        "bars": [bar._replace(height=max(bar.height, LOWEST)) if bar.articles else bar for bar in bars],
        "years": sorted(years.items()),
        "newest": read_newest(connection, NEWEST),
        "edited": read_entries(connection, EventFilter(kinds=("edited",)), EVENTS),
        "vanished": read_entries(connection, EventFilter(kinds=("gone",)), EVENTS),
        "last_run": select_rows(connection, _LAST_RUN),
    }
