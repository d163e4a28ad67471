"""`archive status --since`: what happened to articles, in a few lines."""

import json
from pathlib import Path

import pytest

from tests.commands.test_commands import one_line
from tests.helpers.databases import change, copy_of, rows
from tests.helpers.programs import archive


@pytest.fixture(scope="module")
def db(aged_archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo site after its second day; all of it happened in May 2031, but for an edit of a year before."""
    db = copy_of(aged_archive, tmp_path_factory.mktemp("digest"))
    change(db, "UPDATE events SET at = '2031-05-0' || (1 + id % 9) || 'T12:00:00+00:00'")
    change(db, "INSERT INTO sites(name) VALUES ('still')")
    edited = rows(db, "SELECT min(id) AS id FROM events WHERE kind = 'edited'")[0].id
    change(db, "UPDATE events SET at = '2030-05-01T00:00:00+00:00', size = 'rewrite' WHERE id = ?", edited)
    change(db, "INSERT INTO events(article_id, kind) VALUES (1, 'restored')")
    return db


def test_a_digest_counts_and_names_what_matters(db: Path) -> None:
    told = archive("status", "--since", "2031-05", "--db", db).stdout.splitlines()
    new, edited = (rows(db, "SELECT count(*) AS n FROM events WHERE kind = ? AND at > '2031'", kind)[0].n for kind in ("new", "edited"))  # fmt: skip
    gone = rows(db, "SELECT a.url FROM events e JOIN articles a ON a.id = e.article_id WHERE kind = 'gone'")
    assert told[0] == f"since 2031-05-01: {new} new, {edited} edited, {len(gone)} gone"
    assert told[1].startswith("edits: ")
    assert told[2] == f"demo: {new} new, {edited} edited, {len(gone)} gone"
    assert sorted(line.strip() for line in told[4::2]) == sorted(url for (url,) in gone)
    assert all(" gone: " in line for line in told[3::2])


def test_a_rewrite_matters_and_json_has_the_same(db: Path) -> None:
    told = json.loads(archive("status", "demo", "--since", "2030", "--json", "--db", db).stdout)
    assert {row["what"] for row in told["important"]} == {"gone", "rewritten"}
    assert told["important"][-1]["what"] == "rewritten"  # the oldest
    assert sum(told["kinds"].values()) == rows(db, "SELECT count(*) AS n FROM events WHERE at IS NOT NULL")[0].n
    assert sum(told["sizes"].values()) == told["kinds"]["edited"] == told["sites"]["demo"]["edited"]
    assert told["since"] == "2030-01-01"


@pytest.mark.parametrize("arguments", [("--since", "2099"), ("still", "--since", "2020")])
def test_nothing_is_a_line(db: Path, arguments: tuple[str, ...]) -> None:
    told = archive("status", *arguments, "--db", db)
    assert told.returncode == 0
    one_line(told.stdout, "nothing happened since", arguments[-1])


def test_a_length_of_time_ends_now(aged_archive: Path) -> None:
    """The demo was crawled less than a day ago."""
    told = {since: json.loads(archive("status", "--since", since, "--json", "--db", aged_archive).stdout) for since in ("24h", "1d", "99999w")}  # fmt: skip
    assert told["24h"]["kinds"] == told["1d"]["kinds"] == told["99999w"]["kinds"]
    assert told["24h"]["kinds"]["new"] > 60


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--since", "soon"), ("--since soon", "7d")),
        (("--since", "123456d"), ("--since 123456d",)),
        (("--since", "2026-02-30"), ("2026-02-30",)),
        (("nosuch", "--since", "7d"), ("nosuch", "no such site")),
        (("--until", "2026"), ("--until", "--coverage")),
        (("demo", "--coverage", "--since", "7d"), ("--since 7d",)),
    ],
)
def test_asked_wrongly_is_a_line(aged_archive: Path, arguments: tuple[str, ...], words: tuple[str, ...]) -> None:
    told = archive("status", *arguments, "--db", aged_archive)
    assert (told.returncode, told.stdout) == (2, "")
    one_line(told.stderr, *words)
