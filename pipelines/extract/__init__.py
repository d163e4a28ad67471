"""What a page shows: by the profile of its layout, else by a generic reading; plain text by its lines. Pure."""

import re
from collections.abc import Iterable
from dataclasses import replace

from pipelines.article import Field, Found
from pipelines.errors import RefusedError
from pipelines.extract.generic import extract_generic, is_front_page
from pipelines.extract.plain import extract_plain
from pipelines.extract.profiled import extract_profiled
from pipelines.extract.tree import Element, parse, select
from pipelines.profile import Profile

# What a page, or a fragment of one saved from a browser, begins with.
_HTML = re.compile(
    r"<(?:!doctype|html|head|body|meta|title|link|script|style|div|p|span|table|section|article|main|center|font|h1)\b",
    re.IGNORECASE,
)
_WHOLE_PAGE = re.compile(r"<(?:!doctype|html|body)\b", re.IGNORECASE)
_END = re.compile(r"</(?:html|body)\b", re.IGNORECASE)
_DAY_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)[-/]?(\d\d)[-/]?(\d\d)(?=[/_.-]|$)")


def extract(text: str, url: str, profiles: Iterable[Profile]) -> Found:
    """What a decoded page shows.

    The first profile whose mark is on the page and whose body says something answers; without one, the generic
    extractor does. A page that was cut off, that has no text, or neither a title nor a profile, is refused
    (RefusedError).
    """
    if not is_html(text[:4096]):
        return extract_plain(text)
    ends = _END.search(text) is not None or not _WHOLE_PAGE.search(text[:4096])
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
    found = found or extract_generic(tree, url)
    if "published" not in found.fields and (day := _DAY_IN_ADDRESS.search(url)):
        found.fields["published"] = Field("-".join(day.groups()), "url")
    return replace(found, ends=ends)


def is_html(beginning: str) -> bool:
    """Whether the beginning of a text is that of a page, or of a fragment of one."""
    return _HTML.search(beginning) is not None


def own_address(tree: Element) -> str | None:
    """The address that a page gives itself, in its canonical link or og:url."""
    for css, attribute in (('link[rel="canonical"]', "href"), ('meta[property="og:url"]', "content")):
        for element in select(tree, css):
            if address := (element.get(attribute) or "").strip():
                return address
    return None
