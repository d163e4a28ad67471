"""Spellings find each other: invisible signs, radicals, variants and scripts; words that only look alike do not."""

import random
import sqlite3
import unicodedata
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.spellings import KINDS, measure
from cundang.search.fold import INVISIBLE, Fold, make_fold, make_search_fold
from cundang.search.highlight import highlight, make_snippet
from cundang.search.query import list_highlights, make_match, parse_query
from cundang.search.tokenize import tokenize
from cundang.store import search_index
from cundang.store.schema import open_archive
from cundang.text.fold import fold_table
from cundang.text.variants import AMBIGUOUS, KEPT, RADICALS, VARIANTS
from datasette_config.reading import get_fold
from demo.content import load_stories
from tests.helpers.programs import archive

FOLD = make_fold()


def found(query: str, *texts: str, titles: tuple[str, ...] = (), fold: Fold = FOLD) -> set[int]:
    """Which of some texts (from 0 on) a query finds."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE VIRTUAL TABLE f USING fts5(title, body, content='', tokenize='unicode61')")
        for number, text in enumerate(texts):
            title = titles[number] if titles else ""
            entry = (number, tokenize(title, fold), tokenize(text, fold))
            connection.execute("INSERT INTO f(rowid, title, body) VALUES (?, ?, ?)", entry)
        expression = make_match(query, fold)
        sql = "SELECT rowid FROM f WHERE f MATCH ?"
        return {row[0] for row in connection.execute(sql, [expression])} if expression else set()


def of_points(*points: int) -> list[str]:
    return [chr(point) for point in points]


SIGNS = of_points(
    0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF, 0xFE00, 0xFE0F, 0xE0100, 0xE01EF, 0x202A
)


@pytest.mark.parametrize("sign", SIGNS, ids=[f"{ord(sign):X}" for sign in SIGNS])
def test_a_sign_that_nobody_sees_hides_no_word(sign: str) -> None:
    text = f"青{sign}苔巷的co{sign}operation{sign}，第{sign}七户"
    for query in (
        "青苔",
        "苔巷的",
        "青苔巷",
        "cooperation",
        "第七",
        "七户",
        f"青苔{sign}巷",
        f"{sign}青苔",
        f"苔{sign}",
    ):
        assert found(query, text, "青 苔", "co operation") >= {0}, query
        assert highlight(text, list_highlights(query, FOLD), FOLD)[1::2], query
    assert found(f"title{sign}:青苔", "", titles=(text,)) == {0}
    assert found(sign, text) == set()


def test_what_is_invisible_is_what_unicode_calls_ignorable() -> None:
    formats = {ord(c) for c in map(chr, range(0x20000)) if unicodedata.category(c) == "Cf"}
    shown = {0x600, 0x601, 0x602, 0x603, 0x604, 0x605, 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD}
    interlinear = {0xFFF9, 0xFFFA, 0xFFFB}
    hieroglyphs = set(range(0x13430, 0x13440))
    assert formats - shown - interlinear - hieroglyphs <= INVISIBLE.keys()


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("老船⻓", "老船长"), ("看⻅远山", "看见远山"), ("农⺠", "农民"), ("⾯⾷", "面食"), ("⻰⻛", "龙风"), ("⻋⻔", "车门"),
        ("⽔⽂", "水文"), ("⻘⼭", "青山"), ("⿊⽩", "黑白"), ("金館", "金馆"), ("隆慶", "隆庆"), ("丽江", "麗江"),
        ("瞭解", "了解"), ("明瞭", "明了"), ("隨著", "随着"), ("看著", "看着"), ("藉由", "借由"), ("憑藉", "凭借"),
        ("答覆", "答复"), ("回覆", "回复"), ("祇是", "只是"), ("衹有", "只有"), ("甚麼", "什么"), ("甚么", "什么"),
        ("衞生", "卫生"), ("衛生", "卫生"), ("敍事", "叙事"), ("枱面", "台面"), ("裡面", "里面"), ("裏面", "里面"), ("綫路", "线路"),
        ("說明", "说明"), ("説明", "说明"), ("爲何", "为何"), ("羣眾", "群众"), ("羣衆", "群众"), ("後山", "后山"),
        ("船價", "船价"), ("皇后", "皇后"), ("乾燥", "干燥"), ("幹部", "干部"), ("晋陞", "晋升"), ("復甦", "复苏"),
        ("錢鍾書", "钱锺书"), ("錢鍾書", "钱钟书"), ("靑年", "青年"), ("値得", "值得"), ("鬥爭", "斗争"), ("鬪爭", "斗争"),
        ("煙臺", "烟台"), ("臺灣", "台湾"), ("週刊", "周刊"), ("砲台", "炮台"), ("黑龍江", "黑龙江"), ("檢査", "检查"),
        ("汚水", "污水"), ("茶椀", "茶碗"), ("凖時", "准时"), ("舊帳", "旧账"), ("賬房", "账房"), ("蚊帳", "蚊帐"),
    ],
)  # fmt: skip
def test_spellings_find_each_other(written: str, meant: str) -> None:
    texts = (f"今年{written}一事", f"今年{meant}一事", "今年无事")
    for word in (written, meant):
        for query in (word, f"年{word}", f"{word}一事", word[:-1], word[1:], f'"{word}"', f"一事 {word}"):
            assert found(query, *texts) >= {0, 1}, query
        assert found(word, *texts) == {0, 1}
        assert found(f"事 -{word}", *texts) == {2}
        assert found(f"title:{word}", *texts, titles=texts) == {0, 1}
        assert [highlight(text, list_highlights(word, FOLD), FOLD)[1] for text in texts[:2]] == [written, meant]


@pytest.mark.parametrize(
    ("word", "longer", "text"),
    [
        ("著名", "著名的渡口", "她看着名单念"),
        ("著作", "晚年著作", "他穿着作训服"),
        ("瞭望", "瞭望塔下", "为了望见塔"),
        ("乾坤", "扭转乾坤", "若干坤包"),
        ("著书", "著书立说", "抱着书包"),
        ("覆没", "船队覆没", "至今未答复没有人知道"),
    ],
)
def test_a_word_does_not_find_what_only_reads_alike_across_words(word: str, longer: str, text: str) -> None:
    other = text[text.index(FOLD.fold(word)) :][:2]
    assert found(word, longer, text) == {0}
    assert found(f"title:{word}", "", "", titles=(longer, text)) == {0}
    assert found(other, longer, text) == {1}
    assert found(longer, longer, text) == {0}
    assert found(text, longer, text) == {1}
    assert found(word[0], longer, text) == {0, 1}
    assert found(f"{text[: text.index(other)]}{word[0]}", longer, text) == {1}
    assert highlight(f"{text}，{longer}", list_highlights(word, FOLD), FOLD)[1::2] == (word,)


def test_a_longer_term_finds_a_word_that_stays_in_both_scripts() -> None:
    texts = ("她看着名單念", "她看著名單念", "最著名的")
    for query in ("看着名单", "看著名單", "着名单", "著名單", "她看着名单念"):
        assert found(query, *texts) == {0, 1}, query
    assert found("最著名", *texts) == found("最着名", *texts) == {2}
    assert found("著", *texts) == found("着", *texts) == {0, 1, 2}
    assert found("AI著", "AI著名", "AI着急", "AI") == {0, 1}


@pytest.mark.parametrize("query", ["船⻓⻅", "船𱍐", "船\ue5e5", "⻓船", "船⻓ ⻅山"])
def test_no_part_of_a_term_is_dropped(query: str) -> None:
    assert found(query, "船", "船是木的", "木船") == set()
    assert found(query, f"一{query}一") == {0}


def test_accents_apart_from_their_letter_are_read_as_the_index_reads_them() -> None:
    assert found("Yue\u0308", "Yu\u0308e and Yue\u0308") == {0}


def test_tables_lead_to_what_is_meant_at_once() -> None:
    rows = make_search_fold()
    single = {c: t for c, t in rows.items() if len(c) == 1}
    assert {c for c, t in single.items() if t in single} == set()
    assert {c for c in rows if len(c) > 1} == {word for word, t in rows.items() if word == t} == set(KEPT)
    for pairs in (RADICALS, VARIANTS, AMBIGUOUS):
        written = pairs[::2]
        assert len(pairs) % 2 == 0
        assert len(set(written)) == len(written)
        assert {FOLD.fold(c) for c in written} == {FOLD.fold(c) for c in pairs[1::2]}
    usual = {c for c in VARIANTS[::2] if len(b := c.encode("gb2312", "ignore")) == 2 and b[0] < 0xD8}
    assert usual <= {"倣"}  # variants are rare in simplified text, or their words would be taken for others
    for word in KEPT:
        assert FOLD.fold(word) != word
        assert all(FOLD.fold(c) == c or c in FOLD.open for c in word)


def test_characters_of_a_sense_of_their_own_are_not_joined() -> None:
    for one, other in ("沈沉", "像象", "喆哲", "堃坤", "甯宁", "妳奶", "炁气", "犇奔", "淼渺", "链炼", "划画"):
        assert FOLD.fold(one) != FOLD.fold(other)


@given(
    st.text(alphabet="着著名作看瞭了望\u200b⻓长a ", max_size=30),
    st.text(alphabet="着著名作看瞭了望⻓", min_size=3, max_size=6),
)
def test_a_longer_term_finds_what_a_search_in_folded_text_would(text: str, query: str) -> None:
    assert found(query, text) == ({0} if FOLD.fold(query) in FOLD.fold(text) else set())


@given(st.text(alphabet="青着著名\u200b\ufe0fİΣA(\n", max_size=40), st.text(alphabet="青着著名İa(", max_size=5))
def test_highlighted_pieces_are_the_original(text: str, query: str) -> None:
    pieces = highlight(text, list_highlights(query, FOLD), FOLD)
    assert "".join(pieces) == text
    assert len(pieces) % 2 == 1


def test_invisible_signs_in_a_word_are_highlighted_with_it() -> None:
    text = "说\u200b青\u200b苔\ufe0f\u200b巷\u200b好"
    assert highlight(text, ["青苔巷"], FOLD) == ("说\u200b", "青\u200b苔\ufe0f\u200b巷", "\u200b好")
    assert make_snippet("前" * 300 + text, ["青苔巷"], FOLD)[1] == "青\u200b苔\ufe0f\u200b巷"
    assert highlight("İİ着名", ["着名"], FOLD)[1] == "着名"


def test_names_and_numbers_are_asked_for_in_any_spelling(tmp_path: Path) -> None:
    with closing(open_archive(tmp_path / "a.db").conn) as connection:
        connection.execute("INSERT INTO sites(name) VALUES ('s')")
        connection.execute("INSERT INTO articles(id, url, site, title, text, characters, sha256, first_seen_at, last_seen_at,"
            " changed_at, revision_id, source_name, document_number) VALUES (1, 'u', 's', '', '', 0, '', '', '', '', 1,"
            " '衞\u200b生報', '青政\u200b〔2024〕3号')")  # fmt: skip
        for text in ("来源:卫生报", '来源:"衛生報"', "来源:卫\u200b生", "文号:青政[2024]3号"):
            query = parse_query(text, FOLD, connection)
            assert query.bound["c0"] != "[]", text


def test_every_spelling_of_a_text_is_found_by_every_piece_of_it() -> None:
    texts = ["".join(part) for story in load_stories(1) for part in story.parts][:12]
    texts += [f"第{number}位着名单的人了解船长，答复只有看见" for number in range(4)]
    for kind, (recall, precision, asked) in measure(texts, 12, random.Random(5)).items():
        assert (recall, precision) == (1, 1), kind
        assert asked >= 50, kind
    assert len(KINDS) == 4


OLD = tuple(fold_table().items())
PAGE = "<html><head><meta charset=utf-8><title>{title}_甲报</title></head><body><h1>{title}</h1><p>{text}</p></body></html>"
BODY = "清晨六点，码头的灯还亮着，十几个人围在木船旁边，商量怎样把新做的舵装上去，{}。"


def test_an_older_fold_is_kept_told_and_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    db, page = tmp_path / "a.db", tmp_path / "1.html"

    def store(word: str) -> None:
        link = '<link rel="canonical" href="http://a.example/1.html">'
        html = PAGE.format(title="木船换了新舵", text=BODY.format(word) * 3).replace("<head>", f"<head>{link}")
        page.write_text(html, encoding="utf-8")
        done = archive("import", page, "--db", db)
        assert done.returncode == 0, done.stderr

    def count(query: str) -> int:
        with closing(sqlite3.connect(db)) as connection:
            fold = get_fold(connection)  # as the served pages do, over a change of the table
            sql = "SELECT count(*) FROM articles_fts WHERE articles_fts MATCH ?"
            return int(connection.execute(sql, [make_match(query, fold)]).fetchone()[0])

    store("老艄\u2060公隨著船⻓")
    assert (count("老艄公"), count("随着船长")) == (1, 1)
    with closing(sqlite3.connect(db)) as connection, connection:  # as the software of then made it
        connection.execute("DELETE FROM zh_fold")
        connection.executemany("INSERT INTO zh_fold VALUES (?, ?)", OLD)
        search_index.rebuild_index(connection)
    assert (count("老艄公"), count("随着船长"), count("新做的舵")) == (0, 0, 1)
    store("芦\u2060花鸡看着船⻓")  # the old entry goes out as it came in
    checked = archive("reindex", "--check", "--db", db)
    assert checked.returncode == 1
    assert "another version of this software" in checked.stderr
    with closing(sqlite3.connect(db)) as connection, monkeypatch.context() as patch:
        patch.setattr(search_index, "has_current_fold", lambda connection: True)
        assert search_index.find_drift(connection) == ""
    assert (count("老艄"), count("芦花鸡")) == (0, 0)
    assert archive("reindex", "--db", db).returncode == 0
    assert archive("reindex", "--check", "--db", db).returncode == 0
    assert (count("老艄公"), count("芦花鸡"), count("看著船长")) == (0, 1, 1)
