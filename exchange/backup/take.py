"""Back up an archive: its database, its WARC files, its settings, and what waits to be sent to a store."""

import shutil
import sqlite3
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, cast

from cundang.files.lock import Lock
from cundang.files.settings import find_settings_file
from cundang.model.errors import ArchiveError, UsageError
from cundang.raw.storage import explain_storage_errors, is_remote, require_reachable
from cundang.raw.warc import SOFTWARE, find_end_of_records
from cundang.store.clock import read_clock, stamp
from cundang.store.copies import copy_checked, open_copy
from cundang.store.decisions import read_decisions
from cundang.store.identity import make_identity
from cundang.store.schema import VERSION, require_file
from cundang.store.tasks import note_task
from exchange.backup.manifest import (
    ARCHIVE,
    BACKUPS,
    LARGEST_PIECE,
    OUTGOING,
    SETTINGS,
    WARC,
    File,
    Manifest,
    choose_kept,
    parse_manifest,
    write_manifest,
)
from exchange.backup.pieces import PIECES, Sender, name_piece, read_piece
from exchange.backup.places import Place, open_place

ARCHIVE_PIECE = 256 << 10  # bytes; docs/backup.md has what other sizes cost
_LAST_RECORDS = "SELECT warc_file, max(warc_offset) FROM fetches WHERE warc_file IS NOT NULL GROUP BY warc_file"


@dataclass(slots=True)
class Report:
    """What a backup did: its manifest, what was new of it, and what was deleted."""

    manifest: Manifest
    place: str
    sent_pieces: int = 0
    sent_bytes: int = 0
    deleted: list[str] = field(default_factory=list)  # the times of old backups
    leftovers: int = 0  # pieces that no backup names any more, or of one that was cut short
    notes: list[str] = field(default_factory=list)


def backup(
    db_path: Path,
    warc_folder: Path,
    address: str | Path,
    keep: int = 7,
    with_warc: bool = True,
    verify_all: bool = False,
    report_progress: Callable[[str], None] = lambda _: None,
) -> Report:
    """Back up an archive to a place, and delete backups there that are too old, see `choose_kept`.

    Crawls may go on. With `verify_all` everything is read, here and at the place; else what did not change since the
    last backup by size and time. Raises ArchiveError where another backup runs, where the place has backups of another
    archive or of a newer version, or where the archive is damaged; the place is then as before.
    """
    require_file(db_path)
    require_reachable(warc_folder)
    started_at = stamp(read_clock())
    with ExitStack() as held:
        for name in ("backup", "redact"):  # a decision that is applied meanwhile would be half in the copy
            held.callback(Lock(db_path.with_name(f"{db_path.name}-{name}.lock"), name).release)
        uuid = make_identity(db_path)
        place = open_place(address, is_made=True)
        _require_own(read_manifests(place)[0], uuid, place)
        require_held = held.enter_context(place.hold())
        manifests, damaged = read_manifests(place)
        _require_own(manifests, uuid, place)
        taking = Taking(place, manifests, verify_all, report_progress)
        manifest = taking.take(db_path, warc_folder, uuid, with_warc)
        require_held()
        place.sync()  # all that a manifest names is on the disk before it
        place.write(manifest.name, write_manifest(manifest))
        place.sync()
        done = Report(manifest, place.address, taking.sender.sent_pieces, taking.sender.sent_bytes)
        done.notes += taking.notes
        place.delete(
            map(name_piece, taking.damaged - taking.sender.known)
        )  # so that --list tells which backups lack them
        if damaged:
            done.notes.append(f"{damaged[0]}; as long as it is there, nothing old is deleted")
        else:
            kept = choose_kept([*manifests, manifest], keep)
            done.deleted = [each.time for each in manifests if each not in kept]
            place.delete(each.name for each in manifests if each not in kept)
            done.leftovers = delete_leftovers(place, kept)
        # Not where: readers of a published archive may ask for any table, and that is the operator's affair.
        taken = f"{manifest.time}, {manifest.articles} articles, {manifest.bytes} bytes"
        note_task(db_path, "backup", started_at, taken)
    return done


def read_manifests(place: Place) -> tuple[list[Manifest], list[str]]:
    """The backups at a place, the oldest first, and what is wrong with those that cannot be read.

    Raises ArchiveError where a newer version made one.
    """
    manifests, damaged = [], []
    for name in sorted(place.list_sizes(BACKUPS)):
        if not name.endswith(".json") or name.rpartition("/")[2].startswith("."):
            continue
        try:
            manifests.append(parse_manifest(place.read(name), f"{place.address}/{name}"))
        except ArchiveError as error:
            if "newer version" in str(error):
                raise
            damaged.append(str(error))
    return manifests, damaged


def delete_leftovers(place: Place, manifests: list[Manifest]) -> int:
    """Delete the pieces that none of the backups names; returns how many."""
    named = {name_piece(digest) for manifest in manifests for digest in manifest.list_pieces()}
    left = [name for name in place.list_sizes(PIECES) if name not in named]
    place.delete(left)
    return len(left)


def find_known(place: Place, manifests: list[Manifest]) -> set[str]:
    """The digests of the pieces that are at a place, and whole as far as their size tells."""
    there = {name.rpartition("/")[2].removesuffix(".zst") for name, size in place.list_sizes(PIECES).items() if size}
    if place.has_whole_files:
        return there
    # A machine that lost power may have left a file of the right name that is not all on the disk; what a manifest
    # names was synced before it.
    return there & {digest for manifest in manifests for digest in manifest.list_pieces()}


def _require_own(manifests: list[Manifest], uuid: str, place: Place) -> None:
    for manifest in manifests:
        if manifest.uuid != uuid:
            raise ArchiveError(
                f"{place.address}: holds backups of another archive ({manifest.uuid}, of {manifest.taken_at:%Y-%m-%d}, "
                f"this one is {uuid}); nothing was written, name a place of its own"
            )


class Taking:
    """A backup while it is taken."""

    def __init__(
        self, place: Place, manifests: list[Manifest], verify_all: bool, report_progress: Callable[[str], None]
    ) -> None:
        self._report = report_progress
        self.notes: list[str] = []
        self.damaged = self._find_damaged(place, manifests) if verify_all else set()
        known = find_known(place, manifests) - self.damaged
        self.sender = Sender(place, known)
        former = manifests[-1].files if manifests and not verify_all else ()
        self._former = {(file.kind, file.name): file for file in former if known.issuperset(file.pieces or ())}
        self._times = {manifest.time for manifest in manifests}

    def _find_damaged(self, place: Place, manifests: list[Manifest]) -> set[str]:
        """Read all pieces of all backups; returns the digests of those that are damaged, each with a note."""
        of = {digest: file for each in manifests for file in each.files for digest in file.pieces or ()}
        found = set()
        for digest, file in of.items():
            self._report(f"reading {name_piece(digest)}")
            try:
                read_piece(place, digest, file)
            except ArchiveError:
                self.notes.append(f"{name_piece(digest)} was missing or damaged, which holds a part of {file.name}")
                found.add(digest)
        return found

    def take(self, db_path: Path, warc_folder: Path, uuid: str, with_warc: bool) -> Manifest:
        """Send everything that is new; returns the manifest.

        The database goes first: the WARC files, which only grow, then have every record that its rows name. Files that
        wait to be sent to a store go before those of the store, where they then are.
        """
        moment = read_clock().replace(microsecond=0)
        for abandoned in db_path.parent.glob(f".{db_path.name}.backup-*"):  # of a run that was killed
            shutil.rmtree(abandoned, ignore_errors=True)
        folder = Path(mkdtemp(prefix=f".{db_path.name}.backup-", dir=db_path.parent))
        try:
            copy = folder / "copy.db"
            self._report(f"copying {db_path.name}")
            copy_checked(db_path, copy)
            with closing(open_copy(copy)) as connection:
                decisions = read_decisions(connection)
                articles = connection.execute("SELECT count(*) FROM articles").fetchone()[0]
                last_records = dict(connection.execute(_LAST_RECORDS).fetchall())
            if with_warc and last_records:
                self._require_raw_pages(db_path, warc_folder, list(last_records))
            files = [self._send(copy, ARCHIVE, "archive.db", copy.stat().st_size, ARCHIVE_PIECE)]
            copy.unlink()
        except sqlite3.Error as error:
            raise ArchiveError(f"{db_path}: cannot be copied ({error}); `archive verify` says what to do") from error
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        settings = find_settings_file(db_path)
        if settings.is_file():
            data = settings.read_bytes()
            files.append(
                File(SETTINGS, "archive.toml", len(data), "", self.sender.send(BytesIO(data), len(data), LARGEST_PIECE))
            )
        files += self._take_folder(db_path.with_suffix(".outgoing"), OUTGOING, last_records)
        if is_remote(warc_folder):
            files += self._take_store(warc_folder, with_warc)
        elif with_warc:
            files += self._take_folder(warc_folder, WARC, last_records)
        while moment.strftime("%Y%m%dT%H%M%SZ") in self._times:  # two within a second
            moment += timedelta(seconds=1)
        return Manifest(uuid, moment, VERSION, articles, str(warc_folder), tuple(files), decisions, SOFTWARE)

    def _require_raw_pages(self, db_path: Path, warc_folder: Path, named: list[str]) -> None:
        """Raise UsageError where no raw page is where it should be: a medium is not mounted, a folder was renamed.

        Each backup without them would push out one that has them. Of single files that lack there is a note.
        """
        folders = (warc_folder, db_path.with_suffix(".outgoing"))
        with explain_storage_errors(warc_folder):
            there = {path.name for folder in folders if folder.is_dir() for path in folder.glob("*.warc.gz")}
        lacking = sorted(set(named) - there)
        if len(lacking) == len(named):
            raise UsageError(
                f"{warc_folder}: has none of the {len(named)} WARC files that the archive names; "
                "name their folder with --warc, or leave them out with --no-warc"
            )
        self.notes += [f"{warc_folder}/{name}: not there; the backup is made without it" for name in lacking]

    def _take_folder(self, folder: Path, kind: str, last_records: dict[str, int]) -> Iterator[File]:
        """The WARC files of a folder of this machine."""
        for path in sorted(folder.glob("*.warc.gz")) if folder.is_dir() else ():
            try:
                about = path.stat()
                former = self._former.get((kind, path.name))
                seen = f"{about.st_size} {about.st_mtime_ns}"
                if former is not None and former.seen == seen and former.pieces is not None:
                    yield former
                    continue
                self._report(path.name)
                end = find_end(path, last_records.get(path.name, 0), about.st_size)
                yield self._send(path, kind, path.name, end, LARGEST_PIECE, seen)
            except FileNotFoundError:
                if kind == WARC:
                    raise
                # It was sent meanwhile, and is in the store, which comes next.

    def _take_store(self, folder: Path, with_warc: bool) -> Iterator[File]:
        """The WARC files of an object store; without `with_warc` only their names and sizes."""
        store: Any = cast("Any", folder)
        with explain_storage_errors(folder):
            for path in sorted(folder.glob("*.warc.gz")):
                size, seen = describe_object(store.fs.info(cast("Any", path).path))
                former = self._former.get((WARC, path.name))
                if former is not None and former.seen == seen and (former.pieces is not None or not with_warc):
                    yield former
                elif not with_warc:
                    yield File(WARC, path.name, size, seen, None)
                else:
                    self._report(path.name)
                    yield self._send(path, WARC, path.name, size, LARGEST_PIECE, seen)

    def _send(self, path: Path, kind: str, name: str, size: int, piece_bytes: int, seen: str = "") -> File:
        with path.open("rb") as file:
            return File(kind, name, size, seen, self.sender.send(file, size, piece_bytes))


def describe_object(about: dict[str, Any]) -> tuple[int, str]:
    """The size of a file in a store, and what changes whenever it is written anew."""
    size = int(about["size"])
    changed = about.get("ETag") or about.get("etag") or about.get("LastModified") or about.get("mtime")
    return size, f"{size} {changed or about.get('created') or ''}".strip()


def find_end(path: Path, last_record: int, size: int) -> int:
    """Where a WARC file of `size` bytes ends, without a record at its end that is just being written, or never was.

    `last_record` is the offset of the last one that a row names. A file that is damaged has all its bytes: where it
    can be read again, `archive verify` says.
    """
    last_record = last_record if last_record < size else 0
    end = find_end_of_records(path, last_record)
    if end >= size:
        return size
    is_cut = end > last_record or last_record == 0
    return end if is_cut and _is_incomplete(path, end, size) else size


def _is_incomplete(path: Path, start: int, end: int) -> bool:
    """Whether the bytes from `start` are the beginning of a gzip member: nothing is wrong, but it does not end."""
    member = zlib.decompressobj(zlib.MAX_WBITS | 16)
    with path.open("rb") as file:
        file.seek(start)
        while start < end and (data := file.read(min(1 << 16, end - start))):
            start += len(data)
            try:
                while data and not member.eof:
                    member.decompress(data, 1 << 20)
                    data = member.unconsumed_tail
            except zlib.error:
                return False
    return True
