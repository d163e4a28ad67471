"""All that the commands import when they run; imported once, by the server that processes of the tests are forked from.

None of it starts a thread, or opens what a forked process must not share.
"""

import gc

import pytest  # noqa: F401 - the `__main__` of the tests, which multiprocessing gives to every process
import scrapy.commands.crawl  # noqa: F401

import archive  # noqa: F401
import datasette_config  # noqa: F401
import demo.second_day
import demo.server
import demo.site  # noqa: F401
import exchange.export
import exchange.importer
import exchange.merge.archives
import exchange.snapshot  # noqa: F401
import pipelines.line  # noqa: F401
import scrapers.cluster
import scrapers.fetch
import scrapers.run
import scrapers.settings
import scrapers.site_wizard
import scrapers.sites  # noqa: F401
import tests.helpers.programs  # noqa: F401
import upkeep.check
import upkeep.rebuild
import upkeep.verify  # noqa: F401

gc.collect()
gc.freeze()  # a collection in a forked process would write to, and so copy, every page of memory
