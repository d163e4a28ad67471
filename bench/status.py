"""What `archive status` and /-/status.json cost of an archive of a million articles, which this makes.

python -m bench.status                     300 sites, crawled daily for a year: 1,000,000 articles; 1.5 GB, two minutes
python -m bench.status --articles 20000    as many
python -m bench.status --db FILE           of an archive that is there
"""

import argparse
import json
import re
import resource
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from cundang.store.schema import open_archive, open_readonly
from cundang.store.status import read_growth, read_sites

SITES, DAYS = 300, 365
# Numbers from 1 on; an article is of the site and the day that its number gives, and days are even.
_NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :many) "
_AT = "strftime('%Y-%m-%dT%H:%M:%S+00:00', 'now', '-' || ((:articles - i) * 365.0 / :articles) || ' days')"
_ADDRESS = "format('https://town-%03d.example/2026/c_%08d.html', i % 300, i)"
_MADE = (
    f"""{_NUMBERS} INSERT INTO sites(name, publisher, language)
        SELECT format('town-%03d', i - 1), format('清淀第%d报', i), 'zh' FROM n""",
    f"""{_NUMBERS} INSERT INTO articles(id, url, site, title, text, published_at, source_name, editor, section,
          language, script, characters, sha256, state, first_seen_at, last_seen_at, changed_at, revision_id)
        SELECT i, {_ADDRESS}, format('town-%03d', i % 300), '清淀新区第' || i || '号消息',
          '清淀新区的芦苇今年长得很好，处处都能看见来观鸟的游人，他们说这里的水比往年清了许多。', {_AT}, '清淀日报', '李编', '要闻', 'zh',
          'Hans', 40, hex(i), iif(i % 499 = 0, 'gone', 'live'), {_AT}, {_AT}, {_AT}, i FROM n""",
    f"""{_NUMBERS} INSERT INTO events(article_id, at, kind) SELECT i, {_AT}, 'new' FROM n""",
    f"""{_NUMBERS} INSERT INTO events(article_id, at, kind, size) SELECT i, {_AT}, 'edited', 'sentence'
        FROM n WHERE i % 29 = 0""",
    f"""{_NUMBERS} INSERT INTO events(article_id, at, kind) SELECT i, {_AT}, 'gone' FROM n WHERE i % 499 = 0""",
    # one address in nineteen is not held: half of them failed
    f"""{_NUMBERS} INSERT INTO urls(url, site, kind, state, source, discovered_at, discovered_from, error)
        SELECT {_ADDRESS} || iif(i % 19 = 0, '?', ''), format('town-%03d', i % 300), 'article',
          iif(i % 38 = 0, 'failed', 'done'), 'list', {_AT}, format('https://town-%03d.example/', i % 300),
          iif(i % 19 = 0, 'HTTP 404', NULL) FROM n""",
    f"""{_NUMBERS} INSERT INTO named(site, source, url, day, at)
        SELECT format('town-%03d', i % 300), 'list', {_ADDRESS} || iif(i % 19 = 0, '?', ''), substr({_AT}, 1, 10), {_AT}
        FROM n""",
    f"""{_NUMBERS} INSERT INTO fetches(run_id, url, fetched_at, status, warc_file, warc_offset, outcome)
        SELECT 1 + (i - 1) * 109500 / :articles, {_ADDRESS}, {_AT}, 200, 'town.warc.gz', i * 9000, 'new' FROM n""",
)
_RUNS = """
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :sites * :days)
    INSERT INTO runs(id, command, site, started_at, ended_at, reason, fetched, bytes, new, sources, version)
    SELECT i, 'crawl', format('town-%03d', i % :sites), at, at, iif(i % 97 = 0, 'failed: made up', 'finished'), 12,
      90000, 9, '{"list": 20, "front page": 40, "sitemap": 1000, "channel of the town": 30, "channel of reeds": 30}',
      '0.1'
    FROM (SELECT i, strftime('%Y-%m-%dT%H:%M:%S+00:00', 'now',
      '-' || ((:sites * :days - i) * 1.0 / :sites) || ' days') AS at FROM n)
"""


def make_archive(db_path: Path, articles: int) -> None:
    """Make an archive of articles that came evenly over a year."""
    with closing(open_archive(db_path)) as db:
        db.execute("PRAGMA synchronous = off")
        db.execute("PRAGMA cache_size = -1000000")
        for statement in (_MADE[0], _RUNS, *_MADE[1:]):
            many = SITES if statement == _MADE[0] else articles
            db.execute(statement, {"many": many, "articles": articles, "sites": SITES, "days": DAYS})


@dataclass(frozen=True)
class Spent:
    """The seconds of CPU of reading how the sites stand, how many they are, and the tables that a query reads whole."""

    seconds: float
    sites: int
    scanned: tuple[str, ...]


def measure(db_path: Path) -> Spent:
    """Measure what it takes to read how the sites of an archive stand, and how SQLite goes about it."""
    with closing(open_readonly(db_path)) as db:
        queries: list[str] = []
        db.conn.set_trace_callback(queries.append)
        start = time.process_time()
        sites = read_sites(db.conn)
        read_growth(db.conn)
        seconds = time.process_time() - start
        db.conn.set_trace_callback(None)
        plans = [row[3] for query in queries for row in db.conn.execute(f"EXPLAIN QUERY PLAN {query}")]
    found = (re.fullmatch(r"SCAN (articles|urls|named|fetches|events|a|u|n|e)", plan) for plan in plans)
    return Spent(seconds, len(sites), tuple(match[1] for match in found if match))


def main() -> None:
    """Measure, and print seconds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--db", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    with TemporaryDirectory() as folder:
        db_path = arguments.db or Path(folder) / "archive.db"
        if arguments.db is None:
            make_archive(db_path, arguments.articles)
        with closing(sqlite3.connect(db_path)) as connection:
            articles, runs = (
                connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("articles", "runs")
            )
        spent = min((measure(db_path) for _ in range(arguments.rounds)), key=lambda each: each.seconds)
        command = min(_run(db_path) for _ in range(arguments.rounds))
    print(f"{articles:,} articles of {spent.sites} sites, {runs:,} runs, least of {arguments.rounds} rounds")
    print(f"how the sites stand, as /-/status reads it: {spent.seconds:.2f} s of CPU")
    print(f"archive status --json, from start to end: {command:.2f} s of CPU")


def _run(db_path: Path) -> float:
    """The seconds of CPU that `archive status --json` takes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "archive", "status", "--json", "--db", str(db_path)]
    done = subprocess.run(command, capture_output=True, check=True)
    assert json.loads(done.stdout)["sites"]
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


if __name__ == "__main__":
    main()
