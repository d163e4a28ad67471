"""A site that no module describes: its sitemaps, feeds and links, below the address that was given."""

import re
from urllib.parse import urlsplit

from cundang.model.errors import UsageError
from cundang.model.expect import Expect
from cundang.text.address import canonicalize, is_web
from scrapers.discover import Links, Sitemap
from scrapers.guard import Guard
from scrapers.site import Site
from scrapers.sites import publishers

_NOT_TEXT = r"(?!.*\.(?:jpe?g|png|gif|webp|svg|css|js|ico|pdf|zip|rar|mp[34]|docx?|xlsx?|pptx?|xml|json|gz)(?:\?|$))"


def make_adhoc_site(url: str, allow_private: bool = False, delay: float = 3.0) -> Site:
    """The site at an address: what is on its host and below its path. Raises UsageError for what is no address."""
    if why := (Guard.opening([url]) if allow_private and is_web(url) else Guard()).refusal(url):
        raise UsageError(f"{url}: {why}" + ("" if allow_private else "; --allow-private opens one of your own"))
    if not is_web(url):
        raise UsageError(f"{url}: not an address of the web; give one like https://example.org/news/")
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
            Links(name="links", url=start),
            Sitemap(name="sitemap", url=f"{root}/sitemap.xml", optional=True),
        ),
        delay=delay,
        loopback=allow_private,
        expect=Expect(title=0, date=0, text=0),
    )
