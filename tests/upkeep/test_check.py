"""The rot alarm, and that a bad extraction never overwrites a good one."""

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cundang.model.article import Known
from cundang.model.expect import Expect
from cundang.model.publisher import Publisher, Publishers
from cundang.store.schema import open_readonly
from cundang.store.session import Session
from pipelines import line
from pipelines.compare import explain_worse
from scrapers.sites import sites
from tests.helpers.pages import NOW, page
from tests.helpers.programs import archive
from upkeep.check import check, count_selector_misses
from upkeep.expectations import find_unmet

PROFILE_PAGE = """<html><head><title>{title}</title></head><body><h1>{title}</h1>
<div class="info">{info}</div><div class="{layout}"><p>{text}</p></div></body></html>"""
SENTENCE = "白水镇的春茶比往年早了五天，清晨六点茶农已经在山坡上采完了第一篮，露水把袖口打得透湿。"


def known() -> Publishers:
    from cundang.model.profile import Profile

    profile = Profile(
        name="town-2020", mark="div.wen", title=("h1",), body=("div.wen",), published=("div.info",),
        source_name=("div.info",), editor=("div.info",),
    )  # fmt: skip
    return Publishers((Publisher(name="town", hosts=("town.example",), profiles=(profile,)),))


def article(
    number: int, day: int, layout: str = "wen", info: str | None = None, length: int = 12
) -> tuple[str, str, int]:
    info = "2024-04-03 09:15 来源：镇报 责任编辑：秦晓禾" if info is None else info
    html = PROFILE_PAGE.format(title=f"春茶之{number}", info=info, layout=layout, text=SENTENCE * length + str(number))
    return f"http://town.example/2024/{number}.html", html, day


def archive_of(folder: Path, articles: list[tuple[str, str, int]]) -> Path:
    db = folder / "archive.db"
    with Session(db, folder / "warc", known(), "import") as session:
        for url, html, day in articles:
            line.run(session, [replace(page(html, url=url), fetched_at=NOW - timedelta(days=day))])
        session.end("finished")
    return db


def alarms(db: Path) -> list[str]:
    archive = open_readonly(db)
    try:
        return [str(alarm) for alarm in check(archive, known())]
    finally:
        archive.close()


PAST = [article(n, day=40 - n % 20) for n in range(25)]


def test_nothing_is_said_while_all_is_well(tmp_path: Path) -> None:
    db = archive_of(tmp_path, [*PAST, *(article(n, day=1) for n in range(100, 106))])
    assert alarms(db) == []


@pytest.mark.parametrize(
    ("recent", "told"),
    [
        ([article(n, day=1, info="2024-04-03 09:15 来源：镇报") for n in range(100, 106)], "editor is on 0%"),
        ([article(n, day=1, layout="neu") for n in range(100, 106)], "no layout of its module fits 6 of 6"),
        ([article(n, day=1, length=2) for n in range(100, 106)], "characters, before"),
    ],
)
def test_rot_is_told_with_since_when_and_two_pages(
    tmp_path: Path, recent: list[tuple[str, str, int]], told: str
) -> None:
    found = alarms(archive_of(tmp_path, [*PAST, *recent]))
    assert any(told in alarm for alarm in found)
    alarm = next(alarm for alarm in found if told in alarm)
    assert alarm.startswith("town: ")
    assert f"since {(NOW - timedelta(days=1)).date()}" in alarm
    assert alarm.count("http://town.example/2024/10") == 2


def redesigned(number: int) -> tuple[str, str, int]:
    """A page of a new layout with the old name around its text: a banner as `h1`, and the time in another element."""
    url, html, day = article(number, day=1)
    html = html.replace(
        f"<h1>春茶之{number}</h1>", f"<h1>换新版啦 请多指教</h1><h2>白水镇的春茶早了五天之{number}</h2>"
    )
    return (
        url,
        html.replace(f"<title>春茶之{number}", f"<title>白水镇的春茶早了五天之{number}").replace("info", "neu"),
        day,
    )


def test_a_layout_whose_title_and_time_are_from_elsewhere_is_told_in_one_line(tmp_path: Path) -> None:
    db = archive_of(tmp_path, [*PAST, *(redesigned(n) for n in range(100, 106))])
    with closing(open_readonly(db)) as read:
        titles = [
            row["title"] for row in read.query("SELECT title FROM articles WHERE url LIKE '%/10_.html' ORDER BY id")
        ]
        assert titles == [f"白水镇的春茶早了五天之{n}" for n in range(100, 106)]
    (alarm,) = alarms(db)
    assert alarm == (
        "town: town-2020 finds not what the page shows (title on 6, published on 6 of 6 articles is from elsewhere), "
        f"since {(NOW - timedelta(days=1)).date()}; "
        "look at http://town.example/2024/104.html and http://town.example/2024/105.html"
    )


def test_a_layout_is_not_told_for_two_of_six_such_pages(tmp_path: Path) -> None:
    recent = [*(redesigned(n) for n in (100, 101)), *(article(n, day=1) for n in range(102, 106))]
    assert alarms(archive_of(tmp_path, [*PAST, *recent])) == []


def test_a_site_that_is_crawled_and_falls_silent_is_told(tmp_path: Path) -> None:
    db = archive_of(tmp_path, PAST)
    assert alarms(db) == []  # nobody crawled it since: that is no fault of the site
    with Session(db, tmp_path / "warc", known(), "crawl", "town") as session:
        session.end("finished")
    (alarm,) = alarms(db)
    assert alarm.startswith("town: 0 new articles in 1 runs of the last 7 days, before 9 in as many days")


@pytest.mark.parametrize(
    ("promise", "told"),
    [
        (Expect(date=0.9), "33% of 12 pages have a date, 90% are promised"),
        (
            Expect(articles_a_week=30, articles_a_week_from="its front page of 2025-03-01", date=0),
            "12 new articles in a week, 30 are promised (its front page of 2025-03-01)",
        ),
    ],
)
def test_what_a_module_promises_is_a_border(tmp_path: Path, promise: Expect, told: str) -> None:
    recent = [article(n, day=1, info="2025-12-30" if n > 107 else "无") for n in range(100, 112)]
    db = archive_of(tmp_path, [*(article(n, day=40, info="无") for n in range(19)), *recent])
    with Session(db, tmp_path / "warc", known(), "crawl", "town") as session:
        session.rows.connection.execute("UPDATE runs SET started_at = ?", ((NOW - timedelta(days=1)).isoformat(),))
        session.end("finished")
    with closing(open_readonly(db)) as read:
        (alarm,) = check(read, known(), promises={"town": promise})
        assert check(read, known(), promises={"town": Expect(date=0.3)}) == []
        assert check(read, known(), promises={"town": Expect(articles_a_week=24, date=0)}) == [], "half of it is a week"
    assert told in str(alarm)


def test_a_crawl_and_the_command_judge_alike(tmp_path: Path) -> None:
    db, promise = tmp_path / "archive.db", Expect(date=0.9, articles_a_week=99)
    past, now = [article(n, day=40, info="无") for n in range(19)], datetime.now(UTC)
    archive_of(tmp_path, past)
    with Session(db, tmp_path / "warc", known(), "crawl", "town") as session:
        for url, html, _ in (article(n, day=0, info="无") for n in range(100, 112)):
            line.run(session, [replace(page(html, url=url), fetched_at=now)])
        session.commit()
        by_the_crawl = find_unmet(session, "town", promise)
        session.end("finished")
    assert by_the_crawl == (
        "0% of 12 pages have a date, 90% are promised",
        "12 new articles in a week, 99 are promised",
    )
    with closing(open_readonly(db)) as read:
        assert tuple(alarm.what for alarm in check(read, known(), promises={"town": promise})) == by_the_crawl


def test_the_table_of_sites_shows_what_is_promised() -> None:
    from commands.sites import make_row

    site = sites()["gov_cn"]
    assert make_row(site).promises == "title 90%, date 50%, text 50%"
    assert make_row(replace(site, expect=Expect(date=1, articles_a_week=30))).promises.endswith(
        "date 100%, text 50%, 30 a week"
    )


def test_the_command_exits_3_and_prints_a_line_or_nothing(tmp_path: Path) -> None:
    good = archive_of(tmp_path, PAST)
    done = archive("check", "--db", good)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    bad = tmp_path / "bad"
    bad.mkdir()
    db = archive_of(bad, [*PAST, *(article(n, day=1, info="2024-04-03") for n in range(100, 106))])
    done = archive("check", "--db", db)
    assert done.returncode == 3
    assert "town: source_name is on 0% of the articles, before on 100%" in done.stdout


def test_what_a_selector_did_not_find_or_found_several_of_is_counted(tmp_path: Path) -> None:
    several = article(3, day=1)
    extra = '<div class="info">2024-04-09 08:00 来源：县报 责任编辑：秦晓禾</div></body>'
    same = '<div class="info">2024-04-03 09:15 来源：镇报 责任编辑：秦晓禾</div></body>'
    db = archive_of(
        tmp_path,
        [
            article(1, day=1),
            article(2, day=1, info="2024-04-03 09:15 来源：镇报"),
            (several[0], several[1].replace("</body>", extra), 1),
            (article(4, day=1)[0], article(4, day=1)[1].replace("</body>", same), 1),
            article(5, day=1, layout="neu"),  # read by no layout: says nothing of one
        ],
    )
    with closing(open_readonly(db)) as read:
        counted = {
            row["field"]: (row["none"], row["several"], row["articles"]) for row in count_selector_misses(read, known())
        }
        stored = dict(
            read.execute(
                "SELECT a.url, found ->> '$.published[2]' FROM articles a JOIN revisions r ON r.article_id = a.id"
            )
        )
    assert counted == {"published": (0, 1, 4), "source_name": (0, 1, 4), "editor": (1, 1, 4)}
    assert [stored[article(n, 1)[0]] for n in (1, 2, 3, 4)] == [None, None, 1, None]


def test_a_title_from_elsewhere_is_none_of_the_layout(tmp_path: Path) -> None:
    url, html, day = article(1, day=1)
    db = archive_of(
        tmp_path, [(url, html.replace("<h1>春茶之1</h1>", "").replace("春茶之1", "春茶比往年早了五天"), day)]
    )
    with closing(open_readonly(db)) as read:
        (row,) = count_selector_misses(read, known())
    assert row == {"site": "town", "profile": "town-2020", "field": "title", "articles": 1, "none": 1, "several": 0}


def test_a_bad_extraction_never_overwrites_a_good_one(tmp_path: Path) -> None:
    url, good, _ = article(1, day=3)
    _, lost, _ = article(1, day=1, length=1)
    db = archive_of(tmp_path, [(url, good, 3), (url, lost, 1)])
    archive = open_readonly(db)
    try:
        (text, revisions) = archive.execute(
            "SELECT text, (SELECT count(*) FROM revisions) FROM articles WHERE url = ?", (url,)
        ).fetchone()
        problems = archive.execute("SELECT stage, reason, warc_file FROM problems").fetchall()
        outcomes = [row[0] for row in archive.execute("SELECT outcome FROM fetches ORDER BY id")]
    finally:
        archive.close()
    assert text.startswith(SENTENCE * 12)
    assert revisions == 1
    assert [stage for stage, _, _ in problems] == ["compare"]
    assert "characters are left of the text" in problems[0][1]
    assert problems[0][2]  # its raw page is kept
    assert outcomes == ["new", "refused"]


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({}, None),
        ({"text": "x" * 60}, None),  # a quarter is left: an edit
        ({"text": "x" * 40}, "40 of 240 characters"),
        ({"published_at": None}, None),  # one field may have been taken off the page
        ({"published_at": None, "title": "[x]"}, "it lost title and published_at"),
    ],
)
def test_what_is_worse(values: dict[str, str | None], reason: str | None) -> None:
    held = {
        "title": "春茶",
        "text": "x" * 240,
        "published_at": "2024-04-03",
        "source_name": None,
        "author": None,
        "editor": None,
    }
    found = line.Reader(known()).read([page(article(1, 1)[1], url="http://town.example/2024/1.html")])
    seen = replace(found, **{**held, **values})  # type: ignore[arg-type]
    told = explain_worse(seen, Known(1, 1, "", "live", held))
    assert told is None if reason is None else reason in (told or "")
