"""`python -m bench.clusters`: what it costs to know which articles tell the same text, by the size of the archive.

Two archives of made-up articles, one ten times as large as the other, are clustered anew; then the same articles are
added to both in turn. One in five is a copy, cut, edited or an excerpt of an earlier one; lengths are those of news
(lognormal, median some 500 characters), one sentence in twenty is one that many articles have. Prints the seconds of
clustering anew, the milliseconds of adding an article (processor time, medians of rounds side by side) and their ratio,
the memory, and the bytes of each table and index for an article. Goals: at most 5 ms, a ratio of at most 1.3, 200,000
articles anew in ten minutes on two cores, 600 bytes for short articles and a fifth of the text for longer ones.
"""

import argparse
import random
import resource
import statistics
import tempfile
import time
from hashlib import sha256
from pathlib import Path

from cundang.model.publisher import Publishers
from cundang.store.clusters import replace_copies
from cundang.store.rows import Rows
from upkeep.recluster import recluster

_TABLES = ("clusters", "relations", "evidence", "fingerprints", "shingles", "overlaps")
_HAN = [chr(point) for point in range(0x4E00, 0x5E00)]
_ROUNDS, _ADDED = 10, 40  # rounds of so many articles, in each archive in turn
_SIZES = """
    SELECT m.tbl_name, sum(d.pgsize) FROM dbstat d JOIN sqlite_master m ON m.name = d.name
    WHERE m.tbl_name IN ({0}) OR m.name IN ('articles_cluster', 'events_other') GROUP BY m.tbl_name ORDER BY 2 DESC
"""


class Writer:
    """Writes made-up texts, the same from the same seed."""

    def __init__(self, seed: int, mean: float) -> None:
        self._random, self._mean = random.Random(seed), mean
        self._common = [self._make_sentence() for _ in range(3000)]
        self._lately: list[list[str]] = []

    def _make_sentence(self) -> str:
        return "".join(self._random.choices(_HAN, k=self._random.randint(10, 50))) + "。"

    def write(self) -> str:
        """A text: paragraphs of four sentences."""
        chance = self._random
        sentences = self._copy() if self._lately and chance.random() < 0.2 else self._compose()
        self._lately = [*self._lately[-2000:], sentences]
        return "\n\n".join("".join(sentences[at : at + 4]) for at in range(0, len(sentences), 4))

    def _compose(self) -> list[str]:
        count = max(4, int(self._random.lognormvariate(self._mean, 0.7)))
        return [
            self._random.choice(self._common) if self._random.random() < 0.05 else self._make_sentence()
            for _ in range(count)
        ]

    def _copy(self) -> list[str]:
        chance = self._random
        sentences = list(chance.choice(self._lately))
        match chance.choice(("verbatim", "verbatim", "cut", "edited", "excerpt")):
            case "cut":
                return sentences[: max(3, int(len(sentences) * chance.uniform(0.55, 0.95)))]
            case "edited":
                for _ in range(max(1, len(sentences) // 10)):
                    sentences[chance.randrange(len(sentences))] = self._make_sentence()
            case "excerpt":
                return [*sentences[: max(3, int(len(sentences) * 0.3))], *self._compose()]
        return sentences


def insert(rows: Rows, number: int, text: str) -> int:
    """Insert an article and its revision, as far as clusters ask for them; returns its id."""
    title = f"标题{number}"
    digest = sha256(f"{title}\n{text}".encode()).hexdigest()
    at = time.strftime("%Y-%m-%dT%H:%M:%S+08:00", time.gmtime(1_600_000_000 + 60 * number))
    site = f"site{number % 40}"
    article_id = rows.insert(
        "articles",
        {"url": f"http://{site}.example/{number}.html", "site": site, "title": title, "text": text, "published_at": at,
         "characters": len(text), "sha256": digest, "first_seen_at": at, "last_seen_at": at, "revision_id": number + 1},
    )  # fmt: skip
    rows.insert(
        "revisions",
        {"id": number + 1, "article_id": article_id, "number": 1, "title": title, "text": text, "sha256": digest,
         "extractor": "bench", "found": "{}", "fetched_at": at},
    )  # fmt: skip
    return article_id


def fill(db: Path, writer: Writer, articles: int) -> Rows:
    """Make an archive of so many articles, and cluster it anew."""
    rows = Rows(db, Publishers())
    with rows.transaction():
        rows.insert_all("sites", [{"name": f"site{number}"} for number in range(40)])
        for number in range(articles):
            insert(rows, number, writer.write())
    started = time.perf_counter()
    clusters = recluster(db)
    print(
        f"{articles:,} articles clustered anew: {time.perf_counter() - started:.0f} s, {clusters:,} clusters",
        flush=True,
    )
    return rows


def add(rows: Rows, start: int, texts: list[str]) -> float:
    """Add articles; the milliseconds of one, of processor time, that go into finding its copies."""
    spent = 0.0
    with rows.transaction():
        for number, text in enumerate(texts, start):
            article_id = insert(rows, number, text)
            started = time.process_time()
            replace_copies(rows, article_id, None, text)
            spent += time.process_time() - started
    return 1000 * spent / len(texts)


def print_sizes(rows: Rows) -> None:
    """Print the bytes of each part for an article, and what share of the texts they are."""
    articles, size = rows.connection.execute(
        "SELECT count(*), sum(length(CAST(text AS BLOB))) FROM articles"
    ).fetchone()
    found = rows.connection.execute(_SIZES.format(", ".join("?" * len(_TABLES))), _TABLES).fetchall()
    total = sum(pages for _, pages in found)
    print(f"{total / articles:.0f} bytes an article, {total / size:.3f} of its text ({size / articles:.0f} bytes):")
    print("  " + ", ".join(f"{name} {pages / articles:.0f}" for name, pages in found))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=200_000, help="in the larger archive")
    parser.add_argument("--keep", type=Path, help="a folder for the archives, which are kept there")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        where = given.keep or Path(folder)
        sizes = (given.articles // 10, given.articles)
        opened = [fill(where / f"{size}.db", Writer(7, 3.0), size) for size in sizes]
        costs: list[list[float]] = [[], []]
        for _ in range(_ROUNDS):
            for each, rows, size in zip(costs, opened, sizes, strict=True):
                writer = Writer(8 + len(each), 3.0)
                each.append(add(rows, size + _ADDED * len(each), [writer.write() for _ in range(_ADDED)]))
        small, large = map(statistics.median, costs)
        at = f"{small:.2f} ms at {sizes[0]:,}, {large:.2f} ms at {sizes[1]:,}"
        print(f"an article more: {at}: {large / small:.2f} times")
        print_sizes(opened[1])
        for name, mean in (("short", 1.5), ("long", 4.2)):
            print(f"{name} articles: ", end="")
            print_sizes(fill(where / f"{name}.db", Writer(9, mean), max(sizes[0] // 4, 100)))
        print(f"memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()
