"""What a site declares: who it is, where it names its articles, how their addresses look, what layouts it has."""

import re
from dataclasses import dataclass
from functools import cached_property

from pipelines.publisher import Publisher
from scrapers.discover import Source


@dataclass(frozen=True, kw_only=True)
class Expect:
    """What a site promises; a run that falls below it ends with exit code 3.

    `articles_a_week` that are new, on average; `title`, `date`, `text` are shares of its pages that have one, told of
    runs that store ten pages or more; a silence of `silence` times the usual gap between two articles is too long.
    """

    articles_a_week: float = 0
    title: float = 0.9
    date: float = 0.5
    text: float = 0.5
    silence: float = 3.0


@dataclass(frozen=True, kw_only=True)
class Site(Publisher):
    """A publisher that can be crawled. `article` is a pattern that the addresses of its articles match.

    `delay` is the least number of seconds between two requests. `hours` are those in which it may be crawled, in the
    site's zone: (22, 6) is from 22:00 to 6:00. `expect` is what it promises. `loopback` opens exactly the hosts and
    ports of its sources, though they are private: for tests and intranets.
    """

    country: str | None = "CN"
    language: str | None = "zh"
    article: str
    sources: tuple[Source, ...] = ()
    delay: float = 3.0
    hours: tuple[int, int] | None = None
    expect: Expect = Expect()
    loopback: bool = False

    @cached_property
    def article_pattern(self) -> re.Pattern[str]:
        """`article`, compiled."""
        return re.compile(self.article)

    def source(self, name: str | None) -> Source | None:
        """One of the site's sources by its name."""
        return next((source for source in self.sources if source.name == name), None)
