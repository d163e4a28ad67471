"""Kill upgrades of archives of each earlier version: each is done or not done, and the copy is whole or not there."""

import lzma
import os
import random
import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from cundang.store.migrations import SCHEMAS
from cundang.store.schema import VERSION, examine, open_archive
from cundang.store.upgrade import name_copy

ARCHIVES = Path(__file__).parents[1] / "tests/store/archives"
_WHOLE = 0.15  # seconds that an upgrade of the largest of them takes at most, where nothing else runs
_KEPT = ("articles", "revisions", "fetches", "runs")


def one_round(folder: Path, chance: random.Random) -> bool:
    """Bring up an archive of an earlier version, in an empty folder, and kill that at a random instant; then go on.

    Returns whether the kill came in time. Raises AssertionError, which says what is wrong.
    """
    db = folder / "archive.db"
    version = chance.choice([each for each in SCHEMAS if each != VERSION])
    db.write_bytes(lzma.decompress((ARCHIVES / f"{version}.db.xz").read_bytes()))
    before = read_rows(db)
    child = os.fork()
    if child == 0:
        try:
            open_archive(db).close()
        finally:
            os._exit(0)
    time.sleep(chance.uniform(0, _WHOLE))
    os.kill(child, signal.SIGKILL)
    was_killed = os.WIFSIGNALED(os.waitpid(child, 0)[1])
    is_new = _check(db, version, before)
    assert is_new or was_killed, f"{db}: nothing killed the upgrade, and it is not done"
    open_archive(db).close()
    assert _check(db, version, before), f"{db}: the next opening does not bring it up"
    left = {path.name for path in folder.iterdir()} - {db.name, name_copy(db, VERSION).name}
    assert not left, f"{db}: {left} stay"
    return was_killed


def _check(db: Path, version: int, before: object) -> bool:
    """Whether a file is of today's version; it is that or what it was, and a copy beside it is what it was."""
    copy = name_copy(db, VERSION)
    if copy.exists():
        assert read_rows(copy) == before, f"{copy}: has other rows than what it is a copy of"
        assert _version(copy) == version, f"{copy}: is not of version {version}"
    with closing(sqlite3.connect(db)) as connection:
        is_new = not examine(connection).fault
    assert is_new or _version(db) == version, f"{db}: is neither of version {version} nor of {VERSION}"
    assert not is_new or copy.exists(), f"{db}: was brought up without a copy"
    assert read_rows(db) == before, f"{db}: has other rows than before"
    return is_new


def _version(db: Path) -> int:
    with closing(sqlite3.connect(db)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def read_rows(db: Path) -> object:
    """What every version holds alike, of a file that SQLite finds whole."""
    with closing(sqlite3.connect(db)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",), f"{db}: damaged"
        columns = "id, url, title, text, sha256, first_seen_at, state"
        articles = connection.execute(f"SELECT {columns} FROM articles ORDER BY id").fetchall()
        return articles, [connection.execute(f"SELECT count(*) FROM {table}").fetchone() for table in _KEPT]
