"""Every site that can be crawled is: an imitation made of its declaration answers at its real addresses."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from scrapers.site import Site
from scrapers.sites import sites
from tests.helpers.crawls import Crawled, Plan, crawl_sites
from tests.helpers.databases import rows
from tests.helpers.imitated import NONE, Answer, ImitatedSite, imitate
from tests.helpers.loopback import answering
from tests.helpers.rerouted import SETTINGS

FEWEST = 110  # sites that can be crawled


@dataclass(frozen=True)
class Done:
    """A crawl of an imitation."""

    imitation: ImitatedSite
    db: Path
    report: Crawled
    asked: list[str]


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Done | str]:
    """The crawl of each site, or why there is none. In two processes, each with one reactor."""
    folder, made = tmp_path_factory.mktemp("sites"), {}
    found: dict[str, Done | str] = {}
    for site in sites().values():
        try:
            made[site.name] = imitate(site)
        except AssertionError as error:
            found[site.name] = str(error)
    asked: dict[str, list[str]] = {name: [] for name in made}

    def answer(handler: object) -> Answer:
        name, host, path = handler.headers["X-Spider"], handler.headers["Host"], handler.path  # type: ignore[attr-defined]
        if path == "/robots.txt":
            return NONE
        asked[name].append(f"{host}{path} {handler.posted}".strip())  # type: ignore[attr-defined]
        return made[name].answer(host, path, handler.posted)  # type: ignore[attr-defined]

    with answering({"*": answer}) as server, ThreadPoolExecutor() as threads:
        settings = {**SETTINGS, "REROUTED_TO": server.address}
        plans = [Plan(each.site, folder / f"{name}.db", each.options, settings) for name, each in made.items()]
        halves = plans[::2], plans[1::2]
        for half, reports in zip(halves, threads.map(crawl_sites, halves), strict=True):
            for plan, report in zip(half, reports, strict=True):
                name = plan.site.name
                found[name] = Done(made[name], plan.db, report, asked[name])
    return found


@pytest.mark.parametrize("site", sites().values(), ids=lambda site: site.name)
def test_a_crawl_stores_the_articles_that_a_site_lists(site: Site, crawled: dict[str, Done | str]) -> None:
    done = crawled[site.name]
    assert isinstance(done, Done), done
    (source,) = done.imitation.site.sources
    told = f"{source.name} at {source.url}: {done.report}, asked for {done.asked}"
    stored = {row.url: row for row in rows(done.db, "SELECT url, site, title, published_at, text FROM articles")}
    assert stored.keys() == {story.url for story in done.imitation.stories}, told
    for story in done.imitation.stories:
        row = stored[story.url]
        day = row.published_at and row.published_at[:10]
        assert (row.site, row.title, day) == (site.name, story.title, story.day.isoformat())
        assert row.text.split("\n\n") == list(story.paragraphs)


def test_as_many_sites_can_be_crawled_as_were_promised() -> None:
    good = [site.name for site in sites().values() if site.example and not all(s.guess for s in site.sources)]
    assert len(good) >= FEWEST
