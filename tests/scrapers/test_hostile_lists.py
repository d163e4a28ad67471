"""Lists that were made to break a crawl: each costs a line in `problems`, and the run goes on."""

import re
from pathlib import Path
from typing import Any

import pytest

from cundang.model.publisher import BEIJING
from scrapers.site import Site
from scrapers.sources import Gkmlpt, Jpaas, JsonList, Listing, Sitemap, Source, Xhcloud
from tests.helpers.crawls import Plan, crawl_sites
from tests.helpers.databases import rows
from tests.helpers.loopback import answering, article

_JPAAS = "api-gateway/jpaas-publish-server/front/page/build/unit"


@pytest.mark.parametrize(
    ("kind", "path", "declared", "body"),
    [
        (JsonList, "l", {"rows": "r", "link": "u"}, r'{"r": [{"u": "/a/\ud800.html"}]}'),
        (JsonList, "l", {"rows": "r", "link": "u"}, r'{"r": [{"u": 1, "x": "\ud800"}]}'),
        (JsonList, "l", {"rows": "r", "link": "u", "day": "d"}, r'{"r": [{"u": "/a/2", "d": "\ud800"}]}'),
        (JsonList, "l", {"rows": "r", "link": "u", "day": "d"}, '{"r": [{"u": "/a/2", "d": 1e999}, {"u": "/a/2", "d": NaN}]}'),
        (JsonList, "l", {"rows": "r", "article": "/a/{i}"}, r'{"r": [{"i": "\ud800"}]}'),
        (JsonList, "l", {"rows": "r", "cursor": "c", "page_parameter": "p"}, r'{"c": "\ud800", "r": [{"url": "/a/2"}]}'),
        (JsonList, "l", {"rows": "r"}, r'{"\ud800": 1}'),
        (JsonList, "l", {}, r'["/a/\ud800"]'),
        (JsonList, "l", {"rows": "r", "link": "u"}, r'{"r": [{"u": "http://[/a/1"}, {"u": "http://a:b/a/1"}]}'),
        (JsonList, "l", {"rows": "r", "article": "/a/{i}"}, '{"r": [{"i": ' + "9" * 4000 + "}]}"),
        (Jpaas, f"{_JPAAS}?paramJson=%7B%22pageNo%22:Infinity%7D", {}, '{"data": {"html": "<a href=/a/2>x</a>"}}'),
        (Jpaas, _JPAAS, {}, r'{"message": "\ud800"}'),
        (Gkmlpt, "gkmlpt/api/all/0?page=1", {}, r'{"articles": [{"url": "/a/\ud800", "date": {"a": 1}}], "total": 1e400}'),
    ],
)  # fmt: skip
def test_a_hostile_list_ends_no_run(
    tmp_path: Path, kind: type[Source], path: str, declared: dict[str, str], body: str
) -> None:
    db = tmp_path / "a.db"
    with answering({f"/{path.partition('?')[0]}": (200, {}, body.encode())}) as server:
        source = kind(name="a", url=f"{server.address}{path}", **declared)
        site = Site(name="x", hosts=("127.0.0.1",), article=r"/a/", sources=(source,), zone=BEIJING, loopback=True)
        (crawled,) = crawl_sites([Plan(site, db)])
    assert (crawled.reason, crawled.error) == ("finished", "")
    assert rows(db, "SELECT reason FROM problems WHERE reason LIKE '%fault of this software%'") == []


def name_another(number: int, host: str) -> str:
    return f'<meta http-equiv="refresh" content="0;url=/n/{number + 1}">'


def name_a_sitemap(number: int, host: str) -> str:
    entry = f"<sitemap><loc>http://{host}/n/{number + 1}</loc></sitemap>"
    return f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entry}</sitemapindex>'


def name_three(number: int, host: str) -> str:
    return "".join(f'<a href="/n/{3 * number + n}">x</a>' for n in range(3))


@pytest.mark.parametrize(
    ("kind", "declared", "write"),
    [
        (Listing, {}, name_another),
        (Sitemap, {}, name_a_sitemap),
        (Listing, {"parts": r"/n/\d+"}, name_three),
    ],
)
def test_lists_of_lists_end(tmp_path: Path, kind: type[Source], declared: dict[str, str], write: Any) -> None:
    def answer(handler: Any) -> tuple[int, dict[str, str], bytes]:
        found = re.fullmatch(r"/n/(\d+)", handler.path)
        if not found or int(found[1]) > 3000:
            return 404, {}, b"none"
        return 200, {}, write(int(found[1]), handler.headers["Host"]).encode()

    db = tmp_path / "a.db"
    with answering({"*": answer}) as server:
        source = kind(name="a", url=f"{server.address}n/1", **declared)
        site = Site(name="x", hosts=("127.0.0.1",), article=r"/a/", sources=(source,), zone=BEIJING, loopback=True)
        crawl_sites([Plan(site, db)], {"MOST_DEPTH": 20, "MOST_PAGES": 50})
        assert len(server.asked) < 120
    assert rows(db, "SELECT count(*) > 0 FROM problems WHERE reason LIKE 'trap: a: %lists of lists%'") == [(1,)]


def test_no_page_makes_a_crawl_post(tmp_path: Path) -> None:
    """What stands behind the # of an address is posted only where the site's module says so."""
    posting = "#post-form=delete=all"

    def answer(handler: Any) -> tuple[int, dict[str, str], bytes]:
        host = handler.headers["Host"]
        if handler.path == "/robots.txt":
            return 200, {}, f"Sitemap: http://{host}/map.xml{posting}".encode()
        if handler.path == "/l":
            links = f'<a href="/a/1{posting}">x</a><a href="/l2{posting}">下一页</a><a href="/a/9{posting}">x</a>'
            return 200, {"Content-Type": "text/html"}, links.encode()
        if handler.path == "/a/9":
            return 302, {"Location": f"/a/8{posting}"}, b""
        if re.fullmatch(r"/a/\d", handler.path):
            hosted = f'<div data="datasource:{"0" * 32}" preview="x{posting}"></div>'
            return 200, {"Content-Type": "text/html"}, article(int(handler.path[3:]), more=hosted)
        return 404, {}, b"none"

    with answering({"*": answer}) as server:
        sources = (
            Xhcloud(name="a", url=f"{server.address}l"),
            Sitemap(name="b", url=f"{server.address}sitemap.xml", optional=True),
        )
        site = Site(name="x", hosts=("127.0.0.1",), article=r"/a/", sources=sources, zone=BEIJING, loopback=True)
        (crawled,) = crawl_sites([Plan(site, tmp_path / "a.db")])
        assert crawled.counts["new"] == 2
        assert {"/map.xml", "/l2", "/a/x"} <= set(server.paths())
        assert server.posted == []
