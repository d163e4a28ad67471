"""Select the records of the WARC folder that go into a WACZ, and read them, in the order of files and offsets."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import BinaryIO

from cundang.model.errors import ArchiveError
from cundang.raw.pages import find_warc_file
from cundang.raw.reader import RawRecord, read_records
from cundang.raw.storage import list_read_errors
from cundang.search.query import Query
from cundang.search.results import make_ids_sql
from cundang.store.redactions import WITHDRAWN_DIGESTS, WITHDRAWN_URLS
from cundang.text.parts import find_stem, names_part

_CHUNK = 1 << 20
_SELECTED = "SELECT id, url FROM articles"
# Records of withdrawn articles are kept, where they are not erased, but are given to nobody.
_WITHDRAWN = f"""
    withdrawn(url) AS MATERIALIZED (
      {WITHDRAWN_URLS}
      UNION SELECT f.url FROM ({WITHDRAWN_URLS}) w JOIN fetches f
      ON f.url >= find_stem(w.url) AND f.url < find_stem(w.url) || char(1114111)
      WHERE f.outcome = 'part' AND f.purpose IS NULL AND names_part(w.url, f.url)
    ), digests(sha256) AS MATERIALIZED ({WITHDRAWN_DIGESTS})
"""  # noqa: S608 - statements of ours
_SHOWN = """
    f.url NOT IN (SELECT url FROM withdrawn) AND (f.sha256 IS NULL OR f.sha256 NOT IN (SELECT sha256 FROM digests))
"""
# Rows that name a record: its file, its offset, and the revision that was read from it.
_OF_ALL = f"""
    SELECT f.warc_file, f.warc_offset, NULL AS revision_id FROM fetches f WHERE f.warc_file IS NOT NULL AND {_SHOWN}
    UNION SELECT p.warc_file, p.warc_offset, NULL FROM problems p
    WHERE p.warc_file IS NOT NULL AND p.url NOT IN (SELECT url FROM withdrawn)
"""  # noqa: S608 - statements of ours
# Every answer of an article's address, of the addresses that were redirected to it, and of its further pages. Style
# sheets, scripts and icons are those of all pages of a site; its pictures go along, but for those of other articles.
_OF_SELECTED = f"""
    SELECT f.warc_file, f.warc_offset, NULL AS revision_id FROM fetches f JOIN addresses ON addresses.url = f.url
    WHERE f.warc_file IS NOT NULL
    UNION SELECT f.warc_file, f.warc_offset, NULL FROM selected s JOIN fetches f
    ON f.url >= find_stem(s.url) AND f.url < find_stem(s.url) || char(1114111)
    WHERE f.outcome = 'part' AND f.purpose IS NULL AND f.warc_file IS NOT NULL AND names_part(s.url, f.url)
    UNION SELECT f.warc_file, f.warc_offset, NULL FROM runs r JOIN fetches f ON f.run_id = r.id
    WHERE r.site IN (SELECT site FROM articles WHERE id IN (SELECT id FROM selected))
      AND f.purpose = 'requisite' AND f.warc_file IS NOT NULL
      AND f.url NOT IN (SELECT url FROM images WHERE article_id NOT IN (SELECT id FROM selected)) AND {_SHOWN}
"""  # noqa: S608 - as above
_OF_BOTH = """
    UNION SELECT warc_file, warc_offset, id FROM revisions
    WHERE warc_file IS NOT NULL AND article_id IN (SELECT id FROM selected)
    UNION SELECT warc_file, warc_offset, NULL FROM images
    WHERE warc_file IS NOT NULL AND article_id IN (SELECT id FROM selected)
    UNION SELECT warc_file, warc_offset, NULL FROM attachments
    WHERE warc_file IS NOT NULL AND article_id IN (SELECT id FROM selected)
"""
_ADDRESSES = """
    addresses(url) AS (
      SELECT url FROM selected UNION SELECT u.url FROM urls u JOIN addresses a ON u.redirect_to = a.url
    )
"""
_WITHOUT = "SELECT count(*) FROM revisions WHERE warc_file IS NULL AND article_id IN (SELECT id FROM selected)"


@dataclass(frozen=True, slots=True)
class Named:
    """A record that rows name, with the ids of the revisions that were read from it."""

    warc_file: str
    warc_offset: int
    revisions: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Copied:
    """A record to be copied, and the file that it is read from."""

    record: RawRecord
    revisions: tuple[int, ...]
    path: Path
    file: BinaryIO

    def read(self) -> Iterator[bytes]:
        """Read the bytes of its member, as they stand."""
        left = self.record.end - self.record.offset
        with _explain_read_errors(self.path, self.record.offset):
            self.file.seek(self.record.offset)
        while left:
            with _explain_read_errors(self.path, self.record.offset):
                data = self.file.read(min(left, _CHUNK))
            if not data:
                raise _make_error(self.path, self.record.offset, "it ends within this record")
            left -= len(data)
            yield data


def select_records(connection: sqlite3.Connection, query: Query | None) -> Iterator[Named]:
    """Select the records of the articles that a query finds, or all that rows name, sorted by file and offset."""
    connection.create_function("find_stem", 1, find_stem, deterministic=True)
    connection.create_function("names_part", 2, names_part, deterministic=True)
    selected, bound = _select_articles(query)
    sql = f"{_OF_SELECTED if query else _OF_ALL}{_OF_BOTH} ORDER BY warc_file, warc_offset, revision_id"
    rows = connection.execute(f"WITH RECURSIVE selected AS ({selected}), {_ADDRESSES}, {_WITHDRAWN} {sql}", bound)
    for (warc_file, warc_offset), same in groupby(rows, key=lambda row: row[:2]):
        yield Named(warc_file, warc_offset, tuple(row[2] for row in same if row[2] is not None))


def count_without_record(connection: sqlite3.Connection, query: Query | None) -> int:
    """Count the versions of the selected articles whose raw page the archive does not have."""
    selected, bound = _select_articles(query)
    return int(connection.execute(f"WITH selected AS ({selected}) {_WITHOUT}", bound).fetchone()[0])


def _select_articles(query: Query | None) -> tuple[str, dict[str, str]]:
    if query is None:
        return _SELECTED, {}
    found, bound = make_ids_sql(query)
    return f"{_SELECTED} WHERE id IN ({found})", bound


def read_copied(folder: Path, named: Iterator[Named]) -> Iterator[tuple[str, int, Iterator[Copied]]]:
    """Read the records that rows name: each file's name and size with its records, to be used up before the next file.

    With a record come those behind it that name it as concurrent (its request), and with the first of a file the
    warcinfo at its beginning.
    Raises ArchiveError where a file is missing or a record cannot be read.
    """
    for warc_file, of_file in groupby(named, key=lambda each: each.warc_file):
        path = find_warc_file(folder, warc_file)
        with _open(path) as parsed, _open(path) as copied:
            yield warc_file, parsed.seek(0, os.SEEK_END), _read_file(path, parsed, copied, of_file)


def _read_file(path: Path, parsed: BinaryIO, copied: BinaryIO, named: Iterator[Named]) -> Iterator[Copied]:
    reading = _Reading(path, parsed)
    first = reading.read(0)
    if first is not None and first.record_type == "warcinfo" and first.is_readable:
        yield Copied(first, (), path, copied)
    for each in named:
        record = reading.read(each.warc_offset)
        if record is None or record.offset != each.warc_offset:
            raise _make_error(path, each.warc_offset, "no record begins there")
        if not record.is_readable or record.date is None:
            raise _make_error(path, each.warc_offset, record.fault or "its record has no date")
        yield Copied(record, each.revisions, path, copied)
        own, last = record.header("warc-record-id"), record
        while own and (following := reading.read(last.end)) and _is_concurrent(following, last.end, own):
            yield Copied(following, (), path, copied)
            last = following


def _is_concurrent(record: RawRecord, offset: int, own: str) -> bool:
    """Whether the record at an offset belongs to the one with an id that stands before it."""
    return record.offset == offset and record.is_readable and record.header("warc-concurrent-to") == own


def _open(path: Path) -> BinaryIO:
    with _explain_read_errors(path):
        return path.open("rb")


@contextmanager
def _explain_read_errors(path: Path, offset: int = 0) -> Iterator[None]:
    try:
        yield
    except list_read_errors(path) as error:
        raise _make_error(path, offset, str(error)) from error


def _make_error(path: Path, offset: int, why: str) -> ArchiveError:
    return ArchiveError(
        f"{path}: cannot be read at {offset} ({why}); "
        "nothing was written: check that --warc names the archive's folder, and run `archive verify`"
    )


class _Reading:
    """Reads records at rising offsets; where they follow each other, as the file is read on."""

    def __init__(self, path: Path, file: BinaryIO) -> None:
        self._path = path
        self._file = file
        self._records: Iterator[RawRecord] = iter(())
        self._next = -1  # the offset of what `_records` gives next
        self._last: RawRecord | None = None

    def read(self, offset: int) -> RawRecord | None:
        """Read the record at an offset; None where the file ends before."""
        if self._last is not None and self._last.offset == offset:
            return self._last
        with _explain_read_errors(self._path, offset):
            if offset != self._next:
                self._file.seek(offset)
                self._records = read_records(self._file, offset)
            self._last = next(self._records, None)
        self._next = self._last.end if self._last else -1
        return self._last
