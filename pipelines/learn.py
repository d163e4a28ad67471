"""What an archive learns of its sites as it goes: blocks that recur, and how far profiles and generic extractor agree."""

import sqlite3

from cundang.model.article import Article
from cundang.model.boilerplate import Boilerplate
from cundang.store.session import Archive, stamp
from cundang.text.address import host_of
from pipelines.extract.boilerplate import LEAST_PAGES, LEAST_SHARE, block_key

AGREES = 0.8  # of the words; below it, both texts are recorded
_LONGEST_EXAMPLE = 200  # characters
_ARTICLES = "SELECT count(*) FROM articles WHERE site = ?"
_SEEN = """
    INSERT INTO site_blocks(site, key, example, pages, first_seen_at, last_seen_at) VALUES (?, ?, ?, 1, ?, ?)
    ON CONFLICT(site, key) DO UPDATE SET pages = pages + 1,
      first_seen_at = min(first_seen_at, excluded.first_seen_at), last_seen_at = max(last_seen_at, excluded.last_seen_at)
"""
# Recurring: on a share of the site's pages and on at least three, over more than a day: what stands on many pages of
# one day may be news.
RECURRING = """
    SELECT b.key, b.example, b.pages, b.first_seen_at, b.last_seen_at, b.revoked FROM site_blocks b
    WHERE b.site = :site AND b.pages >= max(:least, :share * (SELECT count(*) FROM articles a WHERE a.site = b.site))
      AND julianday(b.last_seen_at) - julianday(b.first_seen_at) >= 1
    ORDER BY b.pages DESC, b.key
"""
# An article that the site shows at several addresses, with one headline and on one day, counts once: its text would recur.
_SAME = """
    SELECT count(*) FROM (SELECT title FROM articles WHERE site = :site AND published_at {day} ORDER BY id DESC LIMIT 500)
    WHERE title = :title
"""
_SAME_DAY = _SAME.format(day="BETWEEN :day AND :day || 'Z'")
_UNDATED = _SAME.format(day="IS NULL")
PARAMETERS = {"least": LEAST_PAGES, "share": LEAST_SHARE}


def recall(archive: Archive, url: str) -> Boilerplate | None:
    """The memory of the site of an address; None where it remembers nothing.

    It is read anew when the site has grown by a hundredth: to ask for every page would take longer with every page.
    """
    if not host_of(url):
        return None
    site = archive.publishers.of_address(url).name
    if site not in archive.memories:
        articles = archive.db.conn.execute(_ARTICLES, (site,)).fetchone()[0]
        archive.memories[site] = _memory(archive.db.conn, site), articles // 100
    return archive.memories[site][0]


def recall_all(connection: sqlite3.Connection) -> dict[str, Boilerplate]:
    """The memory of each site that an archive remembers something of."""
    sites = [site for (site,) in connection.execute("SELECT DISTINCT site FROM site_blocks ORDER BY site")]
    return {site: memory for site in sites if (memory := _memory(connection, site))}


def _memory(connection: sqlite3.Connection, site: str) -> Boilerplate | None:
    rows = connection.execute(RECURRING, {"site": site, **PARAMETERS}).fetchall()
    keys = frozenset(str(row[0]) for row in rows if not row[5])
    return Boilerplate(keys) if keys else None


def learn(archive: Archive, article: Article) -> None:
    """Count the blocks of a new article's page, unless it is one more address of an article."""
    day = (article.published_at or "")[:10]
    values = {"site": article.site, "day": day, "title": article.title}
    if archive.db.conn.execute(_SAME_DAY if day else _UNDATED, values).fetchone()[0] > 1:
        return
    seen = stamp(article.fetched_at)
    rows = {
        block_key(text): (article.site, block_key(text), text[:_LONGEST_EXAMPLE], seen, seen) for text in article.blocks
    }
    archive.db.conn.executemany(_SEEN, list(rows.values()))
    memory, good_for = archive.memories.pop(article.site, (None, 0))
    if good_for:
        archive.memories[article.site] = memory, good_for - 1


def record_agreement(archive: Archive, article: Article) -> None:
    """Note how far a profile and the generic extractor agree, and what the latter read where they don't."""
    if beside := article.beside:
        generic = beside.text if beside.agreement < AGREES else None
        row = (article.url, article.site, stamp(article.fetched_at), beside.profile, beside.agreement, generic)
        archive.db.conn.execute("INSERT OR REPLACE INTO comparisons VALUES (?, ?, ?, ?, ?, ?)", row)
