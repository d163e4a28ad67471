"""The folder of downloads beside an archive: what export and snapshot put there, for the page that lists it."""

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cundang.files.atomic import atomic_write

SUMS = "SHA256SUMS"
_SNAPSHOT = re.compile(r"\d{8}T\d{6}Z")


@dataclass(frozen=True, slots=True)
class Download:
    """A finished file: its name below the folder of downloads, its size in bytes, when it was made, its SHA-256."""

    name: str
    size: int
    made_at: str
    sha256: str


def downloads_folder(db: Path) -> Path:
    """Where the downloads of an archive are: beside it, .downloads for .db."""
    return db.with_suffix(".downloads")


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_checksums(folder: Path) -> dict[str, str]:
    """What SHA256SUMS in a folder says, by name."""
    file = folder / SUMS
    if not file.is_file():
        return {}
    lines = (line.split("  ", 1) for line in file.read_text(encoding="utf-8").splitlines())
    return {pair[1]: pair[0] for pair in lines if len(pair) == 2}


def note_checksum(path: Path) -> None:
    """Bring SHA256SUMS beside a file up to date."""
    known = {name: digest for name, digest in read_checksums(path.parent).items() if (path.parent / name).is_file()}
    known[path.name] = sha256_of(path)
    with atomic_write(path.parent / SUMS) as making:
        making.write_text("".join(f"{digest}  {name}\n" for name, digest in sorted(known.items())), encoding="utf-8")


def list_snapshots(folder: Path) -> list[Path]:
    """The finished snapshots, newest first. One that is being made has a hidden name."""
    if not folder.is_dir():
        return []
    return sorted((path for path in folder.iterdir() if path.is_dir() and _SNAPSHOT.fullmatch(path.name)), reverse=True)


def list_downloads(folder: Path) -> list[Download]:
    """The finished exports and the files of one snapshot's folder, by name. Hidden files are not finished."""
    if not folder.is_dir():
        return []
    known = read_checksums(folder)
    files = (path for path in sorted(folder.iterdir()) if path.is_file() and not path.name.startswith("."))
    return [_download(path, known.get(path.name, "")) for path in files]


def _download(path: Path, digest: str) -> Download:
    stat = path.stat()
    made_at = datetime.fromtimestamp(stat.st_mtime, UTC).isoformat(timespec="seconds")
    return Download(path.name, stat.st_size, made_at, digest)
