"""`make proof-tools`: pywb and py-wacz, each in an environment of its own, read what a crawl of the demo site keeps.

The demo is crawled twice, the second time as it was, so that its answers are 304. Then, of the exported WACZ and of the
WARC folder: `wacz validate` accepts the file, cdxj-indexer makes the same index, `wacz create --detect-pages` finds the
articles, and pywb replays each version of each article, and each 304, with its title. ReplayWeb.page replays them from
the WACZ, where npm and Chromium are at hand. Needs the network for pip and npm.
"""

import argparse
import gzip
import json
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
import venv
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bench import replay_web_page
from demo.server import DemoServer

# setuptools: both import pkg_resources, which newer ones do not have.
TOOLS = {"wacz": ("wacz==0.6.0", "setuptools<81"), "pywb": ("pywb==2.10.0", "setuptools<81")}
CRAWL = """
import sys
from pathlib import Path
from demo.site import make_demo_site
from scrapers.run import Options, crawl
address, db, recheck = sys.argv[1:]
options = Options(recheck=recheck == "1")
report = crawl(make_demo_site(address), Path(db), Path(db).with_suffix(".warc"), options=options)
sys.exit(0 if report.reason == "finished" else 1)
"""
_FIELDS = ("url", "mime", "status", "digest", "length", "offset", "filename")
_WAIT = 60  # seconds for pywb to start


def run(*command: object, cwd: Path | None = None) -> str:
    """Run a program; what it says. Ends the proof where it fails."""
    done = subprocess.run([*map(str, command)], cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"proof-tools: {' '.join(map(str, command))[:200]} failed:\n{done.stdout}{done.stderr}")
    return done.stdout + done.stderr


def install(name: str, folder: Path) -> Path:
    """Install a tool into an environment of its own; the folder of its programs."""
    place = folder / name
    venv.create(place, with_pip=True)
    run(place / "bin" / "pip", "install", "--quiet", "--disable-pip-version-check", *TOOLS[name])
    return place / "bin"


def crawl_twice(db: Path) -> None:
    """Crawl the demo site, and fetch all its articles once more."""
    server = DemoServer()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    for recheck in "01":
        run(sys.executable, "-c", CRAWL, server.address, db, recheck)
    server.shutdown()


def query(db: Path, sql: str) -> list[tuple[str, ...]]:
    """The rows that a query finds."""
    with closing(sqlite3.connect(db)) as connection:
        return connection.execute(sql).fetchall()


def read_index(wacz: Path) -> list[tuple[str, ...]]:
    """The lines of a WACZ's index: key, time, and what both indexers say of a record."""
    with zipfile.ZipFile(wacz) as packed:
        return parse_index(gzip.decompress(packed.read("indexes/index.cdx.gz")).decode())


def parse_index(text: str) -> list[tuple[str, ...]]:
    """As `read_index`, of the text. cdxj-indexer writes numbers as strings, and no status without an HTTP head."""
    found = []
    for line in text.splitlines():
        key, timestamp, about = line.split(" ", 2)
        values = {"status": 200, **json.loads(about)}
        found.append((key, timestamp, *(str(values[name]) for name in _FIELDS)))
    return sorted(found)


def read_pages(wacz: Path) -> set[str]:
    """The addresses in a WACZ's list of pages."""
    with zipfile.ZipFile(wacz) as packed:
        if "pages/pages.jsonl" not in packed.namelist():
            return set()
        return {json.loads(line)["url"] for line in packed.read("pages/pages.jsonl").decode().splitlines()[1:]}


def check_wacz(programs: Path, wacz: Path, warc: Path, articles: set[str]) -> Iterator[tuple[str, bool]]:
    """What py-wacz says: of our file, and of a WACZ that it makes of our WARC files."""
    said = run(programs / "wacz", "validate", "-f", wacz)
    yield "wacz validate: " + said.strip().splitlines()[-1], "is valid" in said
    theirs = parse_index(run(programs / "cdxj-indexer", "--sort", *sorted(warc.glob("*.warc.gz"))))
    ours = read_index(wacz)
    yield f"cdxj-indexer: {len(set(ours) & set(theirs))} of {len(theirs)} lines are ours", ours == theirs
    made = wacz.with_name("theirs.wacz")
    run(programs / "wacz", "create", "--detect-pages", "-o", made, "-f", *sorted(warc.glob("*.warc.gz")))
    found = articles & read_pages(made)
    yield f"wacz create --detect-pages: {len(found)} of {len(articles)} articles", found == articles


@contextmanager
def serving(programs: Path, folder: Path, wacz: Path, warc: Path) -> Iterator[str]:
    """Serve the WACZ and the WARC folder with pywb, as the collections `wacz` and `warc`; the address."""
    for command in (
        ("init", "wacz"),
        ("add", "--unpack-wacz", "wacz", wacz),
        ("init", "warc"),
        ("add", "warc", *sorted(warc.glob("*.warc.gz"))),
    ):
        run(programs / "wb-manager", *command, cwd=folder)
    with DemoServer() as free:  # a port that is free
        port = free.server_port
    command = [programs / "wayback", "--bind", "127.0.0.1", "--port", str(port)]
    with (
        (folder / "log").open("wb") as log,
        subprocess.Popen(command, cwd=folder, stdout=log, stderr=log) as process,
    ):
        address, until = f"http://127.0.0.1:{port}/", time.monotonic() + _WAIT
        try:
            while not is_answering(address):
                if process.poll() is not None or time.monotonic() > until:
                    sys.exit(f"proof-tools: pywb does not start:\n{(folder / 'log').read_text()}")
                time.sleep(0.2)
            yield address
        finally:
            process.terminate()


def is_answering(address: str) -> bool:
    """Whether a server is there."""
    try:
        with urllib.request.urlopen(address, timeout=5):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def replay(address: str, collection: str, timestamp: str, url: str, title: str) -> str:
    """Ask pywb for an address as it was at a time; what is wrong with the answer, or nothing."""
    try:
        with urllib.request.urlopen(f"{address}{collection}/{timestamp}mp_/{url}", timeout=30) as answer:
            body = answer.read()
            found = re.sub(r".*/(\d{14})mp_/.*", r"\1", answer.headers.get("Content-Location") or answer.url)
    except urllib.error.HTTPError as error:
        return f"HTTP {error.code}"
    if found != timestamp:
        return f"answered with that of {found}"
    return "" if any(title.encode(encoding) in body for encoding in ("utf-8", "gb18030")) else "without its title"


def find_captures(db: Path) -> dict[str, list[tuple[str, str, str]]]:
    """What is to be replayed: times of 14 digits, with address and title."""
    versions = "revisions r JOIN articles a ON a.id = r.article_id"
    again = "fetches f JOIN articles a USING(url) WHERE f.status = 304"
    queries = {
        "versions of articles": f"SELECT r.fetched_at, a.url, r.title FROM {versions}",
        "answers 304": f"SELECT f.fetched_at, a.url, a.title FROM {again}",
    }
    return {
        what: [(re.sub(r"\D", "", at)[:14], url, title) for at, url, title in query(db, sql)]
        for what, sql in queries.items()
    }


def check_pywb(address: str, captures: dict[str, list[tuple[str, str, str]]]) -> Iterator[tuple[str, bool]]:
    """What pywb replays of the two collections."""
    for collection in ("wacz", "warc"):
        for what, wanted in captures.items():
            faults = [(each, fault) for each in wanted if (fault := replay(address, collection, *each))]
            line = f"pywb, {collection}: {len(wanted) - len(faults)} of {len(wanted)} {what} replayed"
            yield f"{line}{f'; {faults[0]}' if faults else ''}", bool(wanted) and not faults


def check_replay_web_page(
    wacz: Path, folder: Path, captures: dict[str, list[tuple[str, str, str]]]
) -> Iterator[tuple[str, bool]]:
    """What ReplayWeb.page replays of the WACZ."""
    if absent := [name for name in replay_web_page.NEEDED if shutil.which(name) is None]:
        yield f"ReplayWeb.page was not asked: {absent[0]} is not installed", True
        return
    run("npm", "pack", "--silent", replay_web_page.PACKAGE, cwd=folder)
    served = folder / "served"
    replay_web_page.unpack(next(folder.glob("replaywebpage-*.tgz")), wacz, served)
    faults = replay_web_page.find_not_replayed(served, [each for wanted in captures.values() for each in wanted])
    for what, wanted in captures.items():
        found = len(wanted) - len(missing := [each for each in wanted if each in faults])
        line = f"ReplayWeb.page: {found} of {len(wanted)} {what} replayed"
        yield f"{line}{f'; not {missing[0]}' if missing else ''}", bool(wanted) and not missing


def prove(folder: Path) -> Iterator[tuple[str, bool]]:
    """Crawl, export, and ask the tools."""
    db, wacz = folder / "archive.db", folder / "ours.wacz"
    warc = db.with_suffix(".warc")
    crawl_twice(db)
    yield run(sys.executable, "-m", "archive", "export", "--db", db, "--output", wacz).strip(), True
    captures = find_captures(db)
    articles = {url for (url,) in query(db, "SELECT url FROM articles")}
    yield from check_wacz(install("wacz", folder), wacz, warc, articles)
    collections = folder / "collections"
    collections.mkdir()
    with serving(install("pywb", folder), collections, wacz, warc) as address:
        yield from check_pywb(address, captures)
    yield from check_replay_web_page(wacz, folder, captures)


def main() -> None:
    argparse.ArgumentParser(prog="python -m bench.proof_tools", description=__doc__).parse_args()
    failed = 0
    with tempfile.TemporaryDirectory(prefix="proof-tools-") as folder:
        for line, is_well in prove(Path(folder)):
            print(f"{'ok' if is_well else 'FAILED'}  {line}", flush=True)
            failed += not is_well
    if failed:
        sys.exit(f"proof-tools: {failed} failed")


if __name__ == "__main__":
    main()
