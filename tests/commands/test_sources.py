"""`archive sources` as its user meets it."""

import json
from pathlib import Path

import pytest

from cundang.model.publisher import Publishers
from cundang.store.session import Session
from pipelines import line
from tests.helpers.databases import rows
from tests.helpers.pages import CHINESE, news_page, page
from tests.helpers.programs import archive


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    db = tmp_path_factory.mktemp("sources") / "a.db"
    with Session(db, db.with_suffix(".warc"), Publishers(), "import") as opened:
        for number, source in enumerate(("新华社", "新华社客户端", "新华社", "河港晚报", "河港晚报", "渡口报")):
            markup = news_page(
                CHINESE, above=f"<div>2024-03-05 10:20 来源：{source}</div>", title=f"第{number}期延时服务"
            )
            line.run(opened, [page(markup, "text/html; charset=utf-8", f"http://ferry.example/{number}.html")])
        opened.end("finished")
    return db


def test_it_lists_each_source_with_its_names(filled: Path) -> None:
    told = archive("sources", "--db", filled)
    assert told.returncode == 0
    assert [line.split() for line in told.stdout.splitlines()] == [
        ["3", "新华社"],
        ["2", "新华社"],
        ["1", "新华社客户端"],
        ["2", "河港晚报", "(not", "in", "the", "table)"],
        ["1", "渡口报", "(not", "in", "the", "table)"],
    ]


def test_it_lists_those_of_a_query_or_of_many_articles(filled: Path) -> None:
    assert archive("sources", "河港晚報", "--db", filled).stdout.split()[:2] == ["2", "河港晚报"]
    assert len(archive("sources", "--least", "2", "--db", filled).stdout.splitlines()) == 4


def test_it_prints_json(filled: Path) -> None:
    [told] = archive("sources", "新华社", "--json", "--db", filled).stdout.splitlines()
    assert json.loads(told) == {
        "name": "新华社",
        "articles": 3,
        "known": True,
        "aliases": [
            {"written": "新华社", "articles": 2, "alias": "新华社", "own": False},
            {"written": "新华社客户端", "articles": 1, "alias": "新华社", "own": False},
        ],
    }


def test_it_adds_and_removes_a_name(filled: Path) -> None:
    added = archive("sources", "--add", "河港晚报", "河港传媒", "--db", filled)
    assert (added.returncode, added.stdout) == (0, "河港晚报: 河港传媒 from now on; 2 articles have another source\n")
    assert "河港晚报  (added here)" in archive("sources", "河港传媒", "--db", filled).stdout
    removed = archive("sources", "--remove", "河港晚报", "--json", "--db", filled)
    assert json.loads(removed.stdout) == {"alias": "河港晚报", "name": None, "articles": 2}
    assert rows(filled, "SELECT DISTINCT source FROM articles WHERE source_name = '河港晚报'") == [("河港晚报",)]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("没有",), "no article names such a source"),
        (("--remove", "没有"), "no such alias"),
        (("--remove", "新华社"), "of this software"),
        (("--add", "：", "甲"), "no name of a source"),
        (("甲", "--remove", "乙"), "give one of them"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(filled: Path, words: tuple[str, ...], why: str) -> None:
    told = archive("sources", *words, "--db", filled)
    assert told.returncode == 2
    assert len(told.stderr.splitlines()) == 1
    assert why in told.stderr


def test_without_an_archive_none_is_made(tmp_path: Path) -> None:
    for words in ((), ("--add", "甲", "乙")):
        told = archive("sources", *words, "--db", tmp_path / "a.db")
        assert (told.returncode, list(tmp_path.iterdir())) == (2, [])
