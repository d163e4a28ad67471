"""The boilerplate of sites (`site_blocks`), and how far layouts agree with the generic extractor (`comparisons`)."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cundang.model.boilerplate import LEAST_PAGES, LEAST_SHARE, Boilerplate
from cundang.model.publisher import Publishers
from cundang.store.rows import Rows, select

_SEEN = """
    INSERT INTO site_blocks(site, key, example, pages, first_seen_at, last_seen_at) VALUES (?, ?, ?, 1, ?, ?)
    ON CONFLICT(site, key) DO UPDATE SET pages = pages + 1,
      first_seen_at = min(first_seen_at, excluded.first_seen_at),
      last_seen_at = max(last_seen_at, excluded.last_seen_at)
"""
# Recurring: on a share of the site's pages and on at least three, over more than a day: a text on many pages of one
# day may be news.
_RECURRING = """
    SELECT b.key, b.example, b.pages, b.first_seen_at, b.last_seen_at, b.revoked FROM site_blocks b
    WHERE b.site = :site AND b.pages >= max(:least, :share * (SELECT count(*) FROM articles a WHERE a.site = b.site))
      AND julianday(b.last_seen_at) - julianday(b.first_seen_at) >= 1
    ORDER BY b.pages DESC, b.key
"""
# Of an article that a site has at several addresses (same headline, same day) only one counts, or its text would recur.
_SAME = """
    SELECT count(*) FROM
    (SELECT title FROM articles WHERE site = :site AND published_at {day} ORDER BY id DESC LIMIT 500)
    WHERE title = :title
"""
_SAME_DAY = _SAME.format(day="BETWEEN :day AND :day || 'Z'")
_UNDATED = _SAME.format(day="IS NULL")
_ARTICLES = "SELECT count(*) FROM articles WHERE site = ?"
_COMPARISON = "INSERT OR REPLACE INTO comparisons VALUES (?, ?, ?, ?, ?, ?)"
_REVOKE = "UPDATE site_blocks SET revoked = 1 WHERE site = ? AND key = ?"


def select_recurring(connection: sqlite3.Connection, site: str) -> list[dict[str, Any]]:
    """Select the blocks that recur on the pages of a site, the most frequent first, with those that were revoked."""
    values = {"site": site, "least": LEAST_PAGES, "share": LEAST_SHARE}
    return list(select(connection, _RECURRING, values))


def select_boilerplate(connection: sqlite3.Connection, site: str) -> Boilerplate | None:
    """Select the boilerplate of a site, without revoked blocks; None where nothing recurs."""
    keys = frozenset(str(row["key"]) for row in select_recurring(connection, site) if not row["revoked"])
    return Boilerplate(keys) if keys else None


def select_sites(connection: sqlite3.Connection) -> list[str]:
    """Select the sites with counted blocks."""
    return [site for (site,) in connection.execute("SELECT DISTINCT site FROM site_blocks ORDER BY site")]


def count_articles(connection: sqlite3.Connection, site: str) -> int:
    """Count the stored articles of a site."""
    return int(connection.execute(_ARTICLES, (site,)).fetchone()[0])


def is_repeated(connection: sqlite3.Connection, site: str, title: str, day: str) -> bool:
    """Whether a site has a headline more than once on a day, among its latest 500 articles.

    An empty day stands for the articles without a date.
    """
    values = {"site": site, "day": day, "title": title}
    return int(connection.execute(_SAME_DAY if day else _UNDATED, values).fetchone()[0]) > 1


def count_blocks(rows: Rows, site: str, at: str, examples: Sequence[tuple[str, str]]) -> None:
    """Count one more page of a site with these blocks, each as its key and an example of its text."""
    rows.connection.executemany(_SEEN, [(site, key, example, at, at) for key, example in examples])


def revoke_block(db_path: Path, site: str, key: str) -> bool:
    """Revoke a block, so that it is read as text again; returns whether the archive has such a block."""
    rows = Rows(db_path, Publishers())
    try:
        with rows.transaction():
            return rows.connection.execute(_REVOKE, (site, key)).rowcount > 0
    finally:
        rows.close()


def record_comparison(rows: Rows, comparison: Sequence[object]) -> None:
    """Record how far a layout and the generic extractor agree on a page: the columns of `comparisons`, in order."""
    rows.connection.execute(_COMPARISON, comparison)
