"""Dates as Chinese pages write them: what is read, and what is no date of publication."""

from datetime import UTC, datetime, timedelta, tzinfo

import pytest

from cundang.model.publisher import BEIJING
from cundang.text.dates import explain_impossible, infer_zone, localize, parse_date, parse_month_first

FETCHED = datetime(2026, 1, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("raw", "published"),
    [
        ("2020-01-31 21:09:08 來源: 中國雄安官網", "2020-01-31T21:09:08+08:00"),
        ("2020-1-3 9:05", "2020-01-03T09:05:00+08:00"),
        ("2019年05月02日 09:03:20", "2019-05-02T09:03:20+08:00"),
        ("2020年1月31日", "2020-01-31"),
        ("２０２０年９月３日　１５：０４", "2020-09-03T15:04:00+08:00"),
        (
            "2023 11/ 17 20:52:15",
            "2023-11-17T20:52:15+08:00",
        ),  # the clock that Xinhua's layout of 2021 cuts into pieces
        ("发布时间：2012/06/04　09:20", "2012-06-04T09:20:00+08:00"),
        ("2012.06.04", "2012-06-04"),
        ("2024-05-15T08:58:52+08:00", "2024-05-15T08:58:52+08:00"),
        ("2024-05-15T00:58:52Z", "2024-05-15T00:58:52+00:00"),
        ("2024-05-15T08:58:52.123-0430", "2024-05-15T08:58:52-04:30"),
        ("2020-02-30 10:00 修改于 2020-03-01 11:00", "2020-03-01T11:00:00+08:00"),
        ("2020-01-31 25:61", "2020-01-31"),  # an impossible clock leaves the day
        ("1999-12-31 23:59", "1999-12-31T23:59:00+08:00"),
        ("2000年2月29日", "2000-02-29"),
        ("民國109年1月31日", "2020-01-31"),
        ("二〇二〇年一月三十一日", "2020-01-31"),
        ("民國113年5月2日", "2024-05-02"),
        ("中華民國一百一十三年五月二日", "2024-05-02"),
        ("中华民国一一三年十二月三十一日", "2024-12-31"),
        ("民國九十八年九月三日", "2009-09-03"),
        ("HealthDECEMBER 22, 2022Updated: JANUARY 02, 2026", "2022-12-22"),
        ("20200131210908", "2020-01-31"),
        ("Published: January 31st, 2020 at 9:08 pm", "2020-01-31T21:08:00+08:00"),
        ("31. Januar 2020, 21:09 Uhr", "2020-01-31T21:09:00+08:00"),
        ("31 de enero de 2020", "2020-01-31"),
        ("31.01.2020", "2020-01-31"),
        ("01/31/2020", "2020-01-31"),
    ],
)
def test_what_a_string_says(raw: str, published: str) -> None:
    assert parse_date(raw, BEIJING, FETCHED) == published


@pytest.mark.parametrize(
    "raw",
    [
        "", "2014年1-7月的情况", "昨天", "3天前", "vor 58 Minuten", "2 hours ago", "9月3日 10:20", "commay 3, 2020", "09:03", "2020-13-01", "2019-02-29 10:00", "2020-00-10", "1989-12-31", "1955年3月8日", "2026-01-03 00:00",
        "12020-01-31", "2020-01-311", "电话 2020013112345", "民國99年2月30日", "31.02.2020", "Month 31, 2020",
    ],
)  # fmt: skip
def test_what_is_no_possible_date(raw: str) -> None:
    assert parse_date(raw, BEIJING, FETCHED) is None


def test_a_page_may_be_a_day_ahead_of_the_clock_that_fetched_it_and_no_more() -> None:
    assert parse_date("2026-01-02 00:30", BEIJING, FETCHED) == "2026-01-02T00:30:00+08:00"
    assert parse_date("2026-01-02 00:30", BEIJING, FETCHED - timedelta(days=1)) is None


@pytest.mark.parametrize(
    ("zone", "published"),
    [
        (BEIJING, "2020-01-31T21:09:08+08:00"),
        (UTC, "2020-01-31T21:09:08+00:00"),
        (None, "2020-01-31T21:09:08"),
    ],
)
def test_the_zone_is_the_sites_and_none_is_invented(zone: tzinfo | None, published: str) -> None:
    assert parse_date("2020-01-31 21:09:08", zone, FETCHED) == published


def test_a_written_offset_goes_before_the_sites() -> None:
    assert parse_date("2020-01-31T21:09:08-05:00", BEIJING, FETCHED) == "2020-01-31T21:09:08-05:00"


@pytest.mark.parametrize("offset", ["+99:99", "-24:00", "+08:99"])
def test_an_impossible_offset_is_the_sites(offset: str) -> None:
    assert parse_date(f"2020-01-31T21:09:08{offset}", BEIJING, FETCHED) == "2020-01-31T21:09:08+08:00"


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ("2020-02-30 10:00", "not in the calendar"),
        ("民國99年2月30日", "not in the calendar"),
        ("1970-01-01 00:00:00", "before 1990"),
        ("2031年5月5日", "later than a day after the page was fetched"),
        ("９月３日 10:20", "a day without a year"),
        ("2020-02-30 10:00 修改于 2020-03-01", ""),
        ("昨天", ""),
    ],
)
def test_why_a_string_has_no_possible_date(raw: str, reason: str) -> None:
    assert explain_impossible(raw, FETCHED) == reason


@pytest.mark.parametrize(
    ("raw", "other"),
    [
        ("03-09-2026", "2026-03-09"),
        ("9/3/2020", "2020-09-03"),
        ("13/11/2025", None),
        ("05/05/2020", None),
        ("03.09.2026", None),
    ],
)
def test_figures_that_may_be_read_two_ways(raw: str, other: str | None) -> None:
    assert parse_month_first(raw) == other


@pytest.mark.parametrize(
    ("shown", "offset"),
    [
        ("2023-11-08T22:35:00", "-08:00"),
        ("2023-11-09T12:05:00", "+05:30"),
        ("2023-11-08T22:36:00", None),  # another moment
        ("2023-11-09T06:35:00", None),  # the same clock: UTC, or a site that calls its own time so
        ("2023-11-08T18:35:00", None),  # a clock of twelve hours
        ("2023-11-08", None),
    ],
)
def test_a_zone_is_what_the_pages_own_clock_differs_by(shown: str, offset: str | None) -> None:
    zone = infer_zone("2023-11-09T06:35:29+00:00", shown)
    assert (str(zone).removeprefix("UTC") if zone else None) == offset
    if offset:
        assert localize("2023-11-09T06:35:29+00:00", offset)[:16] == shown[:16]
