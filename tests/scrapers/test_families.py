"""Each family of sites, imitated on loopback: a crawl through all pages and days, and a second one."""

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.helpers.crawls import Crawled, Plan, crawl_sites
from tests.helpers.databases import rows
from tests.helpers.families import founder, hanweb, json_lists, others, pages
from tests.helpers.families.imitation import Imitation
from tests.helpers.loopback import answering

IMITATIONS = tuple(each for family in (hanweb, founder, pages, json_lists, others) for each in family.IMITATIONS)


@dataclass(frozen=True)
class Twice:
    """An imitation that was crawled twice: what each run reported, asked for and posted."""

    db: Path
    address: str
    runs: list[Crawled]
    asked: list[list[str]]
    posted: list[list[tuple[str, str]]]


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Twice]:
    """All imitations, crawled at the same time in one process, and again in another."""
    folder, found = tmp_path_factory.mktemp("families"), {}
    with ExitStack() as servers:
        at = {each.name: servers.enter_context(answering({})) for each in IMITATIONS}
        plans = []
        for each in IMITATIONS:
            server = at[each.name]
            address = server.address.rstrip("/")
            server.answers.update(each.answers(address))
            db = folder / f"{each.name}.db"
            plans.append(Plan(each.make_site(address), db, each.options))
            found[each.name] = Twice(db, address, [], [], [])
        for _ in range(2):
            for plan, report in zip(plans, crawl_sites(plans), strict=True):
                server, twice = at[plan.site.name], found[plan.site.name]
                twice.runs.append(report)
                twice.asked.append([unquote(path) for path in server.paths() if path != "/robots.txt"])
                twice.posted.append(list(server.posted))
                server.asked.clear()
                server.posted.clear()
    return found


@pytest.mark.parametrize("family", IMITATIONS, ids=lambda each: each.name)
def test_all_pages_of_a_family_are_crawled_once(family: Imitation, crawled: dict[str, Twice]) -> None:
    twice = crawled[family.name]
    articles = [notice.path for notice in family.notices]
    for run, lists in zip(twice.asked, (family.first, family.again), strict=True):
        assert sorted(path for path in run if path not in articles) == sorted(map(unquote, lists))
    assert sorted(path for path in twice.asked[0] if path in articles) == sorted(articles)
    assert twice.posted == [family.posted, family.posted[:1]]
    stored = {
        url: (title, day)
        for url, title, day in rows(twice.db, "SELECT url, title, substr(published_at, 1, 10) FROM articles")
    }
    assert stored == {f"{twice.address}{n.path}": (n.title, n.day.isoformat()) for n in family.notices}
    texts = dict(rows(twice.db, "SELECT url, text FROM articles"))
    for notice in family.notices:
        assert texts[f"{twice.address}{notice.path}"].split("\n\n") == list(notice.paragraphs)
    days = dict(rows(twice.db, "SELECT url, day FROM named"))
    named = {**{n.path: n.day.isoformat() for n in family.notices}, **family.unfetched}
    assert days == {f"{twice.address}{path}": day for path, day in named.items()}
    assert [reason for (reason,) in rows(twice.db, "SELECT reason FROM problems")] == list(family.told)
    assert [(run.reason, run.counts.get("failed", 0), run.error) for run in twice.runs] == [("finished", 0, "")] * 2
    assert [run.counts.get("new", 0) for run in twice.runs] == [len(family.notices), 0]
