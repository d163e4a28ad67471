"""Take withdrawn articles out of what was made of the archive before: snapshots and exports in its downloads."""

import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import zstandard

from cundang.files.atomic import atomic_write, make_temporary_path
from cundang.files.lock import Lock
from cundang.model.errors import ArchiveError
from cundang.model.settings import About
from cundang.store.data_dictionary import describe_tables
from exchange.downloads import SUMS, list_snapshots, read_checksums
from exchange.export import FORMATS
from exchange.needles import Needles, UnreadableError, holds_any
from exchange.snapshot import clear_remains, delete, remake

_FRAME_HEADER = 18  # bytes of the largest header of a zstd frame (RFC 8878, 3.1.1.1)
HOW = ("remake", "delete", "keep")
_COPY = "archive.db.zst"
_DONE = ".withdrawn"  # of the folder: a line a decision that was carried out in it
_FORMS = {ending: form for form, ending in reversed(FORMATS.items())} | {".wacz": "wacz"}


@dataclass(slots=True)
class Withdrawn:
    """What was done in a folder of downloads, by the names of files and snapshots in it.

    `kept` still hold an article, as it was asked for. `failed` may: each with the reason why nobody can tell, or why
    it could not be made anew.
    """

    remade: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)

    def list_lines(self, folder: Path) -> list[str]:
        """Tell it in lines; each names the next step, where there is one."""
        return [
            *(f"{folder / name}: made anew without it" for name in self.remade),
            *(f"{folder / name}: held it, deleted; {_tell_how(name)}" for name in self.deleted),
            *(f"{folder / name}: still holds it, and was kept as asked" for name in self.kept),
            *(f"{folder / name}: {why}; delete it, or see for yourself" for name, why in self.failed.items()),
        ]


def _tell_how(name: str) -> str:
    """How to make an export again, as far as its name tells."""
    stem, _, ending = name.partition(".")
    form = _FORMS.get(f".{ending.split('.')[0]}")
    if form is None:
        return "`archive snapshot` makes a new one"
    table = stem.removesuffix("-spreadsheet")
    form = "spreadsheet" if table != stem else form
    if table == "query":
        return f"`archive export --format {form} --sql ...` makes it again"
    if table.endswith("-found"):
        return f"`archive export --format {form} --search ...` makes it again"
    if table in describe_tables() or table == "archive":
        of_table = "" if table in ("articles", "archive") else f" --table {table}"
        return f"`archive export --format {form}{of_table}` makes it again"
    return "`archive export --output` makes it again, as it was asked for"


def withdraw(
    folder: Path,
    needles: Needles,
    apply: Callable[[Path], bool],
    how: str = "remake",
    report_progress: Callable[[str], None] = lambda _: None,
    about: About | None = None,
) -> Withdrawn:
    """Take articles out of a folder of downloads, in one of the ways HOW.

    `apply` takes them out of the archive file that it is given, and returns whether that held any: it is called with
    a copy of each snapshot's. `needles` tell which exports hold one: those are deleted, as nobody knows how they were
    asked for. What is half made there is deleted too. `about` is for what is made anew.

    The caller holds the folder, see `hold_downloads`. Where this is killed it can be run again: each snapshot is the
    old or the new one.
    """
    done = Withdrawn()
    if folder.is_dir():
        clear_remains(folder)
        _withdraw_exports(folder, needles, how, done, report_progress)
        for place in list_snapshots(folder):
            report_progress(f"snapshot {place.name}")
            _withdraw_snapshot(place, apply, how, done, report_progress, about or About())
    return done


@contextmanager
def hold_downloads(folder: Path) -> Iterator[None]:
    """Let no snapshot be made in a folder meanwhile. Raises ArchiveError with exit code LOCKED where one is."""
    lock = Lock(folder / ".lock", f"{folder}: snapshot") if folder.is_dir() else None
    try:
        yield
    finally:
        if lock:
            lock.release()


def read_done(folder: Path) -> frozenset[str]:
    """Read which decisions were carried out in a folder, by their keys: see `note_done`."""
    try:
        return frozenset((folder / _DONE).read_text(encoding="ascii").split())
    except (FileNotFoundError, NotADirectoryError):
        return frozenset()


def note_done(folder: Path, keys: Iterable[str]) -> None:
    """Note which decisions were carried out in a folder, so that none is carried out there again."""
    if folder.is_dir():
        with atomic_write(folder / _DONE) as making:
            making.write_text("\n".join(sorted(keys)) + "\n", encoding="ascii")


def _withdraw_exports(
    folder: Path, needles: Needles, how: str, done: Withdrawn, report_progress: Callable[[str], None]
) -> None:
    for path in sorted(folder.iterdir()):
        if not path.is_file() or path.name.startswith(".") or path.name == SUMS:
            continue
        report_progress(path.name)
        try:
            is_held = holds_any(path, needles)
        except UnreadableError as error:
            done.failed[path.name] = f"cannot be searched ({error})"
            continue
        if is_held and how == "keep":
            done.kept.append(path.name)
        elif is_held:
            path.unlink()
            done.deleted.append(path.name)
    mend_checksums(folder)


def mend_checksums(folder: Path) -> None:
    """Take the lines of files that are not there any more out of SHA256SUMS."""
    known = read_checksums(folder)
    there = {name: digest for name, digest in known.items() if (folder / name).is_file()}
    if there == known:
        return
    if not there:
        (folder / SUMS).unlink()
        return
    with atomic_write(folder / SUMS) as making:
        making.write_text("".join(f"{digest}  {name}\n" for name, digest in sorted(there.items())), encoding="utf-8")


def _withdraw_snapshot(
    place: Path,
    apply: Callable[[Path], bool],
    how: str,
    done: Withdrawn,
    report_progress: Callable[[str], None],
    about: About,
) -> None:
    """Unpack a snapshot's archive beside it, apply the decisions to that, and make the snapshot anew of it."""
    work = make_temporary_path(place.with_name(f"{place.name}.unpacked"))
    try:
        work.mkdir()
        copy = work / "archive.db"
        _unpack(place / _COPY, copy)
        if not apply(copy):
            return
        if how == "remake":
            remake(copy, place, datetime.now(UTC), about, report_progress)
            done.remade.append(place.name)
        elif how == "delete":
            delete(place)
            done.deleted.append(place.name)
        else:
            done.kept.append(place.name)
    except (zstandard.ZstdError, sqlite3.Error, FileNotFoundError, ArchiveError) as error:
        done.failed[place.name] = f"cannot be made anew ({error})"
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _unpack(packed: Path, copy: Path) -> None:
    """Unpack a file of a snapshot. Raises ZstdError where it is damaged or cut short (zstandard says nothing then)."""
    with packed.open("rb") as file, copy.open("wb") as out:
        size = zstandard.get_frame_parameters(file.read(_FRAME_HEADER)).content_size
        file.seek(0)
        _, written = zstandard.ZstdDecompressor().copy_stream(file, out)
    if size not in (written, zstandard.CONTENTSIZE_UNKNOWN):
        raise zstandard.ZstdError(f"{packed.name} is cut short")
