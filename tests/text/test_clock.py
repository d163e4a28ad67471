"""Clocks as pages write them behind a day, by twelve hours and by twenty-four."""

from datetime import UTC, datetime

import pytest

from cundang.model.publisher import BEIJING
from cundang.text.dates import parse_date

FETCHED = datetime(2026, 1, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("behind_the_day", "clock"),
    [
        (" 下午3:20", "15:20"),
        ("下午 3:20", "15:20"),
        (" 下午 03:20", "15:20"),
        (" 午後3:20", "15:20"),
        (" 傍晚6:05", "18:05"),
        (" 晚上9:40", "21:40"),
        (" 晚9:40", "21:40"),
        (" 夜间11:30", "23:30"),
        (" 深夜 2:10", "02:10"),
        (" 凌晨2:10", "02:10"),
        (" 凌晨12:10", "00:10"),
        (" 清晨6:10", "06:10"),
        (" 早上 7:50", "07:50"),
        (" 早7:50", "07:50"),
        (" 上午 9:05", "09:05"),
        (" 上午12:05", "00:05"),
        (" 下午12:05", "12:05"),
        (" 中午12:05", "12:05"),
        (" 中午 1:05", "13:05"),
        (" 中午11:55", "11:55"),
        (" 晚上12:05", "00:05"),
        (" 下午15:20", "15:20"),
        (" 晚上21:40", "21:40"),
        (" PM 3:20", "15:20"),
        (" 3:20 PM", "15:20"),
        (" 3:20 PM字号", "15:20"),
        (" PM03:20", "15:20"),
        (" 下午三点", "15:00"),
        (" 晚8点　来源", "20:00"),
        (" 下午 3 时 20 分", "15:20"),
        (" 3:20pm", "15:20"),
        (" 3:20 p.m.", "15:20"),
        (" AM 12:05", "00:05"),
        (" 12:05 AM", "00:05"),
        (" 12:05 PM", "12:05"),
        (" 3:20下午", "15:20"),
        (" 3:20:59 下午", "15:20:59"),
        ("（星期五）下午3:20", "15:20"),
        (" 星期五 15:20", "15:20"),
        ("(週五) 15:20", "15:20"),
        (" 发布于下午3:20", "15:20"),
        (" 15时20分", "15:20"),
        ("9时5分", "09:05"),
        (" 09时30分08秒", "09:30:08"),
        ("　９點３０分", "09:30"),
        (" 下午3時20分", "15:20"),
        ("下午三时二十分", "15:20"),
        ("上午九点半", "09:30"),
        ("晚八点整", "20:00"),
        (" 16时", "16:00"),
        ("　１５：２０", "15:20"),
        (" 15∶20", "15:20"),
        (" 下午茶 3:20", "03:20"),
        (" 08:15 下午茶有新口味", "08:15"),
    ],
)
def test_the_clock_behind_a_day(behind_the_day: str, clock: str) -> None:
    with_seconds = clock if clock.count(":") == 2 else f"{clock}:00"
    assert parse_date(f"2024年3月8日{behind_the_day}", BEIJING, FETCHED) == f"2024-03-08T{with_seconds}+08:00"


@pytest.mark.parametrize(
    "behind_the_day",
    [" 下午25:10", " 9时75分", " 3点建议", " 下午", " 16时段", " 2点5亿元"],
)
def test_what_is_no_clock_leaves_the_day(behind_the_day: str) -> None:
    assert parse_date(f"2024年3月8日{behind_the_day}", BEIJING, FETCHED) == "2024-03-08"


@pytest.mark.parametrize(
    ("moment", "offset"),
    [
        ("1990-07-01 08:15", "+09:00"),  # summer time, from 15 April to 16 September 1990
        ("1990-12-01 08:15", "+08:00"),
        ("1991-09-14 08:15", "+09:00"),
        ("1991-09-16 08:15", "+08:00"),
        ("1992-07-01 08:15", "+08:00"),
    ],
)
def test_the_offset_is_the_one_that_was_in_force(moment: str, offset: str) -> None:
    assert parse_date(moment, BEIJING, FETCHED) == f"{moment.replace(' ', 'T')}:00{offset}"
