"""Comparing an article with what the archive holds: which fields changed, and how much of the text."""

from dataclasses import replace
from typing import Any

import pytest

from cundang.model.article import COMPARED, Article, Known
from cundang.text.edit_size import measure_edit
from pipelines.compare import Change, compare
from tests.helpers.pages import NOW

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
        (TEXT.replace("第一段", "他" * 20), "typo"),
        (TEXT.replace("第一段", "他" * 21), "paragraph"),
        (f"{TEXT}\n\n新的一段。", "typo"),
        (f"{TEXT}\n\n{PARAGRAPH}", "paragraph"),
        (TEXT.partition("\n\n")[2], "paragraph"),  # a fifth is gone
        (TEXT.rpartition("\n\n第四")[0], "paragraph"),  # two fifths are
        (TEXT.rpartition("\n\n第三")[0], "rewrite"),
        ("", "rewrite"),
        ("全" * 200, "rewrite"),
    ],
)
def test_the_size_of_a_change(after: str, size: str) -> None:
    assert measure_edit({"text": TEXT}, {"text": after}, ["text"]).size == size
    assert measure_edit({"text": after}, {"text": TEXT}, ["text"]).size == size
