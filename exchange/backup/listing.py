"""Say which backups are at a place, and whether they are whole as far as names and sizes tell."""

from dataclasses import dataclass
from pathlib import Path

from exchange.backup.manifest import Manifest
from exchange.backup.pieces import PIECES
from exchange.backup.places import open_place
from exchange.backup.take import find_known, read_manifests


@dataclass(frozen=True, slots=True)
class Line:
    """A backup, or a line on what is no whole one."""

    manifest: Manifest | None
    missing: int = 0  # pieces
    what: str = ""

    def __str__(self) -> str:
        if self.manifest is None:
            return self.what
        each = self.manifest
        whole = f"{self.missing} pieces are missing" if self.missing else "whole"
        return f"{each.time}  {each.articles} articles  {each.bytes} bytes  {whole}"

    def to_json(self) -> dict[str, object]:
        """The line for scripts."""
        if self.manifest is None:
            return {"time": None, "what": self.what}
        each = self.manifest
        size = {"time": each.time, "articles": each.articles, "bytes": each.bytes}
        return {**size, "missing_pieces": self.missing, "whole": not self.missing}


def list_backups(address: str | Path) -> list[Line]:
    """A line for each backup at a place, the oldest first; then what is damaged, and what was cut short."""
    place = open_place(address)
    manifests, damaged = read_manifests(place)
    known = find_known(place, manifests)
    lines = [Line(manifest, len(manifest.list_pieces() - known)) for manifest in manifests]
    named = {digest for manifest in manifests for digest in manifest.list_pieces()}
    there = {name.rpartition("/")[2].removesuffix(".zst") for name in place.list_sizes(PIECES)}
    lines += [Line(None, what=what) for what in damaged]
    if left := len(there - named):
        lines.append(
            Line(None, what=f"{left} pieces of a backup that was cut short; the next one uses or deletes them")
        )
    return lines or [Line(None, what=f"{place.address}: no backup is there")]
