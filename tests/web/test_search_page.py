"""The search page: exact figures, conditions that come off, several values, what finds where nothing is found."""

import asyncio
import html
import json
import re
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe

from datasette_config import make_application
from datasette_config.serving import listen
from tests.helpers.browsers import browsing
from tests.web.test_web_pages import get

WORD = "湖"


@pytest.fixture(scope="module")
def db(aged_archive: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(aged_archive)
    yield connection
    connection.close()


def address(*pairs: tuple[str, str], at: str = "archive/search") -> str:
    return f"{at}?{urlencode(pairs)}"


def count(web: str, *pairs: tuple[str, str]) -> int:
    return int(json.loads(get(web + address(*pairs, at="archive/search.json"))[2])["total"])


def links(markup: str, part: str) -> list[list[tuple[str, str]]]:
    """The arguments of the links in the elements of a class."""
    found = re.findall(rf'<(ul|nav) class="{part}".*?</\1>', markup, re.DOTALL)
    assert found, part
    blocks = re.finditer(rf'<(ul|nav) class="{part}".*?</\1>', markup, re.DOTALL)
    return [
        parse_qsl(html.unescape(query)) for block in blocks for query in re.findall(r'href="[^"]*\?([^"]*)"', block[0])
    ]


def test_what_is_counted_is_exact_on_every_page(aged_web: str, db: sqlite3.Connection) -> None:
    years = dict(
        db.execute(
            "SELECT substr(published_at, 1, 4), count(*) FROM articles WHERE text || title LIKE ? GROUP BY 1", ("%湖%",)
        )
    )
    assert sum(years.values()) > 20, "more than one page"
    for page in ("1", "2"):
        markup = get(aged_web + address(("q", WORD), ("page", page)))[2]
        told = re.search(r'<nav class="years".*?</nav>', markup, re.DOTALL)
        assert told
        shown = re.findall(r'>(\d{4})\s*<span class="note">([\d,]+)<', told[0])
        assert {year: int(number.replace(",", "")) for year, number in shown} == years
    facets = json.loads(get(aged_web + address(("q", WORD), at="archive/search.json"))[2])["facets"]
    assert sum(number for _, number in facets["months"]) == facets["counted"] == sum(years.values())


def test_what_takes_longer_comes_by_a_request_of_its_own(aged_archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cundang.search.facets.QUICK", 3)
    client = make_application(aged_archive).client

    async def ask() -> tuple[str, dict[str, Any], dict[str, Any], str, str]:
        markup = (await client.get(f"/{address(('q', WORD))}")).text
        told = (await client.get(f"/{address(('q', WORD), at='archive/search.json')}")).json()
        counted = (await client.get("/" + told["facets_at"].split("/", 3)[3])).json()
        (link,) = re.findall(r'<a href="(/archive/search/facets\?[^"]*)"', markup)
        (part,) = re.findall(r'data-facets="([^"]*)"', markup)
        page, fragment = [(await client.get(html.unescape(each))).text for each in (link, part)]
        return markup, told, counted, page, fragment

    markup, told, counted, page, fragment = asyncio.run(ask())
    assert "/assets/facets.js" in markup
    assert 'class="timeline"' not in markup
    assert told["facets"] is None
    facets = counted["facets"]
    assert facets["counted"] == told["total"] == sum(number for _, number in facets["months"]) > 3
    assert 'data-place="times"' in fragment
    assert "<html" not in fragment
    for found in (page, fragment):
        assert 'class="timeline"' in found
        assert len(links(found, "choices")) > 5


def test_a_value_that_is_chosen_comes_off_and_others_can_be_added(aged_web: str, db: sqlite3.Connection) -> None:
    first, second = (
        row[0] for row in db.execute("SELECT source FROM articles WHERE text LIKE '%湖%' AND source != '' GROUP BY 1 ORDER BY count(*) DESC LIMIT 2")
    )  # fmt: skip
    base = [("q", WORD), ("source", first)]
    markup = get(aged_web + address(*base))[2]
    offered = [pairs for pairs in links(markup, "choices") if ("source", second) in pairs]
    assert [("q", WORD), ("source", first), ("source", second), ("sort", "best")] in offered
    assert count(aged_web, *base, ("source", second)) == count(aged_web, *base) + count(
        aged_web, ("q", WORD), ("source", second)
    )
    assert [("q", WORD), ("sort", "best")] in links(markup, "choices"), "the chosen value can be taken off"
    both = get(aged_web + address(*base, ("source", second)))[2]
    assert [("q", WORD), ("source", second), ("sort", "best")] in links(both, "chips")


def test_a_condition_that_was_typed_comes_off_too(aged_web: str) -> None:
    markup = get(aged_web + address(("q", "湖 date:2024 -site:xx 水"), ("state", "live")), Accept_Language="en")[2]
    assert links(markup, "chips") == [
        [("q", "湖 -site:xx 水"), ("state", "live"), ("sort", "best")],
        [("q", "湖 date:2024 水"), ("state", "live"), ("sort", "best")],
        [("q", "湖 date:2024 -site:xx 水"), ("sort", "best")],
        [("q", "湖 水"), ("sort", "best")],
    ]
    assert re.search(r'<span class="hidden">Remove </span>not Site: ', markup)


def test_the_form_keeps_what_narrows_and_names_publishers(aged_web: str, db: sqlite3.Connection) -> None:
    name, publisher = db.execute("SELECT name, publisher FROM sites WHERE publisher != name LIMIT 1").fetchone()
    pairs = [("q", WORD), ("author", "某甲"), ("since", "2019"), ("state", "gone"), ("site", name), ("sort", "oldest")]
    form = re.search(r'<form class="search asking".*?</form>', get(aged_web + address(*pairs))[2], re.DOTALL)
    assert form
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form[0])
    assert sorted(hidden) == sorted([("author", "某甲"), ("site", name), ("sort", "oldest")])
    assert 'name="since" value="2019"' in form[0]
    assert '<option value="gone" selected>' in form[0]
    assert f'<option value="{name}" lang="zh">{publisher}</option>' in get(f"{aged_web}archive/search")[2]


@pytest.mark.parametrize(
    ("pairs", "told"),
    [
        ([("q", "湖"), ("since", "2024-02-30")], "2024-02-30"), ([("q", "湖 until:2023-02-29")], "2023-02-29"),
        ([("date", "soon")], "soon"), ([("q", "湖"), ("state", "dead")], "dead"), ([("pictures", "maybe")], "maybe"),
    ],
)  # fmt: skip
def test_a_condition_that_cannot_be_is_told(aged_web: str, pairs: list[tuple[str, str]], told: str) -> None:
    status, _, markup = get(aged_web + address(*pairs))
    assert status == 200
    assert re.search(f'<p class="hint">“{told}”', markup)
    assert 'class="results"' not in markup


def test_where_nothing_is_found_the_parts_are_counted(aged_web: str, db: sqlite3.Connection) -> None:
    (lake,) = db.execute("SELECT count(*) FROM articles WHERE title || text LIKE '%湖%'").fetchone()
    (recent,) = db.execute(
        "SELECT count(*) FROM articles WHERE title || text LIKE '%湖%' AND published_at >= '2020'"
    ).fetchone()
    markup = get(aged_web + address(("q", "湖 从未写过"), ("since", "2020")), Accept_Language="en")[2]
    part = re.search(r'<section class="parts">.*?</section>', markup, re.DOTALL)
    assert part
    said = re.sub(r"\s+", " ", re.sub("<[^>]*>", "", part[0]))
    assert f"湖 {lake} articles" in said
    assert "从未写过 0 articles" in said
    assert f"without 从未写过 {recent} articles" in said
    assert count(aged_web, ("q", "湖"), ("since", "2020")) == recent > 0


@pytest.mark.parametrize("page", ["9999", "0", "x", "99999999999999"])
def test_a_page_beyond_the_last_is_told(aged_web: str, page: str) -> None:
    status, _, markup = get(aged_web + address(("q", WORD), ("page", page)))
    assert status == 404
    assert re.search(rf'<p class="hint">[^<]*{page}[^<]*<a href="\?q=[^"]*page=2">', markup)


def test_each_line_leads_to_its_article_with_the_search_and_its_place(aged_web: str) -> None:
    pairs = [("q", WORD), ("state", "live"), ("sort", "oldest")]
    told = json.loads(get(aged_web + address(*pairs, ("page", "2"), at="archive/search.json"))[2])
    markup = get(aged_web + address(*pairs, ("page", "2")))[2]
    found = re.findall(r'<h3[^>]*><a href="/archive/articles/(\d+)\?([^"]*)"', markup)
    assert [int(number) for number, _ in found] == [hit["id"] for hit in told["hits"]]
    assert [parse_qsl(html.unescape(query)) for _, query in found] == [
        [*pairs, ("at", str(place))] for place in range(21, 21 + len(found))
    ]


def test_all_values_of_a_facet_are_on_a_page(aged_web: str, db: sqlite3.Connection) -> None:
    keywords = dict(
        db.execute(
            "SELECT keyword, count(*) FROM keywords JOIN articles ON id = article_id"
            " WHERE text || title LIKE '%湖%' GROUP BY 1"
        )
    )
    assert len(keywords) > 8, "more than the search page shows"
    more = address(("q", WORD), ("sort", "best"), ("facet", "keyword"), at="archive/search/facets")
    assert html.escape(more) in get(aged_web + address(("q", WORD)))[2]
    markup = get(aged_web + more)[2]
    assert len(links(markup, "choices")) == len(keywords)
    status, _, markup = get(f"{aged_web}archive/search/facets?q={quote(WORD)}&facet=colour", Accept_Language="en")
    assert status == 400
    assert "facet=colour: only site" in markup


@pytest.fixture
def hurried(aged_archive: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The archive served by a thread, which counts next to nothing while a page waits."""
    monkeypatch.setattr("cundang.search.facets.QUICK", 3)
    listening = listen("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(make_application(aged_archive).app(), log_level="error", lifespan="on"))
    thread = threading.Thread(target=server.run, args=([listening],))
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
    server.should_exit = True
    thread.join()


def test_figures_come_after_the_page(hurried: str) -> None:
    with browsing() as browser:
        page = browser.new_page()
        page.goto(hurried + address(("q", WORD), ("state", "live")))
        page.wait_for_selector("#times .years a")
        assert page.locator("#values ul.choices a").count() > 5
        assert page.locator("#times.later").count() == 0
        assert [each["id"] for each in Axe().run(page).response["violations"]] == []


def test_everybody_can_take_a_condition_off(aged_web: str) -> None:
    with browsing() as browser:
        page = browser.new_page(viewport={"width": 320, "height": 800}, color_scheme="dark")
        page.goto(aged_web + address(("q", "湖 从未写过"), ("since", "2020")))
        assert [each["id"] for each in Axe().run(page).response["violations"]] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        page.locator(".chips a").first.focus()
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "since" not in url)
