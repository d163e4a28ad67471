"""The citation of a revision of an article, in each style."""

import sqlite3
from typing import Any

from datasette import Response, hookimpl

from datasette_config import NAME
from datasette_config.articles import read_article, read_revision, read_revisions
from datasette_config.cite import STYLES, cite
from datasette_config.reading import parse_id, read
from datasette_config.references import make_reference


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [(rf"^/{NAME}/articles/(?P<id>\d+)/cite\.(?P<style>{'|'.join(STYLES)})$", show_citation)]


async def show_citation(datasette: Any, request: Any) -> Any:
    """Show the citation of a revision of an article (`?revision=`; without it the latest)."""
    article_id, style = parse_id(request.url_vars["id"]), request.url_vars["style"]

    def find(connection: sqlite3.Connection) -> tuple[dict[str, Any], dict[str, Any]]:
        article = read_article(connection, article_id)
        requested = request.args.get("revision")
        which = parse_id(requested) if requested else max(r["number"] for r in read_revisions(connection, article_id))
        return article, read_revision(connection, article, which)

    article, revision = await read(datasette, find)
    fields = ("title", "published_at", "source_name", "author", "sha256")
    cited = {**article, **{name: revision[name] for name in fields}}
    body = cite(make_reference(cited, revision, datasette, request), style)
    return Response(body, content_type=STYLES[style][1])
