"""Store an article: its row, and where something is new about it a revision and an event."""

import json
from dataclasses import asdict

from sqlite_utils import Database

from cundang.model.article import COMPARED, Article, Known
from cundang.model.page import Record
from cundang.store.absence import restore
from cundang.store.revisions import insert_revision, next_id
from cundang.store.session import Archive, stamp
from pipelines.compare import Change

_KNOWN = f"""
    SELECT a.id, r.number, a.url, a.state, {", ".join(f"a.{name}" for name in COMPARED)}
    FROM articles a JOIN revisions r ON r.id = a.revision_id
"""  # noqa: S608 - column names of ours
_BY_URL = _KNOWN + "WHERE a.url = ?"
_BY_CONTENT_ID = _KNOWN + "WHERE a.content_id = ? AND a.site = ?"
_SEEN = "UPDATE articles SET last_seen_at = max(last_seen_at, ?) WHERE id = ?"


def known(db: Database, article: Article) -> Known | None:
    """The article as it stands in the archive, by its address or by the id that its site gives it."""
    row = db.conn.execute(_BY_URL, (article.url,)).fetchone()
    if row is None and article.content_id:
        row = db.conn.execute(_BY_CONTENT_ID, (article.content_id, article.site)).fetchone()
    if row is None:
        return None
    article_id, number, url, state, *values = row
    return Known(article_id, number, url, state, dict(zip(COMPARED, values, strict=True)))


def store(archive: Archive, article: Article, change: Change, before: Known | None, record: Record) -> int:
    """Write what a sighting of an article amounts to; returns the article's id."""
    db = archive.db
    if before and before.state == "gone":
        restore(archive, before.article_id, stamp(article.fetched_at))
    if before and change.kind == "unchanged":
        db.conn.execute(_SEEN, (stamp(article.fetched_at), before.article_id))
        return before.article_id
    seen = stamp(article.fetched_at)
    revision_id = next_id(db, "revisions")
    row = {
        **{name: getattr(article, name) for name in COMPARED},
        "content_id": article.content_id, "tracking_number": article.tracking_number, "published_raw": article.published_raw,
        "section": article.section, "language": article.language, "script": article.script, "characters": article.characters,
        "sha256": article.sha256, "last_seen_at": seen, "changed_at": seen, "revision_id": revision_id,
    }  # fmt: skip
    if before:
        article_id = before.article_id
        db.table("articles").update(article_id, row)
    else:
        archive.site(article.site)
        article_id = archive.next_article_id(article.url)
        archive.insert(
            "articles", {"id": article_id, "url": article.url, "site": article.site, "first_seen_at": seen, **row}
        )
    insert_revision(archive, article_id, revision_id, (before.revision_number if before else 0) + 1, article, record)
    _lists(archive, article_id, article, bool(before))
    detail = {"fields": change.fields, "size": change.size} if change.kind == "edited" else None
    archive.insert(
        "events", {"article_id": article_id, "at": seen, "kind": change.kind, "detail": detail and json.dumps(detail)}
    )
    return article_id


def _lists(archive: Archive, article_id: int, article: Article, had: bool) -> None:
    """The keywords and pictures that the article now has."""
    if had:
        for table in ("keywords", "images"):
            archive.db.table(table).delete_where("article_id = ?", [article_id])
    archive.insert_all("keywords", [{"article_id": article_id, "keyword": keyword} for keyword in article.keywords])
    images = [
        {"article_id": article_id, "position": place, **asdict(image)} for place, image in enumerate(article.images, 1)
    ]
    archive.insert_all("images", images)
