"""Relations of texts: copies and their originals, excerpts, round-ups; and the events that tell of copies."""

from collections.abc import Collection, Iterator

from cundang.store.articles import insert_event
from cundang.store.fingerprints import get_length, get_letters, list_holders
from cundang.store.graph import Graph
from cundang.store.overlaps import Overlap
from cundang.store.roundups import is_at_place
from cundang.store.rows import Rows
from cundang.text.copies import Comparison, compare
from cundang.text.dates import is_later
from cundang.text.letters import read_letters

Side = tuple[int, int]  # the article that stands for a text, and that by which the text stands in the index
COPIES = ("verbatim", "retitled", "cut", "edited")
PASSAGES = ("excerpt", "roundup")
_CLEAR = "DELETE FROM relations WHERE article_id = :id OR other_id = :id"
_DELETE_COPIES = f"""
    DELETE FROM relations WHERE kind IN {COPIES} AND article_id IN (SELECT id FROM articles WHERE cluster_id = :cluster)
      AND (other_id != :first OR article_id = :first OR article_id = :changed OR other_id = :changed)
"""  # noqa: S608 - our words
_NO_COPIES = f"""
    SELECT id FROM articles WHERE cluster_id = :cluster AND id != :first AND id NOT IN
      (SELECT article_id FROM relations WHERE other_id = :first AND kind IN {COPIES}) ORDER BY id
"""  # noqa: S608 - as above
_PASSAGES = f"""
    SELECT other_id, kind, shared, left_out, added, changed FROM relations WHERE article_id = ? AND kind IN {PASSAGES}
"""  # noqa: S608 - as above
_ROUNDUP = "SELECT other_id FROM relations WHERE article_id = ? AND kind = 'roundup'"
_DELETE = "DELETE FROM relations WHERE article_id = ? AND other_id = ?"
_ARTICLE = "SELECT title, revision_id, published_at, first_seen_at, site FROM articles WHERE id = ?"
_REVISIONS = "SELECT id, title, text FROM revisions WHERE article_id = ? ORDER BY number DESC"
_FIRST = """
    SELECT coalesce(c.first_article_id, a.id) FROM articles a LEFT JOIN clusters c ON c.id = a.cluster_id WHERE a.id = ?
"""
_SEEN = "SELECT id, first_seen_at, site FROM articles WHERE cluster_id = ? ORDER BY id"
_REPRINTED = """
    SELECT e.id, e.other_id, e.article_id, e.at FROM articles a JOIN events e ON e.other_id = a.id
    WHERE a.cluster_id = ? AND +e.kind = 'reprinted' ORDER BY e.id
"""


def clear_relations(rows: Rows, article_id: int) -> None:
    """Delete the relations of an article that stands alone now, and the events that tell of it as a copy."""
    rows.connection.execute(_CLEAR, {"id": article_id})
    rows.connection.execute("DELETE FROM events WHERE kind = 'reprinted' AND other_id = ?", (article_id,))


def write_copies(rows: Rows, cluster: int, first: int, changed: int | None) -> None:
    """Write what the articles of a cluster are as copies of its original; `changed` is the article that changed."""
    bound = {"cluster": cluster, "first": first, "changed": changed}
    rows.connection.execute(_DELETE_COPIES, bound)
    for (member,) in rows.connection.execute(_NO_COPIES, bound).fetchall():
        rows.connection.execute(_DELETE, (member, first))
        revision_id, found, has_same_title = _compare_with_revisions(rows, first, member)
        kind = found.classify(has_same_title)
        rows.insert("relations", _describe(member, first, kind, revision_id, found))


def _compare_with_revisions(rows: Rows, first: int, member: int) -> tuple[int, Comparison, bool]:
    """Compare a copy with the version of its original that it is most like: that which it was made of."""
    (title, *_) = rows.connection.execute(_ARTICLE, (member,)).fetchone()
    letters, title = get_letters(rows, member), read_letters(title).joined
    versions = rows.connection.execute(_REVISIONS, (first,)).fetchall()
    compared = []
    for revision_id, old_title, text in versions:
        old = get_letters(rows, first) if len(versions) == 1 else read_letters(text)
        compared.append((revision_id, compare(old, letters), read_letters(old_title).joined == title))
    return max(
        compared, key=lambda each: (each[1].shared - each[1].left_out - each[1].added - each[1].changed, each[2])
    )


def write_passages(rows: Rows, component: Collection[int], graph: Graph, *, is_new: bool = False) -> None:
    """Write what the texts of one component took from others, as excerpts and round-ups.

    Of each place in a text it is the article that has most of it, of several the earliest: the others took it from
    there too. Clusters stand by their originals on both sides. Where an article is new, rows that fit their texts stay.
    """
    members = [member for text in component for member in list_holders(rows.connection, text)]
    taker = find_first(rows, members[0])
    wanted: dict[int, tuple[str, int, int]] = {}  # by the giver: the kind, the taker's text, the giver's text
    for text in sorted(
        component, key=lambda each: (taker not in list_holders(rows.connection, each), *_rank(rows, each))
    ):
        for giver, passage in _list_givers(rows, taker, text, graph):
            wanted.setdefault(giver, passage)
    for member in members:
        for other_id, kind, *numbers in rows.connection.execute(_PASSAGES, (member,)).fetchall():
            known = wanted.get(other_id) if member == taker else None
            if is_new and known and known[0] == kind and _fits(rows, numbers, *known[1:]):
                del wanted[other_id]
            else:
                rows.connection.execute(_DELETE, (member, other_id))
    for giver, passage in wanted.items():
        _write_passage(rows, taker, giver, *passage)


def add_passages(rows: Rows, text: int, taker: int, graph: Graph) -> None:
    """Write what a text that joined a cluster took from others, as far as its original `taker` has not taken it."""
    known = {other_id for other_id, *_ in rows.connection.execute(_PASSAGES, (taker,))}
    for giver, passage in _list_givers(rows, taker, text, graph):
        if giver not in known:
            _write_passage(rows, taker, giver, *passage)


def _write_passage(rows: Rows, taker: int, giver: int, kind: str, text: int, its_text: int) -> None:
    found = compare(get_letters(rows, its_text), get_letters(rows, text))
    revision_id = rows.connection.execute(_ARTICLE, (giver,)).fetchone()[1]
    rows.insert("relations", _describe(taker, giver, kind, revision_id, found))


def _fits(rows: Rows, numbers: list[int], text: int, its_text: int) -> bool:
    """Whether the numbers of a passage can be those of two texts, by their lengths."""
    shared, left_out, added, changed = numbers
    mine, its = (get_length(rows, each)[0] for each in (text, its_text))
    least = (shared + added, shared + left_out)
    return (mine, its) == least if not changed else least[0] <= mine <= least[0] + changed and least[1] <= its


def list_roundup(rows: Rows, article_id: int) -> set[int]:
    """The articles that an article was written as a round-up of."""
    return {other_id for (other_id,) in rows.connection.execute(_ROUNDUP, (article_id,))}


def _rank(rows: Rows, text: int) -> tuple[int, int]:
    characters, digest = get_length(rows, text)
    return -characters, digest


def _list_givers(rows: Rows, taker: int, text: int, graph: Graph) -> Iterator[tuple[int, tuple[str, int, int]]]:
    """The originals of those whom a text took passages from, one for each place in it; with the kind and both texts."""
    parts = {find_first(rows, part) for part in graph.find_parts(text)}
    candidates = []
    others = {overlap.other for overlap in graph.list_overlaps(text)}
    for overlap in graph.list_overlaps(text):
        giver = find_first(rows, overlap.other)
        if giver != taker and took_from(rows, (taker, text), (giver, overlap.other), graph):
            published = rows.connection.execute(_ARTICLE, (giver,)).fetchone()[2] or "~"
            rank = (-overlap.shared, published, *get_length(rows, overlap.other))
            candidates.append((rank, overlap, giver))
    chosen: list[Overlap] = []
    for _, overlap, giver in sorted(candidates, key=lambda each: each[0]):
        if not any(is_at_place(overlap, other) for other in chosen):
            chosen.append(overlap)
            own = min(list_holders(rows.connection, giver))  # the text of the original itself, if it has the passage
            its_text = own if own in others else overlap.other
            yield giver, ("roundup" if giver in parts else "excerpt", text, its_text)


def find_first(rows: Rows, article_id: int) -> int:
    """The original of an article's cluster; the article itself where it stands alone."""
    return int(rows.connection.execute(_FIRST, (article_id,)).fetchone()[0])


def took_from(rows: Rows, one: Side, other: Side, graph: Graph) -> bool:
    """Whether a text took from another, each given with the article that stands for it: the later from the earlier;
    where times do not tell, the round-up, else the shorter text.
    """
    published = [rows.connection.execute(_ARTICLE, (article_id,)).fetchone()[2] for article_id, _ in (one, other)]
    if is_later(*published):
        return True
    if is_later(*published[::-1]):
        return False
    is_part = other[1] in graph.find_parts(one[1])
    if is_part != (one[1] in graph.find_parts(other[1])):
        return is_part
    mine, its = (get_length(rows, text) for _, text in (one, other))
    return mine < its


def _describe(article_id: int, other_id: int, kind: str, revision_id: int, found: Comparison) -> dict[str, object]:
    names = ("left_out", "added", "changed")
    return {
        "article_id": article_id,
        "other_id": other_id,
        "kind": kind,
        "revision_id": revision_id,
        "shared": found.shared,
        **{name: getattr(found, name) for name in (*names, *(f"sentences_{name}" for name in names))},
    }


def write_reprints(rows: Rows, cluster: int, first: int) -> None:
    """Make the events `reprinted` of a cluster agree with its articles: one for each copy on another site.

    It was noticed when both were seen on their sites; where that is not known of one of them, its time is not.
    """
    wanted = {}
    known = rows.connection.execute(_SEEN, (cluster,)).fetchall()
    seen, site = next((seen, site) for member, seen, site in known if member == first)
    for member, its_seen, its_site in known:
        if its_site != site:
            wanted[member] = (first, max(seen, its_seen) if seen and its_seen else None)
    for event_id, member, *event in rows.connection.execute(_REPRINTED, (cluster,)).fetchall():
        expected = wanted.pop(member, None)
        if expected is None:
            rows.connection.execute("DELETE FROM events WHERE id = ?", (event_id,))
        elif tuple(event) != expected:
            rows.update("events", event_id, dict(zip(("article_id", "at"), expected, strict=True)))
    for member, (_, at) in wanted.items():
        insert_event(rows, first, "reprinted", at, columns={"other_id": member})
