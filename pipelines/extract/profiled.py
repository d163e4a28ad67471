"""Extraction by a profile: the selectors that a site declares for one layout of its pages."""

import re
from collections.abc import Iterable
from functools import cache

from cundang.model.article import Attachment, Field, Found
from cundang.model.profile import Profile
from cundang.text.address import canonicalize, is_web
from cundang.text.calendars import DAY, NUMERAL_DAY
from cundang.text.dates import is_epoch
from cundang.text.fold import fold
from cundang.text.labels import read_name
from pipelines.extract.attachments import find_links_below, make_attachments
from pipelines.extract.pictures import make_images
from pipelines.extract.selection import Selection
from pipelines.extract.title_parts import strip_site_name
from pipelines.extract.tree import Drop, Element, read_content
from pipelines.extract.trim_links import trim_links

FIELDS = (
    "title",
    "kicker",
    "subtitle",
    "published",
    "source_name",
    "author",
    "editor",
    "section",
    "keywords",
    "content_id",
    "tracking_number",
    "document_number",
    "index_number",
)
# Where pages of all layouts have a time, for those that lack it where their layout has it.
_ANYWHERE = {
    "published": (
        'meta[property="article:published_time"]',
        'meta[name="publishdate"]',
        'meta[name="PubDate"]',
        'meta[name="pubdate"]',
        'meta[itemprop="datePublished"]',
        'meta[property="og:release_date"]',
        'meta[name="apub:time"]',
    ),
}
# Titles for machines, which may end with the names of channel and site.
_WITH_SITE = frozenset(('meta[property="og:title"]', 'meta[name="ArticleTitle"]', "title"))
# Share buttons, pagers and codes of the widgets that sites of all systems embed.
_WIDGETS = (
    ".bdsharebuttonbox",
    ".bshare-custom",
    ".jiathis_style",
    ".social-share",
    ".share-box",
    ".ewm",
    ".qrcode",
    "#div_currpage",
    "#displaypagenum",
)
# What stands where a name should, on pages that lack it: badges, places, invitations, whole sentences. Folded.
_BADGE = r"原创|独家|转载|首发|企鹅号"
_NO_NAME = re.compile(
    rf"{_BADGE}|.{{0,8}}返回.{{0,8}}|[(\[].{{0,12}}[)\]]|.{{0,60}}(?:二维码|扫一扫|扫描|分享[到至]|点击|[。!?;]).*|.{{61,}}",
    re.DOTALL,
)
_NO_TITLE = re.compile(_BADGE)


def extract_profiled(page: Selection, profile: Profile) -> Found | None:
    """Extract a page by a profile; None where the page is of another layout or has no text."""
    if not page.has(profile.mark):
        return None
    for selector in profile.body:
        for body in page.list_bodies(selector):
            content = read_content(body, _make_drop(profile.drop), profile.caption)
            if content.paragraphs:
                paragraphs = trim_links(content.paragraphs)
                return Found(
                    extractor=profile.name,
                    text="\n\n".join(paragraph.text for paragraph in paragraphs),
                    fields=_read_fields(page, profile),
                    images=make_images([*content.images, *_list_pictures(page, profile)], page.base),
                    attachments=_make_attachments(page, profile, [*content.links, *find_links_below(body)]),
                    next_pages=_find_links(page, profile.next_page),
                )
    return None


@cache
def _make_drop(selectors: tuple[str, ...]) -> Drop:
    return Drop((*selectors, *_WIDGETS))


def _read_fields(page: Selection, profile: Profile) -> dict[str, Field]:
    """Read each field by the first selector whose element holds it, and count the other strings that it selects.

    Of keywords all strings that the selector gives are joined.
    """
    fields = {}
    for name in FIELDS:
        own_selectors = getattr(profile, name)
        for css in (*own_selectors, *_ANYWHERE.get(name, ())):
            read = page.list_times if name == "published" else page.list_texts
            texts = [text for text in read(css) if is_value(name, text)]
            if css in _WITH_SITE:
                texts = [strip_site_name(text, (), may_guess=True) for text in texts]
            if texts:
                is_list = name == "keywords"
                others = 0 if is_list or css not in own_selectors else len(set(texts)) - 1
                fields[name] = Field(",".join(texts) if is_list else texts[0], css, others)
                break
    if profile.address and (address := re.search(profile.address, page.url)):
        fields["content_id"] = Field(address["content_id"].replace("/", ""), "url")
    return fields


def is_value(name: str, text: str) -> bool:
    """Whether a text can be the value of a field: a time has a day, a name stands behind its label or for itself."""
    if name == "published":
        folded = fold(text)
        return is_epoch(text) or (DAY.search(folded) or NUMERAL_DAY.search(folded)) is not None
    if name in ("source_name", "author", "editor"):
        value = read_name(name, text)
        return value is not None and not is_no_name(value)
    return bool(text) and not (name == "title" and _NO_TITLE.fullmatch(fold(text)))


def is_no_name(text: str) -> bool:
    """Whether a text that stands where a name should is none: a badge, an invitation, a whole sentence."""
    return _NO_NAME.fullmatch(fold(text)) is not None


def _make_attachments(page: Selection, profile: Profile, links: Iterable[Element]) -> tuple[Attachment, ...]:
    """The attachments of an article: the files that its text links to, then those that the profile knows of."""
    of_profile = (each for selector in profile.attachments for each in page.iterate_attachments(selector))
    by_address: dict[str, Attachment] = {}
    for each in (*make_attachments(links, page.base), *of_profile):
        by_address.setdefault(each.url, each)
    return tuple(by_address.values())


def _list_pictures(page: Selection, profile: Profile) -> list[tuple[str, str]]:
    """The pictures that a profile finds elsewhere than in the text, as address and caption."""
    return [(address.strip(), "") for selector in profile.pictures for address in page.iterate_pictures(selector)]


def _find_links(page: Selection, selectors: tuple[str, ...]) -> tuple[str, ...]:
    """Find the canonical addresses of some links, in order, each once, without the page's own."""
    links = (link for selector in selectors for link in page.iterate_links(selector))
    addresses = dict.fromkeys(canonicalize(link) for link in links if is_web(link))
    return tuple(address for address in addresses if address != page.url)
