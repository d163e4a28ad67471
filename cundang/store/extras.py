"""Where the bytes of pictures and attachments are, and of which they are still missing."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from cundang.model.page import Page, Record
from cundang.store.articles import set_bytes
from cundang.store.rows import Rows

Purpose = Literal["requisite", "attachment"]
PURPOSES: dict[str, Purpose] = {"images": "requisite", "attachments": "attachment"}
_MOST = 10_000  # articles that earlier runs left something of, in a run
_MISSING = "SELECT url FROM {0} WHERE article_id = ? AND warc_file IS NULL ORDER BY position"
_ALL_MISSING = "SELECT article_id, url FROM {0} WHERE warc_file IS NULL"
_MARK = "UPDATE fetches SET purpose = ? WHERE url = ? AND purpose IS NULL AND outcome IS NULL"
_HELD = """
    SELECT warc_file, warc_offset FROM fetches
    WHERE url = ? AND purpose IS NOT NULL AND status IN (200, 203) AND warc_file IS NOT NULL ORDER BY id DESC LIMIT 1
"""
_PAGE = """
    SELECT r.warc_file, r.warc_offset FROM articles a JOIN revisions r ON r.id = a.revision_id
    WHERE a.id = ? AND r.warc_file IS NOT NULL
"""
# Never asked for; or without an answer (a host that is away, robots.txt), then three times at most.
_LEFT = """
    SELECT DISTINCT t.article_id FROM {0} t JOIN articles a ON a.id = t.article_id
    WHERE a.site = :site AND t.warc_file IS NULL
      AND NOT EXISTS (SELECT 1 FROM fetches f
        WHERE f.url = t.url AND f.purpose = :purpose AND f.status NOT BETWEEN 300 AND 399)
      AND (SELECT count(*) FROM problems p WHERE p.url = t.url AND p.stage = 'fetch') < 3
    ORDER BY t.article_id DESC LIMIT :most
"""
# The articles of runs that did not end by themselves, since one did: what their pages need may not all be there.
_OF_BROKEN_RUNS = """
    SELECT DISTINCT a.id FROM runs r JOIN fetches f ON f.run_id = r.id JOIN articles a ON a.url = f.url
    WHERE r.command = 'crawl' AND r.site = :site AND r.id < :run AND f.purpose IS NULL AND f.status IN (200, 203)
      AND r.id > coalesce((SELECT max(id) FROM runs
        WHERE command = 'crawl' AND site = :site AND reason LIKE 'finished%'), 0)
    ORDER BY a.id DESC LIMIT :most
"""


def select_missing(rows: Rows, table: str, article_id: int) -> list[str]:
    """The addresses of the pictures or attachments of an article whose bytes are not held."""
    return [url for (url,) in rows.connection.execute(_MISSING.format(table), (article_id,))]


def find_held(rows: Rows, url: str) -> Record | None:
    """The record of an address that was fetched for an article's sake."""
    row = rows.connection.execute(_HELD, (url,)).fetchone()
    return Record(*row) if row else None


def find_page(rows: Rows, article_id: int) -> Record | None:
    """The record of the page that an article was read from."""
    row = rows.connection.execute(_PAGE, (article_id,)).fetchone()
    return Record(*row) if row else None


def select_unfinished(rows: Rows, tables: Sequence[str], site: str, run_id: int) -> list[int]:
    """The articles of a site of which earlier runs left pictures or attachments (`tables`), newest first."""
    bound = {"site": site, "run": run_id, "most": _MOST}
    left = [
        article_id
        for table in tables
        for (article_id,) in rows.connection.execute(_LEFT.format(table), {**bound, "purpose": PURPOSES[table]})
    ]
    if "images" in tables:
        left += [article_id for (article_id,) in rows.connection.execute(_OF_BROKEN_RUNS, bound)]
    return list(dict.fromkeys(left))[:_MOST]


def select_all_missing(rows: Rows, table: str) -> list[tuple[int, str]]:
    """All pictures or attachments whose bytes are not held: the article, and the address."""
    return rows.connection.execute(_ALL_MISSING.format(table)).fetchall()


def mark_fetches(rows: Rows, urls: Sequence[str], purpose: Purpose) -> None:
    """Say of fetches that WARC files alone tell of what they were for."""
    rows.connection.executemany(_MARK, [(purpose, url) for url in urls])


def describe_held(page: Page, media_type: str, record: Record) -> dict[str, Any]:
    """The columns of a picture or attachment that say where its bytes are."""
    return {
        "type": media_type,
        "bytes": len(page.body),
        "sha256": hashlib.sha256(page.body).hexdigest(),
        "warc_file": record.warc_file,
        "warc_offset": record.warc_offset,
    }


def place(rows: Rows, table: str, article_id: int, held: Mapping[str, object]) -> None:
    """Say of a picture or an attachment where its bytes are, if that is not known yet."""
    set_bytes(rows, table, article_id, held)
