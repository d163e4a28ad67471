"""Verify a WARC file of an archive, the rows that name its records, and the records that no row names."""

import hashlib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cundang.raw.checker import find_fault
from cundang.raw.pages import find_reason_for_no_page, make_page
from cundang.raw.reader import RawRecord, read_records
from cundang.raw.revisits import resolve
from cundang.raw.storage import list_read_errors, require_reachable
from cundang.store.clock import stamp
from cundang.text.address import canonicalize, is_web
from upkeep.faults import COPY, REBUILD, TAKE_UP, Fault

Row = tuple[int, str, int, str | None, str | None]  # offset, table, id, address, digest

_NAMED_TYPES = ("response", "resource", "revisit")
_FETCHED_SINCE = "SELECT 1 FROM fetches WHERE url = ? AND fetched_at >= ? LIMIT 1"


@dataclass(slots=True)
class Unnamed:
    """Pages of a WARC file that no row names: how many, of how many nothing newer is held, and the first of these."""

    pages: int = 0
    lost: int = 0
    first: str = ""


def find_faults(
    db: sqlite3.Connection, path: Path, rows: list[Row], counts: dict[str, int], notes: list[str]
) -> Iterator[Fault]:
    """What is wrong with a WARC file, and with the rows that name its records; `counts` and `notes` are filled."""
    if not path.is_file():
        require_reachable(path)
        yield Fault(
            path.name,
            f"is not there, and {len(rows)} rows name it",
            "copy it from a backup, or say with --warc where it is",
        )
        return
    counts["files"] += 1
    pages: dict[int, tuple[str, str]] = {}  # by offset: the address, and the digest that `fetches` has
    expected = {offset: sha for offset, _, _, _, sha in rows if sha}
    named, unnamed = {offset for offset, *_ in rows}, Unnamed()
    try:
        with path.open("rb") as file:
            for record in read_records(file):
                counts["records"] += 1
                if record.is_readable and record.record_type in _NAMED_TYPES:
                    pages[record.offset] = (
                        record.url,
                        _find_digest(path, record) if record.offset in expected else "",
                    )
                if record.offset not in named:
                    _count_unnamed(db, record, unnamed)
                if fault := find_fault(record):
                    yield _describe(path, record, fault, rows)
    except list_read_errors(path) as error:
        yield Fault(path.name, f"cannot be read ({error})", COPY)
    if unnamed.lost:
        what = f"{unnamed.lost} pages are in no row, the first {unnamed.first}"
        yield Fault(path.name, what, TAKE_UP)
    if again := unnamed.pages - unnamed.lost:
        notes.append(f"{path.name}: {again} pages are in no row, and were fetched again since; {TAKE_UP}")
    for offset, table, row_id, url, sha in rows:
        if offset not in pages:
            yield Fault(f"{table} {row_id}", f"names {path.name} at {offset}, where no page begins", REBUILD)
            continue
        found_url, found_sha = pages[offset]
        if url and found_url and url != found_url:
            yield Fault(f"{table} {row_id}", f"is of {url}, but {path.name} at {offset} of {found_url}", REBUILD)
        elif sha and found_sha and sha != found_sha:
            yield Fault(f"{table} {row_id}", f"has another digest than {path.name} at {offset}", REBUILD)


def _count_unnamed(db: sqlite3.Connection, record: RawRecord, unnamed: Unnamed) -> None:
    """Count a record that no row names, if it is a page. A killed crawl leaves some, and fetches them again."""
    if not record.is_addressable or find_reason_for_no_page(record) is not None:
        return
    unnamed.pages += 1
    urls = {record.url, canonicalize(record.url) if is_web(record.url) else record.url}
    since = stamp(record.date) if record.date else ""
    if not any(db.execute(_FETCHED_SINCE, (url, since)).fetchone() for url in urls):
        unnamed.lost += 1
        unnamed.first = unnamed.first or f"{record.url[:200]} at {record.offset}"


def _find_digest(path: Path, record: RawRecord) -> str:
    """The digest of the page in a record, as `fetches` has it; of the page that a revisit names.

    Empty where there is none; the record that is lost is told by the rows that name it.
    """
    if record.record_type == "revisit":
        record = resolve(path.parent, record, path.name) or record
    return "" if find_reason_for_no_page(record) else hashlib.sha256(make_page(record).body).hexdigest()


def _describe(path: Path, record: RawRecord, fault: str, rows: list[Row]) -> Fault:
    """Describe a fault of a record: how many bytes and rows are lost with it, and what to do."""
    place = f"{path.name} at {record.offset}"
    if record.is_readable:
        return Fault(place, fault, COPY)
    is_at_end = record.end == path.stat().st_size
    lost = sum(record.offset <= offset and (is_at_end or offset < record.end) for offset, *_ in rows)
    cure = f"no row names it: cut it off with `truncate -s {record.offset} {path}`"
    what = f"{fault}, {record.end - record.offset} bytes from here on are lost ({lost} rows name them)"
    return Fault(place, what, COPY if lost or not is_at_end else cure)
