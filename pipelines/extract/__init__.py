"""Extract the article of a page: by the profile of its layout, else generically; of plain text by its lines. Pure."""

import contextlib
import re
import zlib
from dataclasses import dataclass, replace

from cundang.model.article import Field, Found
from cundang.model.boilerplate import Boilerplate
from cundang.model.errors import RefusedError
from cundang.model.profile import Profile
from cundang.text.address import find_day
from pipelines.extract.cut import is_cut_off
from pipelines.extract.document_head import may_have_head, read_document_head
from pipelines.extract.doubts import doubt
from pipelines.extract.generic import extract_generic, is_front_page
from pipelines.extract.no_article import explain_no_article
from pipelines.extract.pager import find_further_pages
from pipelines.extract.plain import extract_plain
from pipelines.extract.profiled import extract_profiled
from pipelines.extract.selection import Selection
from pipelines.extract.source_links import add_source_link
from pipelines.extract.tree import Element, parse, select
from pipelines.extract.worker import is_heavy, run_bounded

# What a page, or a fragment of one saved from a browser, begins with.
_HTML = re.compile(
    r"<(?:!doctype|html|head|body|frameset|meta|title|link|script|style|noscript|div|p|span|table|section|article|main"
    r"|center|font|h[1-6]|ul|ol|dl|pre|blockquote|br)\b",
    re.IGNORECASE,
)
# Templates write pages of blank lines above the first tag.
_BEFORE_HTML = re.compile(r"(?:\s|\ufeff|<!--.*?-->)*+", re.DOTALL)
_BEGINNING = 4096  # characters
HEAD = 1 << 16  # bytes by which a file is known for a page
SAMPLE = 20  # one page of so many, by a hash of its address, is read by a profile and by the generic extractor
_WHOLE_PAGE = re.compile(r"<(?:!doctype|html|body)\b", re.IGNORECASE)
_PAGE_END = re.compile(r"</(?:html|body)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SiteContext:
    """What is known beforehand of the site of a page: profiles to try, in order, and blocks that recur on its pages.

    Of the pages that a profile extracts, the generic extractor reads one in `sample` too; with 0 none.
    """

    profiles: tuple[Profile, ...] = ()
    memory: Boilerplate | None = None
    sample: int = SAMPLE


_UNKNOWN_SITE = SiteContext()


def extract(text: str, url: str, site: SiteContext = _UNKNOWN_SITE, first_url: str = "") -> Found:
    """Extract a decoded page. `first_url` is the address of the article's first page, where it is not this one.

    The first profile whose mark is on the page and whose body has text extracts it; without one, the generic extractor
    does. Raises RefusedError where the page was cut off, has no text, or neither a title nor a profile.
    """
    if not is_html(text):
        return extract_plain(text)
    if is_heavy(text):
        return run_bounded(_extract_html, text, url, site, first_url)
    return _extract_html(text, url, site, first_url)


def _extract_html(text: str, url: str, site: SiteContext, first_url: str) -> Found:
    ends = _PAGE_END.search(text) is not None or not _WHOLE_PAGE.search(_skip_to_html(text))
    tree = parse(text)
    if not ends and is_cut_off(text, tree):
        raise RefusedError("extract", "cut off: the page ends in the middle of its text, without </html>")
    is_front = is_front_page(url)  # has the marks of its system, and is no article
    profiles = (profile for profile in site.profiles if not (is_front and profile.general))
    page = Selection(tree, url)
    found = next(filter(None, (extract_profiled(page, profile) for profile in profiles)), None)
    if found and not first_url:
        is_compared = site.sample > 0 and zlib.crc32(url.encode()) % site.sample == 0
        found = doubt(found, tree, url, text, is_compared) or _reread(found, tree, url, site, text)
    further_pages = (found.next_pages if found else ()) or find_further_pages(tree, url, first_url)
    if found is None:
        if first_url and not further_pages:
            raise RefusedError("extract", "links no other page of the article that it should be a page of")
        try:
            found = extract_generic(tree, url, site.memory, text, is_further=bool(first_url))
        except RefusedError as refusal:
            if kind := explain_no_article(tree, text, None):
                raise RefusedError("extract", kind) from refusal
            raise
    if not first_url and (kind := explain_no_article(tree, text, found)):
        raise RefusedError("extract", kind)
    fields = add_source_link(found, tree, url)
    if "published" not in fields and (day := find_day(url)):
        fields["published"] = Field(day, "url")
    if may_have_head(text):
        fields = {**read_document_head(tree), **fields}
    return replace(found, fields=fields, ends=ends, next_pages=further_pages)


def _reread(found: Found, tree: Element, url: str, site: SiteContext, text: str) -> Found:
    """Read a page generically whose profile found another text than the article's; as it did where that gives none."""
    with contextlib.suppress(RefusedError):
        return extract_generic(tree, url, site.memory, text)
    return found


def is_html(text: str) -> bool:
    """Whether a text, or the beginning of one, is a page, or a fragment of one."""
    return _HTML.search(_skip_to_html(text)) is not None


def _skip_to_html(text: str) -> str:
    """The beginning of a text, behind its first white space and comments."""
    before = _BEFORE_HTML.match(text)
    start = before.end() if before else 0
    return text[start : start + _BEGINNING]


def list_own_addresses(text: str) -> list[str]:
    """List the addresses that a page gives itself, in its canonical link and then in og:url, as they stand there.

    Raises RefusedError where the page cannot be parsed.
    """
    return run_bounded(_read_own_addresses, text) if is_heavy(text) else _read_own_addresses(text)


def _read_own_addresses(text: str) -> list[str]:
    tree = parse(text)
    found = [
        (element.get(attribute) or "").strip()
        for css, attribute in (('link[rel="canonical"]', "href"), ('meta[property="og:url"]', "content"))
        for element in select(tree, css)
    ]
    return list(dict.fromkeys(filter(None, found)))
