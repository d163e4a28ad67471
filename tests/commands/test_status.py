"""`archive status`: how each site and the archive stand, by runs, addresses and tasks; and what is then wrong."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from archive import main
from bench.status import make_archive, measure
from cundang.files.disk import Disk, count_days_left, measure_disk
from cundang.model.settings import Alarms
from cundang.store.clock import set_clock, stamp
from cundang.store.faults import find_faults
from cundang.store.schema import open_archive
from cundang.store.standing import Standing
from cundang.store.status import Growth, SiteStatus, read_growth, read_sites
from cundang.store.tasks import Task, note_task

NOW = datetime(2026, 3, 30, 12, tzinfo=UTC)
NONE = Alarms()
ROOMY = Disk(db=10_000_000, wal=0, warc=90_000_000, downloads=0, free=50_000_000_000)


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    set_clock(lambda: NOW)
    yield
    set_clock(None)


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """An archive with the site `town`, which was never crawled."""
    path = tmp_path / "a.db"
    with closing(open_archive(path)) as db:
        db.execute("INSERT INTO sites(name, publisher) VALUES ('town', '岚坪晚报')")
    return path


def add_runs(path: Path, *days_ago: float, reason: str | None = "finished", new: int = 3, site: str = "town") -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        for days in days_ago:
            at = stamp(NOW - timedelta(days=days))
            run = ("crawl", site, at, reason and at, reason, 10, new, 1, "1")
            names = "command, site, started_at, ended_at, reason, fetched, new, edited, version"
            connection.execute(f"INSERT INTO runs({names}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", run)


def read(path: Path) -> SiteStatus:
    with closing(open_archive(path)) as db:
        (site,) = read_sites(db.conn)
    return site


def find(site: SiteStatus, disk: Disk = ROOMY, settings: Alarms = NONE, **tasks: Task) -> list[str]:
    return [fault.name for fault in find_faults(Standing([site], disk, None, tasks, []), settings)]


def ask(path: Path, *words: str) -> Any:
    done = CliRunner().invoke(main, ["status", *words, "--json", "--db", str(path)], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_a_site_that_is_crawled_daily_and_gives_articles_is_well(town: Path) -> None:
    add_runs(town, *range(20, -1, -1))
    site = read(town)
    assert (site.new, site.changed) == (8 * 3, 8)
    assert (site.usual_gap, site.freshness, site.is_overdue, site.is_blocked) == (86400, "fresh", False, False)
    assert find(site) == []


def test_without_new_articles_for_three_times_its_gap_a_site_is_late(town: Path) -> None:
    add_runs(town, *range(20, 3, -1))
    add_runs(town, 3, 2, 1, 0, new=0)
    assert read(town).freshness == "late"
    assert find(read(town)) == ["town: late"]
    assert find(read(town), settings=Alarms(quiet=("town",))) == []


def test_a_site_of_few_runs_has_no_usual_gap(town: Path) -> None:
    add_runs(town, 300, 299, 298)
    assert (read(town).freshness, read(town).is_overdue) == (None, False)
    assert find(read(town)) == []


def test_a_site_that_is_not_crawled_any_more_is_told_once_as_that(town: Path) -> None:
    add_runs(town, *range(30, 4, -1))
    assert find(read(town)) == ["town: no crawl"]


def test_who_crawls_daily_after_hourly_crawls_is_not_told_so(town: Path) -> None:
    add_runs(town, *(2 + hour / 24 for hour in range(200, 0, -1)), new=0)
    add_runs(town, 1.04, new=0)
    assert read(town).usual_interval == pytest.approx(3600 * 1.12, rel=0.05)
    assert not read(town).is_overdue
    set_clock(lambda: NOW + timedelta(days=0.5))
    assert read(town).is_overdue


@pytest.mark.parametrize(
    ("reasons", "names"),
    [
        (["failed: no space", "blocked; blocked: the last 6", None], ["town: crawls fail"]),
        (["finished", "failed: no space", "blocked; blocked: the last 6"], []),
        (["failed: no space", "failed: no space", "shutdown"], []),
        (["failed: no space", "finished", "failed: no space"], []),
    ],
)
def test_three_crawls_that_fail_in_a_row_are_a_fault(town: Path, reasons: list[str | None], names: list[str]) -> None:
    add_runs(town, *range(20, 4, -1))
    for days, reason in zip((3.2, 2.2, 1.2), reasons, strict=True):
        add_runs(town, days, reason=reason, new=1)
    assert find(read(town)) == names


def test_a_run_that_is_under_way_is_no_failure(town: Path) -> None:
    add_runs(town, 3, 2, reason="failed: no space")
    add_runs(town, 0.1, reason=None)
    assert read(town).in_a_row == 2


def test_coverage_counts_what_became_known_lately_and_redirects_once(town: Path) -> None:
    with closing(sqlite3.connect(town)) as db, db:
        columns = "url, site, kind, state, discovered_at, redirect_to"
        lately, before = stamp(NOW - timedelta(days=2)), stamp(NOW - timedelta(days=40))
        for row in (
            ("https://t.example/1", "town", "article", "done", lately, None),
            ("http://t.example/1", "town", "article", "done", lately, "https://t.example/1"),
            ("https://t.example/2", "town", "article", "failed", lately, None),
            ("https://t.example/3", "town", "article", "failed", before, None),
            ("https://t.example/", "town", "list", "done", lately, None),
        ):
            db.execute(f"INSERT INTO urls({columns}) VALUES (?, ?, ?, ?, ?, ?)", row)
        db.execute(
            "INSERT INTO articles(url, site, title, text, characters, sha256) VALUES ('https://t.example/1', 'town', '苇', '塘', 1, '')"
        )
    assert (read(town).covered.named, read(town).covered.held, read(town).covered.percent) == (2, 1, 50)
    with closing(sqlite3.connect(town)) as db, db:
        db.execute(
            "INSERT INTO redactions(url, level, reason, decided_at) VALUES ('https://t.example/2', 'hidden', '苇', ?)",
            [lately],
        )
    assert read(town).covered.percent == 100, "what was withdrawn is not missing"


def test_growth_is_known_after_two_weeks_and_gives_the_days_until_the_disk_is_full(town: Path) -> None:
    with closing(open_archive(town)) as db:
        add_runs(town, 13)
        assert read_growth(db.conn) is None
        add_runs(town, 56, 56, 20)
        assert read_growth(db.conn) == Growth(0.5, 28)
    standing = Standing([], Disk(20_000_000, 0, 36_000_000, 0, 9_500_000), Growth(0.5, 28), {}, [])
    assert (standing.growth_a_day, standing.days_left) == (1_000_000, 9)
    assert count_days_left(10, 0) is None


@pytest.mark.parametrize(
    ("free", "settings", "names"),
    [
        (50_000_000_000, Alarms(), []),
        (900_000_000, Alarms(), ["disk"]),
        (19_000_000_000, Alarms(disk_days=20), ["disk"]),
        (19_000_000_000, Alarms(disk_days=19), []),
    ],
)
def test_a_disk_is_nearly_full_by_bytes_or_by_days(free: int, settings: Alarms, names: list[str]) -> None:
    standing = Standing([], Disk(10**9, 0, 27 * 10**9, 0, free), Growth(1.0, 28), {}, [])
    assert [fault.name for fault in find_faults(standing, settings)] == names


def test_a_task_is_too_old_only_where_it_was_done_or_is_wanted() -> None:
    site = SiteStatus("town")
    old = Task("backup", "", stamp(NOW - timedelta(days=9)), "done")
    assert find(site) == []
    assert find(site, settings=Alarms(backup_days=1)) == ["backup"]
    assert find(site, backup=old) == ["backup"]
    assert find(site, settings=Alarms(backup_days=30), backup=old) == []
    assert find(site, verify=Task("verify", "", stamp(NOW), "2 faults: ...")) == ["damage"]
    assert find(site, verify=Task("verify", "", stamp(NOW), "no faults")) == []


def test_the_command_prints_a_line_a_site_and_the_archive(town: Path) -> None:
    add_runs(town, *range(20, 3, -1))
    add_runs(town, 3, 2, 1, 0, new=0)
    note_task(town, "backup", stamp(NOW), "to /srv/secret")
    done = CliRunner().invoke(main, ["status", "--db", str(town)], catch_exceptions=False)
    assert "town: no articles; last crawl 2026-03-30 12:00 finished; 7 days: 12 new, 8 changed; late" in done.stdout
    assert "upkeep: backup 0 hours ago, no snapshot, no verify, no check" in done.stdout
    assert "wrong: town: no new article since 2026-03-26T12:00, usually every 24 hours" in done.stdout
    told = ask(town)
    assert (told["ok"], [fault["name"] for fault in told["faults"]]) == (False, ["town: late"])
    assert told["sites"][0]["last_7_days"] == {"new": 12, "changed": 8, "gone": 0}
    assert told["archive"]["tasks"]["backup"] == stamp(NOW)
    assert "secret" not in json.dumps(told)
    assert told["last_run"]["new"] == 0
    assert {"no_articles", "problems"} <= told.keys()
    assert ask(town, "town")["new_articles"].startswith("still learning")


def test_folders_are_measured_and_links_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "a.db").write_bytes(b"x" * 10)
    (tmp_path / "a.db-wal").write_bytes(b"x" * 5)
    (tmp_path / "a.warc" / "2026").mkdir(parents=True)
    (tmp_path / "a.warc" / "2026" / "1.warc.gz").write_bytes(b"x" * 7)
    (tmp_path / "a.warc" / "all").symlink_to("/usr")
    disk = measure_disk(tmp_path / "a.db", tmp_path / "a.warc", tmp_path / "a.downloads")
    assert (disk.db, disk.wal, disk.downloads) == (10, 5, 0)
    assert disk.warc is not None
    assert 7 <= disk.warc < 40
    assert disk.free > 0


def test_the_status_of_a_large_archive_takes_little_of_what_its_counts_would(tmp_path: Path) -> None:
    set_clock(None)
    make_archive(tmp_path / "a.db", 5_000)
    spent = measure(tmp_path / "a.db")
    assert spent.sites == 300
    assert not spent.scanned  # no query reads `articles`, `urls` or `named` row by row


def test_verify_check_and_snapshot_note_when_they_were_done(town: Path) -> None:
    for command in ("verify", "check", "snapshot"):
        assert CliRunner().invoke(main, [command, "--db", str(town)], catch_exceptions=False).exit_code == 0
    tasks = ask(town)["archive"]["tasks"]
    assert {name: at for name, at in tasks.items() if at} == dict.fromkeys(("verify", "check", "snapshot"), stamp(NOW))
