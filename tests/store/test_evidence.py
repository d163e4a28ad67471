"""What the articles of a cluster tell of its origin is written with them, and is the same in any order of arrival."""

import json
from contextlib import closing
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path

import pytest

from cundang.model.publisher import Publisher, Publishers
from cundang.store.own_names import add_name
from cundang.store.rows import Rows
from cundang.store.session import Session
from pipelines import line
from tests.helpers.databases import rows
from tests.helpers.pages import news_page, page

# Two sites whose publishers are known, and others that are not.
PUBLISHERS = Publishers(
    (
        Publisher(name="newriver", hosts=("newriver.example",), publisher="新河日报"),
        Publisher(name="agency", hosts=("agency.example",), publisher="新华网"),
    )
)
TEXT = [
    "清河昨夜结冰，这是入冬以来的第一次，渡口的船都停在了岸边，船工们把缆绳又加固了一道，等着天亮再看冰有多厚。",
    "船务所的人说，冰面最厚的地方有三指，还不能走人，往来的乡亲要绕到上游的石桥去，多走二里多路，老人和孩子尤其要当心。",
    "往年结冰要到十二月中旬，今年早了二十来天；气象站说，这股冷空气还要停三天，到周末才会回暖，渡口预计下周一重新开船。",
]
EVIDENCE = """
    SELECT a.site, e.kind, e.raw, e.name FROM evidence e JOIN articles a ON a.id = e.article_id
    ORDER BY a.site, e.kind, e.raw
"""
CLUSTER = """
    SELECT a.site AS first, c.origin, c.conflict FROM clusters c JOIN articles a ON a.id = c.first_article_id
"""


@dataclass(frozen=True)
class Told:
    """An article of the text: its host, the time and the source that its page shows, words around it, and a link."""

    host: str
    clock: str
    source: str = ""
    before: str = ""
    behind: str = ""
    link: str = ""


def made(db: Path, *told: Told) -> Path:
    """An archive into which articles of one text came in this order."""
    with Session(db, db.with_suffix(".warc"), PUBLISHERS, "import") as opened:
        for each in told:
            named = f'<a href="{each.link}">{each.source}</a>' if each.link else each.source
            above = f"<div>2025-11-17 {each.clock} {f'来源：{named}' if each.source else ''}</div>"
            text = [each.before + TEXT[0], *TEXT[1:-1], TEXT[-1] + each.behind]
            markup = news_page(text, above=above, title="清河昨夜结冰")
            url = f"http://{each.host}/2025/1117/ice.html"
            line.run(opened, [page(markup, "text/html; charset=utf-8", url)])
        opened.end("finished")
    return db


PAPER = Told("newriver.example", "08:00", "本报", "本报讯（记者 林晓岚）")
COPY = Told("copy.example", "09:00", "新河日報客戶端", link="http://newriver.example/2025/1117/ice.html")
WIRE = Told("wire.example", "10:00", "河港网", behind="（据新河日报报道）")


def test_each_piece_of_evidence_is_kept(tmp_path: Path) -> None:
    db = made(tmp_path / "a.db", PAPER, COPY, WIRE)
    assert rows(db, CLUSTER) == [("newriver", "新河日报", None)]
    assert rows(db, EVIDENCE) == [
        ("copy.example", "link", "http://newriver.example/2025/1117/ice.html", "新河日报"),
        ("copy.example", "source", "新河日報客戶端", "新河日報客戶端"),
        ("newriver", "dateline", "本报讯", "新河日报"),
        ("newriver", "source", "本报", "新河日报"),
        ("wire.example", "source", "河港网", "河港网"),
        ("wire.example", "text", "据新河日报报道", "新河日报"),
    ]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_origin_is_the_same_in_any_order(tmp_path: Path, order: tuple[int, ...]) -> None:
    told = (PAPER, COPY, WIRE)
    db = made(tmp_path / "a.db", *(told[number] for number in order))
    assert rows(db, CLUSTER) == [("newriver", "新河日报", None)]


def test_the_report_of_an_agency_is_first_on_its_site(tmp_path: Path) -> None:
    wire = "新华社新河11月17日电（记者林晓岚）"
    told = (
        Told("copy.example", "07:30", "新华社", wire),
        Told("agency.example", "08:00", "新华网", wire),
        Told("third.example", "09:00", "新华社"),
    )
    db = made(tmp_path / "a.db", *told)
    [(first, origin, conflict)] = rows(db, CLUSTER)
    assert (first, origin) == ("agency", "新华社")
    [(earlier,)] = rows(db, "SELECT id FROM articles WHERE site = 'copy.example'")
    assert json.loads(conflict) == {"kind": "earlier", "article_id": earlier}


def test_an_article_that_stands_alone_has_no_evidence(tmp_path: Path) -> None:
    assert rows(made(tmp_path / "a.db", PAPER), "SELECT * FROM evidence") == []


def test_evidence_that_stays_is_not_written_again(tmp_path: Path) -> None:
    db = made(tmp_path / "a.db", PAPER, COPY)
    before = rows(db, "SELECT rowid, * FROM evidence WHERE article_id = 1")
    made(db, WIRE)
    assert rows(db, "SELECT rowid, * FROM evidence WHERE article_id = 1") == before


def test_a_name_that_is_added_chooses_the_original_anew(tmp_path: Path) -> None:
    told = (
        Told("newriver.example", "08:00"),
        Told("copy.example", "07:00", "清河报"),
        Told("third.example", "09:00", "清河报"),
    )
    db = made(tmp_path / "a.db", *told)
    assert [(row.first, row.origin) for row in rows(db, CLUSTER)] == [("copy.example", "清河报")]
    with closing(Rows(db, PUBLISHERS)) as opened:
        assert add_name(opened, "清河报", "新河日报") == 2
    assert [(row.first, row.origin) for row in rows(db, CLUSTER)] == [("newriver", "新河日报")]
    assert {row.name for row in rows(db, EVIDENCE)} == {"新河日报"}


def test_names_are_those_of_pages_however_long_they_are(tmp_path: Path) -> None:
    link = "http://paper.example/" + "a" * 3000
    db = made(tmp_path / "a.db", PAPER, Told("copy.example", "09:00", "河港网", link=link))
    assert max(len(row.raw) for row in rows(db, EVIDENCE)) == 200
