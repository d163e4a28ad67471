"""Reach backups that were made before a decision: each is restored in a folder of its own, and its pieces made anew."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from cundang.files.lock import Lock
from cundang.model.errors import ArchiveError
from cundang.model.exit_codes import ExitCode
from cundang.model.publisher import Publishers
from exchange.backup.manifest import ARCHIVE, SETTINGS, Manifest, write_manifest
from exchange.backup.places import Place, open_place
from exchange.backup.restore import restore
from exchange.backup.take import Taking, delete_leftovers, read_manifests
from upkeep.redact import apply_pending


@dataclass(slots=True)
class Reached:
    """The times of the backups that were made anew, and in lines what could not be reached."""

    times: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


def redact_backups(
    db_path: Path,
    address: str | Path,
    publishers: Callable[[], Publishers] = Publishers,
    report_progress: Callable[[str], None] = lambda _: None,
) -> Reached:
    """Apply the decisions that the newest backup at a place has to all older ones there; then delete the old pieces.

    Call it after `backup`, which sends today's decisions. Needs room beside the archive for one of the backups. Raises
    ArchiveError where another backup runs.
    """
    reached = Reached()
    with ExitStack() as held:
        held.callback(Lock(db_path.with_name(f"{db_path.name}-backup.lock"), "backup").release)
        place = open_place(address)
        require_held = held.enter_context(place.hold())
        manifests, damaged = read_manifests(place)
        reached.left += damaged
        for manifest in manifests[:-1]:
            if _holds_all(manifest, manifests[-1]):
                continue
            report_progress(manifest.time)
            try:
                anew = _make_anew(db_path, place, manifests, manifest, publishers, reached)
            except ArchiveError as error:
                if error.exit_code == ExitCode.LOCKED:
                    raise
                reached.left.append(f"{manifest.time}: {error}")
                continue
            require_held()
            place.sync()
            place.write(manifest.name, write_manifest(anew))
            reached.times.append(manifest.time)
        place.sync()
        if not damaged:
            delete_leftovers(place, read_manifests(place)[0])
    return reached


def _holds_all(manifest: Manifest, newest: Manifest) -> bool:
    """Whether all that the newest backup knows to be withdrawn was out of an older one."""
    return _list_applied(newest, also_pending=True) <= _list_applied(manifest)


def _list_applied(manifest: Manifest, also_pending: bool = False) -> set[tuple[str, str, str]]:
    rows = manifest.decisions.get("redactions", ())
    found = [row for row in rows if not row["lifted_at"] and (row.get("applied_at") or also_pending)]
    return {(row["url"], row["level"], row["decided_at"]) for row in found}


def _make_anew(
    db_path: Path,
    place: Place,
    manifests: list[Manifest],
    manifest: Manifest,
    publishers: Callable[[], Publishers],
    reached: Reached,
) -> Manifest:
    """Restore a backup in a folder, apply the decisions that are newer, and send what that changed."""
    with TemporaryDirectory(prefix=f".{db_path.name}.redacting-", dir=db_path.parent) as name:
        db, warc = Path(name, "archive.db"), Path(name, "archive.warc")

        def finish(new: Path, folder: Path) -> None:
            left = apply_pending(new, folder, publishers).left
            reached.left.extend(f"{manifest.time}: {line}" for line in left)

        restored = restore(place.address, db, warc, manifest.time, finish=finish)
        reached.left += [f"{manifest.time}: {line} is only named in the backup" for line in restored.missing]
        taking = Taking(place, manifests, False, lambda _: None)
        files = taking.take(db, warc, manifest.uuid, True)
    noted = [file for file in manifest.files if file.pieces is None]
    kept = [file for file in manifest.files if file.kind == SETTINGS]
    made = [file for file in files.files if file.kind != SETTINGS]
    made.sort(key=lambda file: file.kind != ARCHIVE)
    whole = (*made, *kept, *noted)
    return replace(files, taken_at=manifest.taken_at, warc=manifest.warc, files=whole)
