"""The frontier's table: every address once, in order, and what becomes of it."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from cundang.model.publisher import Publishers
from cundang.store import frontier
from cundang.store.frontier import Address
from cundang.store.rows import Rows
from demo.site import make_demo_site
from scrapers.discovery import Discovery
from scrapers.scheduler import FrontierScheduler

A, B, C = (f"http://example.org/{letter}.html" for letter in "abc")
LIST = "http://example.org/"


@pytest.fixture
def rows(tmp_path: Path) -> Iterator[Rows]:
    rows = Rows(tmp_path / "archive.db", Publishers())
    rows.insert_all("sites", [{"name": "example"}, {"name": "other"}])
    yield rows
    rows.close()


def named(rows: Rows, *addresses: str, site: str = "example", kind: str = "article") -> int:
    return frontier.add(rows, site, kind, addresses, LIST)


def pending(rows: Rows, site: str = "example") -> list[str]:
    return [address.url for address in frontier.select_pending(rows, site, 0, 100)]


def row(rows: Rows, url: str) -> tuple[str, int, str | None]:
    return rows.connection.execute("SELECT state, tries, error FROM urls WHERE url = ?", [url]).fetchone()


def test_an_address_is_named_once_and_keeps_its_first_discovery(rows: Rows) -> None:
    assert named(rows, B, A, B) == 2
    assert frontier.add(rows, "other", "list", [A, C], "elsewhere", "首页") == 1
    assert pending(rows) == [B, A]  # in the order of discovery
    assert pending(rows, "other") == [C]
    found = rows.connection.execute("SELECT kind, source, discovered_from FROM urls WHERE url = ?", [A]).fetchone()
    assert found == ("article", None, LIST)


def test_pending_goes_on_behind_a_row_and_within_a_limit(rows: Rows) -> None:
    named(rows, A, B, C)
    first, second = frontier.select_pending(rows, "example", 0, 2)
    assert [first.url, second.url] == [A, B]
    assert frontier.select_pending(rows, "example", second.id, 2) == [Address(second.id + 1, C, "article", None)]
    assert frontier.select_pending(rows, "example", second.id + 1, 2) == []


def test_an_address_waits_for_its_time(rows: Rows) -> None:
    named(rows, A, B)
    rows.connection.execute("UPDATE urls SET next_try_at = '2999-01-01T00:00:00+00:00' WHERE url = ?", [A])
    rows.connection.execute("UPDATE urls SET next_try_at = '2001-01-01T00:00:00+00:00' WHERE url = ?", [B])
    assert pending(rows) == [B]


def test_done_is_not_pending_and_being_named_again_changes_nothing(rows: Rows) -> None:
    named(rows, A, B)
    frontier.mark_failed(rows, A, "timed out")
    frontier.mark_stored(rows, A, "example")
    assert row(rows, A) == ("done", 0, None)
    assert named(rows, A) == 0
    assert pending(rows) == [B]


def test_an_article_that_no_list_named_is_done_and_a_file_has_no_place_here(rows: Rows) -> None:
    frontier.mark_stored(rows, A, "example")
    frontier.mark_stored(rows, "file:a.html", "example")
    assert [(url, state) for url, state in rows.connection.execute("SELECT url, state FROM urls")] == [(A, "done")]
    assert named(rows, A) == 0


def test_what_failed_is_tried_again_unless_it_failed_too_often(rows: Rows) -> None:
    named(rows, A, B)
    named(rows, C, site="other")
    for url in (A, A, B, C):
        frontier.mark_failed(rows, url, "timed out")
    assert row(rows, A) == ("failed", 2, "timed out")
    assert pending(rows) == []
    frontier.requeue_failed(rows, "example", most_tries=2)
    assert pending(rows) == [B]
    assert row(rows, C)[0] == "failed"  # another site's
    frontier.requeue_failed(rows, "example", most_tries=3)
    assert pending(rows) == [A, B]


def test_what_is_refused_stays_refused(rows: Rows) -> None:
    named(rows, A)
    frontier.mark_refused(rows, A, "robots.txt forbids it")
    assert row(rows, A) == ("refused", 0, "robots.txt forbids it")
    frontier.requeue_failed(rows, "example", most_tries=9)
    assert named(rows, A) == 0
    assert pending(rows) == []


def test_a_page_that_a_stage_refused_is_worked_on_and_says_why(rows: Rows) -> None:
    named(rows, A)
    frontier.mark_done(rows, A, "extract: no running text")
    assert row(rows, A) == ("done", 0, "extract: no running text")
    assert pending(rows) == []


def test_a_list_is_due_again(rows: Rows) -> None:
    named(rows, LIST, kind="list")
    frontier.mark_done(rows, LIST)
    frontier.requeue(rows, [LIST, A])  # one that was never named is not made up
    assert pending(rows) == [LIST]
    assert rows.connection.execute("SELECT count(*) FROM urls").fetchone() == (1,)


def test_ten_thousand_addresses_of_a_closed_pattern_are_passed_over(rows: Rows) -> None:
    discovery = Discovery(make_demo_site("http://example.org/"), None)
    spider: Any = SimpleNamespace(
        session=SimpleNamespace(rows=rows), site=SimpleNamespace(name="example"), discovery=discovery, limit=None,
        is_waiting=lambda: False, is_outside_hours=lambda: False, make_request=lambda address: address.url,
    )  # fmt: skip
    named(rows, *(f"http://example.org/cal/{n}" for n in range(10_000)), A)
    for n in range(100):
        discovery.patterns.record_page(f"http://example.org/cal/{n}", fruitful=False)
    scheduler = FrontierScheduler(spider)
    assert scheduler.has_pending_requests()
    assert scheduler.next_request() == A
    assert scheduler.next_request() is None
    assert not scheduler.has_pending_requests()
    assert len(frontier.select_pending(rows, "example", 0, 20_000)) == 10_001, "they stay for a later run"
