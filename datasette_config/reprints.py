"""Read who has a text from whom: clusters of copies, their original and the evidence for it, excerpts and round-ups."""

import json
import sqlite3
from typing import Any

from cundang.store.provenance import FETCHED_HERE
from datasette_config.changes import measure_seconds
from datasette_config.reading import select_one, select_rows

MOST_LISTED = 10  # copies on the page of an article; all are on that of the cluster
_COLUMNS = f"""
    a.id, a.title, a.script, a.language, a.url, a.site, a.published_at, a.source_name,
    CASE WHEN a.state = 'live' AND NOT {FETCHED_HERE} THEN 'unknown' ELSE a.state END AS state,
    a.characters, coalesce(s.publisher, s.name) AS publisher, r.kind, r.other_id, r.revision_id, r.shared, r.left_out,
    r.added, r.changed, r.sentences_left_out, r.sentences_added, r.sentences_changed
"""
_CLUSTER = "SELECT * FROM clusters WHERE id = ?"
_MEMBER = f"""
    SELECT {_COLUMNS} FROM articles a JOIN sites s ON s.name = a.site
    LEFT JOIN relations r ON r.article_id = a.id AND r.other_id = :first AND r.kind NOT IN ('excerpt', 'roundup')
"""  # noqa: S608 - columns of this file
_ORDER = "ORDER BY a.id = :first DESC, a.published_at IS NULL, datetime(a.published_at), a.id"
_MEMBERS = f"{_MEMBER} WHERE a.cluster_id = :cluster {_ORDER} LIMIT :limit OFFSET :offset"
_ONE = f"{_MEMBER} WHERE a.id = :id"
_ALIVE = f"""
    {_MEMBER} WHERE a.cluster_id = :cluster AND a.id <> :id AND a.state = 'live' AND {FETCHED_HERE}
    {_ORDER} LIMIT :limit
"""
_PARTS = """
    FROM relations r JOIN articles a ON a.id = r.{} JOIN sites s ON s.name = a.site
    WHERE r.{} = ? AND r.kind IN ('excerpt', 'roundup')
"""
_USERS = f"SELECT {_COLUMNS} {_PARTS.format('article_id', 'other_id')} ORDER BY a.published_at, a.id LIMIT ?"
_USED = f"SELECT {_COLUMNS} {_PARTS.format('other_id', 'article_id')} ORDER BY r.shared DESC, a.id LIMIT ?"
_TIMES = """
    SELECT a.id, a.title, a.published_at, coalesce(s.publisher, s.name) AS publisher, coalesce(r.kind, '') AS kind
    FROM articles a JOIN clusters c ON c.id = a.cluster_id JOIN sites s ON s.name = a.site
    LEFT JOIN relations r ON r.article_id = a.id AND r.other_id = c.first_article_id
    WHERE c.id = ? ORDER BY a.id <> c.first_article_id, datetime(a.published_at), a.id LIMIT 5000
"""
_NAMED_BY = """
    SELECT count(DISTINCT e.article_id) FROM evidence e JOIN articles a ON a.id = e.article_id
    WHERE a.cluster_id = :id AND e.name = :origin AND a.id <> :first_article_id
"""
_NAMED_ITSELF = "SELECT EXISTS (SELECT 1 FROM evidence WHERE article_id = :first_article_id AND name = :origin)"
_RELATION = """
    SELECT * FROM relations WHERE article_id = ? AND other_id = ? OR article_id = ? AND other_id = ? LIMIT 1
"""
_VERSION = """
    SELECT a.id, a.url, a.script, a.language, a.state, a.published_at, a.cluster_id, r.title, r.text, r.number,
      r.fetched_at, r.imported_at, r.id <> a.revision_id AS is_former, coalesce(s.publisher, s.name) AS publisher
    FROM articles a JOIN sites s ON s.name = a.site JOIN revisions r ON r.id = coalesce(?, a.revision_id)
    WHERE a.id = ? AND r.article_id = a.id
"""
_EVIDENCE = "SELECT kind, raw, name FROM evidence WHERE article_id = ? ORDER BY rowid"
_CLUSTERS = """
    SELECT c.id, c.members, c.sites, c.origin, a.id AS article_id, a.title, a.script, a.language, a.published_at,
      coalesce(s.publisher, s.name) AS publisher,
      (SELECT min(published_at) FROM articles WHERE cluster_id = c.id) AS first_at,
      (SELECT max(published_at) FROM articles WHERE cluster_id = c.id) AS last_at
    FROM clusters c JOIN articles a ON a.id = c.first_article_id JOIN sites s ON s.name = a.site
    ORDER BY {} LIMIT ? OFFSET ?
"""
_ORDERS = {
    "largest": "c.members DESC, c.sites DESC, c.id DESC",
    "newest": "a.published_at IS NULL, a.published_at DESC, c.id DESC",
}


def read_reprints(connection: sqlite3.Connection, article: dict[str, Any]) -> dict[str, Any]:
    """Read what other articles have of the text of one, and it of theirs, as its page shows it."""
    cluster_id, article_id = article["cluster_id"], article["id"]
    found: dict[str, Any] = {"cluster": None, "text_id": article_id, "copies": [], "alive": []}
    if cluster_id:
        cluster = read_cluster(connection, cluster_id)
        first = cluster["first_article_id"]
        members = read_members(connection, cluster, MOST_LISTED + 2)
        bound = {"first": first, "cluster": cluster_id, "id": article_id, "limit": 5}
        found |= {
            "cluster": cluster,
            "text_id": first,
            "original": members[0],
            "own": next(iter(_select(connection, _ONE, bound))),
            "copies": [member for member in members if member["id"] not in (first, article_id)][:MOST_LISTED],
            "alive": _select(connection, _ALIVE, bound) if article["state"] == "gone" else [],
        }
    found["users"] = read_users(connection, found["text_id"], MOST_LISTED)
    found["used"] = select_rows(connection, _USED, article_id, MOST_LISTED)
    return found


def read_cluster(connection: sqlite3.Connection, cluster_id: int) -> dict[str, Any]:
    """Read a cluster, the times of its articles, what speaks for its original (`reasons`) and against it.

    Raises NotFound where there is none.
    """
    cluster = select_one(connection, _CLUSTER, cluster_id)
    times = select_rows(connection, _TIMES, cluster_id)
    first = next((each["published_at"] for each in times if each["id"] == cluster["first_article_id"]), None)
    for each in times:
        each["seconds"] = measure_seconds(first, each["published_at"])
    delays = [each["seconds"] or 0 for each in times]
    reasons: dict[str, int] = {}
    if first and min(delays) >= 0 < max(delays):
        reasons["first"] = 0
    if cluster["origin"]:
        if connection.execute(_NAMED_ITSELF, cluster).fetchone()[0]:
            reasons["itself"] = 0
        if named_by := connection.execute(_NAMED_BY, cluster).fetchone()[0]:
            reasons["named"] = named_by
    return {**cluster, "times": times, "reasons": reasons, "conflict": _read_conflict(cluster["conflict"])}


def _read_conflict(conflict: str | None) -> dict[str, Any] | None:
    """Read `clusters.conflict`, a JSON object; its kinds are in `cundang.text.origin`."""
    return dict(json.loads(conflict)) if conflict else None


def read_members(
    connection: sqlite3.Connection, cluster: dict[str, Any], limit: int, offset: int = 0
) -> list[dict[str, Any]]:
    """Read articles of a cluster, each with its relation to the original: that one first, then by time."""
    bound = {"first": cluster["first_article_id"], "cluster": cluster["id"], "limit": limit, "offset": offset}
    return _select(connection, _MEMBERS, bound)


def read_users(connection: sqlite3.Connection, article_id: int, limit: int) -> list[dict[str, Any]]:
    """Read the excerpts and round-ups that have text of an article (of a cluster: of its original)."""
    return select_rows(connection, _USERS, article_id, limit)


def read_relation(connection: sqlite3.Connection, one: int, other: int) -> dict[str, Any] | None:
    """Read the relation of two articles, whichever has the text from the other; None where there is none."""
    return next(iter(select_rows(connection, _RELATION, one, other, other, one)), None)


def read_version(connection: sqlite3.Connection, article_id: int, relation: dict[str, Any] | None) -> dict[str, Any]:
    """Read an article as it stands, or, where a relation names it as the other, the version that was compared."""
    is_other = relation is not None and relation["other_id"] == article_id
    return select_one(connection, _VERSION, relation["revision_id"] if relation and is_other else None, article_id)


def read_evidence(connection: sqlite3.Connection, article_id: int) -> list[dict[str, Any]]:
    """Read what an article says of who published its text first."""
    return select_rows(connection, _EVIDENCE, article_id)


def read_clusters(
    connection: sqlite3.Connection, order: str, limit: int, offset: int
) -> tuple[int, list[dict[str, Any]]]:
    """Read how many clusters there are, and some of them: the `largest` or the `newest` first."""
    total = int(connection.execute("SELECT count(*) FROM clusters").fetchone()[0])
    return total, select_rows(connection, _CLUSTERS.format(_ORDERS[order]), limit, offset)


def _select(connection: sqlite3.Connection, sql: str, bound: dict[str, object]) -> list[dict[str, Any]]:
    cursor = connection.cursor()
    cursor.row_factory = None
    cursor.execute(sql, bound)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]
