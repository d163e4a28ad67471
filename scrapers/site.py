"""What the module of a site declares: its publisher, sources, pattern of article addresses, layouts and promises."""

import re
from dataclasses import dataclass
from functools import cached_property

from cundang.model.expect import USUAL, Expect
from cundang.model.publisher import Publisher
from scrapers.sources import Source


@dataclass(frozen=True, kw_only=True)
class Site(Publisher):
    """A publisher that can be crawled. `article` is a regular expression that the addresses of its articles match.

    `delay` is the least number of seconds between two requests. `hours` are those in which it may be crawled, in the
    site's zone: (22, 6) is from 22:00 to 6:00. `expect` is what it promises. `loopback` allows the hosts and ports of
    its sources though they are private, and no others: for tests and intranets. `attachments` keeps with every article
    the files that it links to, `requisites` the pictures, style sheets and scripts of its page.
    """

    country: str | None = "CN"
    language: str | None = "zh"
    article: str
    sources: tuple[Source, ...] = ()
    delay: float = 3.0
    hours: tuple[int, int] | None = None
    expect: Expect = USUAL
    loopback: bool = False
    attachments: bool = False
    requisites: bool = False

    @cached_property
    def article_pattern(self) -> re.Pattern[str]:
        """`article`, compiled."""
        return re.compile(self.article)

    def source(self, name: str | None) -> Source | None:
        """The site's source of this name, or None."""
        return next((source for source in self.sources if source.name == name), None)
