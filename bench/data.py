"""`make bench-data`: what going out and coming in costs, beside what a user would do by hand, in the same run.

Ratios of CPU time: each measurement runs in a process of its own, rounds are interleaved, medians are told.
"""

import argparse
import csv
import json
import os
import random
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.records import import_killed

PAGES = "INSERT INTO articles(url, site, title, text, characters, sha256, first_seen_at, last_seen_at, changed_at) VALUES (?, 'bench', ?, ?, ?, 'x', '2026', '2026', '2026')"


def _text(random_: random.Random) -> str:
    """Some 900 characters of Chinese at random."""
    return "\n\n".join("".join(chr(random_.randrange(0x4E00, 0x7000)) for _ in range(150)) + "。" for _ in range(6))


def make_articles(db: Path, count: int) -> None:
    """An archive of so many articles, without an index."""
    from pipelines.schema import open_archive

    connection, random_ = open_archive(db).conn, random.Random(1)
    connection.execute("BEGIN")
    connection.execute("INSERT INTO sites(name) VALUES ('bench')")
    rows = ((f"http://example.org/{n}", f"第{n}条", _text(random_), 900) for n in range(count))
    connection.executemany(PAGES, rows)
    connection.execute("COMMIT")
    connection.close()


def make_warc(folder: Path, count: int, files: int) -> None:
    """WARC files of pages as the crawl bench serves them."""
    from bench.site import pages
    from pipelines.page import Page
    from pipelines.warc import Warc

    made = [(path, body) for path, body in pages(count).items()]
    for number in range(files):
        warc = Warc(folder, f"bench{number}", datetime(2026, 1, 1, tzinfo=UTC))
        for place, (path, body) in enumerate(made[number::files]):
            at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=place)
            warc.write(
                Page(f"http://www.xiongan.gov.cn{path}", at, 0, (("Content-Type", "text/html; charset=utf-8"),), body)
            )
        warc.close()


def make_plain(folder: Path, count: int) -> None:
    """Plain texts, each with a title and a line of date and source."""
    random_ = random.Random(2)
    folder.mkdir()
    for n in range(count):
        (folder / f"{n}.txt").write_text(
            f"第{n}条新闻的标题\n2026-01-02 03:04:05 来源：某报\n\n{_text(random_)}\n", encoding="utf-8"
        )


def _export(form: str) -> Callable[[Path], None]:
    def run(work: Path) -> None:
        from pipelines.export import Wanted, export

        export(work / "a.db", work / f"ours.{form}", form, Wanted(sql="SELECT * FROM articles"))

    return run


def _csv_by_hand(work: Path) -> None:
    with (work / "hand.csv").open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(sqlite3.connect(work / "a.db").execute("SELECT * FROM articles"))


def _jsonl_by_hand(work: Path) -> None:
    cursor = sqlite3.connect(work / "a.db").execute("SELECT * FROM articles")
    names = [name for name, *_ in cursor.description]
    with (work / "hand.jsonl").open("w", encoding="utf-8") as out:
        for row in cursor:
            out.write(json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False) + "\n")


def _parquet_by_hand(work: Path) -> None:
    import pyarrow
    import pyarrow.parquet

    cursor = sqlite3.connect(work / "a.db").execute("SELECT id, url, site, title, text, characters FROM articles")
    names, writer = [name for name, *_ in cursor.description], None
    while batch := cursor.fetchmany(5000):
        table = pyarrow.table([pyarrow.array(column) for column in zip(*batch, strict=True)], names=names)
        writer = writer or pyarrow.parquet.ParquetWriter(work / "hand.parquet", table.schema, compression="zstd")
        writer.write_table(table)
    if writer:
        writer.close()


def _parquet(work: Path) -> None:
    from pipelines.export import Wanted, export

    export(
        work / "a.db",
        work / "ours.parquet",
        "parquet",
        Wanted(sql="SELECT id, url, site, title, text, characters FROM articles"),
    )


def _sqlite_utils_csv(work: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "sqlite_utils", "rows", str(work / "a.db"), "articles", "--csv"],
        stdout=(work / "x").open("w"),
        check=True,
    )


def _read_and_parse(work: Path) -> None:
    import lxml.html
    from fastwarc.warc import ArchiveIterator

    for path in sorted((work / "a.warc").glob("*.warc.gz")):
        with path.open("rb") as file:
            for record in ArchiveIterator(file):
                body = record.reader.read()
                if body[:1] == b"<":
                    lxml.html.fromstring(body)


def _rebuild(cores: int) -> Callable[[Path], None]:
    def run(work: Path) -> None:
        from pipelines.rebuild import rebuild
        from scrapers.sites import publishers

        rebuild(work / "none.db", work / "a.warc", publishers, dry_run=True, cores=cores)

    return run


def _import(work: Path) -> None:
    from click.testing import CliRunner

    from archive import main

    with tempfile.TemporaryDirectory(dir=work) as folder:
        CliRunner().invoke(main, ["import", str(work / "plain"), "--db", f"{folder}/a.db"])


def _index_and_insert(work: Path) -> None:
    from pipelines.fold import fold_table
    from pipelines.schema import open_archive
    from pipelines.search import tokens

    fold = {ord(c): t for c, t in fold_table().items()}
    with tempfile.TemporaryDirectory(dir=work) as folder:
        connection = open_archive(Path(folder) / "a.db").conn
        connection.execute("BEGIN")
        connection.execute("INSERT INTO sites(name) VALUES ('bench')")
        for number, path in enumerate(sorted((work / "plain").iterdir()), 1):
            text = path.read_text(encoding="utf-8")
            title = text.partition("\n")[0]
            connection.execute(PAGES, (path.name, title, text, len(text)))
            connection.execute(
                "INSERT INTO articles_fts(rowid, title, body) VALUES (?, ?, ?)",
                (number, tokens(title, fold), tokens(text, fold)),
            )
            if number % 100 == 0:
                connection.execute("COMMIT")
                connection.execute("BEGIN")
        connection.execute("COMMIT")
        connection.close()


RUNS: dict[str, Callable[[Path], None]] = {
    "csv": _export("csv"), "csv by hand": _csv_by_hand, "csv sqlite-utils": _sqlite_utils_csv,
    "jsonl": _export("jsonl"), "jsonl by hand": _jsonl_by_hand,
    "parquet": _parquet, "parquet by hand": _parquet_by_hand,
    "rebuild": _rebuild(1), "rebuild on 2 cores": _rebuild(2), "read and parse": _read_and_parse,
    "import": _import, "index and insert": _index_and_insert,
}  # fmt: skip
TOLD = (
    ("export csv", "csv", "csv by hand", "at most 1.5"),
    ("sqlite-utils csv", "csv sqlite-utils", "csv by hand", "for comparison"),
    ("export jsonl", "jsonl", "jsonl by hand", "at most 1.5"),
    ("export parquet", "parquet", "parquet by hand", "at most 1.5"),
    ("rebuild", "rebuild", "read and parse", "at most 3"),
    ("import of plain text", "import", "index and insert", "at most 2"),
)


def _measured(name: str, work: Path) -> tuple[float, float, float]:
    """CPU seconds, wall seconds and MB of memory of a run, in a process of its own, children and imports included."""
    command = [sys.executable, "-m", "bench.data", "--run", name, "--work", str(work)]
    return tuple(
        json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()[-1])
    )  # type: ignore[return-value]


def _run(name: str, work: Path) -> None:
    started, used = time.monotonic(), _used()
    RUNS[name](work)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(json.dumps([_used() - used, time.monotonic() - started, memory]) + "\n")


def _used() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def main() -> None:
    """Make the data, run the rounds, print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--pages", type=int, default=1_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--records", type=int, help="instead: import so many JSON lines, killed midway and taken up again"
    )
    parser.add_argument("--run")
    parser.add_argument("--work", type=Path)
    given = parser.parse_args()
    if given.run:
        _run(given.run, given.work)
        return
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        if given.records:
            import_killed(work, given.records)
            return
        make_articles(work / "a.db", given.articles)
        make_warc(work / "a.warc", given.pages, 8)
        make_plain(work / "plain", given.pages)
        found: dict[str, list[tuple[float, float, float]]] = {name: [] for name in RUNS}
        for _ in range(given.rounds):
            for name, rounds in found.items():
                rounds.append(_measured(name, work))
        cpu = {name: statistics.median(r[0] for r in rounds) for name, rounds in found.items()}
        wall = {name: statistics.median(r[1] for r in rounds) for name, rounds in found.items()}
        print(
            f"{given.articles} articles to export, {given.pages} pages to rebuild and import, median of {given.rounds} rounds"
        )
        for what, ours, theirs, wanted in TOLD:
            print(f"{what:22} {cpu[ours]:7.2f} s CPU {cpu[ours] / cpu[theirs]:5.2f} × {theirs} ({wanted})")
        print(
            f"{'rebuild on 2 cores':22} {wall['rebuild'] / wall['rebuild on 2 cores']:7.2f} times as fast as on 1 (at least 1.8)"
        )
        most = max(round(r[2]) for name in ("csv", "jsonl", "parquet") for r in found[name])
        print(f"{'memory of an export':22} {most:7} MB (at most 300)")


if __name__ == "__main__":
    main()
