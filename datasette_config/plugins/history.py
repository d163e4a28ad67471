"""The history of an article: its revisions and events, and two revisions compared."""

import sqlite3
from typing import Any

from datasette import hookimpl

from datasette_config import NAME
from datasette_config.articles import read_article, read_history, read_revision
from datasette_config.diff import diff
from datasette_config.reading import parse_id, parse_number, read, render_page


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [(rf"^/{NAME}/articles/(?P<id>\d+)/history$", show_history)]


async def show_history(datasette: Any, request: Any) -> Any:
    """Show the revisions of an article, and compare two of them."""
    article_id = parse_id(request.url_vars["id"])

    def find(connection: sqlite3.Connection) -> dict[str, Any]:
        article = read_article(connection, article_id)
        history = read_history(connection, article)
        revisions = history["revisions"]
        latest = max((revision["number"] for revision in revisions), default=1)
        new = min(parse_number(request.args.get("new"), 1) if request.args.get("new") else latest, latest)
        old = min(parse_number(request.args.get("old"), 1) if request.args.get("old") else max(1, new - 1), latest)
        before, after = (read_revision(connection, article, which) for which in (old, new))
        fields = ("title", "published_at", "source_name", "author", "editor")
        return {
            "article": article,
            **history,
            "before": before,
            "after": after,
            "changed": [name for name in fields if before[name] != after[name]],
            "title_pieces": diff(before["title"], after["title"]),
            "pieces": diff(before["text"], after["text"]),
        }

    inline = request.args.get("view") == "inline"
    return await render_page(datasette, request, "history.html", inline=inline, **await read(datasette, find))
