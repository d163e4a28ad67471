"""What a rebuild changes: the articles of the old archive beside those of the new one."""

import sqlite3
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from cundang.store.rows import Rows
from exchange.merge.rows import Merger

FIELDS = (
    *("title", "text", "published_at", "source_name", "author", "editor", "section", "keywords"),
    *("document_number", "index_number", "kicker", "subtitle"),
)
_ADDED = "SELECT url FROM articles WHERE url NOT IN (SELECT url FROM old.articles) ORDER BY id"
_REVISION_RECORDS = "SELECT warc_file, warc_offset FROM revisions WHERE article_id = ?"
_PROBLEM = "SELECT stage, reason FROM problems WHERE warc_file = ? AND warc_offset = ?"


@dataclass(slots=True)
class Changes:
    """How many articles the new archive has, and how it differs from the old one.

    `fields` counts by site the articles of which a field changed; `examples` has an address, the old and the new value
    for each site and field.
    """

    articles: int = 0
    fields: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    examples: dict[tuple[str, str], tuple[str, str | None, str | None]] = field(default_factory=dict)
    added: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)  # articles that today's rules refuse, each with the reason
    kept: list[str] = field(default_factory=list)  # articles whose raw pages are not in the WARC folder
    damaged: list[str] = field(default_factory=list)  # places in WARC files that cannot be read: where, and why
    aside: Path | None = None  # where the old archive is kept, if it was not read


def keep_missing_articles(rows: Rows, old: sqlite3.Connection, records: set[tuple[str, int]], changes: Changes) -> None:
    """Copy the articles of the old archive that no raw page gave; note those whose raw pages are now refused.

    `records` are the WARC records that were read: file and offset.
    """
    connection, merger = rows.connection, Merger(rows, old, {})
    urls = {url for (url,) in connection.execute("SELECT url FROM articles")}
    ids = {article_id for (article_id,) in connection.execute("SELECT id FROM articles")}
    for article_id, url in old.execute("SELECT id, url FROM articles ORDER BY id").fetchall():
        if url in urls or article_id in ids:
            continue
        own_records = old.execute(_REVISION_RECORDS, (article_id,)).fetchall()
        if any(record in records for record in own_records):
            changes.refused[url] = _find_reason(connection, own_records)
        elif merger.merge_article(article_id):
            changes.kept.append(url)


def _find_reason(connection: sqlite3.Connection, records: list[tuple[str, int]]) -> str:
    for record in records:
        if problem := connection.execute(_PROBLEM, record).fetchone():
            return f"{problem[0]}: {problem[1]}"
    return "its page is now read as another article"


def compare_articles(connection: sqlite3.Connection, changes: Changes) -> None:
    """Note the articles that are new, and the fields that differ; the old archive is attached as `old`."""
    changes.added = [url for (url,) in connection.execute(_ADDED)]
    for name in FIELDS:
        after, before = _select_field(name, "n", "main"), _select_field(name, "o", "old")
        sql = f"""
            SELECT n.site, n.url, {before}, {after} FROM main.articles n JOIN old.articles o ON o.url = n.url
            WHERE {before} IS NOT {after} ORDER BY n.id
        """  # noqa: S608 - names of ours
        for site, url, old_value, new_value in connection.execute(sql):
            changes.fields[site][name] += 1
            changes.examples.setdefault((site, name), (url, old_value, new_value))


def _select_field(name: str, row: str, schema: str) -> str:
    """The SQL expression for a field of an article."""
    if name != "keywords":
        return f"{row}.{name}"
    return f"(SELECT group_concat(keyword, ';') FROM {schema}.keywords k WHERE k.article_id = {row}.id)"  # noqa: S608
