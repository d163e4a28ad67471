"""The table of names of sources: filled by the software, extended by an archive's owner, and what it says of articles."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from cundang.model.errors import UsageError
from cundang.model.publisher import Publishers
from cundang.store.own_names import add_name, remove_name
from cundang.store.rows import Rows
from cundang.store.schema import open_archive
from cundang.store.session import Session
from cundang.store.source_names import SourceName, list_names
from cundang.text.source_names import load_names
from exchange.merge.archives import merge
from pipelines import line
from tests.helpers.databases import change, content, rows
from tests.helpers.pages import CHINESE, news_page, page
from upkeep.rebuild import rebuild

SOURCES = "SELECT source_name, source FROM articles ORDER BY id"


def made(db: Path, *sources: str, link: str = "") -> Path:
    """An archive of an article of each source."""
    with Session(db, db.with_suffix(".warc"), Publishers(), "import") as opened:
        for source in sources:
            named = f'<a href="{link}">{source}</a>' if link else source
            above = f"<div>2024-03-05 10:20 来源：{named}</div>"
            markup = news_page([f"{source}说，{CHINESE[1]}", *CHINESE[1:]], above=above, title=f"{source}延时服务")
            line.run(opened, [page(markup, "text/html; charset=utf-8", f"http://ferry.example/2024/{source}.html")])
        opened.end("finished")
    return db


def renamed(db: Path, alias: str, name: str) -> int:
    with closing(Rows(db, Publishers())) as opened:
        return add_name(opened, alias, name)


def test_a_new_archive_has_the_names_of_the_software(tmp_path: Path) -> None:
    db = made(tmp_path / "a.db")
    assert dict(rows(db, "SELECT alias, name FROM source_names WHERE own = 0")) == load_names()
    assert rows(db, "SELECT 1 FROM source_names WHERE own = 1") == []


def test_an_article_has_the_one_name_of_its_source(tmp_path: Path) -> None:
    db = made(tmp_path / "a.db", "新华社客户端", "河港晚报", "聯合新聞網")
    assert rows(db, SOURCES) == [("新华社客户端", "新华社"), ("河港晚报", "河港晚报"), ("聯合新聞網", "联合报")]


def test_an_article_has_the_address_that_its_source_links_to(tmp_path: Path) -> None:
    link = "http://Paper.example/a.html?utm_source=x#top"
    db = made(tmp_path / "a.db", "河港晚报", link=link)
    assert rows(db, "SELECT source_url FROM articles") == [("http://paper.example/a.html",)]
    assert rows(db, "SELECT json_extract(found, '$.source_url[0]') FROM revisions") == [(link,)]


def test_a_name_that_is_added_renames_the_articles(tmp_path: Path) -> None:
    db = made(tmp_path / "a.db", "河港晚报", "河港晚报客户端", "新华社")
    assert renamed(db, "来源：河港晚報", "河港传媒") == 2
    assert rows(db, SOURCES) == [("河港晚报", "河港传媒"), ("河港晚报客户端", "河港传媒"), ("新华社", "新华社")]
    made(db, "河港晚报评论")
    assert renamed(db, "河港晚报评论", "河港传媒") == 1


def test_an_own_name_goes_before_that_of_the_software(tmp_path: Path) -> None:
    db = made(tmp_path / "a.db", "新京报")
    assert renamed(db, "新京报", "京报") == 1
    with closing(Rows(db, Publishers())) as opened:
        assert remove_name(opened, "新京报") == 1
    assert rows(db, SOURCES) == [("新京报", "新京报")]
    assert dict(rows(db, "SELECT alias, name FROM source_names WHERE own = 0")) == load_names()


@pytest.mark.parametrize(
    ("alias", "name"), [("", "甲"), ("甲", " "), ("：", "甲"), ("甲" * 101, "甲"), ("甲", "乙" * 101), ("甲", "乙\0")]
)
def test_what_is_no_name_is_refused(tmp_path: Path, alias: str, name: str) -> None:
    db = made(tmp_path / "a.db")
    with pytest.raises(UsageError, match="no name of a source"):
        renamed(db, alias, name)
    assert rows(db, "SELECT 1 FROM source_names WHERE own") == []


@pytest.mark.parametrize(("alias", "why"), [("新华社", "of this software"), ("河港晚报", "no such alias")])
def test_only_what_was_added_can_be_removed(tmp_path: Path, alias: str, why: str) -> None:
    with closing(Rows(made(tmp_path / "a.db"), Publishers())) as opened, pytest.raises(UsageError, match=why):
        remove_name(opened, alias)


def test_an_archive_that_is_brought_up_to_date_is_filled_and_keeps_its_own(tmp_path: Path) -> None:
    db = made(tmp_path / "a.db", "新华社客户端")
    renamed(db, "河港晚报", "河港传媒")
    change(db, "DELETE FROM source_names WHERE NOT own AND alias <> '新京报'")
    change(db, "UPDATE source_names SET name = 'old' WHERE alias = '新京报'")
    change(db, "UPDATE articles SET source = source_name")
    with closing(sqlite3.connect(db)) as connection:  # as if it were of schema 4: see test_migrations.py
        from cundang.store.source_names import fill_names

        fill_names(connection)
        connection.commit()
    open_archive(db).close()
    assert rows(db, SOURCES) == [("新华社客户端", "新华社")]
    assert dict(rows(db, "SELECT alias, name FROM source_names")) == load_names() | {"河港晚报": "河港传媒"}


def test_own_names_survive_a_rebuild(tmp_path: Path) -> None:
    db = made(tmp_path / "a.db", "河港晚报", "新京报")
    renamed(db, "河港晚报", "河港传媒")
    renamed(db, "新京报", "京报")
    before = content(db, "fts_state")
    rebuild(db, db.with_suffix(".warc"), Publishers, cores=1)
    assert rows(db, SOURCES) == [("河港晚报", "河港传媒"), ("新京报", "京报")]
    assert content(db, "fts_state")["source_names"] == before["source_names"]
    assert content(db, "fts_state")["articles"] == before["articles"]


def test_a_merge_unites_own_names_and_names_all_articles_by_them(tmp_path: Path) -> None:
    one, other = made(tmp_path / "a.db", "河港晚报", "渡口报"), made(tmp_path / "b.db", "渡口报", "新京报")
    renamed(one, "渡口报", "渡口")
    renamed(one, "石桥报", "石桥乙")
    renamed(other, "河港晚报", "河港传媒")
    renamed(other, "石桥报", "石桥甲")
    tables = []
    for target, source in (("ab.db", (one, other)), ("ba.db", (other, one))):
        others = [(db, db.with_suffix(".warc")) for db in source]
        merge(tmp_path / target, (tmp_path / target).with_suffix(".warc"), others, Publishers())
        tables.append(rows(tmp_path / target, "SELECT alias, name FROM source_names WHERE own ORDER BY alias"))
        assert dict(rows(tmp_path / target, SOURCES)) == {"河港晚报": "河港传媒", "渡口报": "渡口", "新京报": "新京报"}
    assert tables[0] == tables[1] == [("河港晚报", "河港传媒"), ("渡口报", "渡口"), ("石桥报", "石桥乙")]


def test_list_names(tmp_path: Path) -> None:
    db = made(tmp_path / "a.db", "新华社客户端", "河港晚报")
    renamed(db, "渡口报", "渡口")
    with closing(sqlite3.connect(db)) as connection:
        assert sorted(list_names(connection)) == [
            SourceName("新华社客户端", "新华社", "新华社", False, 1),
            SourceName("河港晚报", "河港晚报", "", False, 1),
            SourceName("渡口报", "渡口", "渡口报", True, 0),
        ]
