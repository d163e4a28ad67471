"""`make same` can fail: what two runs never have in common is masked, and nothing else."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bench.masks import Masks, format_tables, level_times
from bench.outputs import Outputs
from bench.same import check_out, compare, sample

BEGIN = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=5)
ROW = {"title": "湿地", "text": "苇海路\n第一段", "published_at": "2024-05-17T08:00:00+08:00", "warc_file": "crawl.warc.gz",
       "warc_offset": 391, "first_seen_at": BEGIN.isoformat()}  # fmt: skip
MASKS = Masks(BEGIN, {("crawl.warc.gz", 391): 2, ("crawl.warc.gz", 397): 2, ("crawl.warc.gz", 800): 3})


def told(folder: Path, **other: object) -> Path:
    """A small archive of one article, of which some columns are as named, as masked text, a file a table."""
    folder.mkdir()
    db, row = folder / "archive.db", {**ROW, **other}
    with closing(sqlite3.connect(db)) as connection, connection:
        connection.execute(f"CREATE TABLE articles ({', '.join(row)})")
        connection.execute(f"INSERT INTO articles VALUES ({', '.join('?' * len(row))})", list(row.values()))
        connection.execute("CREATE TABLE removed (kind, text)")
    for name, text in format_tables(db).items():
        (folder / name).write_text(MASKS(text), encoding="utf-8")
    db.unlink()
    return folder


def test_times_of_the_run_and_offsets_of_a_record_do_not_differ(tmp_path: Path) -> None:
    later = (BEGIN + timedelta(seconds=70)).isoformat()
    compared = compare(told(tmp_path / "old"), told(tmp_path / "new", first_seen_at=later, warc_offset=397))
    assert [thing.name for thing in compared] == ["articles", "removed", "schema"]
    assert not any(thing.difference for thing in compared)


@pytest.mark.parametrize(
    "other",
    [
        {"text": "苇海路\n第一段。"},
        {"published_at": "2024-05-17T08:00:00+09:00"},
        {"first_seen_at": (BEGIN - timedelta(seconds=1)).isoformat()},  # not of this run
        {"warc_offset": 800},  # another record
        {"warc_offset": 400},  # none at all
        {"title": None},
    ],
)
def test_whatever_else_is_another_value_differs(tmp_path: Path, other: dict[str, object]) -> None:
    compared = compare(told(tmp_path / "old"), told(tmp_path / "new", **other))
    assert [thing.name for thing in compared if thing.difference] == ["articles"]


def test_the_first_line_that_differs_is_shown_and_what_is_missing(tmp_path: Path) -> None:
    old, new = told(tmp_path / "old"), told(tmp_path / "new")
    (old / "page").write_text(f"<html>\n{'长' * 1000}一\n", encoding="utf-8")
    (new / "page").write_text(f"<html>\n{'长' * 1000}二\n", encoding="utf-8")
    (new / "removed").unlink()
    differing = {thing.name: thing.difference for thing in compare(old, new) if thing.difference}
    assert differing.keys() == {"page", "removed"}
    assert "missing in the new" in differing["removed"]
    assert differing["page"].split("\n")[0] == "  line 2"
    assert "长一" in differing["page"]
    assert "长二" in differing["page"]
    assert max(map(len, differing["page"].split("\n"))) < 210


def test_bytes_that_are_no_text_differ_too(tmp_path: Path) -> None:
    for name, body in ("old", b"\xff"), ("new", b"\xfe"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "page").write_bytes(body)
    assert compare(tmp_path / "old", tmp_path / "new")[0].difference


@pytest.mark.parametrize(
    ("said", "masked"),
    [
        (f"{BEGIN:%Y年%-m月%-d日 %H:%M} UTC", "<now> UTC"),
        (f"{BEGIN:%a, %d %b %Y %H:%M:%S} GMT", f"{BEGIN:%a}, <now> GMT"),
        (f"import-{BEGIN:%Y%m%d}.warc.gz", "import-<now>.warc.gz"),
        (f"_next={BEGIN:%Y-%m-%dT%H~3A%M~3A%S}~2B00~3A00%2C28", "_next=<now>%2C28"),
        ((BEGIN + timedelta(hours=6)).isoformat(), "<in 6 hours>"),
        ((BEGIN + timedelta(days=9)).isoformat(), "<in 9 days>"),
        (f"{BEGIN:%Y-%m-%dT%H:%M:%S}+08:00", f"{BEGIN:%Y-%m-%dT%H:%M:%S}+08:00"),  # of a publication, whenever
        ("2024年5月17日 08:00 UTC+8", "2024年5月17日 08:00 UTC+8"),
        ("20240517", "20240517"),
    ],
    ids=range(9),  # the times are others in each worker that collects the tests
)
def test_times_as_they_are_written(said: str, masked: str) -> None:
    assert MASKS(said) == masked


def test_times_of_the_run_are_levelled_and_no_others(tmp_path: Path) -> None:
    db, later = tmp_path / "archive.db", (BEGIN + timedelta(seconds=70)).isoformat()
    with closing(sqlite3.connect(db)) as connection, connection:
        connection.execute("CREATE TABLE events (at, published_at, seen_at)")
        connection.execute("INSERT INTO events VALUES (?, ?, '2020-01-01T00:00:00+00:00')", [later, later])
    level_times(db, BEGIN)
    with closing(sqlite3.connect(db)) as connection:
        assert connection.execute("SELECT * FROM events").fetchall() == [
            (BEGIN.isoformat(), later, "2020-01-01T00:00:00+00:00")
        ]


def test_a_sample_is_always_the_same(tmp_path: Path) -> None:
    for name in "abcdef":
        (tmp_path / f"{name}.html.gz").touch()
    assert sample([tmp_path], None) == [tmp_path]
    assert sample([tmp_path], 3) == sample([tmp_path], 3)
    assert set(sample([tmp_path], 3)) < set(sample([tmp_path], 4))


def test_a_commit_that_is_none_is_told_in_a_line(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"nonsense.*name a commit"):
        check_out("nonsense", tmp_path / "checkout")


def test_this_checkout_does_not_step_in_where_another_lacks_a_module(tmp_path: Path) -> None:
    (tmp_path / "checkout").mkdir()
    outputs = Outputs(tmp_path / "checkout", tmp_path / "work", tmp_path / "out", [0, 0])
    for name, module in ("ours", "archive"), ("theirs", "click"):
        outputs.python(name, "-c", f"import {module}")
    assert "No module named 'archive'" in (tmp_path / "out" / "ours").read_text(encoding="utf-8")
    assert (tmp_path / "out" / "theirs").read_text(encoding="utf-8").startswith("exit code 0")
