"""How many new articles a week a site has is learned from the first four weeks of runs, and from no less."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from cundang.model.expect import USUAL, Expect
from cundang.store.pace import Learning, Pace, learn_pace
from cundang.store.schema import open_archive, open_readonly
from tests.helpers.databases import change
from tests.helpers.loopback import answering, article, crawl, listing
from tests.helpers.programs import archive
from upkeep.expectations import judge

BEGIN = datetime(2026, 3, 2, 6, tzinfo=UTC)  # a Monday
DAY = timedelta(days=1)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with closing(open_archive(tmp_path / "a.db")) as opened:
        opened.execute("INSERT INTO sites(name) VALUES ('town')")
        yield opened


def add_run(db: Database, moment: datetime, reason: str = "finished") -> None:
    ended = moment + timedelta(minutes=20)
    db["runs"].insert({"command": "crawl", "site": "town", "started_at": moment.isoformat(), "ended_at": ended.isoformat(), "reason": reason, "version": "1"})  # fmt: skip


def add_articles(db: Database, moment: datetime, count: int, age: int = 0, dated: bool = True) -> None:
    """Articles that a run stored in its tenth minute, published so many days before."""
    first = db["articles"].count
    day = (moment - age * DAY).date().isoformat()
    for number in range(first, first + count):
        db["articles"].insert(
            {
                "url": f"http://town.example/{number}.html",
                "site": "town",
                "title": "x",
                "text": "x",
                "characters": 1,
                "sha256": "",
                "published_at": f"{day}T08:00:00+08:00" if dated else None,
                "first_seen_at": (moment + timedelta(minutes=10)).isoformat(),
            }
        )


def crawl_daily(db: Database, days: int, new: int, first: int = 500) -> datetime:
    """A first run that brings old articles, and one a day that brings new ones; when the last of them began."""
    add_run(db, BEGIN)
    add_articles(db, BEGIN, first, age=3)
    for number in range(1, days + 1):
        add_run(db, BEGIN + number * DAY)
        add_articles(db, BEGIN + number * DAY, new)
    return BEGIN + days * DAY


def judge_at(db: Database, moment: datetime, expect: Expect = USUAL) -> list[str]:
    return [unmet.what for unmet in judge(db.conn, "town", expect, [], moment)]


def test_nothing_is_learned_before_four_weeks_of_runs(db: Database) -> None:
    last = crawl_daily(db, 27, new=3)
    assert learn_pace(db.conn, "town") == Learning(27)
    assert judge_at(db, last + 20 * DAY) == ["no new article for 480 hours, usually one every 24.0"]
    add_run(db, last + DAY)
    assert isinstance(learn_pace(db.conn, "town"), Pace)


def test_a_week_with_too_few_is_told_with_what_it_was_learned_from(db: Database) -> None:
    last = crawl_daily(db, 28, new=3)
    pace = learn_pace(db.conn, "town")
    assert str(pace) == "learned from the runs of 2026-03-02 to 2026-03-30: about 21 a week"
    assert judge_at(db, last) == []
    for number in range(1, 8):
        add_run(db, last + number * DAY)
        add_articles(db, last + number * DAY, 1)
    told = "7 new articles in a week, usually about 21 a week (learned from the runs of 2026-03-02 to 2026-03-30)"
    assert judge_at(db, last + 7 * DAY + timedelta(hours=1)) == [told]
    assert judge_at(db, last + 7 * DAY + timedelta(hours=1), Expect(articles_a_week=0)) == [], "its module says more"


def test_what_a_back_fill_brings_is_not_new(db: Database) -> None:
    last = crawl_daily(db, 28, new=3)
    add_articles(db, BEGIN + 9 * DAY, 4000, age=700)
    add_articles(db, BEGIN + 20 * DAY, 400, age=12)
    assert str(learn_pace(db.conn, "town")).endswith(": about 21 a week")
    for number in range(1, 8):  # nor does one hide that nothing comes any more
        add_run(db, last + number * DAY)
        add_articles(db, last + number * DAY, 50, age=900)
    assert judge_at(db, last + 7 * DAY + timedelta(hours=1))[0].startswith("0 new articles in a week, usually about 21")


def test_articles_without_a_day_count_by_the_run_that_brought_them(db: Database) -> None:
    crawl_daily(db, 28, new=2)
    add_articles(db, BEGIN, 300, dated=False)
    add_articles(db, BEGIN + 5 * DAY, 20, dated=False)
    assert str(learn_pace(db.conn, "town")).endswith(": about 19 a week")


def test_the_command_says_what_was_learned_or_that_it_still_learns(db: Database, tmp_path: Path) -> None:
    crawl_daily(db, 27, new=3)

    def say() -> str:
        return archive("status", "town", "--db", tmp_path / "a.db").stdout

    assert "new articles: still learning how many a week are usual: 27 of 28 days of runs\n" in say()
    assert "learning" not in archive("check", "--db", tmp_path / "a.db").stdout
    add_run(db, BEGIN + 28 * DAY)
    assert "new articles: learned from the runs of 2026-03-02 to 2026-03-30: about 20 a week\n" in say()


def test_runs_far_apart_teach_nothing_and_failed_ones_do_not_count(db: Database) -> None:
    for number in range(6):
        add_run(db, BEGIN + number * 14 * DAY)
        add_run(db, BEGIN + (number * 14 + 7) * DAY, reason="memusage_exceeded")
    assert learn_pace(db.conn, "town") == Learning(0)
    crawl_daily(db, 5, new=2)


def test_a_gap_begins_the_four_weeks_anew(db: Database) -> None:
    last = crawl_daily(db, 20, new=2)
    after = last + 30 * DAY
    add_run(db, after)
    add_articles(db, after, 90)
    for number in range(1, 29):
        add_run(db, after + number * DAY)
        add_articles(db, after + number * DAY, 1)
    pace = learn_pace(db.conn, "town")
    assert isinstance(pace, Pace)
    assert (pace.since.date(), round(pace.articles_a_week)) == (after.date(), 7)


def test_articles_of_one_run_are_no_usual_gap(db: Database) -> None:
    """A first crawl brings fifty in a minute; that a day later nothing is new says nothing."""
    add_run(db, BEGIN)
    add_articles(db, BEGIN, 50)
    assert judge_at(db, BEGIN + DAY) == []


def test_a_crawl_alarms_by_what_it_learned(tmp_path: Path) -> None:
    """A real crawl, whose archive is then made four weeks older."""
    db, many, without_day = tmp_path / "a.db", [f"/a/{n}.htm" for n in range(60)], {"article": r"/a/\d+\.htm$"}
    with answering({"/": listing(many), **{p: (200, {}, article(n)) for n, p in enumerate(many)}}) as server:
        crawl(server, db, declared=without_day)
        now = datetime.now(UTC).replace(microsecond=0)
        days = [(now - number * DAY).isoformat() for number in range(37, 8, -1)]
        change(db, "UPDATE runs SET started_at = ?, ended_at = ?", days[0], days[0])
        for day in days[1:]:
            change(db, "INSERT INTO runs(command, site, started_at, ended_at, reason, version) VALUES ('crawl', 'demo', ?, ?, 'finished', '1')", day, day)  # fmt: skip
        change(db, "UPDATE articles SET published_at = NULL, first_seen_at = strftime('%Y-%m-%dT%H:%M:%S+00:00', 'now', '-' || (9 + (id % 28)) || ' days', '-12 hours')")  # fmt: skip
        told = crawl(server, db, declared=without_day)["unmet"]
        assert told[0].startswith("0 new articles in a week, usually about 15 a week (learned from the runs of ")
        assert archive("check", "--db", db).stdout.count("usually about 15 a week") == 1
    with closing(open_readonly(db)) as read:
        assert isinstance(learn_pace(read.conn, "demo"), Pace)
