"""The bound of memory is that of the crawl, not of the process that starts it."""

import json
import subprocess
import sys

MEASURE = """
import json, resource
from scrapers.memory_usage import OwnMemoryUsage
own = OwnMemoryUsage.get_virtual_size(OwnMemoryUsage.__new__(OwnMemoryUsage))
print(json.dumps([own >> 20, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10]))
"""
START = """
import os, sys
large = b"x" * (400 << 20)
del large
os.execv(sys.executable, [sys.executable, "-c", sys.argv[1]])
"""


def measure(*command: str) -> list[int]:
    """The peak in MB that the crawl takes for its own, and `ru_maxrss`."""
    done = subprocess.run([sys.executable, "-c", *command], check=True, capture_output=True, text=True)
    own, inherited = json.loads(done.stdout)
    return [own, inherited]


def test_the_memory_of_the_starting_process_does_not_count() -> None:
    own, inherited = measure(START, MEASURE)
    assert inherited >= 400  # what Scrapy's own extension would take for the crawl's
    alone, _ = measure(MEASURE)
    assert 20 < own < alone + 40
