"""Run a crawl in this process, as `scrapy crawl` does."""

import signal
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from cundang.files.endings import SIGNALS, name_signal
from cundang.files.settings import choose_contact
from scrapers.discovery import Discovery
from scrapers.politeness import check_start, make_guard
from scrapers.site import Site
from scrapers.spiders import ArticleSpider, make_spider_class
from scrapers.tls import read_certificates


@dataclass(frozen=True, slots=True)
class Report:
    """What a crawl did.

    `run_id` is its row in `runs`, `reason` why it ended, `counts` the outcomes of pages, `article_counts` how many
    articles each source named, `reasons` why a source gave nothing, `unmet` the promises that the site did not keep.
    """

    run_id: int
    reason: str
    counts: dict[str, int]
    article_counts: dict[str, int]
    reasons: dict[str, str]
    unmet: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Options:
    """How to crawl.

    `contact` is the operator's address, `since` and `until` the first and the last day to crawl (2024-01-31), `recheck`
    fetches every live article again, `proxy` uses the proxy that the environment names, `attachments` and
    `requisites` keep what articles come with (as the site's module may ask for, too).
    """

    contact: str | None = None
    since: str | None = None
    until: str | None = None
    recheck: bool = False
    proxy: bool = False
    attachments: bool = False
    requisites: bool = False


class _Process(AsyncCrawlerProcess):
    """A process that ends its crawl in order when a signal asks for it, and lets the run say which it was."""

    def _signal_shutdown(self, signum: int, frame: Any) -> None:
        for crawler in self.crawlers:
            if isinstance(crawler.spider, ArticleSpider):
                crawler.spider.interrupted_by = name_signal(signum)
        super()._signal_shutdown(signum, frame)


def crawl(
    site: Site,
    db_path: Path,
    warc: Path,
    limit: int | None = None,
    delay: float | None = None,
    options: Options = Options(),
    discovery: Discovery | None = None,
) -> Report:
    """Crawl a site into an archive, once in a process: Twisted's reactor cannot be started twice.

    `limit` is a number of articles, `delay` in seconds, `discovery` decides what is fetched of what lists name, if not
    the usual one. Raises ArchiveError where the archive cannot be used or another
    run of the site holds the lock, UsageError where the guard refuses a source or a public host would see no contact.
    """
    contact = choose_contact(options.contact, db_path)
    check_start(site, make_guard(site), contact)
    settings = Settings()
    settings.setmodule("scrapers.settings", priority="project")
    settings.set("SPIDER_MODULES", [], priority="cmdline")  # the spider is made here
    read_certificates(settings["ARCHIVE_CERTIFICATES"])
    settings.set("ARCHIVE_DB", str(db_path), priority="cmdline")
    settings.set("ARCHIVE_WARC", str(warc), priority="cmdline")
    settings.set("ARCHIVE_LOGS_ERROR", False, priority="cmdline")
    if contact:
        settings.set("ARCHIVE_CONTACT", contact, priority="cmdline")
    settings.set("HTTPPROXY_ENABLED", options.proxy, priority="cmdline")
    if delay is not None:
        settings.set("DOWNLOAD_DELAY", delay, priority="cmdline")
    process = _Process(settings)
    for number in set(SIGNALS) - {signal.SIGINT, signal.SIGTERM}:  # for these Scrapy does it itself
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, process._signal_shutdown)
    crawler = process.create_crawler(make_spider_class(site))
    names = ("since", "until", "recheck", "attachments", "requisites")
    running = process.crawl(
        crawler, limit=limit, discovery=discovery, **{name: getattr(options, name) for name in names}
    )
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
        dict(spider.discovery.article_counts),
        spider.reasons,
        spider.unmet,
    )
