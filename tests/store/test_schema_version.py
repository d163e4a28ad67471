"""The schema's version is a promise: what it promises is pinned, and every opening compares the file with it."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from cundang.store.data_dictionary import SCHEMA
from cundang.store.migrations import MIGRATIONS, SCHEMAS
from cundang.store.schema import VERSION, open_archive
from cundang.store.shape import Shape, describe_difference, digest_shape, promised_shape, read_shape
from tests.helpers.databases import change
from tests.helpers.programs import archive
from tests.store.versions import VERSIONS, digest_of, of_version

WHAT_IT_NEEDS = (
    "schema.sql no longer makes what version {version} promises. If that is meant: raise VERSION in"
    " cundang/store/schema.py; in cundang/store/migrations.py pin the digest {digest} to the new version in SCHEMAS, and"
    " lead to it from the digest of the old one by a named migration in MIGRATIONS; add an archive of the new version to"
    " tests/store/archives. A digest that is pinned, and a migration, is never changed."
)


def shape_of(script: str) -> Shape:
    """The shape of what a script makes."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(script)
        return read_shape(connection)


def test_what_a_version_promises_is_pinned() -> None:
    digest = digest_shape(promised_shape())
    assert digest == SCHEMAS[VERSION], WHAT_IT_NEEDS.format(version=VERSION, digest=digest)


def test_every_version_has_an_archive_that_a_test_opens() -> None:
    assert list(SCHEMAS) == list(range(1, VERSION + 1)) == VERSIONS, WHAT_IT_NEEDS.format(
        version=VERSION, digest="of it"
    )


def test_every_known_shape_leads_to_this_version() -> None:
    assert SCHEMAS[VERSION] not in MIGRATIONS
    assert {*SCHEMAS.values()} - {SCHEMAS[VERSION]} <= {*MIGRATIONS}
    named = [step.name for steps in MIGRATIONS.values() for step in steps]
    assert len({*named}) == len({step for steps in MIGRATIONS.values() for step in steps})  # a name a migration


def test_a_file_that_is_made_has_the_digest_of_the_script(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    open_archive(db).close()
    assert digest_of(db) == SCHEMAS[VERSION]
    with closing(open_archive(db)) as again:
        assert describe_difference(read_shape(again.conn)) == ""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("-- canonical address;", "-- the address;"),
        ("  url TEXT NOT NULL UNIQUE, -- canonical", "  url\n\tTEXT /* so */ NOT   NULL UNIQUE, -- canonical"),
        ("CREATE TABLE sites (\n  name TEXT", 'CREATE TABLE "sites" (\n  [name] text'),
        ("CREATE INDEX events_at ON events(at);", "create index events_at on `events` (at);"),
        ("the headline, once more at the head", "the headline at the head"),
        ("CREATE INDEX events_at ", "CREATE TABLE others(x); CREATE VIEW seen AS SELECT 1; CREATE INDEX events_at "),
    ],
)
def test_what_does_not_change_the_promise(old: str, new: str) -> None:
    script = SCHEMA.read_text(encoding="utf-8")
    assert script.count(old) == 1
    assert digest_shape(shape_of(script.replace(old, new))) == SCHEMAS[VERSION]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("  robots_id INTEGER, ", "  ", "the table fetches has no column robots_id"),
        ("  robots_id INTEGER, ", "  robots_id TEXT, ", "the table fetches has another column robots_id"),
        ("  etag TEXT, ", "  etag TEXT, weak INTEGER, ", "the table fetches has the column weak besides"),
        (
            "  etag TEXT,   ",
            "  last_modified TEXT, etag TEXT, -- ",
            "the table fetches has its columns in another order",
        ),
        ("CREATE INDEX events_at ON events(at);", "", "there is no index events_at"),
        (
            "INDEX events_at ON events(at)",
            "INDEX events_at ON events(at, kind)",
            "the index events_at has another declaration",
        ),
        ("'live', 'gone')", "'live', 'GONE')", "the table articles has another column state"),
        (") WITHOUT ROWID;\n\n-- Sightings", ");\n\n-- Sightings", "the table named has another declaration"),
        ("UNIQUE (article_id, number)", "UNIQUE (number)", "the table revisions has no unique ( article_id , number )"),
        ("tokenize='unicode61'", "tokenize='trigram'", "the table articles_fts has another declaration"),
        (
            "  ('counter', 'a counter of likes, readers or comments'),\n",
            "",
            "the list removed_kinds has no kind counter",
        ),
        ("  ('reading', ", "  ('more', 'of it'),\n  ('reading', ", "the list repair_kinds has the kind more besides"),
    ],
)
def test_what_changes_the_promise(old: str, new: str, said: str) -> None:
    script = SCHEMA.read_text(encoding="utf-8")
    assert script.count(old) == 1
    changed = script.replace(old, new)
    if "another order" in said:
        changed = changed.replace("  last_modified TEXT,       -- the answer's Last-Modified\n", "")
    found = shape_of(changed)
    assert digest_shape(found) != SCHEMAS[VERSION]
    assert describe_difference(found) == said


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("ALTER TABLE articles ADD COLUMN code TEXT", "the table articles has the column code besides"),
        ("ALTER TABLE problems RENAME COLUMN stage TO phase", "the table problems has no column stage"),
        ("DROP TABLE absences", "there is no table absences"),
        ("DROP INDEX articles_facets", "there is no index articles_facets"),
        ("DELETE FROM removed_kinds WHERE kind = 'counter'", "the list removed_kinds has no kind counter"),
        ("DROP TABLE articles_fts", "there is no table articles_fts"),
    ],
)
def test_a_shape_that_nobody_promised_is_refused_in_a_line(tmp_path: Path, statement: str, said: str) -> None:
    db = of_version(tmp_path, VERSION)
    change(db, statement)
    before = db.read_bytes()
    for command in (["search", "清淀"], ["rebuild"], ["reindex"]):
        done = archive(*command, "--db", db)
        assert done.returncode == 1
        assert done.stderr.count("\n") == 1
        assert (
            f"{db}: not as schema {VERSION} promises ({said}); if another program changed it, undo that" in done.stderr
        )
    assert f"({said}); if another program changed it, undo that" in archive("verify", "--db", db).stderr
    assert db.read_bytes() == before
