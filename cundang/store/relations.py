"""Relations of texts: copies and their originals, excerpts, round-ups; and the events that tell of copies."""

from collections.abc import Callable, Iterable, Sequence

from cundang.store.articles import insert_event
from cundang.store.fingerprints import get_letters, list_holders
from cundang.store.overlaps import Overlap
from cundang.store.rows import Rows
from cundang.text.copies import Comparison, compare
from cundang.text.dates import is_later
from cundang.text.letters import read_letters

COPIES = ("verbatim", "retitled", "cut", "edited")
PASSAGES = ("excerpt", "roundup")
_CLEAR = "DELETE FROM relations WHERE article_id = :id OR other_id = :id"
_COPIES = f"SELECT other_id FROM relations WHERE article_id = ? AND kind IN {COPIES}"  # noqa: S608 - our words
_PASSAGES = f"""
    SELECT article_id, other_id, kind FROM relations WHERE (article_id = :id OR other_id = :id) AND kind IN {PASSAGES}
"""  # noqa: S608 - as above
_DELETE = "DELETE FROM relations WHERE article_id = ? AND other_id = ?"
_ARTICLE = "SELECT title, revision_id, published_at, first_seen_at, site FROM articles WHERE id = ?"
_REVISIONS = "SELECT id, title, text FROM revisions WHERE article_id = ? ORDER BY number DESC"
_FIRST = """
    SELECT coalesce(c.first_article_id, a.id) FROM articles a LEFT JOIN clusters c ON c.id = a.cluster_id WHERE a.id = ?
"""
_REPRINTED = "SELECT id, article_id, at FROM events WHERE kind = 'reprinted' AND other_id = ?"


def clear_relations(rows: Rows, article_id: int) -> None:
    """Delete the relations of an article that stands alone now, and the events that tell of it as a copy."""
    rows.connection.execute(_CLEAR, {"id": article_id})
    rows.connection.execute("DELETE FROM events WHERE kind = 'reprinted' AND other_id = ?", (article_id,))


def write_copies(rows: Rows, first: int, members: Iterable[int], changed: int) -> None:
    """Write what the members of a cluster are as copies of its original; `changed` is the article whose text changed."""
    for member in members:
        there = [other for (other,) in rows.connection.execute(_COPIES, (member,))]
        if there == ([] if member == first else [first]) and changed not in (member, first):
            continue
        for other in there:
            rows.connection.execute(_DELETE, (member, other))
        if member != first:
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


def write_passages(
    rows: Rows,
    component: Iterable[int],
    list_overlaps: Callable[[int], Sequence[Overlap]],
    find_parts: Callable[[int], set[int]],
    changed: int,
) -> None:
    """Write the excerpts and round-ups between the texts of one component and all others.

    Of two clusters it is one row, between their originals, of the two texts that share most.
    """
    inside = set(component)
    members = [member for text in inside for member in list_holders(rows.connection, text)]
    best: dict[int, tuple[int, int, int]] = {}  # by the other's original: letters shared, the text here, the text there
    for text in sorted(inside):
        for overlap in list_overlaps(text):
            if overlap.other not in inside:
                other = _find_first(rows, overlap.other)
                best[other] = max(best.get(other, (0, 0, 0)), (overlap.shared, text, overlap.other))
    mine = _find_first(rows, members[0]) if members else 0
    wanted = {}
    for other, (_, text, its) in best.items():
        taker, giver = _find_direction(rows, (mine, text), (other, its), find_parts)
        kind = "roundup" if giver[1] in find_parts(taker[1]) else "excerpt"
        wanted[taker[0], giver[0]] = (kind, taker[1], giver[1])
    for member in members:
        for article_id, other_id, kind in rows.connection.execute(_PASSAGES, {"id": member}).fetchall():
            known = wanted.get((article_id, other_id))
            if known and known[0] == kind and changed not in (article_id, other_id, *known[1:]):
                del wanted[article_id, other_id]
            else:
                rows.connection.execute(_DELETE, (article_id, other_id))
    for (article_id, other_id), (kind, taker_text, giver_text) in wanted.items():
        found = compare(get_letters(rows, giver_text), get_letters(rows, taker_text))
        revision_id = rows.connection.execute(_ARTICLE, (other_id,)).fetchone()[1]
        rows.insert("relations", _describe(article_id, other_id, kind, revision_id, found))


def _find_first(rows: Rows, article_id: int) -> int:
    """The original of an article's cluster; the article itself where it stands alone."""
    return int(rows.connection.execute(_FIRST, (article_id,)).fetchone()[0])


Side = tuple[int, int]  # the article that stands for a text, and the article by whose text it was compared


def _find_direction(rows: Rows, one: Side, other: Side, find_parts: Callable[[int], set[int]]) -> tuple[Side, Side]:
    """Who took from whom: the later from the earlier; where times do not tell, the round-up, else the shorter text."""
    published = [rows.connection.execute(_ARTICLE, (article_id,)).fetchone()[2] for article_id, _ in (one, other)]
    if is_later(*published):
        return one, other
    if is_later(*published[::-1]):
        return other, one
    if other[1] in find_parts(one[1]):
        return one, other
    if one[1] in find_parts(other[1]):
        return other, one
    lengths = [(len(get_letters(rows, text)), -article_id) for article_id, text in (one, other)]
    return (one, other) if lengths[0] < lengths[1] else (other, one)


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


def write_reprints(rows: Rows, first: int, members: Iterable[int]) -> None:
    """Make the events `reprinted` of a cluster agree with its members: one for each copy on another site.

    It was noticed when both were seen on their sites; where that is not known of one of them, its time is not.
    """
    *_, seen, site = rows.connection.execute(_ARTICLE, (first,)).fetchone()
    for member in members:
        *_, its_seen, its_site = rows.connection.execute(_ARTICLE, (member,)).fetchone()
        there = rows.connection.execute(_REPRINTED, (member,)).fetchall()
        if member == first or its_site == site:
            wanted = None
        else:
            wanted = (first, max(seen, its_seen) if seen and its_seen else None)
        for event_id, *_ in there[1 if wanted else 0 :]:
            rows.connection.execute("DELETE FROM events WHERE id = ?", (event_id,))
        if wanted and not there:
            insert_event(rows, first, "reprinted", wanted[1], columns={"other_id": member})
        elif wanted and tuple(there[0][1:]) != wanted:
            rows.update("events", there[0][0], dict(zip(("article_id", "at"), wanted, strict=True)))
