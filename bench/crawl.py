"""`make bench`: the CPU time of a crawled page, as a multiple of a bare Scrapy fetch of the same page in the same run.

Each variant runs in a process of its own against the same loopback server; rounds are interleaved, medians are printed.
Measured is the CPU time of the crawler's process from the opening of the spider to its closing. The tables of scripts
are loaded before, as modules are: a process needs a quarter of a second for them, once.

Bare is Scrapy as it comes, with a callback that does nothing: its own handler, middlewares and extensions. All variants
have no delay and the same number of requests in flight (--at-once). The second line is the same spider with our handler
and settings, and shows how much of the rest is what they save. The generic comparison is of a sample of the pages.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import scrapy
from scrapy import signals
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from bench.site import Server
from scrapers.guard import Guard

COMMON = {"LOG_LEVEL": "WARNING", "DOWNLOAD_DELAY": 0, "TELNETCONSOLE_ENABLED": False, "REMOTE_CONTROL_ENABLED": False}
VARIANTS = {
    "bare": "bare Scrapy fetch",
    "ours": "the same with our handler and settings",
    "store": "fetch, WARC, profile, store",
    "clean": "the same and cleaning",
    "index": "the same and the index",
    "full": "the same and the generic comparison",
}
_SCRAPYS = ("SCHEDULER", "EXTENSIONS", "DOWNLOADER_MIDDLEWARES")  # those of ours need the archive


class BareSpider(scrapy.Spider):
    """Fetches the pages and does nothing with them."""

    name = "bare"
    addresses: tuple[str, ...] = ()

    async def start(self) -> AsyncIterator[scrapy.Request]:
        for address in self.addresses:
            yield scrapy.Request(address, callback=self.parse)

    def parse(self, response: Any) -> None:
        """Nothing."""


def _run(variant: str, address: str, count: int, at_once: int) -> None:
    """One measurement, in this process: prints the CPU seconds."""
    from bench.site import make_pages
    from demo.site import make_demo_site

    settings = Settings()
    if variant in ("bare", "ours"):
        if variant == "ours":
            settings.setmodule("scrapers.settings", priority="project")
            for name in _SCRAPYS:
                settings.set(name, Settings()[name], priority="cmdline")
        members = {
            "addresses": tuple(address[:-1] + path for path in make_pages(count)),
            "guard": Guard.open_for([address]),
            "site": make_demo_site(address),
        }
        spider: type[scrapy.Spider] = type("Bare", (BareSpider,), members)
    else:
        spider = _crawl_archiving(variant, address, settings)
    concurrent = {"CONCURRENT_REQUESTS": at_once, "CONCURRENT_REQUESTS_PER_DOMAIN": at_once}
    settings.setdict({**COMMON, **concurrent, "STATS_DUMP": False}, priority="cmdline")
    times: list[float] = []
    responses: list[int] = []
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(spider)
    crawler.signals.connect(lambda: times.append(time.process_time()), signals.spider_opened, weak=False)
    crawler.signals.connect(lambda: times.append(time.process_time()), signals.engine_stopped, weak=False)
    crawler.signals.connect(lambda: responses.append(1), signals.response_received, weak=False)
    process.crawl(crawler)
    process.start()
    print(json.dumps({"cpu": times[1] - times[0], "responses": len(responses)}))


def _crawl_archiving(variant: str, address: str, settings: Settings) -> type[scrapy.Spider]:
    """Our crawl, with the stages that a variant leaves out replaced by nothing."""
    from dataclasses import replace

    from cundang.text.language import detect_script
    from demo.site import make_demo_site
    from pipelines import extract, line
    from pipelines.clean import Cleaned
    from scrapers.sources import Sitemap
    from scrapers.spiders import make_spider_class

    detect_script("文")  # loads the tables
    if variant == "store":
        line.clean = lambda text, title="", header=(): Cleaned(text)  # type: ignore[assignment]
    if variant in ("store", "clean"):
        line.index = lambda *_: None  # type: ignore[assignment]
    if variant != "full":
        extract.SAMPLE = 1 << 40
    settings.setmodule("scrapers.settings", priority="project")
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    settings.setdict({"ARCHIVE_DB": str(folder / "archive.db"), "ARCHIVE_WARC": str(folder / "warc")}, "cmdline")
    return make_spider_class(
        replace(make_demo_site(address), sources=(Sitemap(name="sitemap", url=f"{address}sitemap.xml"),))
    )


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.crawl", description=__doc__)
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--at-once", type=int, default=8, help="requests in flight")
    parser.add_argument("--variant", choices=VARIANTS, help=argparse.SUPPRESS)
    parser.add_argument("--address", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.variant:
        _run(arguments.variant, arguments.address, arguments.pages, arguments.at_once)
        return
    server = Server(arguments.pages)
    measured: dict[str, list[float]] = {variant: [] for variant in VARIANTS}
    for _ in range(arguments.rounds):
        for variant in VARIANTS:
            command = [
                sys.executable,
                "-m",
                "bench.crawl",
                "--variant",
                variant,
                "--address",
                server.address,
                "--pages",
                str(arguments.pages),
                "--at-once",
                str(arguments.at_once),
            ]
            result = json.loads(
                subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()[-1]
            )
            assert result["responses"] >= arguments.pages, result
            measured[variant].append(result["cpu"] / arguments.pages * 1000)
    server.stop()
    print(f"{arguments.pages} pages, {arguments.rounds} rounds, {arguments.at_once} at once, medians")
    print(f"{'':<42}{'CPU ms/page':>12}{'x bare':>8}{'added ms':>10}")
    before = None
    for variant, label in VARIANTS.items():
        median = statistics.median(measured[variant])
        ratio = statistics.median(a / b for a, b in zip(measured[variant], measured["bare"], strict=True))
        print(f"{label:<42}{median:>12.2f}{ratio:>8.2f}{'' if before is None else f'{median - before:>+10.2f}':>10}")
        before = median


if __name__ == "__main__":
    main()
