"""Studies: each entry is whole and runs, its figures are right, and its page has picture, table, files and SQL."""

import asyncio
import csv
import io
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote_plus

import pytest

from cundang.model.errors import ArchiveError
from cundang.store.schema import open_archive
from datasette_config import make_application
from datasette_config.drawing.pictures import MOST_MARKS, Form, draw
from datasette_config.language import Words
from datasette_config.studies import Answer, answer, bind, load_studies, load_values, parse_studies
from tests.helpers.databases import change
from tests.helpers.paths import ROOT
from tests.helpers.servers import serving
from tests.web.test_web_pages import get

STUDIES = load_studies()
CJK = re.compile(r"[\u4e00-\u9fff]")
SITES = [("lan", "岚坪<i>日报</i>"), ("shi", "石浦网"), ("bei", None)]
# id, site, time of publication, source as written, its one name, state, cluster.
ARTICLES = [
    (1, "lan", "2026-03-02T08:30:00+08:00", "岚坪日报客户端", "岚坪日报", "live", 1),  # a Monday
    (2, "shi", "2026-03-02T09:30:00+08:00", "岚坪日报", "岚坪日报", "live", 1),
    (3, "bei", "2026-03-02T02:30:00+00:00", "岚坪日报", "岚坪日报", "gone", 1),  # two hours after the first
    (4, "shi", "2026-03-03", "岚坪日报", "岚坪日报", "live", 1),
    (5, "bei", "2026-03-02T08:00:00+08:00", None, None, "live", 1),  # dated before its original
    (6, "shi", "2026-03-04T23:05:00+08:00", "石浦社", "石浦社", "live", None),  # has a passage of the first
    (7, "lan", None, "石浦社", "石浦社", "live", None),
    (8, "bei", "2026-04-06T00:00:00+08:00", "石浦社", "石浦社", "gone", None),  # stands alone
]
RELATIONS = [(2, 1, "verbatim", 0, 0, 0), (3, 1, "cut", 70, 0, 0), (4, 1, "edited", 5, 6, 7), (5, 1, "retitled", 0, 0, 0),
             (6, 1, "excerpt", 300, 90, 0)]  # fmt: skip
EVENTS = [
    (1, "2026-03-02T03:30:00+00:00", "edited", "sentence", 12, 3),  # three hours after publication
    (1, "2026-04-01T00:00:00+00:00", "edited", "typo", 1, 1),
    (2, "2026-04-02T00:00:00+00:00", "edited", "title", 0, 0),
    (4, "2026-04-03T00:00:00+00:00", "edited", "rewrite", 90, 80),  # published on a day, without a clock
    (8, None, "edited", "rewrite", 90, 80),
    (3, "2026-03-20T02:30:00+00:00", "gone", None, None, None),
    (8, "2026-04-20T02:30:00+00:00", "gone", None, None, None),
    (8, "2026-04-21T02:30:00+00:00", "restored", None, None, None),
    (8, "2026-04-30T02:30:00+00:00", "gone", None, None, None),
]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of eight articles, of which each figure can be told by hand."""
    path = tmp_path_factory.mktemp("studies") / "archive.db"
    with closing(open_archive(path)) as db, db.conn as connection:
        connection.execute("PRAGMA foreign_keys = off")
        connection.executemany("INSERT INTO sites(name, publisher) VALUES (?, ?)", SITES)
        for number, site, published, source_name, source, state, cluster in ARTICLES:
            seen = "2026-03-12T02:30:00+00:00" if number == 3 else "2026-04-25T00:00:00+00:00"
            connection.execute(
                "INSERT INTO articles(id, url, site, title, text, published_at, source_name, source, characters, sha256,"
                " state, first_seen_at, last_seen_at, cluster_id) VALUES (?, ?, ?, ?, '文', ?, ?, ?, 1, '', ?, ?, ?, ?)",
                (number, f"http://{site}.example/{number}", site, f"=<b>题{number}</b>", published, source_name, source,
                 state, "2026-03-02T02:00:00+00:00", seen, cluster),
            )  # fmt: skip
            connection.execute(
                "INSERT INTO revisions(article_id, number, fetched_at, title, text, published_at, sha256, extractor, found)"
                " VALUES (?, 1, '2026-03-02T02:00:00+00:00', '', '', ?, '', '', '{}')",
                (number, published),
            )
        connection.execute("INSERT INTO clusters VALUES (1, 1, '岚坪日报', 5, 3, NULL)")
        for copy, first, kind, left_out, added, changed in RELATIONS:
            bound = (copy, first, kind, left_out, added, changed)
            connection.execute("INSERT INTO relations VALUES (?, ?, ?, NULL, 100, ?, ?, ?, 1, 1, 1)", bound)
        connection.executemany(
            "INSERT INTO events(article_id, at, kind, size, added, removed) VALUES (?, ?, ?, ?, ?, ?)", EVENTS
        )
    return path


def run(path: Path, name: str, **asked: str) -> Answer:
    bound, wrong = bind(STUDIES[name], asked, dict(SITES))
    assert not wrong
    with closing(sqlite3.connect(path)) as connection:
        return answer(connection, STUDIES[name], bound)


def pick(found: Answer, *names: str) -> list[tuple[object, ...]]:
    return [tuple(row[name] for name in names) for row in found.rows]


@pytest.fixture(scope="module")
def address(made: Path) -> Iterator[str]:
    with serving(made) as address:
        yield address


# Entries


@pytest.mark.parametrize("name", STUDIES)
def test_a_study_is_whole_and_runs_on_an_archive(name: str, made: Path, aged_archive: Path) -> None:
    study = STUDIES[name]
    told_of = (*study.columns, *study.parameters, *study.omitted)
    texts = [study.title, study.shows, study.reads, study.limits, *(each.label for each in told_of)]
    texts += [told for _, told in study.pictures]
    texts += [told for each in study.parameters for _, told in each.options]
    for told in texts:
        assert CJK.search(told["zh"]), told
        assert re.search("[A-Za-z]{2}", told["en"]), told
        assert not CJK.search(told["en"]), told
    assert study.pictures
    bound, _ = bind(study, {}, ())
    with closing(sqlite3.connect(aged_archive)) as connection:
        assert [told[0] for told in connection.execute(study.sql, bound).description] == [c.name for c in study.columns]
        for each in study.omitted:
            assert len(connection.execute(each.sql, bound).fetchall()) == 1
    asked_for = set(re.findall(r":(\w+)", " ".join([study.sql, *(each.sql for each in study.omitted)])))
    assert asked_for == {each.name for each in study.parameters}
    found = run(made, name)
    assert found.rows
    for column in study.columns:
        if column.kind == "value":
            assert {str(row[column.name]) for row in found.rows} <= load_values()[column.name].keys()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('en = "Edits by month and site"\n', "", "edits-by-month"),  # title.en
        ('y = "edits"', 'y = "nought"', "nought"),
        ('kind = "heat"', 'kind = "pie"', "pie"),
        ('parameters = ["article"]', 'parameters = ["articles"]', "articles"),
    ],
)
def test_an_entry_that_is_not_whole_is_told(old: str, new: str, said: str) -> None:
    text = (ROOT / "datasette_config" / "studies.toml").read_text(encoding="utf-8")
    spoilt = text.replace(f"title.{old}", new) if old.startswith("en") else text.replace(old, new)
    assert spoilt != text
    with pytest.raises(ArchiveError, match=said):
        parse_studies(spoilt)


def test_the_example_of_the_documentation_is_a_study(made: Path) -> None:
    own = (ROOT / "datasette_config" / "studies.toml").read_text(encoding="utf-8")
    (example,) = re.findall(r"```toml\n(.*?)```", (ROOT / "docs" / "studies.md").read_text(encoding="utf-8"), re.DOTALL)
    study = parse_studies(own + example)["articles-by-month"]
    with closing(sqlite3.connect(made)) as connection:
        found = answer(connection, study, bind(study, {"site": "bei"}, ["bei"])[0])
    assert pick(found, *(column.name for column in study.columns)) == [("2026-04", "bei", 1), ("2026-03", "bei", 2)]


# Figures


def test_edits_are_counted_by_month(made: Path) -> None:
    names = ("month", "site", "edits", "added")
    found = run(made, "edits-by-month")
    assert pick(found, *names) == [("2026-04", "shi", 2, 90), ("2026-03", "lan", 1, 12)]
    assert [n for _, n in found.omitted] == [1]
    assert pick(run(made, "edits-by-month", edits="all"), *names)[1:] == [
        ("2026-04", "lan", 1, 1),
        ("2026-03", "lan", 1, 12),
    ]
    assert pick(run(made, "edits-by-month", **{"site": "shi", "to": "2026-04-02"}), *names) == [
        ("2026-04", "shi", 1, 0)
    ]


def test_the_first_edit_is_timed_from_a_clock(made: Path) -> None:
    found = run(made, "first-edit")
    assert pick(found, "article_id", "hours") == [(1, 3.0), (2, 742.5)]
    assert [n for _, n in found.omitted] == [1]  # the one of a day alone
    seen = run(made, "first-edit", since="seen")
    assert pick(seen, "article_id", "hours") == [(1, 1.5), (2, 742.0), (4, 766.0)]
    assert [n for _, n in seen.omitted] == [0]


def test_what_vanished_had_stood_until_it_was_last_seen(made: Path) -> None:
    assert pick(run(made, "vanished"), "article_id", "gone_at", "restored_at", "days") == [
        (8, "2026-04-30T02:30:00+00:00", None, 19.3),
        (8, "2026-04-20T02:30:00+00:00", "2026-04-21T02:30:00+00:00", 14.4),  # not seen later than found gone
        (3, "2026-03-20T02:30:00+00:00", None, 10.0),
    ]


def test_who_reprints_whom_by_source_and_by_site(made: Path) -> None:
    names = ("origin", "site", "copies", "verbatim")
    assert pick(run(made, "who-reprints-whom"), *names) == [("岚坪日报", "bei", 2, 0), ("岚坪日报", "shi", 2, 1)]
    by_site = run(made, "who-reprints-whom", origin="site", copies="all")
    assert pick(by_site, *names) == [
        ("岚坪<i>日报</i>", "shi", 3, 1),
        ("岚坪<i>日报</i>", "bei", 2, 0),
    ]


def test_delays_are_between_clocks_in_any_zone(made: Path) -> None:
    found = run(made, "delays")
    by_then = {
        (site, hours): (copies, percent)
        for site, hours, copies, percent in pick(found, "site", "hours", "copies", "percent")
    }
    assert by_then["bei", 1] == (0, 0.0)
    assert by_then["bei", 2] == (1, 100.0)  # 02:30 in UTC is two hours after 08:30 in Beijing
    assert (by_then["shi", 0.5], by_then["shi", 1]) == ((0, 0.0), (1, 100.0))
    assert [n for _, n in found.omitted] == [1, 1]  # a day alone; before the original


def test_sources_are_told_by_their_one_name(made: Path) -> None:
    found = run(made, "sources")
    assert pick(found, "month", "source", "articles", "percent") == [
        ("2026-04", "石浦社", 1, 100.0),
        ("2026-03", "岚坪日报", 4, 80.0),
        ("2026-03", "石浦社", 1, 20.0),
    ]
    assert [n for _, n in found.omitted] == [2]


def test_hours_are_those_of_the_page(made: Path) -> None:
    found = run(made, "hours")
    assert pick(found, "weekday", "hour", "articles") == [(1, 0, 1), (1, 2, 1), (1, 8, 2), (1, 9, 1), (3, 23, 1)]
    assert [n for _, n in found.omitted] == [2]


@pytest.mark.parametrize("article", ["", "1", "4", "6"])
def test_a_text_is_followed_from_any_of_its_articles(made: Path, article: str) -> None:
    found = run(made, "one-text", article=article)
    assert pick(found, "article_id", "hours", "kind", "left_out", "new", "changed") == [
        (1, 0.0, "original", 0, 0, 0),
        (5, -0.5, "retitled", 0, 0, 0),
        (2, 1.0, "verbatim", 0, 0, 0),
        (3, 2.0, "cut", 70, 0, 0),
        (6, 62.6, "excerpt", 300, 90, 0),
        (4, None, "edited", 5, 6, 7),
    ]
    assert pick(run(made, "one-text", article="8"), "article_id", "kind") == [(8, "original")]
    assert run(made, "one-text", article="99").rows == []


def test_a_text_whose_original_has_no_clock_is_timed_from_the_first_that_has_one(made: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copy(made, tmp_path / "a.db"))
    change(copy, "UPDATE articles SET published_at = '2026-03-02' WHERE id = 1")
    found = run(copy, "one-text")
    assert pick(found, "article_id", "hours")[:3] == [(1, None), (5, 0.0), (2, 1.5)]
    assert [n for _, n in found.omitted] == [2]


# Pages


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_of_each_study(address: str, language: str) -> None:
    listed = get(f"{address}studies?_lang={language}")[2]
    for name, study in STUDIES.items():
        assert f'href="/studies/{name}"' in listed
        status, _, body = get(f"{address}studies/{name}?_lang={language}")
        assert status == 200
        assert f"<h1>{study.title[language]}</h1>" in body
        assert body.count('<svg class="plot"') == len(study.pictures)
        assert re.search(r"<(rect|circle|polyline) ", body)
        assert "<b>题" not in body
        assert "<i>日报" not in body
        (link,) = re.findall(r'class="button" href="([^"]*)"', body)
        assert study.sql in unquote_plus(link.replace("&amp;", "&"))
        assert get(address + link.replace("&amp;", "&")[1:])[0] == 200


def test_files_have_the_whole_answer(address: str, made: Path) -> None:
    status, headers, body = get(f"{address}studies/one-text.csv")
    assert status == 200
    assert "cundang-one-text-" in headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(body)))
    assert [row["title"] for row in rows] == [row["title"] for row in run(made, "one-text").rows]
    assert "'=<b>" in get(f"{address}studies/one-text.excel.csv")[2]
    assert get(f"{address}studies/vanished.jsonl?site=lan")[2] == ""
    assert len(get(f"{address}studies/vanished.jsonl?site=bei")[2].splitlines()) == 3


@pytest.mark.parametrize(
    "asked", ["from=2026-02-30", "from=%27", "to=2026", "edits=none", "site=%3Cscript%3E", "from=2026-01-01%00"]
)
def test_a_parameter_that_cannot_be_used_is_told(address: str, asked: str) -> None:
    status, _, body = get(f"{address}studies/edits-by-month?{asked}", Accept_Language="en")
    assert status == 200
    assert 'class="hint"' in body
    assert "cannot be used" in body
    status, _, body = get(f"{address}studies/edits-by-month.csv?{asked}")  # not a file of something else
    assert (status, f"{asked[: asked.index('=')]}=" in body) == (400, True)


def test_a_study_that_nobody_made_is_not_found(address: str) -> None:
    assert get(f"{address}studies/nothing")[0] == 404
    assert get(f"{address}studies/nothing.csv")[0] == 404


def test_a_query_that_takes_too_long_is_stopped_and_offered(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    endless = "with recursive n(i) as (select 1 union all select i + 1 from n) select max(i) from n"
    application = make_application(made)
    monkeypatch.setitem(application._settings, "sql_time_limit_ms", 50)
    monkeypatch.setitem(STUDIES, "hours", replace(STUDIES["hours"], sql=endless))

    async def ask(path: str) -> tuple[int, str]:
        answered = await application.client.get(path, headers={"accept-language": "en"})
        return answered.status_code, answered.text

    for path in ("/studies/hours", "/studies/hours.csv"):
        status, body = asyncio.run(ask(path))
        assert status == 503
        assert Words("en")("study_slow") in body
        assert "with+recursive" in body


# Pictures


def say(column: str, value: object) -> str:
    return f"{column} {value}"


def test_bars_are_drawn_by_coarser_periods_rather_than_too_many() -> None:
    rows = [
        {"month": f"{2020 + n // 12}-{n % 12 + 1:02d}", "site": f"s{site}", "n": site + 1}
        for n in range(60)
        for site in range(9)
    ]
    picture = draw(Form("stacked", x="month", y="n", series="site"), rows, say, "others")
    assert picture is not None
    assert len(picture.marks) <= MOST_MARKS
    assert [name for _, name in picture.legend] == [*(f"site s{site}" for site in range(8, 2, -1)), "others"]
    assert picture.marks[0].said == "month 2020-Q1 · site s8 · 27"
    assert max(tick.at for tick in picture.x) < 100
    (others,) = {mark.said for mark in picture.marks if mark.series == 6 and "2020-Q1" in mark.said}
    assert others == "month 2020-Q1 · others · 18"  # 1, 2 and 3 in each of three months


def test_parts_of_a_whole_fill_their_bar() -> None:
    rows = [{"month": "2026-01", "source": source, "n": n} for source, n in (("a", 1), ("b", 2), ("c", 5))]
    picture = draw(Form("stacked", x="month", y="n", series="source", share=True), rows, say, "others")
    assert picture is not None
    assert sum(mark.height for mark in picture.marks) == pytest.approx(100)
    assert min(mark.y for mark in picture.marks) == pytest.approx(0)


@pytest.mark.parametrize("kind", ["bars", "stacked", "histogram", "lines", "matrix", "heat", "timeline"])
def test_values_that_are_none_of_a_kind_are_not_drawn(kind: str) -> None:
    form = Form(kind, x="x", y="y", series="s", value="v", weight="v", label="s")
    odd = [None, "", "2026-99", "<script>", -3, 10**12, 2.5]
    rows = [{"x": x, "y": y, "s": x, "v": y} for x in odd for y in odd]
    picture = draw(form, rows, say, "others")
    assert picture is not None
    for mark in picture.marks:
        assert 0 <= mark.x <= 100
        assert 0 <= mark.y <= 100
    assert draw(form, [], say, "others") is None
    draw(form, [{"x": None, "y": None, "s": None, "v": None}], say, "others")
