"""What becomes of an article that its site no longer shows, and the event that tells of it."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from cundang.model.publisher import Publishers
from cundang.store import absence, frontier
from cundang.store.clock import read_clock, set_clock
from cundang.store.session import Session
from pipelines import line
from tests.helpers.pages import SENTENCES, news_page, page

URL = "http://ferry.test/bridge.html"
NOON = "T12:00:00+00:00"
ANSWERS = 9  # of the site in the run: it is well


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """A run of which the archive has one article, its id 1."""
    with Session(tmp_path / "a.db", tmp_path / "a.warc", Publishers(), "crawl") as opened:
        line.run(opened, [page(news_page(SENTENCES), url=URL)])
        yield opened


def miss(session: Session, *days: str) -> None:
    """The article was looked for on these days, and not found."""
    for day in days:
        row = {"article_id": 1, "run_id": session.run_id, "at": day + NOON, "reason": "HTTP 404"}
        session.rows.insert("absences", row)


def state(session: Session) -> str:
    return str(session.rows.select("SELECT state FROM articles")[0]["state"])


def events(session: Session) -> list[tuple[Any, ...]]:
    """Kind, time and detail of what happened since the article was new."""
    found = session.rows.select("SELECT kind, at, detail FROM events WHERE kind != 'new' ORDER BY id")
    return [(row["kind"], row["at"], row["detail"] and json.loads(row["detail"])) for row in found]


def test_the_third_absence_over_two_days_makes_an_article_gone(session: Session) -> None:
    miss(session, "2026-02-01", "2026-02-02", "2026-02-03")
    assert absence.settle(session.rows, session.run_id, ANSWERS)
    assert state(session) == "gone"
    detail = {"sightings": 3, "since": f"2026-02-01{NOON}", "reason": "HTTP 404"}
    assert events(session) == [("gone", f"2026-02-03{NOON}", detail)]
    absence.settle(session.rows, session.run_id, ANSWERS)
    assert len(events(session)) == 1  # it is told once


@pytest.mark.parametrize(
    "days", [("2026-02-01", "2026-02-09"), ("2026-02-01", "2026-02-02", "2026-02-02")], ids=["two", "within a day"]
)
def test_fewer_absences_or_within_less_time_make_none_gone(session: Session, days: tuple[str, ...]) -> None:
    miss(session, *days)
    assert absence.settle(session.rows, session.run_id, ANSWERS)
    assert (state(session), events(session)) == ("live", [])


def test_an_article_that_comes_back_is_live_again(session: Session) -> None:
    absence.mark_gone(session.rows, 1, f"2026-02-03{NOON}")
    absence.restore(session.rows, 1, f"2026-02-04{NOON}")
    assert state(session) == "live"
    assert events(session) == [("gone", f"2026-02-03{NOON}", None), ("restored", f"2026-02-04{NOON}", None)]


def test_an_article_that_moved_has_its_new_address(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(absence, "now", lambda: f"2026-02-05{NOON}")
    absence.record_move(session.rows, (1, URL), f"{URL}l")
    assert session.rows.select("SELECT url FROM articles") == [{"url": f"{URL}l"}]
    assert events(session) == [("moved", f"2026-02-05{NOON}", {"from": URL, "to": f"{URL}l"})]


@pytest.fixture
def clock() -> Iterator[list[datetime]]:
    """The archive's clock: its one moment may be replaced."""
    moment = [datetime(2026, 2, 1, 12, tzinfo=UTC)]
    set_clock(lambda: moment[0])
    yield moment
    set_clock(None)


def test_one_that_is_gone_is_asked_for_ever_more_rarely(session: Session, clock: list[datetime]) -> None:
    """By runs of a day, with --recheck: that asks for all that are not gone."""
    asked = []
    for day in range(400):
        clock[0] += timedelta(days=1, seconds=(day * 7919) % 60 - 30)  # never at the same second
        frontier.requeue_due(session.rows, "example.org", everything=True)
        frontier.requeue_due(session.rows, "ferry.test", everything=True)
        if not frontier.select_pending(session.rows, "ferry.test", 0, 5):
            continue
        asked.append(day)
        clock[0] += timedelta(seconds=90)  # the request is later than the run's start
        absence.record_absence(session.rows, session.run_id, 1, URL, "HTTP 404")
        absence.settle(session.rows, session.run_id, ANSWERS)
        clock[0] -= timedelta(seconds=90)
    assert asked[:3] == [0, 1, 2]
    assert (state(session), len(events(session))) == ("gone", 1)
    assert len(asked) < 25
    assert [later - earlier for earlier, later in zip(asked[-6:], asked[-5:], strict=False)] == [30] * 5


def test_one_that_is_gone_counts_no_more(session: Session, clock: list[datetime]) -> None:
    absence.mark_gone(session.rows, 1, "2026-02-01T12:00:00+00:00")
    clock[0] += timedelta(days=9)
    absence.record_absence(session.rows, session.run_id, 1, URL, "HTTP 404")
    assert session.rows.select("SELECT * FROM absences") == []
    assert not absence.is_doubtful(session.rows, session.run_id)
    assert absence.settle(session.rows, session.run_id, 1)


def add_articles(session: Session, count: int) -> list[str]:
    """More live articles of the site; their addresses."""
    urls = [f"http://ferry.test/{number}.html" for number in range(count)]
    for url in urls:
        line.run(session, [page(news_page(SENTENCES), url=url)])
    return urls


def test_many_absences_count_if_other_articles_are_there_at_the_end(session: Session, tmp_path: Path) -> None:
    """Seven of nine were removed in one day; the other two are there."""
    urls, run_id = add_articles(session, 8), session.run_id
    later = session.rows.insert("runs", {"command": "crawl", "started_at": "2026-03-01T00:00:00+00:00", "version": ""})
    for number, url in enumerate(urls[:7], 2):
        absence.record_absence(session.rows, later, number, url, "HTTP 404")
    assert absence.is_doubtful(session.rows, later)
    controls = absence.select_controls(session.rows, "ferry.test")
    assert {address.url for address in controls.addresses} == {URL, urls[7]}
    assert not absence.settle(session.rows, later, 8, controls), "nothing was there"
    for number, url in enumerate(urls[:7], 2):
        absence.record_absence(session.rows, later, number, url, "HTTP 404")
    session.run_id = later
    for address in controls.addresses:
        line.run(session, [page(news_page(SENTENCES), url=address.url, fetched_at=read_clock())])
    session.run_id = run_id
    assert absence.settle(session.rows, later, 8, controls)
    assert session.rows.select("SELECT count(*) AS n FROM absences") == [{"n": 7}]


def test_many_pages_without_text_are_a_layout_that_nobody_can_read(session: Session) -> None:
    """Whatever else is there: the pages answer."""
    urls = add_articles(session, 12)
    later = session.rows.insert("runs", {"command": "crawl", "started_at": "2026-03-01T00:00:00+00:00", "version": ""})
    for number, url in enumerate(urls[:4], 2):
        absence.record_absence(session.rows, later, number, url, "no article on the page any more (no text)")
    controls = absence.select_controls(session.rows, "ferry.test")
    run_id, session.run_id = session.run_id, later
    for url in urls[4:]:
        line.run(session, [page(news_page(SENTENCES), url=url, fetched_at=read_clock())])
    session.run_id = run_id
    assert not absence.settle(session.rows, later, 40, controls)
    assert session.rows.select("SELECT * FROM absences") == []


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/404.html", True),
        ("/error/", True),
        ("/m/404.shtml", False),
        ("/c_404.html", False),
        ("/errors-of-1998.html", False),
    ],
)
def test_an_error_page_by_its_address(path: str, expected: bool) -> None:
    assert absence.is_error_page(f"http://ferry.test{path}") is expected


def test_on_a_bad_day_nothing_is_learned_of_what_is_gone(session: Session, clock: list[datetime]) -> None:
    """It is asked for again in the next run, not a month later."""
    urls = add_articles(session, 2)
    absence.mark_gone(session.rows, 1, "2025-01-01T12:00:00+00:00")
    later = session.rows.insert("runs", {"command": "crawl", "started_at": "2026-02-01T00:00:00+00:00", "version": ""})
    asked = {"run_id": later, "fetched_at": "2026-02-01T12:00:00+00:00", "status": 404, "outcome": "missing"}
    for number, url in enumerate([URL, *urls], 1):
        absence.record_absence(session.rows, later, number, url, "HTTP 404")
        session.rows.insert("fetches", {**asked, "url": url, "warc_file": "a", "warc_offset": number})
    assert not absence.settle(session.rows, later, 2), "nothing but absences"
    clock[0] += timedelta(days=1)
    frontier.requeue_due(session.rows, "ferry.test")
    assert len(frontier.select_pending(session.rows, "ferry.test", 0, 5)) == 3
