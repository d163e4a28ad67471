"""The calendar of what each day named and what is held: days without an issue and days never asked for differ."""

import json
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archive import main
from commands.calendar_grid import format_calendar
from cundang.store.days import Day, Lists, measure_days
from cundang.store.schema import open_archive
from demo.site import make_demo_site
from scrapers.sources import Listing
from tests.helpers.databases import change, rows
from tests.helpers.loopback import Answer, Server, answering, article, crawl, listing

DAY_LIST = "paper/{day:%Y%m/%d}/node_01.htm"
ARTICLE = {"article": r"/paper/\d{6}/\d\d/c\d+\.htm$"}


def issue(day: str, count: int) -> dict[str, Answer]:
    """The list of a day (202601/05) and its articles."""
    names = [f"/paper/{day}/c{number}.htm" for number in range(count)]
    pages = {name: (200, {}, article(number)) for number, name in enumerate(names)}
    return {f"/paper/{day}/node_01.htm": listing(names), **pages}


def fill(server: Server, db: Path, since: str, until: str) -> None:
    crawl(server, db, start=f"{server.address}{DAY_LIST}", declared=ARTICLE, since=since, until=until)


def status(monkeypatch: pytest.MonkeyPatch, server: Server, db: Path, *words: str) -> Result:
    """`archive status demo --coverage`, where the demo is a newspaper."""
    paper = Listing(name="start", url=f"{server.address}{DAY_LIST}", evidence="seen 2026-11-28")
    site = replace(make_demo_site(server.address), sources=(paper,))
    monkeypatch.setattr("scrapers.sites.sites", lambda: {"demo": site})
    done = CliRunner().invoke(main, ["status", "demo", "--coverage", *words, "--db", str(db)], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done


def test_days_without_an_issue_and_days_never_asked_for_differ(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A newspaper of seven days: full, incomplete, empty, none, failed, and two that no run asked for."""
    db = tmp_path / "a.db"
    answers = {**issue("202601/05", 3), **issue("202601/06", 2)}
    answers["/paper/202601/07/node_01.htm"] = (200, {}, "<html><body><p>今日无报</p></body></html>".encode())
    answers["/paper/202601/06/c1.htm"] = (500, {}, b"")
    answers["/paper/202601/09/node_01.htm"] = (500, {}, b"")
    with answering({**answers, **issue("202601/12", 1)}) as server:
        fill(server, db, "2026-01-05", "2026-01-09")
        fill(server, db, "2026-01-12", "2026-01-12")
        told = json.loads(status(monkeypatch, server, db, "--json").stdout)
        assert [(row["day"], row["named"], row["held"], row["lists"]) for row in told["days"]] == [
            ("2026-01-05", 3, 3, "read"),
            ("2026-01-06", 2, 1, "read"),
            ("2026-01-07", 0, 0, "none"),
            ("2026-01-08", 0, 0, "none"),
            ("2026-01-09", 0, 0, "failed"),
            ("2026-01-10", 0, 0, "never asked"),
            ("2026-01-11", 0, 0, "never asked"),
            ("2026-01-12", 1, 1, "read"),
        ]
        (unread,) = told["unread"]
        assert unread["url"].endswith("/paper/202601/09/node_01.htm"), "the eighth had no issue: no gap"
        said = status(monkeypatch, server, db).stdout
        assert "               Mo   Tu   We   Th   Fr   Sa   Su\n" in said
        assert "  2026-01-05    3 1/2!    –    –    !    ·    ·\n  2026-01-12    1\n" in said
        legend = "  ! not all of it is held, or a list failed, – asked for, and nothing was named, · never asked for\n"
        assert legend in said
        told = json.loads(
            status(monkeypatch, server, db, "--since", "2026-01-12", "--until", "2026-01", "--json").stdout
        )
        assert (len(told["days"]), told["gaps"], told["unread"]) == (20, [], [])
        assert "every article that its sources named is held; complete" in status(
            monkeypatch, server, db, "--since", "2026-01-12"
        ).stdout  # fmt: skip


def test_days_that_were_all_read_are_no_fault_when_they_are_asked_for_again(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    with answering(issue("202601/05", 2)) as server:
        fill(server, db, "2026-01-05", "2026-01-06")
        asked = len(server.asked)
        fill(server, db, "2026-01-05", "2026-01-06")
        assert len(server.asked) == asked
        assert rows(db, "SELECT sources FROM runs") == [('{"start": 2}',), ("{}",)]
        assert rows(db, "SELECT reason FROM problems") == []
        fill(server, db, "2026-01-08", "2026-01-09")
    assert rows(db, "SELECT reason FROM problems") == [("start gave nothing: it named no article",)]


def test_a_list_that_waits_is_not_a_day_without_an_issue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    db = tmp_path / "a.db"
    with answering(issue("202601/05", 1)) as server:
        fill(server, db, "2026-01-04", "2026-01-05")
        change(db, "UPDATE urls SET state = 'pending', error = NULL WHERE url LIKE '%202601/04/node%'")
        told = json.loads(status(monkeypatch, server, db, "--json").stdout)
    assert [row["lists"] for row in told["days"]] == ["pending", "read"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--since", "2026-13"], "--since 2026-13: not a day, month or year; write it like 2015-03-09, 2015-03, 2015"),
        (["--until", "gestern"], "--until gestern: not a day"),
        (["--since", "2026-02", "--until", "2026-01"], "the end is before the beginning"),
    ],
)
def test_a_day_that_is_none(tmp_path: Path, words: list[str], told: str) -> None:
    from tests.helpers.programs import archive

    done = archive("status", "demo", "--coverage", *words, "--db", tmp_path / "a.db")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert told in done.stderr


def make_days(first: date, count: int, lists: Lists | None = "read", named: int = 12, missing: int = 0) -> list[Day]:
    return [Day((first + timedelta(days=n)).isoformat(), named, named - missing, lists) for n in range(count)]


def test_ten_years_are_ten_lines() -> None:
    first = date(2015, 3, 1)
    days = make_days(first, 3650)
    days[40] = Day(days[40].day, 12, 0, "read")
    days[95:130] = [Day(day.day, 0, 0, "none") for day in days[95:130]]
    days[400:500] = [Day(day.day, 0, 0, "never asked") for day in days[400:500]]
    lines = list(format_calendar(days))
    assert len(lines) == 1 + 11 + 1
    assert max(map(len, lines)) <= 100
    assert lines[0].split() == [f"{month:02d}" for month in range(1, 13)]
    assert lines[1].split() == ["2015", "372", "360!", "372", "36", "276", "372", "360", "372", "360", "372"]
    assert lines[2].split() == ["2016", "372", "348", "372", "36?", "·", "·", "228?", "372", "360", "372", "360", "372"]
    assert (
        lines[-1] == "  ! not all of it is held, or a list failed, ? some lists were never asked for, · never asked for"
    )


def test_a_year_is_a_line_a_week() -> None:
    lines = list(format_calendar(make_days(date(2020, 1, 1), 366, missing=2)))
    assert len(lines) == 1 + 53 + 1
    assert max(map(len, lines)) <= 80
    assert lines[1].split() == ["2019-12-30", *["10/12!"] * 5]


def test_of_a_site_without_a_list_a_day_no_day_was_asked_for() -> None:
    days = [*make_days(date(2026, 1, 5), 1, None), *make_days(date(2026, 1, 8), 1, None, missing=1)]
    lines = list(format_calendar(days))
    assert lines[1].split() == ["2026-01-05", "12", "·", "·", "11/12!"]
    assert lines[2] == "  · nothing was named, ! not all of it is held"


def test_a_list_a_month_asks_for_all_its_days(tmp_path: Path) -> None:
    with closing(open_archive(tmp_path / "a.db")) as db:
        db.execute("INSERT INTO sites(name) VALUES ('demo')")
        for month, state in (("2026-01", "done"), ("2026-03", "failed")):
            url = f"http://paper.example/{month}.xml"
            db["urls"].insert({"url": url, "site": "demo", "kind": "list", "state": state, "discovered_at": ""})
        db["named"].insert({"site": "demo", "source": "", "url": "http://a.cn/1", "day": "2026-01-07", "at": ""})
        days = measure_days(db.conn, "demo", lambda _, url: url[-11:-4], until="2026-03-31")
    states = {day.day: day.lists for day in days}
    assert len(states) == 31 + 28 + 31
    assert (states["2026-01-07"], states["2026-01-08"]) == ("read", "none")
    assert (states["2026-02-10"], states["2026-03-31"]) == ("never asked", "failed")


def test_an_archive_that_knows_no_day_has_no_calendar(tmp_path: Path) -> None:
    with closing(open_archive(tmp_path / "a.db")) as db:
        assert measure_days(db.conn, "demo", lambda *_: None) == []
    assert list(format_calendar([])) == []
