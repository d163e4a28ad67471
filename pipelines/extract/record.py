"""Articles that others have extracted: a record of theirs as a page, and what it says. It goes the way of every page."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from cundang.model.article import Field, Found, Image
from cundang.model.errors import RefusedError
from cundang.model.page import Page
from cundang.text.address import canonicalize, is_web, unwrap_wayback

MEDIA_TYPE = "application/json; profile=article"

# What others call our fields, the likeliest first: news-please, trafilatura, fundus, our own export, common tables.
_NAMES = {
    "url": ("url", "link", "canonical_url", "requested_url", "source", "source_url"),
    "title": ("title", "headline"),
    "text": ("text", "maintext", "plaintext", "body", "content", "raw_text", "article"),
    "published": (
        "published_raw",
        "published_at",
        "date_publish",
        "publishing_date",
        "date",
        "publish_date",
        "pubdate",
        "published",
        "time",
    ),
    "source_name": ("source_name", "sitename", "source-hostname"),
    "author": ("author", "authors"),
    "editor": ("editor", "editors"),
    "section": ("section", "category"),
    "keywords": ("keywords", "tags", "topics"),
    "content_id": ("content_id",),
    "tracking_number": ("tracking_number",),
}
_HTML = ("html", "raw_html", "html_source")
_FETCHED = ("last_seen_at", "fetched_at", "date_download", "crawl_date", "download_date")
_IMAGES = ("images", "image_url", "image")


def is_article_row(names: Iterable[str]) -> bool:
    """Whether a record with these fields tells of an article: it has a text, or HTML, and an address or a title."""
    has = set(names)
    return bool(has & {*_NAMES["text"], *_HTML}) and bool(has & {*_NAMES["url"], *_NAMES["title"]})


def page_from_row(row: Mapping[str, Any], imported_at: datetime) -> Page:
    """A record as a page: of its HTML where it has some, else of itself, as JSON. One that tells of no article is one too:
    it is kept, and `found_in` refuses it."""
    address, at = unwrap_wayback(_string(row, "url"))
    fetched_at = _time(row) or imported_at
    if at:
        fetched_at = datetime.strptime(at, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    for name in _HTML:
        if isinstance(row.get(name), str) and row[name].strip():
            body = _bytes(row[name])
            url = canonicalize(address) if is_web(address) else f"file:{_digest(body)}.html"
            return Page(url, fetched_at, 0, (("Content-Type", "text/html; charset=utf-8"),), body)
    body = _bytes(json.dumps(row, ensure_ascii=False, sort_keys=True))
    url = canonicalize(address) if is_web(address) else f"file:{_digest(body)}.json"
    return Page(url, fetched_at, 0, (("Content-Type", MEDIA_TYPE),), body)


def is_row(page: Page) -> bool:
    """Whether a page is such a record."""
    return page.header("content-type") == MEDIA_TYPE


def read_row(page: Page) -> Found:
    """What a record says. Raises RefusedError where it has no title or no text."""
    row = json.loads(page.body)
    if not is_article_row(row):
        has = ", ".join(row)[:200] or "nothing"
        raise RefusedError("extract", f"a JSON record without a text, or without address and title; it has {has}")
    text = _string(row, "text") or _sections(row.get("body"))
    if "\n\n" not in text:
        text = text.replace("\n", "\n\n")
    fields = {}
    for name in _NAMES:
        if name not in ("url", "text") and (value := _string(row, name)):
            fields[name] = Field(value, f"record: {_called(row, name)}")
    if not text.strip():
        raise RefusedError("extract", "a record without a text")
    if "title" not in fields:
        raise RefusedError("extract", "a record without a title")
    return Found("record", text.strip(), fields, images=tuple(_images(row)))


def _called(row: Mapping[str, Any], name: str) -> str:
    return next((key for key in _NAMES[name] if row.get(key)), "")


def _string(row: Mapping[str, Any], name: str) -> str:
    """The first of a field's names that says something, as a string; a list becomes one with semicolons."""
    for key in _NAMES[name]:
        value = row.get(key)
        if isinstance(value, str) and value.strip():
            return _listed(value) if name in ("keywords", "author") else value
        if isinstance(value, list) and (parts := [part for part in value if isinstance(part, str)]):
            return ";".join(parts) if name == "keywords" else " ".join(parts)
    return ""


def _listed(value: str) -> str:
    """A list that a table holds as JSON or as Python shows it."""
    if value.startswith("["):
        try:
            parts = json.loads(value if '"' in value else value.replace("'", '"'))
        except ValueError:
            return value
        if isinstance(parts, list):
            return ";".join(str(part) for part in parts)
    return value


def _sections(body: Any) -> str:
    """fundus: {"summary": [...], "sections": [{"headline": [...], "paragraphs": [...]}]}."""
    if not isinstance(body, dict):
        return ""
    parts = list(body.get("summary") or [])
    for section in body.get("sections") or []:
        if isinstance(section, dict):
            parts += [*(section.get("headline") or []), *(section.get("paragraphs") or [])]
    return "\n\n".join(part for part in parts if isinstance(part, str) and part.strip())


def _images(row: Mapping[str, Any]) -> Iterable[Image]:
    for name in _IMAGES:
        value = row.get(name)
        if isinstance(value, str) and value.startswith("["):
            try:
                value = json.loads(value)
            except ValueError:
                value = None
        for each in value if isinstance(value, list) else [value]:
            url = each.get("url") if isinstance(each, dict) else each
            if isinstance(url, str) and is_web(url):
                caption = each.get("caption") if isinstance(each, dict) else ""
                yield Image(url, caption if isinstance(caption, str) else "")


def _time(row: Mapping[str, Any]) -> datetime | None:
    for name in _FETCHED:
        value = row.get(name)
        if isinstance(value, str):
            try:
                at = datetime.fromisoformat(value)
            except ValueError:
                continue
            return at if at.tzinfo else at.replace(tzinfo=UTC)
    return None


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()[:16]
