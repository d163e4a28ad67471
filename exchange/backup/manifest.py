"""The manifest of a backup: which files it holds, and of which pieces each is made."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any

from cundang.model.errors import ArchiveError
from cundang.store.schema import VERSION

FORMAT = 1  # of manifests and pieces
BACKUPS = "backups/"

ARCHIVE, SETTINGS, WARC, OUTGOING = "archive", "settings", "warc", "outgoing"  # the kinds of files
KINDS = (ARCHIVE, SETTINGS, WARC, OUTGOING)

LARGEST_PIECE = 4 << 20  # bytes
_TIME = "%Y%m%dT%H%M%SZ"
_DIGEST = re.compile(r"[0-9a-f]{64}")
_NAME = re.compile(r"[^/\\\0-\x1f]{1,255}")  # of a file within its folder


@dataclass(frozen=True, slots=True)
class File:
    """A file as a backup holds it: its kind, its name, how many bytes of it, and its pieces in their order.

    `seen` is what tells without reading whether the original changed since: its size and time, or the tag that a store
    gave it. `pieces` is None where the file was only noted.
    """

    kind: str
    name: str
    bytes: int
    seen: str
    pieces: tuple[str, ...] | None

    def is_the_same_as(self, other: "File | None") -> bool:
        """Whether it is of the same original, unchanged."""
        return other is not None and other.seen == self.seen


@dataclass(frozen=True, slots=True)
class Manifest:
    """A backup: of which archive, when, what is in it. `decisions` are those of `read_decisions`."""

    uuid: str
    taken_at: datetime
    schema: int
    articles: int
    warc: str  # the address of the WARC folder that it was made of
    files: tuple[File, ...]
    decisions: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    software: str = ""
    format: int = FORMAT

    @property
    def name(self) -> str:
        """The name of its file at the place of backups."""
        return f"{BACKUPS}{self.time}.json"

    @property
    def time(self) -> str:
        """When it was taken, in UTC, as names have it: 20260131T093000Z."""
        return self.taken_at.astimezone(UTC).strftime(_TIME)

    @property
    def bytes(self) -> int:
        """The bytes of its files, as they are when they are restored."""
        return sum(file.bytes for file in self.files if file.pieces is not None)

    def list_pieces(self) -> set[str]:
        """The digests of all its pieces."""
        return {digest for file in self.files for digest in file.pieces or ()}


def write_manifest(manifest: Manifest) -> bytes:
    """A manifest as the bytes of its file."""
    values = asdict(manifest) | {"taken_at": manifest.time}
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()


def parse_manifest(data: bytes, place: str) -> Manifest:
    """Parse a manifest; `place` is where it stands, for errors.

    Raises ArchiveError where it is none, where a newer version made it, or where it names what no backup of ours has.
    """
    try:
        values = json.loads(data)
        if values["format"] > FORMAT or values["schema"] > VERSION:
            raise ArchiveError(
                f"{place}: made by a newer version (format {values['format']}, schema {values['schema']}; this one "
                f"knows {FORMAT} and {VERSION}); update this software"
            )
        files = tuple(_parse_file(each) for each in values.pop("files"))
        taken_at = datetime.strptime(values.pop("taken_at"), _TIME).replace(tzinfo=UTC)
        _require_archive(files)
        return Manifest(files=files, taken_at=taken_at, **values)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ArchiveError(f"{place}: damaged, it is no manifest of a backup ({error}); name another backup") from error


def _require_archive(files: Sequence[File]) -> None:
    (archive,) = (file for file in files if file.kind == ARCHIVE)
    if not archive.pieces or not archive.bytes:
        raise ValueError("without an archive")
    if len({(file.kind, file.name) for file in files}) < len(files):
        raise ValueError("a file stands in it twice")


def _parse_file(values: Mapping[str, Any]) -> File:
    """A file of a manifest; ValueError where a name or a digest is none, as they become paths."""
    pieces = values["pieces"]
    file = File(
        str(values["kind"]),
        str(values["name"]),
        int(values["bytes"]),
        str(values["seen"]),
        None if pieces is None else tuple(pieces),
    )
    if file.kind not in KINDS or not _NAME.fullmatch(file.name) or file.name.startswith("."):
        raise ValueError(f"{file.name[:100]!r} is no name of a file in a backup")
    if not all(isinstance(digest, str) and _DIGEST.fullmatch(digest) for digest in file.pieces or ()):
        raise ValueError(f"{file.name[:100]} has a piece without a digest")
    if file.bytes < 0 or (file.bytes > LARGEST_PIECE * len(file.pieces or ()) and file.pieces is not None):
        raise ValueError(f"{file.name[:100]} has another size than its pieces")
    return file


def choose_kept(manifests: Sequence[Manifest], keep: int) -> list[Manifest]:
    """Which of the backups stay: the newest `keep`, and the last of each of the last twelve months that have one."""
    newest_first = sorted(manifests, key=lambda each: each.time, reverse=True)
    of_month: dict[str, Manifest] = {}
    for manifest in newest_first:
        of_month.setdefault(manifest.time[:6], manifest)
    kept = {each.time for each in [*newest_first[:keep], *list(of_month.values())[:12]]}
    return [each for each in manifests if each.time in kept]
