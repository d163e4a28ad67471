"""Short lines in the log, whatever a server sends: Scrapy's messages hold addresses and answers' own words whole."""

import logging
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler

from cundang.text.shorten import shorten

_FORMATTER = logging.Formatter()


class QuietLog(logging.Filter):
    """Scrapy extension: shortens each line that a handler of the root logger is given; a traceback line by line."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        own = cls()
        # Scrapy makes its handler anew until then.
        crawler.signals.connect(own.spider_opened, signals.spider_opened)
        return own

    def spider_opened(self) -> None:
        for handler in logging.root.handlers:
            if not any(isinstance(each, QuietLog) for each in handler.filters):
                handler.addFilter(self)

    def filter(self, record: logging.LogRecord) -> bool:
        """Shorten a message in place; every message is let through."""
        record.msg, record.args = shorten(record.getMessage()), None
        if record.exc_info and not record.exc_text:
            record.exc_text = _FORMATTER.formatException(record.exc_info)
        if record.exc_text:
            lines = record.exc_text.splitlines()
            record.exc_text = "\n".join(line if len(line) <= 400 else shorten(line) for line in lines)
        return True
