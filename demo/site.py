"""The demo site as a site to crawl: with the code and layouts of xiongan, at another address."""

from urllib.parse import urlsplit

from demo.content import NODES
from demo.pages import NAME, PAGE_SIZE
from scrapers.discover import Listing, Sitemap
from scrapers.site import Site
from scrapers.sites.cms import xinhua


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
            ),
            Listing(
                name="要闻",
                url=f"{address}yaowen/index.htm",
            ),
            Listing(
                name="新闻",
                url=f"{address}xinwen/index.html",
            ),
            *(xinhua.node_list(name, f"{address}nodeart/page", node, PAGE_SIZE) for name, node in NODES.items()),
            Sitemap(
                name="sitemap",
                url=f"{address}sitemap.xml",
            ),
        ),
        delay=0,
        loopback=True,
        profiles=xinhua.PROFILES,
    )
