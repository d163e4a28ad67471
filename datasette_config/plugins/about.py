"""The page about the archive: what it holds, how it is collected, who keeps it, and how to object."""

import sqlite3
from importlib.metadata import version
from pathlib import Path
from typing import Any

from datasette import hookimpl

from cundang.model.contact import link_contact
from datasette_config.kept import keep
from datasette_config.reading import read, render_page, select_rows
from datasette_config.sites import read_overview

SITES = 12  # that are named
_RUNS = "SELECT min(started_at) AS first, max(coalesce(ended_at, started_at)) AS last FROM runs WHERE command = 'crawl'"
_VERSIONS = "SELECT version, min(started_at) AS since, count(*) AS runs FROM runs GROUP BY version ORDER BY 2 DESC, 1"
# What a page dates into the future is not the newest.
_NEWEST = "SELECT max(published_at) FROM articles WHERE published_at < date('now', '+2 days')"
_STATUS = Path(__file__).with_name("status.py").exists()


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [(r"^/about$", show_about)]


@hookimpl
def prepare_jinja2_environment(env: Any, datasette: Any) -> None:
    """Define `archive_about`, what the operator says of the archive, and the filter `contact_link`."""
    env.globals["archive_about"] = datasette.about
    env.filters["contact_link"] = link_contact


async def show_about(datasette: Any, request: Any) -> Any:
    """Show what the archive is and holds, how to cite it, and how to object."""
    overview, kept = await read(datasette, _read_about)
    return await render_page(
        datasette,
        request,
        "about.html",
        overview=overview,
        named=overview.sites[:SITES],
        software=version("cundang"),
        has_status=_STATUS,
        **kept,
    )


def _read_about(connection: sqlite3.Connection) -> tuple[Any, dict[str, Any]]:
    return read_overview(connection), keep(connection, "about", _read_kept)


def _read_kept(connection: sqlite3.Connection) -> dict[str, Any]:
    overview = read_overview(connection)
    return {
        "oldest": min((site.oldest for site in overview.sites if site.oldest), default=None),
        "newest": connection.execute(_NEWEST).fetchone()[0],
        "crawls": select_rows(connection, _RUNS)[0],
        "versions": select_rows(connection, _VERSIONS),
    }
