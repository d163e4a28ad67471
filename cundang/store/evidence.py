"""The table `evidence`: whom the articles of clusters name as where their text is from; and the original by that."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from cundang.store.rows import Rows
from cundang.store.source_names import find_name
from cundang.text.address import canonicalize, host_of
from cundang.text.namings import CERTAIN, HINTED, TOLD, Naming, list_namings
from cundang.text.origin import Evidence, Member, Origin, choose_origin
from cundang.text.source_names import is_own

_MEMBERS = """
    SELECT a.id, a.site, a.url, a.text, a.published_at, a.source_name, a.source, a.source_url, s.publisher
    FROM json_each(?) j JOIN articles a ON a.id = j.value LEFT JOIN sites s ON s.name = a.site ORDER BY a.id
"""
_THERE = "SELECT kind, raw, name FROM evidence WHERE article_id = ? ORDER BY rowid"
_LONGEST = 200  # characters of the words of a page that are kept


def settle_origin(rows: Rows, member_ids: Sequence[int]) -> Origin:
    """Find the original among the articles of a cluster, and write whom each of them names. Within a transaction."""
    found = rows.select(_MEMBERS, [json.dumps(list(member_ids))])
    publishers = {row["id"]: _find_publisher(rows.connection, row) for row in found}
    by_url = {row["url"]: row["id"] for row in found}
    members = []
    for row in found:
        evidence = _list_evidence(rows.connection, row, publishers, by_url)
        _write(rows, row["id"], evidence)
        members.append(Member(row["id"], row["url"], publishers[row["id"]], row["published_at"], tuple(evidence)))
    return choose_origin(members)


def clear_evidence(rows: Rows, article_id: int) -> None:
    """Delete what an article names that is of no cluster now."""
    rows.connection.execute("DELETE FROM evidence WHERE article_id = ?", (article_id,))


def _find_publisher(connection: sqlite3.Connection, row: Mapping[str, Any]) -> str:
    """The one name of the publisher of an article's site: as the site calls itself, by its host, or its short name."""
    if row["publisher"]:
        return find_name(connection, row["publisher"]) or row["publisher"]
    host = host_of(row["url"])
    name = find_name(connection, host) if host else None
    return name if name and name != host else row["site"]


def _list_evidence(
    connection: sqlite3.Connection, row: Mapping[str, Any], publishers: Mapping[int, str], by_url: Mapping[str, int]
) -> list[Evidence]:
    """Whom an article names: as its source, in its text, and by the link of the source."""
    own, evidence = publishers[row["id"]], []
    source = own if is_own(row["source_name"] or "") else row["source"]
    if source:
        evidence.append(Evidence("source", row["source_name"], source, TOLD))
    links = [row["source_url"]] if row["source_url"] else []
    for naming in _list_namings(row["text"]):
        if naming.kind == "link":
            links.append(naming.raw)
            continue
        is_of_house = not naming.written or is_own(naming.written)
        name = (source or own) if is_of_house else find_name(connection, naming.written)
        evidence.append(Evidence(naming.kind, naming.raw, name or naming.written, naming.weight))
    for address in links:
        target = by_url.get(canonicalize(address), 0)
        name = publishers[target] if target else find_name(connection, host_of(address))
        if name and target != row["id"]:
            evidence.append(Evidence("link", address, name, CERTAIN if target else HINTED))
    return [each._replace(raw=each.raw[:_LONGEST]) for each in evidence]


@lru_cache(2048)  # all texts of a cluster are asked for with each that joins it
def _list_namings(text: str) -> list[Naming]:
    return list_namings(text)


def _write(rows: Rows, article_id: int, evidence: Sequence[Evidence]) -> None:
    """Write the evidence of an article where it is not there already."""
    wanted = list(dict.fromkeys((each.kind, each.raw, each.name) for each in evidence))
    if rows.connection.execute(_THERE, (article_id,)).fetchall() == wanted:
        return
    clear_evidence(rows, article_id)
    rows.insert_all(
        "evidence", [{"article_id": article_id, "kind": kind, "raw": raw, "name": name} for kind, raw, name in wanted]
    )
