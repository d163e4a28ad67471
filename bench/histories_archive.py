"""Fill an archive with a made-up history, by a crawl or in this process, and read what it says of it."""

import os
import random
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bench.histories_scores import Event
from cundang.model.page import Page
from cundang.model.publisher import Publishers
from cundang.store.clock import set_clock
from cundang.store.own_names import add_name
from cundang.store.rows import Rows
from cundang.store.session import Session
from demo.histories.articles import START, Article, moment_of
from demo.histories.history import History
from demo.histories.pages import BEIJING, Sites
from demo.histories.served import Served, make_bases, make_site
from pipelines.line import run
from scrapers.site import Site
from tests.helpers.programs import FORKS

_LATE = 23 * 60  # minute of the day: when it is crawled
_AGAIN = 0.1  # of the articles that stayed as they were are read again each day


@dataclass
class Told:
    """What an archive says, by the keys of the articles: clusters by their number."""

    members: dict[int, frozenset[int]] = field(default_factory=dict)
    firsts: dict[int, int] = field(default_factory=dict)
    origins: dict[int, str | None] = field(default_factory=dict)
    relations: dict[tuple[int, int], str] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    stored: frozenset[int] = frozenset()
    sightings: int = 0


def list_pages(history: History, seed: int) -> Iterator[tuple[int, Article]]:
    """What is read on each day: articles that are new in the lists, or edited, and some of the others once more."""
    chance = random.Random(seed)
    for day in range(history.days):
        for article in history.shown:
            if article.listed > day or article.state_on(day):
                continue
            is_edited = any(since == day for since, _ in article.versions[1:])
            if article.listed == day or is_edited or chance.random() < _AGAIN / (1 + (day - article.listed)):
                yield day, article


def fill(history: History, db: Path, seed: int = 1, shuffled: bool = False) -> int:
    """Fill an archive in this process, in the order of time or in none; returns the number of pages."""
    bases = make_bases(history)
    sites = Sites(history, bases)
    publishers = Publishers(tuple(make_site(house, bases[house.name]) for house in history.houses))
    order = list(list_pages(history, seed))
    stamped = [(day, article, number) for number, (day, article) in enumerate(order)]
    if shuffled:
        random.Random(seed).shuffle(stamped)
    moment = [datetime.combine(START, datetime.min.time(), UTC)]
    set_clock(lambda: moment[0])
    _name_houses(db, history)
    try:
        _name_houses(db, history)
        with Session(db, db.with_suffix(".warc"), publishers, "import") as session:
            for day, article, number in stamped:
                moment[0] = _fetch_time(day) + timedelta(milliseconds=100 * number)
                url = bases[article.house] + article.first_path
                headers = (("Content-Type", "text/html; charset=utf-8"),)
                run(session, [Page(url, moment[0], 200, headers, sites.render(article, day))])
            session.end("finished")
    finally:
        set_clock(None)
    return len(stamped)


def _name_houses(db: Path, history: History) -> None:
    """Add the other names of the houses, as an operator does who knows them; not what only an app or a sign adds."""
    with closing(Rows(db, Publishers())) as rows:
        for house in history.houses:
            for spelling in house.spellings:
                if not any(addition in spelling for addition in ("客户端", "微信", "综合", "《", " ")):
                    add_name(rows, spelling, house.publisher)


def _fetch_time(day: int) -> datetime:
    return moment_of(day, _LATE).replace(tzinfo=BEIJING).astimezone(UTC)


def crawl(history: History, db: Path, days: Iterable[int] | None = None) -> dict[str, int]:
    """Crawl all sites of a history on each of its days, or on some; the counts of all runs together."""
    counts = defaultdict[str, int](int)
    _name_houses(db, history)
    with Served(history) as served:
        sites = [make_site(house, served.bases[house.name]) for house in history.houses]
        for day in range(history.days) if days is None else days:
            served.day = day
            received, told = FORKS.Pipe(duplex=False)
            said = db.with_suffix(".stderr")
            process = FORKS.Process(target=_crawl_day, args=(told, str(said), str(db), sites, _fetch_time(day)))
            process.start()
            told.close()
            reports = received.recv() if received.poll(600) else None
            process.join(10)
            if reports is None or process.exitcode:
                raise RuntimeError(f"day {day}: {said.read_text()[-2000:]}")
            for reason, counted in reports:
                if reason != "finished":
                    raise RuntimeError(f"day {day}: a run ended with {reason}")
                for name, count in counted.items():
                    counts[name] += count
    return dict(counts)


def _crawl_day(told: Connection, stderr: str, db: str, sites: list[Site], moment: datetime) -> None:
    """The process of a day's crawls: one site after another, as Twisted's reactor is started once."""
    import time

    from scrapy.crawler import AsyncCrawlerProcess, Crawler
    from scrapy.settings import Settings

    from scrapers.spiders import ArticleSpider, make_spider_class

    with Path(stderr).open("ab") as file:
        os.dup2(file.fileno(), 2)
    began = time.monotonic()
    set_clock(lambda: moment + timedelta(seconds=time.monotonic() - began))
    settings = Settings()
    settings.setmodule("scrapers.settings", priority="project")
    own: dict[str, Any] = {"ARCHIVE_DB": db, "ARCHIVE_WARC": str(Path(db).with_suffix(".warc")), "DOWNLOAD_DELAY": 0}
    own |= {"RETRY_TIMES": 0, "AUTOTHROTTLE_ENABLED": False, "SPIDER_MODULES": []}
    for name, value in own.items():
        settings.set(name, value, priority="cmdline")
    process = AsyncCrawlerProcess(settings)
    waiting = [Crawler(make_spider_class(site), settings, init_reactor=True) for site in sites]
    crawlers = list(waiting)

    def begin(_: object = None) -> None:
        if waiting:
            process.crawl(waiting.pop(0), recheck=True).add_done_callback(begin)

    begin()
    process.start()
    reports = []
    for crawler in crawlers:
        spider = crawler.spider
        assert isinstance(spider, ArticleSpider), "the spider was not made"
        reports.append((str(spider.error or spider.reason), dict(spider.session.counts)))
    told.send(reports)


def read_told(history: History, db: Path) -> Told:
    """Read what an archive says of a history."""
    key_of = {}
    for article in history.shown:
        for day in (0, history.days):
            key_of[article.path_on(day)] = article.key
    told = Told()
    with closing(sqlite3.connect(db)) as connection:

        def select(sql: str) -> list[Any]:
            return connection.execute(sql).fetchall()

        keys = {number: key_of[urlsplit(url).path] for number, url in select("SELECT id, url FROM articles")}
        members = defaultdict[int, set[int]](set)
        for number, cluster in select("SELECT id, cluster_id FROM articles WHERE cluster_id IS NOT NULL"):
            members[cluster].add(keys[number])
        for cluster, first, origin in select("SELECT id, first_article_id, origin FROM clusters"):
            told.firsts[cluster], told.origins[cluster] = keys[first], origin
        told.members = {cluster: frozenset(found) for cluster, found in members.items()}
        rows = select("SELECT article_id, other_id, kind FROM relations")
        told.relations = {(keys[number], keys[other]): kind for number, other, kind in rows}
        kinds = "SELECT article_id, kind, at, size FROM events WHERE kind IN ('edited', 'gone', 'restored', 'moved')"
        for number, kind, at, size in select(kinds):
            told.events.append(Event(keys[number], kind, _day_of(at), size or ""))
        told.stored = frozenset(keys.values())
        told.sightings = select("SELECT count(*) FROM fetches WHERE outcome IN ('new', 'edited', 'unchanged')")[0][0]
    return told


def _day_of(at: str) -> int:
    """The day of a moment; a crawl that runs past midnight is still that of its day."""
    return (datetime.fromisoformat(at).astimezone(BEIJING) - timedelta(hours=12)).date().toordinal() - START.toordinal()
