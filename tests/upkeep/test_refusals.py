"""A run that refuses most of its pages ends with exit 3 and says why; so does `archive check`."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.helpers.databases import change, rows
from tests.helpers.loopback import PARAGRAPH, answering, article, crawl, listing, path
from tests.helpers.programs import archive

LATER = "UPDATE urls SET next_try_at = '2020-01-01T00:00:00+00:00' WHERE kind = 'article'"
SHELL = (200, {}, '<html><head><title>清淀新区</title></head><body><div id="app"></div></body></html>'.encode())


def pages(good: int, bad: int, answer: Any = SHELL) -> dict[str, Any]:
    """Articles, and pages that are none, by their paths."""
    return {path(n): (200, {}, article(n)) if n < good else answer for n in range(good + bad)}


@pytest.mark.parametrize(("good", "bad", "told"), [(0, 47, True), (5, 6, True), (6, 6, False), (0, 4, False)])
def test_a_run_that_refuses_most_of_its_pages_is_told(tmp_path: Path, good: int, bad: int, told: bool) -> None:
    db, named = tmp_path / "a.db", pages(good, bad)
    with answering({"/": listing(list(named)), **named}) as server:
        unmet = crawl(server, db)["unmet"]
        checked = archive("check", "--db", db)
        root = server.address[:-1]
    if not told:
        assert (unmet, checked.returncode, checked.stdout) == ((), 0, "")
        return
    reason = "extract: no running text: a list, a front page, or a page that lost its text"
    examples = f"{root}{path(good + bad - 2)} and {root}{path(good + bad - 1)}"
    what = f"{bad} of {good + bad} new pages gave no article: {reason}"
    assert unmet == (f"{what}; see with `archive show` how it reads {examples}",)
    assert checked.returncode == 3
    assert checked.stdout.startswith(f"demo: {what}, since 20")
    assert checked.stdout.endswith(f"; look at {examples}\n")


def test_the_command_ends_with_3_and_one_line(tmp_path: Path) -> None:
    """Where everything is found by links: pages that are none of them, and link on, are no lists of a site either."""
    shell = SHELL[2].replace(b"</body>", b'<a href="/">home</a></body>')
    named = {f"/{n}.html": (200, {}, shell) for n in range(6)}
    with answering({"/": listing(list(named)), **named}) as server:
        done = archive("crawl", server.address, "--allow-private", "--delay", "0", "--db", tmp_path / "a.db")
    assert done.returncode == 3
    assert done.stderr.count("\n") == 1, done.stderr
    assert done.stderr.startswith("127.0.0.1: 6 of 6 new pages gave no article: ")
    assert done.stderr.endswith(f"{server.address}4.html and {server.address}5.html\n")


def test_the_most_frequent_reason_is_named(tmp_path: Path) -> None:
    named = {**pages(0, 4), path(50): (200, {}, b"x" * 500), path(51): (200, {}, b"%PDF-1.4 x")}
    with answering({"/": listing(list(named)), **named}) as server:
        (told,) = crawl(server, tmp_path / "a.db")["unmet"]
    assert told.startswith("6 of 6 new pages gave no article: extract: no running text")
    assert " (4 of them); see with" in told
    assert told.endswith(path(3))


def test_pages_that_are_forbidden_are_refused_too_but_tell_it_once(tmp_path: Path) -> None:
    db, named = tmp_path / "a.db", pages(1, 6, (403, {}, b"no"))
    with answering({"/": listing(list(named)), **named}) as server:
        (told,) = crawl(server, db)["unmet"]
        assert told.startswith("6 of 7 new pages gave no article: fetch: HTTP 403; look at http")
        assert crawl(server, db)["unmet"] == (), "the same six again are nothing new"
        assert archive("check", "--db", db).returncode == 3
        server.answers |= pages(7, 0)
        assert crawl(server, db)["counts"]["new"] == 6
    assert archive("check", "--db", db).stdout == "", "they came after all"


def test_pages_of_held_articles_are_judged_for_themselves(tmp_path: Path) -> None:
    db, named = tmp_path / "a.db", {path(n): (200, {}, article(n, text=PARAGRAPH * 5)) for n in range(30)}
    with answering({"/": listing(list(named)), **named}) as server:
        crawl(server, db)
        again = {path(n): SHELL for n in range(40, 46)}
        server.answers |= {"/": listing([*named, *again]), **again}
        done = crawl(server, db, recheck=True)
        assert (done["counts"]["unchanged"], len(done["unmet"])) == (30, 1)
        assert done["unmet"][0].startswith("6 of 6 new pages gave no article: ")
        server.answers |= {
            p: (200, {}, article(n, text=f"请开启脚本后再访问，第{n}次检查。").replace(PARAGRAPH.encode(), b""))
            for n, p in enumerate(named)
        }
        (told,) = crawl(server, db, recheck=True)["unmet"]
    assert told.startswith("30 of 30 pages of articles that are held were refused (the articles stay): compare: worse")
    assert rows(db, "SELECT count(*) FROM revisions") == [(30,)]


def test_small_runs_add_up(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    with answering({}) as server:
        for run in range(3):
            named = {path(10 * run + n): SHELL for n in range(2)}
            server.answers |= {"/": listing(list(named)), **named}
            assert crawl(server, db)["unmet"] == (), "two pages say nothing"
    change(db, "UPDATE runs SET started_at = '2026-01-0' || id || substr(started_at, 11)")
    (told,) = [json.loads(line) for line in archive("check", "--json", "--days", "1", "--db", db).stdout.splitlines()]
    assert told["what"].startswith("6 of 6 new pages gave no article"), "also where they are older than a day"


def test_of_a_site_read_by_links_the_pages_that_link_on_are_none_of_them(tmp_path: Path) -> None:
    """Ten columns and two articles: pages for their links are expected there, and so is one that says nothing."""
    columns = {f"/c{n}/": listing([f"/c{n}/a.html", f"/about{n}.html"]) for n in range(10)}
    quiet = {f"/about{n}.html": SHELL for n in range(10)}
    articles = {f"/c{n}/a.html": (200, {}, article(n)) for n in range(10)}
    with answering({"/": listing(list(columns)), **columns, **quiet, **articles}) as server:
        done = crawl(server, tmp_path / "a.db", kind="Links", declared={"article": r"^http://127"})
    assert (done["counts"]["new"], done["counts"]["refused"]) == (10, 10)
    assert done["unmet"] == ()
