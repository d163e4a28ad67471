"""Pages of sites: what is held of each month and what is missing, how the crawls ended, and which sites there are."""

import asyncio
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from cundang.model.expect import Expect
from cundang.store.clock import set_clock
from cundang.store.schema import open_archive
from datasette_config import Publication, make_application
from datasette_config.kept import keep
from datasette_config.language import Words
from datasette_config.site_calendar import choose_span, draw_line, make_calendar
from datasette_config.sites import read_overview
from tests.helpers.browsers import browsing
from tests.helpers.servers import serving

TODAY = datetime(2026, 3, 20, 12, tzinfo=UTC)
Ask = Callable[[str], tuple[int, str]]
SCRIPT = """
    INSERT INTO sites(name, publisher, homepage, language) VALUES
      ('town', '岚坪<b>晚报</b>', 'https://town.example/', 'zh'), ('river', '苇塘日报', 'javascript:alert(1)', 'zh'),
      ('wall', '石桥网', NULL, 'zh'), ('slow', 'Reed Gazette', NULL, 'en'), ('news.example.org', NULL, NULL, NULL);
    INSERT INTO runs(id, command, site, started_at, ended_at, reason, fetched, new, version) VALUES
      (1, 'crawl', 'town', '2026-01-05T01:00:00+00:00', '2026-01-05T01:30:00+00:00', 'finished', 40, 30, '1'),
      (2, 'crawl', 'town', '2026-03-19T01:00:00+00:00', '2026-03-19T01:30:00+00:00', 'finished; 1 new', 9, 1, '1'),
      (3, 'crawl', 'town', '2026-03-20T01:00:00+00:00', '2026-03-20T01:10:00+00:00', 'memusage_exceeded', 5, 0, '1'),
      (4, 'crawl', 'wall', '2026-03-18T01:00:00+00:00', '2026-03-18T01:30:00+00:00', 'finished', 5, 0, '1'),
      (5, 'crawl', 'wall', '2026-03-19T01:00:00+00:00', '2026-03-19T01:30:00+00:00', 'blocked; blocked: the last', 5, 0, '1'),
      (6, 'crawl', 'slow', '2026-03-09T01:00:00+00:00', '2026-03-09T11:59:00+00:00', 'finished', 5, 0, '1'),
      (7, 'import', NULL, '2026-03-19T01:00:00+00:00', '2026-03-19T01:30:00+00:00', 'finished', 5, 5, '1');
    INSERT INTO problems(run_id, at, url, stage, reason) VALUES
      (1, '2026-01-05T01:10:00+00:00', 'https://town.example/old', 'fetch', 'HTTP 404'),
      (2, '2026-03-19T01:10:00+00:00', 'https://town.example/p', 'fetch', 'robots.txt disallows it'),
      (2, '2026-03-19T01:11:00+00:00', 'https://town.example/q', 'fetch', 'robots.txt disallows it'),
      (4, '2026-03-18T01:11:00+00:00', 'https://wall.example/', 'fetch', 'verification page: <i>look</i>');
    INSERT INTO urls(url, site, kind, state, discovered_at, error) VALUES
      ('https://town.example/a1', 'town', 'article', 'done', '', NULL),
      ('https://town.example/g1', 'town', 'article', 'failed', '', 'HTTP 503'),
      ('https://town.example/g2', 'town', 'article', 'pending', '', NULL),
      ('https://town.example/list', 'town', 'list', 'failed', '', 'timeout');
    INSERT INTO named(site, source, url, day, at) VALUES
      ('town', 'front', 'https://town.example/a1', '2025-11-01', ''),
      ('town', 'front', 'https://town.example/g1', '2025-12-03', ''),
      ('town', 'paper', 'https://town.example/g1', '2025-12-03', ''), -- by both lists, one gap
      ('town', 'front', 'https://town.example/g2', '2025-12-04', '');
"""
_ARTICLE = """
    INSERT INTO articles(id, url, site, title, text, published_at, section, source_name, characters, sha256, state,
      first_seen_at)
    VALUES (?, ?, ?, ?, '船来了。', ?, ?, '苇塘社', 4, '', ?, '2026-01-05T01:05:00+00:00')
"""
MONTHS = {"2021-05": 1, "2025-11": 12, "2026-01": 2, "2026-03": 1}


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sites") / "a.db"
    open_archive(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(SCRIPT)
        number = 0
        for month, count in MONTHS.items():
            for _ in range(count):
                number += 1
                state, section = ("gone", "要闻") if number == 3 else ("live", "副刊")
                url = f"https://town.example/a{number}"
                row = (number, url, "town", f"渡口第{number}天", f"{month}-02T08:00:00+08:00", section, state)
                connection.execute(_ARTICLE, row)
        for row in (
            (20, "https://town.example/undated", "town", "无日期", None, None, "live"),
            (21, "https://news.example.org/1", "news.example.org", "桥头", "2026-02-01", None, "live"),
        ):
            connection.execute(_ARTICLE, row)
        connection.executescript("""
            INSERT INTO revisions(article_id, number, fetched_at, title, text, sha256, extractor, found)
            SELECT id, 1, first_seen_at, title, '水涨到七米。', sha256, '', '{}' FROM articles;
            INSERT INTO revisions(article_id, number, fetched_at, title, text, sha256, extractor, found)
            SELECT id, 2, '2026-03-19T01:00:00+00:00', title, '水涨到八米。', 'b', '', '{}' FROM articles WHERE id = 4;
            INSERT INTO events(article_id, at, kind, size, added, removed, detail) VALUES
              (4, '2026-03-19T01:00:00+00:00', 'edited', 'typo', 1, 1, '{}'),
              (3, '2026-03-19T02:00:00+00:00', 'gone', NULL, NULL, NULL, '{"reason": "HTTP 410"}');
        """)
        connection.commit()
    return path


@pytest.fixture
def ask(db: Path) -> Iterator[Ask]:
    """The server in this process, on a day of March 2026; a site promises five articles a week."""
    promise = Expect(articles_a_week=5, articles_a_week_from="周刊")
    published = Publication(find_promise=lambda name: promise if name == "wall" else None)
    application = make_application(db, publication=published)

    def get(path: str) -> tuple[int, str]:
        answered = asyncio.run(application.client.get(path, headers={"accept-language": "en"}))
        return answered.status_code, re.sub(r"\s+", " ", answered.text)

    set_clock(lambda: TODAY)
    yield get
    set_clock(None)


def say(key: str, **values: object) -> str:
    return Words("en")(key, **values)  # type: ignore[arg-type]


def test_the_page_of_a_site_tells_what_is_held_and_missing(ask: Ask) -> None:
    status, body = ask("/archive/sites/town")
    assert status == 200
    assert '<h1 lang="zh">岚坪&lt;b&gt;晚报&lt;/b&gt;</h1>' in body
    assert '<dt>Articles</dt> <dd><a href="/archive/search?site=town&amp;sort=newest">17</a>' in body
    assert "<dd>2 May 2021 – 2 Mar 2026</dd>" in body
    assert "<dt>Kept since</dt><dd>5 Jan 2026</dd>" in body
    assert say("n_without_day", n=1) in body
    cells = dict(re.findall(r'aria-label="(\w{3} \d{4}): ([^"]*)"', body))
    assert cells == {
        "May 2021": "1 article", "Nov 2025": "12 articles", "Dec 2025": "0 articles, 2 missing", "Jan 2026": "2 articles",
        "Mar 2026": "1 article",
    }  # fmt: skip
    assert 'href="/archive/search?site=town&amp;since=2025-11&amp;until=2025-11"' in body
    assert body.count('class="to-come"') == 9  # April to December 2026
    assert body.count(">0</span>") == 36 - 9 - 5  # months of three years that had none
    assert "2022–2024" in body
    assert say("named_and_held", n=3, held=1) in body
    assert "https://town.example/g2" in body
    assert "HTTP 503" in body
    assert say("lists_unread") in body
    assert '<span class="number">2</span> not allowed by robots.txt' in body
    assert '<span class="number">1</span> not there' in body
    assert say("site_current") in body  # crawled to the end the day before, though the last crawl was cut off
    assert say("ended_memusage_exceeded") in body
    assert say("last_finished", time="19 Mar 2026 01:30 UTC") in body
    assert "<del>七</del><ins>八</ins>" in body
    assert "HTTP 410" in body
    assert '<a href="/archive/search?site=town&amp;section=%E5%89%AF%E5%88%8A"' in body


def test_every_month_of_the_calendar_leads_to_its_articles(ask: Ask) -> None:
    _, body = ask("/archive/sites/town")
    for address, count in re.findall(r'href="([^"]*since=[^"]*)" rel="nofollow" aria-label="[^"]*">(\d+)<', body):
        status, found = ask(address.replace("&amp;", "&"))
        assert (status, found.count('<li class="line">')) == (200, int(count))


@pytest.mark.parametrize(
    ("name", "state"),
    [("town", "current"), ("wall", "blocked"), ("slow", "late"), ("river", "never"), ("news.example.org", "never")],
)
def test_the_state_of_a_site(ask: Ask, name: str, state: str) -> None:
    status, body = ask(f"/archive/sites/{name}")
    assert (status, f'<span class="state state-{state}">' in body) == (200, True)
    assert say(f"site_{state}") in body
    assert say(f"site_{state}_text") in body


def test_what_a_site_promises_is_told(ask: Ask) -> None:
    assert say("pace_promised", rate=5) in ask("/archive/sites/wall")[1]
    assert say("pace_learning", days=0) in ask("/archive/sites/slow")[1]


def test_nothing_that_is_archived_becomes_markup_or_a_link(ask: Ask) -> None:
    body = "".join(ask(f"/archive/sites/{name}")[1] for name in ("town", "river", "wall"))
    assert "javascript:" not in body
    assert "<b>晚报" not in body
    assert "<i>look" not in body


@pytest.mark.parametrize("name", ["nothing", "nothing.example", "~", "a,b", "x" * 300])
def test_a_site_that_is_not_there_is_not_found(ask: Ask, name: str) -> None:
    assert ask(f"/archive/sites/{name}")[0] == 404


def test_the_row_of_a_site_is_still_data(ask: Ask) -> None:
    assert '"news.example.org"' in ask("/archive/sites/news~2Eexample~2Eorg.json")[1]
    assert '"town"' in ask("/archive/sites/town.json")[1]


@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        ("", ["town", "news.example.org", "river", "slow", "wall"]),  # by articles
        ("_order=name", ["news.example.org", "river", "slow", "town", "wall"]),
        ("_order=newest", ["town", "news.example.org", "river", "slow", "wall"]),
        ("_q=%E6%97%A5%E6%8A%A5", ["river"]), ("_q=GAZETTE", ["slow"]), ("_letter=N", ["news.example.org"]),
        ("_state=never&_order=name", ["news.example.org", "river"]), ("_q=nobody", []), ("_page=99&_letter=W", ["wall"]),
        ("_letter=%3Cb%3E", []), ("_state=odd&_order=odd&_page=x&_letter=S", ["slow"]),
    ],
)  # fmt: skip
def test_all_sites_are_found_by_name_letter_and_state(ask: Ask, arguments: str, names: list[str]) -> None:
    status, body = ask(f"/archive/sites?{arguments}")
    assert status == 200
    assert [
        name.replace("~2E", ".") for name in re.findall(r'class="name" href="/archive/sites/([^"]*)"', body)
    ] == names
    assert (say("no_such_site") in body) == (not names)


def test_all_sites_are_there_as_a_table_too(ask: Ask) -> None:
    status, body = ask("/archive/sites?_view=table")
    assert (status, "<table" in body, 'class="site"' in body) == (200, True, False)


def test_months_are_counted_whatever_the_times_of_articles_are(tmp_path: Path) -> None:
    times = [
        "2024",
        "2024-01-31",
        "2024-01-31T09:00:00+08:00",
        "2024-12-01",
        "2024\U0010ffff",
        "?",
        "",
        "2025-01",
        None,
    ]
    with closing(open_archive(tmp_path / "a.db")) as db:
        db.execute("INSERT INTO sites(name) VALUES ('town'), ('river')")
        for number, time in enumerate(times):
            db.execute(_ARTICLE, (number + 1, f"https://town.example/{number}", "town", "渡口", time, None, "live"))
        overview = read_overview(db.conn)
    assert overview.months == {
        "": 1, "2024": 1, "2024-01": 2, "2024-12": 1, "2024\U0010ffff": 1, "2025-01": 1, "?": 1
    }  # fmt: skip
    assert [(site.name, site.articles) for site in overview.sites] == [("town", len(times)), ("river", 0)]


def test_years_without_an_article_are_one_row() -> None:
    years = make_calendar({"2020-01": 4, "2024-02": 1, "9999-99": 1}, "2026-11-28", {"2024-03": 2, "oops": 3})
    assert [(year.year, year.last, year.articles) for year in years] == [
        (2026, 0, 0), (2025, 0, 0), (2024, 0, 1), (2021, 2023, 0), (2020, 0, 4)
    ]  # fmt: skip
    shades = [cell and (cell.shade, cell.missing) for cell in years[2].cells[:3]]
    assert shades == [(0, 0), (3, 0), (0, 2)]
    assert [cell is None for cell in years[0].cells] == [False] * 11 + [True]
    assert make_calendar({}, "2026-11-28") == []


def test_one_wrong_date_does_not_stretch_the_lines_of_all_sites() -> None:
    months = {"1970-01": 1, "2025-02": 900, "2026-04": 600, "2999-01": 1}
    assert choose_span(months, "2026-11-28") == ("2025-01", "2026-04")
    assert choose_span({"2999-01": 1}, "2026-11-28") is None
    assert draw_line({}, ("2025-01", "2026-04")) == ""
    assert len(re.findall("V", draw_line({"1990-01": 1, "2026-04": 3}, ("1990-01", "2026-04")))) <= 40


def test_what_was_computed_is_kept_until_the_archive_is_written_to(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with closing(open_archive(path)) as db, closing(sqlite3.connect(path)) as reader:
        count: Callable[[sqlite3.Connection], int] = lambda c: c.execute("SELECT count(*) FROM sites").fetchone()[0]  # noqa: E731
        assert keep(reader, "n", count) == 0
        assert keep(reader, "n", lambda _: -1) == 0  # as it was kept
        with db.conn:
            db.conn.execute("INSERT INTO sites(name) VALUES ('town')")
        assert keep(reader, "n", count) == 1
        assert keep(reader, "other", lambda _: -1) == -1


def test_the_pages_of_sites_can_be_used_by_everybody(db: Path) -> None:
    """Nothing for axe, which looks at home and all of a row in another test; no page wider than a phone."""
    rules = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
    found = {}
    with serving(db) as address, browsing() as browser:
        page = browser.new_context(locale="en-GB", color_scheme="dark").new_page()
        for path in ("", "about", "archive/sites", "archive/sites/town"):
            page.goto(address + path)
            page.set_viewport_size({"width": 320, "height": 800})
            if page.evaluate("document.documentElement.scrollWidth") > 320:
                found[path] = [("too wide", [""])]
            if path.startswith("archive"):
                wrong = Axe().run(page, options=rules).response["violations"]
                found |= {path: [(v["id"], [n["html"][:160] for n in v["nodes"]][:3]) for v in wrong]} if wrong else {}
    assert found == {}


def test_ten_days_without_a_finished_crawl_are_late(ask: Ask) -> None:
    set_clock(lambda: TODAY - timedelta(hours=24, minutes=2))
    assert "state-current" in ask("/archive/sites/slow")[1]
