"""Read and write the current state of articles: `sites`, `articles`, `events`, and the lists of an article."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from cundang.model.article import COMPARED, INDEXED, ROLES, Article, Attachment, Image, Known
from cundang.model.publisher import Publisher
from cundang.store.rows import Rows, select
from cundang.text.edit_size import Edit

_VALUES = tuple(dict.fromkeys((*COMPARED, *INDEXED)))
_KNOWN = f"""
    SELECT a.id, r.number, a.url, a.state, {", ".join(f"a.{name}" for name in _VALUES)}
    FROM articles a JOIN revisions r ON r.id = a.revision_id
"""  # noqa: S608 - column names from this software
_BY_URL = _KNOWN + "WHERE a.url = ?"
_BY_CONTENT_ID = _KNOWN + "WHERE a.content_id = ? AND a.site = ?"
_SEEN = """
    UPDATE articles SET first_seen_at = min(coalesce(first_seen_at, :at), :at),
      last_seen_at = max(coalesce(last_seen_at, :at), :at) WHERE id = :id
"""
_BYTES = """
    UPDATE {0} SET type = :type, bytes = :bytes, sha256 = :sha256, warc_file = :warc_file, warc_offset = :warc_offset
    WHERE article_id = :article_id AND url = :url AND warc_file IS NULL
"""
_HELD = "SELECT * FROM {0} WHERE article_id = ? AND warc_file IS NOT NULL"
_COMPLETE = "UPDATE sites SET {0} = max(coalesce({0}, ?), ?) WHERE name = ?"


def find_known(connection: sqlite3.Connection, article: Article) -> Known | None:
    """Find the current state of an article, by its address or by the id that its site gives it."""
    row = connection.execute(_BY_URL, (article.url,)).fetchone()
    if row is None and article.content_id:
        row = connection.execute(_BY_CONTENT_ID, (article.content_id, article.site)).fetchone()
    if row is None:
        return None
    article_id, number, url, state, *values = row
    return Known(article_id, number, url, state, dict(zip(_VALUES, values, strict=True)))


def find_id(connection: sqlite3.Connection, url: str) -> int | None:
    """Find the id of the article that is stored under an address."""
    row = connection.execute("SELECT id FROM articles WHERE url = ?", (url,)).fetchone()
    return int(row[0]) if row else None


def add_site(rows: Rows, name: str) -> None:
    """Insert the row of a site, if it has none yet."""
    known = rows.publishers.of_name(name) or Publisher(name=name)
    columns = ("publisher", "homepage", "country", "language")
    rows.insert_or_ignore("sites", {"name": name, **{column: getattr(known, column) for column in columns}})


def complete_site(rows: Rows, site: Mapping[str, str | None]) -> None:
    """Insert the row of a site from another archive, or fill in the columns that are empty here."""
    rows.insert_or_ignore("sites", site)
    for column, value in site.items():
        if column != "name" and value is not None:
            rows.connection.execute(_COMPLETE.format(column), (value, value, site["name"]))


def insert_article(rows: Rows, row: Mapping[str, object]) -> None:
    """Insert a new article."""
    rows.insert("articles", row)


def update_article(rows: Rows, article_id: int, row: Mapping[str, object]) -> None:
    """Set columns of an article."""
    rows.update("articles", article_id, row)


def mark_seen(rows: Rows, article_id: int, at: str) -> None:
    """Note that an article was seen on its site at a time."""
    rows.connection.execute(_SEEN, {"at": at, "id": article_id})


def clear_lists(rows: Rows, article_id: int) -> None:
    """Delete the keywords, people, pictures and attachments of an article."""
    for table in ("keywords", "people", "images", "attachments"):
        rows.connection.execute(f"DELETE FROM {table} WHERE article_id = ?", (article_id,))  # noqa: S608 - our names


def replace_lists(rows: Rows, article_id: int, article: Article) -> None:
    """Replace the keywords, people, pictures and attachments of an article.

    Where bytes are is known of an address for good.
    """
    lists: dict[str, Sequence[Image | Attachment]] = {"images": article.images, "attachments": article.attachments}
    held = [(table, row) for table in lists for row in select(rows.connection, _HELD.format(table), [article_id])]
    clear_lists(rows, article_id)
    rows.insert_all("keywords", [{"article_id": article_id, "keyword": keyword} for keyword in article.keywords])
    for role in ROLES:
        people = enumerate((person for its, person in article.people if its == role), 1)
        rows.insert_all(
            "people",
            [{"article_id": article_id, "role": role, "position": place, **one._asdict()} for place, one in people],
        )
    for table, found in lists.items():
        placed = enumerate(found, 1)
        rows.insert_all(
            table, [{"article_id": article_id, "position": place, **asdict(each)} for place, each in placed]
        )
    for table, row in held:
        set_bytes(rows, table, article_id, row)


def set_bytes(rows: Rows, table: str, article_id: int, held: Mapping[str, object]) -> None:
    """Say of a picture or an attachment of an article (table `images` or `attachments`) where its bytes are, if that is
    not known yet: the columns `type` to `warc_offset` of `held`, for its `url`.
    """
    rows.connection.execute(_BYTES.format(table), {**held, "article_id": article_id})


def insert_event(
    rows: Rows,
    article_id: int,
    kind: str,
    at: str | None,
    detail: Mapping[str, object] | None = None,
    columns: Mapping[str, object] | None = None,
) -> None:
    """Insert an event of an article; `at` is None where nobody knows when it was; `detail` is stored as JSON.

    `columns` are the further ones that its kind has: those of `describe_edit`, or other_id.
    """
    as_json = json.dumps(detail, ensure_ascii=False) if detail else None
    event = {"article_id": article_id, "at": at, "kind": kind, "detail": as_json, **(columns or {})}
    rows.insert("events", {"id": rows.next_event_id(event), **event})


def describe_edit(edit: Edit) -> dict[str, object]:
    """The columns of the event of an edit, beside its detail."""
    return {"size": edit.size, "added": edit.added, "removed": edit.removed}
