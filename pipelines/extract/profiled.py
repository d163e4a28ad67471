"""Extraction by a profile: the selectors that a site declares for one layout of its pages."""

import re
from functools import cache
from urllib.parse import urljoin

from pipelines.address import canonical, is_web
from pipelines.article import Field, Found, Image
from pipelines.dates import DAY
from pipelines.extract.edges import without_links
from pipelines.extract.tree import Content, Drop, Element, read, select, select_any, text_of
from pipelines.fold import fold
from pipelines.labels import named
from pipelines.profile import Profile

_FIELDS = (
    "title",
    "published",
    "source_name",
    "author",
    "editor",
    "section",
    "keywords",
    "content_id",
    "tracking_number",
)


def extract_profiled(tree: Element, url: str, profile: Profile) -> Found | None:
    """What a page of the profile's layout shows; None where the page is of another layout or shows no text."""
    if not select(tree, profile.mark):
        return None
    for css in profile.body:
        for body in select(tree, css):
            content = read(body, _drop(profile.drop), profile.caption)
            if content.paragraphs:
                paragraphs = without_links(content.paragraphs)
                return Found(
                    extractor=profile.name,
                    text="\n\n".join(paragraph.text for paragraph in paragraphs),
                    fields=_fields(tree, url, profile),
                    images=images(content, url),
                    next_pages=links(tree, url, profile.next_page),
                )
    return None


@cache
def _drop(selectors: tuple[str, ...]) -> Drop:
    return Drop(selectors)


def _fields(tree: Element, url: str, profile: Profile) -> dict[str, Field]:
    """For each field the first selector whose element says something; of keywords all elements that it names."""
    found = {}
    for name in _FIELDS:
        for css in getattr(profile, name):
            texts = [text for element in select(tree, css) if _says(name, text := text_of(element))]
            if texts:
                found[name] = Field(",".join(texts) if name == "keywords" else texts[0], css)
                break
    if profile.address and (address := re.search(profile.address, url)):
        found["content_id"] = Field(address["content_id"].replace("/", ""), "url")
    return found


def _says(name: str, text: str) -> bool:
    """Whether an element says what it should: a time is in it, a name stands behind its label."""
    if name == "published":
        return DAY.search(fold(text)) is not None
    if name in ("source_name", "author", "editor"):
        return named(name, text) is not None
    return bool(text)


def images(content: Content, url: str) -> tuple[Image, ...]:
    """The pictures of a text by their absolute addresses; those on no web address (data:, file:) are left out."""
    found = (Image(urljoin(url, address.strip()), caption) for address, caption in content.images)
    return tuple(image for image in found if image.url.startswith(("http://", "https://")))


def links(tree: Element, url: str, selectors: tuple[str, ...]) -> tuple[str, ...]:
    """The canonical addresses of some links, in order, each once, without the page's own."""
    hrefs = (urljoin(url, (a.get("href") or "").strip()) for a in select_any(tree, selectors))
    addresses = dict.fromkeys(canonical(href) for href in hrefs if is_web(href))
    return tuple(address for address in addresses if address != url)
