"""What the module of a site declares: its publisher, sources, pattern of article addresses, layouts and promises."""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from cundang.model.expect import USUAL, Expect
from cundang.model.publisher import Publisher
from scrapers.sources import Source

# What a site's module may allow of old TLS, and what a server is that needs it; see tls.py.
TLS_ALLOWANCES = {
    "legacy-renegotiation": "the server knows only the old, unsafe renegotiation",
    "tls1.0": "the server speaks only TLS 1.0 or 1.1",
    "dh1024": "the server's Diffie-Hellman key is shorter than 2048 bits",
}


@dataclass(frozen=True, kw_only=True)
class Site(Publisher):
    """A publisher that can be crawled. `article` is a regular expression that the addresses of its articles match, and
    `example` an address in the form that they have.

    `list_hosts` are hosts that only list its articles, such as that of an API: its sources are on `hosts` or on these.
    `delay` is the least number of seconds between two requests. `hours` are those in which it may be crawled, in the
    site's zone: (22, 6) is from 22:00 to 6:00. `expect` is what it promises. `loopback` allows the hosts and ports of
    its sources whatever they are, private ones too, and no others: for tests and intranets. `attachments` keeps with
    every article the files that it links to, `requisites` the pictures, style sheets and scripts of its page.
    `tls` allows for its hosts alone what is refused by default: "legacy-renegotiation", "tls1.0" or "dh1024", or
    several with a blank between; `tls_reason` says who saw when that the server needs it.
    """

    country: str | None = "CN"
    language: str | None = "zh"
    article: str
    example: str = ""
    sources: tuple[Source, ...] = ()
    list_hosts: tuple[str, ...] = ()
    delay: float = 3.0
    hours: tuple[int, int] | None = None
    expect: Expect = USUAL
    loopback: bool = False
    attachments: bool = False
    requisites: bool = False
    tls: str = ""
    tls_reason: str = ""

    @cached_property
    def article_pattern(self) -> re.Pattern[str]:
        """`article`, compiled."""
        return re.compile(self.article)

    def find_source(self, address: str) -> Source | None:
        """Find the source that has a list at an address; of a source by day that of any day. None where none has."""
        return next((source for source in self.sources if _has_list(source, address)), None)

    def source(self, name: str | None) -> Source | None:
        """The site's source of this name, or None."""
        return next((source for source in self.sources if source.name == name), None)


def _has_list(source: Source, address: str) -> bool:
    day = (source.find_day(address) or "") if source.is_by_day else date.min.isoformat()
    with suppress(ValueError):  # a list a month has no day in its address, and 2024-02-31 is none
        return source.make_address(date.fromisoformat(f"{day}-01-01"[:10])) == address
    return False
