"""The demo site as a spider module, for `scrapy crawl demo -s SPIDER_MODULES=tests.helpers.demo_spider`."""

import os

from demo.site import demo_site
from scrapers.spiders import spider_for


class DemoSpider(spider_for(demo_site(os.environ.get("DEMO_ADDRESS", "http://127.0.0.1:9/")))):
    """Defined here, as Scrapy looks for classes of the module itself."""
