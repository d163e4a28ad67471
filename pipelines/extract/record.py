"""Articles that others have extracted: their records become pages, which go the way of every page."""

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
_KEYS = {
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
_FETCHED_AT = ("last_seen_at", "fetched_at", "date_download", "crawl_date", "download_date")
_IMAGES = ("images", "image_url", "image")


def is_article_row(names: Iterable[str]) -> bool:
    """Whether a record with these fields is that of an article: it has a text, or HTML, and an address or a title."""
    has = set(names)
    return bool(has & {*_KEYS["text"], *_HTML}) and bool(has & {*_KEYS["url"], *_KEYS["title"]})


def page_from_row(row: Mapping[str, Any], imported_at: datetime) -> Page:
    """Make a page of a record: of its HTML where it has some, else of the record itself, as JSON.

    A record that is none of an article becomes a page too: it is kept, and `read_row` refuses it.
    """
    address, wayback_time = unwrap_wayback(_read_string(row, "url"))
    fetched_at = _read_time(row)
    if wayback_time:
        fetched_at = datetime.strptime(wayback_time, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    html = next((row[key] for key in _HTML if isinstance(row.get(key), str) and row[key].strip()), "")
    content = html or json.dumps(row, ensure_ascii=False, sort_keys=True)
    body = content.encode("utf-8", "replace")
    digest = hashlib.sha256(body).hexdigest()[:16]
    url = canonicalize(address) if is_web(address) else f"file:{digest}.{'html' if html else 'json'}"
    content_type = "text/html; charset=utf-8" if html else MEDIA_TYPE
    headers = (("Content-Type", content_type),)
    return Page(url, fetched_at or imported_at, 0, headers, body, is_sighting=fetched_at is not None)


def is_row(page: Page) -> bool:
    """Whether a page is such a record."""
    return page.header("content-type") == MEDIA_TYPE


def read_row(page: Page) -> Found:
    """Extract the article in a record. Raises RefusedError where it has no title or no text."""
    row = json.loads(page.body)
    if not is_article_row(row):
        has = ", ".join(row)[:200] or "nothing"
        raise RefusedError("extract", f"a JSON record without a text, or without address and title; it has {has}")
    text = _read_string(row, "text") or _join_sections(row.get("body"))
    if "\n\n" not in text:
        text = text.replace("\n", "\n\n")
    fields = {}
    for name, keys in _KEYS.items():
        if name not in ("url", "text") and (value := _read_string(row, name)):
            fields[name] = Field(value, f"record: {next((key for key in keys if row.get(key)), '')}")
    if not text.strip():
        raise RefusedError("extract", "a record without a text")
    if "title" not in fields:
        raise RefusedError("extract", "a record without a title")
    return Found("record", text.strip(), fields, images=tuple(_iterate_images(row)))


def _read_string(row: Mapping[str, Any], name: str) -> str:
    """Read a field as a string, by the first of its keys that has a value; empty where none has.

    Of a list the strings are joined: keywords by semicolons, others by spaces.
    """
    for key in _KEYS[name]:
        value = row.get(key)
        if isinstance(value, str) and value.strip():
            return _join_list(value) if name in ("keywords", "author") else value
        if isinstance(value, list) and (parts := [part for part in value if isinstance(part, str)]):
            return ";".join(parts) if name == "keywords" else " ".join(parts)
    return ""


def _join_list(value: str) -> str:
    """Join a list that a table holds as JSON or as Python writes it; other strings stay as they are."""
    if value.startswith("["):
        try:
            parts = json.loads(value if '"' in value else value.replace("'", '"'))
        except ValueError:
            return value
        if isinstance(parts, list):
            return ";".join(str(part) for part in parts)
    return value


def _join_sections(body: Any) -> str:
    """Join a body as fundus has it: {"summary": [...], "sections": [{"headline": [...], "paragraphs": [...]}]}."""
    if not isinstance(body, dict):
        return ""
    parts = list(body.get("summary") or [])
    for section in body.get("sections") or []:
        if isinstance(section, dict):
            parts += [*(section.get("headline") or []), *(section.get("paragraphs") or [])]
    return "\n\n".join(part for part in parts if isinstance(part, str) and part.strip())


def _iterate_images(row: Mapping[str, Any]) -> Iterable[Image]:
    for key in _IMAGES:
        value = row.get(key)
        if isinstance(value, str) and value.startswith("["):
            try:
                value = json.loads(value)
            except ValueError:
                value = None
        for image in value if isinstance(value, list) else [value]:
            url = image.get("url") if isinstance(image, dict) else image
            if isinstance(url, str) and is_web(url):
                caption = image.get("caption") if isinstance(image, dict) else ""
                yield Image(url, caption if isinstance(caption, str) else "")


def _read_time(row: Mapping[str, Any]) -> datetime | None:
    """Read when a record was fetched; a time without a zone is in UTC."""
    for key in _FETCHED_AT:
        value = row.get(key)
        if isinstance(value, str):
            try:
                moment = datetime.fromisoformat(value)
            except ValueError:
                continue
            return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return None
