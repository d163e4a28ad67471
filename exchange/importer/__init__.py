"""Pages from files of others, recognised by content: WARC, WACZ, JSON lines, CSV, HTML pages, plain text. One a module."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cundang.model.errors import RefusedError
from cundang.model.page import Page
from exchange.importer.csv_table import is_csv, read_csv_rows
from exchange.importer.files import MANIFEST, find_files, read_file
from exchange.importer.foreign_warc import is_warc, read_warc_pages
from exchange.importer.json_lines import is_json, read_json_rows
from exchange.importer.wacz import is_wacz, read_wacz_pages

__all__ = ["MANIFEST", "Skipped", "find_files", "identify", "read", "read_file"]

_HEAD = 1 << 16  # bytes by which a file is recognised


@dataclass(frozen=True, slots=True)
class Skipped:
    """A record that is no page, and why: a picture, a redirect, a page that is not whole."""

    reason: str


Item = Page | Skipped | RefusedError


def read(file: Path, root: Path, imported_at: datetime) -> tuple[bool, Iterator[Item]]:
    """What a file holds, one by one, in flat memory; and whether it is one that may hold many.

    A record that cannot be read is a RefusedError in its place. Where the rest of the file cannot be read, one is the last.
    """
    try:
        with file.open("rb") as opened:
            head = opened.read(_HEAD)
    except OSError as error:
        return False, iter([RefusedError("import", f"cannot be read ({error.strerror})")])
    if is_warc(head):
        return True, _guarded(read_warc_pages(file))
    if is_wacz(head):
        return True, _guarded(read_wacz_pages(file))
    if is_json(head):
        return True, _guarded(read_json_rows(file, imported_at))
    if is_csv(head):
        return True, _guarded(read_csv_rows(file, imported_at))
    return False, _guarded(_one(file, root, imported_at))


def identify(file: Path) -> str:
    """By what a file is known under any name: the digest of its beginning, and its size."""
    with file.open("rb") as opened:
        return f"{hashlib.sha256(opened.read(_HEAD)).hexdigest()}-{file.stat().st_size}"


def _one(file: Path, root: Path, imported_at: datetime) -> Iterator[Page | str | RefusedError]:
    yield read_file(file, root, imported_at)


def _guarded(items: Iterator[Page | str | RefusedError]) -> Iterator[Item]:
    """What a reader gives; a reason alone is of a record that is skipped, and what it raises is its last item."""
    try:
        for item in items:
            yield Skipped(item) if isinstance(item, str) else item
    except RefusedError as refusal:
        yield refusal
