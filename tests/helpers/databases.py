"""What is in an archive, and a copy of one that a test may harm."""

import functools
import shutil
import sqlite3
from collections import namedtuple
from contextlib import closing
from pathlib import Path
from typing import Any

from cundang.files.settings import find_settings_file
from cundang.model.settings import About, Settings
from cundang.model.settings_text import format_settings


@functools.cache
def _row_type(*columns: str) -> Any:
    return namedtuple("Row", columns, rename=True)  # type: ignore[misc]


def rows(db: Path, sql: str, *bound: object) -> list[Any]:
    """What a query finds, each row as a named tuple of its columns."""
    with closing(sqlite3.connect(db)) as connection:
        found = connection.execute(sql, bound)
        row = _row_type(*(column[0] for column in found.description))
        return [row(*values) for values in found]


def change(db: Path, sql: str, *bound: object) -> None:
    """Execute a statement that changes rows."""
    with closing(sqlite3.connect(db)) as connection, connection:
        connection.execute(sql, bound)


def content(db: Path, *without: str) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables, but of those named."""
    names = [name for (name,) in rows(db, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    return {name: sorted(rows(db, f"SELECT * FROM {name}"), key=repr) for name in names if name not in without}


def copy_of(db: Path, folder: Path, name: str = "archive") -> Path:
    """A copy of an archive and its WARC folder."""
    copy = folder / f"{name}.db"
    with closing(sqlite3.connect(db)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    shutil.copytree(db.with_suffix(".warc"), copy.with_suffix(".warc"))
    return copy


def only_warc(db: Path) -> Path:
    """The one WARC file of an archive."""
    (path,) = db.with_suffix(".warc").glob("*.warc.gz")
    return path


ABOUT = About(
    title="白水新闻存档 News of Baishui",
    scope="白水镇一家报纸的文章。\nArticles of <b>one</b> paper & of its town.",
    contact="archive@baishui.example",
    objections="Write to us; a librarian answers.",
    metadata_licence="CC0 1.0",
    text_rights="Belong to their publishers.",
)


def tell_about(db: Path, about: About = ABOUT) -> None:
    """Write the settings of an archive, as `archive init` does."""
    find_settings_file(db).write_text(format_settings(Settings(about=about)), encoding="utf-8")
