"""Revisit records: an answer that came again as it was names the record that holds its bytes (WARC 1.1, 6.7).

Our own name it by id, address and date, as the standard has it, and by file and offset, so that no index is needed
(WARC-Refers-To-Filename and WARC-Refers-To-File-Offset, which other tools write too).
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from cundang.model.page import Record
from cundang.raw.http_message import parse_answer
from cundang.raw.reader import RawRecord, read_records
from cundang.raw.storage import list_read_errors

_PROFILE = "http://netpreserve.org/warc/1.1/revisit/"
NOT_MODIFIED = f"{_PROFILE}server-not-modified"  # 304
IDENTICAL_PAYLOAD = f"{_PROFILE}identical-payload-digest"
_DIGEST = re.compile(r"(?:-[0-9a-f]{8})?\.warc\.gz$")  # what a merge adds to the name of a file
_LONGEST_NUMBER = 15  # digits of an offset
_FILE_NAME = re.compile(r"[\w.-]+\.warc\.gz")


def read_record(folder: Path, record: Record) -> RawRecord | None:
    """Read the record at a place in the WARC folder; None where none can be read."""
    try:
        with (folder / record.warc_file).open("rb") as file:
            found = next(read_records(file, record.warc_offset), None)
    except list_read_errors(folder):
        return None
    return found if found and found.is_readable and not found.fault else None


def find_original(folder: Path, revisit: RawRecord, own_file: str) -> tuple[Record, RawRecord] | None:
    """Find the response that a revisit of ours names, by its id; None where it is not in the WARC folder.

    A merge may have given the WARC file another name; the offset stays.
    """
    offset = revisit.header("warc-refers-to-file-offset")
    if not offset.isdecimal() or len(offset) > _LONGEST_NUMBER or not revisit.header("warc-refers-to"):
        return None
    for name in _list_candidates(folder, revisit.header("warc-refers-to-filename"), own_file):
        place = Record(name, int(offset))
        found = read_record(folder, place)
        if found and found.record_type == "response" and _is_named_by(found, revisit):
            return place, found
    return None


def _is_named_by(found: RawRecord, revisit: RawRecord) -> bool:
    return found.header("warc-record-id") == revisit.header("warc-refers-to") and found.url == revisit.url


def _list_candidates(folder: Path, named: str, own_file: str) -> Iterator[str]:
    if not _FILE_NAME.fullmatch(named):
        return
    yield named
    beginning = _DIGEST.sub("", named)
    for path in sorted(folder.glob("*.warc.gz")):
        if path.name != named and (path.name.startswith(beginning) or path.name == own_file):
            yield path.name


def resolve(folder: Path, revisit: RawRecord, own_file: str) -> RawRecord | None:
    """Make a revisit of ours the response that it stands for: its own date, and the original's head and body.

    Where the server sent a head of its own with the same body, that head stays. `own_file` is the revisit's WARC file.
    None where the original is not in the WARC folder.
    """
    found = find_original(folder, revisit, own_file)
    if found is None:
        return None
    _, original = found
    block = original.block
    if revisit.block:
        block = revisit.block + parse_answer(original.block).body
    headers = {**original.headers, "warc-date": revisit.headers.get("warc-date", b"")}
    return replace(revisit, headers=headers, block=block, size=len(block))
