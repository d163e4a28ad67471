"""The labels before names: what follows them, where it ends, and what is no label."""

import pytest

from cundang.text.labels import read_labelled, read_name


@pytest.mark.parametrize(
    ("name", "raw", "value"),
    [
        ("source_name", "来源：新华网", "新华网"),
        ("source_name", "2020-01-31 21:09:08 來源: 中國雄安官網", "中國雄安官網"),
        ("source_name", "稿件來源︰新華社", ""),  # U+FE30 is no colon
        ("source_name", "来源：新民晚报　作者：李某", "新民晚报"),
        ("source_name", "来源：新民晚报 时间：2019-05-02", "新民晚报"),
        ("source_name", "来源：新民晚报　 上海频道", "新民晚报"),
        ("editor", "责任编辑：王　頔", "王　頔"),
        ("source_name", "（来源：China Daily）", "China Daily"),
        ("source_name", "来源：河北日报 | 字体：大 中 小", "河北日报"),
        ("editor", "【纠错】 责任编辑：尹世杰", "尹世杰"),
        ("editor", "責任編輯: 陳媛媛", "陳媛媛"),
        ("editor", "[编辑：王某 ]", "王某"),
        ("author", "[作者: 刘满仓 　责任编辑: 杨丹宇 ]", "刘满仓"),
        ("editor", "[作者: 刘满仓 　责任编辑: 杨丹宇 ]", "杨丹宇"),
        ("keywords", "关键词：水利，春灌", "水利，春灌"),
        ("original_title", "原标题：一季度市场预期改善", "一季度市场预期改善"),
        ("source_name", "来源：新华网作者：温某", "新华网"),  # the next label may be glued to a name
        ("source_name", "来源：人事处发布时间：2019-10-11", "人事处"),
        ("source_name", "来源：发布时间：2019-10-11", ""),
        ("editor", "责任编辑：", ""),
        ("editor", "编辑部昨天开会", ""),
        ("source_name", "消息传来", ""),
        ("author", "", ""),
    ],
)
def test_what_follows_a_label(name: str, raw: str, value: str) -> None:
    assert read_labelled(name, raw) == value


@pytest.mark.parametrize(
    ("name", "raw", "value"),
    [
        ("source_name", "新华网", "新华网"),
        ("source_name", "【新华网】", "新华网"),
        ("author", "记者王敬照", "记者王敬照"),
        ("author", "本报记者 王敬照", "本报记者 王敬照"),
        ("author", "作者：特约记者 林晓岚", "特约记者 林晓岚"),
        ("author", "文/林晓岚", "林晓岚"),
        ("author", "作者：本报记者：林晓岚", "本报记者：林晓岚"),
        ("author", "記者林曉嵐／桃園機場報導", "記者林曉嵐"),
        ("author", "记者", None),
        ("editor", "新区记者 林晓 编辑 王树 校对 李禾", "王树"),
        ("editor", "（編輯 林曉嵐）", "林曉嵐"),
        ("editor", "责任编辑：", None),
        ("author", "责任编辑：杨丹宇", None),  # another field's label: no name of this one
        ("source_name", "　", None),
        ("source_name", "What Is Energy?", "What Is Energy?"),
        ("source_name", "Yahoo!奇摩新聞", "Yahoo!奇摩新聞"),
        ("source_name", "来源：这批鱼苗从哪里来？", None),
        ("source_name", "来源：据渔民说。是上游", None),
    ],
)
def test_the_name_in_a_fields_string(name: str, raw: str, value: str | None) -> None:
    assert read_name(name, raw) == value


def test_a_name_keeps_the_pages_own_characters() -> None:
    assert read_labelled("source_name", "來源：ＡＢＣ 網（香港") == "ＡＢＣ 網（香港"
