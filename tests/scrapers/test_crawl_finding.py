"""Articles are found on sites as they are: in sitemaps of any form, behind links as people write them, in frames, in
scripts, behind pages that send on. Each list is served on loopback; the server's log says what was asked for."""

import gzip
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cundang.model.errors import RefusedError
from cundang.model.page import Page
from cundang.model.publisher import BEIJING
from demo.site import make_demo_site
from scrapers.lists import Discovered, read_list
from scrapers.sources import Sitemap
from scrapers.url_dates import parse_day
from tests.helpers.databases import rows
from tests.helpers.loopback import Answer, Server, answering, article, path
from tests.helpers.programs import archive

NS = "http://www.sitemaps.org/schemas/sitemap/0.9"
HTML = {"Content-Type": "text/html"}
FOUND = f"http://127.0.0.1{path(1)}"


def page(body: str, charset: str = "utf-8") -> Answer:
    return (
        200,
        HTML,
        f'<html><head><meta charset="{charset}"><title>白蘋镇</title></head><body>{body}</body></html>'.encode(charset),
    )


def crawl_by_links(server: Server, db: Path) -> int:
    return archive("crawl", server.address, "--allow-private", "--delay", "0", "--db", db).returncode


def problems(db: Path) -> str:
    return "\n".join(reason for (reason,) in rows(db, "SELECT reason FROM problems"))


SITEMAPS = {
    "comment": f"<!-- 手写 > -->\n<urlset xmlns='{NS}'><url><loc>ROOT{path(1)}</loc></url></urlset>",
    "doctype": f"<!DOCTYPE urlset [<!ENTITY a 'b>'>]><urlset xmlns='{NS}'><url><loc>ROOT{path(1)}</loc></url></urlset>",
    "prefix": f"<sm:urlset xmlns:sm='{NS}'><sm:url><sm:loc>ROOT{path(1)}</sm:loc></sm:url></sm:urlset>",
    "undeclared prefix": f"<sm:urlset><sm:url><sm:loc>ROOT{path(1)}</sm:loc></sm:url></sm:urlset>",
    "lines": f"\ufeffROOT{path(1)}\r\n\r\n",
    "rdf": f"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'><item rdf:about='ROOT{path(1)}'><title>t</title></item></rdf:RDF>",
    "xml:base": f"<feed xmlns='http://www.w3.org/2005/Atom' xml:base='ROOT/2026-01/'><entry><link rel='edit' href='/e'/><link href='{path(1).removeprefix('/2026-01/')}'/></entry></feed>",
    "path as guid": f"<rss version='2.0'><channel><item><title>t</title><guid>{path(1)}</guid></item></channel></rss>",
}


@pytest.mark.parametrize("form", SITEMAPS)
def test_sitemaps_and_feeds_of_any_form(form: str) -> None:
    assert read(SITEMAPS[form]).articles == (FOUND,)


def read(text: str, address: str = "http://127.0.0.1/map", content: bytes = b"") -> Discovered:
    """What a sitemap of the demo's kind names; ROOT stands for the server."""
    body = content or text.replace("ROOT", "http://127.0.0.1").encode()
    site = replace(make_demo_site("http://127.0.0.1/"), article=r"/c_\d+\.htm")
    asked = Page(address, datetime(2026, 1, 9, tzinfo=UTC), 200, (), body)
    return read_list(Sitemap(name="map", url=address), asked, site)


def test_an_and_that_is_not_escaped_is_one_and_an_entity_stays_one() -> None:
    entries = "".join(f"<url><loc>{loc}</loc></url>" for loc in (
        "ROOT/2026-01/02/c_1.htm?p=1&k=2", "ROOT/2026-01/02/c_2.htm?p=1&amp;k=2", "<![CDATA[ROOT/2026-01/02/c_3.htm?p=1&k=2]]>",
        "ROOT/2026-01/02/c_4.htm?p=1&copy=2",
    ))  # fmt: skip
    found = read(f"<?xml version='1.0'?><urlset>{entries}</urlset>")
    assert found.written == {
        f"http://127.0.0.1/2026-01/02/c_{n}.htm?p=1&{name}=2": f"http://127.0.0.1/2026-01/02/c_{n}.htm?{name}=2&p=1"
        for n, name in ((1, "k"), (2, "k"), (3, "k"), (4, "copy"))
    }


def test_a_gzipped_sitemap_of_lines() -> None:
    lines = f"http://127.0.0.1{path(1)}\nhttp://127.0.0.1{path(2)}\nkein Eintrag\n"
    found = read("", "http://127.0.0.1/map.txt.gz", gzip.compress(lines.encode()))
    assert found.articles == (FOUND, f"http://127.0.0.1{path(2)}")
    assert found.odd == ("1 lines of this sitemap are no addresses, e.g. kein Eintrag",)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<html><body><p>没有这个页面</p></body></html>", "HTML where a sitemap is due, without an article"),
        ("<?xml version='1.0'?><catalogue><book/></catalogue>", "XML of no kind that is known (<catalogue>), without an address"),
        ("<urlset><url><loc>ROOT/2026-01/02/c_1.htm</loc></url><url><lo", "the XML is cut off within <urlset>; it was read as far as it goes"),
    ],
)  # fmt: skip
def test_a_sitemap_that_is_not_understood_is_told(text: str, reason: str) -> None:
    assert read(text).odd[0] == reason
    with pytest.raises(RefusedError, match="neither XML nor lines of addresses"):
        read("Not found.")


def test_a_page_in_xhtml_is_a_page() -> None:
    found = read(f"<?xml version='1.0'?><!DOCTYPE html><html><body><a href='{path(1)}'>t</a></body></html>")
    assert found.articles == (FOUND,)


@pytest.mark.parametrize(
    ("raw", "day"),
    [("Fri, 02 Jan 2026 23:15:00 CST", "2026-01-02"), ("2026-1-2 8:00:00", "2026-01-02"), ("2026年1月2日", "2026-01-02"),
     ("Fri Jan 02 23:15:00 CST 2026", "2026-01-02"), ("Fri, 02 Jan 2026 23:15:00 GMT+0800", "2026-01-02")],
)  # fmt: skip
def test_days_as_servers_write_them(raw: str, day: str) -> None:
    item = f"<item><link>ROOT/a/2026.htm</link><pubDate>{raw}</pubDate></item>"
    assert parse_day(raw, BEIJING, datetime(2026, 1, 9, tzinfo=UTC)) == day
    link = f"ROOT{path(1)}"
    assert read(f"<rss><channel>{item.replace('ROOT/a/2026.htm', link)}</channel></rss>").days == {FOUND: day}
    assert parse_day("Fri, 02 Jan 2026 23:15:00 CST", UTC, datetime(2026, 1, 9, tzinfo=UTC)) == "2026-01-03"


def test_links_are_asked_for_as_browsers_do(tmp_path: Path) -> None:
    links = {
        "/zt.asp?类别=农事&amp;no=7": "/zt.asp?%C0%E0%B1%F0=%C5%A9%CA%C2&no=7",
        "\\old\\8.html": "/old/8.html",
        " /a/two words.html\u3000": "/a/two%20words.html",
        "/a/li\nne.html": "/a/line.html",
        "/a/x%3By.html?k=1%3B2": "/a/x%3By.html?k=1%3B2",
        "/show.asp?12": "/show.asp?12",
        "/show.asp?b=2&amp;a=1,5": "/show.asp?b=2&a=1,5",
    }
    anchors = "".join(f'<a href="{href}">x</a>' for href in links)
    script = (
        'document.write(\'<a href="a/written.html">x</a>\'); var rows = ["/b/listed.shtml", "/api/rows", "b/near.html"]'
    )
    area = '<map name="m"><area shape="rect" href="/a/area.html"></map>'
    answers = {"/": page(f"{anchors}{area}<script>{script}</script>", "gbk")}
    asked = [*links.values(), "/a/area.html", "/a/written.html", "/b/listed.shtml", "/b/near.html"]
    answers |= {
        target: (200, {}, article(n, f"第{n}篇的文字说的是白蘋镇的渡船，" * 3)) for n, target in enumerate(asked)
    }
    with answering(answers) as server:
        crawl_by_links(server, db := tmp_path / "a.db")
        paths = [each for each in server.paths() if each not in ("/robots.txt", "/", "/sitemap.xml")]
        assert sorted(paths) == sorted(asked)
        server.asked.clear()
        archive("crawl", server.address, "--allow-private", "--delay", "0", "--db", db, "--recheck")
        again = [each for each in server.paths() if each not in ("/robots.txt", "/", "/sitemap.xml")]
        assert sorted(again) == sorted(asked), "a recheck asks as the first crawl did"
    stored = {
        url.partition("/")[2].partition("/")[2].partition("/")[2] for (url,) in rows(db, "SELECT url FROM articles")
    }
    assert "show.asp?a=1%2C5&b=2" in stored, "one form, whatever the order"
    assert rows(db, "SELECT count(*) FROM articles")[0][0] == len(asked)
    (target,) = rows(db, "SELECT redirect_to FROM urls WHERE url LIKE '%/show.asp?b=2&a=1,5'")[0]
    assert target.endswith("/show.asp?a=1%2C5&b=2")
    assert rows(
        db,
        "SELECT count(*) FROM fetches f LEFT JOIN articles a ON a.url = f.url WHERE f.outcome = 'new' AND a.id IS NULL",
    ) == [(0,)]
    copy = tmp_path / "rebuilt.db"
    archive("rebuild", "--db", copy, "--warc", tmp_path / "a.warc")
    assert rows(copy, "SELECT url, text FROM articles ORDER BY url") == rows(
        db, "SELECT url, text FROM articles ORDER BY url"
    )
    assert rows(copy, "SELECT count(*) FROM fetches f JOIN articles a ON a.url = f.url")[0][0] >= len(asked)


def test_texts_and_lists_in_frames_and_behind_pages_that_send_on(tmp_path: Path) -> None:
    story = "<p>清早的雾还没有散，白蘋镇的渡口已经站满了人，大家等着第一班渡船把新茶运到对岸去。</p>" * 3
    framed = '<h1>新茶过江</h1><p>2026-01-02 08:00 来源：白蘋报</p><iframe src="/count.html" width="1" height="1"></iframe><iframe src="text/1.html"></iframe>'
    answers = {
        "/": (200, HTML, b"<html><script>window.location.href = 'main/index.html';</script></html>"),
        "/main/index.html": (200, HTML, b'<html><frameset cols="20%,*"><frame src="left.html"><frame src="http://127.0.0.2/x"></frameset></html>'),
        "/main/left.html": page('<a href="1.html">x</a><a href="2.html">x</a>'),
        "/main/1.html": page(framed),
        "/main/text/1.html": page(f'{story}<p><img src="tea.jpg"></p>{story}'),
        "/main/2.html": page('<meta http-equiv="Refresh" content="0;URL=/main/moved.html">'),
        "/main/moved.html": (200, {}, article(2)),
        "/count.html": page("1"),
    }  # fmt: skip
    with answering(answers) as server:
        crawl_by_links(server, db := tmp_path / "a.db")
        found = {url.removeprefix(server.address): text for url, text in rows(db, "SELECT url, text FROM articles")}
        assert set(found) == {"main/1.html", "main/moved.html"}
        assert "白蘋镇的渡口" in found["main/1.html"]
        assert rows(db, "SELECT url FROM images") == [(f"{server.address}main/text/tea.jpg",)]
        assert server.paths().count("/main/text/1.html") == 1
    assert "its frame leads to another host, which is not read: http://127.0.0.2/x" in problems(db)
    copy = tmp_path / "rebuilt.db"
    archive("rebuild", "--db", copy, "--warc", tmp_path / "a.warc")
    assert rows(copy, "SELECT url, text FROM articles ORDER BY url") == rows(
        db, "SELECT url, text FROM articles ORDER BY url"
    )
