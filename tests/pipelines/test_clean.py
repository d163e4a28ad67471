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
