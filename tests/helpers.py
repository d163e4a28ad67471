"""What several test files need: the shared pages, and the command `archive` run as a user runs it."""

import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from archive import main
from pipelines.page import Page

SHARED = Path(__file__).parents[2] / "shared"
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def needs(*parts: str) -> pytest.MarkDecorator:
    """Skip, by name, where a file of the shared data is missing."""
    path = SHARED.joinpath(*parts)
    return pytest.mark.skipif(not path.exists(), reason=f"{path} is missing")


def page(body: str | bytes, url: str = "http://example.org/a.html", content_type: str = "text/html") -> Page:
    return Page(url, NOW, 200, (("Content-Type", content_type),), body.encode() if isinstance(body, str) else body)


@dataclass(frozen=True)
class Imported:
    """An archive, and what `archive import` said when it was made."""

    folder: Path
    exit_code: int
    output: str

    def rows(self, sql: str, *bound: object) -> list[dict[str, Any]]:
        connection = sqlite3.connect(self.folder / "archive.db")
        connection.row_factory = sqlite3.Row
        try:
            return [dict(row) for row in connection.execute(sql, bound)]
        finally:
            connection.close()


def import_into(folder: Path, *paths: Path) -> Imported:
    result = CliRunner().invoke(
        main,
        ["import", *map(str, paths), "--db", str(folder / "archive.db"), "--warc", str(folder / "archive.warc")],
    )
    return Imported(folder, result.exit_code, result.output)
