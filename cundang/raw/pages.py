"""Make pages of records, and read the page that a row names, by the file and the offset of its record."""

import re
from pathlib import Path

from cundang.model.errors import ArchiveError
from cundang.model.page import Page
from cundang.raw.encodings import undo_encodings
from cundang.raw.http_message import HttpAnswer, parse_answer
from cundang.raw.reader import LARGEST_BLOCK, RawRecord, read_records
from cundang.raw.revisits import resolve
from cundang.raw.storage import list_read_errors

_PAGES = ("response", "resource")
# A field of our own on the record of an imported page without a time of its own: WARC-Date is that of the import.
UNDATED = ("Cundang-Page-Date", "unknown")


def find_reason_for_no_page(record: RawRecord) -> str | None:
    """The reason why a record is no page that can be read; None if it is one."""
    if not record.is_readable:
        return record.fault
    if record.record_type not in _PAGES:
        return f"a record of type {record.record_type or 'none'}"
    if record.date is None:
        return f"its date is none ({record.header('warc-date')[:40] or 'not given'})"
    if record.size > LARGEST_BLOCK:
        return f"larger than {LARGEST_BLOCK >> 20} MiB"
    return None


def parse_record(record: RawRecord) -> HttpAnswer | None:
    """Parse the HTTP answer in a record; None where it holds the bytes of a file."""
    is_http = record.header("content-type").lower().startswith("application/http")
    return parse_answer(record.block) if is_http or record.record_type == "response" else None


def make_page(record: RawRecord) -> Page:
    """Make a page of a record, its encodings undone. Raises ArchiveError where it is none."""
    moment = record.date
    if moment is None or (reason := find_reason_for_no_page(record)):
        reason = find_reason_for_no_page(record)
        raise ArchiveError(f"no page at {record.offset} ({reason}); run `archive verify`")
    answer = parse_record(record)
    is_sighting = record.header(UNDATED[0].lower()) != UNDATED[1]
    if answer is None:
        headers = (("Content-Type", record.header("content-type")),)
        return Page(record.url, moment, 0, headers, record.block, is_sighting=is_sighting)
    body, fault = undo_encodings(answer.body, answer.headers)
    return Page(record.url, moment, answer.status, answer.headers, body, fault, is_sighting)


def find_warc_file(folder: Path, warc_file: str) -> Path:
    """The path of a WARC file that a row names. Raises ArchiveError where the name leads out of the folder."""
    if not re.fullmatch(r"[\w.-]+", warc_file):
        raise ArchiveError(f"{warc_file}: no WARC file of an archive has such a name; run `archive verify`")
    return folder / warc_file


def read_page(folder: Path, warc_file: str, warc_offset: int) -> Page:
    """Read the page at an offset of a WARC file, its encodings undone. Raises ArchiveError where there is none.

    A revisit is the page that it names, as it was seen again.
    """
    path = find_warc_file(folder, warc_file)
    try:
        with path.open("rb") as file:
            record = next(read_records(file, warc_offset), None)
        if record and record.record_type == "revisit":
            record = resolve(folder, record, warc_file) or record
    except list_read_errors(folder) as error:
        raise ArchiveError(
            f"{folder / warc_file}: cannot be read at {warc_offset} ({error}); "
            "check that --warc names the archive's folder"
        ) from error
    if record is None:
        raise ArchiveError(f"{folder / warc_file}: no page at {warc_offset}; run `archive verify`")
    try:
        return make_page(record)
    except ArchiveError as error:
        raise ArchiveError(f"{folder / warc_file}: {error}") from error
