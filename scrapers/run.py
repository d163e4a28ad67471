"""Run a crawl in this process, as `scrapy crawl` would."""

import os
from dataclasses import dataclass
from pathlib import Path

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from cundang.raw.warc import SOFTWARE
from scrapers.politeness import check_start, make_guard
from scrapers.site import Site
from scrapers.spiders import ArticleSpider, spider_for


@dataclass(frozen=True, slots=True)
class Report:
    """What a crawl did: its row in `runs`, why it ended, its counts, how many addresses sources named, why none."""

    run_id: int
    reason: str
    counts: dict[str, int]
    named: dict[str, int]
    reasons: dict[str, str]
    below: tuple[str, ...] = ()  # promises of the site that were not kept


@dataclass(frozen=True, kw_only=True)
class Options:
    """How to crawl: `contact` of the operator, the oldest day of interest, whether to look at everything again, whether
    to use the proxy that the environment names."""

    contact: str | None = None
    since: str | None = None
    recheck: bool = False
    proxy: bool = False


def crawl(
    site: Site,
    db: Path,
    warc: Path,
    limit: int | None = None,
    delay: float | None = None,
    options: Options = Options(),
) -> Report:
    """Crawl a site into an archive. Once a process: Twisted's reactor cannot be started twice.

    Raises ArchiveError where the archive cannot be used, another run of the site holds the lock, or the site may not be
    crawled: a start address that the guard refuses, a public host and no contact.
    """
    check_start(site, make_guard(site), options.contact or os.environ.get("ARCHIVE_CONTACT"))
    settings = Settings()
    settings.setmodule("scrapers.settings", priority="project")
    settings.set("ARCHIVE_DB", str(db), priority="cmdline")
    settings.set("ARCHIVE_WARC", str(warc), priority="cmdline")
    settings.set("ARCHIVE_LOGS_ERROR", False, priority="cmdline")
    if options.contact:
        settings.set("ARCHIVE_CONTACT", options.contact, priority="cmdline")
        settings.set("USER_AGENT", f"{SOFTWARE} (+{options.contact})", priority="cmdline")
    settings.set("HTTPPROXY_ENABLED", options.proxy, priority="cmdline")
    if delay is not None:
        settings.set("DOWNLOAD_DELAY", delay, priority="cmdline")
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(spider_for(site))
    running = process.crawl(crawler, limit=limit, since=options.since, recheck=options.recheck)
    process.start()
    if error := running.exception():
        raise error
    spider = crawler.spider
    assert isinstance(spider, ArticleSpider)
    if spider.error:
        raise spider.error
    return Report(
        spider.session.run_id,
        spider.reason,
        dict(spider.session.counts),
        dict(spider.lists.named),
        spider.reasons,
        spider.below,
    )
