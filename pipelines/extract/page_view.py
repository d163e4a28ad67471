"""A page as its metadata are looked for in it, and what it tells of a field to machines."""

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from cundang.model.article import Field
from cundang.text.fold import fold
from pipelines.extract.blocks import Block
from pipelines.extract.hints import HINTS
from pipelines.extract.json_ld import squeeze_key
from pipelines.extract.tree import Element

_META = {
    "published": (
        "article:published_time", "og:article:published_time", "datepublished", "publishdate", "pubdate", "publish_date", "publish-date",
        "published_time", "firstpublishedtime", "og:published_time", "parsely-pub-date", "sailthru.date", "article.published",
        "cxenseparse:recs:publishtime", "dcterms.created", "dcterms.issued", "dc.date.issued", "dc.date.created", "dc.date", "dcterms.date",
        "og:release_date", "weibo: article:create_at", "ptime", "docdate", "publicationdate", "citation_publication_date", "displaydate",
        "date.created", "date", "article_date_original", "originalpublicationdate", "last-publication-date", "og:pubdate", "article:create_at",
    ),
    "modified": ("article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "dc.date.modified", "last-modified"),
    "author": ("parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "article:author", "og:article:author", "byl", "author", "article:author_name", "citation_author", "twitter:data1"),
    "source_name": ("contentsource", "source", "docsource", "mediaid", "og:site_name"),
    "editor": ("editor",),
    "section": ("article:section", "columnname", "section", "parsely-section", "og:article:section"),
    "keywords": ("keywords", "news_keywords"),
    "content_id": ("contentid",),
}  # fmt: skip
_LD = {
    "published": ("datePublished", "dateCreated", "uploadDate"),
    "modified": ("dateModified",),
    "section": ("articleSection",),
    "keywords": ("keywords",),
}
BIT = {name: 1 << number for number, name in enumerate(HINTS)}  # as in Block.bits and Block.near


class PageView(NamedTuple):
    """A page as its metadata are looked for in it: `title` is the number of the block that is the headline, or -1; `kept`
    are the blocks of the article; `meta` and `data` what metas() and linked_data() found."""

    tree: Element
    url: str
    blocks: Sequence[Block]
    title: int
    kept: Sequence[int]
    meta: dict[str, str]
    data: list[dict[str, Any]]
    markup: str = ""
    marked: Sequence[Element] = ()  # those that are marked as a date or an author, see Walked

    def marked_as(self, *values: str) -> list[Element]:
        """The elements whose `rel` or `itemprop` is one of some values."""
        return [found for found in self.marked if found.get("rel") in values or found.get("itemprop") in values]


def read_machine_field(name: str, meta: dict[str, str], data: list[dict[str, Any]]) -> Iterator[Field]:
    """What JSON-LD and metas have for a field, the most telling name first."""
    for key in _LD.get(name, ()):
        for found in data:
            value = found.get(key)
            if isinstance(value, list):
                value = ",".join(filter(None, map(squeeze_key, value)))
            if text := squeeze_key(value):
                yield Field(text, f"JSON-LD {key}")
    for key in _META.get(name, ()):
        if text := squeeze_key(meta.get(key)):
            yield Field(text, f"meta {key}")


def find_site_names(meta: dict[str, str], url: str) -> set[str]:
    """What the site of a page is called: by its metas and by its host. Folded, in lower case."""
    host = re.sub(r"^(?:https?://)?(?:www\.)?|[/:?].*$", "", url.casefold())
    return {
        fold(name).casefold()
        for name in (meta.get("og:site_name", ""), meta.get("application-name", ""), host, host.split(".")[0])
        if name
    }
