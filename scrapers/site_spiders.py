"""The spiders of all sites, where Scrapy's own commands look for them: `scrapy list`, `scrapy crawl NAME`."""

import sys

from scrapers.site import Site
from scrapers.sites import list_broken, sites
from scrapers.spiders import ArticleSpider, make_spider_class


def _make(site: Site) -> type[ArticleSpider]:
    spider = make_spider_class(site)
    spider.__module__ = __name__  # Scrapy takes the classes among the names of a module that say they are of it
    return spider


globals().update({f"{name}_spider": _make(site) for name, site in sites().items()})
for _line in list_broken():
    print(_line, file=sys.stderr)
