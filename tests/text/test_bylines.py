"""Bylines in Chinese without a colon, and which lines are turns of a conversation."""

import time

import pytest

from cundang.text.bylines import read_byline, read_byline_at_head, read_byline_at_tail, read_header_byline
from cundang.text.conversation import find_turns


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("本报首席记者 林晓岚 实习生 何青 文/图", "本报首席记者 林晓岚 实习生 何青"),
        ("記者林曉嵐、何青／新河－台北連線報導", "記者林曉嵐、何青"),
        ("記者林曉嵐台北報導", "記者林曉嵐"),
        ("記者 林曉嵐／新河 報導", "記者 林曉嵐"),
        ("記者林曉嵐、何青／新河鎮 報導", "記者林曉嵐、何青"),
        ("記者 林曉嵐 報導", "記者 林曉嵐"),
        ("中央社記者林嵐台北5日電", "中央社記者林嵐"),
        ("河湾网商记者 林晓岚", "河湾网商记者 林晓岚"),
        ("林晓岚/文 何青/摄", "林晓岚"),
        ("文/本报记者 林晓岚 图/何青", "本报记者 林晓岚"),
        ("（作者林晓岚系新河县文化站站长）", "林晓岚"),
        ("（作者系新河县文化站站长）", ""),
        ("记者林晓岚昨天去了渡口", ""),
        ("记者从渡口了解到", ""),
        ("记者获悉", ""),
        ("记者手记", ""),
        ("記者協會", ""),
        ("何青 摄", ""),
        ("图/何青", ""),
        ("文明渡口", ""),
        ("收藏本文", ""),
    ],
)
def test_the_names_in_a_byline(line: str, names: str) -> None:
    assert read_byline(line) == names


def test_a_byline_may_stand_beside_the_time_or_around_a_paragraph() -> None:
    assert read_header_byline("2023年04月12日08:15 | 新河日报 | 记者 林晓岚") == "记者 林晓岚"
    assert read_header_byline("2023-04-12 08:15 来源：新河日报") == ""
    assert read_byline_at_head("新华社新河4月12日电 题：渡口的新船（记者林晓岚）清晨") == "记者林晓岚"
    assert read_byline_at_head("清晨六点（林晓岚）说") == ""
    assert read_byline_at_tail("老人站在跳板上。（记者林晓岚 通讯员何青）") == "记者林晓岚 通讯员何青"
    assert read_byline_at_tail("他在戏里是记者（林晓岚饰）") == ""


@pytest.mark.parametrize("part", ["记者", "记者 江晚 ", "新华社记者", "江 晚 ", "江晚/", "驻记者"])
def test_a_long_line_takes_no_long_time(part: str) -> None:
    read_byline("记者")  # loads the table of the fold
    start = time.process_time()
    read_byline((part * 80)[:160])
    assert time.process_time() - start < 0.2


def test_turns_of_a_conversation() -> None:
    assert find_turns(["记者：您好", "船工：你好", "记者：谢谢您", "责编：林晓岚"]) == {0, 1, 2}
    assert find_turns(["记者：林晓岚", "清晨六点。"]) == set()
    assert find_turns(["作者：林晓岚，系新河县文化站站长。", "编辑：何青", "校对：王涛"]) == set()
