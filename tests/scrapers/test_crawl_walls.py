"""Crawls of sites that answer with something else than articles: checks of visitors, walls, copies without end."""

import re
from pathlib import Path
from typing import Any

import pytest

from tests.helpers.databases import rows
from tests.helpers.loopback import PARAGRAPH, answering, article, crawl, listing, path
from tests.helpers.programs import archive

CHECK = (
    '<html><head><meta charset="utf-8"><title>访问验证</title></head><body><h1>访问验证</h1><p>系统检测到您的访问过于频繁，'
    "请先完成拼图验证，验证通过后会自动回到您要看的页面。</p></body></html>"
).encode()
SCRIPT = b"<html><script>document.cookie='acw_sc__v2=1';document.location.reload()</script></html>"
GONE = (
    '<html><head><meta charset="utf-8"><title>提示</title></head><body><h1>您访问的文章不存在</h1>'
    "<p>它可能已经被删除，请核对网址，或者返回首页。</p></body></html>"
).encode()
EVENTS = "SELECT kind, count(*) FROM events GROUP BY kind"
AT_ONCE = dict.fromkeys(range(1, 5), 0.01)  # seconds


@pytest.mark.parametrize(
    "answer",
    [(200, {}, CHECK), (202, {}, CHECK), (405, {}, CHECK), (412, {}, b""), (521, {}, SCRIPT), (403, {}, CHECK)],
    ids=["200", "202", "405", "412", "521", "403"],
)
def test_a_site_that_shuts_the_crawler_out_is_left_and_nothing_is_changed(tmp_path: Path, answer: Any) -> None:
    db, pages = tmp_path / "a.db", {path(n): (200, {}, article(n)) for n in range(9)}
    with answering({"/": listing(list(pages)), **pages}) as server:
        crawl(server, db)
        before = rows(db, "SELECT url, title, text, state FROM articles ORDER BY id")
        server.answers.update(dict.fromkeys(pages, answer))
        asked = len(server.asked)
        done = crawl(server, db, recheck=True, pauses=AT_ONCE)
        assert done["reason"] == "blocked"
        assert len([p for p in server.paths()[asked:] if p in pages]) <= 6, "the others are not asked for"
        assert "blocked: the last " in done["unmet"][-1]
        assert "verification page" in done["unmet"][-1]
        told = archive("status", "--db", db).stdout
        assert re.search("answers in place of articles: [56] × verification page", told), told
        server.answers.update(pages)
        assert crawl(server, db, recheck=True)["reason"] == "finished"
    assert rows(db, "SELECT url, title, text, state FROM articles ORDER BY id") == before
    assert rows(db, EVENTS) == [("new", 9)]
    assert rows(db, "SELECT count(*) FROM absences") == [(0,)]


def test_one_page_behind_a_check_is_told_and_asked_for_again(tmp_path: Path) -> None:
    db, pages = tmp_path / "a.db", {path(n): (200, {}, article(n)) for n in range(6)}
    with answering({"/": listing(list(pages)), **pages, path(5): (200, {}, CHECK)}) as server:
        done = crawl(server, db, pauses=AT_ONCE)
        assert (done["reason"], done["unmet"]) == ("finished", ())
        assert rows(db, "SELECT count(*) FROM problems WHERE reason LIKE 'verification page: %'") == [(1,)]
        server.answers.update(pages)
        crawl(server, db)
    assert rows(db, EVENTS) == [("new", 6)]


def test_the_command_says_that_a_site_is_blocked(tmp_path: Path) -> None:
    """Of its start page alone nothing in a row can be told; the exit code is 3 all the same."""
    with answering({"*": (200, {}, CHECK), "/robots.txt": (404, {}, b""), "/sitemap.xml": (404, {}, b"")}) as server:
        done = archive("crawl", server.address, "--allow-private", "--delay", "0", "--db", tmp_path / "a.db")
    assert done.returncode == 3
    assert "blocked: " in done.stderr
    assert rows(tmp_path / "a.db", "SELECT count(*) FROM articles") == [(0,)]


def test_a_page_that_is_not_there_with_status_200_is_an_absence_of_what_is_held(tmp_path: Path) -> None:
    db, pages = tmp_path / "a.db", {path(n): (200, {}, article(n)) for n in range(6)}
    with answering({"/": listing([*pages, path(7)]), **pages, path(7): (200, {}, GONE)}) as server:
        crawl(server, db)
        server.answers[path(1)] = (200, {}, GONE)
        assert crawl(server, db, recheck=True)["unmet"] == ()
    assert rows(db, EVENTS) == [("new", 6)]
    assert [
        reason.partition(":")[0]
        for (reason,) in rows(db, "SELECT reason FROM problems WHERE url LIKE ?", f"%{path(7)}")
    ]
    assert rows(db, "SELECT article_id FROM absences") == [(2,)]


@pytest.mark.parametrize("echo", ["", "您从编号{sid}的窗口来到这里，欢迎再来。"], ids=["session ids", "echo"])
def test_the_same_text_at_ever_new_addresses_is_a_trap(tmp_path: Path, echo: str) -> None:
    db = tmp_path / "a.db"

    def answer(handler: Any) -> Any:
        sid = handler.path.partition("sid=")[2] or "0000000"
        number = handler.path.partition("?")[0].rsplit("/", 1)[-1].removesuffix(".html") or "0"
        links = "".join(
            f'<a href="/news/{n}.html?sid={int(sid[:6]) * 3 + n + 1:06}x{number}">第{n}条消息来了</a>'
            for n in range(1, 4)
        )
        text = "".join(f"<p>{PARAGRAPH}第{number}篇第{i}段。</p>" for i in range(5)) + echo.format(sid=sid)
        body = links if number == "0" else f"<h1>芦苇消息之{number}</h1><article>{text}</article>{links}"
        return 200, {"Content-Type": "text/html; charset=utf-8"}, f"<html><body>{body}</body></html>".encode()

    with answering({"*": answer, "/robots.txt": (404, {}, b""), "/sitemap.xml": (404, {}, b"")}) as server:
        archive("crawl", f"{server.address}news/", "--allow-private", "--delay", "0", "--db", db)
        assert len(server.asked) < 40
    assert rows(db, "SELECT count(*) FROM articles")[0][0] <= 24
    assert rows(db, "SELECT count(*) FROM problems WHERE reason LIKE 'trap: the same text on 20 pages%'") == [(1,)]


def test_a_notice_in_the_same_words_each_day_is_no_trap(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    same = article(1, title="渡口今日停航")
    pages = {
        path(n): (200, {}, same.replace(b"2026-01-02", f"2026-{1 + n // 28:02}-{1 + n % 28:02}".encode()))
        for n in range(40)
    }
    with answering({"/": listing(list(pages)), **pages}) as server:
        crawl(server, db)
    assert rows(db, "SELECT count(*) FROM articles") == [(40,)]
    assert rows(db, "SELECT count(*) FROM problems WHERE reason LIKE 'trap%'") == [(0,)]
