"""The frontier's table: every address once, in order, and what becomes of it."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlite_utils import Database

from cundang.store import frontier
from cundang.store.frontier import Address
from cundang.store.schema import open_archive
from demo.site import demo_site
from scrapers.discovery import Discovery
from scrapers.scheduler import FrontierScheduler

A, B, C = (f"http://example.org/{letter}.html" for letter in "abc")
LIST = "http://example.org/"


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    db = open_archive(tmp_path / "archive.db")
    db.table("sites").insert_all([{"name": "example"}, {"name": "other"}])
    yield db
    db.close()


def named(db: Database, *addresses: str, site: str = "example", kind: str = "article") -> int:
    return frontier.add(db, site, kind, addresses, LIST)


def pending(db: Database, site: str = "example") -> list[str]:
    return [address.url for address in frontier.select_pending(db, site, 0, 100)]


def row(db: Database, url: str) -> tuple[str, int, str | None]:
    return db.execute("SELECT state, tries, error FROM urls WHERE url = ?", [url]).fetchone()


def test_an_address_is_named_once_and_keeps_its_first_discovery(db: Database) -> None:
    assert named(db, B, A, B) == 2
    assert frontier.add(db, "other", "list", [A, C], "elsewhere", "首页") == 1
    assert pending(db) == [B, A]  # in the order of discovery
    assert pending(db, "other") == [C]
    found = db.execute("SELECT kind, source, discovered_from FROM urls WHERE url = ?", [A]).fetchone()
    assert found == ("article", None, LIST)


def test_pending_goes_on_behind_a_row_and_within_a_limit(db: Database) -> None:
    named(db, A, B, C)
    first, second = frontier.select_pending(db, "example", 0, 2)
    assert [first.url, second.url] == [A, B]
    assert frontier.select_pending(db, "example", second.id, 2) == [Address(second.id + 1, C, "article", None)]
    assert frontier.select_pending(db, "example", second.id + 1, 2) == []


def test_an_address_waits_for_its_time(db: Database) -> None:
    named(db, A, B)
    db.execute("UPDATE urls SET next_try_at = '2999-01-01T00:00:00+00:00' WHERE url = ?", [A])
    db.execute("UPDATE urls SET next_try_at = '2001-01-01T00:00:00+00:00' WHERE url = ?", [B])
    assert pending(db) == [B]


def test_done_is_not_pending_and_being_named_again_changes_nothing(db: Database) -> None:
    named(db, A, B)
    frontier.mark_failed(db, A, "timed out")
    frontier.mark_stored(db, A, "example")
    assert row(db, A) == ("done", 0, None)
    assert named(db, A) == 0
    assert pending(db) == [B]


def test_an_article_that_no_list_named_is_done_and_a_file_has_no_place_here(db: Database) -> None:
    frontier.mark_stored(db, A, "example")
    frontier.mark_stored(db, "file:a.html", "example")
    assert [(url, state) for url, state in db.execute("SELECT url, state FROM urls")] == [(A, "done")]
    assert named(db, A) == 0


def test_what_failed_is_tried_again_unless_it_failed_too_often(db: Database) -> None:
    named(db, A, B)
    named(db, C, site="other")
    for url in (A, A, B, C):
        frontier.mark_failed(db, url, "timed out")
    assert row(db, A) == ("failed", 2, "timed out")
    assert pending(db) == []
    frontier.requeue_failed(db, "example", most_tries=2)
    assert pending(db) == [B]
    assert row(db, C)[0] == "failed"  # another site's
    frontier.requeue_failed(db, "example", most_tries=3)
    assert pending(db) == [A, B]


def test_what_is_refused_stays_refused(db: Database) -> None:
    named(db, A)
    frontier.mark_refused(db, A, "robots.txt forbids it")
    assert row(db, A) == ("refused", 0, "robots.txt forbids it")
    frontier.requeue_failed(db, "example", most_tries=9)
    assert named(db, A) == 0
    assert pending(db) == []


def test_a_page_that_a_stage_refused_is_worked_on_and_says_why(db: Database) -> None:
    named(db, A)
    frontier.mark_done(db, A, "extract: no running text")
    assert row(db, A) == ("done", 0, "extract: no running text")
    assert pending(db) == []


def test_a_list_is_due_again(db: Database) -> None:
    named(db, LIST, kind="list")
    frontier.mark_done(db, LIST)
    frontier.requeue(db, [LIST, A])  # one that was never named is not made up
    assert pending(db) == [LIST]
    assert db.execute("SELECT count(*) FROM urls").fetchone() == (1,)


def test_ten_thousand_addresses_of_a_closed_pattern_are_passed_over(db: Database) -> None:
    lists = Discovery(demo_site("http://example.org/"), None)
    spider: Any = SimpleNamespace(
        archive=SimpleNamespace(db=db), site=SimpleNamespace(name="example"), lists=lists, limit=None,
        is_waiting=lambda: False, is_over=lambda: False, request=lambda address: address.url,
    )  # fmt: skip
    named(db, *(f"http://example.org/cal/{n}" for n in range(10_000)), A)
    for n in range(100):
        lists.patterns.told(f"http://example.org/cal/{n}", fruitful=False)
    frontier = FrontierScheduler(spider)
    assert frontier.has_pending_requests()
    assert frontier.next_request() == A
    assert frontier.next_request() is None
    assert not frontier.has_pending_requests()
    assert len(frontier.pending(db, "example", 0, 20_000)) == 10_001, "they stay for a later run"
