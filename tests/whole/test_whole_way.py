"""The whole way in one test: demo site, crawl, archive, web page. The demo's own texts are the gold."""

import html
import json
import re
import sqlite3
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import pytest

from cundang.model.article import Removal
from cundang.raw.pages import read_page
from demo.content import Story, load_stories
from demo.site import make_demo_site
from pipelines import line
from pipelines.clean import restore
from scrapers.sites import publishers
from tests.helpers.programs import archive

STORIES = load_stories(1)


@pytest.fixture(scope="module")
def db(demo_archive: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"file:{demo_archive}?mode=ro", uri=True)) as connection:
        connection.row_factory = sqlite3.Row
        yield connection


def get(address: str) -> str:
    with urllib.request.urlopen(address, timeout=30) as answer:
        return answer.read().decode()


def row_of(db: sqlite3.Connection, story: Story) -> sqlite3.Row:
    found = db.execute("SELECT * FROM articles WHERE url LIKE ?", (f"%{story.path}",)).fetchall()
    assert len(found) == 1, f"{story.path}: stored {len(found)} times"
    return found[0]


def test_every_article_of_the_site_is_there_once(db: sqlite3.Connection) -> None:
    assert len(STORIES) >= 60
    assert db.execute("SELECT count(*) FROM articles").fetchone()[0] == len(STORIES)
    assert db.execute("SELECT count(*) FROM urls WHERE state != 'done'").fetchone()[0] == 0
    assert db.execute("SELECT count(*) FROM problems").fetchone()[0] == 0
    assert {story.layout for story in STORIES} == {"x", "g3", "g4", "g5"}


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.path)
def test_an_article_is_stored_as_it_was_written(db: sqlite3.Connection, story: Story) -> None:
    row = row_of(db, story)
    assert row["title"] == story.title
    assert row["text"] == "\n\n".join(paragraph for part in story.parts for paragraph in part)
    assert row["published_at"] == f"{story.published:%Y-%m-%dT%H:%M:%S}+08:00"
    assert (row["source_name"], row["editor"]) == (story.source, story.editor)
    assert row["author"] in (story.author, None)  # not every layout has a place for it
    script = "Hant" if set(row["text"]) & set("們個國這會") else "Hans"  # frequent, and traditional only
    assert (row["language"], row["script"], row["state"]) == ("zh", script, "live")
    keywords = {keyword for (keyword,) in db.execute("SELECT keyword FROM keywords WHERE article_id = ?", (row["id"],))}
    assert keywords == set(story.keywords)
    captions = [
        c for (c,) in db.execute("SELECT caption FROM images WHERE article_id = ? ORDER BY position", (row["id"],))
    ]
    assert len(captions) == len(story.pictures)
    assert row["tracking_number"] == (None if story.layout == "g5" else story.tracking_number)


def test_the_raw_page_of_each_row_gives_the_row_again(db: sqlite3.Connection, demo_archive: Path) -> None:
    """The WARC record that a revision names is its page, and the line reads from it what is stored, to the character."""
    reader = line.Reader(publishers(make_demo_site("http://127.0.0.1/")))
    kinds = set()
    for row in db.execute("SELECT r.*, a.url FROM revisions r JOIN articles a ON a.id = r.article_id").fetchall():
        page = read_page(demo_archive.with_suffix(".warc"), row["warc_file"], row["warc_offset"])
        assert page.url == row["url"]
        stored = [
            Removal(*r)
            for r in db.execute("SELECT position, kind, text, rule FROM removed WHERE revision_id = ?", (row["id"],))
        ]
        kinds |= {removal.kind for removal in stored}
        article = reader.read([page])
        if article.missing_pages:
            assert row["text"].startswith(article.text.split("\n\n")[0])
            continue
        assert (article.title, article.text, list(article.removed)) == (row["title"], row["text"], stored)
        extracted = reader.extract(page).text
        assert restore(article.text, stored) == extracted
    assert {"comment_notice", "recommendations", "counter"} <= kinds


def test_the_run_says_what_it_did(db: sqlite3.Connection) -> None:
    run = db.execute("SELECT * FROM runs").fetchone()
    assert (run["command"], run["site"], run["reason"], run["new"]) == ("crawl", "demo", "finished", len(STORIES))
    assert run["fetched"] == db.execute("SELECT count(*) FROM fetches").fetchone()[0]
    assert all(json.loads(run["sources"]).values()), "a source gave nothing"


def test_the_home_page_says_what_the_archive_holds(web: str) -> None:
    page = get(web)
    assert f"{len(STORIES)}" in page
    assert STORIES[0].title in page


def test_the_list_has_titles_and_no_texts(web: str) -> None:
    page = get(f"{web}archive/articles")
    assert STORIES[0].title in page
    assert STORIES[0].parts[0][-1][-20:] not in page


def test_the_reading_view_shows_the_article(web: str, db: sqlite3.Connection) -> None:
    story = next(story for story in STORIES if len(story.parts) > 1)
    page = html.unescape(get(f"{web}archive/articles/{row_of(db, story)['id']}"))
    for shown in (story.title, story.source, story.editor, story.parts[0][0], story.parts[-1][-1]):
        assert shown in page


@pytest.mark.parametrize("query", ["湿地公园", "濕地公園", "清淀 芦苇", '"苇海路北段拓宽"'])
def test_search_finds_what_a_reader_would(web: str, db: sqlite3.Connection, query: str) -> None:
    simplified = query.replace("濕地公園", "湿地公园").replace('"', "")
    wanted = {
        row["id"]
        for row in db.execute("SELECT id, title, text FROM articles")
        if all(word in row["title"] + "\n" + row["text"] for word in simplified.split())
    }
    assert wanted, "the demo has such articles"
    page = get(f"{web}archive/search?q={quote(query)}")
    shown = {int(number) for number in re.findall(r"/archive/articles/(\d+)", page)}
    assert shown <= wanted
    assert len(shown) == min(len(wanted), 20)
    told = archive(
        "search", query, "--limit", "1000", "--json", "--db", db.execute("PRAGMA database_list").fetchone()["file"]
    )
    assert {json.loads(line)["id"] for line in told.stdout.splitlines()} == wanted


def test_datasettes_own_search_follows_the_same_rules(web: str) -> None:
    """Three characters and more: a search of two passes even where escape_fts is not ours."""
    both = [
        json.loads(get(f"{web}archive/articles.json?_search={quote(q)}&_size=100")) for q in ("湿地公园", "濕地公園")
    ]
    assert both[0]["filtered_table_rows_count"] == both[1]["filtered_table_rows_count"] > 0


def test_hostile_queries_get_an_answer(web: str) -> None:
    """Hits, a hint, or that it is no query; and never a fault of the server."""
    for query in ('"', "*", "a:b:c", "NEAR(", ") OR (", "title:", "-", "'; DROP TABLE articles", "\x00", "𠮷" * 600):
        for page in ("search?q", "articles?_search"):
            try:
                get(f"{web}archive/{page}={quote(query)}")
            except urllib.error.HTTPError as error:
                assert error.code == 400, (page, query)
