"""Clusters: the articles that tell the same text, as pairs of copies join them, kept up with every text that changes.

They follow from the articles alone: the same articles give the same clusters, in whatever order they came.
"""

import json
from collections import defaultdict
from collections.abc import Iterable

from cundang.store.evidence import clear_evidence, settle_origin
from cundang.store.fingerprints import list_holders
from cundang.store.graph import Graph
from cundang.store.overlaps import list_overlaps, replace_text
from cundang.store.relations import (
    add_passages,
    clear_relations,
    find_first,
    list_roundup,
    write_copies,
    write_passages,
    write_reprints,
)
from cundang.store.rows import Rows

_OF = "SELECT cluster_id FROM articles WHERE id = ? AND cluster_id IS NOT NULL"
_MEMBERS = "SELECT id FROM articles WHERE cluster_id = ? ORDER BY id"
_HOLDER = """
    SELECT min(o.article_id) FROM fingerprints f JOIN fingerprints o ON o.digest = f.digest WHERE f.article_id = ?
"""
# The texts that share something with another one, or that several articles have.
_JOINED = """
    SELECT longer_id FROM overlaps UNION SELECT shorter_id FROM overlaps
    UNION SELECT min(article_id) FROM fingerprints GROUP BY digest HAVING count(*) > 1 ORDER BY 1
"""
_SITES = "SELECT count(DISTINCT site) FROM articles WHERE id IN (SELECT value FROM json_each(?))"
_CLUSTER = """
    INSERT INTO clusters(id, first_article_id, origin, members, sites, conflict) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET first_article_id = excluded.first_article_id, origin = excluded.origin,
      members = excluded.members, sites = excluded.sites, conflict = excluded.conflict
"""


def replace_copies(rows: Rows, article_id: int, before: str | None, after: str | None) -> None:
    """Bring all that is known of copies up to date with an article that was written; its text is given as it was and as
    it is, None for none. Does nothing while the clusters are to be made anew in the end.
    """
    if not rows.defers_clusters:
        touched = replace_text(rows, article_id, before, after)
        # A new text that shares nothing is the usual case.
        if before is not None or touched != {article_id} or list_overlaps(rows, article_id):
            _update(rows, article_id, touched, is_new=before is None)


def make_clusters(rows: Rows) -> None:
    """Make all clusters, where all overlaps are there and none of what follows from them."""
    components, seen = [], set[int]()
    for (text,) in rows.connection.execute(_JOINED).fetchall():
        if text not in seen:
            component = Graph(rows).find_component(text)
            seen |= component
            components.append(component)
            _write(rows, [component], set(), None)
    for component in components:
        write_passages(rows, component, Graph(rows))


def _update(rows: Rows, article_id: int, touched: Iterable[int], *, is_new: bool) -> None:
    """Bring the clusters up to date after an article changed and texts were touched by that."""
    graph = Graph(rows)
    if _hold(rows, article_id) is None:
        clear_relations(rows, article_id)  # its text is too short now to be of any
    texts = {holder for text in touched if (holder := _hold(rows, text))}
    own = _hold(rows, article_id) if is_new else None
    if own and texts <= {own, article_id} and graph.is_latest(article_id, own):
        _join(rows, graph, article_id, own)
        return
    neighbours = {overlap.other for text in texts for overlap in graph.list_overlaps(text)}
    former = _find_clusters(rows, texts | neighbours)
    joined = {
        holder for cluster in former for member in _list_members(rows, cluster) if (holder := _hold(rows, member))
    }
    components = _find_components(graph, texts | neighbours | joined)
    former |= _find_clusters(rows, {text for component in components for text in component})
    firsts = {text: find_first(rows, text) for component in components for text in component}
    roundups = {text for text in neighbours if _is_other_roundup(rows, graph, text, firsts[text])}
    _write(rows, components, former, article_id)
    moved = {text for text, first in firsts.items() if article_id == first or find_first(rows, text) != first}
    _write_passages(rows, graph, components, moved | roundups, is_new=is_new)


def _is_other_roundup(rows: Rows, graph: Graph, text: int, first: int) -> bool:
    """Whether a text, of whose cluster the original is given, became a round-up, is none now, or lost a part."""
    parts, known = graph.find_parts(text), list_roundup(rows, first)
    return bool(parts) != bool(known) or not known <= {find_first(rows, part) for part in parts}


def _write_passages(
    rows: Rows, graph: Graph, components: list[set[int]], moved: Iterable[int], *, is_new: bool
) -> None:
    """Write the passages of components of texts, and of those that share something with texts whose original is
    another one now, or which may be other round-ups now: what took from these is told otherwise.
    """
    known = {text for component in components for text in component}
    around = {overlap.other for text in moved for overlap in graph.list_overlaps(text)} - known
    for component in [*components, *_find_components(graph, around)]:
        write_passages(rows, component, graph, is_new=is_new)


def _join(rows: Rows, graph: Graph, article_id: int, own: int) -> None:
    """Join a new article that is later than all that its text shares something with: nothing else changes by that."""
    connection = rows.connection
    clusters = {text: connection.execute(_OF, (text,)).fetchone() for text in (own, *graph.list_copies(own))}
    former = {row[0] for row in clusters.values() if row}
    members = {article_id, own, *clusters, *(member for cluster in former for member in _list_members(rows, cluster))}
    firsts = {member: find_first(rows, member) for member in members - {article_id}}
    first = article_id
    if len(members) > 1:
        first = _write_cluster(rows, sorted(members), former, article_id)
    moved = {member for member in firsts if firsts[member] != first}
    if former and not moved:
        add_passages(rows, own, first, graph)
    else:
        moved_texts = {holder for member in moved if (holder := _hold(rows, member))}
        _write_passages(rows, graph, [graph.find_component(own)], moved_texts, is_new=True)


def _find_components(graph: Graph, texts: Iterable[int]) -> list[set[int]]:
    components, seen = [], set[int]()
    for text in sorted(texts):
        if text not in seen:
            components.append(graph.find_component(text))
            seen |= components[-1]
    return components


def _find_clusters(rows: Rows, texts: Iterable[int]) -> set[int]:
    found = set[int]()
    for text in texts:
        for member in list_holders(rows.connection, text):
            found |= {cluster for (cluster,) in rows.connection.execute(_OF, (member,))}
    return found


def _list_members(rows: Rows, cluster: int) -> list[int]:
    return [member for (member,) in rows.connection.execute(_MEMBERS, (cluster,))]


def _hold(rows: Rows, article_id: int) -> int | None:
    holder: int | None = rows.connection.execute(_HOLDER, (article_id,)).fetchone()[0]
    return holder


def _write(rows: Rows, components: Iterable[set[int]], former: set[int], changed: int | None) -> None:
    """Write the clusters of components of texts; `former` are the clusters that their articles were in."""
    connection = rows.connection
    before = {member: cluster for cluster in former for member in _list_members(rows, cluster)}
    after: dict[int, list[int]] = defaultdict(list)
    alone = set(before)
    for component in components:
        members = sorted(member for text in component for member in list_holders(connection, text))
        if len(members) > 1:
            after[members[0]] = members
            alone.difference_update(members)
    for member in alone:
        connection.execute("UPDATE articles SET cluster_id = NULL WHERE id = ?", (member,))
        clear_evidence(rows, member)
        clear_relations(rows, member)
    for members in after.values():
        _write_cluster(rows, members, former, changed)
    for cluster in former - after.keys():
        connection.execute("DELETE FROM clusters WHERE id = ?", (cluster,))


def _write_cluster(rows: Rows, members: list[int], former: set[int], changed: int | None) -> int:
    """Write the cluster of articles, which were in former clusters or in none; returns its original."""
    connection = rows.connection
    before = {member: cluster for cluster in former for member in _list_members(rows, cluster)}
    cluster, origin = members[0], settle_origin(rows, members)
    sites = connection.execute(_SITES, (json.dumps(members),)).fetchone()[0]
    connection.execute(_CLUSTER, (cluster, origin.first, origin.name, len(members), sites, origin.conflict))
    for member in members:
        if before.get(member) != cluster:
            connection.execute("UPDATE articles SET cluster_id = ? WHERE id = ?", (cluster, member))
    for emptied in former - {cluster}:
        if not _list_members(rows, emptied):
            connection.execute("DELETE FROM clusters WHERE id = ?", (emptied,))
    write_copies(rows, cluster, origin.first, changed)
    write_reprints(rows, cluster, origin.first)
    return origin.first
