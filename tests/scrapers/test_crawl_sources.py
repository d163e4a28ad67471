"""Every kind of source on loopback: feeds, news sitemaps, indexes of sitemaps with a day to begin from."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cundang.model.publisher import BEIJING
from scrapers.url_dates import parse_day
from tests.helpers.databases import rows
from tests.helpers.loopback import Answer, answering, article, crawl, listing, path
from tests.helpers.programs import archive

XML = {"Content-Type": "application/xml"}
OLD = "/2019-05/06/c_1125000001.htm"


def titles(db: Path) -> list[str]:
    return sorted(title for (title,) in rows(db, "SELECT title FROM articles"))


def test_rss_and_atom_feeds(tmp_path: Path) -> None:
    pages = {path(n): (200, {}, article(n)) for n in (1, 2)}
    with answering(pages) as server:
        rss = f"<rss version='2.0'><channel><link>{server.address}</link><item><title>x</title><link>{server.address[:-1]}{path(1)}</link></item></channel></rss>"
        atom = f"<feed xmlns='http://www.w3.org/2005/Atom'><link rel='self' href='/atom'/><entry><link rel='alternate' href='{path(2)}'/></entry></feed>"
        server.answers.update({"/rss": (200, XML, rss.encode()), "/atom": (200, XML, atom.encode())})
        for number, feed in enumerate(("rss", "atom"), 1):
            db = tmp_path / f"{feed}.db"
            assert crawl(server, db, start=f"{server.address}{feed}", kind="Feed")["counts"]["new"] == 1
            assert titles(db) == [f"清淀新区第{number}号消息"]
            assert rows(db, "SELECT source, count(*) FROM named") == [("start", 1)]


def test_a_feed_whose_items_have_a_guid_and_no_link(tmp_path: Path) -> None:
    with answering({path(1): (200, {}, article(1))}) as server:
        guids = f"<item><guid>{server.address[:-1]}{path(1)}</guid></item><item><guid>urn:uuid:7</guid></item>"
        rss = f"<rss version='2.0'><channel><link>{server.address}</link>{guids}</channel></rss>"
        server.answers["/rss"] = (200, XML, rss.encode())
        counts = crawl(server, db := tmp_path / "a.db", start=f"{server.address}rss", kind="Feed")["counts"]
        assert counts["new"] == 1
        assert titles(db) == ["清淀新区第1号消息"]


def test_an_index_of_news_sitemaps_since_a_day(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    pages = {path(1): (200, {}, article(1)), OLD: (200, {}, article(2))}
    with answering(pages) as server:
        root = server.address
        index = f"<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><sitemap><loc>{root}new.xml</loc></sitemap><sitemap><loc>{root}old.xml</loc></sitemap></sitemapindex>"
        news = (
            "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'><url>"
            f"<loc>{root[:-1]}{path(1)}</loc><news:news><news:publication><news:name>x</news:name></news:publication><news:title>t</news:title></news:news></url></urlset>"
        )
        old = f"<urlset><url><loc>{root[:-1]}{OLD}</loc></url></urlset>"
        for name, body in (("index", index), ("new", news), ("old", old)):
            server.answers[f"/{name}.xml"] = (200, XML, body.encode())
        start = f"{root}index.xml"
        crawl(server, db, start=start, kind="Sitemap", since="2026-01-01")
        assert titles(db) == ["清淀新区第1号消息"]
        assert OLD not in server.paths()
        crawl(server, db, start=start, kind="Sitemap", since="2019-01-01")
        assert titles(db) == ["清淀新区第1号消息", "清淀新区第2号消息"], "an earlier day fills back"


@pytest.mark.parametrize(
    ("raw", "day"),
    [
        ("Thu, 01 Jan 2026 23:30:00 GMT", "2026-01-02"),
        ("Thu, 01 Jan 2026 23:30:00 +0800", "2026-01-01"),
        ("2026-01-01T23:30:00-05:00", "2026-01-02"),
        ("2026-01-01 23:30:00", "2026-01-01"),
        ("2026-01-01", "2026-01-01"),
        ("2026-01-01T23:30:00+99:99", None),
        ("9999-12-31T23:59:59-12:00", None),
        ("2027-01-01", None),  # later than it was fetched
        ("0001-01-01T00:00:00Z", None),
        ("1970-01-01T00:00:00Z", None),
        ("Thu, 99 Foo 2026 25:61:61 +9999999", None),
        ("Mon, 01 Jan 99999999999999 00:00:00 GMT", None),
        ("2026", None),
        ("昨天", None),
        ("", None),
        (None, None),
    ],
)
def test_days_as_sources_say_them(raw: str | None, day: str | None) -> None:
    assert parse_day(raw, BEIJING, datetime(2026, 1, 9, tzinfo=UTC)) == day


@given(st.text(max_size=80) | st.from_regex(r"[0-9TZ:+\-. A-Za-z,]{0,64}", fullmatch=True))
def test_no_date_breaks_a_source(raw: str) -> None:
    parse_day(raw, BEIJING, datetime(2026, 1, 9, tzinfo=UTC))


def test_what_a_source_says_of_days_is_read(tmp_path: Path) -> None:
    """Of addresses without a day: older entries and older sitemaps are left, those without a possible day are read."""
    db, odd = tmp_path / "a.db", ("soon", "9999-12-31T23:59:59-14:00", "", "2999-01-01")
    article_at = {"article": r"/a/\d+\.htm$"}
    with answering({f"/a/{n}.htm": (200, {}, article(n)) for n in range(9)}) as server:
        root = server.address

        def urlset(*entries: tuple[int, str]) -> bytes:
            urls = "".join(f"<url><loc>{root}a/{n}.htm</loc>{said}</url>" for n, said in entries)
            return f"<urlset xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'>{urls}</urlset>".encode()

        children = [("old", "2019-01-01"), ("new", "2026-01-03T00:00:00+08:00"), ("odd", "2999-01-01"), ("none", "")]
        index = "".join(
            f"<sitemap><loc>{root}{name}.xml</loc><lastmod>{day}</lastmod></sitemap>" for name, day in children
        )
        server.answers |= {
            "/index.xml": (200, XML, f"<sitemapindex>{index}</sitemapindex>".encode()),
            "/old.xml": (200, XML, urlset((0, ""))),
            "/new.xml": (
                200,
                XML,
                urlset(
                    (1, "<news:news><news:publication_date>2026-01-02T01:00:00Z</news:publication_date></news:news>"),
                    (2, "<lastmod>2018-05-06</lastmod>"),
                ),
            ),
            "/odd.xml": (200, XML, urlset(*((n, f"<lastmod>{said}</lastmod>") for n, said in enumerate(odd, 3)))),
            "/none.xml": (200, XML, urlset((7, ""))),
        }
        start = f"{root}index.xml"
        crawl(server, db, start=start, kind="Sitemap", since="2026-01-01", declared=article_at)
        assert titles(db) == [f"清淀新区第{n}号消息" for n in (1, 3, 4, 5, 6, 7)]
        assert "/old.xml" not in server.paths()
        assert "/a/2.htm" not in server.paths()
        days = dict(rows(db, "SELECT url, day FROM named"))
        assert (days[f"{root}a/1.htm"], days[f"{root}a/2.htm"]) == ("2026-01-02", "2018-05-06")
        told = archive("status", "demo", "--coverage", "--db", db).stdout
        assert "  2018-05-06: 0 of 1\n" in told
        assert f"not read: {root}old.xml: pending\n" in told
        assert "complete" not in told
        crawl(server, db, start=start, kind="Sitemap", declared=article_at)
        assert len(titles(db)) == 8, "what was left is read by a run that begins earlier"
    assert "complete" in archive("status", "demo", "--coverage", "--db", db).stdout


def test_the_days_of_a_feed_are_counted(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    with answering({f"/a/{n}.htm": (200, {}, article(n)) for n in (1, 2)}) as server:
        items = (
            f"<item><link>{server.address}a/1.htm</link><pubDate>Thu, 01 Jan 2026 23:30:00 GMT</pubDate></item>"
            f"<item><link>{server.address}a/2.htm</link><pubDate>Sun, 06 May 2018 08:00:00 +0800</pubDate></item>"
        )
        server.answers["/"] = (200, XML, f"<rss><channel>{items}</channel></rss>".encode())
        crawl(server, db, kind="Feed", since="2026-01-01", declared={"article": r"/a/\d+\.htm$"})
        assert "/a/2.htm" not in server.paths()
    told = json.loads(archive("status", "demo", "--coverage", "--json", "--db", db).stdout)
    assert told["coverage"] == [
        {"source": "start", "day": "2018-05-06", "named": 1, "held": 0},
        {"source": "start", "day": "2026-01-02", "named": 1, "held": 1},
    ]


def test_an_index_that_did_not_change_may_have_sitemaps_that_did(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    with answering({path(n): (200, {}, article(n)) for n in (1, 2)}) as server:
        root = server.address
        index = f"<sitemapindex><sitemap><loc>{root}s.xml</loc></sitemap></sitemapindex>".encode()

        def unchanged(handler: Any) -> Answer:
            return (304, {}, b"") if "If-None-Match" in handler.headers else (200, {**XML, "ETag": '"1"'}, index)

        def urlset(*numbers: int) -> Answer:
            return 200, XML, f"<urlset>{''.join(f'<url><loc>{path(n)}</loc></url>' for n in numbers)}</urlset>".encode()

        server.answers |= {"/": unchanged, "/s.xml": urlset(1)}
        crawl(server, db, kind="Sitemap")
        server.answers["/s.xml"] = urlset(1, 2)
        assert crawl(server, db, kind="Sitemap")["counts"]["new"] == 1
    assert rows(db, "SELECT status, outcome FROM fetches WHERE url = ?", root) == [(200, "list"), (304, "unchanged")]


def test_a_page_that_did_not_change_may_show_a_data_file_that_did(tmp_path: Path) -> None:
    db, data = tmp_path / "a.db", "0" * 32
    shows = f'<ul datatype="ds" data="datasource:{data}"></ul>'.encode()

    def unchanged(handler: Any) -> Answer:
        return (304, {}, b"") if "If-None-Match" in handler.headers else (200, {"ETag": '"1"'}, shows)

    def named(*numbers: int) -> Answer:
        return 200, {}, json.dumps({"datasource": [{"publishUrl": path(n)} for n in numbers]}).encode()

    with answering({"/": unchanged, **{path(n): (200, {}, article(n)) for n in (1, 2)}}) as server:
        for seen in ((1,), (2, 1)):
            server.answers[f"/ds_{data}.json"] = named(*seen)
            assert crawl(server, db)["counts"]["new"] == 1
        root = server.address
    assert rows(db, "SELECT status, outcome FROM fetches WHERE url = ?", root) == [(200, "list"), (304, "unchanged")]
    assert titles(db) == ["清淀新区第1号消息", "清淀新区第2号消息"]


def test_links_outside_the_pattern_are_counted(tmp_path: Path) -> None:
    db, bad = tmp_path / "a.db", "http://[1"
    with answering({path(1): (200, {}, article(1))}) as server:
        server.answers["/"] = listing([path(1), "/2026/0102/new-form.html", "/about.html", "/logo.png", bad, "#top"])
        assert crawl(server, db)["counts"]["new"] == 1
    told = (
        f"start: 2 links outside the pattern of articles (1 with a day in their address), "
        f"e.g. {server.address}2026/0102/new-form.html, {server.address}about.html"
    )
    assert rows(db, "SELECT reason FROM problems") == [(told,)]
    assert f"left out: {told}\n" in archive("status", "demo", "--coverage", "--db", db).stdout
    assert "left out" not in archive("status", "--db", db).stdout
