"""Make a site for an address that no module describes: its sitemaps, feeds and links, below that address."""

import re
from datetime import UTC, datetime
from urllib.parse import urlsplit

from cundang.model.errors import UsageError
from cundang.model.expect import UNKNOWN
from cundang.text.address import canonicalize, is_web
from scrapers.guard import Guard
from scrapers.site import Site
from scrapers.sites import publishers
from scrapers.sources import Links, Sitemap

SOURCES = (_LINKS, _SITEMAP) = ("links", "sitemap")  # the names of the sources of such a site
_NOT_TEXT = r"(?!.*\.(?:jpe?g|png|gif|webp|svg|css|js|ico|pdf|zip|rar|mp[34]|docx?|xlsx?|pptx?|xml|json|gz)(?:\?|$))"


def make_adhoc_site(url: str, allow_private: bool = False, delay: float = 3.0) -> Site:
    """Make a site of everything on the host of an address and below its path. `delay` is in seconds.

    Raises UsageError for an address that the guard refuses or that is not one of the web.
    """
    guard = Guard.open_for([url]) if allow_private and is_web(url) else Guard()
    if reason := guard.explain_refusal(url):
        raise UsageError(f"{url}: {reason}" + ("" if allow_private else "; --allow-private allows one of your network"))
    if not is_web(url):
        raise UsageError(f"{url}: not a web address; give one like https://example.org/news/")
    start = canonicalize(url)
    parts = urlsplit(start)
    root = f"{parts.scheme}://{parts.netloc}"
    below = parts.path if parts.path.endswith("/") else parts.path.rpartition("/")[0] + "/"
    publisher = publishers().of_address(start)
    return Site(
        name=publisher.name,
        publisher=publisher.publisher,
        homepage=f"{root}/",
        country=publisher.country,
        language=publisher.language,
        hosts=(parts.hostname or "",),
        zone=publisher.zone,
        profiles=publisher.profiles,
        article=rf"^https?://{re.escape(parts.netloc)}{re.escape(below)}{_NOT_TEXT}.+",
        sources=(
            Links(name=_LINKS, url=start, evidence=f"seen {datetime.now(UTC):%Y-%m-%d}"),  # the operator names it
            Sitemap(name=_SITEMAP, url=f"{root}/sitemap.xml", optional=True),
        ),
        delay=delay,
        loopback=allow_private,
        expect=UNKNOWN,
    )
