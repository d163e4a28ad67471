"""What readers see of withdrawn articles: 451 or 410 at each of their addresses, and the log of the decisions."""

import asyncio
import csv
import io
import json
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest

from cundang.store.schema import open_archive
from datasette_config import Publication, make_application
from datasette_config.address import at_public_address, parse_public_address
from datasette_config.language import Words
from tests.helpers.databases import change, copy_of, rows
from upkeep.redact import Decision, find_subjects, lift, redact

HIDDEN, EMBARGO, ERASED = 7, 8, 9
STATUSES = {HIDDEN: 451, EMBARGO: 451, ERASED: 410}
REASON = "当事人要求隐藏 <script>alert(1)</script>"
FORMS = (
    "", ".json", "/history", "/raw", "/raw?revision=1", "?revision=1", "?script=Hant", "?traces=1", "/cite.bib", "/cite.csl",
    "/pictures/1", "/history?view=inline",
)  # fmt: skip


@pytest.fixture(scope="module")
def db(aged_archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of which three articles are withdrawn, each at another level."""
    copy = copy_of(aged_archive, tmp_path_factory.mktemp("withdrawn"))
    copy.with_suffix(".toml").write_text('[about]\ncontact = "archive@qingdian.example"\n', encoding="utf-8")
    for number, decision in (
        (HIDDEN, Decision("hidden", REASON, None, "2026-17")),
        (EMBARGO, Decision("embargo", "a court of Qingdian", "2099-03-01")),
        (ERASED, Decision("erased", "法院判决")),
    ):
        withdraw(copy, number, decision)
    return copy


def withdraw(db: Path, number: int, decision: Decision) -> None:
    with closing(open_archive(db)) as opened:
        subjects = find_subjects(opened.conn, [str(number)])
    redact(db, db.with_suffix(".warc"), subjects, decision)


@pytest.fixture(scope="module")
def application(db: Path) -> Any:
    return make_application(db)


@pytest.fixture(scope="module")
def headlines(aged_archive: Path) -> dict[int, str]:
    found = rows(aged_archive, "SELECT id, title FROM articles WHERE id IN (7, 8, 9)")
    assert len(found) == 3
    return {row.id: row.title for row in found}


def get(application: Any, path: str, language: str = "en") -> Any:
    return asyncio.run(application.client.get(path, headers={"accept-language": language}))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("number", STATUSES)
def test_each_address_of_it_tells_that_it_is_withdrawn(
    application: Any, headlines: dict[int, str], number: int, form: str
) -> None:
    answer = get(application, f"/archive/articles/{number}{form}")
    assert answer.status_code == STATUSES[number]
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.headers["x-robots-tag"] == "noindex"
    assert "etag" not in answer.headers
    assert headlines[number] not in answer.text
    assert "<script>alert" not in answer.text or form == ".json"


@pytest.mark.parametrize(("language", "said"), [("zh-CN", "已隐藏"), ("zh-TW", "已隱藏"), ("en", "is hidden")])
def test_the_page_says_what_was_there_and_why_it_is_not(application: Any, db: Path, language: str, said: str) -> None:
    (url,) = rows(db, "SELECT url FROM redactions WHERE article_id = ?", HIDDEN)[0]
    text = get(application, f"/archive/articles/{HIDDEN}", language).text
    for told in (said, f"<code>{url}</code>", "当事人要求隐藏 &lt;script&gt;", "2026-17", "archive@qingdian.example"):
        assert told in text
    assert f'href="{url}"' not in text


def test_an_embargo_says_until_when(application: Any, db: Path) -> None:
    words = Words("en")
    text = get(application, f"/archive/articles/{EMBARGO}").text
    assert "1 Mar 2099" in text
    assert words("withdrawn_over") not in text
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("datasette_config.withdrawn.is_over", lambda _: True)
        assert words("withdrawn_over") in get(application, f"/archive/articles/{EMBARGO}").text


def test_programs_are_told_the_same(application: Any) -> None:
    told = json.loads(get(application, f"/archive/articles/{ERASED}.json").text)
    assert (told["ok"], told["status"], told["level"], told["reason"]) == (False, 410, "erased", "法院判决")
    assert told["url"].startswith("http")
    assert told["decided_at"]
    assert told["log"].endswith("/archive/redactions")


def test_comparisons_and_unknown_numbers(application: Any) -> None:
    assert get(application, f"/archive/compare?a=1&b={HIDDEN}").status_code == 451
    assert get(application, f"/archive/compare?a={ERASED}&b=1").status_code == 410
    assert get(application, "/archive/compare?a=1&b=99999").status_code == 404
    for path in ("/archive/articles/99999", "/archive/articles/99999999999999999999.json", "/archive/articles/7x"):
        assert get(application, path).status_code == 404, path
    assert get(application, "/archive/articles/1").status_code == 200


def test_who_withholds_it_is_named_where_the_archive_has_an_address(db: Path) -> None:
    public = parse_public_address("https://archive.example/cundang/")
    app = at_public_address(make_application(db, publication=Publication(public)).app(), public)

    async def ask(number: int) -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1") as client:
            return await client.get(f"/cundang/archive/articles/{number}")

    answer = asyncio.run(ask(HIDDEN))
    assert answer.status_code == 451
    assert answer.headers["link"] == '<https://archive.example/cundang/>; rel="blocked-by"'
    assert 'href="/cundang/archive/redactions"' in answer.text
    assert "link" not in asyncio.run(ask(ERASED)).headers


@pytest.mark.parametrize(
    "path",
    [
        "/", "/archive/articles", "/archive/articles.json?_size=max", "/archive/changes", "/archive/changes.json",
        "/archive/clusters", "/feeds/new.atom", "/feeds/changed.atom", "/feeds/gone.atom", "/archive/changes.atom",
        "/archive/redactions", "/archive/redactions.json", "/archive/redactions.csv", "/archive/events.json?_size=max",
        "/archive/problems.json?_size=max", "/archive/removed.json?_size=max", "/archive/download/articles.csv",
        "/archive/download/revisions.jsonl", "/archive/search.atom?q=的", "/archive/urls.json?_size=max",
    ],
)  # fmt: skip
def test_no_other_page_says_its_headline(application: Any, headlines: dict[int, str], path: str) -> None:
    answer = get(application, path)
    assert answer.status_code == 200
    is_json = answer.headers["content-type"].partition(";")[0] == "application/json"
    shown = json.dumps(json.loads(answer.text), ensure_ascii=False) if is_json else answer.text
    assert not [title for title in headlines.values() if title in shown]


def test_a_search_and_the_sitemap_have_it_no_more(application: Any, headlines: dict[int, str]) -> None:
    for title in headlines.values():
        hits = json.loads(get(application, f'/archive/search.json?q="{title}"').text)
        assert hits["total"] == 0
    sitemap = get(application, "/sitemaps/0.xml").text
    assert "/archive/articles/1<" in sitemap
    assert not [number for number in headlines if f"/archive/articles/{number}<" in sitemap]


def test_the_log_has_all_decisions_and_their_counts(application: Any, db: Path) -> None:
    told = json.loads(get(application, "/archive/redactions.json").text)
    assert [each["level"] for each in told["redactions"]] == ["erased", "embargo", "hidden"]
    assert (told["total"], told["next"]) == (3, None)
    (counted,) = told["counts"]
    assert {name: counted[name] for name in ("hidden", "embargo", "erased", "decisions")} == {
        "hidden": 1, "embargo": 1, "erased": 1, "decisions": 3,
    }  # fmt: skip
    month = int(told["redactions"][0]["decided_at"][5:7])
    assert counted["quarter"] == (month - 1) // 3 + 1
    answer = get(application, "/archive/redactions")
    assert answer.headers["x-robots-tag"] == "noindex"
    assert "当事人要求隐藏 &lt;script&gt;" in answer.text
    assert answer.text.count(f'/archive/articles/{HIDDEN}"') == 1
    written = list(csv.DictReader(io.StringIO(get(application, "/archive/redactions.csv").text)))
    assert [row["reason"] for row in written] == ["法院判决", "a court of Qingdian", REASON]
    assert written[0]["article_id"] == str(ERASED)


def test_the_log_is_linked_and_closed_to_robots(application: Any) -> None:
    for path in ("/", "/about", "/archive/articles"):
        assert '/archive/redactions"' in get(application, path).text
    assert "Disallow: /archive/redactions\n" in get(application, "/robots.txt").text


def test_the_log_has_pages(db: Path, tmp_path: Path) -> None:
    copy = copy_of(db, tmp_path)
    sql = """
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 150)
        INSERT INTO redactions(url, level, reason, decided_at, lifted_at)
        SELECT 'http://x.example/' || i, 'hidden', '', '2025-0' || (1 + i % 9) || '-01', '2026-01-01' FROM n
    """
    change(copy, sql)
    application = make_application(copy)
    first = json.loads(get(application, "/archive/redactions.json").text)
    assert (len(first["redactions"]), first["total"]) == (100, 153)
    rest = json.loads(get(application, first["next"].partition("localhost")[2]).text)
    assert (len(rest["redactions"]), rest["next"]) == (53, None)
    assert [(each["year"], each["quarter"]) for each in first["counts"]][1:] == [("2025", 3), ("2025", 2), ("2025", 1)]
    assert "1 / 2" in get(application, "/archive/redactions").text
    assert get(application, "/archive/redactions?page=3").status_code == 404
    assert get(application, "/archive/redactions.csv").text.count("\r\n") == 154


def test_an_article_whose_decision_is_lifted_is_back(db: Path, headlines: dict[int, str], tmp_path: Path) -> None:
    copy = copy_of(db, tmp_path)
    (number,) = rows(copy, "SELECT id FROM redactions WHERE article_id = ?", HIDDEN)[0]
    from scrapers.sites import publishers

    lift(copy, copy.with_suffix(".warc"), [number], publishers)
    application = make_application(copy)
    answer = get(application, f"/archive/articles/{HIDDEN}")
    assert (answer.status_code, headlines[HIDDEN] in answer.text) == (200, True)
    assert f'/archive/articles/{HIDDEN}"' not in get(application, "/archive/redactions").text


def test_an_archive_without_decisions_says_so(aged_archive: Path) -> None:
    application = make_application(aged_archive)
    assert Words("en")("withdrawn_none") in get(application, "/archive/redactions").text
    assert json.loads(get(application, "/archive/redactions.json").text)["redactions"] == []
