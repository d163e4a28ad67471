"""The demo site as a site to crawl: with the code and layouts of xiongan, at another address."""

from urllib.parse import urlsplit

from demo.content import NODES
from demo.pages import NAME, PAGE_SIZE
from scrapers.site import Site
from scrapers.sites.cms import xinhua
from scrapers.sources import Listing, Sitemap

EVIDENCE = "seen 2026-11-28: its pages are ours"


def make_demo_site(address: str) -> Site:
    """Make the site for the address (with a slash at the end) at which the demo is served."""
    return Site(
        name="demo",
        publisher=NAME,
        homepage=address,
        country="CN",
        language="zh",
        hosts=(urlsplit(address).hostname or "",),
        article=rf"^{address}(?:[a-z]+/)?(?:{xinhua.OLD_ARTICLE}|{xinhua.NEW_ARTICLE})",
        sources=(
            Listing(
                name="首页",
                url=address,
                evidence=EVIDENCE,
            ),
            Listing(
                name="要闻",
                url=f"{address}yaowen/index.htm",
                evidence=EVIDENCE,
            ),
            Listing(
                name="新闻",
                url=f"{address}xinwen/index.html",
                evidence=EVIDENCE,
            ),
            *(
                xinhua.node_list(name, f"{address}nodeart/page", node, EVIDENCE, PAGE_SIZE)
                for name, node in NODES.items()
            ),
            Sitemap(
                name="sitemap",
                url=f"{address}sitemap.xml",
                evidence=EVIDENCE,
            ),
        ),
        delay=0,
        loopback=True,
        profiles=xinhua.PROFILES,
    )
