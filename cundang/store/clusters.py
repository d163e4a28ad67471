"""Clusters: the articles that tell the same text, as pairs of copies join them, kept up with every text that changes.

They follow from the articles alone: the same articles give the same clusters, in whatever order they came.
"""

import json
from collections import defaultdict
from collections.abc import Iterable

from cundang.store.evidence import clear_evidence, settle_origin
from cundang.store.fingerprints import get_length, list_holders
from cundang.store.overlaps import Overlap, list_overlaps
from cundang.store.relations import clear_relations, write_copies, write_passages, write_reprints
from cundang.store.roundups import find_parts
from cundang.store.rows import Rows
from cundang.text.dates import is_later

_OF = "SELECT cluster_id FROM articles WHERE id = ? AND cluster_id IS NOT NULL"
_MEMBERS = "SELECT id FROM articles WHERE cluster_id = ? ORDER BY id"
_HOLDER = """
    SELECT min(o.article_id) FROM fingerprints f JOIN fingerprints o ON o.digest = f.digest WHERE f.article_id = ?
"""
_EARLIEST = """
    SELECT a.published_at FROM fingerprints f JOIN fingerprints o ON o.digest = f.digest
    JOIN articles a ON a.id = o.article_id
    WHERE f.article_id = ? AND a.published_at IS NOT NULL ORDER BY a.published_at LIMIT 1
"""
_COPIES = "SELECT 1 FROM overlaps WHERE longer_id IN (:a, :b) AND shorter_id IN (:a, :b) AND is_copy"
_SITES = "SELECT count(DISTINCT site) FROM articles WHERE id IN (SELECT value FROM json_each(?))"
_CLUSTER = """
    INSERT INTO clusters(id, first_article_id, origin, members, sites, conflict) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET first_article_id = excluded.first_article_id, origin = excluded.origin,
      members = excluded.members, sites = excluded.sites, conflict = excluded.conflict
"""


class _Graph:
    """The texts and what they share, as far as they were looked at."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self._overlaps: dict[int, list[Overlap]] = {}
        self._parts: dict[int, set[int]] = {}

    def list_overlaps(self, text: int) -> list[Overlap]:
        if text not in self._overlaps:
            self._overlaps[text] = list_overlaps(self.rows, text)
        return self._overlaps[text]

    def find_parts(self, text: int) -> set[int]:
        """The texts that a text has as a round-up. What is known to be later than it is none of them: that copied it."""
        if text not in self._parts:
            overlaps = self.list_overlaps(text)
            if len(overlaps) > 1:
                published = self._find_time(text)
                overlaps = [each for each in overlaps if not is_later(self._find_time(each.other), published)]
            length = get_length(self.rows, text)[0]
            self._parts[text] = find_parts(length, overlaps, self._are_copies) if len(overlaps) > 1 else set()
        return self._parts[text]

    def _find_time(self, text: int) -> str | None:
        row = self.rows.connection.execute(_EARLIEST, (text,)).fetchone()
        return row[0] if row else None

    def _are_copies(self, first: int, second: int) -> bool:
        return self.rows.connection.execute(_COPIES, {"a": first, "b": second}).fetchone() is not None

    def list_copies(self, text: int) -> list[int]:
        """The texts that a text is joined with."""
        return [
            each.other
            for each in self.list_overlaps(text)
            if each.is_copy and each.other not in self.find_parts(text) and text not in self.find_parts(each.other)
        ]

    def find_component(self, text: int) -> set[int]:
        """The texts that are joined with one, directly or through others."""
        found, ahead = {text}, [text]
        while ahead:
            new = set(self.list_copies(ahead.pop())) - found
            found |= new
            ahead += new
        return found


def update_clusters(rows: Rows, article_id: int, touched: Iterable[int]) -> None:
    """Bring the clusters up to date, and what follows from them, after an article changed and texts were touched by
    that: see `replace_text`.
    """
    graph = _Graph(rows)
    texts = {text for text in touched if list_holders(rows.connection, text)}
    texts |= {overlap.other for text in texts for overlap in graph.list_overlaps(text)}
    former = _find_clusters(rows, texts)
    texts |= {
        holder for cluster in former for member in _list_members(rows, cluster) if (holder := _hold(rows, member))
    }
    components, seen = [], set[int]()
    for text in sorted(texts):
        if text not in seen:
            component = graph.find_component(text)
            components.append(component)
            seen |= component
    former |= _find_clusters(rows, seen)
    _write(rows, components, former, article_id)
    for component in components:
        write_passages(rows, component, graph.list_overlaps, graph.find_parts, article_id)


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


def _write(rows: Rows, components: Iterable[set[int]], former: set[int], changed: int) -> None:
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
    for cluster, members in after.items():
        origin = settle_origin(rows, members)
        sites = connection.execute(_SITES, (json.dumps(members),)).fetchone()[0]
        connection.execute(_CLUSTER, (cluster, origin.first, origin.name, len(members), sites, origin.conflict))
        for member in members:
            if before.get(member) != cluster:
                connection.execute("UPDATE articles SET cluster_id = ? WHERE id = ?", (cluster, member))
        write_copies(rows, origin.first, members, changed)
        write_reprints(rows, origin.first, members)
    for cluster in former - after.keys():
        connection.execute("DELETE FROM clusters WHERE id = ?", (cluster,))
