"""List the downloads beside an archive: the files that export and snapshot made, with their checksums."""

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
    """A complete file: its name below the folder of downloads, its size in bytes, when it was made, its SHA-256."""

    name: str
    size: int
    made_at: str
    sha256: str


def find_downloads_folder(db_path: Path) -> Path:
    """The folder of an archive's downloads: beside it, .downloads for .db."""
    return db_path.with_suffix(".downloads")


def compute_sha256(path: Path) -> str:
    """Compute the SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_checksums(folder: Path) -> dict[str, str]:
    """Read SHA256SUMS in a folder: the digests by file name."""
    file = folder / SUMS
    if not file.is_file():
        return {}
    lines = (line.split("  ", 1) for line in file.read_text(encoding="utf-8").splitlines())
    return {pair[1]: pair[0] for pair in lines if len(pair) == 2}


def record_checksum(path: Path) -> None:
    """Write the digest of a file into SHA256SUMS beside it."""
    known = {name: digest for name, digest in read_checksums(path.parent).items() if (path.parent / name).is_file()}
    known[path.name] = compute_sha256(path)
    with atomic_write(path.parent / SUMS) as making:
        making.write_text("".join(f"{digest}  {name}\n" for name, digest in sorted(known.items())), encoding="utf-8")


def list_snapshots(folder: Path) -> list[Path]:
    """List the complete snapshots, newest first. A snapshot that is being made has a hidden name."""
    if not folder.is_dir():
        return []
    return sorted((path for path in folder.iterdir() if path.is_dir() and _SNAPSHOT.fullmatch(path.name)), reverse=True)


def list_downloads(folder: Path) -> list[Download]:
    """List the complete files of a folder of exports or of a snapshot, by name. Hidden files are being made."""
    if not folder.is_dir():
        return []
    known = read_checksums(folder)
    files = (path for path in sorted(folder.iterdir()) if path.is_file() and not path.name.startswith("."))
    return [_describe(path, known.get(path.name, "")) for path in files]


def _describe(path: Path, digest: str) -> Download:
    stat = path.stat()
    made_at = datetime.fromtimestamp(stat.st_mtime, UTC).isoformat(timespec="seconds")
    return Download(path.name, stat.st_size, made_at, digest)
