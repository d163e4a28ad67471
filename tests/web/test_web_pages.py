"""The reading room as a client sees it: languages, feeds, downloads, citations, history, bounds and headers."""

import csv
import io
import json
import re
import sqlite3
import urllib.error
import urllib.request
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPResponse
from pathlib import Path
from urllib.parse import quote

import pytest

from datasette_config.language import Words
from tests.helpers.paths import ROOT
from tests.helpers.programs import archive
from tests.helpers.servers import serving

TEMPLATES = ROOT / "datasette_config" / "templates"
ATOM = "{http://www.w3.org/2005/Atom}"


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


def get(url: str, **headers: str) -> tuple[int, dict[str, str], str]:
    """Status, headers and body; redirects are not followed."""
    request = urllib.request.Request(url, headers={name.replace("_", "-"): value for name, value in headers.items()})
    opener = urllib.request.build_opener(NoRedirect)
    try:
        answer: HTTPResponse | urllib.error.HTTPError = opener.open(request, timeout=30)
    except urllib.error.HTTPError as error:
        answer = error
    with answer:
        return answer.status or 0, {k.lower(): v for k, v in answer.headers.items()}, answer.read().decode()


@pytest.fixture(scope="module")
def db(aged_archive: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(aged_archive)
    yield connection
    connection.close()


@pytest.fixture(scope="module")
def edited(db: sqlite3.Connection) -> int:
    """An article whose text was edited."""
    return int(
        db.execute("""SELECT article_id FROM events WHERE kind = 'edited' AND detail LIKE '%"text"%'""").fetchone()[0]
    )


# Pages


def test_the_home_page_says_what_changed_and_vanished(aged_web: str, db: sqlite3.Connection, edited: int) -> None:
    body = get(aged_web)[2]
    assert f"/archive/articles/{edited}/history" in body
    for (gone,) in db.execute("SELECT id FROM articles WHERE state = 'gone'"):
        assert f'/archive/articles/{gone}"' in body
    assert "<svg" in body


def test_a_search_says_how_many_and_keeps_the_query_in_its_facets(aged_web: str) -> None:
    body = get(f"{aged_web}archive/search?q={quote('濕地')}", Accept_Language="en")[2]
    told = json.loads(get(f"{aged_web}archive/search.json?q={quote('湿地')}")[2])
    assert f"<strong>{told['total']} articles</strong>" in body
    assert f"q={quote('濕地')}&amp;source=" in body
    assert "<mark>湿地</mark>" in body


@pytest.mark.parametrize("query", ["date:nonsense", "-湿地", "…", "没有这样的词语出现过"])
def test_a_hint_instead_of_an_error(aged_web: str, query: str) -> None:
    status, _, body = get(f"{aged_web}archive/search?q={quote(query)}")
    assert status == 200
    assert 'class="hint"' in body


def test_datasettes_search_understands_fields_too(aged_web: str, db: sqlite3.Connection) -> None:
    def count(query: str) -> int:
        return int(
            json.loads(get(f"{aged_web}archive/articles.json?_search={quote(query)}")[2])["filtered_table_rows_count"]
        )

    assert count("濕地公園") == count("湿地公园") > 0
    both = json.loads(get(f"{aged_web}archive/search.json?q={quote('湖 date:2024')}")[2])["total"]
    assert count("湖 date:2024") == both > 0
    assert count("湖") > both
    assert get(f"{aged_web}archive/articles?_search=%22&_searchmode=raw")[0] == 400


def test_the_reading_view_in_the_other_script_and_with_traces(aged_web: str, db: sqlite3.Connection) -> None:
    (number,) = db.execute(
        "SELECT a.id FROM articles a JOIN removed r ON r.revision_id = a.revision_id WHERE a.script = 'Hans' AND a.text LIKE '%水%' LIMIT 1"
    ).fetchone()
    assert 'lang="zh-Hans"' in get(f"{aged_web}archive/articles/{number}")[2]
    assert 'lang="zh-Hant"' in get(f"{aged_web}archive/articles/{number}?script=Hant")[2]
    assert "</del><small class=" in get(f"{aged_web}archive/articles/{number}?traces=1")[2]


def test_a_time_that_nobody_knows_is_named_so_and_is_no_news(tmp_path: Path) -> None:
    db, file = tmp_path / "a.db", tmp_path / "a.html"
    for word in ("柳树", "槐树"):
        file.write_text(
            '<!doctype html><meta charset="utf-8"><link rel="canonical" href="http://example.org/2019/08/15/a.html">'
            f"<title>{word}下的棋局</title><h1>{word}下的棋局</h1><p>2019-08-15 08:00</p>"
            f"<p>河边有一棵{word}，树下有人在下棋，旁边有人在看。</p><p>午后下了一场大雨，路上没有行人，只有一只猫。</p>",
            encoding="utf-8",
        )
        assert archive("import", file, "--db", db).returncode == 0
    with serving(db) as address:
        for language, unknown, live, imported in (
            ("zh", "何时在原网站见过，不详", "仍在原网站", "导入，原来的时间不详"),
            ("en", "when it was on its site is not known", "Still on its site", "its own time is not known"),
        ):
            status, _, history = get(f"{address}archive/articles/1/history?_lang={language}")
            assert status == 200
            assert unknown in history
            assert live not in history
            assert history.count(imported) == 2  # of both versions
            status, _, article = get(f"{address}archive/articles/1?_lang={language}")
            assert (status, imported in article, "None" in article) == (200, True, False)
            assert Words(language)("undated_changes", n=1) in get(f"{address}?_lang={language}")[2]
        for feed in ("new", "changed"):
            assert ET.fromstring(get(f"{address}feeds/{feed}.atom")[2]).findall(f"{ATOM}entry") == []
        assert get(f"{address}archive/articles/1/cite.gbt")[0] == 200
        assert get(f"{address}archive/revisions?_sort_desc=fetched_at")[0] == 200


def test_history_shows_both_versions(aged_web: str, db: sqlite3.Connection, edited: int) -> None:
    sides = get(f"{aged_web}archive/articles/{edited}/history")[2]
    inline = get(f"{aged_web}archive/articles/{edited}/history?view=inline&old=1&new=2")[2]
    for body in (sides, inline):
        assert "<del>" in body
        assert "<ins>" in body
    assert get(f"{aged_web}archive/articles/{edited}/history?old=99&new=77")[0] == 200
    assert get(f"{aged_web}archive/articles/999999/history")[0] == 404


def test_citations_name_the_revision(aged_web: str, db: sqlite3.Connection, edited: int) -> None:
    for number, sha256 in db.execute("SELECT number, sha256 FROM revisions WHERE article_id = ?", (edited,)):
        for style in ("gbt", "bib", "ris", "csl", "txt"):
            status, _, body = get(f"{aged_web}archive/articles/{edited}/cite.{style}?revision={number}")
            assert status == 200
            assert sha256 in body


def test_the_raw_page_is_text(aged_web: str, edited: int) -> None:
    status, headers, body = get(f"{aged_web}archive/articles/{edited}/raw?revision=1")
    assert status == 200
    assert headers["content-type"].startswith("text/plain")
    assert headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in headers["content-security-policy"]
    assert "<html" in body
    assert "WARC-Offset: " in body


def test_a_filtered_list_has_a_timeline_and_no_texts(aged_web: str, db: sqlite3.Connection) -> None:
    body = get(f"{aged_web}archive/articles?source_name={quote('清淀日报')}")[2]
    assert "<svg viewBox" in body
    found = json.loads(
        get(f"{aged_web}archive/articles.json?_facet_year=published_at&_facet_month=published_at&_shape=objects")[2]
    )
    years = {value["value"]: value["count"] for value in found["facet_results"]["published_at"]["results"]}
    assert (
        sum(years.values()) == db.execute("SELECT count(*) FROM articles WHERE published_at IS NOT NULL").fetchone()[0]
    )
    assert db.execute("SELECT text FROM articles WHERE source_name = '清淀日报'").fetchone()[0][:60] not in body


@pytest.mark.parametrize(
    "path",
    ["feeds/new.atom", "feeds/changed.atom", "feeds/gone.atom?site=demo", "archive/search.atom?q=%E6%B9%BF%E5%9C%B0"],
)
def test_feeds_are_atom(aged_web: str, path: str) -> None:
    status, headers, body = get(f"{aged_web}{path}")
    assert (status, headers["content-type"]) == (200, "application/atom+xml; charset=utf-8")
    feed = ET.fromstring(body)
    entries = feed.findall(f"{ATOM}entry")
    assert entries
    for entry in entries:
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:]+[+-]\d\d:\d\d", entry.findtext(f"{ATOM}updated") or "")
        assert entry.findtext(f"{ATOM}id")
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == len(entries)


# Downloads


def test_a_list_is_downloaded_whole(aged_web: str, db: sqlite3.Connection) -> None:
    wanted = {row[0]: row[1] for row in db.execute("SELECT id, text FROM articles WHERE source_name = '清淀日报'")}
    for form in ("csv", "jsonl"):
        body = get(f"{aged_web}archive/download/articles.{form}?source_name={quote('清淀日报')}&_sort=id")[2]
        rows = (
            [json.loads(line) for line in body.splitlines()]
            if form == "jsonl"
            else list(csv.DictReader(io.StringIO(body, newline="")))
        )
        assert {int(row["id"]): row["text"] for row in rows} == wanted
    searched = get(
        f"{aged_web}archive/download/articles.jsonl?_search={quote('濕地')}&source_name={quote('清淀日报')}"
    )[2]
    assert {json.loads(line)["id"] for line in searched.splitlines()} == {
        n for n, text in wanted.items() if "湿地" in text
    }


def test_a_search_is_downloaded_for_a_spreadsheet(aged_web: str) -> None:
    status, headers, body = get(f"{aged_web}archive/download/search.excel.csv?q={quote('湿地')}")
    assert status == 200
    assert body.startswith("\ufeffid,")
    assert "attachment" in headers["content-disposition"]
    total = json.loads(get(f"{aged_web}archive/search.json?q={quote('湿地')}")[2])["total"]
    assert len(list(csv.reader(io.StringIO(body[1:], newline="")))) == total + 1


def test_all_rows_of_a_list_come_and_of_a_query(tmp_path: Path, aged_archive: Path) -> None:
    from tests.helpers.servers import serving

    copy = tmp_path / "archive.db"
    with closing(sqlite3.connect(aged_archive)) as connection, connection:
        connection.execute("VACUUM INTO ?", (str(copy),))
    with closing(sqlite3.connect(copy)) as connection, connection:
        connection.execute("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) INSERT INTO keywords SELECT 1, 'k' || i FROM n")  # fmt: skip
        (count,) = connection.execute("SELECT count(*) FROM keywords").fetchone()
    with serving(copy) as address:
        assert len(get(f"{address}archive/download/keywords.jsonl")[2].splitlines()) == count > 5000
        assert len(get(f"{address}archive.csv?sql=select+*+from+keywords")[2].splitlines()) == count + 1


@pytest.mark.parametrize("value", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "＝1", "＋1", "－1", "＠x", " =1"])
def test_formulas_are_neutral_in_spreadsheets_only(value: str) -> None:
    from exchange.row_formats import format_rows

    (neutral,) = next(csv.reader(io.StringIO(format_rows(["title"], [[value]], "spreadsheet"), newline="")))
    assert neutral == f"'{value}"
    (lossless,) = next(csv.reader(io.StringIO(format_rows(["title"], [[value]], "csv"), newline="")))
    assert lossless == value


# Safe in public


@pytest.mark.parametrize(
    "path",
    [
        "",
        "archive/articles",
        "archive/articles/1",
        "archive?sql=select+1",
        "nothing",
        "archive/articles.json",
        "assets/archive.css",
    ],
)
def test_headers_are_on_every_answer(aged_web: str, path: str) -> None:
    headers = get(f"{aged_web}{path}")[1]
    assert headers["x-content-type-options"] == "nosniff"
    policy = headers["content-security-policy"]
    assert "frame-ancestors 'none'" in policy
    assert "default-src 'none'" in policy
    assert "'unsafe-inline'" not in policy.partition("script-src")[2].partition(";")[0]


@pytest.mark.parametrize(
    "sql",
    [
        "select randomblob(900000000)", "select length(randomblob(900000000))", "select zeroblob(30000000)",
        "with recursive n(i) as (select 1 union all select i+1 from n where i<125) select zeroblob(18000000) from n",
        "with recursive n(i) as (select 1 union all select i+1 from n where i<2000) select a.text, hex(zeroblob(50000)) from n, articles a",
        "attach database '/etc/passwd' as x", "delete from articles", "select load_extension('x')", "pragma writable_schema=1",
    ],
)  # fmt: skip
def test_a_query_that_asks_too_much_is_refused(aged_web: str, sql: str) -> None:
    status, _, body = get(f"{aged_web}archive.json?sql={quote(sql)}")
    assert status == 400
    assert len(body) < 10_000
    assert "took too long" not in body  # refused at once, and not stopped when its time was over


def test_a_huge_format_gives_nothing(aged_web: str) -> None:
    body = get(
        f"{aged_web}archive.json?sql={quote('select printf(' + repr('%900000000d') + ', 1) as x')}&_shape=objects"
    )[2]
    assert len(body) < 10_000
    assert not json.loads(body).get("rows") or json.loads(body)["rows"][0]["x"] is None


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example/",
        "/\\evil.example/",
        "/%5Cevil.example/",
        "/%2Fevil.example/",
        "///evil.example//",
        "/.//evil.example/",
    ],
)
def test_no_redirect_leads_away(aged_web: str, path: str) -> None:
    from http.client import HTTPConnection

    connection = HTTPConnection(aged_web.removeprefix("http://").rstrip("/"), timeout=30)
    connection.putrequest("GET", path, skip_host=False)
    connection.endheaders()
    answer = connection.getresponse()
    where = answer.getheader("location") or "/"
    assert re.match(r"/(?![/\\])", where), where
    connection.close()


def test_crawlers_are_kept_off_facets(aged_web: str) -> None:
    assert "Disallow: /*?" in get(f"{aged_web}robots.txt")[2]


@pytest.mark.parametrize(
    "name", ["metadata", "databases", "databases.json", "plugins", "patterns", "messages", "threads"]
)
def test_datasettes_pages_about_itself_are_not_published(aged_web: str, aged_archive: Path, name: str) -> None:
    status, _, body = get(f"{aged_web}-/{name}")
    assert status == 404
    assert str(aged_archive.parent) not in body
