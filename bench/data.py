"""`make bench-data`: the cost of exports and imports, compared in the same run with doing it by hand.

Ratios of CPU time, without the start of Python and its imports: each measurement runs in a process of its own, rounds
are interleaved, medians are printed.
"""

import argparse
import csv
import json
import os
import random
import re
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from datetime import UTC, datetime, timedelta
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from bench.records import import_killed

PAGES = """
    INSERT INTO articles(url, site, title, text, characters, sha256, first_seen_at, last_seen_at, changed_at)
    VALUES (?, 'bench', ?, ?, ?, 'x', '2026', '2026', '2026')
"""


KEYWORDS = "INSERT INTO keywords(article_id, keyword) VALUES (?, ?)"
ARTICLES = """
    SELECT articles.*,
      (SELECT json_group_array(keyword) FROM keywords k WHERE k.article_id = articles.id) AS keywords,
      (SELECT json_group_array(json_object('url', i.url, 'caption', i.caption))
       FROM images i WHERE i.article_id = articles.id) AS images
    FROM articles
"""  # what `archive export` gives of an article


def make_texts(seed: int) -> Iterator[str]:
    """Texts of some 800 characters of Chinese at random, without end."""
    random_ = random.Random(seed)
    letters = "".join(chr(random_.randrange(0x4E00, 0x7000)) for _ in range(1 << 20))
    while True:
        places = [random_.randrange(len(letters) - 130) for _ in range(6)]
        yield "\n\n".join(f"{letters[at : at + 130]}。" for at in places)


def make_articles(db: Path, count: int) -> None:
    """An archive of so many articles, without an index."""
    from cundang.store.schema import open_archive

    connection = open_archive(db).conn
    connection.execute("BEGIN")
    connection.execute("INSERT INTO sites(name) VALUES ('bench')")
    made = zip(range(1, count + 1), make_texts(1), strict=False)
    connection.executemany(PAGES, ((f"http://example.org/{n}", f"第{n}条", text, len(text)) for n, text in made))
    connection.executemany(KEYWORDS, ((n, word) for n in range(1, count + 1) for word in ("湿地", "规划")))
    connection.execute("COMMIT")
    connection.close()


def make_warc(folder: Path, count: int, files: int) -> None:
    """WARC files of pages as the crawl bench serves them."""
    from bench.site import make_pages
    from cundang.model.page import Page
    from cundang.raw.warc import WarcWriter

    made = [(path, body) for path, body in make_pages(count).items()]
    for number in range(files):
        warc = WarcWriter(folder, f"bench{number}", datetime(2026, 1, 1, tzinfo=UTC))
        for place, (path, body) in enumerate(made[number::files]):
            at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=place)
            warc.write(
                Page(f"http://www.xiongan.gov.cn{path}", at, 0, (("Content-Type", "text/html; charset=utf-8"),), body)
            )
        warc.close()


def make_plain(folder: Path, count: int) -> None:
    """Plain texts, each with a title and a line of date and source."""
    folder.mkdir()
    for n, text in zip(range(count), make_texts(2), strict=False):
        (folder / f"{n}.txt").write_text(
            f"第{n}条新闻的标题\n2026-01-02 03:04:05 来源：某报\n\n{text}\n", encoding="utf-8"
        )


def _export(form: str) -> Callable[[Path], None]:
    def run(work: Path) -> None:
        from exchange.export import export

        export(work / "a.db", work / f"ours.{form}", form)

    return run


def _write_csv_by_hand(work: Path) -> None:
    with (work / "hand.csv").open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(sqlite3.connect(work / "a.db").execute(ARTICLES))


def _write_jsonl_by_hand(work: Path) -> None:
    cursor = sqlite3.connect(work / "a.db").execute(ARTICLES)
    names = [name for name, *_ in cursor.description]
    with (work / "hand.jsonl").open("w", encoding="utf-8") as out:
        for row in cursor:
            article = dict(zip(names, row, strict=True))
            article |= {name: json.loads(article[name]) for name in ("keywords", "images")}
            out.write(json.dumps(article, ensure_ascii=False) + "\n")


def _write_parquet_by_hand(work: Path) -> None:
    import pyarrow
    import pyarrow.parquet

    connection = sqlite3.connect(work / "a.db")
    cursor = connection.execute(ARTICLES)
    numbers = {"INTEGER": pyarrow.int64()}
    kinds = {name: kind for _, name, kind, *_ in connection.execute("PRAGMA table_info(articles)")}
    schema = pyarrow.schema([(name, numbers.get(kinds.get(name), pyarrow.string())) for name, *_ in cursor.description])
    with pyarrow.parquet.ParquetWriter(work / "hand.parquet", schema, compression="zstd") as writer:
        while batch := cursor.fetchmany(5000):
            writer.write_table(pyarrow.table(list(zip(*batch, strict=True)), schema=schema))


def _write_dump_by_hand(work: Path) -> None:
    with (work / "hand.sql").open("w", encoding="utf-8") as out:
        out.writelines(f"{statement}\n" for statement in sqlite3.connect(work / "a.db").iterdump())


def _import_with_sqlite_utils(form: str) -> Callable[[Path], None]:
    def run(work: Path) -> None:
        from sqlite_utils.cli import cli

        with (work / "hand").open("w") as out, redirect_stdout(out):
            cli(["query", str(work / "a.db"), ARTICLES, form], standalone_mode=False)

    return run


def _read_csv_with_pandas(work: Path) -> None:
    import pandas

    pandas.read_sql(ARTICLES, sqlite3.connect(work / "a.db")).to_csv(work / "hand.csv", index=False)


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
        from scrapers.sites import publishers
        from upkeep.rebuild import rebuild

        rebuild(work / "none.db", work / "a.warc", publishers, dry_run=True, cores=cores)

    return run


def _import(work: Path) -> None:
    from click.testing import CliRunner

    from archive import main

    with tempfile.TemporaryDirectory(dir=work) as folder:
        CliRunner().invoke(main, ["import", str(work / "plain"), "--db", f"{folder}/a.db"])


def _index_and_insert(work: Path) -> None:
    from cundang.search.fold import make_fold
    from cundang.search.tokenize import tokenize
    from cundang.store.schema import open_archive

    fold = make_fold()
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
                (number, tokenize(title, fold), tokenize(text, fold)),
            )
            if number % 100 == 0:
                connection.execute("COMMIT")
                connection.execute("BEGIN")
        connection.execute("COMMIT")
        connection.close()


RUNS: dict[str, Callable[[Path], None]] = {
    "csv": _export("csv"),
    "csv by hand": _write_csv_by_hand,
    "csv sqlite-utils": _import_with_sqlite_utils("--csv"),
    "jsonl": _export("jsonl"),
    "jsonl by hand": _write_jsonl_by_hand,
    "jsonl sqlite-utils": _import_with_sqlite_utils("--nl"),
    "parquet": _export("parquet"),
    "parquet by hand": _write_parquet_by_hand,
    "sql": _export("sql"),
    "iterdump": _write_dump_by_hand,
    **({"csv pandas": _read_csv_with_pandas} if find_spec("pandas") else {}),
    "rebuild": _rebuild(1),
    "rebuild on 2 cores": _rebuild(2),
    "read and parse": _read_and_parse,
    "import": _import,
    "index and insert": _index_and_insert,
}
FORMS = ("csv", "jsonl", "parquet", "sql")
LOADED = (
    "archive",
    "commands.importing",
    "exchange.export",
    "exchange.importer.intake",
    "upkeep.rebuild",
    "scrapers.sites",
    "lxml.html",
    "fastwarc.warc",
    "sqlite_utils.cli",
)
EXTRAS = (("parquet", "pyarrow.parquet"), ("pandas", "pandas"))
NO_EXPORTS = ("rebuild", "rebuild on 2 cores", "read and parse", "import", "index and insert")
TOLD = (
    ("export csv", "csv", "csv by hand", "at most 1.5"),
    ("sqlite-utils csv", "csv sqlite-utils", "csv by hand", "for comparison"),
    ("pandas csv", "csv pandas", "csv by hand", "for comparison"),
    ("export jsonl", "jsonl", "jsonl by hand", "at most 1.5"),
    ("sqlite-utils jsonl", "jsonl sqlite-utils", "jsonl by hand", "for comparison; its lists stay text"),
    ("export parquet", "parquet", "parquet by hand", "at most 1.5"),
    ("export sql", "sql", "iterdump", "at most 1.5"),
    ("rebuild", "rebuild", "read and parse", "at most 3"),
    ("import of plain text", "import", "index and insert", "at most 2"),
)


def _measure(name: str, work: Path) -> tuple[float, float, float]:
    """CPU seconds, wall seconds and MB of memory of a run, in a process of its own, its children included."""
    command = [sys.executable, "-m", "bench.data", "--run", name, "--work", str(work)]
    return tuple(
        json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()[-1])
    )  # type: ignore[return-value]


def _run(name: str, work: Path) -> None:
    for module in (*LOADED, *(extra for word, extra in EXTRAS if word in name)):
        import_module(module)
    started, used = time.monotonic(), _get_cpu_time()
    RUNS[name](work)
    (peak,) = re.findall(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())
    memory = int(peak) / 1024
    sys.stdout.write(json.dumps([_get_cpu_time() - used, time.monotonic() - started, memory]) + "\n")


def _get_cpu_time() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def main() -> None:
    """Make the data, run the rounds, print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--pages", type=int, default=1_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--exports", action="store_true", help="only the exports, and the way there and back")
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
        if not given.exports:
            make_warc(work / "a.warc", given.pages, 8)
            make_plain(work / "plain", given.pages)
        found: dict[str, list[tuple[float, float, float]]] = {
            name: [] for name in RUNS if not (given.exports and name in NO_EXPORTS)
        }
        for _ in range(given.rounds):
            for name, rounds in found.items():
                rounds.append(_measure(name, work))
        print(f"{given.articles} articles to export, median of {given.rounds} rounds")
        if not given.exports:
            print(f"{given.pages} pages to rebuild and import")
        _print_ratio(found)
        check_round_trip(work)


def _print_ratio(found: dict[str, list[tuple[float, float, float]]]) -> None:
    cpu = {name: statistics.median(r[0] for r in rounds) for name, rounds in found.items()}
    wall = {name: statistics.median(r[1] for r in rounds) for name, rounds in found.items()}
    most = {name: max(round(r[2]) for r in rounds) for name, rounds in found.items()}
    for what, ours, theirs, wanted in TOLD:
        if ours in found:
            print(f"{what:22} {cpu[ours]:7.2f} s CPU {cpu[ours] / cpu[theirs]:5.2f} × {theirs} ({wanted})")
    if "rebuild" in found:
        faster = wall["rebuild"] / wall["rebuild on 2 cores"]
        print(f"{'rebuild on 2 cores':22} {faster:7.2f} times as fast as on 1 (at least 1.8)")
    peaks = ", ".join(f"{form} {most[form]} MB" for form in FORMS)
    print(f"{'memory of an export':22} {peaks} (at most 300)")


def check_round_trip(work: Path) -> None:
    """Archive, dump, archive, exports: the same bytes as from the first archive, or the bench ends with 1."""
    from exchange.downloads import compute_sha256
    from exchange.export import export

    with (work / "ours.sql").open("rb") as script:
        subprocess.run(["sqlite3", str(work / "b.db")], stdin=script, check=True)
    for form in FORMS:
        export(work / "b.db", work / f"round.{form}", form)
        before, after = (compute_sha256(work / f"{name}.{form}") for name in ("ours", "round"))
        print(f"{'there and back, ' + form:22} {before[:16]} {after[:16]} {'equal' if before == after else 'DIFFER'}")
        if before != after:
            raise SystemExit(1)


if __name__ == "__main__":
    main()
