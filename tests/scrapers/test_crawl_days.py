"""Sources with a list a day, or a month: each day of a range is asked for once, and a run goes on where one stopped."""

import threading
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from cundang.model.publisher import BEIJING
from scrapers.sources import Epaper, Sitemap
from tests.helpers.crawls import Crawled, Plan, crawl_sites
from tests.helpers.databases import rows
from tests.helpers.families import founder
from tests.helpers.families.imitation import EVIDENCE, XML
from tests.helpers.loopback import Server, answering

PAPER = founder.IMITATIONS[0]
LISTS = sorted(PAPER.first)
ARTICLES = sorted(notice.path for notice in PAPER.notices)


class Newspaper:
    """The imitation of a newspaper, and runs of one archive of it."""

    def __init__(self, server: Server, folder: Path) -> None:
        self.server, self.db = server, folder / "a.db"
        address = server.address.rstrip("/")
        server.answers.update(PAPER.answers(address))
        self.site = PAPER.make_site(address)

    def crawl(self, since: str, until: str, **options: Any) -> Crawled:
        (report,) = crawl_sites([Plan(self.site, self.db, {"since": since, "until": until, **options})])
        return report

    def take_asked(self, articles: bool = False) -> list[str]:
        """The lists that were asked for since the last time, or the articles."""
        asked = [path for path in self.server.paths() if path != "/robots.txt" and ("/content/" in path) == articles]
        self.server.asked.clear()
        return sorted(asked)


def test_a_run_goes_on_where_one_stopped_at_its_limit(tmp_path: Path) -> None:
    with answering({}) as server:
        paper = Newspaper(server, tmp_path)
        assert paper.crawl(**founder.RANGE, limit=3).counts["new"] == 3
        assert paper.take_asked() == LISTS
        paper.crawl(**founder.RANGE)
        assert [path for path in server.paths() if "/layout/" in path] == []
        assert len(paper.take_asked(articles=True)) == len(ARTICLES) - 3
        assert rows(paper.db, "SELECT count(*) FROM articles") == [(len(ARTICLES),)]


@pytest.mark.parametrize("fatal", [LISTS[0], LISTS[-1], ARTICLES[0], ARTICLES[5]])
def test_a_run_goes_on_where_one_was_killed(tmp_path: Path, fatal: str) -> None:
    """What was read before is asked for no more; what was being asked for is, as nobody knows what came of it."""
    killed = threading.Event()
    with answering({}) as server:
        paper = Newspaper(server, tmp_path)
        answer = server.answers[fatal]

        def hang(handler: Any) -> None:
            killed.set()
            threading.Event().wait(0.5)

        server.answers[fatal] = hang
        crawl_sites([Plan(paper.site, paper.db, founder.RANGE)], killed_at=killed)
        server.answers[fatal] = answer
        assert paper.crawl(**founder.RANGE).reason == "finished"
        asked = Counter(path for path in server.paths() if path != "/robots.txt")
    assert sorted(asked) == sorted([*LISTS, *ARTICLES])
    assert {path for path, count in asked.items() if count > 1 and "/layout/" in path} <= {fatal}
    assert rows(paper.db, "SELECT count(*) FROM articles") == [(len(ARTICLES),)]


def test_days_of_other_ranges_are_left_and_gaps_are_no_failures(tmp_path: Path) -> None:
    def of(*days: str) -> list[str]:
        return [path for path in LISTS if path[len("/pc/layout/202503/") :].startswith(days)]

    with answering({}) as server:
        paper = Newspaper(server, tmp_path)
        paper.crawl("2025-03-04", "2025-03-05")
        assert paper.take_asked() == of("04", "05")
        report = paper.crawl("2025-03-02", "2025-03-04")
        assert paper.take_asked() == of("02", "03")
        assert (report.counts.get("failed", 0), report.reason) == (0, "finished")
        for _ in range(2):
            paper.crawl("2025-03-03", "2025-03-03")
            assert paper.take_asked() == [], "there was no issue on that day, which one run has seen"
        gaps = rows(paper.db, "SELECT url, state, error FROM urls WHERE error IS NOT NULL")
        assert [(row.url.rpartition("/layout/")[2], row.state, row.error) for row in gaps] == [
            ("202503/03/node_01.html", "done", "not there: no list of 2025-03-03 (HTTP 404)")
        ]
        assert rows(paper.db, "SELECT 1 FROM problems") == []


def test_the_sitemap_of_a_month_is_read_again_while_the_month_lasts(tmp_path: Path) -> None:
    today = datetime.now(BEIJING).date()
    months = [f"/{today:%Y-%m}.xml", f"/{today.replace(day=1) - timedelta(days=40):%Y-%m}.xml"]
    empty = 200, XML, b"<urlset></urlset>"
    with answering(dict.fromkeys(months, empty)) as server:
        source = Sitemap(name="months", url=f"{server.address}{{day:%Y-%m}}.xml", evidence=EVIDENCE)
        paper = Newspaper(server, tmp_path)
        paper.site = replace(paper.site, sources=(source,))
        begin = (today - timedelta(days=70)).isoformat()
        for until in (today, today):
            paper.crawl(begin, until.isoformat())
        asked = Counter(server.paths())
    assert (asked[months[0]], asked[months[1]]) == (2, 1)


def test_an_issue_of_today_is_read_again_until_it_is_whole(tmp_path: Path) -> None:
    """One that is not there yet is no gap: a later run asks for it again."""
    today = datetime.now(UTC).astimezone(BEIJING).date()
    with answering({}) as server:
        paper = Newspaper(server, tmp_path)
        source = Epaper(name="paper", url=f"{server.address}{{day:%Y%m/%d}}/node_01.html", evidence=EVIDENCE)
        paper.site = replace(paper.site, sources=(source,))
        for _ in range(2):
            paper.crawl(today.isoformat(), today.isoformat())
        assert Counter(server.paths())[f"/{today:%Y%m/%d}/node_01.html"] == 2
