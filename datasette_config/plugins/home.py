"""The home page, and the page about the archive."""

import sqlite3
from typing import Any

from datasette import hookimpl

from datasette_config.reading import read, render_page, select_rows

_SITES = """
    SELECT s.name, s.publisher, s.homepage, count(*) AS articles,
      min(a.published_at) AS oldest, max(a.published_at) AS newest
    FROM articles a JOIN sites s ON s.name = a.site GROUP BY s.name ORDER BY articles DESC
"""
_MONTHS = """
    SELECT substr(published_at, 1, 7) AS month, count(*) AS articles FROM articles
    WHERE published_at IS NOT NULL GROUP BY month ORDER BY month
"""
_NEWEST = "SELECT id, title, site, source_name, published_at, script FROM articles ORDER BY published_at DESC LIMIT 8"
_EVENTS = """
    SELECT a.id, a.title, a.script, a.source_name, e.at, e.kind FROM events e JOIN articles a ON a.id = e.article_id
    WHERE e.kind = ? AND e.at IS NOT NULL ORDER BY e.at DESC, e.id DESC LIMIT 8
"""
_COUNTS = """
    SELECT (SELECT count(*) FROM articles) AS articles, (SELECT count(*) FROM articles WHERE state = 'gone') AS gone,
    (SELECT count(*) FROM revisions WHERE number > 1) AS edited
"""
_LAST_RUN = "SELECT * FROM runs WHERE ended_at IS NOT NULL ORDER BY id DESC LIMIT 1"


@hookimpl
def extra_template_vars(view_name: str, datasette: Any) -> Any:
    async def home() -> dict[str, Any]:
        return await read(datasette, _read_home)

    return home if view_name == "index" else {}


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [(r"^/about$", show_about)]


def _read_home(connection: sqlite3.Connection) -> dict[str, Any]:
    months = [(row["month"], row["articles"]) for row in select_rows(connection, _MONTHS)]
    years: dict[str, int] = {}
    for month, count in months:
        years[month[:4]] = years.get(month[:4], 0) + count
    return {
        "sites": select_rows(connection, _SITES),
        "months": months,
        "years": sorted(years.items(), reverse=True),
        "newest": select_rows(connection, _NEWEST),
        "edited": select_rows(connection, _EVENTS, "edited"),
        "gone": select_rows(connection, _EVENTS, "gone"),
        "counts": select_rows(connection, _COUNTS)[0],
        "last_run": select_rows(connection, _LAST_RUN),
    }


async def show_about(datasette: Any, request: Any) -> Any:
    """Show what the archive is, how to cite it, and how to object."""
    return await render_page(
        datasette,
        request,
        "about.html",
        sites=await read(datasette, lambda connection: select_rows(connection, _SITES)),
    )
