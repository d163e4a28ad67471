"""Write Atom feeds (RFC 4287), and answer readers that have a feed already with 304 (RFC 9110, 13)."""

import hashlib
import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from datasette import Response

from cundang.model.contact import link_contact
from cundang.model.settings import About

_ATOM = "http://www.w3.org/2005/Atom"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?([+-]\d\d:\d\d|Z)", re.ASCII)
_NEVER = "1970-01-01T00:00:00+00:00"
_KEPT = "public, max-age=300"  # seconds; readers ask every quarter of an hour or less often


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. `link` is its page here, `via` that on the site; `published` is left out where it is no time."""

    id: str
    title: str
    link: str
    via: str
    updated: str
    published: str | None
    authors: Sequence[str]
    summary: str


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: where it is (`link`), the page that shows the same (`page`), its entries, and who keeps the archive."""

    id: str
    title: str
    link: str
    page: str
    language: str  # as in `xml:lang`
    entries: Sequence[Entry]
    about: About


def make_id(*parts: str | None) -> str:
    """Make a tag URI (RFC 4151) of what stays in a rebuilt, merged, copied or moved archive."""
    return f"tag:cundang,2026:{quote('/'.join(filter(None, parts)), safe='/:+')}"


def write_feed(feed: Feed) -> str:
    """Write a feed as XML. What XML cannot hold is left out of texts."""
    root = ET.Element("feed", {"xmlns": _ATOM, _XML_LANG: feed.language})
    name = feed.about.title or "Cundang"
    _add(root, "title", f"{feed.title} · {name}")
    _add(root, "id", feed.id)
    _add(root, "updated", max((entry.updated for entry in feed.entries), key=_parse_time, default=_NEVER))
    author = _add(root, "author")
    _add(author, "name", name)
    if address := link_contact(feed.about.contact):
        is_mail = address.startswith("mailto:")
        _add(author, "email" if is_mail else "uri", feed.about.contact.strip().removeprefix("mailto:"))
    if feed.about.text_rights:
        _add(root, "rights", feed.about.text_rights)
    _add(root, "link", rel="self", type="application/atom+xml", href=feed.link)
    _add(root, "link", rel="alternate", type="text/html", href=feed.page)
    seen: Counter[str] = Counter()
    for entry in feed.entries:
        seen[entry.id] += 1
        place = f"/{seen[entry.id]}" if seen[entry.id] > 1 else ""  # of several edits in one second
        _write_entry(_add(root, "entry"), entry, f"{entry.id}{place}")
    return ET.tostring(root, encoding="unicode", xml_declaration=True)


def _write_entry(parent: ET.Element, entry: Entry, entry_id: str) -> None:
    _add(parent, "title", entry.title)
    _add(parent, "id", entry_id)
    _add(parent, "updated", entry.updated)
    if entry.published and is_time(entry.published):
        _add(parent, "published", entry.published)
    for name in entry.authors:
        _add(_add(parent, "author"), "name", name)
    _add(parent, "link", rel="alternate", type="text/html", href=entry.link)
    if entry.via.startswith(("http://", "https://")):
        _add(parent, "link", rel="via", href=entry.via)
    _add(parent, "summary", entry.summary, type="text")


def _add(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> ET.Element:
    child = ET.SubElement(parent, name, {key: _NOT_XML.sub("", value) for key, value in attributes.items()})
    child.text = None if text is None else _NOT_XML.sub("", text)
    return child


def is_time(text: str) -> bool:
    """Whether a string is a time as Atom requires (RFC 3339): with a clock and an offset, and of a day that is."""
    try:
        return bool(_TIME.fullmatch(text)) and bool(datetime.fromisoformat(text))
    except ValueError:
        return False


def _parse_time(text: str) -> datetime:
    return datetime.fromisoformat(text)


def answer_feed(request: Any, body: str, db: Path) -> Any:
    """Answer with a feed, or with 304 where the reader has it: the same bytes, or an archive that nobody wrote to.

    Last-Modified is the time of the archive's file, as an article that comes late changes the feed and not its newest
    time. The ETag is weak, as the answer may be compressed on its way.
    """
    etag = f'W/"{hashlib.sha256(body.encode()).hexdigest()[:32]}"'
    files = (path for path in (db, db.with_name(f"{db.name}-wal")) if path.exists())
    modified = datetime.fromtimestamp(int(max((path.stat().st_mtime for path in files), default=0)), UTC)
    headers = {
        "etag": etag,
        "last-modified": format_datetime(modified, usegmt=True),
        "cache-control": _KEPT,
    }
    kind = "application/atom+xml; charset=utf-8"
    has_it = _has_it(request.headers, etag, modified)
    return Response("" if has_it else body, status=304 if has_it else 200, headers=headers, content_type=kind)


def _has_it(headers: Any, etag: str, modified: datetime) -> bool:
    """Whether the reader has the answer. Of two conditions the ETag decides (RFC 9110, 13.2.2)."""
    if (known := headers.get("if-none-match")) is not None:
        tags = {tag.strip().removeprefix("W/") for tag in known.split(",")}
        return "*" in tags or etag.removeprefix("W/") in tags
    try:
        since = parsedate_to_datetime(headers.get("if-modified-since") or "")
    except ValueError:
        return False
    return since.tzinfo is not None and modified <= since
