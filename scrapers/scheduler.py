"""Scrapy's scheduler on the table `urls`: pending rows are requested, known addresses are not added again."""

from collections import deque
from typing import Self

from scrapy import Request
from scrapy.core.scheduler import BaseScheduler
from scrapy.crawler import Crawler

from cundang.store import frontier
from cundang.store.frontier import Address
from cundang.store.redactions import find_redaction
from scrapers.spiders import ArticleSpider

_AHEAD = 500  # rows read at once


class FrontierScheduler(BaseScheduler):
    """Gives the engine pending addresses in the order of discovery.

    Only requests that continue another one (a retry, a redirect, the next page of an article) come through
    `enqueue_request`, and wait in memory: their address stays pending in the table until it has a response.
    """

    def __init__(self, spider: ArticleSpider) -> None:
        self._spider = spider
        self._continued: deque[Request] = deque()
        self._ready: deque[Address] = deque()
        self._taken: set[int] = set()  # rows requested in this run: a list that names itself is read once
        self._articles = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        assert isinstance(crawler.spider, ArticleSpider)
        return cls(crawler.spider)

    def has_pending_requests(self) -> bool:
        if self._spider.is_outside_hours():
            return False
        return bool(self._continued or self._ready or self._refill() or self._spider.extras.is_pending())

    def enqueue_request(self, request: Request) -> bool:
        self._continued.append(request)
        return True

    def next_request(self) -> Request | None:
        if self._spider.is_waiting() or self._spider.is_outside_hours():
            return None
        if self._continued:
            return self._continued.popleft()
        if request := self._spider.extras.next_request(may_refill=False):
            return request
        while self._ready or self._refill():
            address = self._ready.popleft()
            if not self._spider.discovery.is_closed(address):
                return self._spider.make_request(address)
        return self._spider.extras.next_request(may_refill=True)

    def _refill(self) -> bool:
        """Read the next pending rows that were not requested yet; after the limit of articles only lists."""
        after = 0
        while not self._ready:
            rows = frontier.select_pending(self._spider.session.rows, self._spider.site.name, after, _AHEAD)
            for address in rows:
                after = address.id
                if address.id not in self._taken and self._is_wanted(address):
                    self._taken.add(address.id)
                    self._ready.append(address)
            if len(rows) < _AHEAD:
                break
        return bool(self._ready)

    def _is_wanted(self, address: Address) -> bool:
        if address.kind == "list":
            return True
        if find_redaction(self._spider.session.rows.connection, address.url):  # one that came with a merge
            self._taken.add(address.id)
            return False
        if self._spider.discovery.is_past(self._spider.session.rows, address):
            self._taken.add(address.id)  # for the whole run
            return False
        if self._spider.limit is None:
            return True
        self._articles += 1
        return self._articles <= self._spider.limit
