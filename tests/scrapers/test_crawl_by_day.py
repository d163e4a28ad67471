"""A newspaper, which has a list a day: each day of a range is asked for once, days without an issue are no failures."""

import re
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cundang.model.publisher import BEIJING
from scrapers.site import Site
from scrapers.sources import Epaper
from tests.helpers.crawls import Crawled, Plan, crawl_sites
from tests.helpers.databases import rows
from tests.helpers.loopback import Answer, Server, answering, article
from tests.helpers.programs import archive

NO_ISSUE = "03"
_LAYOUT = re.compile(r"/paper/layout/(\d{6})/(\d\d)/node_(\d\d)\.html")
_CONTENT = re.compile(r"/paper/content/(\d{6})/(\d\d)/content_(\d+)\.html")


def answer(handler: Any) -> Answer:
    """An issue a day of two pages with two articles each, but none on the third of a month; each links the day before."""
    if page := _LAYOUT.fullmatch(handler.path):
        month, day, node = page.groups()
        if day == NO_ISSUE or node > "02":
            return 404, {}, b"none"
        first = int(day) * 100 + int(node) * 10
        links = [f"../../../content/{month}/{day}/content_{first + n}.html" for n in (1, 2)]
        nodes = ["node_01.html", "node_02.html", f"../../{month}/{int(day) - 1:02}/node_01.html"]
        body = "".join(f'<a href="{link}">x</a>' for link in (*links, *nodes))
        return 200, {"Content-Type": "text/html"}, body.encode()
    if page := _CONTENT.fullmatch(handler.path):
        return 200, {"Content-Type": "text/html"}, article(int(page[3]))
    return 404, {}, b"none"


def make_site(server: Server) -> Site:
    return Site(
        name="paper",
        hosts=("127.0.0.1",),
        article=_CONTENT.pattern,
        sources=(
            Epaper(
                name="苇海日报",
                url=f"{server.address}paper/layout/{{day:%Y%m/%d}}/node_01.html",
                evidence="seen 2026-11-28",
                first="2015-01-01",
            ),
        ),
        zone=BEIJING,
        loopback=True,
    )


def crawl(server: Server, db: Path, **options: object) -> tuple[Crawled, list[str]]:
    """What a run reports, and the days and pages that it asked for."""
    before = len(server.asked)
    (crawled,) = crawl_sites([Plan(make_site(server), db, options)])
    asked = [path for _, path, _ in server.asked[before:]]
    return crawled, sorted("-".join(page.groups()) for path in asked if (page := _LAYOUT.fullmatch(path)))


def test_each_day_of_a_range_is_asked_for_once(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    days = {"since": "2014-12-30", "until": "2015-01-05"}
    with answering({"*": answer}) as server:
        first, asked = crawl(server, db, **days)
        assert asked == sorted(
            ["201501-03-01", *(f"201501-{day}-{n}" for day in ("01", "02", "04", "05") for n in ("01", "02"))]
        )
        assert first.counts["new"] == 16
        assert "failed" not in first.counts
        assert first.articles == {"苇海日报": 16}
        again, asked = crawl(server, db, **days)
        assert asked == []
        assert again.articles == {}, "a source that is not asked does not fail to give"
        wider, asked = crawl(server, db, since="2015-01-01", until="2015-01-06")
        assert asked == ["201501-06-01", "201501-06-02"]
        assert wider.counts["new"] == 4
    named = dict(rows(db, "SELECT day, count(*) FROM named GROUP BY day"))
    assert named == {f"2015-01-0{n}": 4 for n in (1, 2, 4, 5, 6)}, "an article has the day of its issue"
    problems = [reason for (reason,) in rows(db, "SELECT DISTINCT reason FROM problems")]
    assert problems == ["苇海日报: its first list is of 2015-01-01; no day before it is asked for"]
    told = archive("status", "--coverage", "paper", "--db", db).stdout
    assert "20 of 20 held" in told
    assert "complete" in told


def test_a_back_fill_that_was_killed_goes_on(tmp_path: Path) -> None:
    db, reached = tmp_path / "a.db", threading.Event()
    days = {"since": "2015-01-04", "until": "2015-01-20"}

    def slow(handler: Any) -> Answer:
        if "/content/201501/15/" in handler.path:
            reached.set()
        return answer(handler)

    with answering({"*": slow}) as server:
        assert crawl_sites([Plan(make_site(server), db, days)], killed_at=reached) == []
        before = {path for _, path, _ in server.asked}
        crawled, asked = crawl(server, db, **days)
    assert crawled.reason == "finished"
    assert rows(db, "SELECT count(*) FROM articles") == [(17 * 4,)]
    assert len(asked) < 17 * 2, "days that were read before the kill are not asked for again"
    assert len(before) > len(asked) / 2


def test_a_run_without_days_reads_the_last_week_and_goes_on_after_a_break(tmp_path: Path) -> None:
    db, today = tmp_path / "a.db", datetime.now(UTC).astimezone(BEIJING).date()
    with answering({"*": answer}) as server:
        _, asked = crawl(server, db)
        days = {f"{today - timedelta(days=n):%Y%m-%d}" for n in range(8)}
        assert {each.rpartition("-")[0] for each in asked} == days
        _, asked = crawl(server, db)
        days = {f"{today - timedelta(days=n):%Y%m-%d}" for n in range(3)}
        assert {each.rpartition("-")[0] for each in asked} == days, "only the last days, to which a paper still adds"
        past = (today - timedelta(days=30)).isoformat()
        other = tmp_path / "b.db"
        crawl(server, other, since=past, until=past)
        _, asked = crawl(server, other)
        assert len({each.rpartition("-")[0] for each in asked}) >= 30, "the days since the last one that is known"
