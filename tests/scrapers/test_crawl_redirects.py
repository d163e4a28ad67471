"""Redirects as sites send them: in any bytes, to themselves for a cookie, in circles; and a page that a proxy changed."""

from pathlib import Path
from typing import Any

import pytest

from tests.helpers.databases import rows
from tests.helpers.loopback import answering, article, crawl, listing, path
from tests.scrapers.test_crawl_raw import sending

STATES = "SELECT state, redirect_to IS NOT NULL, error FROM urls WHERE url LIKE ?"


def urls_of(db: Path) -> list[str]:
    return [url.split("/", 3)[3] for (url,) in rows(db, "SELECT url FROM articles ORDER BY url")]


@pytest.mark.parametrize(
    ("location", "asked"),
    [
        ("/2026-01/02/渡口.htm".encode(), "/2026-01/02/%E6%B8%A1%E5%8F%A3.htm"),
        ("渡口.htm?里=港".encode(), "/2026-01/02/%E6%B8%A1%E5%8F%A3.htm?%E9%87%8C=%E6%B8%AF"),
        ("/2026-01/02/渠".encode(), "/2026-01/02/%E6%B8%A0"),  # its last byte is a blank in Latin-1
        ("/2026-01/02/渡口.htm".encode("gbk"), "/2026-01/02/%B6%C9%BF%DA.htm"),
        (b"  /2026-01/02/a b.htm ", "/2026-01/02/a%20b.htm"),
        (b"\\2026-01\\02\\ab.htm#top", "/2026-01/02/ab.htm"),
        (b"/2026-01/02/%B6%C9.htm", "/2026-01/02/%B6%C9.htm"),
    ],
)
def test_a_location_leads_where_browsers_go(tmp_path: Path, location: bytes, asked: str) -> None:
    db, old = tmp_path / "a.db", path(1)
    moved = sending(b"HTTP/1.1 302 Found\nContent-Length: 0\nConnection: close\nLocation: " + location)
    answers = {"/robots.txt": (404, {}, b""), "/": listing([old]), old: moved, "*": (200, {}, article(2))}
    with answering(answers) as server:
        crawl(server, db, declared={"article": ".*"})
    assert server.paths() == ["/robots.txt", "/", old, asked]
    assert urls_of(db) == [asked[1:]]
    assert rows(db, STATES, f"%{old}") == [("done", 1, None)]


def with_cookie(number: int, cookie: str, *more: str) -> Any:
    """An article that asks for a cookie first, by a redirect to itself; after it, for the next one."""

    def answer(handler: Any) -> Any:
        sent = (handler.headers.get("Cookie") or "").split("; ")
        missing = next((each for each in (cookie, *more) if each not in sent), None)
        if missing is None:
            return 200, {}, article(number)
        return 302, {"Location": handler.path, "Set-Cookie": f"{missing}; path=/; Domain=127.0.0.1"}, b""

    return answer


def test_an_address_that_redirects_to_itself_for_a_cookie_is_asked_with_it(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    answers = {path(n): with_cookie(n, "seen=1", "and=2") for n in (1, 2)}
    with answering({"/": listing(list(answers)), **answers}) as server:
        done = crawl(server, db)
        sent = {at: [headers.get("Cookie") for _, asked, headers in server.asked if asked == at] for at in answers}
        assert sent[path(1)] == [None, "seen=1", "seen=1; and=2"]
        assert sent[path(2)][-1] == "seen=1; and=2"
        assert len(sent[path(2)]) <= 3  # it may be on its way while the first answer is read
        server.asked.clear()
        crawl(server, db, recheck=True)  # another run knows no cookie
        assert [headers.get("Cookie") for _, _, headers in server.asked][:3] == [None] * 3
    assert (done["counts"]["new"], done["counts"].get("failed", 0)) == (2, 0)
    assert urls_of(db) == [path(1)[1:], path(2)[1:]]
    assert rows(db, "SELECT count(*) FROM problems") == [(0,)]


def test_a_robots_txt_that_asks_for_a_cookie_is_read(tmp_path: Path) -> None:
    def robots(handler: Any) -> Any:
        if handler.headers.get("Cookie") != "seen=1":
            return 302, {"Location": "/robots.txt", "Set-Cookie": "seen=1"}, b""
        return 200, {}, f"User-agent: *\nDisallow: {path(1)}".encode()

    with answering({"/robots.txt": robots, "/": listing([path(1)]), path(1): (200, {}, article(1))}) as server:
        crawl(server, tmp_path / "a.db")
    assert server.paths() == ["/robots.txt", "/robots.txt", "/"]


@pytest.mark.parametrize(
    ("cookie", "times"),
    [({}, 1), ({"Set-Cookie": "a=1; path=/"}, 2), ({"Set-Cookie": "no cookie"}, 1), ({"Set-Cookie": "a={}"}, 6)],
    ids=["none", "that helps nothing", "that is none", "that changes each time"],
)
def test_a_redirect_to_itself_that_does_not_end_is_told(tmp_path: Path, cookie: dict[str, str], times: int) -> None:
    db, asked = tmp_path / "a.db", []

    def answer(handler: Any) -> Any:
        asked.append(handler.path)
        return 302, {"Location": path(1), **{key: value.format(len(asked)) for key, value in cookie.items()}}, b""

    with answering({"/": listing([path(1)]), path(1): answer}) as server:
        crawl(server, db)
    assert len(asked) == times
    assert rows(db, "SELECT reason FROM problems WHERE url LIKE ?", f"%{path(1)}") == [("it redirects to itself",)]
    assert rows(db, STATES, f"%{path(1)}") == [("failed", 0, "it redirects to itself")]


def test_cookies_that_no_redirect_needs_are_not_sent(tmp_path: Path) -> None:
    tracking = {"Set-Cookie": "id=7; path=/"}
    moved = 302, {"Location": path(2), **tracking}, b""
    answers = {path(1): moved, path(2): (200, tracking, article(2)), path(3): (200, tracking, article(3))}
    with answering({"/": listing([path(1), path(3)]), **answers}) as server:
        crawl(server, tmp_path / "a.db")
    assert {headers.get("Cookie") for _, _, headers in server.asked} == {None}
    assert len(server.asked) == 5


def test_a_circle_of_redirects_is_told(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    answers = {path(1): (302, {"Location": path(2)}, b""), path(2): (302, {"Location": path(1)}, b"")}
    with answering({"/": listing([path(1)]), **answers}) as server:
        crawl(server, db)
        assert [asked for asked in server.paths() if asked.startswith("/2026")] == [path(1), path(2)]
        told = f"redirected to {server.address[:-1]}{path(1)}, which redirects back"
    assert rows(db, "SELECT url, reason FROM problems") == [(server.address[:-1] + path(2), told)]


def test_another_spelling_of_the_address_is_asked_for(tmp_path: Path) -> None:
    """A list has the parameters in another order than the site itself insists on."""
    db, ours, its = tmp_path / "a.db", "/show?a=1&id=7", "/show?id=7&a=1"
    answers = {ours: (301, {"Location": its}, b""), its: (200, {}, article(1))}
    with answering({"/": listing([ours]), **answers}) as server:
        crawl(server, db, declared={"article": "show"})
        assert server.paths()[2:] == [ours, its]
    assert urls_of(db) == [ours[1:]]


def test_a_page_that_a_proxy_has_changed_is_a_page(tmp_path: Path) -> None:
    """HTTP 203, of a list, an article and a robots.txt; the archive can be rebuilt of it."""
    db = tmp_path / "a.db"
    robots = 203, {}, f"User-agent: *\nDisallow: {path(2)}".encode()
    answers = {"/": (203, *listing([path(1), path(2)])[1:]), path(1): (203, {"ETag": '"1"'}, article(1))}
    with answering({"/robots.txt": robots, **answers}) as server:
        assert crawl(server, db)["counts"]["new"] == 1
        crawl(server, db, recheck=True)
        assert server.asked[-1][2]["If-None-Match"] == '"1"'
        assert path(2) not in server.paths()
    assert urls_of(db) == [path(1)[1:]]
