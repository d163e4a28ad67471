"""The names that a profile's strings and the text that it read have, and that it has no place for."""

import pytest

from cundang.model.article import Field, Found
from cundang.text.people import join_people, read_people
from pipelines.extract.own_names import complete_names

LINES = (
    "镇上的老戏台修了半年，昨天夜里第一次亮灯，台下坐满了从邻村赶来的人，连桥头都站着孩子。",
    "木匠说台柱换了四根，瓦是从旧祠堂上拆下来的，彩绘由两位画匠照着老照片一笔一笔补齐。",
    "镇里打算每月初一唱一场，不收票，锣鼓由小学的孩子们来敲，头三场的戏已经排好了。",
)


def complete(text: str, **fields: str) -> dict[str, str]:
    found = Found(
        "made", text, {name: Field(value, "meta" if name == "author" else "p") for name, value in fields.items()}
    )
    return {name: field.value for name, field in complete_names(found).fields.items()}


@pytest.mark.parametrize(
    ("author", "first", "last"),
    [
        ("秦晓禾", "本报讯（记者 秦晓禾）", ""),
        ("秦晓禾、何青", "石桥社石桥4月12日电（记者秦晓禾、何青）", ""),
        ("秦曉禾", "（石桥社記者秦曉禾石桥5日電）", ""),
        ("秦晓禾", "", "（秦晓禾）"),
        ("秦晓禾", "", "（记者 秦晓禾）"),
        ("秦曉禾", "", "（秦曉禾／石橋報導）"),
        (None, "", "（完）"),
        (None, "石桥镇消息 ", ""),
    ],
)
def test_the_byline_of_the_text_is_its_author(author: str | None, first: str, last: str) -> None:
    fields = complete("\n\n".join((first + LINES[0], LINES[1], LINES[2] + last)))
    assert join_people(read_people(fields.get("author", ""))) == (author or "")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"author": "石桥日报"}, {"source_name": "石桥日报"}),
        ({"author": "秦晓禾/石桥日报"}, {"author": "秦晓禾/石桥日报", "source_name": "石桥日报"}),
        ({"author": "石桥日报", "source_name": "禾城网"}, {"author": "石桥日报", "source_name": "禾城网"}),
        ({"author": "石桥在线秦晓禾", "editor": "责任编辑：秦晓禾"}, {"editor": "责任编辑：秦晓禾"}),
        ({"author": "秦晓禾", "editor": "责任编辑：何青"}, {"author": "秦晓禾", "editor": "责任编辑：何青"}),
    ],
)
def test_a_house_is_the_source_and_an_editor_no_author(given: dict[str, str], expected: dict[str, str]) -> None:
    assert complete("\n\n".join(LINES), **given) == expected


def test_a_byline_that_names_more_goes_before_the_author() -> None:
    text = "\n\n".join(("执笔/秦晓禾、何青", *LINES))
    assert complete(text, author="秦晓禾")["author"] == "秦晓禾、何青"
    assert complete(text, author="王涛")["author"] == "王涛"


def test_a_turn_of_a_conversation_and_a_text_in_english_name_nobody() -> None:
    talk = ("记者：戏台什么时候修好的？", "木匠：上个月。", "记者：谢谢您", "木匠：不谢。")
    assert "author" not in complete("\n\n".join((*LINES, *talk)))
    assert complete("The old stage is lit again. (Jane Doe)") == {}
