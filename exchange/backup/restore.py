"""Restore an archive from a backup: all is written beside what is there and checked, and put in place at the end."""

import hashlib
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from cundang.files.lock import Lock
from cundang.files.settings import find_settings_file
from cundang.model.errors import ArchiveError, UsageError
from cundang.raw.storage import explain_storage_errors, is_remote, upload
from cundang.raw.warc import find_end_of_records
from cundang.store.copies import close_log, put_in_place, replace_content, require_room
from cundang.store.decisions import add_decisions
from cundang.store.remains import Remains, find_remains
from cundang.store.schema import open_archive
from exchange.backup.manifest import ARCHIVE, LARGEST_PIECE, OUTGOING, SETTINGS, WARC, File, Manifest
from exchange.backup.pieces import PIECES, read_file
from exchange.backup.places import Place, open_place
from exchange.backup.take import find_known, read_manifests

ENDING = ".restoring"
_MINUTE = re.compile(r"[^T ]+[T ]\d\d:?\d\d(?:Z|[+-][\d:]+)?")


@dataclass(slots=True)
class Restored:
    """What a restore did. `missing` are WARC files that the backup only names and that are not where it says."""

    manifest: Manifest
    place: str
    written: list[str] = field(default_factory=list)
    unchanged: int = 0  # WARC files that were as in the backup
    longer: list[str] = field(default_factory=list)  # WARC files that have more records than in the backup
    missing: list[str] = field(default_factory=list)
    decisions: int = 0  # decisions that were made after the backup
    aside: Path | None = None  # where a damaged archive was put
    notes: list[str] = field(default_factory=list)


def restore(
    address: str | Path,
    db_path: Path,
    warc_folder: Path,
    at: str | None = None,
    replace: bool = False,
    finish: Callable[[Path, Path], object] = lambda db_path, warc_folder: None,
    report_progress: Callable[[str], None] = lambda _: None,
) -> Restored:
    """Restore an archive, its WARC files and settings from the newest backup at a place, or the last one until `at`.

    WARC files that are there and have more records than in the backup keep these, and files that it does not name stay.
    Decisions on withdrawn articles that the archive there has, or a newer backup, are added; `finish` applies them to
    the new file, before it is in its place, and to the WARC folder.
    Raises ArchiveError where a piece is missing or damaged, where the backup is of another archive, where a run is
    under way or the disk has no room, UsageError where an archive that holds articles is there without `replace`;
    nothing is then written.
    """
    place = open_place(address)
    manifests, damaged = read_manifests(place)
    if damaged and not manifests:
        raise ArchiveError(damaged[0])
    manifest = choose(place, manifests, at)
    if not db_path.parent.is_dir():
        raise UsageError(f"{db_path}: the folder {db_path.parent} does not exist; make it, or name another with --db")
    with ExitStack() as held:
        hold_archive(db_path, "restore", held)
        remains = find_remains(db_path)
        _require_replaceable(db_path, remains, manifest, replace)
        done = Restored(manifest, place.address)
        restoring = _Restoring(place, db_path, warc_folder, done, report_progress)
        try:
            restoring.write(remains)
            done.decisions = _add_decisions(restoring.new, manifests, manifest, remains)
            if remains.fault:
                done.notes.append(f"{db_path} was damaged ({remains.fault})")
            if remains.lost:
                done.notes.append("its decisions on withdrawn articles could not be read; those of the backups hold")
            report_progress("putting everything in place")
            restoring.put_in_place(remains, finish)
        finally:
            restoring.clean()
    return done


def hold_archive(db_path: Path, name: str, held: ExitStack) -> None:
    """Take the locks of an archive, so that no run writes to it."""
    own = db_path.with_name(f"{db_path.name}-{name}.lock")
    for path in sorted({own, *db_path.parent.glob(f"{db_path.name}-*.lock")}):
        run = path.name.removeprefix(f"{db_path.name}-").removesuffix(".lock")
        held.callback(Lock(path, run).release)


def choose(place: Place, manifests: list[Manifest], at: str | None) -> Manifest:
    """The newest backup, or the last one until a day, a minute or a second; UTC, where it names no zone."""
    if not manifests:
        pieces = len(place.list_sizes(PIECES))
        cut_short = f", but {pieces} pieces of one that was cut short" if pieces else ""
        raise UsageError(
            f"{place.address}: no backup is there{cut_short}; name the place that `archive backup` wrote to"
        )
    if at is None:
        return manifests[-1]
    before = _parse_end(at)
    until = [each for each in manifests if each.taken_at < before]
    if not until:
        raise UsageError(
            f"--at {at}: no backup was taken by then, the first is {manifests[0].time}; "
            "`archive restore FROM --list` shows them"
        )
    return until[-1]


def _parse_end(at: str) -> datetime:
    """The end of the day, the minute or the second that is written."""
    try:
        with suppress(ValueError):
            day = date.fromisoformat(at)
            return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=1)
        moment = datetime.fromisoformat(at)
        length = timedelta(minutes=1) if _MINUTE.fullmatch(at) else timedelta(seconds=1)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) + length
    except (ValueError, OverflowError):
        raise UsageError(f"--at {at}: is no day or time; write it as 2026-01-31, or 2026-01-31T09:30") from None


def _require_replaceable(db_path: Path, remains: Remains, manifest: Manifest, replace: bool) -> None:
    if remains.uuid and remains.uuid != manifest.uuid:
        raise ArchiveError(
            f"{db_path}: another archive ({remains.uuid}) than the backup is of ({manifest.uuid}); nothing was "
            "written, name another file with --db"
        )
    if replace or not remains.is_there:
        return
    if remains.fault:
        raise UsageError(
            f"{db_path}: damaged ({remains.fault}); --replace puts the backup in its place and keeps it beside"
        )
    if remains.articles:
        raise UsageError(
            f"{db_path}: holds {remains.articles} articles; --replace puts the backup of {manifest.time} in their place"
        )


def _add_decisions(new: Path, manifests: list[Manifest], manifest: Manifest, remains: Remains) -> int:
    """Add the decisions that were made after a backup to the file restored from it."""
    with closing(open_archive(new)) as db:
        db.execute("BEGIN IMMEDIATE")
        newer = [each.decisions for each in manifests if each.time > manifest.time and each.uuid == manifest.uuid]
        added = sum(add_decisions(db.conn, decisions) for decisions in [*newer, remains.decisions])
        db.execute("COMMIT")
    return added


class _Restoring:
    """The files of a backup while they are written beside their places."""

    def __init__(
        self,
        place: Place,
        db_path: Path,
        warc_folder: Path,
        done: Restored,
        report_progress: Callable[[str], None],
    ) -> None:
        self._place, self._db_path, self._warc_folder, self._done = place, db_path, warc_folder, done
        self._report = report_progress
        self._moves: list[tuple[Path, Path]] = []  # where a file is written, and where it belongs
        self._folder = db_path.with_name(f".{db_path.name}{ENDING}")
        self.new = self._folder / db_path.name
        self.clean()  # after a run that was killed

    def write(self, remains: Remains) -> None:
        """Write and check all files that are not there already."""
        manifest = self._done.manifest
        self._require_pieces(manifest)
        spool = self._db_path.with_suffix(".outgoing")
        files = [(file, self._find_place(file, spool)) for file in manifest.files]
        wanted = []
        for file, path in files:
            if file.pieces is None:
                self._look_for(file, path)
            elif file.kind == SETTINGS and path.exists():
                if path.read_bytes() != b"".join(read_file(self._place, file)):
                    self._done.notes.append(f"{path} stays as it is, the backup has another")
            elif file.kind not in (WARC, OUTGOING) or not self._is_there(file, path):
                wanted.append((file, path))
        self._require_room(wanted, remains)
        for file, path in wanted:
            self._report(file.name)
            self._write(file, path)

    def _require_pieces(self, manifest: Manifest) -> None:
        """Raise ArchiveError where a piece is missing: said before gigabytes are read."""
        known = find_known(self._place, [manifest])
        for file in manifest.files:
            missing = [digest for digest in file.pieces or () if digest not in known]
            if missing:
                raise ArchiveError(
                    f"{self._place.address}: {len(missing)} pieces of {file.name} are missing or empty, the first is "
                    f"{missing[0]}; nothing was written, name another backup with --at (--list shows them)"
                )

    def _find_place(self, file: File, spool: Path) -> Path:
        if file.kind == ARCHIVE:
            return self._db_path
        if file.kind == SETTINGS:
            return find_settings_file(self._db_path)
        return (spool if file.kind == OUTGOING else self._warc_folder) / file.name

    def _look_for(self, file: File, path: Path) -> None:
        """Look for a WARC file of a store that the backup only names."""
        with explain_storage_errors(path):
            if not path.exists() or path.stat().st_size != file.bytes:
                self._done.missing.append(f"{file.name} ({self._done.manifest.warc})")

    def _is_there(self, file: File, path: Path) -> bool:
        """Whether a WARC file is as in the backup, or has further records behind these."""
        with explain_storage_errors(path):
            if not path.exists() or path.stat().st_size < file.bytes:
                return False
            self._report(f"comparing {file.name}")
            if not all(digest == found for digest, found in zip(file.pieces or (), _digest(path, file), strict=True)):
                return False
            if path.stat().st_size > file.bytes:
                self._done.longer.append(file.name)
            else:
                self._done.unchanged += 1
        return True

    def _require_room(self, wanted: list[tuple[File, Path]], remains: Remains) -> None:
        sizes: dict[Path, int] = {}
        for file, path in wanted:
            folder = self._db_path.parent if is_remote(path) else path.parent
            while not folder.is_dir():
                folder = folder.parent
            twice = file.kind == ARCHIVE and remains.is_there and not remains.fault  # its log holds all of it too
            sizes[folder] = sizes.get(folder, 0) + file.bytes * (2 if twice else 1)
        by_disk: dict[int, tuple[Path, int]] = {}
        for folder, size in sizes.items():
            disk = folder.stat().st_dev
            by_disk[disk] = (folder, by_disk.get(disk, (folder, 0))[1] + size)
        for folder, size in by_disk.values():
            require_room(folder, size, f"the backup of {self._done.manifest.time}")

    def _write(self, file: File, path: Path) -> None:
        """Write a file beside its place."""
        making = self._find_making(file, path)
        try:
            making.parent.mkdir(parents=True, exist_ok=True)
            with making.open("wb") as out:
                self._moves.append((making, path))
                for data in read_file(self._place, file):
                    out.write(data)
                if file.kind == WARC and not is_remote(path) and path.exists():
                    self._keep_tail(file, path, out)
                out.flush()
                os.fsync(out.fileno())
        except OSError as error:
            raise ArchiveError(
                f"{path}: cannot be written ({error.strerror}); nothing was written, make room"
            ) from error
        self._done.written.append(file.name)

    def _find_making(self, file: File, path: Path) -> Path:
        """Where a file is written: on the disk where it belongs. What waits to be sent stands as beside its archive."""
        if file.kind == WARC and not is_remote(path):
            return path.with_name(f".{path.name}{ENDING}")
        return (self.new.with_suffix(".outgoing") if file.kind == OUTGOING else self._folder) / path.name

    def _keep_tail(self, file: File, path: Path, out: object) -> None:
        """Keep the records that a WARC file has behind those of the backup, which `redact` may have changed."""
        if path.stat().st_size <= file.bytes or find_end_of_records(path, file.bytes) == file.bytes:
            return
        with path.open("rb") as there:
            there.seek(file.bytes)
            while data := there.read(1 << 20):
                out.write(data)  # type: ignore[attr-defined]
        self._done.longer.append(file.name)

    def put_in_place(self, remains: Remains, finish: Callable[[Path, Path], object]) -> None:
        """Put all files in their places, the archive last: until then the old one finds its records where they were."""
        for making, path in self._moves:
            if path.parent == self._warc_folder:
                self._move(making, path)
        finish(self.new, self._warc_folder)
        for making, path in self._moves:
            if path.parent != self._warc_folder and path != self._db_path:
                self._move(making, path)
        close_log(self.new)
        if remains.is_there and not remains.fault:
            replace_content(self._db_path, self.new)
        else:
            self._done.aside = put_in_place(self._db_path, self.new)
        _sync(self._db_path.parent)

    def _move(self, making: Path, path: Path) -> None:
        if is_remote(path):
            upload(making, path)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        making.replace(path)
        _sync(path.parent)

    def clean(self) -> None:
        """Delete what is not in its place."""
        shutil.rmtree(self._folder, ignore_errors=True)
        if not is_remote(self._warc_folder):
            for path in self._warc_folder.glob(f".*{ENDING}"):
                with suppress(OSError):
                    path.unlink()


def _digest(path: Path, file: File) -> Iterator[str]:
    """The digests of the pieces that the beginning of a WARC file has, as many bytes as are in the backup."""
    left = file.bytes
    with path.open("rb") as there:
        while left > 0 and (data := there.read(min(LARGEST_PIECE, left))):
            left -= len(data)
            yield hashlib.sha256(data).hexdigest()


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    os.fsync(handle)
    os.close(handle)
