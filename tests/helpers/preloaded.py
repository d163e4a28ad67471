"""All that the commands import when they run, and the tables that they make once: for the server that processes are forked from.

None of it starts a thread of Python's or a reactor, or opens what a forked process must not share.
"""

import gc
import importlib
import pkgutil
import re
import warnings

from pipelines.line import Reader
from scrapers.sites import publishers
from tests.helpers.pages import CHINESE, news_page, page

# pytest is the `__main__` of the tests, which multiprocessing gives to every process; the others are loaded by name.
MODULES = (
    "pytest",
    "archive",
    "tests.helpers.loopback",
    "aiohttp",
    "tldextract",
    "scrapy.logformatter",
    "scrapy.statscollectors",
)
PACKAGES = (
    "commands", "scrapers", "exchange", "upkeep", "datasette_config", "demo", "scrapy.extensions", "scrapy.downloadermiddlewares",
    "scrapy.spidermiddlewares",
)  # fmt: skip

# Patterns are more than half of what importing our packages costs; so who imports those of a copy finds them compiled.
re._MAXCACHE = 10_000  # type: ignore[attr-defined]
for name in MODULES:
    importlib.import_module(name)
with warnings.catch_warnings(action="ignore"):  # Scrapy has modules that nobody should use
    for name in PACKAGES:
        for module in pkgutil.iter_modules(importlib.import_module(name).__path__, f"{name}."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)
# Loads the classifier, the layouts of all sites and the tables of characters.
Reader(publishers()).read([page(news_page(CHINESE))])
gc.collect()
gc.freeze()  # a collection in a forked process would write to, and so copy, every page of memory
