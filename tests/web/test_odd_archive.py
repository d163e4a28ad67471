"""An archive of odd articles and sites: no page, file or feed of it fails, and nothing of it becomes markup."""

import asyncio
import re
import sqlite3
from collections import Counter
from contextlib import closing
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest

from cundang.store.schema import open_archive
from datasette_config import make_application
from tests.helpers.databases import copy_of, rows

MARKUP = "\"><img src=x onerror=alert(1)></script><script>alert(2)</script>'{{7*7}}]]>--><!--"
TIMES = (
    "0001-01-01", "9999-12-31T23:59:59+14:00", "0001-01-01T00:00:00+14:00", "2024", "2024-05", "2024-02-30", "", "day",
    "2024-13-45T99:99:99+99:99", "２０２４-01-01", "-2024-01-01", "99999-01-01", "2024-05-17T24:00:00Z", MARKUP,
)  # fmt: skip
SITES = ("news.example.org", "a/b\"c'd", "中国 网", "..", "x?y#z%2f", MARKUP, "", "a+b&c=d", "new.atom", "a\r\nb")
ODD = (
    {"title": "长" * 5000, "text": "字" * 100_000},
    {"title": "", "text": "", "url": ""},
    {"text": "\n\n\n", "url": "file:a b/../\"c'.html"},
    {"url": "javascript:alert(1)", "source_url": "javascript:alert(1)", "title": "=1+1", "text": "@SUM(1)"},
    {"title": "a\0b\x0b\uffff", "text": "\u202eمرحبا\u200f", "author": "\0", "language": "ar", "script": None},
    {"author": "、".join(f"王某{n}" for n in range(300)), "tracking_number": "9" * 3000},
    dict.fromkeys(
        ("title", "text", "author", "editor", "section", "source", "source_name", "document_number", "index_number",
         "kicker", "subtitle", "language", "published_raw", "tracking_number", "source_url"), MARKUP),
    dict.fromkeys(
        ("language", "script", "author", "editor", "section", "source", "source_name", "first_seen_at", "last_seen_at",
         "changed_at", "revision_id")),
)  # fmt: skip
ARTICLES = len(ODD) + len(SITES) + len(TIMES)  # that are odd; the next has no revision
STARTS = (
    "/archive/articles?_view=table", "/archive/urls",
    "/", "/about", "/queries", "/studies", "/downloads", "/archive/search?since=1900", "/archive/sites",
    "/archive/changes?_lang=zh-Hant", "/archive/clusters", "/archive/trends?q=&by=year", "/feeds/new.atom",
    "/feeds/changed.atom", "/sitemap.xml", "/archive/images", "/archive/removed", "/archive/problems",
)  # fmt: skip
HERE = "http://localhost"  # as Datasette's client calls it
MOST, EACH = 110, 1  # addresses, and those that differ in numbers and values alone


@pytest.fixture(scope="module")
def odd_archive(aged_archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    db = copy_of(aged_archive, tmp_path_factory.mktemp("odd"))
    with closing(sqlite3.connect(db)) as connection, connection:
        ids = iter([row[0] for row in connection.execute("SELECT id FROM articles ORDER BY id")])
        for odd in ODD:
            names = ", ".join(f"{name} = ?" for name in odd)
            connection.execute(f"UPDATE articles SET {names} WHERE id = ?", (*odd.values(), next(ids)))
        for site in SITES:
            connection.execute("INSERT INTO sites VALUES (?, ?, 'javascript:alert(1)', NULL, ?)", (site, site, site))
            connection.execute("UPDATE articles SET site = ? WHERE id = ?", (site, next(ids)))
        for time in TIMES:
            own = {"time": time, "id": next(ids)}
            connection.execute("UPDATE articles SET published_at = :time, modified_at = :time WHERE id = :id", own)
            connection.execute("UPDATE revisions SET published_at = :time WHERE article_id = :id", own)
        number = next(ids)
        connection.execute("DELETE FROM revisions WHERE article_id = ?", (number,))
        connection.execute("DELETE FROM images")
        values = [
            (number, place, f"javascript:{place}", MARKUP, kind, 10, "0", "../../etc/passwd", 10**12)
            for place, kind in enumerate(("image/png", "image/svg+xml", "text/html") * 100, 1)
        ]
        connection.executemany("INSERT INTO images VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", values)
        connection.execute("INSERT INTO problems VALUES (NULL, 1, 'day', ?, ?, ?, NULL, NULL)", (MARKUP,) * 3)
        values = [(9999 + n, f"x:{n}", site) for n, site in enumerate(SITES)]
        frontier = "INSERT INTO urls(id, url, site, kind, state, discovered_at) VALUES (?, ?, ?, 'list', 'failed', '')"
        connection.executemany(frontier, values)
        for table, column in (
            ("revisions", "article_id"),
            ("events", "article_id"),
            ("articles", "id"),
        ):  # the last has a number far off
            far = f"UPDATE {table} SET {column} = 54321 WHERE {column} = (SELECT max(id) FROM articles)"
            connection.execute(far)
        connection.execute("UPDATE events SET kind = 'edited', size = NULL WHERE id % 3 = 0")
    return db


def crawl(db: Path, most: int) -> dict[str, Any]:
    """The answers to so many addresses, that pages name, by address."""
    found: dict[str, Any] = {}
    shapes: Counter[str] = Counter()

    async def follow() -> None:
        client = make_application(db).client
        with closing(sqlite3.connect(db)) as connection:
            articles = connection.execute("SELECT id FROM articles ORDER BY id LIMIT ?", (ARTICLES + 2,)).fetchall()
        left = [*STARTS, "/archive/urls/10000", *(f"/archive/articles/{number}" for (number,) in articles)]
        while left and len(found) < most:
            address = left.pop(0)
            found[address] = answer = await client.get(address)
            named = re.findall(r'(?:href|src|action)="([^"#]+)', answer.text) if _is_page(answer) else ()
            for name in named:
                other = urljoin(f"{HERE}{address}", unescape(name))
                shape = re.sub(r"\d+|=[^&]*", "", other)
                path = other.removeprefix(HERE)
                if path.startswith("/") and not shapes[shape] >= EACH and path not in found:
                    shapes[shape] += 1
                    left.append(path)

    asyncio.run(follow())
    return found


def _is_page(answer: Any) -> bool:
    return "html" in answer.headers["content-type"]


def test_no_page_file_or_feed_of_an_odd_archive_fails(odd_archive: Path) -> None:
    (bare,) = rows(odd_archive, f"SELECT id FROM articles ORDER BY id LIMIT 1 OFFSET {ARTICLES}")[0]
    found = crawl(odd_archive, MOST)
    assert len(found) == MOST
    wrong = {address: answer.status_code for address, answer in found.items() if answer.status_code >= 400}
    # Bytes that are not held; a form without its fields; the article without a revision.
    told = ("/pictures/", "/download/search", f"/articles/{bare}")
    assert {address: status for address, status in wrong.items() if not any(part in address for part in told)} == {}
    assert max(wrong.values(), default=0) < 500
    for address, answer in found.items():
        if _is_page(answer):
            assert not re.search(r"<img src=x|<script>alert|(?:href|src|action)=.?javascript:", answer.text), address
            assert str(odd_archive.parent) not in answer.text


def test_sitemaps_are_those_that_have_articles(odd_archive: Path) -> None:
    async def ask() -> list[list[str]]:
        client = make_application(odd_archive).client
        index = re.findall("<loc>http://[^/]+([^<]+)", (await client.get("/sitemap.xml")).text)
        return [re.findall(r"/articles/(\d+)<", (await client.get(path)).text) for path in index]

    first, last = asyncio.run(ask())
    assert len(first) > 1
    assert last == ["54321"]


def test_an_archive_of_nothing_has_its_pages(tmp_path: Path) -> None:
    db = tmp_path / "empty.db"
    open_archive(db).conn.close()
    found = crawl(db, 40)
    fine = {200, 302, 400, 404}
    assert {address: answer.status_code for address, answer in found.items() if answer.status_code not in fine} == {}
    assert all(found[address].status_code == 200 for address in STARTS)
