"""robots.txt by RFC 9309: the paths that a host disallows, its Crawl-delay, and the sitemaps that it names."""

import asyncio
import logging
import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Self
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest

from cundang.model.errors import ArchiveError
from cundang.model.page import PAGE_STATUSES
from cundang.raw.warc import SOFTWARE
from cundang.store.clock import read_clock, stamp
from cundang.text.address import find_target, is_web
from scrapers.guard import ForbiddenError
from scrapers.response import explain_failure

logger = logging.getLogger(__name__)

_LARGEST = 500 << 10  # bytes that are parsed; RFC 9309 requires at least so many
_GOOD_FOR = timedelta(days=1)  # how long the last good copy is used while the server gives none (RFC 9309, 2.4)
_MOST_HOPS = 5  # RFC 9309, 2.3.1.2
_LONGEST_DELAY = 120.0  # seconds; a longer Crawl-delay is a mistake, or a refusal that Disallow would have said
_PRODUCT = SOFTWARE.partition("/")[0].lower()
_OTHERS = "other"  # a name that stands for those of all other crawlers
_KNOWN = re.compile(
    r"(user[ -]?agent|allow|disallow|dissallow|dissalow|disalow|diasllow|disallaw|sitemaps?|site-map"
    r"|crawl[ -]delay|request[ -]rate|visit[ -]time)\s*[:\s]\s*",
    re.IGNORECASE,
)
_NAME = re.compile(r"\*(?=\s|$)|[\w-]+", re.ASCII)
_LAST_GOOD = """
    SELECT id, warc_file, warc_offset FROM fetches
    WHERE url = ? AND outcome = 'robots' AND status IN (200, 203) AND fetched_at >= ? ORDER BY id DESC LIMIT 1
"""


class DisallowedError(IgnoreRequest):
    """robots.txt does not allow an address."""


class UnavailableError(IgnoreRequest):
    """robots.txt cannot be fetched, so nothing is allowed for now."""


@dataclass(frozen=True)
class Robots:
    """The rules of a host. `fetch_id` is the row in `fetches` of its robots.txt.

    `closed` is the reason why nothing may be fetched now; None where the rules apply.
    """

    rules: Protego = field(default_factory=lambda: Protego.parse(""))
    fetch_id: int | None = None
    closed: str | None = None

    def allows(self, url: str) -> bool:
        """Whether the rules allow an address."""
        return self.rules.can_fetch(url, _PRODUCT)

    def get_delay(self) -> float:
        """The Crawl-delay in seconds, 0 where there is none; at most two minutes."""
        return max(0.0, min(float(self.rules.crawl_delay(_PRODUCT) or 0), _LONGEST_DELAY))


def parse_rules(body: bytes) -> Protego:
    """Parse the first 500 KiB of a robots.txt, in UTF-8, or UTF-16 with a byte order mark; ignore what is no rule.

    The groups are those of RFC 9309, 2.2.1 and 2.2.4, which the parser reads otherwise: ours is the one that names the
    product, in any case and with any version behind it, and not one with a part of its name or of the operator's
    address; and a line that is not known ends no group.
    """
    body = body[:_LARGEST]
    encoding = "utf-16" if body[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    lines = body.decode(encoding, "replace").replace("\x00", "").lstrip("\ufeff").splitlines()
    return Protego.parse("\n".join(filter(None, map(_read_line, lines))))


def _read_line(line: str) -> str:
    """A line of a robots.txt that is known, with the name of a crawler as the parser is asked for it; else nothing."""
    known = _KNOWN.match(line := line.partition("#")[0].strip())
    if known is None or not known[1].lower().startswith("user"):
        return line if known else ""
    name = _NAME.match(line, known.end())
    return f"User-agent: {name[0].lower() if name and name[0].lower() in ('*', _PRODUCT) else _OTHERS}"


class RobotsMiddleware:
    """Downloader middleware: fetches the robots.txt of each host once a run, and refuses what it disallows."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._hosts: dict[str, asyncio.Task[Robots]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        if request.meta.get("robots"):
            return
        parts = urlsplit(request.url)
        root = f"{parts.scheme}://{parts.netloc}"
        if root not in self._hosts:
            self._hosts[root] = asyncio.ensure_future(self._load(root, request))
        robots = await self._hosts[root]
        self._slow_down(parts.hostname or "", robots)
        request.meta["robots_id"] = robots.fetch_id
        if robots.closed:
            raise UnavailableError(robots.closed)
        if not robots.allows(request.url):
            raise DisallowedError("robots.txt disallows it")

    async def _load(self, root: str, request: Request) -> Robots:
        robots = await self._fetch(f"{root}/robots.txt")
        request.meta["robots_id"] = robots.fetch_id
        self._crawler.spider.add_sitemaps(root, list(robots.rules.sitemaps))  # type: ignore[union-attr]
        return robots

    def _slow_down(self, host: str, robots: Robots) -> None:
        """Apply the Crawl-delay before each request: AutoThrottle lowers it again after every quick response."""
        if slot := self._crawler.engine.downloader.slots.get(host):
            slot.delay = max(slot.delay, robots.get_delay())

    async def _fetch(self, url: str) -> Robots:
        first_url = url
        for _ in range(_MOST_HOPS + 1):
            if not is_web(url):
                return Robots(closed=f"robots.txt: redirected to {url[:200]}, which is not a web address")
            request = Request(url, meta={"robots": True, "dont_retry": True, "download_timeout": 15}, dont_filter=True)
            try:
                response = await self._crawler.engine.download_async(request)
            except ForbiddenError as error:
                return Robots(closed=f"robots.txt: {error}")
            except Exception as error:
                return self._load_last_good(first_url, explain_failure(error))
            kept = request.meta.get("kept")
            fetch_id = kept.fetch_id if kept else None
            location = response.headers.get("Location")
            if 300 <= response.status < 400 and location:
                target = find_target(url, location.decode("latin-1"))
                if target == url:
                    self._crawler.spider.cookies.take(response)  # type: ignore[union-attr]
                url = target
                continue
            if response.status >= 500:
                return self._load_last_good(first_url, f"HTTP {response.status}")
            return Robots(parse_rules(response.body if response.status in PAGE_STATUSES else b""), fetch_id)
        return Robots()  # more than five redirects count as no robots.txt (RFC 9309, 2.3.1.2)

    def _load_last_good(self, url: str, reason: str) -> Robots:
        """Use the copy of the last day; where there is none, nothing is allowed for now (RFC 9309, 2.3.1.4)."""
        session = self._crawler.spider.session  # type: ignore[union-attr]
        since = stamp(read_clock() - _GOOD_FOR)
        row = session.rows.connection.execute(_LAST_GOOD, (url, since)).fetchone()
        if row:
            try:
                return Robots(parse_rules(session.warc.read(row[1], row[2]).body), row[0])
            except ArchiveError as error:
                logger.warning("%s", error)
        return Robots(closed=f"robots.txt cannot be fetched ({reason}), so nothing is allowed for now")
