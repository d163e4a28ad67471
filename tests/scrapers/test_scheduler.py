"""The scheduler: addresses from the frontier's table, but for those of patterns that give nothing."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

from cundang.model.publisher import Publishers
from cundang.store import frontier
from cundang.store.rows import Rows
from demo.site import make_demo_site
from scrapers.discovery import Discovery
from scrapers.scheduler import FrontierScheduler


def test_ten_thousand_addresses_of_a_closed_pattern_are_passed_over(tmp_path: Path) -> None:
    rows = Rows(tmp_path / "archive.db", Publishers())
    rows.insert_all("sites", [{"name": "example"}])
    discovery = Discovery(make_demo_site("http://example.org/"), None)
    extras = SimpleNamespace(is_pending=lambda: False, next_request=lambda may_refill: None)
    spider: Any = SimpleNamespace(
        extras=extras, session=SimpleNamespace(rows=rows), site=SimpleNamespace(name="example"), discovery=discovery, limit=None,
        is_waiting=lambda: False, is_outside_hours=lambda: False, make_request=lambda address: address.url,
    )  # fmt: skip
    article = "http://example.org/a.html"
    addresses = [*(f"http://example.org/cal/{n}" for n in range(10_000)), article]
    frontier.add(rows, "example", "article", addresses, "http://example.org/")
    for n in range(100):
        discovery.patterns.record_page(f"http://example.org/cal/{n}", fruitful=False)
    scheduler = FrontierScheduler(spider)
    assert scheduler.has_pending_requests()
    assert scheduler.next_request() == article
    assert scheduler.next_request() is None
    assert not scheduler.has_pending_requests()
    assert len(frontier.select_pending(rows, "example", 0, 20_000)) == 10_001, "they stay for a later run"
    rows.close()
