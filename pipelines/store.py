"""Store: an article's row, and where something is new about it a revision and an event."""

from typing import Any

from cundang.model.article import COMPARED, Article, Known
from cundang.model.page import Record
from cundang.store.articles import (
    add_site,
    describe_edit,
    insert_article,
    insert_event,
    mark_seen,
    replace_lists,
    update_article,
)
from cundang.store.clock import stamp_sighting
from cundang.store.revisions import describe, insert_revision
from cundang.store.rows import Rows
from cundang.store.source_names import find_name
from pipelines.compare import Change

# The columns of an article, beside those by which versions are told apart, that say what is on its page.
_NAMES = (
    *(
        "content_id",
        "tracking_number",
        "document_number",
        "index_number",
        "kicker",
        "subtitle",
        "modified_at",
        "source_url",
    ),
    *("published_raw", "section", "language", "script", "characters", "sha256"),
)


def store(rows: Rows, article: Article, change: Change, before: Known | None, record: Record) -> int:
    """Write what the latest sighting of an article amounts to, or its first page; returns the article's id."""
    seen_at = stamp_sighting(article)
    if before and change.kind == "unchanged":
        assert seen_at  # a page without a time is not the latest
        mark_seen(rows, before.article_id, seen_at)
        return before.article_id
    revision = describe(article, record)
    article_id = before.article_id if before else rows.next_article_id(article.url)
    number = before.revision_number + 1 if before else 1
    revision |= {"article_id": article_id, "number": number}
    revision["id"] = rows.next_revision_id(revision)
    row = {"last_seen_at": seen_at, "changed_at": seen_at, "revision_id": revision["id"]}
    if before:
        update_article(rows, article_id, {**_describe(rows, article), **row})
    else:
        add_site(rows, article.site)
        place = {"id": article_id, "url": article.url, "site": article.site, "first_seen_at": seen_at}
        insert_article(rows, {**place, **_describe(rows, article), **row})
    insert_revision(rows, revision, article)
    replace_lists(rows, article_id, article)
    if change.edit:
        insert_event(rows, article_id, "edited", seen_at, {"fields": change.edit.fields}, describe_edit(change.edit))
    else:
        insert_event(rows, article_id, "new", seen_at)
    return article_id


def show(rows: Rows, article_id: int, article: Article) -> None:
    """Let the row of an article, its keywords, people, pictures and attachments say what a page says."""
    update_article(rows, article_id, _describe(rows, article))
    replace_lists(rows, article_id, article)


def _describe(rows: Rows, article: Article) -> dict[str, Any]:
    """The columns of an article that say what is on its page."""
    source = find_name(rows.connection, article.source_name)
    return {**{name: getattr(article, name) for name in (*COMPARED, *_NAMES)}, "source": source}
