"""Keep what a page computed until the archive changes: all articles are counted once, and not for every reader."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from datasette_config.reading import find_file

Kept = TypeVar("Kept")
_MOST = 200  # results; more are forgotten together
_kept: dict[tuple[str, object], tuple[object, Any]] = {}


def keep(connection: sqlite3.Connection, name: object, make: Callable[[sqlite3.Connection], Kept]) -> Kept:
    """What `make` made of the archive under this name, or makes now if the archive was written to since."""
    path = find_file(connection)
    if not path:  # of an archive in memory nobody sees that it changes
        return make(connection)
    state = tuple(_look_at(Path(f"{path}{ending}")) for ending in ("", "-wal"))
    if (found := _kept.get((path, name))) and found[0] == state:
        kept: Kept = found[1]
        return kept
    made = make(connection)
    if len(_kept) >= _MOST:
        _kept.clear()
    _kept[path, name] = state, made
    return made


def _look_at(path: Path) -> tuple[int, int] | None:
    """When a file was written to and its size: SQLite writes to the file, or to the log beside it, and to no other."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
