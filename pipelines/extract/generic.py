"""Extraction from a page of no known layout: the element with the most running text, and the metadata around it."""

import re
from urllib.parse import urlsplit

from pipelines.article import Field, Found
from pipelines.dates import CLOCK, DAY
from pipelines.errors import RefusedError
from pipelines.extract.profiled import images
from pipelines.extract.tree import Drop, Element, read, select, text_of
from pipelines.fold import CJK, fold
from pipelines.labels import labelled
from pipelines.tracking import tracking

_DROP = Drop(
    (
        "nav", "footer", "aside", "form", ".nav", ".menu", ".breadcrumb", ".footer", ".copyright", ".share", ".related", ".recommend",
        ".comment", ".comments", ".sidebar", ".pagination", ".editor", ".hot-list", "#footer", "#comments", "#sidebar",
    )
)  # fmt: skip
_TITLES = ('meta[property="og:title"]', "h1", "title")
_PUBLISHED = (
    'meta[property="article:published_time"]', 'meta[name="publishdate"]', 'meta[name="PubDate"]', 'meta[name="pubdate"]',
    "time", "#pubtime_baidu",
)  # fmt: skip
_METAS = {
    "source_name": ('meta[name="ContentSource"]', 'meta[name="source"]', "#source_baidu"),
    "author": ('meta[name="author"]', 'meta[name="Author"]'),
    "editor": ('meta[name="editor"]', "#editor_baidu"),
    "section": ('meta[name="ColumnName"]', 'meta[property="article:section"]'),
    "keywords": ('meta[name="keywords"]', 'meta[name="Keywords"]'),
    "content_id": ('meta[name="contentid"]',),
}
_SITE_SUFFIX = re.compile(r"\s{0,3}[-_|–—]{1,3}\s{0,3}[^-_|–—]{1,30}$")
_UNIT = re.compile(f"[{CJK}]|[^\\W{CJK}]+")
_LEAST_UNITS = 40  # a brief has a hundred; less is a page that lost its text
_MOST_LINKED = 0.5  # of the text; more is a page of links
_SENTENCE_END = re.compile(r"[。！？…」”]|[.!?](?:\s|$)")
_FRONT_PAGE = re.compile(r"/?|.{0,200}/(?:index|default|list|home)[\w-]*\.\w+", re.IGNORECASE)


def extract_generic(tree: Element, url: str) -> Found:
    """The title, text and metadata of a page, by what pages have in common. Refused where there is no running text."""
    if is_front_page(url):
        raise RefusedError("extract", "the address of a list or a front page")
    if any((number := tracking(text_of(element))) and not number.is_article for element in select(tree, "#fwl")):
        raise RefusedError("extract", "the page says that it is a list (tracking number)")
    body, linked = _densest(tree)
    content = read(body, _DROP) if body is not None else None
    if content is None or len(_UNIT.findall(content.text)) < _LEAST_UNITS:
        raise RefusedError("extract", "no running text: a list, a front page, or a page that lost its text")
    if linked > _MOST_LINKED:
        raise RefusedError("extract", "mostly links: a list or a front page")
    if not _SENTENCE_END.search(content.text):
        raise RefusedError("extract", "no whole sentence: a list")
    fields = _metadata(tree)
    if "title" not in fields:
        raise RefusedError("extract", "no title on the page")
    return Found(extractor="generic", text=content.text, fields=fields, images=images(content, url))


def is_front_page(url: str) -> bool:
    """Whether an address is that of a front page or a list."""
    return url.startswith("http") and _FRONT_PAGE.fullmatch(urlsplit(url).path) is not None


def _densest(tree: Element) -> tuple[Element | None, float]:
    """The element with the most running text, and the share of its text that is in links.

    Each paragraph counts for its parent, and half for the parent's parent; text in links counts against.
    """
    scores: dict[Element, float] = {}
    for paragraph in tree.iter("p", "td", "div", "section", "article", "blockquote", "pre"):
        own = len(_UNIT.findall("".join(_own_text(paragraph))))
        if own < 8:
            continue
        container = paragraph.getparent() if paragraph.tag in ("p", "blockquote", "pre") else paragraph
        if container is None:
            continue
        scores[container] = scores.get(container, 0) + own
        above = container.getparent()
        if above is not None:
            scores[above] = scores.get(above, 0) + own / 2
    if not scores:
        return None, 0.0
    best = max(scores, key=lambda element: scores[element] * (1 - _linked(element)))
    return best, _linked(best)


def _own_text(element: Element) -> list[str]:
    """The text directly in an element and in its inline children, that of links left out."""
    pieces = [element.text or ""]
    for child in element:
        if child.tag in ("b", "strong", "em", "i", "span", "font", "u", "br"):
            pieces += child.itertext()
        pieces.append(child.tail or "")
    return pieces


def _linked(element: Element) -> float:
    everything = sum(map(len, element.itertext()))
    return sum(len(text) for a in element.iter("a") for text in a.itertext()) / max(1, everything)


def _metadata(tree: Element) -> dict[str, Field]:
    fields = {}
    if title := _title(tree):
        fields["title"] = title
    for name, selectors in _METAS.items():
        if field := _first(tree, selectors):
            fields[name] = field
    lines = _short_lines(tree)
    if published := _first(tree, _PUBLISHED) or _dated(lines):
        fields["published"] = published
    for name in ("source_name", "editor", "author"):
        if value := next(filter(None, (labelled(name, line) for line in lines)), ""):
            fields[name] = Field(value, "labelled line")
    return fields


def _first(tree: Element, selectors: tuple[str, ...]) -> Field | None:
    for css in selectors:
        for element in select(tree, css):
            if text := text_of(element) or (element.get("datetime") or "").strip():
                return Field(text, css)
    return None


def _title(tree: Element) -> Field | None:
    """The page's title without the site's name behind it; of several h1 in the title element the longest, as one of
    them may be the site's name."""
    whole = _first(tree, ("title",))
    for css in _TITLES[:2]:
        texts = filter(None, map(text_of, select(tree, css)))
        if titles := [text for text in texts if whole is None or fold(text)[:6] in fold(whole.value)]:
            return Field(max(titles, key=len), css)
    return Field(_SITE_SUFFIX.sub("", whole.value), "title") if whole and _SITE_SUFFIX.sub("", whole.value) else None


def _short_lines(tree: Element) -> list[str]:
    """The visible lines of a page that are short enough to be a line of metadata."""
    found = select(tree, "body") or [tree]
    return [line for line in read(found[0], Drop()).text.split("\n") if line and len(line) <= 120]


def _dated(lines: list[str]) -> Field | None:
    """The first line with a date and a clock, else the first with a date."""
    dated = [(line, day) for line in lines if (day := DAY.search(fold(line)))]
    clocked = [line for line, day in dated if CLOCK.match(fold(line), day.end())]
    line = (clocked or [line for line, _ in dated] or [""])[0]
    return Field(line, "first dated line") if line else None
