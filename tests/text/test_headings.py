"""Headings within a plain text."""

import pytest

from cundang.text.headings import find_headings

PROSE = "渡口的船夫说，今年的水比往年早到了半个月，岸边的石阶一夜之间就没进了水里。" * 2


def found(*paragraphs: str, pictures: int = 0) -> list[tuple[int, str]]:
    return [(heading.level, heading.text) for heading in find_headings(paragraphs, pictures)]


def test_numbered_headings_have_the_levels_of_their_forms() -> None:
    text = [
        PROSE, "第一章 总则", "一、修桥的缘由", PROSE, "二、修桥的办法", "（一）选址", PROSE, "（二）筹款", PROSE,
        "第二章 养护", "一、巡查", PROSE, "二、修补", PROSE,
    ]  # fmt: skip
    assert found(*text) == [
        (1, "第一章 总则"), (2, "一、修桥的缘由"), (2, "二、修桥的办法"), (3, "（一）选址"), (3, "（二）筹款"),
        (1, "第二章 养护"), (2, "一、巡查"), (2, "二、修补"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        [PROSE, "一、木匠", "二、瓦匠", "三、石匠", PROSE],  # a list: nothing stands below
        [PROSE, "二、木料", PROSE, "三、石料", PROSE],  # does not begin with 1
        [PROSE, "一、木料", PROSE, "三、石料", PROSE],  # a gap
        [PROSE, "一、要备足木料。", PROSE, "二、要备足石料。", PROSE],  # sentences
        [PROSE, "1.5万人过了桥", PROSE, "2.5万人坐了船", PROSE],  # quantities
        ["第一条 桥长三百米", PROSE, "第二条 桥宽六米", PROSE],  # articles of a law
        [PROSE, "一、木料", PROSE],  # alone
    ],
)
def test_numbered_lines_that_are_no_headings(text: list[str]) -> None:
    assert found(*text) == []


def test_plain_headings_stand_between_long_paragraphs() -> None:
    text = [PROSE, "水来得比往年早", PROSE, "船夫换了新船", PROSE]
    assert found(*text) == [(1, "水来得比往年早"), (1, "船夫换了新船")]
    assert found(*text, pictures=2) == []  # they may be captions
    assert found(PROSE, "水来得比往年早", PROSE) == []
    assert found("水来得比往年早", PROSE, "船夫换了新船") == []  # at the ends, and so alone


@pytest.mark.parametrize(
    "other", ["本报记者 某某", "某某 摄", "2024年5月17日", "“快走”，他说，", "（完）", "2）换了新船"]
)
def test_short_lines_that_are_no_headings(other: str) -> None:
    assert found(PROSE, "水来得比往年早", PROSE, other, PROSE) == []


def test_a_long_text_takes_no_time() -> None:
    assert len(found(*["一、" * 15, PROSE] * 2, *[f"{'（一）' * 9}", "x"] * 20_000)) < 10
