"""What a site declares: who it is, where it names its articles, how their addresses look, how its pages are laid out."""

import re
from dataclasses import dataclass
from functools import cached_property

from pipelines.publisher import Publisher
from scrapers.discover import Source


@dataclass(frozen=True, kw_only=True)
class Site(Publisher):
    """A publisher that can be crawled. `article` is a pattern that the addresses of its articles match.

    `delay` is the least number of seconds between two requests.
    """

    article: str
    sources: tuple[Source, ...] = ()
    delay: float = 3.0

    @cached_property
    def article_pattern(self) -> re.Pattern[str]:
        """`article`, compiled."""
        return re.compile(self.article)

    def source(self, name: str | None) -> Source | None:
        """One of the site's sources by its name."""
        return next((source for source in self.sources if source.name == name), None)
