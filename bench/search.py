"""What search costs and finds, in one run: `python -m bench.search [--articles 200000]`.

Builds an archive of so many articles of realistic Chinese from the demo's own sentences, most words resampled from a
lexicon's frequencies, a part in traditional characters; then measures
recall and precision against substring truth, a page of results against a LIKE scan, the size of the index, and our
pages beside plain Datasette on the same file (bench/pages.py).
"""

import argparse
import random
import re
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import opencc
import rjieba

from bench.pages import compute_percentile, measure_pages
from bench.spellings import measure
from cundang.search.facets import QUICK, count_facets, is_quick
from cundang.search.fold import load_fold
from cundang.search.query import parse_query
from cundang.search.results import search
from cundang.search.tokenize import TOK_VERSION, tokenize
from cundang.store.schema import open_archive
from demo.content import load_stories

ASKED = 12  # strings of each length whose hits are counted in all texts
LENGTHS = (1, 2, 3, 4, 5, 6, 7, 8)
FACETED = ("水质监测", "湿地", "水", "的")  # from few hits to nearly all articles
SOURCES = [f"来源{n:02d}" for n in range(40)]
HASH_SIZE = "INSERT INTO articles_fts(articles_fts, rank) VALUES ('hashsize', ?)"
EDITORS = [f"编辑{n:02d}" for n in range(120)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--queries", type=int, default=40, help="for each length")
    parser.add_argument("--rounds", type=int, default=60, help="requests of each page, ours and plain Datasette's")
    parser.add_argument("--keep", type=Path, help="build (or take) the archive here and keep it")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        db = arguments.keep or Path(folder) / "archive.db"
        if not db.exists():
            build(db, arguments.articles)
        connection = sqlite3.connect(db)
        print_size(connection)
        queries = choose_queries(connection, arguments.queries)
        measure_quality(connection, queries)
        measure_spellings(connection)
        measure_speed(connection, queries)
        measure_facets(connection)
        connection.close()
        measure_pages(db, arguments.rounds)


def build(db: Path, articles: int) -> None:
    """The archive: sentences spliced at random, their longer words resampled so that texts differ as real ones do."""
    rng = random.Random(1)
    sentences = [
        s for story in load_stories(1) for part in story.parts for p in part for s in re.findall(r"[^。]+。?", p)
    ]
    words = list({w for s in sentences for w in rjieba.cut(s) if len(w) >= 2 and re.fullmatch(r"[\u4e00-\u9fff]+", w)})
    characters = "".join(words)
    cut = [list(rjieba.cut(s)) for s in sentences]
    heap = rng.choices(words, [1 / (rank + 3) for rank in range(len(words))], k=200_000)  # Zipf
    convert = opencc.OpenCC("s2t").convert
    archive = open_archive(db)
    # Faster, and the same file in the end: nothing waits for the disk, and the index is merged once, not all along.
    archive.execute("PRAGMA synchronous = off")
    archive.execute("PRAGMA cache_size = -200000")
    archive.execute(HASH_SIZE, (64_000_000,))
    fold, started = load_fold(archive.conn), time.perf_counter()
    spent = 0.0
    archive.execute("INSERT INTO sites(name, publisher) VALUES ('bench', '测试站')")

    def text() -> str:
        paragraphs = []
        for _ in range(rng.randint(4, 12)):
            made = []
            for sentence in rng.choices(cut, k=rng.randint(2, 4)):
                made += [
                    w
                    if len(w) < 2 or (draw := rng.random()) >= 0.35
                    else heap[int(draw * 800_000) % 200_000]
                    if draw < 0.25
                    else "".join(rng.choices(characters, k=len(w)))
                    for w in sentence
                ]
            paragraphs.append("".join(made))
        return "\n\n".join(paragraphs)

    archive.execute("BEGIN")
    for number in range(1, articles + 1):
        title, body = "".join(rng.choices(heap, k=5)), text()
        script = "Hant" if number % 8 == 0 else "Hans"
        if script == "Hant":
            title, body = convert(title), convert(body)
        date = f"{rng.randint(2012, 2025)}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"
        day = f"{date}T{rng.randint(7, 20):02d}:00:00+08:00"
        row = (
            number,
            f"http://bench.example/{number}.htm",
            "bench",
            title,
            body,
            day,
            rng.choice(SOURCES),
            rng.choice(EDITORS),
            "要闻",
            "zh",
            script,
            len(body),
            str(number),
            day,
            day,
            day,
            number,
        )
        archive.execute(
            "INSERT INTO articles(id, url, site, title, text, published_at, source_name, editor, section, language,"
            " script, characters, sha256, first_seen_at, last_seen_at, changed_at, revision_id)"
            f" VALUES ({','.join('?' * 17)})",
            row,
        )
        archive.execute(
            "INSERT INTO revisions(id, article_id, number, fetched_at, title, text, sha256, extractor, found)"
            " VALUES (?,?,1,?,?,'',?,'bench','{}')",
            (number, number, day, title, str(number)),
        )
        archive.execute(
            "INSERT INTO keywords VALUES (?, ?), (?, ?)",
            (number, rng.choice(words[:200]), number, f"关键{number % 300}"),
        )
        begun = time.perf_counter()
        archive.execute(
            "INSERT INTO articles_fts(rowid, title, body) VALUES (?, ?, ?)",
            (number, tokenize(title, fold), tokenize(body, fold)),
        )
        spent += time.perf_counter() - begun
        archive.execute("INSERT INTO fts_state VALUES (?, ?, ?)", (number, TOK_VERSION, str(number)))
        if number % 20_000 == 0:
            archive.execute("COMMIT")
            archive.execute("BEGIN")
            print(f"  {number} articles, {time.perf_counter() - started:.0f} s", file=sys.stderr)
    archive.execute("COMMIT")
    archive.execute("INSERT INTO articles_fts(articles_fts) VALUES ('optimize')")
    archive.execute(HASH_SIZE, (1_048_576,))  # FTS5's own
    archive.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    archive.close()
    print(f"built {articles} articles in {time.perf_counter() - started:.0f} s, {spent:.0f} s of it indexing")


def print_size(connection: sqlite3.Connection) -> None:
    text = connection.execute(
        "SELECT sum(length(CAST(title AS BLOB)) + length(CAST(text AS BLOB))) FROM articles"
    ).fetchone()[0]
    index = connection.execute("SELECT sum(length(block)) FROM articles_fts_data").fetchone()[0]
    index += connection.execute("SELECT sum(length(sz)) FROM articles_fts_docsize").fetchone()[0]
    print(f"text {text / 1e6:.0f} MB, index {index / 1e6:.0f} MB: {index / text:.2f} times (at most 1.9)")


def choose_queries(connection: sqlite3.Connection, each: int) -> dict[int, list[str]]:
    """Strings of each length that occur in texts: half of any article, mostly rare, half of sentences that recur."""
    rng, found = random.Random(2), {}
    count = connection.execute("SELECT max(id) FROM articles").fetchone()[0]
    usual = [part for story in load_stories(1) for page in story.parts for part in page]
    for length in LENGTHS:
        found[length] = []
        while len(found[length]) < each:
            text = rng.choice(usual)
            if len(found[length]) % 2:
                sql = "SELECT text FROM articles WHERE id = ?"
                (text,) = connection.execute(sql, (rng.randint(1, count),)).fetchone()
            if runs := [run for run in re.findall(r"[\u4e00-\u9fff]+", text) if len(run) >= length]:
                run = rng.choice(runs)
                start = rng.randint(0, len(run) - length)
                found[length].append(run[start : start + length])
    return found


def measure_quality(connection: sqlite3.Connection, queries: dict[int, list[str]]) -> None:
    """Recall and precision against the substring test on all articles' folded texts, read once for all queries."""
    fold = load_fold(connection)
    wanted = {string: fold.fold(string) for strings in queries.values() for string in strings[:ASKED]}
    truth: dict[str, set[int]] = {string: set() for string in wanted}
    for number, title, text in connection.execute("SELECT id, title, text FROM articles"):
        folded = fold.fold(f"{title}\n{text}")
        for string, folded_string in wanted.items():
            if folded_string in folded:
                truth[string].add(number)
    print("characters  recall  precision  hits (median, most)")
    for length, strings in queries.items():
        true = found = right = 0
        hits = []
        for string in strings[:ASKED]:
            query = parse_query(f'"{string}"', fold, connection)
            sql = "SELECT rowid FROM articles_fts WHERE articles_fts MATCH ?"
            got = {row[0] for row in connection.execute(sql, (query.match,))}
            true, found, right = true + len(truth[string]), found + len(got), right + len(truth[string] & got)
            hits.append(len(got))
        print(
            f"{length:10}  {right / max(1, true):.3f}   {right / max(1, found):.3f}"
            f"      {statistics.median(hits):.0f}, {max(hits)}"
        )


def measure_spellings(connection: sqlite3.Connection) -> None:
    """Recall and precision where texts and queries are spelled in other ways, over some of the texts."""
    texts = [text for (text,) in connection.execute("SELECT text FROM articles ORDER BY id LIMIT 500")]
    for kind, (recall, precision, asked) in measure(texts, ASKED, random.Random(7)).items():
        print(f"{kind}: recall {recall:.3f}, precision {precision:.3f}, {asked} queries")


def measure_speed(connection: sqlite3.Connection, queries: dict[int, list[str]]) -> None:
    """A page of results (count, 20 hits with highlights, facets), and the same by a LIKE scan, in milliseconds."""
    fold = load_fold(connection)

    def page(string: str) -> int:
        query = parse_query(f'"{string}"', fold, connection)
        results = search(connection, query, fold)
        if is_quick(connection, query, results.total):
            count_facets(connection, query)
        return results.total

    def scan(string: str) -> None:
        sql = "SELECT id FROM articles WHERE text LIKE ? ORDER BY published_at DESC"
        connection.execute(sql, (f"%{string}%",)).fetchall()

    print("characters  page p50  page p95  slowest (hits)")
    times: list[float] = []
    for length, strings in queries.items():
        taken = [(measure_time(page, string), string) for string in strings]
        if length > 1:
            times += [ms for ms, _ in taken]
        worst = max(taken)
        p50, p95 = (compute_percentile(list_times(taken), percent) for percent in (50, 95))
        print(f"{length:10}  {p50:7.1f}  {p95:8.1f}  {worst[0]:.0f} ms ({page(worst[1])})")
    characters = {
        c
        for (text,) in connection.execute("SELECT text FROM articles LIMIT 2000")
        for c in text
        if "\u4e00" <= c <= "\u9fff"
    }
    drawn = [
        measure_time(page, c)
        for c in random.Random(4).sample(sorted(characters), min(len(characters), len(queries[1])))
    ]
    p50, p95 = (compute_percentile(drawn, percent) for percent in (50, 95))
    print(f"one of the characters that occur, each as likely: p50 {p50:.0f} ms, p95 {p95:.0f} ms")
    scans = [measure_time(scan, string) for length in (2, 4) for string in queries[length][:5]]
    p95, scanned = compute_percentile(times, 95), compute_percentile(scans, 50)
    print(
        f"2 to 8 characters: p95 {p95:.1f} ms; LIKE scan p50 {scanned:.0f} ms: 1/{scanned / p95:.0f}"
        " (at most 1/10, and 150 ms)"
    )


def measure_facets(connection: sqlite3.Connection) -> None:
    """How long the exact facets of many hits take, which come after the page above so many hits (QUICK)."""
    fold = load_fold(connection)
    print(f"facets within the page up to {QUICK} hits")
    for word in FACETED:
        query = parse_query(word, fold, connection)
        total = search(connection, query, fold).total
        if query.is_searchable and total:
            taken = min(measure_time(lambda _, query=query: count_facets(connection, query), word) for _ in range(3))
            print(f"  {word}: {total} hits, {taken:.0f} ms")


def list_times(taken: list[tuple[float, str]]) -> list[float]:
    return [ms for ms, _ in taken]


def measure_time(function: Callable[[str], object], string: str) -> float:
    started = time.perf_counter()
    function(string)
    return 1000 * (time.perf_counter() - started)


if __name__ == "__main__":
    main()
