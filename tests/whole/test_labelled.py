"""The figures that pages labelled by reading must reach (bench/labelled.py), and how a page is held against a label."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bench.labelled import FIELDS, count, digest_labels, forget_layouts, judge, measure
from cundang.model.article import Article
from cundang.model.errors import RefusedError
from scrapers.sites import publishers
from tests.helpers.paths import shared

LEAST = {"title": 0.97, "day": 0.97, "minute": 0.95, "source": 0.93, "editor": 0.93, "furniture": 0.96}
LABELS = {
    "path": "weihai/1.html",
    "title": "苇海路通车",
    "day": "2024-05-17",
    "minute": [None, "08:05"],
    "source": "苇海日报",
    "author": "?",
    "editor": "王甲、李乙",
    "first": ["苇海路", "图为通车"],
    "last": "回家。",
    "furniture": ["下一篇", "分享到"],
}
READ = {
    "title": "苇海路 通车",
    "published_at": "2024-05-17T08:05:00+08:00",
    "source_name": "苇海日报",
    "author": None,
    "editor": "李乙 王甲",
    "text": "苇海路昨天通车。\n\n村民坐车\u200b回家。",
}


def verdicts(labels: dict[str, Any] | None = None, **read: str | None) -> dict[str, str]:
    article = Article(
        **dict.fromkeys(("url", "site", "sha256", "extractor"), ""),
        **dict.fromkeys(("content_id", "tracking_number", "published_raw", "section", "language", "script")),
        fetched_at=datetime.now(UTC),
        found={},
        **{**READ, **read},
    )  # type: ignore[arg-type]
    return {each.field: each.verdict for each in judge(digest_labels({**LABELS, **(labels or {})}), article)}


def test_what_is_read_as_the_labels_say_is_right_and_a_field_without_a_label_does_not_count() -> None:
    assert verdicts() == {name: "right" for name in FIELDS if name != "author"}


@pytest.mark.parametrize(
    ("name", "labels", "read", "verdict"),
    [
        ("title", {}, {"title": "苇海路通车_苇海网"}, "wrong"),
        ("day", {}, {"published_at": "2024-05-18"}, "wrong"),
        ("day", {}, {"published_at": None}, "missing"),
        ("minute", {}, {"published_at": "2024-05-17"}, "right"),
        ("minute", {"minute": None}, {}, "invented"),
        ("source", {"source": None}, {}, "invented"),
        ("editor", {}, {"editor": "王甲"}, "wrong"),
        ("editor", {}, {"editor": None}, "missing"),
        ("first", {}, {"text": "当前位置：首页\n\n苇海路昨天通车。村民坐车回家。"}, "wrong"),
        ("first", {}, {"text": "图为通车的苇海路。\n\n村民坐车回家。"}, "right"),
        ("last", {}, {"text": "苇海路昨天通车。村民坐车回家。\n\n责编"}, "wrong"),
        ("furniture", {}, {"text": "苇海路昨天通车。下 一篇：村民坐车回家。"}, "wrong"),
    ],
)
def test_a_field_that_is_not_as_its_label_is_told(
    name: str, labels: dict[str, Any], read: dict[str, str | None], verdict: str
) -> None:
    assert verdicts(labels, **read)[name] == verdict


def test_a_page_that_is_refused_has_none_of_its_fields() -> None:
    refused = judge(digest_labels(LABELS), RefusedError("extract", "no text"))
    assert {each.field: each.verdict for each in refused} == {
        **dict.fromkeys(("title", "day", "source", "editor"), "missing"),
        "minute": "right",
        **dict.fromkeys(("first", "last", "furniture"), "wrong"),
    }


def test_the_labelled_pages_are_read_as_well_as_they_must_be() -> None:
    counts = count(measure(shared("pages/MANIFEST.tsv").parents[1], publishers()))
    shares = {name: counts[name]["right"] / counts[name].total() for name in LEAST}
    assert {name: share for name, share in shares.items() if share < LEAST[name]} == {}


def test_without_layouts_a_publisher_keeps_its_zone() -> None:
    known = publishers()
    bare = forget_layouts(known)
    assert not any(publisher.profiles for publisher in bare.known)
    assert [publisher.zone for publisher in bare.known] == [publisher.zone for publisher in known.known]
