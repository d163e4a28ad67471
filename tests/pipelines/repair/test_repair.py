"""Repair of what mirrors broke; a text without that damage is never touched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cundang.model.article import Repair
from pipelines.repair import repair, undo

MIRRORED = "雄安新區(qū)的辦(bàn)事處(chù)發(fā)出通知,要求各單(dān)位學(xué)習(xí)。"
CLEAN = "雄安新區的辦事處發出通知,要求各單位學習。"


def test_readings_go() -> None:
    assert repair(MIRRORED).text == CLEAN
    assert {mended.kind for mended in repair(MIRRORED).repairs} == {"reading"}


def test_repair_is_idempotent() -> None:
    assert repair(CLEAN).repairs == ()


def test_undone_it_is_what_it_was() -> None:
    repaired = repair(MIRRORED)
    assert undo(repaired.text, repaired.repairs) == MIRRORED


@pytest.mark.parametrize(
    "text",
    [
        "",
        "黨委(黨組)",
        "龘(dá)字少见，靐(bìng)字更少。",
        "雄安新區(qū)的辦(bàn)事處。",
        "他问:(笑)你去?去。",
        "f(x) and g(y)",
    ],
)
def test_undamaged_text_is_unchanged(text: str) -> None:
    assert repair(text).text == text


@given(st.text(alphabet="新区雄安()aqūbàn?，", max_size=60))
def test_any_text_comes_back(text: str) -> None:
    repaired = repair(text, context=MIRRORED)
    assert undo(repaired.text, repaired.repairs) == text


def test_positions_are_of_the_text_that_was_given() -> None:
    assert undo("甲乙丙", (Repair(1, "reading", "(a)", ""), Repair(5, "reading", "(b)", ""))) == "甲(a)乙(b)丙"


def test_a_text_with_fewer_than_three_readings_is_told_whole_without_a_dictionary(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("pipelines.repair.mirror.readings", lambda character: pytest.fail(f"looked up {character}"))
    assert repair("網(wǎng)絡和關(guān)係，„Straße“(de) und “café”(fr) und ”x”(en)").repairs == ()
