"""Store: an article's row, and where something is new about it a revision and an event."""

from cundang.model.article import COMPARED, Article, Known
from cundang.model.page import Record
from cundang.store.absence import restore
from cundang.store.articles import (
    add_site,
    clear_lists,
    insert_article,
    insert_event,
    insert_lists,
    mark_seen,
    update_article,
)
from cundang.store.clock import stamp
from cundang.store.revisions import insert_revision
from cundang.store.rows import Rows
from pipelines.compare import Change


def store(rows: Rows, article: Article, change: Change, before: Known | None, record: Record) -> int:
    """Write what a sighting of an article amounts to; returns the article's id."""
    seen_at = stamp(article.fetched_at)
    if before and before.state == "gone":
        restore(rows, before.article_id, seen_at)
    if before and change.kind == "unchanged":
        mark_seen(rows, before.article_id, seen_at)
        return before.article_id
    revision_id = rows.next_id("revisions")
    row = {
        **{name: getattr(article, name) for name in COMPARED},
        "content_id": article.content_id,
        "tracking_number": article.tracking_number,
        "published_raw": article.published_raw,
        "section": article.section,
        "language": article.language,
        "script": article.script,
        "characters": article.characters,
        "sha256": article.sha256,
        "last_seen_at": seen_at,
        "changed_at": seen_at,
        "revision_id": revision_id,
    }
    if before:
        article_id, number = before.article_id, before.revision_number + 1
        update_article(rows, article_id, row)
        clear_lists(rows, article_id)
    else:
        article_id, number = rows.next_article_id(article.url), 1
        add_site(rows, article.site)
        insert_article(
            rows, {"id": article_id, "url": article.url, "site": article.site, "first_seen_at": seen_at, **row}
        )
    insert_revision(rows, article_id, revision_id, number, article, record)
    insert_lists(rows, article_id, article.keywords, article.images)
    detail = {"fields": change.fields, "size": change.size} if change.kind == "edited" else None
    insert_event(rows, article_id, change.kind, seen_at, detail)
    return article_id
