"""Decide which addresses lead to one article: what a page says itself, where it can be believed."""

import html
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from scrapy import Request
from scrapy.http import Response

from cundang.model.article import Article
from cundang.model.errors import RefusedError
from cundang.model.page import Page
from cundang.store import frontier
from cundang.store.articles import find_id
from cundang.store.frontier import Address
from cundang.store.redactions import find_redaction
from cundang.store.rows import Rows
from cundang.store.run_log import Kept
from cundang.text.address import canonicalize, follow, is_web, tidy
from exchange.importer.own_address import is_channel
from pipelines import line
from pipelines.extract.generic import is_front_page
from pipelines.extract.pager import find_previous
from pipelines.keep import drop_withdrawn
from pipelines.learn import recall
from scrapers.answers import AnswerSpider
from scrapers.guard import Guard
from scrapers.response import make_page
from scrapers.site import Site

_HEAD = 200_000  # bytes of a page in which its canonical link is looked for
_LINK = re.compile(rb"<link\b([^<>]{1,3000})>", re.IGNORECASE)
_IS_CANONICAL = re.compile(rb"\brel\s{0,9}=\s{0,9}[\"']?\s{0,9}canonical\b", re.IGNORECASE)
_HREF = re.compile(rb"\bhref\s{0,9}=\s{0,9}(?:\"([^\"]{1,2000})\"|'([^']{1,2000})'|([^\s\"'>]{1,2000}))", re.IGNORECASE)
_HELD = "SELECT title, text, published_at FROM articles WHERE url = ?"


def find_canonical(page: Page) -> str | None:
    """The address that a page calls its own in `rel=canonical`, as it is asked for; None where it has none, or two."""
    if b"canonical" not in page.body[:_HEAD]:
        return None
    links = (link[1] for link in _LINK.finditer(page.body[:_HEAD]) if _IS_CANONICAL.search(link[1]))
    found = {
        (href[1] or href[2] or href[3]).decode("utf-8", "replace") for link in links if (href := _HREF.search(link))
    }
    addresses = {follow(page.url, html.unescape(address)) for address in found}
    return addresses.pop() if len(addresses) == 1 else None


def find_other_address(page: Page, site: Site, guard: Guard) -> str | None:
    """The canonical address of a page, as it is asked for, where it is another of the same site that names an article.

    Not a channel's or a front page's: templates have these on every page. What differs in the scheme alone is the same.
    """
    found = find_canonical(page)
    if not found or not is_web(found):
        return None
    address, own = canonicalize(found), canonicalize(page.url)
    if address.partition("://")[2] == own.partition("://")[2] or not site.article_pattern.search(address):
        return None
    if is_channel(address) or is_front_page(address) or guard.explain_refusal(address):
        return None
    starts = {canonicalize(source.url) for source in site.sources} | {canonicalize(site.homepage or "")}
    return None if address in starts else found


def agrees_with_held(rows: Rows, url: str, article: Article) -> bool:
    """Whether the article that is held at an address is the same as one that was read at another."""
    row = rows.connection.execute(_HELD, (url,)).fetchone()
    return row is not None and agree(article, dict(zip(("title", "text", "published_at"), row, strict=True)))


def agree(article: Article, other: Article | Mapping[str, str | None]) -> bool:
    """Whether two are one article: by their text, or by title and time of publication."""
    if isinstance(other, Article):
        other = {"title": other.title, "text": other.text, "published_at": other.published_at}
    same_head = article.title == other["title"] and article.published_at == other["published_at"]
    return article.text == other["text"] or (same_head and article.published_at is not None)


class JoiningSpider(AnswerSpider):
    """A spider that joins addresses to the article that they lead to, in place of storing it once more."""

    def parse_article(
        self, response: Response, address: Address, earlier: tuple[Page, ...] = (), first: Kept | None = None
    ) -> Request | None:
        """Send an article through the stages once all its pages have been fetched."""
        raise NotImplementedError

    def finish_article(
        self,
        response: Response,
        pages: tuple[Page, ...],
        address: Address,
        kept: Kept,
        reading: Article | RefusedError,
    ) -> Request | None:
        """Store an article, or ask for its next page; `response` is the last that was read."""
        raise NotImplementedError

    def join_if_known_elsewhere(
        self, page: Page, reading: Article, address: Address, kept: Kept
    ) -> Request | Literal[False] | None:
        """Join a further page of an article to the page before it, and an article to the address that it calls its own.

        Gives the request of that address, if it is not held; None where the page was joined, False where it is an
        article of its own. What is held stays as it is.
        """
        if find_id(self.session.rows.connection, page.url) is not None:
            return False
        if before := find_previous(page.url, reading.missing_pages):
            self._join_to(address, before, kept, page)
            return None
        return self._join_by_canonical(page, reading, address, kept)

    def _join_by_canonical(
        self, page: Page, reading: Article, address: Address, kept: Kept
    ) -> Request | Literal[False] | None:
        found = find_other_address(page, self.site, self.guard)
        if found is None or address.hops:  # of a redirect the server's word counts
            return False
        rows, url = self.session.rows, canonicalize(found)
        if decision := find_redaction(rows.connection, url):
            with self.stop_on_error(), self.session.page_step():
                drop_withdrawn(self.session, decision, (page,), kept)
                self.session.counts["refused"] += 1
            return None
        state, leads_to = frontier.find_state(rows, url)
        held = leads_to or url
        if find_id(rows.connection, held) is not None:
            if not agrees_with_held(rows, held, reading):
                return False
            self._join_to(address, held, kept, page)
            return None
        if state not in ("", "pending") or leads_to:
            return False
        arguments = {"address": address, "earlier": (page,), "first": kept}
        request = self._make_request(tidy(found), self.compare_canonical, arguments, address.url)
        request.meta["known_as"] = url
        return request

    def compare_canonical(
        self, response: Response, address: Address, earlier: tuple[Page, ...], first: Kept
    ) -> Request | None:
        """Read the page that another calls its own address: store it and join the other, if both are one article."""
        own: Kept | None = response.meta.get("kept")
        if own is None:  # the archive could not record it; the spider is closing
            return None
        page, rows = make_page(response), self.session.rows
        reader = line.Reader(self.session.publishers, recall(self.session, page.url), sample=0)
        one, other = reader.try_read(earlier), reader.try_read((page,)) if response.status == 200 else None
        if not (isinstance(one, Article) and isinstance(other, Article) and agree(one, other)):
            return self.finish_article(response, earlier, address, first, one)
        self._join_to(address, page.url, first, earlier[0])
        with self.stop_on_error(), self.session.step():
            frontier.mark_done(rows, page.url)
        return self.parse_article(response, replace(address, url=page.url, hops=1))

    def _join_to(self, address: Address, url: str, kept: Kept, page: Page) -> None:
        """Note that an address is no article of its own, but leads to one, which is asked for in its place."""
        rows, site = self.session.rows, self.site.name
        with self.stop_on_error(), self.session.page_step():
            frontier.add(rows, site, "article", [url], address.url, address.source, address.depth)
            frontier.record_redirect(rows, address.url, url)
            self.session.record_outcome(kept, "part", page.body)
