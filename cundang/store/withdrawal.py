"""Take all that is held of an article out of the tables, and its headline out of what other rows carry along."""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from cundang.store.articles import clear_lists, mark_seen
from cundang.store.clusters import replace_copies
from cundang.store.redactions import Redaction, add_digests, explain, refuse_addresses
from cundang.store.rows import Rows, select
from cundang.store.search_index import delete_entry
from cundang.text.masks import MASK, Words, find_mark, fold_letters, mask_plain
from cundang.text.parts import find_stem, names_part

# Columns of rows of others that may carry a headline of an article along: never what an article itself says.
_CARRIED = {
    "removed": ("rowid", "text"),
    "repairs": ("rowid", "before", "after"),
    "events": ("id", "detail"),
    "problems": ("id", "reason"),
    "revisions": ("id", "found"),
    "urls": ("id", "error"),
    "absences": ("rowid", "reason"),
    "runs": ("id", "reason", "sources"),
    "imports": ("file", "name"),
    "site_blocks": ("site, key", "example"),
    "comparisons": ("url", "generic_text"),
    "images": ("rowid", "caption"),
    "attachments": ("rowid", "name"),
}
_DIGESTS = """
    SELECT sha256 FROM revisions WHERE article_id = :id UNION SELECT sha256 FROM articles WHERE id = :id
"""
# A body that came from other addresses too says nothing: an empty one, an error page.
_BODIES = """
    SELECT DISTINCT sha256 FROM fetches f
    WHERE url IN (SELECT value FROM json_each(:own)) AND outcome IN ('new', 'edited', 'unchanged', 'part')
      AND sha256 IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM fetches o WHERE o.sha256 = f.sha256 AND o.url NOT IN
        (SELECT value FROM json_each(:own)))
"""
_FILES = """
    SELECT url, sha256, warc_file, warc_offset FROM {0} t WHERE article_id = :id
      AND NOT EXISTS (SELECT 1 FROM {0} o WHERE o.url = t.url AND o.article_id != :id)
      AND NOT EXISTS (SELECT 1 FROM {0} o WHERE o.sha256 = t.sha256 AND o.article_id != :id)
"""
_LEADING = """
    WITH RECURSIVE leading(url) AS (
      SELECT :url UNION SELECT u.url FROM urls u JOIN leading l ON u.redirect_to = l.url WHERE u.kind = 'article'
        AND u.url NOT IN (SELECT url FROM articles WHERE url != :url)
    ) SELECT url FROM leading
"""
_MOVED = "SELECT detail ->> 'from' FROM events WHERE article_id = ? AND kind = 'moved'"
_READ_FROM = """
    SELECT DISTINCT f.url FROM revisions r JOIN fetches f ON f.warc_file = r.warc_file AND f.warc_offset = r.warc_offset
    WHERE r.article_id = ? AND f.url NOT IN (SELECT url FROM articles WHERE id != r.article_id)
"""
_PARTS = """
    SELECT DISTINCT url FROM fetches WHERE url > ? AND url < ? AND outcome = 'part' AND purpose IS NULL
      AND url NOT IN (SELECT url FROM articles)
      AND url NOT IN (SELECT url FROM urls WHERE redirect_to IS NOT NULL AND redirect_to != ?)
"""
_COPIES = """
    SELECT DISTINCT a.id FROM articles a JOIN articles o ON o.cluster_id = a.cluster_id
    WHERE o.id IN (SELECT value FROM json_each(?)) ORDER BY a.id
"""
_SAME_TITLE = "SELECT title, id FROM articles WHERE title IN (SELECT value FROM json_each(?)) ORDER BY id"
_NEUTRAL = "UPDATE problems SET reason = ? WHERE url IN (SELECT value FROM json_each(?))"
_NO_RECORD = """
    UPDATE {0} SET warc_file = NULL, warc_offset = NULL {1} WHERE warc_file IS NOT NULL
      AND url IN (SELECT value FROM json_each(?))
"""
_HAS_RECORDS = """
    SELECT 1 FROM fetches WHERE warc_file IS NOT NULL AND url IN (SELECT value FROM json_each(?)) LIMIT 1
"""
# What was learned when an article was new has the time of its page. A block of one page may be another's that was read
# in the same second: it is learned again.
_LEARNED = """
    site = :site AND (first_seen_at IN (SELECT value FROM json_each(:times))
      OR last_seen_at IN (SELECT value FROM json_each(:times)))
"""
_UNLEARN = f"DELETE FROM site_blocks WHERE pages = 1 AND {_LEARNED}"  # noqa: S608 - statements of ours
_SHARED = f"SELECT key, example FROM site_blocks WHERE {_LEARNED}"  # noqa: S608 - as above
_MASK_EXAMPLE = "UPDATE site_blocks SET example = ? WHERE site = ? AND key = ?"
_TIMES = "SELECT DISTINCT coalesce(fetched_at, imported_at) FROM revisions WHERE article_id = ?"
_SET_TIMES = """
    UPDATE redactions SET article_id = coalesce(:id, article_id), site = coalesce(:site, site),
      first_seen_at = coalesce(:first_seen_at, first_seen_at), last_seen_at = coalesce(:last_seen_at, last_seen_at),
      revisions = max(revisions, :revisions) WHERE id = :redaction
"""


def list_addresses(connection: sqlite3.Connection, url: str, article_id: int | None) -> list[str]:
    """The addresses of an article: its own, those that led to it or were read as it, and that of before it moved."""
    found = [row for (row,) in connection.execute(_LEADING, {"url": url})]
    if article_id is not None:
        found += [row for sql in (_MOVED, _READ_FROM) for (row,) in connection.execute(sql, (article_id,)) if row]
        stem = find_stem(url)
        parts = connection.execute(_PARTS, (stem, f"{stem}\U0010ffff", url))
        found += [part for (part,) in parts if not stem.endswith("/") and names_part(url, part)]
    return list(dict.fromkeys(found))


def list_copies(connection: sqlite3.Connection, article_ids: Iterable[int]) -> list[int]:
    """The articles that are in a cluster with some, and these."""
    ids = sorted(set(article_ids))
    return sorted({*ids, *(row for (row,) in connection.execute(_COPIES, (json.dumps(ids),)))})


def find_same_titles(connection: sqlite3.Connection, headlines: Iterable[str]) -> dict[str, list[int]]:
    """The articles that have one of some headlines, by headline."""
    found: dict[str, list[int]] = {}
    for title, article_id in connection.execute(_SAME_TITLE, (json.dumps(sorted(headlines)),)):
        found.setdefault(title, []).append(article_id)
    return found


def read_versions(connection: sqlite3.Connection, article_id: int) -> list[tuple[str, str]]:
    """The headline and the text of each version of an article."""
    sql = (
        "SELECT title, text FROM revisions WHERE article_id = :id UNION SELECT title, text FROM articles WHERE id = :id"
    )
    return [(title, text) for title, text in connection.execute(sql, {"id": article_id})]


def list_own_files(connection: sqlite3.Connection, article_id: int) -> list[dict[str, Any]]:
    """The pictures and attachments that no other article has: url, sha256, warc_file, warc_offset."""
    return [
        row
        for table in ("images", "attachments")
        for row in select(connection, _FILES.format(table), {"id": article_id})
    ]


def take_out(rows: Rows, redaction: Redaction, article_id: int | None, addresses: Sequence[str]) -> None:
    """Delete all rows of the article of a decision and what is said of its addresses; the decision keeps the digests.

    For an article that is not held (any more) only the latter. Its headline stays in rows of others: see `mask_traces`.
    """
    connection, own = rows.connection, json.dumps(list(addresses))
    if article_id is not None:
        _note(rows, redaction, article_id, addresses)
        _delete_article(rows, article_id)
    connection.execute("DELETE FROM comparisons WHERE url IN (SELECT value FROM json_each(?))", (own,))
    connection.execute(_NEUTRAL, (explain(redaction), own))
    (site,) = connection.execute("SELECT site FROM redactions WHERE id = ?", (redaction.id,)).fetchone()
    refuse_addresses(rows, replace(redaction, site=site), addresses)


def find_digests(connection: sqlite3.Connection, article_id: int, addresses: Iterable[str]) -> set[str]:
    """The digests of an article's versions, of its pages, and of the files that no other article has."""
    digests = {row for (row,) in connection.execute(_DIGESTS, {"id": article_id})}
    digests |= {row for (row,) in connection.execute(_BODIES, {"own": json.dumps(list(addresses))})}
    return digests | {row["sha256"] for row in list_own_files(connection, article_id) if row["sha256"]}


def extend_times(rows: Rows, article_id: int, redaction: Redaction) -> None:
    """Let an article that is back have been seen as early and as late as before."""
    for at in (redaction.first_seen_at, redaction.last_seen_at):
        if at:
            mark_seen(rows, article_id, at)


def _note(rows: Rows, redaction: Redaction, article_id: int, addresses: Sequence[str]) -> None:
    connection = rows.connection
    add_digests(rows, redaction.id, find_digests(connection, article_id, addresses))
    article = next(
        select(connection, "SELECT id, site, first_seen_at, last_seen_at FROM articles WHERE id = ?", [article_id])
    )
    (count,) = connection.execute("SELECT count(*) FROM revisions WHERE article_id = ?", (article_id,)).fetchone()
    connection.execute(_SET_TIMES, {**article, "revisions": count, "redaction": redaction.id})


def _delete_article(rows: Rows, article_id: int) -> None:
    connection = rows.connection
    row = next(select(connection, "SELECT * FROM articles WHERE id = ?", [article_id]))
    delete_entry(rows, article_id, row)
    replace_copies(rows, article_id, row["text"], None)
    unlearn(rows, find_learned(connection, article_id, row["site"]))
    connection.execute("DELETE FROM events WHERE article_id = :id OR other_id = :id", {"id": article_id})
    connection.execute("DELETE FROM relations WHERE article_id = :id OR other_id = :id", {"id": article_id})
    clear_lists(rows, article_id)
    of_revisions = "revision_id IN (SELECT id FROM revisions WHERE article_id = ?)"
    for table, where in (
        ("removed", of_revisions),
        ("repairs", of_revisions),
        ("evidence", "article_id = ?"),
        ("absences", "article_id = ?"),
        ("fingerprints", "article_id = ?"),
        ("shingles", "article_id = ?"),
        ("revisions", "article_id = ?"),
        ("articles", "id = ?"),
    ):
        connection.execute(f"DELETE FROM {table} WHERE {where}", (article_id,))  # noqa: S608 - names of ours


@dataclass(frozen=True, slots=True)
class Learned:
    """Where the memory of a site has an article: the site, the times of its pages, the letters of its versions."""

    site: str
    times: tuple[str, ...]
    letters: tuple[str, ...]


def find_learned(connection: sqlite3.Connection, article_id: int, site: str) -> Learned:
    """Find out by what the memory of a site, also that of another archive, knows an article of this one."""
    times = tuple(at for (at,) in connection.execute(_TIMES, (article_id,)) if at)
    versions = read_versions(connection, article_id)
    return Learned(site, times, tuple(fold_letters(f"{title}\n{text}") for title, text in versions))


def unlearn(rows: Rows, learned: Learned) -> None:
    """Delete what the memory of a site has of an article alone; mask examples of its words that others have too."""
    connection, of = rows.connection, {"site": learned.site, "times": json.dumps(learned.times)}
    connection.execute(_UNLEARN, of)
    for key, example in connection.execute(_SHARED, of).fetchall():
        if any(fold_letters(example) in each for each in learned.letters):
            connection.execute(_MASK_EXAMPLE, (MASK * len(example), learned.site, key))


def has_records(connection: sqlite3.Connection, addresses: Iterable[str]) -> bool:
    """Whether rows name records of addresses."""
    return connection.execute(_HAS_RECORDS, (json.dumps(list(addresses)),)).fetchone() is not None


def mask_traces(rows: Rows, words: Words) -> int:
    """Mask headlines where rows of others carry them along, sign by sign; returns how many rows had one."""
    if not words.headlines:
        return 0
    marks = sorted({find_mark(each) for each in words.headlines})
    return sum(_mask_column(rows, table, key, column, marks, words) for table, key, column in _list_carried())


def _list_carried() -> Iterator[tuple[str, str, str]]:
    return ((table, key, column) for table, (key, *columns) in _CARRIED.items() for column in columns)


def _mask_column(rows: Rows, table: str, key: str, column: str, marks: Sequence[str], words: Words) -> int:
    """Only values that have the longest run of letters of a headline are looked at more closely."""
    keys = key.split(", ")
    found = []
    for mark in marks:
        sql = f"SELECT {key}, {column} FROM {table} WHERE instr({column}, ?)"  # noqa: S608 - names of ours
        found += rows.connection.execute(sql, (mark,)).fetchall()
    where = " AND ".join(f"{name} = ?" for name in keys)
    masked = {tuple(own): mask_plain(value, words) for *own, value in found}
    before = {tuple(own): value for *own, value in found}
    changed = {own: value for own, value in masked.items() if value != before[own]}
    sql = f"UPDATE {table} SET {column} = ? WHERE {where}"  # noqa: S608 - as above
    rows.connection.executemany(sql, [(value, *own) for own, value in changed.items()])
    return len(changed)


def forget_records(rows: Rows, addresses: Iterable[str]) -> None:
    """Let the rows of addresses name no record any more, nor tell of it."""
    own = json.dumps(list(addresses))
    for table, more in (("fetches", ", sha256 = NULL, etag = NULL, last_modified = NULL"), ("problems", "")):
        rows.connection.execute(_NO_RECORD.format(table, more), (own,))


def forget_places(rows: Rows, places: Mapping[str, Iterable[int]]) -> None:
    """Let no row name the records at offsets of files, which are there no more."""
    told = {"fetches": ", sha256 = NULL, etag = NULL", "images": ", sha256 = NULL, bytes = NULL, type = NULL"}
    told["attachments"] = told["images"]
    for table in ("fetches", "problems", "images", "attachments", "revisions"):
        sql = f"""
            UPDATE {table} SET warc_file = NULL, warc_offset = NULL {told.get(table, "")}
            WHERE warc_file = ? AND warc_offset IN (SELECT value FROM json_each(?))
        """  # noqa: S608 - names of ours
        for warc_file, offsets in places.items():
            rows.connection.execute(sql, (warc_file, json.dumps(sorted(offsets))))


def replace_digests(rows: Rows, digest_of: Callable[[str, int], str | None], warc_files: Iterable[str]) -> int:
    """Set the digests of fetches anew whose records were masked; `digest_of` gives that of a place, if it was."""
    connection, count = rows.connection, 0
    for warc_file in warc_files:
        found = connection.execute(
            "SELECT id, warc_offset, sha256 FROM fetches WHERE warc_file = ? AND sha256 IS NOT NULL", (warc_file,)
        ).fetchall()
        for fetch_id, offset, before in found:
            if (digest := digest_of(warc_file, offset)) and digest != before:
                rows.update("fetches", fetch_id, {"sha256": digest})
                count += 1
    return count


def compact(rows: Rows) -> bool:
    """Leave no byte of what was deleted in the file: not in free pages, in segments of the index, or in the log.

    Returns whether that is so: a reader that holds an older state keeps the write-ahead log.
    """
    connection = rows.connection
    connection.execute("VACUUM")
    busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy
