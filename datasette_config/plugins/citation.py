"""The citation of a revision of an article, in each style; and what the head of its page says to programs."""

import sqlite3
from typing import Any

from datasette import NotFound, Response, hookimpl

from datasette_config import NAME
from datasette_config.articles import read_article, read_revision, read_revisions
from datasette_config.citing.cite import LINES, STYLES, cite
from datasette_config.citing.metadata import make_metadata
from datasette_config.citing.references import format_citations, make_address, make_reference
from datasette_config.language import Words, get_language
from datasette_config.reading import parse_id, read


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [(rf"^/{NAME}/articles/(?P<id>\d+)/cite\.(?P<style>{'|'.join(STYLES)})$", show_citation)]


@hookimpl
def extra_template_vars(view_name: str, table: str | None, request: Any, datasette: Any) -> Any:
    async def describe() -> dict[str, Any]:
        article_id = parse_id(request.url_vars["pks"])
        article, revision, latest = await read(
            datasette, lambda connection: _find_revision(connection, article_id, request.args.get("revision"))
        )
        reference = make_reference(article, revision, datasette, request)
        former = reference.revision if reference.revision != latest else None
        canonical = make_address(datasette, request, article_id, former)
        archive = Words(get_language(request))("brand")
        shown = {**article, **revision, "modified_at": None if former else article["modified_at"]}
        return {
            "metadata": make_metadata(reference, shown, canonical, archive),
            "cited": {
                "id": article_id,
                "revision": reference.revision,
                "address": reference.archived,
                "lang": reference.language or "zh",
                "citations": format_citations(reference),
                "lines": LINES,
            },
        }

    return describe if view_name == "row" and table == "articles" else {}


async def show_citation(datasette: Any, request: Any) -> Any:
    """Show the citation of a revision of an article (`?revision=`; without it the latest)."""
    article_id, style = parse_id(request.url_vars["id"]), request.url_vars["style"]
    article, revision, _ = await read(
        datasette, lambda connection: _find_revision(connection, article_id, request.args.get("revision"))
    )
    body = cite(make_reference(article, revision, datasette, request), style)
    return Response(body, content_type=STYLES[style][1])


def _find_revision(
    connection: sqlite3.Connection, article_id: int, requested: str | None
) -> tuple[dict[str, Any], dict[str, Any], int]:
    """Find an article, one of its revisions, and the number of its latest. Raises NotFound where there is none."""
    article = read_article(connection, article_id)
    numbers = [revision["number"] for revision in read_revisions(connection, article_id)]
    if not numbers:
        raise NotFound("nothing is kept of this article")
    number = parse_id(requested) if requested else numbers[-1]
    return article, read_revision(connection, article, number), numbers[-1]
