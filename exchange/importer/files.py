"""Read HTML files (gzipped or not) and plain text as pages, with their addresses."""

import csv
import gzip
import io
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from urllib.parse import quote

from cundang.model.errors import RefusedError, UsageError
from cundang.model.page import Page
from cundang.text.address import is_web, path_of, unwrap_wayback
from pipelines.decode import decode
from pipelines.extract import HEAD, find_own_address, is_html

MANIFEST = "MANIFEST.tsv"
_LARGEST_PAGE = 16 << 20  # bytes, unpacked: as for a page that is fetched


def find_files(path: Path) -> list[Path]:
    """Find the files at a path: itself, or all below it in order, without hidden files and tables of addresses.

    Raises UsageError where there is none.
    """
    if not path.exists():
        raise UsageError(f"{path}: no such file or folder, so nothing was read from it")
    if path.is_file():
        return [path]
    below = (p for p in path.rglob("*") if p.is_file() and p.name != MANIFEST)
    found = sorted(p for p in below if not any(part.startswith(".") for part in p.relative_to(path).parts))
    if not found:
        raise UsageError(f"{path}: no files in this folder, so nothing was read from it")
    return found


def read_file(file: Path, root: Path, imported_at: datetime) -> Page:
    """Read a file as a page. Raises RefusedError where it cannot be read or decompressed.

    Its address is the first of these: the one in a table of addresses in its folder or above; the one that the page
    gives (canonical link, og:url); `file:` and its path below the folder that is imported. From an address of the
    Wayback Machine the archived address and time are taken.
    """
    body = _read_bytes(file)
    address = _read_addresses(file.absolute().parent).get(file.absolute(), "")
    html = is_html(body[:HEAD].decode("utf-8", "replace"))
    page = Page("", imported_at, 0, (("Content-Type", "text/html" if html else "text/plain"),), body)
    if not is_web(address) and html:
        address = _find_own_address(page)
    address, at = unwrap_wayback(address)
    if not is_web(address):
        address = f"file:{quote(file.relative_to(root).as_posix())}"
    fetched_at = datetime.strptime(at, "%Y%m%d%H%M%S").replace(tzinfo=UTC) if at else imported_at
    return Page(address, fetched_at, page.status, page.headers, body, is_sighting=bool(at))


def _read_bytes(file: Path) -> bytes:
    try:
        body = file.read_bytes() if file.stat().st_size <= _LARGEST_PAGE else None
        if body and body.startswith(b"\x1f\x8b"):
            with gzip.open(io.BytesIO(body)) as unpacking:
                body = unpacking.read(_LARGEST_PAGE + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise RefusedError("import", f"cannot be read ({error})") from error
    if body is None or len(body) > _LARGEST_PAGE:
        raise RefusedError("import", f"larger than {_LARGEST_PAGE >> 20} MiB, which no page is")
    return body


def _find_own_address(page: Page) -> str:
    try:
        address = find_own_address(decode(page).text) or ""
        return "" if path_of(address) in ("", "/") else address  # a front page is not the address of an article
    except RefusedError:
        return ""


@cache
def _read_addresses(folder: Path) -> dict[Path, str]:
    """Read the nearest table of addresses in a folder or above it: the address of each file."""
    for place in (folder, *folder.parents):
        manifest = place / MANIFEST
        if manifest.is_file():
            return {place / path: url for path, url in _read_rows(manifest)}
    return {}


def _read_rows(manifest: Path) -> Iterator[tuple[str, str]]:
    """Read the columns `path` and `url` of a table of addresses."""
    try:
        with manifest.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
                if row.get("path"):
                    yield row["path"], (row.get("url") or "").strip()
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"{manifest}: cannot be read as a table of addresses ({error})") from error
