"""What can be read of an archive that may be damaged, before another takes its place."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from cundang.model.errors import ArchiveError
from cundang.store.damage import ERRORS
from cundang.store.decisions import Decisions, add_decisions, salvage_decisions
from cundang.store.identity import read_identity, set_identity
from cundang.store.read_only import connect_to_read
from cundang.store.schema import examine, open_as_found


@dataclass(frozen=True, slots=True)
class Remains:
    """What is at a path. `fault` says why it is no whole archive, `lost` why not all decisions could be read."""

    is_there: bool = False
    articles: int = 0
    uuid: str | None = None
    decisions: Decisions = field(default_factory=dict)
    fault: str = ""
    lost: str = ""


def find_remains(db_path: Path) -> Remains:
    """Read what can be read at a path; a file without any table counts as none."""
    if not db_path.exists() or db_path.stat().st_size == 0:
        return Remains()
    fault = _find_fault(db_path)
    try:
        connection = connect_to_read(db_path)
    except ERRORS as error:
        return Remains(True, fault=fault or str(error), lost=str(error))
    with closing(connection):
        return _read(connection, fault)


def _read(connection: sqlite3.Connection, fault: str) -> Remains:
    articles, uuid = 0, None
    try:
        if not connection.execute("SELECT 1 FROM sqlite_master").fetchone():
            return Remains()
        articles = connection.execute("SELECT count(*) FROM articles").fetchone()[0]
    except ERRORS as error:
        fault = fault or str(error)
    try:
        uuid = read_identity(connection)
    except ERRORS as error:
        fault = fault or str(error)
    decisions, lost = salvage_decisions(connection)
    return Remains(True, articles, uuid, decisions, fault or lost, lost)


def _find_fault(db_path: Path) -> str:
    """Why a file is no whole archive; empty where it is one. Raises ArchiveError where it is none of ours, or newer."""
    try:
        with closing(open_as_found(db_path).conn) as connection:
            standing = examine(connection)
            result = str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
            fault = "" if standing.is_known else standing.fault  # of an older version
            return fault or ("" if result == "ok" else " ".join(result.split()))
    except ERRORS as error:
        return str(error)
    except ArchiveError as error:
        if isinstance(error.__cause__, ERRORS):
            return str(error.__cause__)
        raise


def take_over(connection: sqlite3.Connection, remains: Remains) -> None:
    """Give a new archive what was read of the one whose place it takes: who it is, and what is withdrawn."""
    add_decisions(connection, remains.decisions)
    if remains.uuid:
        set_identity(connection, remains.uuid)
