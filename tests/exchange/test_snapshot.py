"""`archive snapshot`, and the page that offers it: whole or not at all, checkable, described."""

import csv
import gzip
import hashlib
import json
import re
import signal
import sqlite3
import time
import urllib.request
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path

import pytest
import zstandard

from cundang.store.data_dictionary import describe_columns, describe_tables
from exchange.downloads import list_downloads, list_snapshots
from exchange.export import export
from exchange.snapshot import prune, snapshot
from tests.helpers.databases import content, copy_of, rows
from tests.helpers.programs import Program, archive
from tests.helpers.servers import serving

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def made(demo_archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return snapshot(demo_archive, tmp_path_factory.mktemp("snapshots"), NOW)


def unpacked(path: Path, to: Path) -> Path:
    data = path.read_bytes()
    to.write_bytes(
        gzip.decompress(data) if path.suffix == ".gz" else zstandard.ZstdDecompressor().stream_reader(data).read()
    )
    return to


def test_the_archive_is_in_it_with_and_without_index(made: Path, demo_archive: Path, tmp_path: Path) -> None:
    index = (
        "articles_fts",
        "articles_fts_data",
        "articles_fts_idx",
        "articles_fts_docsize",
        "articles_fts_config",
        "fts_state",
    )
    for name in ("archive.db.zst", "archive.db.gz", "archive-lite.db.zst", "archive-lite.db.gz"):
        db = unpacked(made / name, tmp_path / "a.db")
        assert rows(db, "PRAGMA integrity_check") == [("ok",)]
        assert content(db, *index) == content(demo_archive, *index)
        assert rows(db, "SELECT count(*) FROM articles_fts_docsize") == [(0 if "lite" in name else 66,)]


def test_its_checksums_are_those_of_its_files(made: Path) -> None:
    listed = dict(reversed(line.split("  ")) for line in (made / "SHA256SUMS").read_text().splitlines())
    assert set(listed) == {path.name for path in made.iterdir()} - {"SHA256SUMS"}
    for name, digest in listed.items():
        assert hashlib.sha256((made / name).read_bytes()).hexdigest() == digest


def test_datapackage_describes_the_files_and_every_value(made: Path) -> None:
    package = json.loads((made / "datapackage.json").read_text(encoding="utf-8"))
    names = [each["name"] for each in package["resources"]]
    assert all(re.fullmatch(r"[-a-z0-9._]+", name) for name in names)
    assert len(set(names)) == len(names) == 7
    for each in package["resources"]:
        assert each["bytes"] == (made / each["path"]).stat().st_size
        assert each["hash"] == f"sha256:{hashlib.sha256((made / each['path']).read_bytes()).hexdigest()}"
    (table,) = [each for each in package["resources"] if each["path"] == "articles.csv.gz"]
    fields = table["schema"]["fields"]
    assert all(field["description"] for field in fields)
    with gzip.open(made / table["path"], "rt", encoding=table["encoding"], newline="") as lines:
        header, *written = csv.reader(lines)
    assert header == [field["name"] for field in fields]
    assert len({row[header.index(table["schema"]["primaryKey"])] for row in written}) == len(written) == 66
    for row in written:
        for value, field in zip(row, fields, strict=True):
            assert field["type"] == "string" or re.fullmatch(r"-?\d+|", value), field


def test_croissant_names_every_file_and_column(made: Path) -> None:
    about = json.loads((made / "croissant.json").read_text(encoding="utf-8"))
    assert about["conformsTo"] == "http://mlcommons.org/croissant/1.0"
    for each in about["distribution"]:
        assert hashlib.sha256((made / each["contentUrl"]).read_bytes()).hexdigest() == each["sha256"]
    formats = {each["name"]: each["encodingFormat"] for each in about["distribution"]}
    assert formats["articles.csv.gz"] == ["application/gzip", "text/csv"]
    assert formats["articles.jsonl.gz"] == ["application/gzip", "application/jsonlines"]
    with gzip.open(made / "articles.csv.gz", "rt", encoding="utf-8") as lines:
        header = lines.readline().strip().split(",")
    assert [field["source"]["extract"]["column"] for field in about["recordSet"][0]["field"]] == header


def test_the_readme_speaks_both_languages(made: Path) -> None:
    text = (made / "README.md").read_text(encoding="utf-8")
    assert "66 篇文章" in text
    assert "66 articles" in text


def test_a_killed_one_leaves_nothing_that_is_shown(demo_archive: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    with Program("archive", "snapshot", "--db", demo_archive, "--output", folder) as running:
        while not list(folder.glob(".*.making/archive.db")):
            time.sleep(0.002)
        running.kill()
        assert running.wait() == -signal.SIGKILL
    assert list_snapshots(folder) == []
    assert list_downloads(folder) == []
    snapshot(demo_archive, folder, NOW)
    assert [path.name for path in folder.iterdir() if path.name != ".lock"] == ["20260301T120000Z"]


def test_a_full_disk_leaves_nothing(demo_archive: Path, tmp_path: Path) -> None:
    done = archive("snapshot", "--db", demo_archive, "--output", tmp_path / "out", largest_file=100_000)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert [path.name for path in (tmp_path / "out").iterdir()] == [".lock"]


def test_a_damaged_archive_is_not_copied(demo_archive: Path, tmp_path: Path) -> None:
    db = copy_of(demo_archive, tmp_path)
    data = bytearray(db.read_bytes())
    data[40_000:400_000] = b"\xff" * 360_000
    db.write_bytes(bytes(data))
    done = archive("snapshot", "--db", db)
    assert done.returncode == 1
    assert "damaged" in done.stderr
    assert list_snapshots(db.with_suffix(".downloads")) == []


def test_old_ones_are_pruned_by_the_rule(tmp_path: Path) -> None:
    for day in range(0, 500, 5):
        (tmp_path / f"{NOW - timedelta(days=day):%Y%m%dT%H%M%SZ}").mkdir()
    prune(tmp_path, keep=7)
    left = [path.name for path in list_snapshots(tmp_path)]
    assert len(left) == 7 + 12 - 3  # the last of March, February and January are among the newest seven
    assert left[0] == "20260301T120000Z"
    assert {name[:6] for name in left} == {"202603", "202602", "202601", *(f"2025{month:02}" for month in range(4, 13))}
    assert prune(tmp_path, keep=7) == []


def test_the_dictionary_is_in_the_file_and_misses_nothing(demo_archive: Path) -> None:
    told = {(table, column): meaning for table, column, _, meaning in rows(demo_archive, "SELECT * FROM _dictionary")}
    names = [name for name in describe_tables() if name != "articles_fts"]
    for table in names:
        assert told[table, ""], table
        for _, column, *_ in rows(demo_archive, f"PRAGMA table_info({table})"):
            assert told[table, column], f"{table}.{column} has no comment in schema.sql"
    assert len(told) == len(describe_tables()) + len(describe_columns())


def get(address: str) -> bytes:
    with urllib.request.urlopen(address) as answer:
        return bytes(answer.read())


def test_the_page_of_downloads(demo_archive: Path, tmp_path: Path) -> None:
    db = copy_of(demo_archive, tmp_path)
    folder = db.with_suffix(".downloads")
    assert archive("export", "--db", db).returncode == 0
    place = snapshot(db, folder, NOW)
    (folder / ".articles.jsonl.making").write_text("half")
    (folder / ".20270101T000000Z.making").mkdir()
    export(db, folder / "<b>.csv", "csv")
    with serving(db) as address:
        page = unescape(get(f"{address}downloads").decode())
        for path in [*place.iterdir(), folder / "articles.csv"]:
            assert path.name in page
            if path.name != "SHA256SUMS":
                assert hashlib.sha256(path.read_bytes()).hexdigest() in page
        assert "making" not in page
        assert "<b>.csv" in page
        assert b"<b>.csv" not in get(f"{address}downloads")
        for word in ("pandas", "DuckDB", "Excel", "sqlite3", "tracking_number", "数据字典"):
            assert word in page
        assert get(f"{address}downloads/articles.csv") == (folder / "articles.csv").read_bytes()
        assert get(f"{address}downloads/{place.name}/archive.db.gz") == (place / "archive.db.gz").read_bytes()
        for hostile in (
            "../archive.db",
            "..%2Farchive.db",
            ".articles.jsonl.making",
            "%2Fetc%2Fpasswd",
            f"{place.name}/../../archive.db",
        ):
            with pytest.raises(urllib.error.HTTPError):
                get(f"{address}downloads/{hostile}")


def test_a_crawl_goes_on_meanwhile(demo_archive: Path, tmp_path: Path) -> None:
    db = copy_of(demo_archive, tmp_path)
    writer = sqlite3.connect(db, isolation_level=None)
    writer.execute("PRAGMA journal_mode = wal")
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("UPDATE articles SET editor = 'not committed'")
    place = snapshot(db, tmp_path / "out", NOW)
    writer.execute("ROLLBACK")
    writer.close()
    copy = unpacked(place / "archive.db.zst", tmp_path / "a.db")
    assert rows(copy, "SELECT count(*) FROM articles WHERE editor = 'not committed'") == [(0,)]
