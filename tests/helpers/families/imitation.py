"""What an imitation is: the answers of a server, the sources that read it, and what a crawl must ask for and store."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from cundang.model.publisher import BEIJING
from scrapers.site import Site
from scrapers.sites.cms import standard
from scrapers.sources import Source
from tests.helpers.sentences import text

Answer = tuple[int, dict[str, str], bytes]
HTML = {"Content-Type": "text/html; charset=utf-8"}
JSON = {"Content-Type": "application/json"}
XML = {"Content-Type": "text/xml"}
EVIDENCE = "seen 2026-11-28: an imitation"
TOWN = "清淀"
NONE: Answer = 404, HTML, "<html><body>您访问的页面不存在</body></html>".encode()


@dataclass(frozen=True)
class Notice:
    """An article of the town. `path` is its address without the host, `day` that of its publication."""

    path: str
    title: str
    day: date
    paragraphs: tuple[str, ...]

    @property
    def body(self) -> str:
        """Its paragraphs, in markup."""
        return "".join(f"<p>{each}</p>" for each in self.paragraphs)


def make_notices(name: str, days: list[date], make_path: Callable[[int, date], str]) -> list[Notice]:
    """Notices of some days, in their order. `make_path` is given a number, which no other has, and the day."""
    found = []
    for number, day in enumerate(days, 1):
        dice = random.Random(f"{name} {number}")
        title = f"{TOWN}县关于{dice.choice('苇海渔船码头堤岸')}{dice.choice('巡查整治修缮养护')}工作的第{number}号通告（{name.replace('-', '')}）"
        found.append(Notice(make_path(number, day), title, day, tuple(text(dice, 9).split("\n\n"))))
    return found


def days_before(last: date, count: int) -> list[date]:
    """So many days, the newest first."""
    return [last - timedelta(days=n) for n in range(count)]


def html(body: str, head: str = "", encoding: str = "utf-8") -> Answer:
    """A page."""
    page = f'<!DOCTYPE html><html><head><meta charset="{encoding}">{head}</head><body>{body}</body></html>'
    return 200, {"Content-Type": "text/html"}, page.encode(encoding)


def metas(notice: Notice) -> str:
    """The metas that the national standard asks of government sites."""
    return (
        f'<title>{notice.title}_{TOWN}县人民政府</title><meta name="ArticleTitle" content="{notice.title}">'
        f'<meta name="PubDate" content="{notice.day} 09:30"><meta name="ContentSource" content="{TOWN}县政府办公室">'
    )


@dataclass(frozen=True, kw_only=True)
class Imitation:
    """A site of a family. `answers` and `sources` are made for the address of its server, without a slash at the end.

    `first` are the paths of the lists that a first run asks for, each as often as it stands here, and `again` those of a
    second run that finds nothing new; `posted` is what the first one posts, in order. `notices` are what is stored,
    `unfetched` what is named and not asked for, with its day, `told` what stands in `problems`.
    """

    name: str
    article: str  # what the path of an article matches
    notices: list[Notice]
    answers: Callable[[str], dict[str, Any]]
    sources: Callable[[str], tuple[Source, ...]]
    first: list[str]
    again: list[str]
    posted: list[tuple[str, str]] = field(default_factory=list)
    options: Mapping[str, Any] = field(default_factory=dict)
    unfetched: Mapping[str, str] = field(default_factory=dict)
    told: tuple[str, ...] = ()

    def make_site(self, address: str) -> Site:
        """The site at an address of loopback."""
        return Site(
            name=self.name,
            publisher=f"{TOWN}（{self.name}）",
            homepage=f"{address}/",
            hosts=("127.0.0.1",),
            zone=BEIJING,
            article=f"^{address}{self.article}",
            sources=self.sources(address),
            profiles=standard.PROFILES,
            delay=0,
            loopback=True,
        )
