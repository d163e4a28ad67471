"""Crawls of several sites in one process with one reactor, at the same time, each into an archive of its own."""

import os
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from scrapers.site import Site
from tests.helpers.programs import FORKS

_AT_ONCE = 8  # of many more some would wait for an answer until they give up


@dataclass(frozen=True)
class Plan:
    """One crawl: `options` are those of the spider (limit, since, until), `settings` replace some of the crawler's."""

    site: Site
    db: Path
    options: Mapping[str, Any] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Crawled:
    """What a run reports; `error` is what ended it before its time."""

    reason: str
    counts: dict[str, int]
    articles: dict[str, int]  # by source
    reasons: dict[str, str]
    error: str


def crawl_sites(
    plans: Iterable[Plan], limits: Mapping[str, Any] | None = None, killed_at: threading.Event | None = None
) -> list[Crawled]:
    """Crawl, and give what each run reports. `limits` replace names of scrapers.discovery.

    With `killed_at` the process is killed as soon as it is set, and nothing is reported.
    """
    received, told = FORKS.Pipe(duplex=False)
    with NamedTemporaryFile() as stderr, received:
        process = FORKS.Process(target=_crawl, args=(told, stderr.name, list(plans), dict(limits or {})))
        process.start()
        told.close()
        if killed_at:
            assert killed_at.wait(60)
            process.kill()
            process.join()
            return []
        crawled = received.recv() if received.poll(300) else None
        process.join(10)
        said = stderr.read().decode()
        assert crawled is not None, f"the crawls do not end: {said}"
        assert not process.exitcode, said
        return crawled  # type: ignore[no-any-return]


def _crawl(told: Connection, stderr: str, plans: list[Plan], limits: dict[str, Any]) -> None:
    """The process of the crawls: what they say goes to a file."""
    from scrapy.crawler import AsyncCrawlerProcess, Crawler
    from scrapy.settings import Settings

    import scrapers.discovery
    from scrapers.spiders import ArticleSpider, make_spider_class

    with Path(stderr).open("wb") as file:
        os.dup2(file.fileno(), 2)
    for name, value in limits.items():
        assert hasattr(scrapers.discovery, name), name
        setattr(scrapers.discovery, name, value)
    base = Settings()
    base.setmodule("scrapers.settings", priority="project")
    process, crawlers = AsyncCrawlerProcess(base), []
    for plan in plans:
        settings = base.copy()
        own = {"ARCHIVE_DB": str(plan.db), "ARCHIVE_WARC": str(plan.db.with_suffix(".warc")), "DOWNLOAD_DELAY": 0}
        for name, value in {**own, "RETRY_TIMES": 0, "AUTOTHROTTLE_ENABLED": False, **plan.settings}.items():
            settings.set(name, value, priority="cmdline")
        crawlers.append(Crawler(make_spider_class(plan.site), settings, init_reactor=True))
    waiting = list(zip(crawlers, plans, strict=True))

    def begin(_: object = None) -> None:
        if waiting:
            crawler, plan = waiting.pop(0)
            process.crawl(crawler, **plan.options).add_done_callback(begin)

    for _ in range(_AT_ONCE):
        begin()
    process.start()
    reports = []
    for crawler in crawlers:
        spider = crawler.spider
        assert isinstance(spider, ArticleSpider), "the spider was not made"
        session, named = spider.session, spider.discovery.article_counts
        reports.append(
            Crawled(spider.reason, dict(session.counts), dict(named), spider.reasons, str(spider.error or ""))
        )
    told.send(reports)
