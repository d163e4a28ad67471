"""A page of no known layout as its metadata are looked for, and the fields that it has for machines."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from cundang.model.article import Field
from cundang.text.address import host_of
from cundang.text.calendars import writes_years_of_the_republic
from cundang.text.dates import parse_date
from cundang.text.fold import fold
from cundang.text.language import detect_language
from pipelines.extract.blocks import Block
from pipelines.extract.hints import BITS
from pipelines.extract.tree import Element, to_line

# The names of the meta elements for a field, the most telling first.
_METAS = {
    "published": (
        "article:published_time",
        "og:article:published_time",
        "datepublished",
        "publishdate",
        "pubdate",
        "publish_date",
        "publish-date",
        "published_time",
        "firstpublishedtime",
        "og:published_time",
        "parsely-pub-date",
        "sailthru.date",
        "article.published",
        "cxenseparse:recs:publishtime",
        "dcterms.created",
        "dcterms.issued",
        "dc.date.issued",
        "dc.date.created",
        "dc.date",
        "dcterms.date",
        "og:release_date",
        "weibo: article:create_at",
        "ptime",
        "docdate",
        "publicationdate",
        "citation_publication_date",
        "displaydate",
        "date.created",
        "date",
        "article_date_original",
        "originalpublicationdate",
        "last-publication-date",
        "og:pubdate",
        "article:create_at",
    ),
    "modified": (
        "article:modified_time",
        "og:updated_time",
        "datemodified",
        "dcterms.modified",
        "dc.date.modified",
        "last-modified",
    ),
    "author": (
        "parsely-author",
        "sailthru.author",
        "dc.creator",
        "dcterms.creator",
        "article:author",
        "og:article:author",
        "byl",
        "author",
        "article:author_name",
        "citation_author",
        "twitter:data1",
    ),
    "source_name": ("contentsource", "source", "docsource", "mediaid", "og:site_name"),
    "editor": ("editor",),
    "section": ("article:section", "columnname", "section", "parsely-section", "og:article:section"),
    "keywords": ("keywords", "news_keywords"),
    "content_id": ("contentid",),
}
# The names in JSON-LD, in the same order.
_LD = {
    "published": ("datePublished", "dateCreated", "uploadDate"),
    "modified": ("dateModified",),
    "section": ("articleSection",),
    "keywords": ("keywords",),
}
LATE = datetime(2100, 1, 1, tzinfo=UTC)  # extraction has no clock; normalising knows when the page was fetched
_APART = BITS["related"] | BITS["comment"]


@dataclass(frozen=True)
class PageView:
    """A parsed page, its blocks, and what the metadata say.

    `headline` is the number of the block that is the headline, or -1; `chosen` are the numbers of the blocks of the
    article. `metas` and `json_ld` are as json_ld.py reads them; `marked` are the elements that are marked as a date or
    an author, see PageBlocks.
    """

    tree: Element
    url: str
    blocks: Sequence[Block]
    headline: int
    chosen: Sequence[int]
    metas: dict[str, str]
    json_ld: list[dict[str, Any]]
    markup: str = ""
    marked: Sequence[Element] = ()

    def find_marked(self, *values: str) -> list[Element]:
        """Find the elements whose `rel` or `itemprop` is one of some values."""
        return [one for one in self.marked if one.get("rel") in values or one.get("itemprop") in values]

    @cached_property
    def of_republic(self) -> bool:
        """Whether the page may count years from 1912, as those of Taiwan do."""
        text = "\n".join(self.blocks[number].text for number in self.chosen[:8])
        return writes_years_of_the_republic(host_of(self.url), text)

    @cached_property
    def is_chinese(self) -> bool:
        """Whether the text of the page is in Chinese."""
        text = "\n".join(self.blocks[number].text for number in self.chosen[:8])
        return detect_language(text or self.metas.get("og:title", "")) == "zh"  # a page that only a script fills

    def parse_date(self, text: str) -> str:
        """The moment in a string of the page, in ISO 8601, without the page's zone; empty where it has none."""
        if text not in self._moments:
            self._moments[text] = parse_date(text, None, LATE, of_republic=self.of_republic) or ""
        return self._moments[text]

    @cached_property
    def _moments(self) -> dict[str, str]:
        """The moments in the strings that were parsed: most are parsed several times."""
        return {}

    @cached_property
    def headline_area(self) -> list[int]:
        """The blocks where a page has its byline and date: from the headline to the first text, then some above."""
        count, chosen = len(self.blocks), self.chosen
        start = self.headline if self.headline >= 0 else max(0, (chosen[0] if chosen else 0) - 8)
        first = next((n for n in chosen if n > start and len(self.blocks[n].text) > 80), start + 8)
        below = range(start, min(count, max(start + 9, min(first + 2, start + 25))))
        above = range(start - 1, max(-1, start - 7), -1)
        return [n for n in (*below, *above) if n < count]

    @cached_property
    def byline_area(self) -> list[int]:
        """The blocks from the headline to the end of the text, and the two above it that are named for a date."""
        area = self.headline_area
        last = max(self.chosen, default=area[0] if area else 0)
        below = [n for n in area if area[0] <= n <= last and not self.blocks[n].near_hints & _APART]
        return below + [n for n in area if area[0] - 2 <= n < area[0] and self.blocks[n].near_hints & BITS["time"]]


def read_machine_field(name: str, view: PageView) -> Iterator[Field]:
    """What JSON-LD and metas have for a field, the most telling name first."""
    for key in _LD.get(name, ()):
        for item in view.json_ld:
            value = item.get(key)
            if isinstance(value, list):
                value = ",".join(filter(None, map(to_line, value)))
            if text := to_line(value):
                yield Field(text, f"JSON-LD {key}")
    for key in _METAS.get(name, ()):
        if text := to_line(view.metas.get(key)):
            yield Field(text, f"meta {key}")


def find_site_names(view: PageView) -> set[str]:
    """Find the names of a page's site, by its metas and its host. Folded, in lower case."""
    host = re.sub(r"^(?:https?://)?(?:www\.)?|[/:?].*$", "", view.url.casefold())
    names = (view.metas.get("og:site_name", ""), view.metas.get("application-name", ""), host, host.split(".")[0])
    return {fold(name).casefold() for name in names if name}
