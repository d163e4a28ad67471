"""A list that names no article: the links that it has and why they were left out, or what kind of answer it is."""

from pathlib import Path
from typing import Any

import pytest

from tests.helpers.databases import rows
from tests.helpers.loopback import Answer, answering, article, crawl, listing, path
from tests.helpers.programs import archive

HTML = {"Content-Type": "text/html; charset=utf-8"}


def reason(tmp_path: Path, answer: Answer, kind: str = "Listing", **more: Any) -> str:
    """Why the one source of a site gave nothing: as the crawl says it, and as the archive keeps it."""
    db = tmp_path / "a.db"
    with answering({"/": answer}) as server:
        told = crawl(server, db, kind=kind, **more)["reasons"]["start"]
        [(kept,)] = rows(db, "SELECT reason FROM problems WHERE reason LIKE 'start gave nothing:%'")
        assert kept == f"start gave nothing: {told}"
        return str(told).replace(server.address[:-1], "")


def test_the_links_that_were_left_out_and_why(tmp_path: Path) -> None:
    links = ["/news/2026/0102/4711.shtml", "/news/2026/0103/4712.shtml", "/topic/reed.shtml", "http://reed.example/1.htm",
             "/", "/news/", "/zoo/index.html", "/notice.pdf", "/logo.png", "javascript:void(0)", "#top", "/topic/reed.shtml"]  # fmt: skip
    assert reason(tmp_path, listing(links)) == (
        "none of its 10 links matches the site's pattern of articles: "
        "3 on its hosts "
        "(/news/2026/0102/4711.shtml and /news/2026/0103/4712.shtml), "
        "1 on other hosts (http://reed.example/1.htm), "
        "2 to front pages and folders (/news/ and /zoo/index.html), 1 to files (/notice.pdf), "
        "3 to pictures, scripts, further lists or nowhere"
    )


@pytest.mark.parametrize(
    ("kind", "body", "told"),
    [
        ("Listing", "", "the page is empty"),
        ("Listing", "<html><title>栏目</title><body><p>暂无内容</p></body></html>", "a page without a link, titled '栏目'"),
        (
            "Listing",
            "<html><head><title>栏目</title><script src=a.js></script></head><body><div id=app></div></body></html>",
            "a page that only a script fills (1 scripts, 0 characters of text, no link), titled '栏目'",
        ),
        ("Feed", "<rss version='2.0'><channel><title>x</title></channel></rss>", "a feed or sitemap without an entry"),
        ("Sitemap", "<html><body><p>没有找到</p></body></html>", "HTML where XML is due without a link"),
        (
            "Feed",
            "<html><body><a href='/about.html'>x</a></body></html>",
            "HTML where XML is due; none of its 1 links matches the site's pattern of articles: "
            "1 on its hosts (/about.html)",
        ),
        ("JsonList", '{"data": []}', "an empty list: JSON without an address"),
        ("JsonList", '<html><a href="/x.html">x</a></html>', "HTML where JSON is due; look at it in a browser"),
    ],
)  # fmt: skip
def test_what_kind_of_answer_it_was(tmp_path: Path, kind: str, body: str, told: str) -> None:
    assert reason(tmp_path, (200, HTML, body.encode()), kind) == told


def test_a_list_that_names_articles_on_its_second_page_gave_something(tmp_path: Path) -> None:
    db, first = tmp_path / "a.db", (200, HTML, '<a href="/about.html">x</a><a href="/2.htm">下一页</a>'.encode())
    with answering({"/": first, "/2.htm": listing([path(1)]), path(1): (200, {}, article(1))}) as server:
        assert crawl(server, db)["counts"]["new"] == 1
    assert rows(db, "SELECT reason FROM problems WHERE reason LIKE '%gave nothing%'") == []


def test_the_command_says_it_in_one_line(tmp_path: Path) -> None:
    with answering({"/news/": listing(["/about/1.html", "/about/2.html"])}) as server:
        command = ("crawl", f"{server.address}news/", "--allow-private", "--delay", "0", "--db", tmp_path / "a.db")
        done = archive(*command)
        root = server.address
    assert done.returncode == 3
    assert done.stderr == (
        "127.0.0.1: links gave nothing: none of its 2 links matches the site's pattern of articles: "
        "2 on its hosts "
        f"({root}about/1.html and {root}about/2.html); {root}news/\n"
    )
