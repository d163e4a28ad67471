"""`python -m bench.memory`: measure the memory of a crawl; it should stay constant for any number of pages.

The server makes each page when it is requested, so only the crawler's memory can grow with their number.
"""

import argparse
import asyncio
import json
import re
import subprocess
import sys
import tempfile
from multiprocessing import Process, Queue
from pathlib import Path

from bench.site import _format_http, make_pages

_SIXTEENTH = 16  # parts of the crawl after which the memory is printed


def _serve(count: int, started: "Queue[int]") -> None:
    models = [body.decode() for body in make_pages(4).values()]
    path = "/2024-01/02/c_{}.htm"

    def answer(address: str) -> bytes:
        if found := re.search(r"c_(\d+)", address):
            number = int(found[1]) - 1126000000
            body = re.sub("c_11260000", f"c_{found[1]}", models[number % 4])
            body = re.sub(r"（第\d+期）", f"（第{number}期）", body)
            return _format_http("200 OK", "text/html; charset=utf-8", body.encode())
        if address == "/sitemap.xml":
            urls = "".join(f"<url><loc>{path.format(1126000000 + n)}</loc></url>" for n in range(count))
            return _format_http("200 OK", "application/xml", f'<?xml version="1.0"?><urlset>{urls}</urlset>'.encode())
        return _format_http("404 Not Found", "text/plain", b"none")

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while request := await reader.readuntil(b"\r\n\r\n"):
                writer.write(answer(request.split(b" ", 2)[1].decode()))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def main() -> None:
        server = await asyncio.start_server(talk, "127.0.0.1", 0)
        started.put(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(main())


def _crawl(address: str, count: int) -> None:
    """In a process of its own: crawl, and print the resident memory in MB at each part of the way."""
    from dataclasses import replace

    from scrapy import signals

    import scrapers.run
    from demo.site import make_demo_site
    from scrapers.recorder import Recorder
    from scrapers.sources import Sitemap

    kept, samples, every = 0, [], max(1, count // _SIXTEENTH)

    def resident() -> None:
        nonlocal kept
        kept += 1
        if kept % every == 0:
            status = Path("/proc/self/status").read_text(encoding="ascii")
            samples.append((kept, round(int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024)))  # type: ignore[index]

    opened = Recorder.spider_opened

    def watched(self: Recorder) -> None:
        self._spider.crawler.signals.connect(resident, signals.response_downloaded, weak=False)
        opened(self)

    Recorder.spider_opened = watched  # type: ignore[method-assign]
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    site = replace(make_demo_site(address), sources=(Sitemap(name="sitemap", url=f"{address}sitemap.xml"),))
    report = scrapers.run.crawl(site, folder / "a.db", folder / "a.warc")
    print(json.dumps({"samples": samples, "new": report.counts["new"], "reason": report.reason}))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.memory", description=__doc__)
    parser.add_argument("--pages", type=int, default=20_000)
    parser.add_argument("--address", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.address:
        _crawl(arguments.address, arguments.pages)
        return
    started: Queue[int] = Queue()
    server = Process(target=_serve, args=(arguments.pages, started), daemon=True)
    server.start()
    address = f"http://127.0.0.1:{started.get(timeout=60)}/"
    command = [sys.executable, "-m", "bench.memory", "--address", address, "--pages", str(arguments.pages)]
    result = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()[-1])
    server.terminate()
    server.join()
    samples = result["samples"]
    print(f"{result['new']} new articles of {arguments.pages} pages, {result['reason']}")
    print("resident MB after pages: " + ", ".join(f"{size} ({pages})" for pages, size in samples))
    half = len(samples) // 2
    grown = samples[-1][1] - samples[half][1]
    print(f"second half of the pages: {grown:+} MB")


if __name__ == "__main__":
    main()
