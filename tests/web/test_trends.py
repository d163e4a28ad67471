"""The page of attention over time: its figures, files, links and limits."""

import asyncio
import csv
import io
import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from html import unescape
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from axe_playwright_python.sync_playwright import Axe

from cundang.search.fold import load_fold
from cundang.search.tokenize import tokenize
from cundang.search.trends import list_periods
from cundang.store.schema import open_archive
from datasette_config import make_application
from datasette_config.drawing.curves import draw_curves, label_times
from datasette_config.trends import COLUMNS, MOST_POINTS, say_percent
from tests.helpers.browsers import browsing
from tests.helpers.servers import serving
from tests.web.test_web_pages import get

# site, published, words: two words over five months, of which the third has no article.
ARTICLES = [
    ("lan", "2025-01-03T08:00:00+08:00", "河湾"),
    ("lan", "2025-01-04T23:30:00+08:00", "河湾 =栈桥"),
    ("shi", "2025-01-31", "灯会"),
    ("shi", "2025-02-10", "栈桥"),
    ("lan", "2025-04-10", "河湾"),
    ("shi", "2025-04-11", "灯会"),
    ("lan", "2025-05-20", "栈桥"),
    ("lan", None, "河湾"),
    ("shi", None, "灯会"),
]
RIVER, BRIDGE = "河湾", "栈桥"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("trends") / "archive.db"
    with closing(open_archive(path)) as db, db.conn as connection:
        fold = load_fold(connection)
        connection.executemany(
            "INSERT INTO sites(name, publisher) VALUES (?, ?)", [("lan", "岚坪<i>日报</i>"), ("shi", "石浦网")]
        )
        for number, (site, published, words) in enumerate(ARTICLES, 1):
            connection.execute(
                "INSERT INTO articles(id, url, site, title, text, published_at, characters, sha256)"
                " VALUES (?, ?, ?, ?, ?, ?, 1, '')",
                (number, f"http://{site}.example/{number}", site, words, words, published),
            )
            connection.execute(
                "INSERT INTO articles_fts(rowid, title, body) VALUES (?, ?, ?)", (number, tokenize(words, fold), "")
            )
    return path


@pytest.fixture(scope="module")
def address(made: Path) -> Iterator[str]:
    with serving(made) as address:
        yield address


def ask(
    address: str, ending: str = "", language: str = "en", **args: str | list[str]
) -> tuple[int, dict[str, str], str]:
    return get(f"{address}archive/trends{ending}?{urlencode(args, doseq=True)}", Accept_Language=language)


def counts(address: str, **args: str | list[str]) -> list[list[int]]:
    found = json.loads(ask(address, ".json", **args)[2])
    return [[period["articles"] for period in query["periods"]] for query in found["queries"]]


# Figures


def test_counts_and_shares_by_month(address: str) -> None:
    found = json.loads(ask(address, ".json", q=[RIVER, BRIDGE], by="month")[2])
    assert found["all"] == {"articles": 9, "undated": 2}
    assert [(query["query"], query["articles"], query["undated"]) for query in found["queries"]] == [
        (RIVER, 4, 1), (BRIDGE, 3, 0),
    ]  # fmt: skip
    river, bridge = ([tuple(period.values()) for period in query["periods"]] for query in found["queries"])
    assert [(period, n, whole, percent) for period, _, _, n, whole, percent in river] == [
        ("2025-01", 2, 3, 66.6667), ("2025-02", 0, 1, 0.0), ("2025-03", 0, 0, None), ("2025-04", 1, 2, 50.0),
        ("2025-05", 0, 1, 0.0),
    ]  # fmt: skip
    assert [n for _, _, _, n, _, _ in bridge] == [1, 1, 0, 0, 1]
    assert river[2][1:3] == ("2025-03-01", "2025-03-31")


def test_what_narrows_holds_for_all_queries_and_for_the_whole(address: str) -> None:
    found = json.loads(
        ask(address, ".json", q=[RIVER, BRIDGE], by="month", site="lan", since="2025-01", until="2025-04")[2]
    )
    assert found["all"] == {"articles": 3, "undated": 0}
    river, bridge = found["queries"]
    assert [(each["articles"], each["all_articles"]) for each in river["periods"]] == [(2, 2), (0, 0), (0, 0), (1, 1)]
    assert [each["articles"] for each in bridge["periods"]] == [1, 0, 0, 0]
    assert counts(address, q=f"site:shi {BRIDGE}", by="year") == [[1]]


def test_without_a_query_all_articles_are_drawn(address: str) -> None:
    assert counts(address, by="month") == [[3, 1, 0, 2, 1]]
    assert 'class="lines"' in ask(address, by="month", q=["", " "])[2]


def test_by_day_each_day_has_its_place(address: str) -> None:
    (found,) = counts(address, q=RIVER, by="day", until="2025-01")
    assert found == [1, 1, *[0] * 27]
    assert counts(address, q=RIVER, by="week", until="2025-01") == [[2, 0, 0, 0, 0]]


# The page


@pytest.mark.parametrize("language", ["zh", "zh-TW", "en"])
@pytest.mark.parametrize("share", ["", "1"])
def test_the_page_has_the_numbers_and_leads_to_the_articles(address: str, language: str, share: str) -> None:
    status, _, page = ask(address, language=language, q=[RIVER, BRIDGE], by="month", share=share, site=["lan", "shi"])
    assert status == 200
    assert "<i>" not in page
    table = [re.sub(r"\s*<[^>]*>\s*", " ", row).split() for row in page.split("<tbody>")[1].split("<tr")[1:6]]
    assert [row[-3:] for row in table][:3] == (
        [["66.7%", "33.3%", "3"], ["0%", "100%", "1"], ["–", "–", "0"]] if share else [["2", "1", "3"], ["0", "1", "1"], ["0", "0", "0"]]
    )  # fmt: skip
    links = [unescape(link) for link in re.findall(r'<td[^>]*><a href="([^"]*)"', page)]
    assert len(links) == 5
    for link, n in zip(links, (2, 1, 1, 1, 1), strict=True):
        found = json.loads(get(address + link.replace("/search?", "/search.json?")[1:])[2])
        assert found["total"] == n, link
    assert len(re.findall(r'<rect class="nothing"', page)) == 1  # March
    assert len(re.findall("<polyline", page)) == (4 if share else 2)  # a share of nothing is a gap


def test_a_dot_is_a_link_while_there_are_few(address: str) -> None:
    few, many = (ask(address, q=RIVER, by=by)[2] for by in ("month", "day"))
    assert len(re.findall(r'tabindex="-1" rel="nofollow"><title>', few)) == 2
    assert "<title>河湾 · Jan 2025 · 2</title>" in few
    assert "<title>河湾 · 3 Jan 2025" not in many


def test_what_is_not_drawn_is_told(address: str) -> None:
    page = ask(address, q=[RIVER, "没有的词"], by="month")[2]
    assert "1 without a date is not drawn" in page
    assert "no article found" in page
    assert page.count('<th scope="col" class="number" data-number') == 1
    status, _, nothing = ask(address, q="没有的词")
    assert (status, "nothing to draw" in nothing, "<polyline" in nothing) == (200, True, False)
    status, _, nothing = ask(address, q=RIVER, since="2030")
    assert (status, "no article with a date" in nothing) == (200, True)
    assert "not whole" in ask(address, q=RIVER, by="month", since="2025-01-02")[2]


def test_one_point_is_drawn(address: str) -> None:
    page = ask(address, q=RIVER, by="year")[2]
    assert (page.count("<circle"), page.count("<polyline")) == (1, 0)


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ({"by": "hour"}, "by=hour: it can be"),
        ({"since": "2024-02-30"}, "since=2024-02-30: no such date"),
        ({"until": "2025-01-01x"}, "until=2025-01-01x: no such date"),
        ({"since": "2025-03", "until": "2025-02"}, "2025-03-01, is after the last, 2025-02-28"),
        ({"q": [RIVER, BRIDGE, "a", "b", "c", "d", "e", "f", "g"]}, "9 queries were given"),
        ({"q": "date:2025-99"}, "2025-99"),
        ({"q": "——"}, "——"),
        ({"by": "<script>"}, "by=&lt;script&gt;"),
        ({"since": "\0"}, "since="),
    ],
)
def test_what_cannot_be_used_is_told(address: str, args: dict[str, str | list[str]], said: str) -> None:
    asked: dict[str, str | list[str]] = {"q": RIVER, **args}
    status, _, page = ask(address, **asked)
    assert (status, 'class="hint"' in page) == (400, True)
    if said != "——":
        assert said in page
    status, _, page = ask(address, ".csv", **asked)
    assert (status, "text/csv" in page) == (400, False)
    status, _, page = ask(address, ".json", **asked)
    assert (status, json.loads(page)["ok"]) == (400, False)


def test_counting_that_takes_too_long_is_told_and_the_query_kept(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> None:
        raise sqlite3.OperationalError("interrupted")

    monkeypatch.setattr("datasette_config.trends.count_days", stop)
    application = make_application(made)

    async def get_page(path: str) -> tuple[int, str]:
        answered = await application.client.get(path, headers={"accept-language": "en"})
        return answered.status_code, answered.text

    status, page = asyncio.run(get_page(f"/archive/trends?q={quote(RIVER)}"))
    assert (status, "longer than is allowed" in page, f'value="{RIVER}"' in page) == (503, True, True)
    assert asyncio.run(get_page(f"/archive/trends.csv?q={quote(RIVER)}"))[0] == 400


# Files


def test_the_numbers_as_csv(address: str) -> None:
    status, headers, body = ask(address, ".csv", q=[RIVER, "=" + BRIDGE], by="month")
    assert status == 200
    assert f"UTF-8''{quote('cundang-河湾-栈桥-month-')}" in headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(body)))
    assert [*rows[0]] == [column.name for column in COLUMNS]
    assert [row["articles"] for row in rows] == ["2", "0", "0", "1", "0", "1", "1", "1", "0", "0", "1"]
    assert (rows[5]["period"], rows[5]["all_articles"]) == ("", "2")  # of the first query, without a date
    assert sum(int(row["articles"]) for row in rows if row["query"] == RIVER) == 4
    safe = ask(address, ".excel.csv", q=[RIVER, "=" + BRIDGE], by="month")[2]
    assert "'=栈桥,month,2025-01" in safe
    assert ",=" not in safe.replace("\n", ",")


def test_too_many_points_are_drawn_by_a_longer_step_and_are_whole_in_the_file(address: str, tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with closing(open_archive(path)) as db, db.conn as connection:
        connection.execute("INSERT INTO sites(name) VALUES ('lan')")
        for day in ("1985-01-01", "2024-12-31", "9999-12-31"):
            connection.execute(
                "INSERT INTO articles(url, site, title, text, published_at, characters, sha256)"
                " VALUES (?, 'lan', '', '', ?, 1, '')", (day, day),
            )  # fmt: skip
    with serving(path) as other:
        status, _, page = ask(other, by="day")
        assert (status, "14,610 points" in page) == (200, True)
        assert page.count("<tr data-since") <= MOST_POINTS
        assert "selected>month" not in page  # the form keeps what was asked
        assert len(ask(other, ".csv", by="day")[2].splitlines()) == 1 + 14_610 + 1  # and one of no calendar of ours


# The drawing


@pytest.mark.parametrize(
    ("highest", "top"), [(0, 1), (0.004, 0.004), (0.31, 0.4), (3, 3), (7.2, 8), (66.7, 80), (100, 100)]
)
def test_shares_fill_their_axis(highest: float, top: float) -> None:
    periods = list_periods(date(2024, 1, 1), date(2024, 3, 1), "month")
    chart = draw_curves(periods, [[highest, 0, None]], [1, 1, 0], "%")
    assert chart.top == pytest.approx(top)
    assert chart.y[0].label == "0%"
    assert 2 <= len(chart.y) <= 6


@pytest.mark.parametrize(
    ("first", "last", "step", "labels"),
    [
        ("2012-01-01", "2025-12-28", "month", "2012 2014 2016 2018 2020 2022 2024"),
        ("2024-11-20", "2025-03-03", "day", "2024-12 2025-01 2025-02 2025-03"),
        ("2024-12-25", "2025-01-02", "day", "2024-12-25 12-26 12-27 12-28 12-29 12-30 12-31 2025-01-01 2025-01-02"),
        ("2024-12-20", "2025-01-20", "week", "2024-W51 W52 2025-W01 W02 W03 W04"),
        ("2024-03-05", "2024-03-05", "day", "2024-03-05"),
        ("1000-01-01", "2999-01-01", "year", "1000 1500 2000 2500"),
    ],
)
def test_an_axis_of_time_is_labelled_where_something_begins(first: str, last: str, step: str, labels: str) -> None:
    ticks = label_times(list_periods(date.fromisoformat(first), date.fromisoformat(last), step))
    assert " ".join(tick.label for tick in ticks) == labels
    assert sum(not tick.minor for tick in ticks) <= 5


def test_percents_are_as_long_as_they_tell_something() -> None:
    assert [say_percent(n) for n in (None, 0, 0.0123, 0.5, 12.345, 100)] == [
        "–",
        "0%",
        "0.012%",
        "0.50%",
        "12.3%",
        "100%",
    ]


# In a browser


def test_keys_move_and_select_and_the_pointer_drags(address: str) -> None:
    with browsing() as browser:
        page = browser.new_context(locale="en", viewport={"width": 1280, "height": 1000}).new_page()
        page.goto(f"{address}archive/trends?{urlencode({'q': [RIVER, BRIDGE], 'by': 'month'}, doseq=True)}")
        layer = page.locator(".curves [role=slider]")
        layer.focus()
        for key in ("Home", "ArrowRight"):
            page.keyboard.press(key)
        assert layer.get_attribute("aria-valuetext") == "Feb 2025: 河湾 0, 栈桥 1"
        assert page.locator(".tip").inner_text().split() == ["Feb", "2025", "河湾", "0", "栈桥", "1"]
        page.keyboard.press("ArrowRight")
        assert "no article at all" in str(layer.get_attribute("aria-valuetext"))
        page.keyboard.press("Shift+ArrowLeft")
        page.keyboard.press("Shift+ArrowLeft")
        assert layer.get_attribute("aria-valuetext") == "Selected: Jan 2025 to Mar 2025: 河湾 2, 栈桥 2"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.textContent") == "河湾 2"
        page.keyboard.press("Enter")
        page.wait_for_url("**/archive/search?*since=2025-01-01&until=2025-03-31")
        assert "2 articles" in page.locator(".holds").inner_text()
        page.go_back()
        box = page.locator(".layer").bounding_box()
        assert box
        page.mouse.move(box["x"] + box["width"] * 0.7, box["y"] + 50)
        page.mouse.down()
        page.mouse.move(box["x"] + box["width"] * 0.9, box["y"] + 60)
        page.mouse.up()
        assert page.locator(".picked > b").inner_text() == "Selected: Apr 2025 to May 2025"
        page.locator(".picked .button").click()
        page.wait_for_url("**since=2025-04-01&until=2025-05-31")
        assert page.locator(".counts tbody tr").count() == 2


def test_axe_finds_nothing_and_nothing_is_too_wide(address: str) -> None:
    with browsing() as browser:
        context = browser.new_context(bypass_csp=True, locale="zh-CN")
        page = context.new_page()
        page.goto(
            f"{address}archive/trends?{urlencode({'q': [RIVER, BRIDGE], 'share': '1', 'site': 'lan'}, doseq=True)}"
        )
        page.locator(".layer").focus()
        page.keyboard.press("Shift+ArrowLeft")
        for width, scheme in ((1280, "light"), (390, "dark"), (320, "light")):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            page.wait_for_function("document.documentElement.scrollWidth <= innerWidth", timeout=5_000)
            found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
            assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []
