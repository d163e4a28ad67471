"""What tells an archive and its copies from all others: the table `identity`."""

import sqlite3
import uuid
from contextlib import closing
from pathlib import Path

from cundang.store.clock import now
from cundang.store.schema import examine, open_archive, open_as_found

_MAKE = "INSERT INTO identity(uuid, made_at) SELECT ?, ? WHERE NOT EXISTS (SELECT 1 FROM identity)"


def read_identity(connection: sqlite3.Connection) -> str | None:
    """The UUID of an archive; None where it was never backed up."""
    row = connection.execute("SELECT uuid FROM identity").fetchone()
    return str(row[0]) if row else None


def make_identity(db_path: Path) -> str:
    """The UUID of an archive, which is given one where it has none. Writes to the file only then, or where an older
    version made it.
    """
    with closing(open_as_found(db_path)) as db:
        found = None if examine(db.conn).fault else read_identity(db.conn)
    if found:
        return found
    with closing(open_archive(db_path)) as db:
        db.conn.execute(_MAKE, (str(uuid.uuid4()), now()))
        return read_identity(db.conn) or ""


def set_identity(connection: sqlite3.Connection, value: str) -> None:
    """Give an archive that has none the UUID of the one that it takes the place of."""
    connection.execute(_MAKE, (value, now()))
