"""Every site that can be crawled is crawled: its lists and articles are imitated as its module declares them.

The real addresses are asked for, of a server of loopback, by the crawler itself into archives of their own.
"""

import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pytest

from cundang.model.profile import Profile
from cundang.text.address import canonicalize, find_day
from scrapers.site import Site
from scrapers.sites import sites
from scrapers.sources import CONTENT_TYPES, JsonList, Source
from tests.helpers.crawls import Crawled, Plan, crawl_sites
from tests.helpers.databases import rows
from tests.helpers.families.imitation import Notice, make_notices
from tests.helpers.imitated.addresses import vary
from tests.helpers.imitated.answers import key
from tests.helpers.imitated.detour import PORT, DetouringHandler
from tests.helpers.imitated.lists import imitate
from tests.helpers.imitated.markup import SOURCE, make_article
from tests.helpers.loopback import answering

GROUPS, AT_ONCE = 6, 2  # processes
A_SOURCE = 3  # articles
USUAL_DAY = "2026-01-05"  # of an example without a day
HANDLER = f"{DetouringHandler.__module__}.{DetouringHandler.__qualname__}"
STORED = """
    SELECT articles.url, articles.title, articles.published_at, articles.text, articles.source_name,
        revisions.extractor
    FROM articles JOIN revisions ON article_id = articles.id
"""
# A site of your own network is at its own port, and nothing leads from there to an imitation.
PUBLIC = [name for name, site in sites().items() if not site.loopback]
FORMS = {media_type: form for form, media_type in CONTENT_TYPES.items()}
SETTINGS = {
    "DOWNLOAD_HANDLERS": {"http": HANDLER, "https": HANDLER},
    "ARCHIVE_CONTACT": "tests@qingdian.example",
    "ARCHIVE_SAMPLE": 0,
    "MEMUSAGE_ENABLED": False,  # of many runs in one process
}


@dataclass
class Imitated:
    """A site with those of its sources that are imitated, its articles by address, and the answers of its hosts."""

    site: Site
    day: date
    articles: dict[str, Notice] = field(default_factory=dict)
    profiles: dict[str, Profile | None] = field(default_factory=dict)  # by article: in whose markup it is
    undated: set[str] = field(default_factory=set)  # articles whose lists and addresses have no day
    lists: dict[str, list[str]] = field(default_factory=dict)  # by source: what is asked for, as `key` writes it
    answers: dict[str, tuple[str, bytes]] = field(default_factory=dict)


def choose(site: Site) -> list[Source]:
    """One source of each form that a site has, preferably one that is no guess."""
    chosen: dict[object, Source] = {}
    for source in sorted(site.sources, key=lambda source: source.guess):
        fields = ("rows", "link", "article", "day", "cursor", "page_parameter")
        form = [type(source).__name__, source.is_by_day, *(getattr(source, name, "") for name in fields)]
        posted = [getattr(source, name, None) is None for name in ("json", "form")]
        chosen.setdefault((*form, *posted, bool(getattr(source, "next", ""))), source)
    return list(chosen.values())


def make(site: Site) -> Imitated:
    day = date.fromisoformat(find_day(site.example) or USUAL_DAY)
    sources = choose(site)
    made = Imitated(replace(site, sources=tuple(sources), hours=None), day)
    addresses = vary(site, A_SOURCE * len(sources))
    notices = make_notices(site.name.replace("_", ""), [day] * len(addresses), lambda number, _: addresses[number - 1])
    profiles = [each for each in site.profiles if not each.general] or site.profiles[:1] or (None,)
    for number, source in enumerate(sources):
        own = notices[number * A_SOURCE : (number + 1) * A_SOURCE]
        answers, named = imitate(site, source, own)
        made.lists[source.name] = [key(address) for address in answers]
        made.answers |= {key(address): answer for address, answer in answers.items()}
        for at, (address, notice) in enumerate(zip(named, own, strict=True)):
            profile = profiles[(number * A_SOURCE + at) % len(profiles)]
            made.profiles[canonicalize(address)] = profile
            made.articles[canonicalize(address)] = notice
            if isinstance(source, JsonList) and not source.day and not find_day(address):
                made.undated.add(canonicalize(address))
            made.answers[key(canonicalize(address))] = "text/html; charset=utf-8", make_article(notice, profile)
    assert len(made.articles) == len(notices), f"{site.name}: two of its articles would have one address"
    return made


@dataclass(frozen=True)
class Done:
    """The crawl of an imitation: what its run reported, and what it asked for."""

    imitated: Imitated
    db: Path
    report: Crawled
    asked: Counter[str]


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Done]]:
    """All imitations, in a few processes."""
    folder = tmp_path_factory.mktemp("sites")
    made = [make(sites()[name]) for name in PUBLIC]
    answers = {key: answer for each in made for key, answer in each.answers.items()}
    assert len(answers) == sum(len(each.answers) for each in made), "two sites would answer for one address"
    asked: Counter[str] = Counter()
    lock = threading.Lock()

    def answer(handler: object) -> tuple[int, dict[str, str], bytes]:
        headers, form = handler.headers, ""  # type: ignore[attr-defined]
        if handler.command == "POST":  # type: ignore[attr-defined]
            form = FORMS.get(headers.get("Content-Type", ""), "other")
        where = key(f"http://{headers['Host']}{handler.path}", form, handler.posted)  # type: ignore[attr-defined]
        with lock:
            asked[where] += 1
        if where not in answers:
            return 404, {"Content-Type": "text/html"}, "<html><body>您访问的页面不存在</body></html>".encode()
        kind, body = answers[where]
        return 200, {"Content-Type": kind}, body

    with answering({"*": answer}) as server:
        settings = {**SETTINGS, PORT: int(server.address.rstrip("/").rpartition(":")[2])}
        plans = []
        for each in made:
            by_day = any(source.is_by_day for source in each.site.sources)
            options = {"since": each.day.isoformat(), "until": each.day.isoformat()} if by_day else {}
            plans.append(Plan(each.site, folder / f"{each.site.name}.db", options, settings))
        groups = [plans[first::GROUPS] for first in range(GROUPS)]
        with ThreadPoolExecutor(AT_ONCE) as pool:
            reports = {
                plan.site.name: report
                for group, crawls in zip(groups, pool.map(crawl_sites, groups), strict=True)
                for plan, report in zip(group, crawls, strict=True)
            }
    yield {
        plan.site.name: Done(each, plan.db, reports[plan.site.name], asked)
        for each, plan in zip(made, plans, strict=True)
    }


def find_faults(done: Done) -> Iterator[str]:
    """What is missing of the crawl of an imitation."""
    made, report = done.imitated, done.report
    if report.error or report.reason != "finished":
        yield f"the run ended: {report.reason} {report.error}"
    for name, addresses in made.lists.items():
        yield from (f"{name}: never asked for {address}" for address in addresses if not done.asked[address])
        if report.articles.get(name) != A_SOURCE:
            reason = report.reasons.get(name, "no reason given")
            yield f"{name}: named {report.articles.get(name)} articles and not {A_SOURCE}; {reason}"
    yield from (f"problem: {url}: {reason}" for url, reason in rows(done.db, "SELECT url, reason FROM problems"))
    days = dict(rows(done.db, "SELECT url, day FROM named"))
    stored = {row[0]: row[1:] for row in rows(done.db, STORED)}
    for url, notice in made.articles.items():
        if days.get(url, "") != (None if url in made.undated else notice.day.isoformat()):
            yield f"{url}: its list gives it the day {days.get(url)}"
        if url not in stored:
            yield f"{url}: not stored"
            continue
        title, published, text, source_name, extractor = stored.pop(url)
        if title != notice.title:
            yield f"{url}: titled {title} and not {notice.title}"
        if (published or "")[:10] != notice.day.isoformat():
            yield f"{url}: published at {published} and not on {notice.day}"
        if text.split("\n\n") != list(notice.paragraphs):
            yield f"{url}: its text is {text[:60]}...{text[-60:]}"
        profile = made.profiles[url]
        if source_name != SOURCE and (profile is None or profile.source_name):
            yield f"{url}: its source is {source_name} and not {SOURCE}"
        if extractor.partition("/")[0] != (profile.name if profile else "generic"):
            yield f"{url}: read by {extractor} and not by {profile.name if profile else 'the generic extractor'}"
    yield from (f"{url}: stored, and is no article" for url in stored)


@pytest.mark.parametrize("name", PUBLIC)
def test_a_crawl_of_its_imitation_stores_the_articles_of_a_site(name: str, crawled: dict[str, Done]) -> None:
    assert list(find_faults(crawled[name])) == []
