"""What an archive says of when an article was on its site: by sequences of crawls, imports, merges, rebuilds, updates."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from cundang.model.page import Page, Record
from cundang.model.publisher import Publishers
from cundang.raw.exchange import Exchange
from cundang.store import absence
from cundang.store.articles import find_id
from cundang.store.provenance import FETCHED_HERE, Provenance, Seen
from cundang.store.rows import Rows, select
from cundang.store.session import Session
from exchange.merge.archives import merge
from pipelines import line
from tests.helpers.databases import rows
from tests.pipelines.test_reread import BOAT, NEW, NOON, OLD, TIDE, URL, seen, take
from upkeep.rebuild import rebuild

pytestmark = pytest.mark.usefixtures("forked_workers")
EDITED = BOAT.replace("石料", "木料")


def crawl(db: Path, *pages: Page, publishers: Publishers = OLD) -> None:
    take(db, publishers, *pages)


def take_in(db: Path, *pages: Page, publishers: Publishers = OLD) -> None:
    take(db, publishers, *pages, command="import")


def undated(page: Page) -> Page:
    return replace(page, status=0, is_sighting=False)


def vanish(db: Path, hour: int) -> None:
    with closing(Rows(db, OLD)) as opened, opened.transaction():
        absence.mark_gone(opened, find_id(opened.connection, URL) or 0, f"2026-03-01T{12 + hour}:00:00+00:00")


def hour_of(at: str | None) -> int | None:
    return None if at is None else round((datetime.fromisoformat(at) - NOON) / timedelta(hours=1))


def mark(seen_by: Seen | None) -> str:
    """The hour after noon of a sighting, with a sign where another tool saw it."""
    return "?" if seen_by is None else f"{hour_of(seen_by.at)}{'' if seen_by.is_own else '*'}"


def told(db: Path) -> dict[str, Any]:
    with closing(sqlite3.connect(db)) as connection:
        [article] = select(connection, "SELECT * FROM articles")
        provenance = Provenance(connection, article)
        versions = select(connection, "SELECT * FROM revisions ORDER BY number")
        return {
            "state": article["state"],
            "seen": f"{mark(provenance.first)} to {mark(provenance.last)}",
            "still there": hour_of(provenance.own_last_at),
            "versions": " ".join(mark(provenance.of_version(each)) for each in versions),
            "events": " ".join(
                f"{event.kind}:{'?' if event.at is None else hour_of(event.at)}"
                for event in rows(db, "SELECT kind, at FROM events ORDER BY at, id")
            ),
        }


def says(state: str, seen_from_to: str, still: int | None, versions: str, events: str) -> dict[str, Any]:
    return {"state": state, "seen": seen_from_to, "still there": still, "versions": versions, "events": events}


def import_before_crawl(db: Path) -> None:
    take_in(db, seen(1, TIDE, BOAT))
    crawl(db, seen(5, TIDE, BOAT))


def crawl_before_import(db: Path) -> None:
    crawl(db, seen(5, TIDE, BOAT))
    take_in(db, seen(1, TIDE, BOAT))


def newer_page_of_another_tool(db: Path) -> None:
    crawl(db, seen(1, TIDE, BOAT))
    take_in(db, seen(5, TIDE, EDITED))


def rebuild_after(db: Path) -> None:
    newer_page_of_another_tool(db)
    rebuild(db, db.with_suffix(".warc"), partial(Publishers, OLD.known), cores=1)


def rebuild_from_the_raw_pages_alone(db: Path) -> None:
    newer_page_of_another_tool(db)
    db.unlink()
    rebuild(db, db.with_suffix(".warc"), partial(Publishers, OLD.known), cores=1)


def merge_of_two_archives(db: Path) -> None:
    crawled, imported = db.with_name("crawled.db"), db.with_name("imported.db")
    crawl(crawled, seen(1, TIDE, BOAT))
    take_in(imported, seen(5, TIDE, EDITED), undated(seen(9, TIDE, BOAT)))
    merge(db, db.with_suffix(".warc"), [(each, each.with_suffix(".warc")) for each in (imported, crawled)], OLD)


def merge_of_one_gone_with_an_older_page(db: Path) -> None:
    crawled, imported = db.with_name("crawled.db"), db.with_name("imported.db")
    crawl(crawled, seen(1, TIDE, BOAT))
    vanish(crawled, 4)
    take_in(imported, seen(2, TIDE, BOAT))
    merge(db, db.with_suffix(".warc"), [(each, each.with_suffix(".warc")) for each in (imported, crawled)], OLD)


def update_in_between(db: Path) -> None:
    crawl(db, seen(1, TIDE, BOAT))
    take_in(db, seen(3, TIDE, BOAT), publishers=NEW)


def gone_then_an_older_page(db: Path) -> None:
    crawl(db, seen(1, TIDE, BOAT))
    vanish(db, 4)
    take_in(db, seen(2, TIDE, BOAT), undated(seen(9, TIDE, BOAT)))


def gone_then_a_newer_page(db: Path) -> None:
    crawl(db, seen(1, TIDE, BOAT))
    vanish(db, 4)
    take_in(db, seen(5, TIDE, BOAT))


def undated_twice(db: Path) -> None:
    take_in(db, undated(seen(1, TIDE, BOAT)))
    take_in(db, undated(seen(8, TIDE, BOAT)))


def not_modified_after_an_update(db: Path, is_named: bool = True) -> None:
    crawl(db, seen(1, TIDE, BOAT))
    [place] = [Record(*row) for row in rows(db, "SELECT warc_file, warc_offset FROM revisions")]
    with Session(db, db.with_suffix(".warc"), NEW, "crawl") as opened:
        answer = replace(seen(5, TIDE, BOAT), status=304, body=b"")
        original = opened.warc.find_response(place)
        assert original
        exchange = Exchange(b"", b"HTTP/1.1 304 Not Modified\r\n\r\n", b"")
        record = (
            opened.warc.write_revisit(answer, exchange, original) if is_named else opened.warc.write(answer, exchange)
        )
        kept = opened.record_fetch(answer, record, 0)
        assert line.record_sighting(opened, URL, answer.fetched_at)
        opened.record_outcome(kept, "unchanged", None)
    crawl(db, seen(6, TIDE, BOAT), publishers=NEW)
    assert rows(db, "SELECT extractor FROM revisions") == [("weitang-2026",)]


def not_modified_by_a_record_that_names_no_page(db: Path) -> None:
    not_modified_after_an_update(db, is_named=False)


def clock_set_back(db: Path) -> None:
    crawl(db, seen(5, TIDE, EDITED))
    crawl(db, seen(3, TIDE, BOAT))


@pytest.mark.parametrize(
    ("sequence", "expected"),
    [
        (import_before_crawl, says("live", "1* to 5", 5, "1*", "new:1")),
        (crawl_before_import, says("live", "1* to 5", 5, "1*", "new:1")),
        (newer_page_of_another_tool, says("live", "1 to 5*", 1, "1 5*", "new:1 edited:5")),
        (rebuild_after, says("live", "1 to 5*", 1, "1 5*", "new:1 edited:5")),
        (rebuild_from_the_raw_pages_alone, says("live", "1 to 5*", 1, "1 5*", "new:1 edited:5")),
        (merge_of_two_archives, says("live", "1 to 5*", 1, "1 5*", "new:1 edited:5")),
        (merge_of_one_gone_with_an_older_page, says("gone", "1 to 2*", 1, "1", "new:1 gone:4")),
        (update_in_between, says("live", "1 to 3*", 1, "1", "new:1")),
        (gone_then_an_older_page, says("gone", "1 to 2*", 1, "1", "new:1 gone:4")),
        (gone_then_a_newer_page, says("live", "1 to 5*", 1, "1", "new:1 gone:4 restored:5")),
        (undated_twice, says("live", "? to ?", None, "?", "new:?")),
        (not_modified_after_an_update, says("live", "1 to 6", 6, "1", "new:1")),
        (not_modified_by_a_record_that_names_no_page, says("live", "1 to 6", 6, "1", "new:1")),
        (clock_set_back, says("live", "3 to 5", 5, "3 5", "new:3 edited:5")),
    ],
)
def test_only_fetches_of_the_site_tell_when_an_article_was_there(
    tmp_path: Path, sequence: Callable[[Path], None], expected: dict[str, Any]
) -> None:
    db = tmp_path / "a.db"
    sequence(db)
    assert told(db) == expected
    assert rows(db, f"SELECT {FETCHED_HERE} FROM articles a") == [(expected["still there"] is not None,)]


def test_an_import_never_moves_a_sighting_beyond_the_time_of_its_page(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    newer_page_of_another_tool(db)
    assert rows(db, "SELECT last_seen_at, changed_at FROM articles") == [("2026-03-01T17:00:00+00:00",) * 2]
    take_in(db, seen(3, TIDE, EDITED), undated(seen(30, TIDE, BOAT)))
    assert rows(db, "SELECT last_seen_at, changed_at FROM articles") == [
        ("2026-03-01T17:00:00+00:00", "2026-03-01T15:00:00+00:00")
    ]
