"""The metadata of a page of no known layout, each value with where it was found.

The order for each field is: JSON-LD, meta elements, what the page shows near its headline, the address.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from html import unescape
from typing import Any, NamedTuple

from lxml import etree

from pipelines.article import Field
from pipelines.dates import published_at
from pipelines.extract.hints import HINTS
from pipelines.extract.structured import SEPARATOR, squeezed
from pipelines.extract.tree import Element
from pipelines.extract.walk import TAGS, Block
from pipelines.fold import CJK, fold
from pipelines.labels import labelled

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
_TIMES = etree.XPath('//time[@datetime or text()] | //*[@itemprop="datePublished"]')
_AUTHORS = etree.XPath('//*[@rel="author" or @itemprop="author" or @itemprop="creator"]')
_BIT = {name: 1 << number for number, name in enumerate(HINTS)}
_ELSEWHERE = _BIT["related"] | _BIT["footer"] | _BIT["side"] | _BIT["comment"]
_DIGIT = re.compile(r"\d")
_HEADINGS = frozenset(TAGS[tag] for tag in ("h1", "h2", "h3"))
_LATE = datetime(2100, 1, 1, tzinfo=UTC)  # extraction has no clock; normalising knows when the page was fetched
_URL_DAY = re.compile(r"/((?:19|20)\d\d)[-/_]?(0[1-9]|1[0-2])[-/_]?([0-2]\d|3[01])(?=[/_.\-]|[^\d]|$)")
_BY = re.compile(r"^\s{0,3}(?:(?:written|posted|published|reported|words|story|text|reviewed)?\s{0,3}by|von|par|por|di|door|av|af|przez|autor(?:e|en|in)?|author|auteur|text)\b\s{0,3}:?\s{0,3}", re.IGNORECASE)  # fmt: skip
_CUT = re.compile(r"\s{1,3}[|·•–—/]\s{0,3}|\s{0,3}[|·•]\s{0,3}|\s{1,3}-\s{1,3}|\n|\s{3,}|\(|,?\s{1,3}(?:on|am|le|el|il|published|updated|posted|and updated)\s{1,3}(?=\S*\d|\w+day)|,?\s{1,3}\d{1,2}[./ ]|(?<=\w)\s{1,3}(?:19|20)\d\d", re.IGNORECASE)  # fmt: skip
_NO_NAME = re.compile(r"https?:|www\.|@|[\d<>{}=]|^(?:admin|administrator|staff|editor|none|null|undefined|redaktion|guest|contributor|by|author)$", re.IGNORECASE)  # fmt: skip
_BY_WITHIN = re.compile(r"(?:\d|[|·•,]|^\w{1,20})\s{1,3}(?:by|von|par|por)\s{0,3}:?\s{1,3}(.{2,80})", re.IGNORECASE)
_WRITTEN_BY = re.compile(r"\s{0,3}written by\s{0,3}:?\s{1,3}(.{2,80})", re.IGNORECASE)
_PERSON = re.compile(r"[^\W\d_a-z][\w'’.-]{1,30}(?: [^\W\d_a-z][\w'’.-]{0,30}){1,3}")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|\bmin(?:ute)?s? read\b")
_WRITTEN = re.compile(
    r"""(?:date_?published|published_?(?:at|date|time)|publication_?date|publish_?date|first-?published?|entry-date[^>]{0,40}datetime)["'\\]{0,4}\s{0,3}(?:[:=]|content=)\s{0,3}["'\\]{0,4}((?:19|20)\d\d-\d\d-\d\d[T \d:.+Z-]{0,30})""",
    re.IGNORECASE,
)
_SLUG = re.compile(r"[a-z]+(?:[-_][a-z]+)*")  # jane-doe: a name for machines
_CAPITAL = re.compile(f"^[^\\W\\d_a-z]|[{CJK}]")


class Seen(NamedTuple):
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


def metadata(page: Seen) -> dict[str, Field]:
    """The fields of a page."""
    fields: dict[str, Field] = {}
    blocks, kept = page.blocks, page.kept
    near = _near(blocks, page.title, kept)
    if found := _title(page):
        fields["title"] = found
    for name in ("published", "modified"):
        for found in _dates(name, page, near):
            if published_at(found.value, None, _LATE):
                fields[name] = found
                break
    if found := _author(page, near):
        fields["author"] = found
    for name in ("source_name", "editor", "section", "keywords", "content_id"):
        if found := next(_machine(name, page.meta, page.data), None):
            fields[name] = found
    shown = (blocks[number].text for number in _lines(near, kept) if number < len(blocks))
    lines = [line for text in shown if ":" in text or "：" in text for line in text.split("\v") if len(line) <= 200]
    for name in ("source_name", "editor", "author", "keywords", "original_title"):
        if (value := next(filter(None, (labelled(name, line) for line in lines)), "")) and len(value) <= 60:
            fields[name] = Field(value, "labelled line")
    return fields


def _lines(near: Sequence[int], kept: Sequence[int]) -> list[int]:
    """Where labels are looked for: near the headline, and around the end of the article."""
    end = kept[-1] if kept else 0
    return list(dict.fromkeys([*near, *kept[-2:], *range(end + 1, end + 9)]))


def _near(blocks: Sequence[Block], title: int, kept: Sequence[int]) -> list[int]:
    """The blocks where a page has its byline: from the headline to the first of the text, then those just above."""
    n = len(blocks)
    start = title if title >= 0 else max(0, (kept[0] if kept else 0) - 8)
    first = next((number for number in kept if number > start and len(blocks[number].text) > 80), start + 8)
    below = range(start, min(n, max(start + 9, min(first + 2, start + 25))))
    above = range(start - 1, max(-1, start - 7), -1)
    return [number for number in (*below, *above) if number < n]


def _machine(name: str, meta: dict[str, str], data: list[dict[str, Any]]) -> Iterator[Field]:
    for key in _LD.get(name, ()):
        for found in data:
            value = found.get(key)
            if isinstance(value, list):
                value = ",".join(filter(None, map(squeezed, value)))
            if text := squeezed(value):
                yield Field(text, f"JSON-LD {key}")
    for key in _META.get(name, ()):
        if text := squeezed(meta.get(key)):
            yield Field(text, f"meta {key}")


def _dates(name: str, page: Seen, near: Sequence[int]) -> Iterator[Field]:
    yield from _machine(name, page.meta, page.data)
    if name != "published":
        return
    day = _URL_DAY.search(page.url)
    in_address = "-".join(day.groups()) if day else ""
    for found in _shown_dates(page, near):
        if not in_address or (published_at(found.value, None, _LATE) or "").startswith(in_address):
            yield found
    if in_address:
        yield Field(in_address, "url")
    yield from _written_in(page.markup)


def _shown_dates(page: Seen, near: Sequence[int]) -> Iterator[Field]:
    """Dates that a reader sees: a time element, a line near the headline, a line that is named for its date."""
    for found in [found for found in _TIMES(page.tree)[:6] if not _is_teaser(found)][:3]:
        text = found.get("datetime") or found.get("content") or "".join(found.itertext())
        yield Field(squeezed(text), "time")
    for line in (squeezed(page.blocks[number].text) for number in near):
        if 4 < len(line) <= 160 and _DIGIT.search(line):
            yield Field(line, "line near the title")
    for block in page.blocks:
        if len(block.text) < 200 and block.near & _BIT["time"] and not block.bits & _ELSEWHERE:
            yield Field(squeezed(block.text), "line of a date")


def _written_in(markup: str) -> Iterator[Field]:
    """Dates in scripts, broken JSON-LD and attributes of the markup, by the names they go under."""
    for match in _WRITTEN.finditer(markup):
        yield Field(match[1], "script")


def _is_teaser(element: Element) -> bool:
    """Whether a link is around an element: the time of another article."""
    if "publish" in (names := element.get("class") or "") or "entry-date" in names:
        return False
    return any(above.tag in ("a", "li", "aside", "footer", "nav") for above in element.iterancestors())


def _title(page: Seen) -> Field | None:
    """The headline that the page shows; else what its metadata say, without the name of the site."""
    tree, blocks, title, meta, data = page.tree, page.blocks, page.title, page.meta, page.data
    names = _site_names(meta, page.url)
    element = tree.find(".//title")
    candidates = [(squeezed(found.get("headline")), "JSON-LD headline") for found in data if found.get("headline")]
    candidates += [
        (squeezed(meta.get(key)), f"meta {key}")
        for key in ("og:title", "twitter:title", "articletitle")
        if meta.get(key)
    ]
    candidates += [(squeezed("".join(element.itertext())), "title")] if element is not None else []
    if title >= 0 and blocks[title].tag in _HEADINGS:
        shown = _without_site(squeezed(blocks[title].text), names, False)
        # an eyebrow line within the heading: what the metadata have as the title is the end of what is shown
        for text, where in candidates:
            stripped = _without_site(text, names, where == "title")
            if (
                len(stripped) >= 8
                and len(stripped) > 0.4 * len(shown)
                and shown != stripped
                and shown.endswith(stripped)
            ):
                return Field(stripped, where)
        return Field(shown, "headline")
    for text, where in candidates:
        if stripped := _without_site(text, names, where == "title"):
            return Field(stripped, where)
    return Field(squeezed(blocks[title].text), "headline") if title >= 0 else None


def _site_names(meta: dict[str, str], url: str) -> set[str]:
    host = re.sub(r"^(?:https?://)?(?:www\.)?|[/:?].*$", "", url.casefold())
    return {
        fold(name).casefold()
        for name in (meta.get("og:site_name", ""), meta.get("application-name", ""), host, host.split(".")[0])
        if name
    }


def _without_site(text: str, names: set[str], guess: bool) -> str:
    """A title without the name of its site behind it. `guess`: the last part goes even if it is not known as a name."""
    parts = list(SEPARATOR.finditer(text))
    while parts:
        last = parts[-1]
        tail = fold(text[last.end() :]).casefold().strip()
        head = text[: last.start()].strip()
        known = (
            any(name and (name in tail or tail in name or tail.replace(" ", "") in name) for name in names)
            if tail
            else True
        )
        if head and (known or (guess and len(tail) <= 30 and len(head) >= len(tail))):
            text = head
            parts.pop()
        else:
            break
    return text.strip()


def _author(page: Seen, near: Sequence[int]) -> Field | None:
    """Who wrote it. An author that is the site itself counts only where nothing else is named."""
    sites = {name.replace(" ", "") for name in _site_names(page.meta, page.url)}
    publishers = (name for found in page.data for name in _names_of(found.get("publisher")))
    sites |= {fold(name).casefold().replace(" ", "") for name in publishers}
    house: Field | None = None
    for found in _named_by_machine(page.meta, page.data):
        folded = fold(found.value).casefold().replace(" ", "")
        if not _SLUG.fullmatch(found.value) and not any(s in folded or folded in s for s in sites if len(s) > 1):
            return found
        house = house or found
    return next(_shown_authors(page, near), house)


def _shown_authors(page: Seen, near: Sequence[int]) -> Iterator[Field]:
    """Authors that a reader sees: by markup, in a byline near the headline, beside the date, at the end."""
    blocks = page.blocks
    marked = [clean_name("".join(found.itertext())) for found in _AUTHORS(page.tree)[:8] if not found.get("content")]
    if names := list(dict.fromkeys(filter(None, marked)))[:3]:
        yield Field(", ".join(names), "rel author")
    lines = {number: squeezed(blocks[number].text) for number in near if len(blocks[number].text) <= 300}
    for number, line in lines.items():
        by = _BY.match(line) or blocks[number].near & _BIT["byline"]
        if by and len(line) <= 160 and (name := clean_name(line)) and _looks_named(name):
            yield Field(name, "byline")
    for line in lines.values():
        if (within := _BY_WITHIN.search(line)) and (name := clean_name(within[1])) and _looks_named(name):
            yield Field(name, "byline")
    for number, line in lines.items():
        beside = f"{lines.get(number - 1, '')} {lines.get(number + 1, '')}"
        if _PERSON.fullmatch(line) and len(beside) < 200 and _YEAR.search(beside):
            yield Field(line, "name beside the date")
    for block in blocks:
        if len(block.text) < 200 and (written := _WRITTEN_BY.match(squeezed(block.text))):
            name = clean_name(written[1])
            if name and _looks_named(name):
                yield Field(name, "byline")


def _named_by_machine(meta: dict[str, str], data: list[dict[str, Any]]) -> Iterator[Field]:
    for found in data:
        if names := list(dict.fromkeys(_names_of(found.get("author") or found.get("creator")))):
            yield Field(", ".join(names), "JSON-LD author")
    for field in _machine("author", meta, data):
        if (name := clean_name(field.value)) and (field.where != "meta twitter:data1" or _looks_named(name)):
            yield Field(name, field.where)


def _names_of(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for item in value[:20]:
            yield from _names_of(item)
    elif isinstance(value, dict):
        yield from _names_of(value.get("name"))
    elif isinstance(value, str) and (name := clean_name(value)):
        yield name


def _looks_named(name: str) -> bool:
    words = name.split()
    return len(words) <= 12 and sum(bool(_CAPITAL.match(word)) for word in words) >= len(words) / 2


def clean_name(text: str) -> str:
    """A name without `by` before it and a date or a role behind it; empty where it is no name.

    >>> clean_name("By Jane Doe | 12 May 2020")
    'Jane Doe'
    """
    text = squeezed(unescape(text))
    if len(text) > 300:
        return ""
    text = _BY.sub("", text, count=1)
    text = _CUT.split(text, maxsplit=1)[0].strip(" ,;:-–|\u3000")
    return "" if len(text) < 2 or len(text) > 120 or _NO_NAME.search(text) else text
