"""The demo site as a spider module, for `scrapy crawl demo -s SPIDER_MODULES=tests.helpers.demo_spider`."""

import os

from demo.site import make_demo_site
from scrapers.spiders import make_spider_class


class DemoSpider(make_spider_class(make_demo_site(os.environ.get("DEMO_ADDRESS", "http://127.0.0.1:9/")))):
    """Defined here, as Scrapy looks for classes of the module itself."""
