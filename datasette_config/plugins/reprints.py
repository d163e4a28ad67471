"""Copies of a text: the list of clusters, the page of one, and two articles compared."""

import sqlite3
from typing import Any

from datasette import NotFound, hookimpl

from datasette_config import NAME
from datasette_config.comparison import compare, find_passages
from datasette_config.delays import draw_timeline_of_copies
from datasette_config.reading import parse_number, read, render_page
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


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [
        (rf"^/{NAME}/clusters$", show_clusters),
        (rf"^/{NAME}/clusters/(?P<id>\d{{1,18}})$", show_cluster),
        (rf"^/{NAME}/compare$", show_comparison),
    ]


async def show_clusters(datasette: Any, request: Any) -> Any:
    """Show the largest or the newest clusters."""
    order = "newest" if request.args.get("sort") == "newest" else "largest"
    at = min(parse_number(request.args.get("page")), 10_000)
    total, clusters = await read(
        datasette, lambda connection: read_clusters(connection, order, LISTED, (at - 1) * LISTED)
    )
    pages = -(-total // LISTED)
    context: dict[str, Any] = {"clusters": clusters, "total": total, "order": order, "page": at, "pages": pages}
    return await render_page(datasette, request, "clusters.html", **context)


async def show_cluster(datasette: Any, request: Any) -> Any:
    """Show one text through all its copies: when each was published, and what it did to the text."""
    cluster_id, at = int(request.url_vars["id"]), min(parse_number(request.args.get("page")), 10_000)

    def find(connection: sqlite3.Connection) -> dict[str, Any]:
        cluster = read_cluster(connection, cluster_id)
        original = read_members(connection, cluster, 1)[0]
        members = read_members(connection, cluster, PAGE, (at - 1) * PAGE)
        for member in members:
            member["evidence"] = read_evidence(connection, member["id"])
            if member["kind"] in ("cut", "edited"):
                before, after = (read_version(connection, number, member) for number in (original["id"], member["id"]))
                member["passages"] = find_passages(before["text"], after["text"])
        return {
            "cluster": cluster,
            "original": original,
            "members": members,
            "users": read_users(connection, original["id"], _MOST_USERS),
            "names": {each["id"]: each for each in cluster["times"]},
            "line": draw_timeline_of_copies(
                original["published_at"], [(each["id"], each["published_at"]) for each in cluster["times"]]
            ),
        }

    found = await read(datasette, find)
    context = {**found, "page": at, "pages": -(-found["cluster"]["members"] // PAGE)}
    return await render_page(datasette, request, "cluster.html", **context)


async def show_comparison(datasette: Any, request: Any) -> Any:
    """Compare two articles: `?a=`, the one that was copied, and `?b=`.

    Of an original the version is shown that its copy was compared with, else each as it stands now.
    """
    numbers = [parse_number(request.args.get(name), 0) for name in ("a", "b")]
    if not all(numbers):
        raise NotFound("name the two articles by their numbers: ?a=1&b=2")

    def find(connection: sqlite3.Connection) -> dict[str, Any]:
        relation = read_relation(connection, *numbers)
        before, after = (read_version(connection, number, relation) for number in numbers)
        return {"before": before, "after": after, "relation": relation, **compare(before, after)}

    inline = request.args.get("view") == "inline"
    return await render_page(datasette, request, "compare.html", inline=inline, **await read(datasette, find))
