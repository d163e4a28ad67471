"""What becomes of an article that its site no longer shows, and the event that tells of it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cundang.model.publisher import Publishers
from cundang.store import absence
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
