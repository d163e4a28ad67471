"""What a page of the stream of events costs: `python -m bench.changes [--events 200000]`.

Builds an archive with so many events of 80 sites over three years, and asks a server for pages with filters of all
kinds, those that find nothing too. Prints the time of each in milliseconds, the best of nine.
"""

import argparse
import random
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

from bench.pages import Server
from cundang.search.fold import load_fold
from cundang.search.tokenize import tokenize
from cundang.store.schema import open_archive

PAGES = {
    "the newest": "",
    "without trivial edits": "kind=edited&trivial=no",
    "far down": "before=" + quote("2024-02-01T00:00:00+00:00,99"),
    "a large site": "site=s0",
    "a small site": "site=s79",
    "vanished and restored": "kind=gone&kind=restored",
    "rewritten on a small site": "size=rewrite&site=s70",
    "a week of a site": "since=2025-03-03&until=2025-03-09&site=s3",
    "a common word": "q=" + quote("水位"),
    "a rare word": "q=" + quote("龙舟赛"),
    "a word that is nowhere": "q=" + quote("没有这个词"),
    "a kind that is nowhere": "kind=moved",
    "as JSON": "json",
}
WORDS = ("水位", "渡口", "菜价", "公交", "堤防", "医院", "学校", "粮站", "集市", "道路")
SIZES = {"typo": 60, "sentence": 20, "paragraph": 8, "rewrite": 1, "title": 4, "date": 4, "field": 3}
TEXT = (
    "第{0}号{1}的消息今天公布。有关单位说，{1}一切如常。\n\n记者在现场看到，{1}旁边有{0}个人。管理员说下月{0}日再看。"
)
BEGINNING = datetime(2024, 1, 1, tzinfo=UTC)
ROWS = {
    "articles": "id, url, site, title, text, published_at, language, script, characters, sha256, first_seen_at",
    "revisions": "article_id, number, fetched_at, title, text, published_at, sha256, extractor, found",
    "events": "at, article_id, kind, size, added, removed, other_id",
    "articles_fts": "rowid, title, body",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=200_000)
    with tempfile.TemporaryDirectory() as folder:
        db = Path(folder) / "archive.db"
        print(f"{build(db, parser.parse_args().events)} events")
        with Server([sys.executable, "-m", "archive", "serve", "--port", "0", "--db", str(db)]) as server:
            for name, filters in PAGES.items():
                path = "changes.json" if filters == "json" else f"changes?{filters}"
                print(f"{name:28} {measure(server, f'/archive/{path}'):5.0f} ms")


def build(db: Path, events: int) -> int:
    """Build the archive; returns how many events it has."""
    dice = random.Random(1)
    archive = open_archive(db)
    fold = load_fold(archive.conn)
    rows: dict[str, list[tuple[object, ...]]] = {name: [] for name in ROWS}
    sites = [f"s{number}" for number in range(80)]
    number = 0
    while len(rows["events"]) < events:
        number += 1
        site = dice.choices(sites, [1 / (rank + 1) for rank in range(len(sites))])[0]
        at = BEGINNING + timedelta(minutes=number * 13)
        word = "龙舟赛" if number % 1009 == 0 else dice.choice(WORDS)
        title, text = f"{word}第{number}号公告", TEXT.format(number % 97, word)
        later = text.replace("一切如常", "运行正常") + "供稿：办公室。"
        days = {f"+{n}": _stamp(at + timedelta(days=n, minutes=dice.randrange(1000))) for n in (0, 3, 20, 30)}
        is_edited = dice.random() < 0.5
        own = later if is_edited else text
        rows["articles"].append(
            (
                number,
                f"http://{site}.example/{number}",
                site,
                title,
                own,
                days["+0"],
                "zh",
                "Hans",
                len(own),
                "",
                days["+0"],
            )
        )
        rows["articles_fts"].append((number, tokenize(title, fold), tokenize(own, fold)))
        rows["revisions"].append((number, 1, days["+0"], title, text, days["+0"], "", "bench", "{}"))
        rows["events"].append((days["+0"], number, "new", None, None, None, None))
        if is_edited:
            rows["revisions"].append((number, 2, days["+3"], title, later, days["+0"], "", "bench", "{}"))
            size = dice.choices(list(SIZES), list(SIZES.values()))[0]
            rows["events"].append((days["+3"], number, "edited", size, 9, 4, None))
        if dice.random() < 0.005:
            rows["events"].append((days["+20"], number, "gone", None, None, None, None))
            if dice.random() < 0.2:
                rows["events"].append((days["+30"], number, "restored", None, None, None, None))
        if number > 100 and dice.random() < 0.15:
            rows["events"].append((days["+0"], number - 50, "reprinted", None, None, None, number))
    rows["events"].sort(key=lambda row: str(row[0]))
    archive.execute("PRAGMA synchronous = off")
    archive.execute("BEGIN")
    archive.conn.executemany("INSERT INTO sites(name) VALUES (?)", [(site,) for site in sites])
    for table, columns in ROWS.items():
        marks = ", ".join("?" * len(columns.split(", ")))
        archive.conn.executemany(f"INSERT INTO {table}({columns}) VALUES ({marks})", rows[table])
    archive.execute("COMMIT")
    archive.close()
    return len(rows["events"])


def _stamp(at: datetime) -> str:
    return at.isoformat(timespec="seconds")


def measure(server: Server, path: str, times: int = 9) -> float:
    """The time of an answer in milliseconds, the best of so many."""
    connection = HTTPConnection("127.0.0.1", server.port, timeout=60)
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read()
        taken.append(time.perf_counter() - started)
        assert answer.status == 200, (answer.status, path, body[:200])
    return min(taken) * 1000


if __name__ == "__main__":
    main()
