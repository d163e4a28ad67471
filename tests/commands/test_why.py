"""`archive why`: all that happened to an address, in order, under whatever form it is asked for."""

import json
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from archive import main
from cundang.store.schema import open_archive
from cundang.store.story import list_forms
from scrapers.sites import find_site
from tests.helpers.databases import rows

SCRIPT = """
    INSERT INTO sites(name) VALUES ('town'), ('river');
    INSERT INTO runs(id, command, site, started_at, version) VALUES
      (1, 'crawl', 'town', '2026-01-01T00:00:00+00:00', '1'), (2, 'crawl', 'town', '2026-01-09T00:00:00+00:00', '1');
    INSERT INTO clusters(id, first_article_id, members, sites) VALUES (6, 6, 3, 2);
    INSERT INTO articles(id, url, site, title, text, characters, sha256, state, cluster_id) VALUES
      (7, 'https://www.town.example/a.html', 'town', '苇', '塘', 1, 'aa', 'live', NULL),
      (8, 'https://www.town.example/b.html', 'town', '苇', '塘', 1, 'bb', 'gone', 6),
      (6, 'https://river.example/b.html', 'river', '苇', '塘', 1, 'cc', 'live', 6);
    INSERT INTO revisions(article_id, number, fetched_at, title, text, sha256, extractor, found) VALUES
      (7, 1, '2026-01-01T02:00:00+00:00', '苇', '塘', 'a', 'town-2020', '{}'),
      (7, 2, '2026-01-09T02:00:00+00:00', '苇', '塘', 'aa', 'generic', '{}');
    INSERT INTO events(article_id, at, kind, size, other_id, detail) VALUES
      (7, '2026-01-01T02:00:00+00:00', 'new', NULL, NULL, NULL),
      (7, '2026-01-09T02:00:00+00:00', 'edited', 'sentence', NULL, '{"fields": ["text"]}'),
      (7, '2026-01-10T02:00:00+00:00', 'moved', NULL, NULL, '{"from": "https://www.town.example/old", "to": "https://www.town.example/a.html"}'),
      (8, '2026-01-05T02:00:00+00:00', 'gone', NULL, NULL, '{"reason": "HTTP 404"}'),
      (6, '2026-01-06T02:00:00+00:00', 'reprinted', NULL, 8, NULL);
    INSERT INTO fts_state(article_id, tok_version, text_sha256) VALUES (7, 1, 'aa'), (8, 1, 'old');
    INSERT INTO absences(article_id, run_id, at, reason) VALUES (8, 2, '2026-01-04T02:00:00+00:00', 'HTTP 404');
    INSERT INTO urls(url, site, kind, state, source, discovered_at, discovered_from, next_try_at, tries, error, redirect_to, hops)
    VALUES
      ('https://www.town.example/a.html', 'town', 'article', 'done', 'front', '2026-01-01T01:00:00+00:00',
        'https://www.town.example/', '2026-02-01T00:00:00+00:00', 0, NULL, NULL, 0),
      ('https://www.town.example/old', 'town', 'article', 'done', 'front', '2025-12-01T01:00:00+00:00',
        'https://www.town.example/', NULL, 0, NULL, 'https://www.town.example/a.html', 0),
      ('https://www.town.example/f', 'town', 'article', 'failed', NULL, '2026-01-01T01:00:00+00:00', 'a guess',
        '2026-02-02T00:00:00+00:00', 6, 'HTTP 503', NULL, 0),
      ('https://www.town.example/r', 'town', 'article', 'refused', NULL, '2026-01-01T01:00:00+00:00',
        'https://www.town.example/x', NULL, 0, 'robots.txt disallows it', NULL, 1),
      ('https://www.town.example/p/', 'town', 'article', 'pending', NULL, '2026-01-01T01:00:00+00:00', 'the command line',
        NULL, 0, NULL, NULL, 0);
    INSERT INTO named(site, source, url, day, at) VALUES
      ('town', 'front', 'https://www.town.example/a.html', '2026-01-01', '2026-01-01T01:00:00+00:00'),
      ('town', 'late', 'https://www.town.example/a.html', NULL, '2026-01-03T01:00:00+00:00'),
      ('town', 'zz', 'https://www.town.example/z', NULL, '2026-01-03T01:00:00+00:00');
    INSERT INTO fetches(id, run_id, url, fetched_at, status, outcome, robots_id, warc_file, warc_offset) VALUES
      (1, 1, 'https://www.town.example/robots.txt', '2026-01-01T01:30:00+00:00', 404, 'robots', NULL, 'x.warc.gz', 0),
      (2, 1, 'https://www.town.example/a.html', '2026-01-01T02:00:00+00:00', 200, 'new', 1, 'x.warc.gz', 9),
      (3, 2, 'https://www.town.example/a.html', '2026-01-09T02:00:00+00:00', 200, 'edited', 1, 'x.warc.gz', 99);
    INSERT INTO problems(run_id, at, url, stage, reason) VALUES
      (1, '2026-01-02T00:00:00+00:00', 'https://www.town.example/a.html', 'extract', 'no title on the page');
    INSERT INTO redactions(url, site, level, reason, decided_at, until) VALUES
      ('https://www.town.example/w', 'town', 'embargo', 'a court asks', '2026-01-07T00:00:00+00:00', '2026-06-01');
"""


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    path = tmp_path_factory.mktemp("why") / "a.db"
    with closing(open_archive(path)) as archive:
        archive.executescript(f"PRAGMA foreign_keys = off; {SCRIPT}")
        archive.execute("PRAGMA journal_mode = delete")
    yield path


def run(db: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["why", *words, "--db", str(db)])


def ask(db: Path, url: str) -> Any:
    done = run(db, url, "--json")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_the_whole_way_of_an_article_in_order_of_time(db: Path) -> None:
    done = run(db, "https://www.town.example/a.html")
    said = [line[21:] for line in done.stdout.splitlines()]
    old = "https://www.town.example/old: "
    assert said == [
        f"{old}became known as an article of town, named by https://www.town.example/ (source front)",
        "became known as an article of town, named by https://www.town.example/ (source front)",
        "named by the source front, which dates it 2026-01-01",
        "fetched, HTTP 200: stored as a new article; the robots.txt of fetch 1 allowed it (run 1)",
        "revision 1 of article 7 was stored, read by town-2020",
        "the article came into the archive",
        "a problem in the stage extract: no title on the page",
        "named by the source late",
        "fetched, HTTP 200: it had changed; the robots.txt of fetch 1 allowed it (run 2)",
        "revision 2 of article 7 was stored, read by generic",
        "the article was edited: sentence (text)",
        "the article moved from https://www.town.example/old to https://www.town.example/a.html",
        "is done, and asked for again from 2026-02-01T00:00:00+00:00 on: half the time since it last changed",
        "is article 7 of town; its site shows it, as far as is known",
        "is in the search index",
        f"{old}leads to https://www.town.example/a.html, and is not asked for by itself",
        "no module describes the site town.example; `archive add` makes one, `archive crawl ADDRESS` does without",
        "robots.txt of 2026-01-01 01:30 (HTTP 404) forbids nothing: there was none",
    ]
    times = [line[:19] for line in done.stdout.splitlines()]
    assert times[0] == "2025-12-01 01:00:00"
    assert times[12:] == [f"{'now':<19}"] * 4 + [f"{'by rule':<19}"] * 2


@pytest.mark.parametrize(
    "form",
    [
        "http://www.town.example/a.html#top",
        "https://m.town.example/a.html",
        "https://town.example/a.html/",
        "https://www.town.example/old",
        "https://www.town.example/a.html?utm_source=x",
    ],
)
def test_other_forms_of_an_address_are_found(db: Path, form: str) -> None:
    assert ask(db, form)["article_id"] == 7


@pytest.mark.parametrize(
    ("url", "now"),
    [
        (
            "f",
            ["could not be had, 6 times in a row; it is asked for again from 2026-02-02T00:00:00+00:00 on: HTTP 503"],
        ),
        ("r", ["is not to be fetched: robots.txt disallows it"]),
        ("p", ["waits to be fetched in the next run of its site"]),
        (
            "b.html",
            [
                "is article 8 of town; its site shows it no more",
                "tells the same text as 2 others on 2 sites; article 6 is the first",
                "is in the search index with an older text; `archive reindex` takes it up anew",
            ],
        ),
        ("w", []),
    ],
)
def test_how_an_address_stands_now(db: Path, url: str, now: list[str]) -> None:
    assert [entry["said"] for entry in ask(db, f"https://www.town.example/{url}")["now"]] == now


def test_what_happened_to_others(db: Path) -> None:
    def past(url: str) -> list[str]:
        return [entry["said"] for entry in ask(db, url)["past"]]

    assert past("https://www.town.example/w") == ["decision 1: withdrawn (embargo) until 2026-06-01: a court asks"]
    assert past("https://www.town.example/f") == ["became known as an article of town: guessed by its module"]
    redirected = "became known as an article of town: https://www.town.example/x redirected here"
    assert past("https://www.town.example/r") == [redirected]
    assert past("https://river.example/b.html") == ["article 8 is a copy of this one"]
    assert past("https://www.town.example/b.html") == [
        "missing: HTTP 404; three times over 48 hours make it gone",
        "the article is gone: missing in three runs over 48 hours (HTTP 404)",
    ]


def test_of_what_the_archive_never_heard_of_the_modules_say_what_they_would_do(db: Path) -> None:
    done = run(db, "http://www.xinhuanet.com/politics/2024-01/02/c_1130052222.htm")
    assert (done.exit_code, "the archive never heard of it" in done.stdout) == (0, True)
    assert "it has the form of an article of xinhuanet; one of its sources has to name it: " in done.stdout
    assert "it has not the form of an article of xiongan" in run(db, "https://www.xiongan.gov.cn/a.htm").stdout
    assert "it is a list: the source " in run(db, find_site("xiongan").sources[0].url).stdout
    assert "the guard refuses 10.0.0.1, a private address" in run(db, "http://10.0.0.1/").stdout


@pytest.mark.parametrize("url", ["foo", "ftp://town.example/", "https://", "javascript:alert(1)", "http://a b/"])
def test_what_is_no_address_is_a_wrong_use(db: Path, url: str) -> None:
    done = run(db, url)
    assert (done.exit_code, len(done.stderr.splitlines()), done.stdout) == (2, 1, "")


def test_the_archive_of_the_demo_site_knows_what_its_robots_say(demo_archive: Path) -> None:
    (url,) = rows(demo_archive, "SELECT url FROM articles LIMIT 1")[0]
    assert any(line.startswith("robots.txt of ") and "allows it" in line for line in ask(demo_archive, url)["modules"])


def test_it_only_reads(db: Path) -> None:
    before = db.read_bytes()
    mode = stat.S_IMODE(db.stat().st_mode)
    db.chmod(0o444)
    db.parent.chmod(0o555)
    try:
        assert run(db, "https://www.town.example/a.html").exit_code == 0
    finally:
        db.parent.chmod(0o755)
        db.chmod(mode)
    assert db.read_bytes() == before


def test_forms_are_few_and_of_the_same_page() -> None:
    forms = list_forms("https://www.town.example/a?id=2&b=1")
    assert len(forms) == len(set(forms)) < 15
    assert "http://m.town.example/a?b=1&id=2" in forms
    assert all(form.endswith(("?id=2&b=1", "?b=1&id=2")) for form in forms)
