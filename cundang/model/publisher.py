"""What the pipeline knows about sites: names, hosts and profiles. scrapers/site.py adds how to crawl them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import tzinfo
from functools import cached_property
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from cundang.model.profile import Profile
from cundang.text.address import host_of, plain_host
from cundang.text.tracking import Tracking

BEIJING = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, kw_only=True)
class Publisher:
    """A site as a publisher of articles.

    `hosts` are its host names; subdomains count. A host with a port, as `localhost:8000`, is that port alone. `zone` is
    that of the times on its pages. `catalogues` are beginnings of Xinhua tracking numbers that only this site has;
    `tracked_address` makes an article's address of such a number: a format with `year`, `month`, `day` and
    `content_id`.
    """

    name: str
    publisher: str | None = None
    homepage: str | None = None
    country: str | None = None
    language: str | None = None
    hosts: tuple[str, ...] = ()
    zone: tzinfo | None = BEIJING
    profiles: tuple[Profile, ...] = ()
    catalogues: tuple[str, ...] = ()
    tracked_address: str = ""
    article: str = ""  # a pattern that the addresses of its articles match

    def names_article(self, url: str) -> bool:
        """Whether an address may be that of an article of this publisher."""
        return not self.article or re.search(self.article, url) is not None


def _port_of(url: str) -> int | None:
    """The port that an address names."""
    try:
        return urlsplit(url).port
    except ValueError:
        return None


@dataclass(frozen=True)
class Publishers:
    """All known publishers, and which of them published a page."""

    known: tuple[Publisher, ...] = ()
    _by_host: dict[str, Publisher] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._by_host.update((host, publisher) for publisher in self.known for host in publisher.hosts)

    def of_name(self, name: str) -> Publisher | None:
        """Find a publisher by its name."""
        return next((publisher for publisher in self.known if publisher.name == name), None)

    def of_address(self, url: str) -> Publisher:
        """Find a publisher by the host of an address.

        An unknown host becomes a publisher of that name; an address without a host is of the publisher `import`.
        """
        host = plain_host(host_of(url))
        if publisher := self._by_host.get(f"{host}:{_port_of(url)}"):
            return publisher
        labels = host.split(".")
        for start in range(len(labels)):
            if publisher := self._by_host.get(".".join(labels[start:])):
                return publisher
        return Publisher(name=host.removeprefix("www.") or "import", zone=None)

    def of_tracking(self, tracking: Tracking) -> Publisher | None:
        """Find a publisher by the catalogue of a tracking number."""
        return next((p for p in self.known if p.catalogues and tracking.catalogue.startswith(p.catalogues)), None)

    def profiles(self, publisher: Publisher) -> Iterable[Profile]:
        """The profiles to try on a page of a publisher: its own, or if it has none those of all, general ones last."""
        return publisher.profiles or self._all

    @cached_property
    def _all(self) -> tuple[Profile, ...]:
        profiles = dict.fromkeys(profile for p in self.known for profile in p.profiles)
        return tuple(sorted(profiles, key=lambda profile: profile.general))
