"""Show the progress of a crawl in one line of a terminal; nothing in cron."""

import sys
import time
from typing import Self, TextIO

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.utils.asyncio import create_looping_call

from scrapers.spiders import ArticleSpider


class Progress:
    """Scrapy extension: rewrites its line twice a second, and clears it at the end."""

    def __init__(self, spider: ArticleSpider, out: TextIO) -> None:
        self._spider = spider
        self._out = out
        self._started = time.monotonic()
        self._ticks = create_looping_call(self._show)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        if not sys.stderr.isatty():
            raise NotConfigured
        assert isinstance(crawler.spider, ArticleSpider)
        progress = cls(crawler.spider, sys.stderr)
        crawler.signals.connect(progress.spider_opened, signals.spider_opened)
        crawler.signals.connect(progress.spider_closed, signals.spider_closed)
        return progress

    def spider_opened(self) -> None:
        self._ticks.start(0.5, now=False)

    def spider_closed(self) -> None:
        if self._ticks.running:
            self._ticks.stop()
        self._out.write("\r\x1b[K")
        self._out.flush()

    def _show(self) -> None:
        counts = self._spider.session.counts
        minutes, seconds = divmod(int(time.monotonic() - self._started), 60)
        parts = [
            f"{counts[name]} {name}"
            for name in ("fetched", "new", "edited", "unchanged", "refused", "failed")
            if counts[name]
        ]
        self._out.write(f"\r\x1b[K{self._spider.site.name} {minutes:02}:{seconds:02} {', '.join(parts)}")
        self._out.flush()
