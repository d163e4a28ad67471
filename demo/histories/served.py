"""The twelve sites on loopback, each on a port of its own, as on a given day; and their modules for a crawl."""

import threading
from collections.abc import Mapping
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from cundang.model.profile import Profile
from demo.histories.history import History
from demo.histories.houses import House
from demo.histories.pages import Sites
from demo.pages import Answer
from demo.server import DemoServer
from scrapers.site import Site
from scrapers.sites.cms import standard, xinhua
from scrapers.sources import Listing, Sitemap

EVIDENCE = "seen 2026-11-28: its pages are ours"
PORTAL = Profile(
    name="histories-portal",
    mark="article.post > .post-body",
    title=("h1.headline",),
    body=("div.post-body",),
    published=("time.pubtime",),
    source_name=("span.origin",),
    editor=("p.duty",),
    address=r"/(?P<content_id>\d{10})\.shtml",
)
_ARTICLES = {
    "paper": r"\d{6}/\d\d/content_\d+\.html",
    "portal": r"a/\d{8}/\d+\.shtml",
    "g3": xinhua.OLD_ARTICLE,
    "g4": xinhua.OLD_ARTICLE,
    "g5": xinhua.NEW_ARTICLE,
}


def make_site(house: House, base: str) -> Site:
    """The module of a house's site, whose address is `base` (without a slash at the end)."""
    profiles = {"paper": (standard.FOUNDER,), "portal": (PORTAL,)}.get(house.layout, xinhua.PROFILES)
    return Site(
        name=house.name,
        publisher=house.publisher,
        homepage=f"{base}/",
        hosts=(urlsplit(base).netloc,),
        article=rf"^{base}/[a-z]+/{_ARTICLES[house.layout]}",
        sources=(
            Listing(name="front page", url=f"{base}/", evidence=EVIDENCE),
            Sitemap(name="sitemap", url=f"{base}/sitemap.xml", evidence=EVIDENCE),
        ),
        delay=0,
        loopback=True,
        profiles=profiles,
    )


def make_bases(history: History) -> Mapping[str, str]:
    """Addresses for sites that nobody serves."""
    return {house.name: f"http://www.{house.name}.example" for house in history.houses}


class _HouseServer(DemoServer):
    def __init__(self, house: str, served: "Served") -> None:
        super().__init__()
        self.house, self.served = house, served

    def answer(self, path: str, base: str) -> Answer:
        return self.served.sites.answer(self.house, path, self.served.day)


class Served:
    """The sites of a history on loopback, while the context lasts; `day` is the day that they show."""

    def __init__(self, history: History) -> None:
        self.day = 0
        self._servers = [_HouseServer(house.name, self) for house in history.houses]
        self.bases = {server.house: server.address.rstrip("/") for server in self._servers}
        self.sites = Sites(history, self.bases)

    def __enter__(self) -> Self:
        for server in self._servers:
            threading.Thread(target=server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for server in self._servers:
            server.shutdown()
            server.server_close()
