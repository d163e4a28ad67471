"""Verify an archive: every WARC record, every row that names one, hashes, references, the search index."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from cundang.raw.storage import explain_storage_errors, require_reachable
from cundang.store.damage import ERRORS, name_way_out
from cundang.store.schema import examine, explain, open_as_found
from cundang.store.shape import find_others
from upkeep import verify_database, verify_records
from upkeep.faults import Fault, limit
from upkeep.verify_records import Row

# The columns of a row that names a record, by table.
_NAMED = {
    "fetches": "id, url, sha256",
    "revisions": "id, NULL, NULL",
    "problems": "id, NULL, NULL",
    "images": "rowid, NULL, sha256",
    "attachments": "rowid, NULL, sha256",
}


@dataclass(slots=True)
class Verified:
    """How much was read, the faults that were found, what others made in the database, as `view by_month`, and what is
    told though nothing is wrong.
    """

    schema: int
    counts: dict[str, int] = field(default_factory=lambda: {"files": 0, "records": 0, "articles": 0, "revisions": 0})
    faults: list[Fault] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def verify(db_path: Path, folder: Path, report_progress: Callable[[str], None] = lambda _: None) -> Verified:
    """Read everything and compare, without any change. `report_progress` gets the name of each file before it is read.

    Raises ArchiveError where the database cannot be opened at all, or a store does not answer.
    """
    with closing(open_as_found(db_path).conn) as db:
        report_progress(db_path.name)
        try:
            standing = examine(db)
            verified = Verified(standing.version, others=list(find_others(db)))
        except ERRORS as error:
            raise explain(db_path, error) from error
        if standing.fault:
            verified.faults.append(Fault(db_path.name, standing.fault, standing.cure))
        verified.faults += limit(verify_database.find_faults(db, db_path, verified.counts))
        try:
            tables = [table for table in _NAMED if _has_records(db, table)]
            files = " UNION ".join(f"SELECT warc_file FROM {table}" for table in tables)  # noqa: S608 - our names
            named = {name for (name,) in db.execute(files) if name}
            with explain_storage_errors(require_reachable(folder)):
                there = {path.name for path in folder.glob("*.warc.gz")} if folder.is_dir() else set()
            for name in sorted(named | there):
                report_progress(name)
                rows = [row for table in tables for row in _select_rows(db, table, name)]
                with explain_storage_errors(folder):
                    verified.faults += limit(
                        verify_records.find_faults(db, folder / name, rows, verified.counts, verified.notes)
                    )
        except (sqlite3.DatabaseError, ValueError, TypeError) as error:
            verified.faults.append(Fault(db_path.name, f"cannot be read to its end ({error})", name_way_out(db_path)))
    return verified


def _has_records(db: sqlite3.Connection, table: str) -> bool:
    """Whether the rows of a table name records; those of an older file may not."""
    return db.execute("SELECT 1 FROM pragma_table_info(?) WHERE name = 'warc_file'", (table,)).fetchone() is not None


def _select_rows(db: sqlite3.Connection, table: str, warc_file: str) -> list[Row]:
    """The rows of a table that name records of a WARC file."""
    sql = f"SELECT warc_offset, '{table}', {_NAMED[table]} FROM {table} WHERE warc_file = ?"  # noqa: S608 - our names
    return db.execute(sql, (warc_file,)).fetchall()
