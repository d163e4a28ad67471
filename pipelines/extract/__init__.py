"""What a page shows: by the profile of its layout, else by a generic reading; plain text by its lines. Pure."""

import re
import zlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from cundang.model.article import Beside, Field, Found
from cundang.model.boilerplate import Boilerplate
from cundang.model.errors import RefusedError
from cundang.model.profile import Profile
from cundang.text.fold import CJK
from pipelines.extract.generic import extract_generic, is_front_page, read_generic
from pipelines.extract.pager import find_further_pages
from pipelines.extract.plain import extract_plain
from pipelines.extract.profiled import extract_profiled
from pipelines.extract.tree import Element, parse, select
from pipelines.extract.worker import is_heavy, run_bounded

# What a page, or a fragment of one saved from a browser, begins with.
_HTML = re.compile(
    r"<(?:!doctype|html|head|body|frameset|meta|title|link|script|style|noscript|div|p|span|table|section|article|main|center|font"
    r"|h[1-6]|ul|ol|dl|pre|blockquote|br)\b",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"(?:\s|\ufeff|<!--.*?-->)*+", re.DOTALL
)  # templates write pages of blank lines above the first tag
_BEGINNING = 4096  # characters
HEAD = 1 << 16  # bytes by which a file is known for a page
SAMPLE = 20  # beside a profile, the generic extractor reads one page of so many, by a hash of its address
_UNIT = re.compile(f"[{CJK}]|[^\\W{CJK}]+")
_WHOLE_PAGE = re.compile(r"<(?:!doctype|html|body)\b", re.IGNORECASE)
_END = re.compile(r"</(?:html|body)\b", re.IGNORECASE)
_DAY_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)[-/]?(\d\d)[-/]?(\d\d)(?=[/_.-]|$)")


def extract(
    text: str,
    url: str,
    profiles: Iterable[Profile],
    memory: Boilerplate | None = None,
    sample: int = SAMPLE,
    first: str = "",
) -> Found:
    """What a decoded page shows. `first` is the address of the first page of the article, where it is not this one.

    The first profile whose mark is on the page and whose body says something answers; without one, the generic
    extractor does. A page that was cut off, that has no text, or neither a title nor a profile, is refused
    (RefusedError). Of the pages with a profile one in `sample` is read by both; with 0 none.
    """
    if not is_html(text):
        return extract_plain(text)
    if is_heavy(text):
        return run_bounded(_extract, text, url, tuple(profiles), memory, sample, first)
    return _extract(text, url, profiles, memory, sample, first)


def _extract(
    text: str, url: str, profiles: Iterable[Profile], memory: Boilerplate | None, sample: int, first: str
) -> Found:
    ends = _END.search(text) is not None or not _WHOLE_PAGE.search(_beginning(text))
    if not ends and not text.rstrip().endswith(">"):
        raise RefusedError("extract", "cut off: the page ends in the middle of its text, without </html>")
    tree = parse(text)
    found, front = None, is_front_page(url)
    for profile in profiles:
        if front and profile.general:  # a front page has the marks of its system, and is no article
            continue
        found = extract_profiled(tree, url, profile)
        if found:
            break
    others = () if found and found.next_pages else find_further_pages(tree, url, first)
    if found is None:
        if first and not others:
            raise RefusedError("extract", "links no other page of the article that it should be a page of")
        found = extract_generic(tree, url, memory, text, is_further=bool(first))
    elif sample and zlib.crc32(url.encode()) % sample == 0:
        found = replace(found, beside=_beside(found, tree, url))
    if "published" not in found.fields and (day := _DAY_IN_ADDRESS.search(url)):
        found.fields["published"] = Field("-".join(day.groups()), "url")
    return replace(found, ends=ends, next_pages=found.next_pages or others)


def _beside(found: Found, tree: Element, url: str) -> Beside:
    """What the generic extractor makes of a page that a profile answered for."""
    generic = read_generic(tree, url).found.text
    return Beside(found.extractor, generic, measure_agreement(found.text, generic))


def measure_agreement(one: str, other: str) -> float:
    """How far two texts have the same words (a CJK character is one), each as often: 0 to 1.

    >>> measure_agreement("一二三四", "一二三")
    0.8571428571428571
    """
    a, b = Counter(_UNIT.findall(one)), Counter(_UNIT.findall(other))
    return 2 * (a & b).total() / max(1, a.total() + b.total())


def is_html(text: str) -> bool:
    """Whether a text, or the beginning of one, is a page, or a fragment of one."""
    return _HTML.search(_beginning(text)) is not None


def _beginning(text: str) -> str:
    """The first characters of a text that are neither white space nor in a comment."""
    before = _BEFORE.match(text)
    start = before.end() if before else 0
    return text[start : start + _BEGINNING]


def find_own_address(text: str) -> str | None:
    """The address that a page gives itself, in its canonical link or og:url. Raises RefusedError where it cannot be parsed."""
    return run_bounded(_own_address, text) if is_heavy(text) else _own_address(text)


def _own_address(text: str) -> str | None:
    tree = parse(text)
    for css, attribute in (('link[rel="canonical"]', "href"), ('meta[property="og:url"]', "content")):
        for element in select(tree, css):
            if address := (element.get(attribute) or "").strip():
                return address
    return None
