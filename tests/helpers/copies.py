"""A copy of an archive that a test may harm, and what is in it."""

import shutil
import sqlite3
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from archive import main


def copy_of(db: Path, folder: Path, name: str = "archive") -> Path:
    """A copy of an archive and its WARC folder."""
    copy = folder / f"{name}.db"
    source, target = sqlite3.connect(db), sqlite3.connect(copy)
    source.backup(target)
    source.close()
    target.close()
    shutil.copytree(db.with_suffix(".warc"), copy.with_suffix(".warc"))
    return copy


def rows(db: Path, sql: str, *bound: object) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(db)
    try:
        return connection.execute(sql, bound).fetchall()
    finally:
        connection.close()


def change(db: Path, sql: str, *bound: object) -> None:
    connection = sqlite3.connect(db)
    connection.execute(sql, bound)
    connection.commit()
    connection.close()


def content(db: Path, *without: str) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables, but of those named."""
    names = [name for (name,) in rows(db, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    return {name: sorted(rows(db, f"SELECT * FROM {name}"), key=repr) for name in names if name not in without}


def only_warc(db: Path) -> Path:
    (path,) = db.with_suffix(".warc").glob("*.warc.gz")
    return path


def said_by(*arguments: object) -> Result:
    """The command `archive`, in this process: quicker than as its user runs it. Has exit_code, stdout and stderr."""
    return CliRunner().invoke(main, [str(argument) for argument in arguments])
