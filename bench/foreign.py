"""Import a WARC file of another crawler, half of it pictures and scripts in br, gzip and none: CPU, memory, records.

Two files of the same pages are made, with and without encodings and the pictures and scripts. Each is imported by this
checkout, and the plain one also by another (`--old FOLDER`), all in turns; the figures are ratios of CPU time.
"""

import argparse
import gzip
import io
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import brotli
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

ROOT = Path(__file__).parents[1]
PAGES = ROOT.parent / "shared" / "pages"
_ENCODINGS = ("br", "gzip", "")
_PACK = {"br": lambda body: brotli.compress(body, quality=4), "gzip": lambda body: gzip.compress(body, 6), "": bytes}


def make_bodies(folder: Path, count: int) -> Iterator[tuple[str, bytes]]:
    """So many pages of a folder, each time round on other hosts, since what recurs on a site is taken for furniture."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".tsv")
    bodies = [gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data for data in (f.read_bytes() for f in files)]
    for number in range(count):
        lap, place = divmod(number, len(bodies))
        yield f"http://{files[place].parent.name.replace('_', '-')}-{lap}.example/2024/{place}.html", bodies[place]


def write_warc(path: Path, pages: list[tuple[str, bytes]], is_mixed: bool) -> None:
    """Write the pages; in a mixed file packed in turns, each followed by a picture or a script."""
    chance = random.Random(5)
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for number, (url, body) in enumerate(pages):
            encoding = _ENCODINGS[number % 3] if is_mixed else ""
            _write(writer, url, "text/html", encoding, body)
            if is_mixed:
                is_picture = number % 2 == 0
                media_type = "image/jpeg" if is_picture else "application/javascript"
                beside = chance.randbytes(20_000) if is_picture else body[:20_000]
                _write(writer, f"{url}.{media_type[-4:]}", media_type, _ENCODINGS[number // 2 % 3], beside)


def _write(writer: WARCWriter, url: str, media_type: str, encoding: str, body: bytes) -> None:
    headers = [("Content-Type", media_type), *([("Content-Encoding", encoding)] if encoding else [])]
    http = StatusAndHeaders("200 OK", headers, protocol="HTTP/1.1")
    date = {"WARC-Date": "2024-05-01T00:00:00Z"}
    packed = io.BytesIO(_PACK[encoding](body))
    writer.write_record(writer.create_warc_record(url, "response", packed, http_headers=http, warc_headers_dict=date))


def import_file(checkout: Path, file: Path) -> tuple[float, list[int], str]:
    """Import a file by a checkout: CPU seconds, its memory in MB in four quarters of its time, and what it said."""
    with tempfile.TemporaryDirectory() as folder:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        process = subprocess.Popen(
            [sys.executable, "-m", "archive", "import", file, "--db", f"{folder}/a.db"],
            env={**os.environ, "PYTHONPATH": str(checkout)}, cwd=folder, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        sizes: list[int] = []
        watching = threading.Thread(target=_watch, args=(process, sizes))
        watching.start()
        out, err = process.communicate()
        watching.join()
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    quarters = [max(sizes[len(sizes) * q // 4 : len(sizes) * (q + 1) // 4] or [0]) for q in range(4)]
    said = " | ".join([*out.strip().splitlines(), *err.strip().splitlines()[-1:]])
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, quarters, said


def _watch(process: "subprocess.Popen[str]", sizes: list[int]) -> None:
    while process.poll() is None:
        try:
            status = Path(f"/proc/{process.pid}/statm").read_text()
        except OSError:
            return
        sizes.append(int(status.split()[1]) * resource.getpagesize() >> 20)
        time.sleep(0.2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=10_000, help="of the mixed file")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--old", type=Path, help="another checkout, which imports the plain file too")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        pages = list(make_bodies(PAGES, arguments.records // 2))
        plain, mixed = Path(folder) / "plain.warc.gz", Path(folder) / "mixed.warc.gz"
        write_warc(plain, pages, is_mixed=False)
        write_warc(mixed, pages, is_mixed=True)
        jobs = {"plain": (ROOT, plain), "mixed": (ROOT, mixed)}
        if arguments.old:
            jobs["old, plain"] = (arguments.old.absolute(), plain)
        costs: dict[str, list[float]] = {name: [] for name in jobs}
        for _ in range(arguments.rounds):
            for name, (checkout, file) in jobs.items():
                cpu, quarters, said = import_file(checkout, file)
                costs[name].append(cpu)
                print(f"{name}: {cpu:.1f} s of CPU, MB in four quarters: {quarters}; {said[:300]}", flush=True)
    best = {name: statistics.median(times) for name, times in costs.items()}
    print(f"mixed / plain: {best['mixed'] / best['plain']:.2f}")
    if arguments.old:
        print(f"plain, this / the other checkout: {best['plain'] / best['old, plain']:.2f}")


if __name__ == "__main__":
    main()
