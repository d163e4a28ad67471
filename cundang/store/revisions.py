"""Revisions: every distinct version of an article, with what cleaning and repair did to its text."""

import json
from dataclasses import asdict

from sqlite_utils import Database

from cundang.model.article import COMPARED, Article
from cundang.model.page import Record
from cundang.store.session import Archive, stamp


def insert_revision(
    archive: Archive, article_id: int, revision_id: int, number: int, article: Article, record: Record
) -> None:
    """A revision, and what cleaning and repair did to its text."""
    found = {name: found.stored() for name, found in article.found.items()}
    revision = {
        "id": revision_id, "article_id": article_id, "number": number, "fetched_at": stamp(article.fetched_at),
        **{name: getattr(article, name) for name in COMPARED}, "sha256": article.sha256, "extractor": article.extractor,
        "found": json.dumps(found, ensure_ascii=False), "warc_file": record.warc_file, "warc_offset": record.warc_offset,
    }  # fmt: skip
    archive.insert("revisions", revision)
    archive.insert_all("removed", [{"revision_id": revision_id, **asdict(removal)} for removal in article.removed])
    archive.insert_all("repairs", [{"revision_id": revision_id, **asdict(repair)} for repair in article.repairs])


def next_id(db: Database, table: str) -> int:
    """The id that the next row of a table gets."""
    return int(db.conn.execute(f"SELECT coalesce(max(id), 0) + 1 FROM {table}").fetchone()[0])  # noqa: S608
