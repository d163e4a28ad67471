"""Cleaning: each rule's own examples, what must stay, and that nothing is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cundang.text.fold import fold
from pipelines.clean import clean, restore
from pipelines.clean.rule import Rule
from pipelines.clean.rules import RULES

TEXT = "新区的第一批树苗昨天种下，村民和志愿者一起培土浇水，忙到天黑才回家。"
LINES = [rule.removes for rule in RULES] + [rule.keeps for rule in RULES] + [TEXT, "", "标题", "一行短的"]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_removes_its_example_and_keeps_the_other(rule: Rule) -> None:
    assert rule.matches(fold(rule.removes))
    assert not rule.matches(fold(rule.keeps))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_line_of_text_that_looks_like_furniture_stays(rule: Rule) -> None:
    text = f"{TEXT}\n\n{rule.keeps}\n\n{TEXT}"
    assert clean(text).text == text


@pytest.mark.parametrize("rule", [r for r in RULES if r.where in ("tail", "ends", "anywhere")], ids=lambda r: r.name)
def test_furniture_below_the_text_is_moved_out(rule: Rule) -> None:
    cleaned = clean(f"{TEXT}\n\n{rule.removes}")
    assert cleaned.text == TEXT
    assert [removal.kind for removal in cleaned.removed] == [rule.kind]


@given(st.lists(st.sampled_from(LINES), max_size=12).map("\n\n".join))
def test_what_was_removed_can_be_put_back(text: str) -> None:
    cleaned = clean(text, title="标题")
    assert restore(cleaned.text, cleaned.removed) == text


def test_a_quoted_editor_line_amid_the_text_stays() -> None:
    text = f"{TEXT}\n\n责任编辑：王小明\n\n{TEXT}"
    assert clean(text).text == text


@pytest.mark.parametrize(("above", "below"), [("\n", "\n\n"), ("\n\n", "\n")])
def test_paragraphs_stay_apart_when_a_line_between_them_goes(above: str, below: str) -> None:
    assert clean(f"{TEXT}{above}【纠错】{below}{TEXT}").text == f"{TEXT}\n\n{TEXT}"


def test_the_editor_is_named() -> None:
    assert clean(f"{TEXT}\n\n責任編輯: 陳媛媛").fields == {"editor": "陳媛媛"}


def test_a_list_goes_with_its_heading() -> None:
    assert clean(f"{TEXT}\n\n为你推荐\n\n又一座桥通车\n\n渡口复航").text == TEXT


BEHIND = [rule for rule in RULES if rule.where in ("tail", "ends", "anywhere") and rule.kind != "caption_credit"]


@pytest.mark.parametrize("rule", [rule for rule in BEHIND if rule.name != "label above a name"], ids=lambda r: r.name)
def test_furniture_behind_the_last_words_is_moved_out(rule: Rule) -> None:
    cleaned = clean(f"{TEXT}\n\n{TEXT}{rule.removes}")
    assert cleaned.text == f"{TEXT}\n\n{TEXT}"
    assert rule.kind in [removal.kind for removal in cleaned.removed]


@pytest.mark.parametrize("rule", BEHIND, ids=lambda rule: rule.name)
def test_last_words_that_look_like_furniture_stay(rule: Rule) -> None:
    assert clean(f"{TEXT}{rule.keeps}").text == f"{TEXT}{rule.keeps}"


def test_several_pieces_behind_the_last_words_go_one_by_one() -> None:
    cleaned = clean(f"{TEXT}（作者：林晓）（责编：王树 李乔）返回苇海网，查看更多")
    assert cleaned.text == TEXT
    assert cleaned.fields == {"author": "林晓", "editor": "王树 李乔"}


@pytest.mark.parametrize(
    "line",
    [
        "（资料图）",
        "（作者单位：苇海大学）",
        "（记者问：您怎么来的？）",
        "他指着墙上的字：“编辑：林晓。”",
        "（图为新区的湿地。）",
        "（图／翻摄画面）",
        "（单位：万元）",
        "\n\n门票一元 分享",
        "\n\n他写了一篇（很长的）评论",
    ],
)
def test_a_bracket_behind_the_last_words_that_is_no_credit_stays(line: str) -> None:
    assert clean(f"{TEXT}{line}").text == f"{TEXT}{line}"


def test_a_credit_amid_a_text_stays_in_its_paragraph() -> None:
    text = f"{TEXT}（责任编辑：林晓）\n\n{TEXT}"
    assert clean(text).text == text


@pytest.mark.parametrize(
    ("line", "editor"),
    [
        ("制作：林晓", None),
        ("出品︱苇海栏目组 王树", None),
        ("责编︱林晓", "林晓"),
        ("编辑|林晓 校对|王树", "林晓"),
        ("苇海县文化站、林场供稿 摄影/林晓 编辑/王树", "王树"),
    ],
)
def test_a_line_of_credits_names_an_editor_only_where_it_says_so(line: str, editor: str | None) -> None:
    cleaned = clean(f"{TEXT}\n\n{line}")
    assert cleaned.text == TEXT
    assert cleaned.fields.get("editor") == editor


@pytest.mark.parametrize(
    "head", ["苇海湿地十年\n\n新区的树苗种下了", "苇海湿地十年新区的树苗种下了", "要闻\n\n四月\n\n新区的树苗种下了"]
)
def test_the_kicker_goes_with_the_headline_above_a_text(head: str) -> None:
    assert clean(f"{head}\n\n{TEXT}", title="新区的树苗种下了").text == TEXT


@pytest.mark.parametrize(
    "head", ["他说，四月就好了。\n\n新区的树苗种下了", f"{TEXT}\n\n新区的树苗种下了", "他说：好！新区的树苗种下了"]
)
def test_a_sentence_above_the_headline_stays(head: str) -> None:
    assert clean(f"{head}\n\n{TEXT}", title="新区的树苗种下了").text == f"{head}\n\n{TEXT}"


def test_of_two_editors_the_responsible_one_is_the_editor() -> None:
    assert clean(f"{TEXT}\n\n编辑|林晓\n\n责编|王树\n\n校对|李乔").fields == {"editor": "王树"}


def test_each_name_behind_the_last_words_goes_to_its_field() -> None:
    cleaned = clean(f"{TEXT}\n\n{TEXT} 来源：苇海日报 作者：林晓 责任编辑：王树")
    assert cleaned.text == f"{TEXT}\n\n{TEXT}"
    assert cleaned.fields == {"source_name": "苇海日报", "author": "林晓", "editor": "王树"}
