"""Read HTML files (gzipped or not), MHTML and plain text as pages, with their addresses and times."""

import csv
import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from cundang.model.errors import RefusedError, UsageError
from cundang.model.page import Page
from cundang.text.address import is_web, unwrap_wayback
from cundang.text.dates import is_possible_fetch, parse_stamp
from cundang.text.file_type import find_file_type
from exchange.importer import mhtml
from exchange.importer.own_address import choose_address
from exchange.importer.saved_page import Origin, find_origin
from exchange.importer.text_file import HEAD, READ_ERRORS, decode_head, open_bytes
from pipelines.decode import decode
from pipelines.extract import is_html, list_own_addresses

MANIFEST = "MANIFEST.tsv"
_LARGEST_PAGE = 16 << 20  # bytes, unpacked: as for a page that is fetched
_XML = re.compile(
    r"\s*(?:<\?xml\b[^>]{0,300}>\s*)?(?:<!--[^>]{0,3000}-->\s*|<!DOCTYPE (?!html)[^>]{0,300}>\s*)*<([\w:]{1,40})"
)
_ROOTS = ("rss", "feed", "rdf:rdf", "urlset", "sitemapindex", "opml", "svg", "svg:svg")  # that no HTML page has
# The folder of the parts of a page saved "complete" as NAME.html: Chrome's and Firefox's, Internet Explorer's
_SAVED_PARTS = re.compile(r"(.+?)(?:_files|\.files)", re.DOTALL)
_PART = "a part of a page that a browser saved"
_CODE = (".js", ".mjs", ".css", ".map")  # texts, but of no article


class Found(NamedTuple):
    """A file at a path that was given; where it is none to read, the reason why it is passed over."""

    file: Path
    reason: str = ""


def list_files(path: Path) -> list[Found]:
    """List the files at a path: itself, or all below it in order, without hidden files and tables of addresses.

    Passed over are links in a folder: one that leads out of it names what was not asked for, and what it names within
    is found anyway. So are the parts of a page that a browser saved, in the folder beside it. Raises UsageError where
    nothing is there.
    """
    if not path.exists():
        raise UsageError(f"{show_path(path)}: no such file or folder, so nothing was read from it")
    if not path.is_dir():
        return [Found(path)]
    found: list[Found] = []
    waiting = [Found(path)]
    while waiting:
        folder, reason = waiting.pop()
        try:
            entries = [
                entry for entry in os.scandir(folder) if not entry.name.startswith(".") and entry.name != MANIFEST
            ]
        except OSError as error:
            found.append(Found(folder, f"a folder that cannot be read ({error.strerror})"))
            continue
        stems = {entry.name.rpartition(".")[0] for entry in entries if entry.is_file()}
        for entry in entries:
            if entry.is_symlink():
                found.append(Found(Path(entry.path), "a link, which is not followed"))
            elif entry.is_dir():
                parts = _SAVED_PARTS.fullmatch(entry.name)
                waiting.append(Found(Path(entry.path), reason or (_PART if parts and parts[1] in stems else "")))
            else:
                found.append(
                    Found(Path(entry.path), reason or ("" if entry.is_file() else "a pipe, a socket or a device"))
                )
    if not found:
        raise UsageError(f"{show_path(path)}: no files in this folder, so nothing was read from it")
    return sorted(found)


def find_files(path: Path) -> list[Path]:
    """Find the files at a path that are to be read. Raises UsageError where nothing is there."""
    return [file for file, reason in list_files(path) if not reason]


def show_path(path: Path) -> str:
    """Write a path so that it can be printed and stored: what is no UTF-8 and what moves a cursor is escaped."""
    shown = os.fsencode(path).decode("utf-8", "backslashreplace")
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in shown)


def read_file(file: Path, root: Path, imported_at: datetime) -> Page:
    """Read a file as a page. Raises RefusedError where it is none, or cannot be read or decompressed.

    Its address is the first of these: the one in a table of addresses in its folder or above; the one that the program
    noted that saved it; the one that the page gives (canonical link, og:url), if it can be an article's; `file:` and
    its path below the folder that is imported. It was fetched when its address says (of the Wayback Machine), or the
    table (column `fetched_at`), or the program that saved it, else it comes with `imported_at`.
    """
    body = _read_bytes(file)
    if found := find_file_type(body[:HEAD]):
        raise RefusedError("import", f"{found.name}, and no page")
    table = _read_addresses(file.absolute().parent)
    address, told_at = table.get(file.absolute(), ("", None))
    if mhtml.is_mhtml(body[:HEAD]):
        snapshot = mhtml.read_snapshot(body)
        body, content_type, origin = snapshot.body, snapshot.content_type, Origin(snapshot.url, snapshot.at)
    else:
        beginning, _ = decode_head(body[:HEAD])
        if (xml := _XML.match(beginning)) and (xml[1].lower() in _ROOTS or not is_html(beginning)):
            raise RefusedError("import", f"XML ({xml[1]}), and no page")
        content_type, origin = ("text/html" if is_html(beginning) else "text/plain"), Origin()
    page = Page("", imported_at, 0, (("Content-Type", content_type),), body)
    if "html" in content_type:
        text = _decode(page)
        noted = find_origin(text)
        origin = Origin(origin.url or noted.url, origin.at or noted.at)
        if not is_web(address):
            known = frozenset(path for path, (url, _) in table.items() if is_web(url))
            address = choose_address(origin.url, _list_own(text), file, root, known)
    address, digits = unwrap_wayback(address)
    if not is_web(address):
        address = f"file:{quote(os.fsencode(file.relative_to(root).as_posix()))}"
    times = (parse_stamp(digits) if digits else None, told_at, origin.at)
    at = next((time for time in times if time and is_possible_fetch(time, imported_at)), None)
    return Page(address, at or imported_at, page.status, page.headers, body, is_sighting=at is not None)


def find_reason_to_skip(file: Path, head: bytes) -> str | None:
    """The reason why a file can be no page, by its beginning: a picture, a font, a script; None if it may be one."""
    found = find_file_type(head)
    if found and not found.is_document:
        return found.name
    if file.suffix.lower() in _CODE and not found and not is_html(decode_head(head)[0]):
        return "a script or style sheet"
    return None


def _read_bytes(file: Path) -> bytes:
    """Read a file, unpacked where gzip packed it; an MHTML file, which has pictures too, may be larger than a page."""
    try:
        with open_bytes(file) as opened:
            body = opened.read(_LARGEST_PAGE + 1)
            if len(body) > _LARGEST_PAGE and mhtml.is_mhtml(body[:HEAD]):
                body += opened.read(mhtml.LARGEST - _LARGEST_PAGE)
                if len(body) > mhtml.LARGEST:
                    raise RefusedError("import", f"an MHTML file larger than {mhtml.LARGEST >> 20} MiB")
                return body
    except READ_ERRORS as error:
        raise RefusedError("import", f"cannot be read ({error})") from error
    if len(body) > _LARGEST_PAGE:
        raise RefusedError("import", f"larger than {_LARGEST_PAGE >> 20} MiB, which no page is")
    return body


def _decode(page: Page) -> str:
    try:
        return decode(page).text
    except RefusedError:
        return ""


def _list_own(text: str) -> list[str]:
    try:
        return list_own_addresses(text) if text else []
    except RefusedError:
        return []


@cache
def _read_addresses(folder: Path) -> dict[Path, tuple[str, datetime | None]]:
    """Read the nearest table of addresses in a folder or above it: each file's, and when it was fetched."""
    for place in (folder, *folder.parents):
        manifest = place / MANIFEST
        if manifest.is_file():
            return {place / path: (url, at) for path, url, at in _read_rows(manifest)}
    return {}


def _read_rows(manifest: Path) -> Iterator[tuple[str, str, datetime | None]]:
    """Read the columns `path`, `url` and `fetched_at` of a table of addresses."""
    try:
        with manifest.open(encoding="utf-8-sig", newline="") as lines:
            for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
                if row.get("path"):
                    yield row["path"], (row.get("url") or "").strip(), _read_time(row.get("fetched_at") or "")
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"{show_path(manifest)}: cannot be read as a table of addresses ({error})") from error


def _read_time(text: str) -> datetime | None:
    """Read a moment in ISO 8601, without a zone in UTC; None where it is none."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
