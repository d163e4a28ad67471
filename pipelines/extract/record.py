"""Articles that others have extracted: their records become pages, which go the way of every page."""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from cundang.model.article import Attachment, Field, Found, Image
from cundang.model.errors import RefusedError
from cundang.model.page import Page
from cundang.model.publisher import BEIJING
from cundang.text.address import canonicalize, is_web, path_of, unwrap_wayback
from cundang.text.dates import is_possible_fetch, parse_date, parse_stamp
from cundang.text.file_address import find_file_name
from pipelines.extract.record_names import has_any, iterate_values
from pipelines.extract.tree import Drop, parse, read_content
from pipelines.extract.worker import is_heavy, run_bounded

MEDIA_TYPE = "application/json; profile=article"

_FIELDS = (
    "title",
    "kicker",
    "subtitle",
    "published",
    "modified",
    "source_name",
    "author",
    "editor",
    "section",
    "keywords",
)
_IDS = ("content_id", "tracking_number", "document_number", "index_number")
_EMPTY = frozenset(("", "nan", "nat", "none", "null", "n/a", "\\n", "-", "--"))  # as pandas and databases write nothing
_NO_SCHEME = re.compile(r"(?://)?((?:[\w-]{1,63}\.){1,8}[A-Za-z][\w-]{1,20}(?::\d{1,5})?/\S*)")
_MARKUP = re.compile(r"<(?:!|/?[a-z][a-z0-9]{0,12}[\s/>])", re.IGNORECASE)
_MARKUP_WITHIN = re.compile(r"</(?:p|div)>|<br ?/?>", re.IGNORECASE)
_LONGEST_TAG = 20  # characters, its name and one after it
_MOST_MARKUP = 2000  # characters in which a text that is HTML has its first tag
_EPOCH = re.compile(r"(\d{9,10}|\d{12,13})(?:\.\d{1,9})?", re.ASCII)


def is_article_row(names: Iterable[str]) -> bool:
    """Whether a record with these fields is that of an article: it has a text, or HTML, and an address or a title."""
    names = tuple(names)
    return has_any(names, "text", "summary", "html") and has_any(names, "url", "source", "title")


def page_from_row(row: Mapping[str, Any], imported_at: datetime) -> Page:
    """Make a page of a record: of its HTML where it has some, else of the record itself, as JSON.

    A record that is none of an article becomes a page too: it is kept, and `read_row` refuses it.
    """
    address, wayback_time = unwrap_wayback(_find_address(row))
    fetched_at = (parse_stamp(wayback_time) if wayback_time else None) or _read_time(row, imported_at)
    html = next((value for _, value in iterate_values(row, "html") if isinstance(value, str) and value.strip()), "")
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
    text = _read_text(row)
    if "\n\n" not in text:
        text = text.replace("\n", "\n\n")
    fields = {name: found for name in (*_FIELDS, *_IDS) if (found := _read_field(row, name))}
    if not text.strip():
        raise RefusedError("extract", "a record without a text")
    if "title" not in fields:
        raise RefusedError("extract", "a record without a title")
    images, attachments = tuple(_iterate_images(row)), tuple(_iterate_attachments(row))
    return Found("record", text.strip(), fields, images=images, attachments=attachments)


def _find_address(row: Mapping[str, Any]) -> str:
    """The address of the article in a record; empty where it has none.

    `source` may be a name, or the address of the site, whose path is empty.
    """
    for _, value in iterate_values(row, "url"):
        if address := _read_address(value):
            return address
    for _, value in iterate_values(row, "source"):
        if (address := _read_address(value)) and path_of(address) not in ("", "/"):
            return address
    return ""


def _read_address(value: Any) -> str:
    """Read an address, which people write without `http://` too, and JSON-LD as an object."""
    value = (value.get("@id") or value.get("url")) if isinstance(value, dict) else value
    if not isinstance(value, str):
        return ""
    value = value.strip()
    if not is_web(value) and (bare := _NO_SCHEME.fullmatch(value)):
        value = f"http://{bare[1]}"
    return value if is_web(value) else ""


def _read_text(row: Mapping[str, Any]) -> str:
    """Read the text of a record: paragraphs in a list, HTML and the sections of fundus become one string."""
    field = "text" if has_any(row, "text") else "summary"
    for _, value in iterate_values(row, field):
        if isinstance(value, dict):
            text = _join_sections(value)
        elif isinstance(value, list):
            text = "\n\n".join(part for part in value if isinstance(part, str))
        else:
            text = value.replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) else ""
        if _MARKUP.match(text.lstrip()[:_LONGEST_TAG]) or _MARKUP_WITHIN.search(text, 0, _MOST_MARKUP):
            text = run_bounded(_read_markup, text) if is_heavy(text) else _read_markup(text)
        if text.strip():
            return text
    return ""


def _read_markup(markup: str) -> str:
    return "\n\n".join(paragraph.text for paragraph in read_content(parse(markup), Drop()).paragraphs)


def _read_field(row: Mapping[str, Any], name: str) -> Field | None:
    """Read a field by the first of its columns that has a value. The address of a source is not its name."""
    for column, value in iterate_values(row, name):
        text = _to_string(value, name)
        if text.strip().casefold() not in _EMPTY and not (name == "source_name" and _read_address(text)):
            return Field(text, f"record: {column}")
    return None


def _to_string(value: Any, name: str) -> str:
    """Write a value as one string. Of a list the strings are joined: keywords by semicolons, others by spaces.

    Of an object its name counts, as in JSON-LD, or the moment in it, as MongoDB exports it.
    """
    if isinstance(value, dict):
        value = next((value[key] for key in ("name", "$date", "$numberLong") if key in value), "")
        return _to_string(value, name)
    if isinstance(value, list):
        parts = [part for part in (_to_string(each, name) for each in value) if part]
        return ";".join(parts) if name == "keywords" else " ".join(parts)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        return ""
    return _join_list(value) if name in ("keywords", "author") else value


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


def _join_sections(body: Mapping[str, Any]) -> str:
    """Join a body as fundus has it: {"summary": [...], "sections": [{"headline": [...], "paragraphs": [...]}]}."""
    parts = list(body.get("summary") or [])
    for section in body.get("sections") or []:
        if isinstance(section, dict):
            parts += [*(section.get("headline") or []), *(section.get("paragraphs") or [])]
    return "\n\n".join(part for part in parts if isinstance(part, str) and part.strip())


def _iterate_images(row: Mapping[str, Any]) -> Iterator[Image]:
    for _, value in iterate_values(row, "images"):
        for image in _parse_list(value):
            url = image.get("url") if isinstance(image, dict) else image
            if isinstance(url, str) and is_web(url):
                caption = image.get("caption") if isinstance(image, dict) else ""
                yield Image(url, caption if isinstance(caption, str) else "")


def _iterate_attachments(row: Mapping[str, Any]) -> Iterator[Attachment]:
    for _, value in iterate_values(row, "attachments"):
        for item in _parse_list(value):
            url = item.get("url") if isinstance(item, dict) else item
            if isinstance(url, str) and is_web(url):
                name = item.get("name") if isinstance(item, dict) else ""
                yield Attachment(url, (name if isinstance(name, str) else "") or find_file_name(url) or url)


def _parse_list(value: Any) -> list[Any]:
    """Parse a list that a table holds as JSON; what is none is the only one of a list."""
    if isinstance(value, str) and value.startswith("["):
        try:
            value = json.loads(value)
        except ValueError:
            return []
    return value if isinstance(value, list) else [value]


def _read_time(row: Mapping[str, Any], imported_at: datetime) -> datetime | None:
    """Read when a record was fetched; None where it does not say, or cannot have been then.

    A time without a zone is in UTC, as programs write it, or in that of Beijing in a column with a Chinese name.
    """
    for column, value in iterate_values(row, "fetched_at"):
        moment = _parse_moment(_to_string(value, "fetched_at").strip(), imported_at)
        if moment and not moment.tzinfo:
            is_local = not column.isascii() and (moment.hour or moment.minute)
            moment = moment.replace(tzinfo=BEIJING if is_local else UTC)
        if moment and is_possible_fetch(moment, imported_at):
            return moment
    return None


def _parse_moment(text: str, imported_at: datetime) -> datetime | None:
    """Parse a moment: seconds or milliseconds since 1970, ISO 8601, or a date in any other form that pages have."""
    try:
        if number := _EPOCH.fullmatch(text):
            return datetime.fromtimestamp(int(number[1]) / (1000 if len(number[1]) > 10 else 1), UTC)
        return datetime.fromisoformat(text)
    except ValueError:
        found = parse_date(text, None, imported_at)
        return datetime.fromisoformat(found) if found else None
