"""Bulletins of one form are no copies; a correction, a cut, a reprint under a dateline are."""

import pytest

from cundang.text.copies import compare
from cundang.text.letters import read_letters

ADVICE = (
    "请市民根据气温变化及时增减衣物，早晚出行注意保暖。驾车出行请减速慢行，与前车保持安全距离。"
    "农户请及时加固大棚薄膜，做好田间排水。更多消息可到镇上的服务站查询，也可留意广播。"
)
WEATHER = "苇溪气象台11月{}日发布：今天夜间晴，北风{}级，最高气温{}℃，最低气温{}℃，相对湿度{}%。"
CHANGES = "苇溪宣布：{}任{}，不再担任{}。{}任东渡镇{}，{}不再担任南湾{}。"
STORY = (
    "苇溪的老渡口昨天恢复通航，两岸的居民一早就来到码头。第一班渡船上坐了46人，船老大说他等这一天等了3年。"
    "渡口停航是因为上游修桥，施工的驳船占了航道。新的渡船能坐60人，每15分钟开一班。镇上的小学安排孩子们来看船。"
)


@pytest.mark.parametrize(
    "other",
    [
        STORY.replace("46人", "47人"),
        STORY.replace("。第一班", "。当天的第一班").replace("一早就来到", "清早便来到"),
        "。".join(STORY.split("。")[:4]) + "。",
        STORY.replace("每15分钟", "每十五分钟"),
    ],
    ids=["one number", "other words", "cut", "number in words"],
)
def test_a_copy_keeps_its_numbers(other: str) -> None:
    assert compare(read_letters(STORY), read_letters(other)).is_copy


def test_a_form_filled_in_with_other_numbers_is_no_copy() -> None:
    today, next_day = (
        read_letters(WEATHER.format(*numbers) + ADVICE) for numbers in [(3, 2, 15, 4, 60), (4, 3, 12, 1, 85)]
    )
    found = compare(today, next_day)
    assert found.shared > 0.8 * len(today)
    assert not found.is_copy
    assert not found.is_excerpt


def test_a_correction_of_a_form_is_a_copy() -> None:
    wrong, right = (read_letters(WEATHER.format(3, 2, high, 4, 60) + ADVICE) for high in (15, 25))
    assert compare(wrong, right).is_copy


def test_a_form_filled_in_with_other_names_is_no_copy() -> None:
    one = CHANGES.format("谷禾", "站长", "馆长", "荆苇", "镇长", "甄舟", "所长")
    other = CHANGES.format("冼梧", "局长", "委员", "岑樵", "秘书", "郜笛", "主任")
    closing = "大家一致表示拥护这一决定，将尽快进入角色，做好工作。以上任职需履行程序的，按章程办理。"
    assert not compare(read_letters(one + closing), read_letters(other + closing)).is_copy


def test_an_excerpt_stands_among_sentences_of_another_text() -> None:
    own = "白河的集市上周搬进了新棚，摊位从80个增加到120个。卖竹器的摊主说，雨天再也不用收摊。棚顶的灯亮到晚上9点。"
    passage = "".join(f"{sentence}。" for sentence in STORY.split("。")[:3])
    found = compare(read_letters(STORY), read_letters(own + passage + own.replace("8", "7").replace("棚", "厅")))
    assert found.is_excerpt
    assert not found.is_copy


def test_words_and_names_are_the_same_in_either_script() -> None:
    """A converter knows 埠 as a port of a network, and makes of a city on a river something else."""
    there = "蚌埠市的網路資訊站昨天搬到老碼頭，屋頂換了新瓦，門口貼上了新的告示。"
    back = "蚌埠市的网络信息站昨天搬到老码头，屋顶换了新瓦，门口贴上了新的告示。"
    assert read_letters(there).sentences == read_letters(back).sentences
