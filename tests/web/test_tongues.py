"""Names and words in another language than their page's have their own `lang`."""

import pytest
from markupsafe import Markup

from datasette_config.language import Words
from datasette_config.studies import list_study_columns, load_studies
from datasette_config.tongues import mark_han, tell_tongue


@pytest.mark.parametrize(
    ("text", "language", "marked"),
    [
        ("by 文号 or 索引号, whole", "en", 'by <span lang="zh">文号</span> or <span lang="zh">索引号</span>, whole'),
        ("<b> 清淀日报", "en", '&lt;b&gt; <span lang="zh">清淀日报</span>'),
        ("清淀日报", "zh-Hant", "清淀日报"), ("清淀日報", "ja", "清淀日報"), ("a & b", "en", "a &amp; b"),
    ],
)  # fmt: skip
def test_chinese_words_in_another_language_are_marked(text: str, language: str, marked: str) -> None:
    assert mark_han(text, language) == marked


@pytest.mark.parametrize(
    ("value", "attribute"),
    [
        ("清淀日报", ' lang="zh"'), ("no running text", ' lang="en"'), ("Qingdian", ""), ("2024-05-07", ""), (7, ""), (None, ""),
        (Markup('<a href="/one, two">清淀</a>'), ' lang="zh"'), (Markup('<a title="of it" href="/x">7</a>'), ""),
    ],
)  # fmt: skip
def test_the_language_of_a_value_is_told_by_its_characters(value: object, attribute: str) -> None:
    assert tell_tongue(value) == attribute


def test_the_columns_of_a_study_are_named_in_traditional_chinese_too() -> None:
    for study in load_studies().values():
        named = [[each.comment for each in list_study_columns(study, Words(tag))] for tag in ("zh", "zh-Hant", "en")]
        assert all(all(names) and len(names) == len(study.columns) for names in named)
        assert named[0] != named[2]
