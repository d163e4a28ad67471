"""The stream of events: what its page, its JSON and its feed tell, and what their filters leave of it."""

import json
import re
import sqlite3
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from cundang.text.sentences import Pair
from datasette_config.changes import measure_seconds, show_sentence
from datasette_config.language import Words
from tests.helpers.databases import copy_of
from tests.helpers.servers import serving
from tests.web.test_web_pages import get

ATOM = "{http://www.w3.org/2005/Atom}"
OWN = "kind=edited&kind=gone&kind=restored&kind=moved&kind=reprinted"
BEGAN = "2026-03-01T08:00:00+08:00"
# An article of our own, its three versions (two of one second), its copy on another site, and what happened to them.
SCRIPT = """
    INSERT INTO sites(name, publisher) VALUES ('hubei_old', '苇塘晚报');
    INSERT INTO clusters(id, first_article_id, members, sites) VALUES (900, 900, 2, 2);
    INSERT INTO articles(id, url, site, title, text, published_at, script, characters, sha256, state, first_seen_at, cluster_id)
    VALUES (900, 'http://demo.example/a?x=1&y=渡', 'demo', '渡口<b>又</b>通船', '船来了。', '2026-03-01T08:00:00+08:00', 'Hans', 4, '', 'gone', '2026-03-01T01:00:00+00:00', 900),
           (901, 'http://old.example/b', 'hubei_old', '渡口通船', '船来了。', '2026-03-01T10:30:00+08:00', 'Hans', 4, '', 'live', NULL, 900);
    INSERT INTO relations VALUES (901, 900, 'retitled', NULL, 3, 0, 0, 0, 0, 0, 0);
    INSERT INTO revisions(id, article_id, number, fetched_at, title, text, published_at, sha256, extractor, found)
    VALUES (9001, 900, 1, '2026-03-01T01:00:00+00:00', '渡口通船', '水涨到七米。人散了。', '2026-03-01T08:00:00+08:00', '', '', '{}'),
           (9002, 900, 2, '2026-03-02T01:00:00+00:00', '渡口通船', '水涨到八米。人散了。', '2026-03-01T08:00:00+08:00', '', '', '{}'),
           (9003, 900, 3, '2026-03-02T01:00:00+00:00', '渡口<b>又</b>通船', '水涨到八米。人散了。船来了。', '2026-03-01', '', '', '{}');
    INSERT INTO events(id, article_id, at, kind, size, added, removed, other_id, detail) VALUES
      (9000, 900, '2026-03-01T01:00:00+00:00', 'new', NULL, NULL, NULL, NULL, NULL),
      (9001, 900, '2026-03-02T01:00:00+00:00', 'edited', 'typo', 1, 1, NULL, '{"fields": ["text"]}'),
      (9002, 900, '2026-03-02T01:00:00+00:00', 'edited', 'sentence', 4, 0, NULL, '{"fields": ["title", "text", "published_at"]}'),
      (9003, 900, '2026-03-03T01:00:00+00:00', 'reprinted', NULL, NULL, NULL, 901, NULL),
      (9004, 900, '2026-03-06T00:00:00+00:00', 'gone', NULL, NULL, NULL, NULL, '{"sightings": 3, "since": "2026-03-04T00:00:00+00:00", "reason": "HTTP 410"}'),
      (9005, 900, '2026-03-07T06:00:00+00:00', 'restored', NULL, NULL, NULL, NULL, NULL),
      (9006, 900, '2026-03-08T00:00:00+00:00', 'moved', NULL, NULL, NULL, NULL, '{"from": "<script>mark()</script>", "to": "http://demo.example/a"}'),
      (9007, 901, NULL, 'new', NULL, NULL, NULL, NULL, NULL);
    INSERT INTO articles_fts(rowid, title, body) VALUES (900, '渡口 口又 又通 通船', '船来 来了'), (901, '渡口', '船来 来了');
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 230)
    INSERT INTO events(id, article_id, at, kind) SELECT 10000 + i, 901, '2025-01-0' || (1 + i / 100) || 'T00:00:00+00:00', 'moved' FROM n;
"""


@pytest.fixture(scope="module")
def db(aged_archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    db = copy_of(aged_archive, tmp_path_factory.mktemp("changes"))
    with closing(sqlite3.connect(db)) as connection:
        connection.executescript(SCRIPT)
    return db


@pytest.fixture(scope="module")
def address(db: Path) -> Iterator[str]:
    with serving(db) as address:
        yield f"{address}archive/changes"


def ask(address: str, filters: str = "") -> dict[str, Any]:
    status, _, body = get(f"{address}.json?{filters}")
    assert status == 200, body
    told: dict[str, Any] = json.loads(body)
    return told


def of_march(address: str, kind: str) -> list[dict[str, Any]]:
    return list(ask(address, f"kind={kind}&since=2026-03&until=2026-03")["events"])


# What is told of an event


def test_an_edit_is_told_with_its_sentences_and_its_own_versions(address: str) -> None:
    later, earlier = of_march(address, "edited")
    assert earlier["sentences"] == [{"before": "水涨到七米。", "after": "水涨到八米。"}]
    assert (earlier["added"], earlier["removed"], earlier["fields"]) == (1, 1, [])
    assert later["sentences"] == [{"before": "", "after": "船来了。"}]
    assert [(each["field"], each["before"], each["after"]) for each in later["fields"]] == [
        ("title", "渡口通船", "渡口<b>又</b>通船"), ("published_at", BEGAN, "2026-03-01"),
    ]  # fmt: skip
    assert earlier["comparison"].endswith("/archive/articles/900/history?old=1&new=2")
    assert later["comparison"].endswith("/archive/articles/900/history?old=2&new=3")
    status, _, shown = get(earlier["comparison"])
    assert status == 200
    assert "<del>七</del>" in shown


def test_the_other_kinds_are_told(address: str) -> None:
    (gone,) = of_march(address, "gone")
    assert (gone["stood_from"], gone["stood_seconds"], gone["reason"]) == ("published_at", 3 * 86400, "HTTP 410")
    assert [each["site"] for each in gone["alive_at"]] == ["hubei_old"]
    (restored,) = of_march(address, "restored")
    assert restored["gone_seconds"] == 3 * 86400 + 6 * 3600
    (moved,) = of_march(address, "moved")
    assert moved["to"] == "http://demo.example/a"
    (reprinted,) = of_march(address, "reprinted")
    assert (reprinted["relation"], reprinted["delay_seconds"]) == ("retitled", 9000)
    assert (reprinted["reprint"]["publisher"], reprinted["article"]["id"]) == ("苇塘晚报", 900)
    assert reprinted["comparison"].endswith(f"/archive/compare?a=900&b={reprinted['reprint']['id']}")
    assert ask(address)["undated"] == 1


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh", ("发表 3 天后消失", "仍可见于", "消失 3 天后恢复", "晚 2 小时", "改题", "+4 −0", "比较前后两版", "另有 1 条记录的时间不详")),
        ("en", ("Gone 3 days after", "Still alive at", "Back after 3 days", "2 hours later", "retitled", "1 more event is not listed")),
    ],
)  # fmt: skip
def test_the_page_tells_people(address: str, language: str, said: tuple[str, ...]) -> None:
    status, _, body = get(f"{address}?{OWN}&since=2026-03&until=2026-03&_lang={language}")
    assert status == 200
    for each in said:
        assert each in body
    assert "水涨到<del>七</del><ins>八</ins>米。" in body
    assert "渡口<ins>&lt;b&gt;又&lt;/b&gt;</ins>通船" in body
    assert "&lt;script&gt;mark()&lt;/script&gt;" in body
    assert "苇塘晚报" in body
    assert f"/archive/changes.atom?{OWN.replace('&', '&amp;')}" in body


def test_the_other_pages_lead_here(address: str) -> None:
    home = get(address.removesuffix("archive/changes"))[2]
    for link in ("/archive/changes", "/archive/changes?kind=edited", "/archive/changes?kind=gone"):
        assert f'href="{link}"' in home


# What is asked for


@pytest.mark.parametrize(
    ("filters", "condition"),
    [
        ("", "1"),
        ("kind=gone&kind=restored", "kind IN ('gone', 'restored')"),
        ("size=sentence&size=title", "size IN ('sentence', 'title')"),
        ("size=rewrite&kind=edited&kind=gone", "size = 'rewrite' OR kind = 'gone'"),
        (f"trivial=no&{OWN}", "kind != 'new' AND coalesce(size, '') NOT IN ('typo', 'date', 'field')"),
        ("site=hubei_old", "article_id = 901 OR other_id = 901"),
        ("site=hubei_old&site=demo&kind=edited", "kind = 'edited'"),
        ("since=2026-03-02&until=2026-03-06", "at BETWEEN '2026-03-02' AND '2026-03-07'"),
        ("until=2026-03-01", "at < '2026-03-02'"),
        (f"q={quote('title:渡口')}&until=2026", "article_id IN (900, 901) AND at < '2027'"),
        ("q=date:2026-03-01+site:demo&kind=edited", "article_id = 900 AND kind = 'edited'"),
    ],
)
def test_the_filters(address: str, db: Path, filters: str, condition: str) -> None:
    with closing(sqlite3.connect(db)) as connection:
        sql = f"SELECT id FROM events WHERE at IS NOT NULL AND ({condition}) ORDER BY at DESC, id DESC"
        wanted = [row[0] for row in connection.execute(sql)]
    found, told = [], ask(address, filters)
    while True:
        found += [event["id"] for event in told["events"]]
        if not told["next"]:
            break
        told = json.loads(get(told["next"])[2])
    assert found == wanted
    assert wanted


def test_the_page_goes_on_below_with_its_filters(address: str) -> None:
    first = get(f"{address}?kind=moved&since=2025")[2]
    below = re.search(r'href="\?(kind=moved&amp;since=2025&amp;before=[^"]+)"', first)
    assert below
    second = get(f"{address}?{below[1].replace('&amp;', '&')}")[2]
    assert (first.count("<time "), second.count("<time ")) == (30, 30)
    assert get(f"{address}?kind=gone&since=2031")[2].count('class="hint"') == 1


@pytest.mark.parametrize(
    ("filters", "named"),
    [
        ("kind=new&kind=burned", "kind=burned"), ("size=huge", "size=huge"), ("site=nowhere", "site=nowhere"),
        ("since=yesterday", "since=yesterday"), ("until=2026-13", "until=2026-13"), ("since=2026-02-30", "since=2026-02-30"), ("trivial=yes", "trivial=yes"),
        ("q=date:soon", "q=soon"), ("q=-x", "q=-x"), ("before=9", "before=9"), ("kind=%3Cb%3E", "kind=&lt;b&gt;"),
        ("since=" + "9" * 5000, "since=999"),
    ],
)  # fmt: skip
def test_what_is_not_known_is_named(address: str, filters: str, named: str) -> None:
    status, _, body = get(f"{address}?{filters}")
    assert status == 400
    assert named in body
    assert len(body) < 16_000  # the links to other languages have the query too
    assert [get(f"{address}{form}?{filters}")[0] for form in (".json", ".atom")] == [400, 400]


# The feed


def test_the_feed_says_what_changed_and_its_ids_stay(address: str, db: Path, tmp_path: Path) -> None:
    def read_feed(at: str) -> list[tuple[str, ...]]:
        feed = ET.fromstring(get(f"{at}.atom?{OWN}&since=2026-03&until=2026-03&_lang=en")[2])
        entries = feed.findall(f"{ATOM}entry")
        return [(e.findtext(f"{ATOM}id") or "", e.find(f"{ATOM}link").get("href", ""), e.findtext(f"{ATOM}summary") or "") for e in entries]  # type: ignore[union-attr]  # fmt: skip

    found = read_feed(address)
    ids = [entry[0] for entry in found]
    assert len(set(ids)) == len(ids) == 6
    place = "http://demo.example/a%3Fx%3D1%26y%3D%E6%B8%A1"
    assert f"tag:cundang,2026:gone/2026-03-06T00:00:00+00:00/{place}" in ids
    assert f"tag:cundang,2026:reprinted/2026-03-03T01:00:00+00:00/{place}/http://old.example/b" in ids
    edit = next(entry for entry in found if entry[1].endswith("/archive/articles/900/history?old=1&new=2"))
    assert edit[2] == "a few characters +1 −1\n− 水涨到七米。\n+ 水涨到八米。"
    other = copy_of(db, tmp_path)
    with closing(sqlite3.connect(other)) as connection, connection:
        connection.execute("UPDATE events SET id = id + 70000")
    with serving(other) as elsewhere:
        assert [entry[0] for entry in read_feed(f"{elsewhere}archive/changes")] == ids


# Parts


@pytest.mark.parametrize(
    ("start", "end", "seconds"),
    [
        ("2026-03-01T08:00:00+08:00", "2026-03-01T00:00:30+00:00", 30),
        ("2026-03-01", "2026-03-03T01:00:00+00:00", 2 * 86400),
        ("2026-03-01T08:00:00", "2026-03-03T01:00:00+00:00", None),  # without a zone
        ("last week", "2026-03-03T01:00:00+00:00", None),
        (None, "2026-03-03", None),
    ],
)
def test_seconds_between_times(start: str | None, end: str, seconds: int | None) -> None:
    assert measure_seconds(start, end) == seconds


def test_lengths_of_time() -> None:
    zh, en = Words("zh"), Words("en")
    seconds = (0, 60, 3600, 90 * 60, 86400, 86400 + 3600, 12 * 86400)
    assert [en.span(each) for each in seconds] == [
        "0 minutes", "1 minute", "1 hour", "90 minutes", "1 day", "25 hours", "12 days",
    ]  # fmt: skip
    assert zh.span(7200) == "2 小时"
    assert zh.span(6 * 86400 - 3600) == "6 天"


def test_a_long_sentence_is_cut_around_its_change() -> None:
    long = "水" * 500
    shown = show_sentence(Pair(f"{long}七{long}", f"{long}八{long}"))
    assert [piece.text for piece in shown] == [f"…{'水' * 24}", "七", "八", f"{'水' * 24}…"]
    assert [piece.text for piece in show_sentence(Pair("", f"{long}。\n"))] == [f"{'水' * 160}…"]
