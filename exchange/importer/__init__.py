"""Read pages from files, recognised by content: WARC, ARC, WACZ, JSON lines, CSV, HTML, text. One module for each."""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from cundang.model.errors import RefusedError
from cundang.model.page import Page
from exchange.importer.csv_table import is_csv, read_csv_rows
from exchange.importer.files import MANIFEST, find_files, find_reason_to_skip, list_files, read_file, show_path
from exchange.importer.foreign_warc import is_warc, read_warc_pages
from exchange.importer.items import DamageError, Item, Sighting, Skipped
from exchange.importer.json_lines import is_json, read_json_rows
from exchange.importer.text_file import unpack_head
from exchange.importer.wacz import is_wacz, read_wacz_pages

__all__ = [
    "MANIFEST", "DamageError", "Item", "Sighting", "Skipped",
    "find_files", "identify", "list_files", "read", "read_file", "show_path",
]  # fmt: skip

_HEAD = 1 << 16  # bytes by which a file is recognised


def read(file: Path, root: Path, imported_at: datetime) -> tuple[bool, Iterator[Item]]:
    """Read the items of a file one by one, in constant memory; also returns whether such a file may hold many.

    A record that cannot be read gives a RefusedError in its place. If the rest of the file cannot be read, one is last.
    """
    try:
        with file.open("rb") as opened:
            head = opened.read(_HEAD)
    except OSError as error:
        return False, iter([RefusedError("import", f"cannot be read ({error.strerror})")])
    if is_warc(head):
        return True, _catch_refusals(read_warc_pages(file))
    if is_wacz(head):
        return True, _catch_refusals(read_wacz_pages(file))
    head = unpack_head(head)
    for is_one, read_rows in ((is_json, read_json_rows), (is_csv, read_csv_rows)):
        if is_one(head):
            return True, _catch_refusals(read_rows(file, imported_at))
    reason = find_reason_to_skip(file, head)
    return False, iter([Skipped(reason)]) if reason else _catch_refusals(_read_one(file, root, imported_at))


def identify(file: Path) -> str:
    """Identify a file under any name: by the digest of its beginning, and its size."""
    with file.open("rb") as opened:
        return f"{hashlib.sha256(opened.read(_HEAD)).hexdigest()}-{file.stat().st_size}"


def _read_one(file: Path, root: Path, imported_at: datetime) -> Iterator[Page | str | RefusedError]:
    yield read_file(file, root, imported_at)


def _catch_refusals(items: Iterator[Item] | Iterator[Page | str | RefusedError]) -> Iterator[Item]:
    """Turn a reader's strings into Skipped, and a RefusedError that it raises into the last item."""
    try:
        for item in items:
            yield Skipped(item) if isinstance(item, str) else item
    except RefusedError as refusal:
        yield refusal
