"""Copies of a text: the list of clusters, the page of one, and two articles compared."""

import sqlite3
from typing import Any

from datasette import NotFound, hookimpl

from cundang.search.results import read_hits
from cundang.text.fold import fold
from datasette_config import NAME
from datasette_config.comparison import compare, find_passages
from datasette_config.drawing.pictures import Form, Picture, draw
from datasette_config.language import Words, get_language
from datasette_config.reading import get_fold, parse_id, parse_number, read, render_page
from datasette_config.reprints import (
    read_cluster,
    read_clusters,
    read_evidence,
    read_members,
    read_relation,
    read_users,
    read_version,
)

PAGE, LISTED = 25, 40  # members of a cluster, and clusters, on a page
_MOST_USERS = 50
_TIMES = Form("timeline", x="hours", y="publisher", series="kind", label="title")


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [
        (rf"^/{NAME}/clusters$", show_clusters),
        (rf"^/{NAME}/clusters/(?P<id>\d+)$", show_cluster),
        (rf"^/{NAME}/compare$", show_comparison),
    ]


async def show_clusters(datasette: Any, request: Any) -> Any:
    """Show the largest or the newest clusters."""
    order = "newest" if request.args.get("sort") == "newest" else "largest"
    at = parse_number(request.args.get("page"))
    total, clusters = await read(
        datasette, lambda connection: read_clusters(connection, order, LISTED, (at - 1) * LISTED)
    )
    pages = _count_pages(total, LISTED, at)
    context: dict[str, Any] = {"clusters": clusters, "total": total, "order": order, "page": at, "pages": pages}
    return await render_page(datasette, request, "clusters.html", **context)


async def show_cluster(datasette: Any, request: Any) -> Any:
    """Show one text through all its copies: when each was published, and what it did to the text."""
    cluster_id, at = parse_id(request.url_vars["id"]), parse_number(request.args.get("page"))

    def find(connection: sqlite3.Connection) -> dict[str, Any]:
        cluster = read_cluster(connection, cluster_id)
        original = read_members(connection, cluster, 1)[0]
        members = read_members(connection, cluster, PAGE, (at - 1) * PAGE)
        for member in members:
            member["has_other_title"] = fold(member["title"]) != fold(original["title"])
            member["evidence"] = read_evidence(connection, member["id"])
            if member["kind"] in ("cut", "edited"):
                before, after = (read_version(connection, number, member) for number in (original["id"], member["id"]))
                member["passages"] = find_passages(before["text"], after["text"])
        users = read_users(connection, original["id"], _MOST_USERS)
        for user in users:
            (user["hit"],) = read_hits(connection, [user["id"]], get_fold(connection))
        return {"cluster": cluster, "original": original, "members": members, "users": users}

    found = await read(datasette, find)
    drawn = _draw_times(found["cluster"]["times"], Words(get_language(request)))
    context = {**found, "drawn": drawn, "page": at, "pages": _count_pages(found["cluster"]["members"], PAGE, at)}
    return await render_page(datasette, request, "cluster.html", **context)


def _count_pages(total: int, size: int, at: int) -> int:
    """Count the pages of a list. Raises NotFound for one after the last; a list of nothing has a page that says so."""
    pages = max(1, -(-total // size))
    if at > pages:
        raise NotFound(f"page={at}: the last page is {pages}")
    return pages


def _draw_times(times: list[dict[str, Any]], words: Words) -> Picture | None:
    """Draw how long after the original each article was published; None where no time of a copy is known."""
    rows = [{**each, "hours": each["seconds"] / 3600} for each in times if each["seconds"] is not None]

    def say(column: str, value: Any) -> str:
        if column == "hours":
            return words.span(round(value * 3600)) if value else words("the_original")
        return (words(f"relation_{value}") if value else words("the_original")) if column == "kind" else str(value)

    return draw(_TIMES, rows, say, "") if len(rows) > 1 else None


async def show_comparison(datasette: Any, request: Any) -> Any:
    """Compare two articles: `?a=`, the one that was copied, and `?b=`.

    Of an original the version is shown that its copy was compared with, else each as it stands now. Without both
    numbers it is a form that asks for them.
    """
    if not request.args.get("a") and not request.args.get("b"):
        return await render_page(datasette, request, "compare.html")
    given = [request.args.get(name) for name in ("a", "b")]
    if not all((text or "").isdigit() for text in given):
        raise NotFound("name the two articles by their numbers: ?a=1&b=2")
    numbers = [parse_id(text) for text in given]

    def find(connection: sqlite3.Connection) -> dict[str, Any]:
        relation = read_relation(connection, *numbers)
        before, after = (read_version(connection, number, relation) for number in numbers)
        return {"before": before, "after": after, "relation": relation, **compare(before, after)}

    inline = request.args.get("view") == "inline"
    return await render_page(datasette, request, "compare.html", inline=inline, **await read(datasette, find))
