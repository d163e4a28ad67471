"""`make proof-kill`: kill -9 a crawl at random instants, run it again, and count what was lost and what came twice.

A cycle is: an empty archive, a crawl of 300 articles killed at random instants until it ends by itself, and the proof.
`--kills` are the kills in all; a cycle goes on until its crawl is complete, so it takes several of them. The site names
its articles in lists that are empty once the first of these articles was asked for; with `--sitemap` in a sitemap.
"""

import argparse
import hashlib
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from bench.site import AGAIN, Server
from cundang.raw.pages import read_page
from cundang.raw.warc import find_end_of_records

CRAWL = """
import sys
from pathlib import Path
from bench.proof_kill import site
from scrapers.run import crawl
report = crawl(site(sys.argv[1], sys.argv[2]), Path(sys.argv[3]), Path(sys.argv[4]))
sys.exit(0 if report.reason == "finished" else 1)
"""


SITEMAP, LISTS = "sitemap.xml", "list/1.html"  # where a crawl begins


@dataclass(slots=True)
class Cycle:
    """What became of an archive: how often its crawl was to be killed, how often it was, and what is wrong with it.

    `seconds` is how long its crawl took, if nothing killed it.
    """

    tries: int = 0
    kills: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    seconds: float | None = None


def site(address: str, start: str):  # type: ignore[no-untyped-def]
    """The site of many pages, by its sitemap or its lists."""
    from dataclasses import replace

    from demo.site import make_demo_site
    from scrapers.sources import Listing, Sitemap

    source = (Sitemap if start == SITEMAP else Listing)(name=start, url=f"{address}{start}")
    return replace(make_demo_site(address), sources=(source,))


def find_faults(db: Path, warc: Path, wanted: list[str], address: str) -> Counter[str]:
    """Find what is wrong with an archive whose crawl reports that it is complete."""
    connection = sqlite3.connect(db)
    found: Counter[str] = Counter()
    urls = [row[0] for row in connection.execute("SELECT url FROM articles")]
    found["lost"] = len({f"{address[:-1]}{path}" for path in wanted} - set(urls))
    found["twice"] = (
        len(urls)
        - len(set(urls))
        + connection.execute(
            "SELECT count(*) FROM (SELECT 1 FROM revisions GROUP BY article_id HAVING count(*) > 1)"
        ).fetchone()[0]
    )
    half = """
        SELECT count(*) FROM articles a LEFT JOIN revisions r ON r.id = a.revision_id AND r.article_id = a.id
        WHERE r.id IS NULL OR r.sha256 != a.sha256
    """
    found["half"] = connection.execute(half).fetchone()[0]
    found["not done"] = connection.execute("SELECT count(*) FROM urls WHERE state != 'done'").fetchone()[0]
    found["integrity"] = connection.execute("PRAGMA integrity_check").fetchone()[0] != "ok"
    rows = connection.execute(
        "SELECT a.url, f.sha256, r.warc_file, r.warc_offset FROM revisions r JOIN articles a ON a.id = r.article_id"
        " JOIN fetches f ON f.warc_file = r.warc_file AND f.warc_offset = r.warc_offset"
    ).fetchall()
    found["without record"] = len(urls) - len(rows)
    for url, digest, name, offset in rows:
        page = read_page(warc, name, offset)
        found["wrong record"] += page.url != url or hashlib.sha256(page.body).hexdigest() != digest
    found["torn"] = sum(find_end_of_records(path) != path.stat().st_size for path in warc.glob("*.warc.gz"))
    connection.close()
    return +found


def _make_command(server: Server, start: str, folder: Path) -> tuple[Path, Path, list[str]]:
    db, warc = folder / "archive.db", folder / "warc"
    with urllib.request.urlopen(f"{server.address[:-1]}{AGAIN}"):
        return db, warc, [sys.executable, "-c", CRAWL, server.address, start, str(db), str(warc)]


def crawl_undisturbed(server: Server, folder: Path, start: str = LISTS) -> float:
    """How many seconds a whole crawl takes on this machine now, when its files are in memory."""
    for run in ("cold", "warm"):
        *_, command = _make_command(server, start, folder / run)
        (folder / run).mkdir()
        began = time.monotonic()
        subprocess.run(command, check=True, capture_output=True)
    return time.monotonic() - began


def run_cycle(
    server: Server, folder: Path, chance: random.Random, most: int, whole: float, start: str = LISTS
) -> Cycle:
    """One archive, killed over and over, at most `most` times, until its crawl ends by itself.

    `whole` is how long an undisturbed crawl takes, in seconds: the instants lie within it.
    """
    db, warc, command = _make_command(server, start, folder)
    cycle = Cycle()
    while True:
        is_try = cycle.kills < most
        cycle.tries += is_try
        began = time.monotonic()
        with subprocess.Popen(command, stderr=subprocess.PIPE, start_new_session=True) as process:
            try:
                _, errors = process.communicate(timeout=chance.uniform(0.2, 0.95) * whole if is_try else 120)
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
                process.communicate()
                cycle.kills += 1
                continue
            if process.returncode:
                cycle.faults = Counter({f"failed: {errors.decode()[-500:]}": 1})
            else:
                cycle.faults = find_faults(db, warc, server.paths, server.address)
            cycle.seconds = None if cycle.kills else time.monotonic() - began
            return cycle


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.proof_kill", description=__doc__)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--sitemap", action="store_true", help="crawl the site by its sitemap, which does not change")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    start = SITEMAP if arguments.sitemap else LISTS
    chance = random.Random(arguments.seed)
    server, done, archives, began = Server(arguments.articles), Cycle(), 0, time.monotonic()
    try:
        with tempfile.TemporaryDirectory(prefix="proof-kill-") as folder:
            whole = crawl_undisturbed(server, Path(folder), start)
        while done.kills < arguments.kills and (archives < 20 or done.kills):
            with tempfile.TemporaryDirectory(prefix="proof-kill-") as folder:
                cycle = run_cycle(server, Path(folder), chance, min(20, arguments.kills - done.kills), whole, start)
            whole = cycle.seconds or whole  # this machine may have more or less to do than at the beginning
            archives, found = archives + 1, done.faults + cycle.faults
            done = Cycle(done.tries + cycle.tries, done.kills + cycle.kills, found)
            print(
                f"{done.kills} kills of {done.tries} tries, {archives} archives of {arguments.articles}: "
                f"lost {found['lost']}, twice {found['twice']}, "
                f"other faults {sum(found.values()) - found['lost'] - found['twice']}, "
                f"{time.monotonic() - began:.0f} s",
                flush=True,
            )
    finally:
        server.stop()
    if done.faults:
        sys.exit(f"proof-kill: {dict(done.faults)}")
    if done.kills < done.tries / 2:
        sys.exit(f"proof-kill: only {done.kills} of {done.tries} tries landed, which proves little")


if __name__ == "__main__":
    main()
