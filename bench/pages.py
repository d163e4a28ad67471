"""How fast pages are felt, beside plain Datasette's on the same file in the same run: `python -m bench.pages ARCHIVE`.

The time to the first byte of an answer, one request at a time over a connection that is kept, as a browser asks: both
servers in turn, so that both meet the same machine. p95 is what readers remember. The first answer is what the first
reader waits for. Processor time is what a page takes of a machine, whatever else runs there; it is read where /proc is.
"""

import argparse
import json
import os
import random
import re
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

from cundang.search.fold import load_fold
from cundang.search.query import parse_query

WORDS = 12  # searched for, drawn from the texts
_IDLE = 3  # seconds; servers end a connection that is not used for five
GOAL = 200  # milliseconds, at 200,000 articles
_SECTIONS = "SELECT DISTINCT section FROM articles WHERE section IS NOT NULL ORDER BY section LIMIT 20"
_STARTS = "SELECT published_at, id FROM articles WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("archive", type=Path)
    parser.add_argument("--rounds", type=int, default=60, help="requests of each page")
    arguments = parser.parse_args()
    measure_pages(arguments.archive, arguments.rounds)


def measure_pages(db: Path, rounds: int) -> None:
    """Print p50 and p95 in milliseconds to the first byte of each page, and of plain Datasette's that is its like."""
    rng = random.Random(5)
    connection = sqlite3.connect(db)
    (last,) = connection.execute("SELECT max(id) FROM articles").fetchone()
    numbers = [rng.randint(1, last) for _ in range(rounds)]
    words = choose_words(connection, rng)
    characters = "".join(words)
    sites = [name for (name,) in connection.execute("SELECT name FROM sites ORDER BY name LIMIT 20")]
    sections = [name for (name,) in connection.execute(_SECTIONS)] or [""]
    starts = [f"{day},{number}" for day, number in connection.execute(_STARTS, (json.dumps(numbers),))]
    connection.close()
    name = db.stem
    pages: dict[str, tuple[Callable[[int], str], Callable[[int], str] | None]] = {
        "home": (lambda n: "/", lambda n: "/"),
        "search": (
            lambda n: f"/archive/search?q={quote(words[n % len(words)])}",
            lambda n: f"/{name}/articles?_search={quote(make_pairs(words[n % len(words)]))}&_searchmode=raw",
        ),
        "search of a character": (
            lambda n: f"/archive/search?q={quote(characters[n % len(characters)])}",
            lambda n: f"/{name}/articles?_search={quote(characters[n % len(characters)])}*&_searchmode=raw",
        ),
        "facets after it": (lambda n: f"/archive/search/facets?fragment=1&q={quote(words[n % len(words)])}", None),
        "search of two words": (lambda n: f"/archive/search?q={quote(' '.join(rng.sample(words, 2)))}", None),
        "article": (lambda n: f"/archive/articles/{numbers[n]}", lambda n: f"/{name}/articles/{numbers[n]}"),
        "list": (lambda n: "/archive/articles", lambda n: f"/{name}/articles"),
        "list of a section": (
            lambda n: f"/archive/articles?section={quote(sections[n % len(sections)])}",
            lambda n: f"/{name}/articles?section={quote(sections[n % len(sections)])}",
        ),
        "list, a later page": (
            lambda n: f"/archive/articles?_next={quote(starts[n % len(starts)])}",
            lambda n: f"/{name}/articles?_next={quote(starts[n % len(starts)])}",
        ),
        "pictures": (lambda n: "/archive/images", lambda n: f"/{name}/images"),
        "removed": (lambda n: "/archive/removed", lambda n: f"/{name}/removed"),
        "problems": (lambda n: "/archive/problems", lambda n: f"/{name}/problems"),
        "site": (lambda n: f"/archive/sites/{quote(sites[n % len(sites)])}", None),
        "changes": (lambda n: "/archive/changes", None),
        "attention over time": (lambda n: f"/archive/trends?q={quote(words[n % len(words)])}", None),
    }
    with tempfile.TemporaryDirectory() as folder, Server(serve_ours(db)) as us, Server(serve_plain(db, folder)) as them:
        print(
            f"{'page':22}  ours: first    p50    p95    CPU   plain Datasette: p50    p95    CPU  ratio of p95 "
            f"(goal: p95 at most {GOAL} ms)"
        )
        for label, (ours, theirs) in pages.items():
            first = us.measure_first_byte(ours(0))
            if theirs:
                them.measure_first_byte(theirs(0))
            mine, others = [], []
            before = us.read_processor_time(), them.read_processor_time()
            for n in range(rounds):
                mine.append(us.measure_first_byte(ours(n)))
                if theirs:
                    others.append(them.measure_first_byte(theirs(n)))
            used, theirs_used = us.read_processor_time() - before[0], them.read_processor_time() - before[1]
            line = (
                f"{label:22}  {first:11.1f}  {compute_percentile(mine, 50):5.1f}  {compute_percentile(mine, 95):5.1f}"
            )
            line += f"  {used / rounds:5.1f}"
            if others:
                p95 = compute_percentile(others, 95)
                ratio = compute_percentile(mine, 95) / p95
                line += (
                    f"  {compute_percentile(others, 50):21.1f}  {p95:5.1f}  {theirs_used / rounds:5.1f}  {ratio:.2f}"
                )
            print(line, flush=True)


def choose_words(connection: sqlite3.Connection, rng: random.Random) -> list[str]:
    """Words of two to four characters of any texts, a quarter of them in more than a hundredth of all articles."""
    fold = load_fold(connection)
    (last,) = connection.execute("SELECT max(id) FROM articles").fetchone()
    rare: list[str] = []
    common: list[str] = []
    for _ in range(2_000):
        (text,) = connection.execute("SELECT text FROM articles WHERE id >= ?", (rng.randint(1, last),)).fetchone()
        runs = [run for run in re.findall(r"[\u4e00-\u9fff]+", text) if len(run) >= 4]
        if not runs:
            continue
        word = rng.choice(runs)[: rng.randint(2, 4)]
        match = parse_query(word, fold, connection).match
        sql = "SELECT count(*) FROM articles_fts WHERE articles_fts MATCH ?"
        (hits,) = connection.execute(sql, (match,)).fetchone()
        (common if hits > last / 100 else rare).append(word)
        if len(common) >= WORDS // 4 and len(rare) >= WORDS - WORDS // 4:
            break
    return common[: WORDS // 4] + rare[: WORDS - WORDS // 4]


def compute_percentile(values: list[float], percent: int) -> float:
    return sorted(values)[min(len(values) - 1, len(values) * percent // 100)]


def serve_ours(db: Path) -> list[str]:
    """The command of our server."""
    return [sys.executable, "-m", "archive", "serve", "--port", "0", "--db", str(db)]


def serve_plain(db: Path, folder: str) -> list[str]:
    """The command of plain Datasette, told of the index, and not to suggest facets: its pages would take a second."""
    metadata = Path(folder) / "metadata.json"
    searched = {"fts_table": "articles_fts", "fts_pk": "id", "sort_desc": "published_at"}
    metadata.write_text(json.dumps({"databases": {db.stem: {"tables": {"articles": searched}}}}))
    settings = {"suggest_facets": "off", "sql_time_limit_ms": "20000"}
    options = [word for name, value in settings.items() for word in ("--setting", name, value)]
    return [sys.executable, "-m", "datasette", "serve", str(db), "-p", "0", "-m", str(metadata), *options]


def make_pairs(word: str) -> str:
    return f'"{" ".join(map(str.__add__, word, word[1:]))}"'


class Server:
    """A server in another process, requested over one connection."""

    def __init__(self, command: list[str]) -> None:
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.port = 0
        self.used = 0.0
        self.connection: HTTPConnection | None = None
        for line in self.process.stdout or ():
            if found := re.search(r"http://127\.0\.0\.1:(\d+)", line):
                self.port = int(found[1])
                break
        threading.Thread(target=lambda: [None for _ in self.process.stdout or ()], daemon=True).start()

    def measure_first_byte(self, path: str) -> float:
        """The milliseconds from a request to the first byte of its answer, whose status must be 200."""
        if self.connection is None or time.perf_counter() - self.used > _IDLE:
            self.connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
            self.connection.connect()
        started = time.perf_counter()
        self.connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
        answer = self.connection.getresponse()
        passed = 1000 * (time.perf_counter() - started)
        answer.read()
        self.used = time.perf_counter()
        assert answer.status == 200, (answer.status, path)
        return passed

    def read_processor_time(self) -> float:
        """The milliseconds of processor time that the server took until now; 0 where the system does not tell."""
        try:
            told = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return 0
        return 1000 * (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")

    def __enter__(self) -> "Server":
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(10)


if __name__ == "__main__":
    main()
