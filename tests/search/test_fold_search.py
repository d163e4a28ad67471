"""The fold and the search: what a substring search would find is what a real FTS5 index finds."""

import sqlite3
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cundang.search.fold import make_fold
from cundang.search.highlight import highlight, make_snippet
from cundang.search.query import list_highlights, make_match
from cundang.search.tokenize import tokenize
from cundang.text.fold import fold

FOLD = make_fold()
# Few characters, so that pairs recur by chance; each with what may part it from the next.
HAN = st.text(alphabet="新区雄安區習习平，。 \n12ab〇𠮷", max_size=40)
QUERY = st.text(alphabet="新区雄安習平〇𠮷", min_size=1, max_size=8)


def found(query: str, *texts: str, titles: Iterable[str] = ()) -> set[int]:
    """Which of some texts (from 0 on) a query finds, through a table made as the archive's is."""
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute(
            "CREATE VIRTUAL TABLE articles_fts USING fts5(title, body, content='', tokenize='unicode61')"
        )
        entries = zip([*titles, *[""] * len(texts)], texts, strict=False)
        connection.executemany(
            "INSERT INTO articles_fts(rowid, title, body) VALUES (?, ?, ?)",
            [(number, tokenize(title, FOLD), tokenize(text, FOLD)) for number, (title, text) in enumerate(entries)],
        )
        expression = make_match(query, FOLD)
        sql = "SELECT rowid FROM articles_fts WHERE articles_fts MATCH ?"
        return {row[0] for row in connection.execute(sql, [expression])} if expression else set()
    finally:
        connection.close()


@given(st.text())
def test_the_fold_keeps_every_position(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


def test_the_fold_is_of_script_and_width() -> None:
    assert fold("習近平在雄安新區，ＧＤＰ：５％") == "习近平在雄安新区,GDP:5%"
    assert fold("后干里") == "后干里"


def test_tokens_are_pairs_and_what_else_there_is() -> None:
    assert tokenize("雄安新區", FOLD).split() == ["雄安", "安新", "新区", "区"]
    assert tokenize("建AI城", FOLD).split() == ["建", "AI", "城"]
    assert tokenize("新區(qū)好", FOLD).split() == ["新区", "区好", "好"]  # a reading does not part a pair
    assert tokenize("党委(组)", FOLD).split() == ["党委", "委", "(", "组", ")"]


@given(st.lists(HAN, min_size=1, max_size=8), QUERY)
def test_recall_and_precision_are_those_of_a_substring_search(texts: list[str], query: str) -> None:
    assert found(query, *texts) == {n for n, text in enumerate(texts) if fold(query) in fold(text)}


@given(st.text(alphabet="新区安", min_size=9, max_size=30), st.integers(1, 8), st.data())
def test_every_piece_of_a_text_finds_it(text: str, length: int, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - length))
    assert found(text[start : start + length], text) == {0}


TEXTS = ("雄安新区种树", "雄安的春天，新区的树", "白洋淀种树", "GDP of Xiongan grew")


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("雄安 种树", {0}),
        ("雄安 AND 种树", {0}),
        ("雄安新區", {0}),
        ('"雄安 新区"', set()),
        ('"雄安新区"', {0}),
        ("“雄安新区”", {0}),
        ('"雄安新区', {0}),  # not closed
        ("雄安新区 OR 白洋淀", {0, 2}),
        ("种树 -雄安", {2}),
        ("雄安 OR 种树 -新区", {2}),
        ("种树 -雄安 -白洋淀", set()),
        ("雄安 -", {0, 1}),
        ("树", {0, 1, 2}),
        ("gdp", {3}),
        ("ＧＤＰ", {3}),
        ("GD", set()),  # a word of letters is whole
        ("xiongan grew", {3}),
        ('"of xiongan"', {3}),
        ('"xiongan of"', set()),
    ],
)
def test_what_a_query_finds(query: str, numbers: set[int]) -> None:
    assert found(query, *TEXTS) == numbers


@pytest.mark.parametrize("name", ["title", "TITLE", "标题", "標題"])
@pytest.mark.parametrize("colon", [":", "："])
def test_a_word_may_be_asked_of_the_title(name: str, colon: str) -> None:
    titles = ["白洋淀", "雄安", "雄安白洋淀", "春"]
    assert found(f"{name}{colon}白洋淀", *TEXTS, titles=titles) == {0, 2}
    assert found(f"种树 -{name}{colon}雄安", *TEXTS, titles=titles) == {0}


@pytest.mark.parametrize("query", ["", " ", '"', '""', "-", "OR", "AND", "-雄安", "*", "()", "，。", "^", "OR OR"])
def test_a_query_of_nothing_is_no_expression(query: str) -> None:
    assert make_match(query, FOLD) == ""


@given(st.text(alphabet="雄安新區ab12 \"“”-*():：^+{}'\\\0ORANDEtile，", max_size=24))
def test_no_query_is_malformed(query: str) -> None:
    found(query, *TEXTS)


TEXT = "雄安新區：ＧＤＰ增5%，雄安人说。"


@pytest.mark.parametrize(
    ("query", "pieces"),
    [
        ("雄安", ("", "雄安", "新區：ＧＤＰ增5%，", "雄安", "人说。")),
        ("新区 gdp", ("雄安", "新區", "：", "ＧＤＰ", "增5%，雄安人说。")),
        ("雄安 雄安新区", ("", "雄安新區", "：ＧＤＰ增5%，", "雄安", "人说。")),  # the longest first
        ("雄安 -人说", ("", "雄安", "新區：ＧＤＰ增5%，", "雄安", "人说。")),
        ("title:人说", ("雄安新區：ＧＤＰ增5%，雄安", "人说", "。")),
        ("白洋淀", (TEXT,)),
        ("", (TEXT,)),
    ],
)
def test_the_original_is_highlighted(query: str, pieces: tuple[str, ...]) -> None:
    assert highlight(TEXT, list_highlights(query, FOLD), FOLD) == pieces


@given(st.text(alphabet="雄安新區区Ａa.*İ(\n", max_size=40), st.text(alphabet="雄安新区a.*( ", max_size=8))
def test_highlighted_pieces_are_the_original_text(text: str, query: str) -> None:
    terms = list_highlights(query, FOLD)
    pieces = highlight(text, terms, FOLD)
    assert "".join(pieces) == text
    assert len(pieces) % 2 == 1
    assert all(fold(piece).lower() in terms for piece in pieces[1::2])


@pytest.mark.parametrize(("before", "after"), [(0, 0), (0, 500), (500, 0), (500, 500)])
def test_a_snippet_is_about_the_term_and_says_where_it_was_cut(before: int, after: int) -> None:
    pieces = make_snippet(f"{'前' * before}雄安新區{'后' * after}", ["雄安新区"], FOLD)
    assert pieces[1] == "雄安新區"
    assert (pieces[0].startswith("…"), pieces[-1].endswith("…")) == (before > 0, after > 0)
    assert len("".join(pieces)) <= 122
