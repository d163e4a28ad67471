"""Read a page of the WARC folder by the file and the offset of its record."""

import re
from pathlib import Path

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from cundang.model.errors import ArchiveError
from cundang.model.page import Page
from cundang.raw.storage import list_read_errors

_PAGES = WarcRecordType.response | WarcRecordType.resource


def read_page(folder: Path, warc_file: str, warc_offset: int) -> Page:
    """Read the page at an offset of a WARC file, content encoding undone. Raises ArchiveError where there is none."""
    if not re.fullmatch(r"[\w.-]+", warc_file):
        raise ArchiveError(f"{warc_file}: no WARC file of an archive has such a name; run `archive verify`")
    try:
        with (folder / warc_file).open("rb") as file:
            file.seek(warc_offset)
            for record in ArchiveIterator(file, record_types=_PAGES, auto_decode="content"):
                return make_page(record)
    except list_read_errors(folder) as error:
        raise ArchiveError(
            f"{folder / warc_file}: cannot be read at {warc_offset} ({error}); "
            "check that --warc names the archive's folder"
        ) from error
    raise ArchiveError(f"{folder / warc_file}: no page at {warc_offset}; run `archive verify`")


def make_page(record: WarcRecord) -> Page:
    """Make a page of a record; its content encoding is undone if the iterator undid it."""
    headers = record.http_headers if record.is_http else None
    return Page(
        url=record.headers["WARC-Target-URI"],
        fetched_at=record.record_date,
        status=headers.status_code or 0 if headers else 0,
        headers=tuple(headers.items()) if headers else (("Content-Type", record.headers["Content-Type"]),),
        body=record.reader.read(),
    )
