"""The pages that `archive freeze` made fixtures of: what was confirmed of them holds."""

import subprocess
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from exchange.importer import read_file
from pipelines.line import Reader
from scrapers.sites import publishers
from tests.helpers.paths import ROOT

PAGES = ROOT / "tests" / "pages"
FIELDS = ("title", "published_at", "source_name", "editor")


def wrong(folder: Path) -> list[str]:
    """What does not hold of the frozen pages in a folder, a line each. A page is read as of when it was fetched."""
    found = []
    for table in sorted(folder.rglob("expected.toml")):
        for page in tomllib.loads(table.read_text(encoding="utf-8"))["page"]:
            file = table.with_name(page["path"])
            if not page["confirmed"]:
                found.append(f"{file}: not confirmed; read it, correct {table}, set confirmed = true")
                continue
            article = Reader(publishers()).read([read_file(file, table.parent, datetime.now(UTC))])
            text = " ".join(article.text.split())
            differs = [name for name in FIELDS if getattr(article, name) != page.get(name)]
            differs += [
                name
                for name, holds in (("begins", text.startswith(page["begins"])), ("ends", text.endswith(page["ends"])))
                if not holds
            ]
            if differs:
                found.append(f"{file}: {', '.join(differs)} not as confirmed; see archive show {file}")
    return found


def test_git_ignores_frozen_pages() -> None:
    done = subprocess.run(["git", "check-ignore", "-q", "tests/pages/xiongan/1.html"], check=False, cwd=ROOT)
    if done.returncode > 1:
        pytest.skip("needs a checkout by git")
    assert done.returncode == 0


def test_frozen_pages_are_read_as_confirmed() -> None:
    if not any(PAGES.rglob("expected.toml")):
        pytest.skip("no page is frozen in this checkout; `archive freeze SITE` makes some, which git ignores")
    assert wrong(PAGES) == []
