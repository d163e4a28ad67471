"""Lists for people: lines of articles, pictures, removals, problems; the tables of Datasette under "as table"."""

import html
import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from cundang.store.schema import open_archive
from tests.helpers.browsers import browsing
from tests.helpers.servers import serving
from tests.web.test_web_pages import get

N = 120  # articles, all of one day but the last ten, which have none
TITLE = "渡口镇第{n}次修桥筹备会昨日召开 镇上决定先修石阶再修栏杆"
PEOPLE = ("articles", "images", "removed", "problems")
TABLES = ("runs", "revisions", "keywords", "people", "attachments", "urls", "fetches", "repairs", "events?_view=table",
          "articles?_view=table", "images?_view=table", "problems?_view=table")  # fmt: skip


@pytest.fixture(scope="module")
def rooms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an archive with some of everything that is listed."""
    db = tmp_path_factory.mktemp("lists") / "archive.db"
    open_archive(db).close()
    with closing(sqlite3.connect(db)) as connection, connection:
        put = connection.executemany
        put("INSERT INTO sites(name, publisher) VALUES (?, ?)", [("dukou", "渡口日报"), ("hexi", "河西<b>网")])
        numbers = range(1, N + 1)
        put(
            "INSERT INTO articles(id, url, site, title, text, published_at, section, script, characters, sha256,"
            " revision_id) VALUES (?, ?, ?, ?, ?, ?, ?, 'Hans', ?, 'x', ?)",
            [
                (
                    n, f"http://dukou.example/{n}.html", ("dukou", "hexi")[n % 2], TITLE.format(n=n), "石阶修好了。栏杆还没有。",
                    "2026-03-01" if n <= N - 10 else None, ("要闻", "副刊")[n % 2], 12, n,
                )
                for n in numbers
            ],
        )  # fmt: skip
        put(
            "INSERT INTO revisions(id, article_id, number, title, text, sha256, extractor, found)"
            " VALUES (?, ?, 1, ?, '石阶修好了。栏杆还没有。', 'x', 'x', '{}')",
            [(n, n, TITLE.format(n=n)) for n in numbers],
        )
        put(
            "INSERT INTO removed VALUES (?, ?, ?, ?, 'a rule')",
            [(7, 6, "button", "【打印】"), (7, 16, "advertisement", "<i>扫码看渡口"), (8, 0, "kind of tomorrow", "甲")],
        )
        put(
            "INSERT INTO images(article_id, position, url, caption, warc_file) VALUES (?, ?, ?, ?, ?)",
            [
                (5, 1, "http://dukou.example/a.jpg", "渡口的<石阶>", None), (5, 2, "http://dukou.example/b.jpg", "", "x.warc.gz"),
                (6, 1, "javascript:alert(1)", "栏杆", None),
            ],
        )  # fmt: skip
        connection.execute(
            "INSERT INTO runs(id, command, site, started_at, reason, version)"
            " VALUES (1, 'crawl', 'hexi', '2026-03-02T01:00:00+00:00', 'outside its hours', '1')"
        )
        put(
            "INSERT INTO problems(run_id, at, url, stage, reason) VALUES (1, '2026-03-02T02:00:00+00:00', ?, ?, ?)",
            [
                ("http://dukou.example/3.html", "fetch", "HTTP 503"), ("http://dukou.example/x", "fetch", "HTTP 404"),
                ("http://[", "extract", "no <b>running text"), ("javascript:alert(1)", "extract", "no <b>running text"),
                *((f"http://dukou.example/{n}", "extract", "mostly links: a list or a front page") for n in range(60)),
            ],
        )  # fmt: skip
        put(
            "INSERT INTO events(article_id, at, kind) VALUES (?, '2026-03-02T02:00:00+00:00', 'new')",
            [(n,) for n in numbers],
        )
        put("INSERT INTO keywords VALUES (?, ?)", [(n, f"词{k}") for n in numbers for k in range(3)])
        connection.execute("INSERT INTO people VALUES (1, 'author', 1, '渡边客', '本报记者', '')")
    with serving(db) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsing() as browser:
        yield browser


def follow(address: str, path: str, pattern: str) -> list[str]:
    """What a pattern finds on all pages of a list."""
    found: list[str] = []
    while path:
        status, _, body = get(address + path)
        assert status == 200
        found += re.findall(pattern, body)
        forward = re.search(r'<a href="([^"]+)" rel="next', body)
        path = html.unescape(forward[1]).removeprefix(address).lstrip("/") if forward else ""
    return found


@pytest.mark.parametrize("order", ["", "&_sort=published_at", "&_sort_desc=section", "&_sort=characters"])
@pytest.mark.parametrize("view", ["", "&_view=table"])
def test_each_article_is_on_one_page_in_any_order(rooms: str, order: str, view: str) -> None:
    """Though all have the same day: a page behind another goes on where that one ended."""
    link = (
        r'<h3 lang="zh-Hans"><a href="/archive/articles/(\d+)"' if not view else r'<a href="/archive/articles/(\d+)">\1'
    )
    numbers = follow(rooms, f"archive/articles?_size=50{order}{view}", link)
    assert len(numbers) == N
    assert len(set(numbers)) == N


@pytest.mark.parametrize("order", ["", "&_sort=published_at"])
def test_the_articles_of_a_section_are_in_order_on_all_pages(rooms: str, order: str) -> None:
    """They are found by another index than those of a list that is not narrowed."""
    link = r'<h3 lang="zh-Hans"><a href="/archive/articles/(\d+)"'
    numbers = follow(rooms, f"archive/articles?section={quote('要闻')}&site=dukou&_size=20{order}", link)
    dated, undated = range(2, N - 9, 2), range(N - 8, N + 1, 2)
    assert [*map(int, numbers)] == ([*undated, *dated] if order else [*dated, *undated])


def test_articles_that_are_gone_are_listed(aged_web: str, aged_archive: Path) -> None:
    with closing(sqlite3.connect(aged_archive)) as connection:
        gone = {str(number) for (number,) in connection.execute("SELECT id FROM articles WHERE state = 'gone'")}
    assert gone
    assert (
        set(follow(aged_web, "archive/articles?state=gone", r'<h3 lang="zh-Han[st]"><a href="/archive/articles/(\d+)"'))
        == gone
    )


def test_a_list_of_rows_with_a_key_of_two_columns_is_whole(rooms: str) -> None:
    assert len(set(follow(rooms, "archive/keywords?_size=70", r'href="/archive/keywords/(\d+,[^"]+)"'))) == 3 * N


def test_lines_and_table_have_the_same_filters(rooms: str) -> None:
    body = get(f"{rooms}archive/articles?section=要闻&id__lt=60".replace("要闻", "%E8%A6%81%E9%97%BB"))[2]
    assert body.count('<li class="line">') == 29
    assert "<table" not in body
    assert '<span lang="zh-Hans">渡口日报</span>' in body
    as_table = next(html.unescape(path) for path in re.findall(r'href="([^"]+)"', body) if "_view=table" in path)
    table = get(rooms + as_table.lstrip("/"))[2]
    assert table.count("<tr>") == 30  # with the head
    assert as_table.count("section=") == 1
    told = re.search(r'href="(/archive/download/articles\.csv\?[^"]+)"', table)
    assert told
    assert len(get(rooms + html.unescape(told[1]).lstrip("/"))[2].splitlines()) - 1 >= 29
    answer = json.loads(get(rooms + as_table.lstrip("/").replace("articles?", "articles.json?"))[2])
    assert answer["filtered_table_rows_count"] == 29
    off = [html.unescape(path) for path in re.findall(r'<li><a href="([^"]+)"\s+rel="nofollow" aria-label', body)]
    assert sorted(sorted(parse_qs(urlsplit(path).query)) for path in off) == [["id__lt"], ["section"]]


def test_a_query_is_shown_without_what_only_paging_needs(rooms: str) -> None:
    body = get(f"{rooms}archive/articles?site=hexi")[2]
    (sql,) = (
        parse_qs(urlsplit(html.unescape(path)).query)["sql"][0]
        for path in re.findall(r'href="(/archive\?sql=[^"]+)', body)
    )
    assert re.fullmatch(r'select .+ from articles where "site" = :p0 order by published_at desc, id limit 51', sql)


def test_pictures_are_with_their_articles_and_none_is_taken_from_elsewhere(rooms: str) -> None:
    body = get(f"{rooms}archive/images?_lang=en")[2]
    assert re.findall(r'<img\s+src="([^"]+)"', body) == ["/archive/articles/5/pictures/2"]
    assert body.count(TITLE.format(n=5)) == 1
    assert "渡口的&lt;石阶&gt;" in body
    assert 'href="javascript:' not in body
    assert "not held" in body


def test_what_was_removed_is_named_and_stands_where_it_stood(rooms: str) -> None:
    body = get(f"{rooms}archive/removed?_lang=en")[2]
    assert '<p class="snippet" lang="zh-Hans">石阶修好了。<del>【打印】</del>栏杆还没有。</p>' in body
    assert "石阶修好了。栏杆还没有。<del>&lt;i&gt;扫码看渡口</del></p>" in body
    assert "<b>Button</b>" in body
    assert "kind of tomorrow" in body  # one that has no name here
    assert get(f"{rooms}archive/removed?kind=button&_lang=en")[2].count("<del>") == 1


def test_problems_are_grouped_in_the_readers_words(rooms: str) -> None:
    body = get(f"{rooms}archive/problems", Accept_Language="zh-CN")[2]
    groups = re.findall(
        r'<li><a href="([^"]+)" rel="nofollow">\s*<span class="number">(\d+)</span>\s*<span>(.*?)</a>', body, re.DOTALL
    )
    assert [int(n) for _, n, _ in groups] == [60, 2, 2]
    assert "大多是链接：是列表或首页" in groups[0][2]
    for path, n, _ in groups:
        found = get(rooms + html.unescape(path).lstrip("/") + "&_size=100")[2]
        assert found.count("<time ") == int(n)
    assert re.search(r'<a href="/archive/articles/3">已收录的文章</a>', get(f"{rooms}archive/problems?stage=fetch")[2])
    assert 'href="javascript:' not in follow(rooms, "archive/problems", "javascript:[^ ]*|href=.javascript:")
    assert "河西&lt;b&gt;网" in body


@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("events", "/archive/changes"), ("events?kind=gone&at__startswith=2026-03", "/archive/changes?kind=gone&since=2026-03&until=2026-03"),
        ("events?article_id=5", "/archive/articles/5/history"), ("events?_lang=en", "/archive/changes?_lang=en"),
    ],
)  # fmt: skip
def test_events_are_read_as_a_stream_or_a_history(rooms: str, path: str, page: str) -> None:
    status, headers, _ = get(f"{rooms}archive/{path}")
    assert (status, headers["location"]) == (302, page)


def test_events_are_a_table_where_the_stream_has_no_such_filter(rooms: str) -> None:
    for path in (
        "events?_view=table",
        "events?added__gt=5",
        "events?at__startswith=2026-03-02T0",
        "events?article_id=%EF%BC%95",
    ):
        assert get(f"{rooms}archive/{path}")[0] == 200
    assert "rows" in json.loads(get(f"{rooms}archive/events.json")[2])


def test_values_of_tables_are_told_in_words(rooms: str) -> None:
    body = get(f"{rooms}archive/runs", Accept_Language="zh-CN")[2]
    assert "到了站点不许抓取的时段" in body
    assert re.search(r'<a href="/archive/sites/hexi"\s+lang="zh">河西&lt;b&gt;网</a>', body)
    row = get(f"{rooms}archive/images/5,1", Accept_Language="zh-CN")[2]
    assert '<a href="/archive/articles/5">5</a>' in row


def test_a_list_on_a_telephone_is_short_and_axe_finds_nothing(browser: Browser, rooms: str) -> None:
    """Fifty articles were 20,600 pixels high."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme="dark", locale="zh-CN")
    page = context.new_page()
    for path in (*PEOPLE, *TABLES):
        page.goto(f"{rooms}archive/{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
        height = page.evaluate("document.documentElement.scrollHeight")
        assert height <= (8_000 if path == "articles" else 10_000), path
        if path in (*PEOPLE, "articles?_view=table"):
            found = Axe().run(page).response["violations"]
            assert [(each["id"], each["nodes"][0]["html"]) for each in found] == [], path
    page.goto(f"{rooms}archive/articles?_view=table")
    assert page.locator(".scrolls").is_visible()
    wrapper = page.locator(".table-wrapper")
    wrapper.evaluate("e => { e.scrollLeft = 200 }")
    left = page.locator("tbody tr td").first.bounding_box()
    frame = wrapper.bounding_box()
    assert left
    assert frame
    assert left["x"] - frame["x"] < 3
    context.close()


def test_the_months_of_a_narrowed_list_are_all_of_its_articles(rooms: str) -> None:
    for path, n in (
        ("section=%E8%A6%81%E9%97%BB", 55),
        ("section=%E8%A6%81%E9%97%BB&characters=12", 55),
        ("id__lte=7", 7),
    ):
        months = json.loads(get(f"{rooms}archive/articles.json?{path}&_facet_month=published_at")[2])["facet_results"]
        assert [value["count"] for value in months["published_at"]["results"]] == [n]
