"""Crawling again: only what is new, edits, disappearances, coverage, any site, limits."""

import gzip
import json
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from fastwarc.warc import ArchiveIterator

from cundang.model.page import Page
from cundang.text.address import find_day
from scrapers.limits import Patterns, generalize, is_repetitive
from scrapers.lists import read_list
from scrapers.site import Site
from scrapers.sources import Sitemap
from tests.helpers.databases import change, rows
from tests.helpers.loopback import PARAGRAPH, answering, article, crawl, listing, path
from tests.helpers.programs import archive

NOW = datetime(2026, 1, 1, tzinfo=UTC)
LATER = "UPDATE urls SET next_try_at = '2020-01-01T00:00:00+00:00' WHERE kind = 'article'"


def with_etag(body: bytes, tag: str) -> Any:
    def answer(handler: Any) -> Any:
        return (304, {}, b"") if handler.headers.get("If-None-Match") == tag else (200, {"ETag": tag}, body)

    return answer


def test_only_what_is_new_is_fetched_and_a_304_is_a_revisit(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    answers = {"/": listing([path(1), path(2)]), path(1): with_etag(article(1), '"1"'), path(2): (200, {}, article(2))}
    with answering(answers) as server:
        crawl(server, db)
        before = len(server.asked)
        again = crawl(server, db)
        assert server.paths()[before:] == ["/robots.txt", "/"], "no article is due"
        assert not again["unmet"]
        due = rows(
            db, "SELECT (julianday(next_try_at) - julianday('now')) * 24 FROM urls WHERE url LIKE ?", f"%{path(1)}"
        )
        assert 5.9 < due[0][0] < 6.1, "a fresh article within hours"
        change(db, "UPDATE articles SET changed_at = '2020-01-01T00:00:00+00:00'")
        assert crawl(server, db, recheck=True)["counts"]["unchanged"] == 2
        due = rows(db, "SELECT julianday(next_try_at) - julianday('now') FROM urls WHERE url LIKE ?", f"%{path(1)}")
        assert 364 < due[0][0] < 366, "an old one yearly"
    assert rows(db, "SELECT count(*) FROM revisions") == [(2,)]
    revisits = []
    for warc in (tmp_path / "a.warc").iterdir():
        with warc.open("rb") as file:
            revisits += [r.headers for r in ArchiveIterator(file) if r.headers["WARC-Type"] == "revisit"]
    assert [h["WARC-Refers-To-Target-URI"] for h in revisits] == [server.address[:-1] + path(1)]
    assert revisits[0]["WARC-Profile"].endswith("/server-not-modified")


def test_edits_are_told_apart_from_moving_furniture(tmp_path: Path) -> None:
    db, furniture = tmp_path / "a.db", iter(range(100))

    def moving(text: str) -> Any:
        def answer(_: Any) -> Any:
            n = next(furniture)
            more = f'<div class="ad">广告{n}</div><ul class="relate-news"><li>相关新闻{n}</li></ul>阅读 {n}'
            return 200, {"ETag": f'"{n}"'}, article(1, text=text, more=more)

        return answer

    with answering({"/": listing([path(1)]), path(1): moving(PARAGRAPH)}) as server:
        crawl(server, db)
        assert crawl(server, db, recheck=True)["counts"]["unchanged"] == 1, "an ETag that changes at every answer"
        server.answers[path(1)] = moving(PARAGRAPH.replace("很好", "极好"))
        assert crawl(server, db, recheck=True)["counts"]["edited"] == 1
    [(kind, size, detail)] = rows(db, "SELECT kind, size, detail FROM events WHERE kind != 'new'")
    assert (kind, size, json.loads(detail)) == ("edited", "typo", {"fields": ["text"]})


def test_gone_after_three_sightings_over_48_hours_and_restored(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    pages = {path(n): (200, {}, article(n)) for n in range(1, 5)}
    with answering({"/": listing(list(pages)), **pages}) as server:
        crawl(server, db)
        missing = [
            (404, {}, b""),
            (302, {"Location": "/"}, b""),
            (200, {}, "<html><title>页面不存在</title></html>".encode()),
        ]
        for number, answer in enumerate(missing):
            server.answers[path(1)] = answer
            change(db, LATER)
            crawl(server, db)
            assert rows(db, "SELECT count(*) FROM absences") == [(number + 1,)]
            assert rows(db, "SELECT count(*) FROM articles WHERE state = 'gone'") == [(0,)], "not within 48 hours"
        change(db, "UPDATE absences SET at = datetime(at, '-3 days') || '+00:00' WHERE reason LIKE 'HTTP%'")
        change(db, LATER)
        crawl(server, db)
        assert rows(db, "SELECT state, text != '' FROM articles WHERE url LIKE ?", f"%{path(1)}") == [("gone", 1)]
        server.answers[path(1)] = pages[path(1)]
        change(db, LATER)
        crawl(server, db)
    assert [row[0] for row in rows(db, "SELECT kind FROM events WHERE article_id = 1 ORDER BY id")] == [
        "new",
        "gone",
        "restored",
    ]
    assert rows(db, "SELECT count(*) FROM absences") == [(0,)]
    assert rows(db, "SELECT count(*) FROM revisions") == [(4,)]


def test_a_site_that_loses_everything_at_once_is_unwell(tmp_path: Path) -> None:
    db, pages = tmp_path / "a.db", {path(n): (200, {}, article(n)) for n in range(8)}
    with answering({"/": listing(list(pages)), **pages}) as server:
        crawl(server, db)
        server.answers.update(dict.fromkeys(pages, (404, {}, b"")))
        done = crawl(server, db, recheck=True)
    assert done["unmet"]
    assert rows(db, "SELECT count(*) FROM absences") == [(0,)]


def test_an_article_that_moves_stays_one(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    with answering({"/": listing([path(1)]), path(1): (200, {}, article(1))}) as server:
        crawl(server, db)
        server.answers.update({path(1): (301, {"Location": path(9)}, b""), path(9): (200, {}, article(1))})
        crawl(server, db, recheck=True)
    [(url,)] = rows(db, "SELECT url FROM articles")
    assert url.endswith(path(9))
    assert [row[0] for row in rows(db, "SELECT kind FROM events ORDER BY id")] == ["new", "moved"]


def test_coverage_proves_completeness_or_names_the_gaps(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    with answering(
        {"/": listing([path(1), path(2)]), path(1): (200, {}, article(1)), path(2): (500, {}, b"")}
    ) as server:
        crawl(server, db)
        told = archive("status", "demo", "--coverage", "--db", db).stdout
        assert "start: 1 of 2 held" in told
        assert "2026-01-02: 1 of 2" in told
        assert f"{path(2)}: failed (HTTP 500)" in told
        server.answers[path(2)] = (200, {}, article(2))
        crawl(server, db)
    assert "complete" in archive("status", "demo", "--coverage", "--db", db).stdout


def test_lists_are_read_on_only_while_they_name_news(tmp_path: Path) -> None:
    db = tmp_path / "a.db"

    def page(numbers: list[int], following: str) -> Any:
        links = "".join(f'<a href="{path(n)}">x</a>' for n in numbers)
        return 200, {}, f'{links}<a href="{following}">下一页</a>'.encode()

    answers = {"/": page([1], "/2.htm"), "/2.htm": page([2], "/3.htm"), "/3.htm": page([3], "/")}
    with answering({**answers, **{path(n): (200, {}, article(n)) for n in range(5)}}) as server:
        assert crawl(server, db)["counts"]["new"] == 3
        before = len(server.asked)
        crawl(server, db)
        assert server.paths()[before:] == ["/robots.txt", "/"]
        server.answers["/"] = page([4, 1], "/2.htm")
        before = len(server.asked)
        crawl(server, db)
        assert set(server.paths()[before:]) == {"/robots.txt", "/", path(4), "/2.htm"}, "page 3 is known"


def test_any_site_is_crawled_by_links_below_its_path(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    html = {"Content-Type": "text/html; charset=utf-8"}

    def page(n: int, links: str = "") -> Any:
        text = "".join(f"<p>{PARAGRAPH}第{n}段{i}。</p>" for i in range(5))
        return (
            200,
            html,
            f"<html><head><title>芦苇第{n}篇</title></head><body><h1>芦苇第{n}篇</h1><article>{text}</article>{links}</body></html>".encode(),
        )

    answers = {
        "/news/": (200, html, b'<a href="1.html">a</a><a href="/private/x.html">b</a><a href="http://127.0.0.1:1/news/">c</a><a href="deep/">d</a>'),
        "/news/deep/": (200, html, b'<a href="../2.html">a</a>'),
        "/robots.txt": (200, {}, b"Sitemap: "), "/news/1.html": page(1), "/news/2.html": page(2), "/news/3.html": page(3),
    }  # fmt: skip
    with answering(answers) as server:
        server.answers["/maps.xml.gz"] = (
            200,
            {},
            gzip.compress(f"<urlset><url><loc>{server.address}news/3.html</loc></url></urlset>".encode()),
        )
        server.answers["/robots.txt"] = (200, {}, f"User-agent: *\nSitemap: {server.address}maps.xml.gz".encode())
        done = archive("crawl", f"{server.address}news/", "--allow-private", "--delay", "0", "--db", db)
        assert done.returncode == 0, done.stderr
        assert "/private/x.html" not in server.paths()
        told = archive("status", "127.0.0.1", "--coverage", "--db", db).stdout
        assert f"not there: {server.address}sitemap.xml, whose address is a guess (HTTP 404)\n" in told
        assert told.endswith("is held; complete\n")
    assert sorted(title for (title,) in rows(db, "SELECT title FROM articles")) == [
        "芦苇第1篇",
        "芦苇第2篇",
        "芦苇第3篇",
    ]


@pytest.mark.parametrize(
    ("answers", "named_by_robots", "not_read"),
    [
        ({"/sitemap.xml": (410, {}, b"")}, False, 0),
        ({"/sitemap.xml": (302, {"Location": "/404.html"}, b""), "/404.html": (404, {}, b"")}, False, 0),
        ({"/sitemap.xml": (500, {}, b"")}, False, 1),
        ({"/sitemap.xml": (403, {}, b"")}, False, 1),
        ({"/sitemap.xml": (404, {}, b"")}, True, 1),  # the site says that there is one
    ],
)
def test_a_guess_that_is_not_there_leaves_no_gap(
    tmp_path: Path, answers: dict[str, Any], named_by_robots: bool, not_read: int
) -> None:
    db = tmp_path / "a.db"
    with answering({"/news/": listing(["/news/1.html"]), "/news/1.html": (200, {}, article(1)), **answers}) as server:
        if named_by_robots:
            server.answers["/robots.txt"] = (200, {}, f"Sitemap: {server.address}sitemap.xml".encode())
        archive("crawl", f"{server.address}news/", "--allow-private", "--delay", "0", "--db", db)
    told = archive("status", "127.0.0.1", "--coverage", "--db", db).stdout
    assert (told.count("not read: "), told.count("not there: ")) == (not_read, 1 - not_read), told
    assert ("complete" in told) is (not_read == 0), told


def test_the_sitemaps_that_robots_txt_names_are_read_in_each_run(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    with answering({f"/news/{n}.html": (200, {}, article(n)) for n in (1, 2)}) as server:

        def sitemap(*numbers: int) -> Any:
            urls = "".join(f"<url><loc>{server.address}news/{n}.html</loc></url>" for n in numbers)
            return 200, {}, f"<urlset>{urls}</urlset>".encode()

        server.answers |= {
            "/robots.txt": (200, {}, f"Sitemap: {server.address}maps.xml".encode()),
            "/news/": listing([]),
        }
        for seen in ((1,), (1, 2)):
            server.answers["/maps.xml"] = sitemap(*seen)
            archive("crawl", f"{server.address}news/", "--allow-private", "--delay", "0", "--db", db)
            assert rows(db, "SELECT count(*) FROM articles") == [(len(seen),)]


def test_a_calendar_without_end_is_left(tmp_path: Path) -> None:
    db = tmp_path / "a.db"

    def endless(handler: Any) -> Any:
        number = int(handler.path.rsplit("/", 1)[1] or 0)
        return 200, {"Content-Type": "text/html"}, f'<a href="/cal/{number + 1}">next day</a>'.encode()

    with answering({"*": endless, "/robots.txt": (404, {}, b""), "/sitemap.xml": (404, {}, b"")}) as server:
        archive("crawl", f"{server.address}cal/", "--allow-private", "--delay", "0", "--db", db)
        assert len(server.asked) < 120
    assert rows(db, "SELECT count(*) FROM problems WHERE reason LIKE 'trap:%/cal/#%'") == [(1,)]


def test_patterns_of_traps() -> None:
    assert is_repetitive("http://a.cn/a/b/a/b/a/b/a/b/")
    assert is_repetitive("http://a.cn/" + "x" * 2001)
    assert not is_repetitive("http://a.cn/2020-01/31/c_1.htm")
    assert generalize("http://a.cn/x?sid=0af&d=2") == generalize("http://a.cn/x?sid=77&d=9")
    patterns = Patterns()
    for n in range(100):
        patterns.record_page(f"http://a.cn/cal/{n}", fruitful=False)
    assert patterns.is_closed("http://a.cn/cal/777")
    assert "a.cn/cal/#" in patterns.closed["a.cn/cal/#"]
    assert not patterns.is_closed("http://a.cn/news/777")


def test_bad_answers_lose_nothing(tmp_path: Path) -> None:
    """Slow, cut, lying, bombs, loops: each a row that says what happened, and the good article beside them is stored."""
    db, bomb = tmp_path / "a.db", gzip.compress(b"0" * (64 << 20))

    def loris(handler: Any) -> None:
        for _ in range(12):
            handler.wfile.write(b"H")
            handler.wfile.flush()
            time.sleep(0.5)

    bad = {
        1: (200, {"Content-Encoding": "gzip"}, bomb),
        2: (200, {"Content-Length": "99999"}, article(2)),
        3: (302, {"Location": path(3)}, b""),
        4: (302, {"Location": f"http://nobody@127.0.0.1{path(4)}"}, b""),
        5: loris,
        6: (200, {"Content-Encoding": "gzip"}, b"no gzip"),
        7: lambda _: None,
        8: (403, {}, b""),
        **{n: (302, {"Location": path(n + 1)}, b"") for n in range(20, 27)},
    }
    good = {path(9): (200, {}, article(9))}
    answers = {path(n): answer for n, answer in bad.items()}
    with answering({"/": listing([*answers, *good]), **answers, **good}) as server:
        done = crawl(server, db, timeout=2)
    assert done["counts"]["new"] == 1
    assert done["reason"] == "finished"
    states = dict(rows(db, "SELECT url, state FROM urls WHERE kind = 'article'"))
    told = {url[-8:-4] for (url,) in rows(db, "SELECT url FROM problems")}
    for n in (1, 2, 4, 5, 6, 7, 8):
        assert states[server.address[:-1] + path(n)] in ("failed", "refused", "done"), n
        assert f"{n:04}" in told, n
    assert rows(db, "SELECT count(*) FROM articles") == [(1,)]


def test_hostile_sitemaps_name_only_the_web(tmp_path: Path) -> None:
    site = Site(name="a", article="c_", zone=None)
    source = Sitemap(name="s", url="http://a.cn/s.xml")
    evil = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd"><!ENTITY a "aaaa">]>
    <urlset><url><loc>file:///c_1</loc></url><url><loc>http://a.cn/&e;c_2</loc></url><url><loc>http://a.cn/c_3</loc><lastmod>2026-01-02</lastmod></url></urlset>"""
    named = read_list(source, Page("http://a.cn/s.xml", NOW, 200, (), evil), site)
    assert all("root:" not in url and url.startswith("http://a.cn/") for url in named.articles)
    assert named.days["http://a.cn/c_3"] == "2026-01-02"
    assert find_day("http://a.cn/20260102/0123/c.html") == "2026-01-02"
