"""Days in the calendar of the Republic of China and in Chinese numerals, and what looks like one."""

from datetime import UTC, datetime

import pytest

from cundang.model.publisher import BEIJING
from cundang.text.calendars import writes_years_of_the_republic
from cundang.text.dates import parse_date

FETCHED = datetime(2026, 1, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("raw", "published"),
    [
        ("113-05-18", "2024-05-18"),
        ("113/05/18", "2024-05-18"),
        ("113.05.18", "2024-05-18"),
        ("113年05月18日", "2024-05-18"),
        ("113 年 5 月 18 日", "2024-05-18"),
        ("099-12-03", "2010-12-03"),
        ("98/7/3", "2009-07-03"),
        ("79/07/03", "1990-07-03"),
        ("日期：113.5.8", "2024-05-08"),
        ("113-05-18 14:20", "2024-05-18T14:20:00+08:00"),
        ("113/05/18 下午 02:20", "2024-05-18T14:20:00+08:00"),
        ("１１３－０５－１８", "2024-05-18"),
        ("113-05-18 更新 2025-01-01", "2024-05-18"),
        ("113.5.8", None),  # a version
        ("113.5.8.1", None),
        ("電話 02-113-05-18", None),
        ("113-05-1834", None),
        ("113-13-18", None),
        ("120-05-18", None),  # later than the page was fetched
        ("12-05-18", None),
        ("第113-05-18號", "2024-05-18"),
    ],
)
def test_a_page_of_taiwan_counts_from_1912(raw: str, published: str | None) -> None:
    assert parse_date(raw, BEIJING, FETCHED, of_republic=True) == published


@pytest.mark.parametrize("raw", ["113-05-18", "编号113-05-18", "113/05/18", "发布日期：113-05-18"])
def test_elsewhere_such_figures_are_no_day(raw: str) -> None:
    assert parse_date(raw, BEIJING, FETCHED) is None


@pytest.mark.parametrize("label", ["發布日期：", "發佈時間:", "張貼日 ", "資料日期："])
def test_a_label_in_traditional_characters_is_enough(label: str) -> None:
    assert parse_date(f"{label}113-05-18", BEIJING, FETCHED) == "2024-05-18"


def test_whose_pages_count_from_1912() -> None:
    assert writes_years_of_the_republic("www.ferry.gov.tw", "The ferry")
    assert writes_years_of_the_republic("ferry.test", "渡船頭的燈還亮著，十幾個人圍在船邊")
    assert not writes_years_of_the_republic("ferry.test", "渡船头的灯还亮着，十几个人围在船边")


@pytest.mark.parametrize(
    ("raw", "published"),
    [
        ("二〇一三年十月二十一日", "2013-10-21"),
        ("二○一三年十月二十一日", "2013-10-21"),
        ("二零一三年十月二十一日", "2013-10-21"),
        ("二０一三年十月二十一日", "2013-10-21"),
        ("二Ｏ一三年十月廿一日", "2013-10-21"),
        ("二О一三年十月三十号", "2013-10-30"),
        ("二◯一三年元月十日", "2013-01-10"),
        ("一九九八年七月卅一日", "1998-07-31"),
        ("二〇一三年 十月 十日", "2013-10-10"),
        ("二 〇 一 三 年 十 二 月 二 十 一 日", "2013-12-21"),
        ("发布时间：二〇一三年十月二十日下午三时", "2013-10-20T15:00:00+08:00"),
        ("二〇一三年十三月二十日", None),
        ("二〇一三年二月三十日", None),
        ("二〇一三年", None),
    ],
)
def test_days_in_numerals(raw: str, published: str | None) -> None:
    assert parse_date(raw, BEIJING, FETCHED) == published


@pytest.mark.parametrize(
    ("raw", "published"),
    [
        ("1957-03-08", "1957-03-08"),
        ("1986年7月1日 09:00", "1986-07-01T09:00:00+09:00"),
        ("1970-01-01", "1970-01-01"),
        ("1970-01-01 00:00:00", None),  # no moment, as databases export it
        ("1970-01-01 08:00:00", None),
    ],
)
def test_a_day_before_1990_counts_where_it_is_given_outright(raw: str, published: str | None) -> None:
    assert parse_date(raw, BEIJING, FETCHED, is_given=True) == published
    assert parse_date(raw, BEIJING, FETCHED) is None
