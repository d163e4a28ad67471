"""Comparing an article with what the archive holds: which fields changed, and how much of the text."""

import random
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from cundang.model.article import COMPARED, Article, Known
from cundang.text.edit_size import measure_edit
from pipelines.compare import Change, compare
from tests.helpers.pages import NOW
from tests.helpers.sentences import sentence

PARAGRAPH = "村里的老渡口停了三年，今年春天又通了船，来往的人比从前还多，船家忙得顾不上吃饭。"  # 40 characters
TEXT = "\n\n".join(f"第{n}段：{PARAGRAPH}" for n in "一二三四五")
ARTICLE = Article(
    url="http://example.org/a.html", site="example.org", title="老渡口又通船", text=TEXT, content_id="1", tracking_number=None,
    published_at="2024-03-05T10:20:00+08:00", published_raw="2024-03-05 10:20", source_name="某日报", author=None, editor="王某",
    section=None, language="zh", script="Hans", sha256="0", extractor="generic", fetched_at=NOW, found={},
)  # fmt: skip
KNOWN = Known(1, 1, ARTICLE.url, "live", {name: getattr(ARTICLE, name) for name in COMPARED})


def test_an_article_that_is_not_there_is_new() -> None:
    assert compare(ARTICLE, None) == Change("new")


@pytest.mark.parametrize(
    "changed", [{}, {"section": "要闻"}, {"extractor": "other"}, {"url": "http://example.org/b.html"}]
)
def test_what_is_no_part_of_a_version_does_not_count(changed: dict[str, Any]) -> None:
    assert compare(replace(ARTICLE, **changed), KNOWN) == Change("unchanged")


@pytest.mark.parametrize("name", ["title", "published_at", "source_name", "author", "editor"])
def test_each_field_of_a_version_counts_and_is_named(name: str) -> None:
    assert compare(replace(ARTICLE, **{name: "别的"}), KNOWN).edit.fields == (name,)


def test_a_field_that_is_gone_counts() -> None:
    assert compare(replace(ARTICLE, editor=None), KNOWN).edit.fields == ("editor",)


def test_a_change_of_the_text_has_a_size() -> None:
    edited = replace(ARTICLE, text=TEXT.replace("三年", "四年", 1), title="渡口")
    assert compare(edited, KNOWN).edit[:2] == (("title", "text"), "typo")


@pytest.mark.parametrize(
    ("after", "size"),
    [
        (TEXT, "typo"),
        (TEXT.replace("三年", "四年"), "typo"),  # one character in each of five paragraphs
        (TEXT.replace("三年", "三个年头"), "typo"),
        (TEXT.replace("，", ", ").replace("\n\n", "\n"), "typo"),  # signs and white space, however much
        (TEXT.replace("第一段", "他" * 20), "sentence"),  # half of one sentence
        (TEXT.replace("第一段", "他" * 21), "sentence"),
        (f"{TEXT}\n\n（完）", "sentence"),  # not yet a paragraph
        (f"{TEXT}\n\n{PARAGRAPH}", "sentence"),  # a paragraph, and one sentence
        (f"{TEXT}船家姓罗。他今年六十。", "sentence"),
        (f"{TEXT}\n\n船家姓罗，是本地人。他今年六十岁，撑船四十年。", "paragraph"),
        (f"{TEXT}\n\n船家姓罗，是本地人；他今年六十岁，撑船四十年。", "sentence"),
        (f"{TEXT}\n\n（完）\n\n船家供图", "sentence"),
        (TEXT.replace("船家忙得顾不上吃饭", "船家雇了帮手，两条船换着撑"), "sentence"),  # a quarter of five sentences
        (TEXT.replace("来往的人比从前还多，船家忙得顾不上吃饭", "两条船换着撑，每天要跑二十来个来回"), "rewrite"),
        (TEXT.partition("\n\n")[2], "sentence"),  # a fifth is gone
        (TEXT.rpartition("\n\n第四")[0], "paragraph"),  # two fifths are
        (TEXT.rpartition("\n\n第三")[0], "rewrite"),
        ("", "rewrite"),
        ("全" * 200, "rewrite"),
    ],
)
def test_the_size_of_a_change(after: str, size: str) -> None:
    assert measure_edit({"text": TEXT}, {"text": after}, ["text"]).size == size
    assert measure_edit({"text": after}, {"text": TEXT}, ["text"]).size == size


def test_a_sentence_is_no_rewrite_of_a_brief() -> None:
    """It is half of the text, and yet one sentence came."""
    brief, longer = "渡口今天通船。", "渡口今天通船。首班船载了四十人。"
    assert measure_edit({"text": brief}, {"text": longer}, ["text"])[1:] == ("sentence", 9, 0)


@pytest.mark.parametrize(
    ("before", "after", "added", "removed"),
    [
        ("涨到12月3日。", "涨到13月4日。", 2, 2),  # the 月 between them stayed
        ("船来了，人走了。", "船来了。人走了。", 1, 1),  # a sentence that was parted
        ("船 来了。", "船来了。\n\n", 0, 0),  # white space does not count
        ("甲坐船。乙走路。丙骑车。", "丙骑车。甲坐船。乙走路。", 4, 4),  # what moved went and came
        ("甲坐船。", "未见其人，亦不闻其声！", 11, 4),  # nothing in common: no chance matches of signs
    ],
)
def test_characters_are_counted_exactly(before: str, after: str, added: int, removed: int) -> None:
    assert measure_edit({"text": before}, {"text": after}, ["text"])[2:] == (added, removed)


def made_edits(dice: random.Random) -> Iterator[tuple[str, str, str, int, int]]:
    """A text, an edit of it of each size, the size, and how many characters came and went by our own doing."""
    before = [[sentence(dice) for _ in range(dice.randint(2, 4))] for _ in range(6)]
    text = join(before)

    after = [list(paragraph) for paragraph in before]
    count = dice.randint(1, 4)
    for place in dice.sample(range(6), count):
        own = after[place][0]
        at = dice.randrange(len(own) - 1)
        after[place][0] = f"{own[:at]}龘{own[at + dice.randint(0, 1) :]}"
    yield text, join(after), "typo", count, len(text) - len(join(after)) + count

    yield text, text.replace("，", "、").replace("\n\n", " \n"), "typo", text.count("，"), text.count("，")

    after = [list(paragraph) for paragraph in before]
    came, went = sentence(dice), after[dice.randrange(6)].pop(1)
    after[dice.randrange(6)].insert(1, came)
    yield text, join(after), "sentence", len(came), len(went)

    paragraph = [sentence(dice).replace("；", "。") for _ in range(2)]
    yield text, join([*before[:3], paragraph, *before[3:]]), "paragraph", len("".join(paragraph)), 0
    yield join([*before[:3], paragraph, *before[3:]]), text, "paragraph", 0, len("".join(paragraph))

    other = [[made_of("龘靐齉齾爩", dice)] for _ in before[1:]]
    yield (
        text,
        join([before[0], *other]),
        "rewrite",
        *(len(join(side).replace("\n", "")) for side in (other, before[1:])),
    )


def join(paragraphs: list[list[str]]) -> str:
    return "\n\n".join("".join(paragraph) for paragraph in paragraphs)


def made_of(characters: str, dice: random.Random) -> str:
    return "".join(dice.choices(characters, k=60)) + "…"


def test_made_edits_are_of_their_size_to_the_character() -> None:
    """600 edits, of which it is known what each did."""
    wrong, inexact = [], []
    for seed in range(100):
        for before, after, size, added, removed in made_edits(random.Random(seed)):
            found = measure_edit({"text": before}, {"text": after}, ["text"])
            assert (found.added - found.removed) == (added - removed)
            if found.size != size:
                wrong.append((seed, size, found))
            if (found.added, found.removed) != (added, removed):
                inexact.append((seed, size, added, removed, found))
    assert wrong == []
    assert inexact == []


def test_a_hostile_text_is_measured_soon() -> None:
    started = time.monotonic()
    for before, after in (
        ("。甲" * 300_000, "乙。" * 300_000),
        ("甲乙" * 300_000, "乙丙" * 300_000),
        ("甲乙丙。" * 500 + "丁" * 4000, "甲乙戊。" * 500 + "丙丁" * 3000),
        ("\n" * 300_000 + "甲", "甲\n " * 100_000),
    ):
        measure_edit({"text": before}, {"text": after}, ["text"])
    assert time.monotonic() - started < 20  # it is a second; without the bounds it is minutes
