"""The head of an article's page, as reference managers, search engines and browsers read it."""

import json
import sqlite3
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from tests.helpers.browsers import browsing
from tests.helpers.databases import copy_of
from tests.helpers.servers import serving

HOSTILE = '</script><script>alert(1)</script><!-- " &amp; \u2028 涨'


class Head:
    """The head of a page."""

    def __init__(self, url: str) -> None:
        with urllib.request.urlopen(url, timeout=30) as answer:
            self.tree = html.fromstring(answer.read().decode())
        (stated,) = self.tree.xpath("//script[@type='application/ld+json']")
        self.json_ld: dict[str, Any] = json.loads(stated.text)
        self.canonical = self.tree.xpath("//link[@rel='canonical']/@href")

    def __getitem__(self, name: str) -> list[str]:
        """What the page says by a name, or a property."""
        found: list[str] = self.tree.xpath("//meta[@name=$name or @property=$name]/@content", name=name)
        return found


@pytest.fixture(scope="module")
def edited_archive(demo_archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive whose first article is by several, edited, and hostile; its second has no address, date or author."""
    db = copy_of(demo_archive, tmp_path_factory.mktemp("metadata"))
    with closing(sqlite3.connect(db)) as connection, connection:
        first, second = (row[0] for row in connection.execute("SELECT id FROM articles ORDER BY id LIMIT 2"))
        for table, key in (("articles", "id"), ("revisions", "article_id")):
            connection.execute(
                f"UPDATE {table} SET author = ?, title = ?, published_at = ?, text = ? WHERE {key} = ?",
                ("江晚舟、罗照溪、清淀日报编辑部", HOSTILE, "2024-05-17T09:30:00+08:00", "水" * 400, first),
            )
            connection.execute(
                f"UPDATE {table} SET author = NULL, source_name = NULL, published_at = NULL WHERE {key} = ?",
                (second,),
            )
        connection.execute("UPDATE articles SET url = 'file:old/1.html' WHERE id = ?", (second,))
        copied = "SELECT * FROM revisions WHERE article_id = ? AND number = 1"
        columns = [column[0] for column in connection.execute(copied, (first,)).description]
        row = dict(zip(columns, connection.execute(copied, (first,)).fetchone(), strict=True))
        row |= {"id": None, "number": 2, "title": "清淀湖水位上升", "sha256": "cd" * 32}
        connection.execute(
            f"INSERT INTO revisions ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})",
            list(row.values()),
        )
        changed = "UPDATE articles SET title = '清淀湖水位上升', modified_at = '2024-05-18T10:00:00+08:00' WHERE id = ?"
        connection.execute(changed, (first,))
    return db


@pytest.fixture(scope="module")
def address(edited_archive: Path) -> Iterator[str]:
    with serving(edited_archive) as address:
        yield f"{address}archive/articles/"


def test_zotero_reads_the_article_whole(address: str, edited_archive: Path) -> None:
    with closing(sqlite3.connect(edited_archive)) as connection:
        url, publisher = connection.execute(
            "SELECT a.url, s.publisher FROM articles a JOIN sites s ON s.name = a.site WHERE a.id = 1"
        ).fetchone()
    head = Head(f"{address}1")
    expected = {
        "citation_title": ["清淀湖水位上升"],
        "citation_author": ["江晚舟", "罗照溪", "清淀日报编辑部"],
        "citation_publication_date": ["2024/05/17"],
        "citation_journal_title": [publisher],
        "citation_language": ["zh-Hans"],
        "citation_public_url": [url],
        "og:title": ["清淀湖水位上升"],
        "og:type": ["article"],
        "og:url": [f"{address}1"],
        "article:published_time": ["2024-05-17T09:30:00+08:00"],
        "article:modified_time": ["2024-05-18T10:00:00+08:00"],
        "description": ["水" * 159 + "…"],
    }
    assert {name: head[name] for name in expected} == expected
    assert head["og:site_name"]
    stated = {
        "@type": "NewsArticle",
        "headline": "清淀湖水位上升",
        "inLanguage": "zh-Hans",
        "datePublished": "2024-05-17T09:30:00+08:00",
        "publisher": {"@type": "Organization", "name": publisher},
        "isBasedOn": url,
        "archivedAt": f"{address}1?revision=2",
        "author": [
            {"@type": "Person", "name": "江晚舟"},
            {"@type": "Person", "name": "罗照溪"},
            {"@type": "Organization", "name": "清淀日报编辑部"},
        ],
    }
    assert {name: head.json_ld[name] for name in stated} == stated


@pytest.mark.parametrize(
    ("asked", "canonical"),
    [("", "1"), ("?script=Hant&q=水", "1"), ("?revision=2&_lang=en", "1"), ("?revision=1&q=x", "1?revision=1")],
)
def test_the_canonical_address_names_only_a_former_revision(address: str, asked: str, canonical: str) -> None:
    head = Head(address + "1" + urllib.request.quote(asked, safe="?=&"))
    assert head.canonical == head["og:url"] == [address + canonical]


def test_a_hostile_title_stays_text(address: str) -> None:
    head = Head(f"{address}1?revision=1")
    assert len(head.tree.xpath("//script[not(@src)]")) == 1
    assert head.json_ld["headline"] == HOSTILE
    assert head["article:modified_time"] == []  # that is of the latest version
    assert head["citation_title"] == head["og:title"] == [HOSTILE]


def test_what_is_unknown_is_left_out_and_no_address_is_invented(address: str) -> None:
    head = Head(f"{address}2")
    absent = ("citation_author", "citation_publication_date", "article:published_time")
    assert [head[name] for name in absent] == [[], [], []]
    assert head["citation_public_url"] == [f"{address}2?revision=1"]
    assert not {"author", "datePublished", "isBasedOn"} & set(head.json_ld)


@pytest.mark.parametrize(
    "page", ["9223372036854775808", "0/cite.gbt", "1/cite.bib?revision=9", "1/cite.ris?revision=x"]
)
def test_what_is_not_there_is_not_found(address: str, page: str) -> None:
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(address + page, timeout=30)


def test_a_browser_runs_nothing_of_it_and_unfolds_the_citation(address: str) -> None:
    with browsing() as browser:
        page = browser.new_page()
        complaints: list[str] = []
        page.on("console", lambda said: complaints.append(said.text))
        page.on("dialog", lambda dialog: complaints.append(dialog.message))
        page.goto(f"{address}1?revision=1")
        assert not page.locator(".citation").first.is_visible()
        page.evaluate("location.hash = 'cite'")
        page.locator(".citation").first.wait_for(state="visible")
        assert complaints == []
