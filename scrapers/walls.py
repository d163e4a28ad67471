"""What a run does where a site answers with a page in place of an article: it counts, pauses, and ends when shut out.

Nothing is tried to get round such a page.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

from cundang.model.errors import RefusedError
from cundang.model.no_article import BLOCKING, VERIFICATION, WALL, kind_of
from cundang.model.page import Page
from cundang.store import frontier
from cundang.store.articles import find_id
from cundang.store.clock import read_clock
from cundang.store.frontier import Address
from cundang.store.run_log import Kept
from pipelines.line import Reader

if TYPE_CHECKING:
    from scrapers.spiders import ArticleSpider

# Seconds to wait after so many such answers in a row; after more of them the run ends.
PAUSES = {1: 0.0, 2: 0.0, 3: 30.0, 4: 60.0}
_AGAIN = timedelta(hours=12)  # until an article that is held is asked for again: in the next run of a day
# What firewalls of Chinese sites answer with before their script has run, and servers to who is not logged in.
_STATUSES = {412: VERIFICATION, 521: VERIFICATION, 401: WALL, 402: WALL}


class Walls:
    """The pages that one run got in place of articles."""

    def __init__(self, spider: ArticleSpider) -> None:
        self._spider = spider
        self._in_a_row = 0
        self._last = ("", "")  # the address and the reason

    def explain(self, page: Page) -> str:
        """Explain which kind of page an answer is that stands for an article or a list; empty where it is none."""
        reading = Reader(self._spider.session.publishers, None, 0).try_read((page,))
        reason = reading.reason if isinstance(reading, RefusedError) else ""
        if kind_of(reason):
            return f"{reason} (HTTP {page.status})" if page.status != 200 else reason
        return f"{_STATUSES[page.status]}: HTTP {page.status}" if page.status in _STATUSES else ""

    def record(self, address: Address, reason: str, kept: Kept, page: Page) -> None:
        """Record such a page; nothing of it is stored, and what is held stays as it is. Pauses, or ends the run."""
        session, rows = self._spider.session, self._spider.session.rows
        with session.page_step():
            session.record_problem(address.url, "extract" if page.status == 200 else "fetch", reason, kept.record)
            if page.status == 200:
                session.record_outcome(kept, "refused", page.body)
            session.counts["refused"] += 1
            if find_id(rows.connection, address.url) is not None:
                frontier.mark_done(rows, address.url, reason)
                frontier.schedule(rows, address.url, read_clock() + _AGAIN)
            else:
                frontier.mark_failed(rows, address.url, reason)
            if address.kind == "list":
                self._spider.reasons[address.source or ""] = reason
        if kind_of(reason) in BLOCKING:
            self._pause(address.url, reason)

    def _pause(self, url: str, reason: str) -> None:
        self._in_a_row += 1
        self._last = url, reason
        seconds = PAUSES.get(self._in_a_row)
        if seconds is None:
            self._spider._close("blocked")
        elif seconds:
            self._spider._pauses.pause(seconds)
            asyncio.get_running_loop().call_later(seconds, self._spider._wake)

    def record_article(self) -> None:
        """Note that the site gave an article."""
        self._in_a_row = 0

    def is_shut_out(self) -> bool:
        """Whether the last answer was such a page."""
        return self._in_a_row > 0

    def explain_block(self) -> str:
        """Explain that the site lets this crawler in no more; empty where its last answers were articles."""
        if not self._in_a_row:
            return ""
        url, reason = self._last
        return (
            f"blocked: the last {self._in_a_row} answers in place of a page were no article ({reason}), e.g. {url}; "
            "no way round is tried: crawl later or more slowly, or ask the site"
        )
