"""Patterns whose time doubles with every character are seen before they are used, and others are let through."""

import re
import time

import pytest

from scrapers.backtracking import may_explode

EXPLODE = (
    r"(a+)+$", r"(a*)*b", r"(?:\w+\s?)*$", r"(?:\d+-?)+x", r"(?:\d+|\w+)+$", r"((?:\w+)+)!", r"(?:.*,)+x", r"(?:a{2,})+$",
    r"(x+x+)+y", r"(?:(?:a|b)+/?)+$", r"(?P<x>[a-z]+)*\d", r"/(?:[-_]?\w+)*\.html", r"^(?=(?:a+)+b)c", r"(?:[^/]+/?){20,}$",
)  # fmt: skip
FINE = (
    r"(?:[\w-]+/)+x", r"(?:\d+-)+x", r"(?:(?:\d+/){1,5}x)+", r"(?:/\w+)*/", r"(?:a|b)+", r"(?:\w+(?:-\d+)?/)*\d+\.html",
    r"(?:a+)(b+)", r"\d+_\d+(?:_\d+)?", r"(?:\w+\.){1,5}\w+", r"(?:%[0-9A-F]{2})+", r"a++b", r"(?:[^,]*,)+x",
)  # fmt: skip


@pytest.mark.parametrize("pattern", EXPLODE)
def test_a_pattern_that_may_take_years_is_seen(pattern: str) -> None:
    assert may_explode(pattern)


@pytest.mark.parametrize("pattern", FINE)
def test_a_pattern_that_is_done_at_once_is_let_through(pattern: str) -> None:
    assert not may_explode(pattern)
    start = time.process_time()
    for text in ("a" * 40, "1" * 40, "ab/" * 15, "1-" * 20, "a.b-" * 10, ",,,a" * 10):
        re.search(pattern, f"{text}!")
    assert time.process_time() - start < 0.5


@pytest.mark.parametrize("pattern", ["(", "[a", "(?P<x>a)(?P<x>b)", "a{2,1}", "*"])
def test_what_is_no_pattern_is_left_to_the_compiler(pattern: str) -> None:
    with pytest.raises(re.error):
        re.compile(pattern)
        may_explode(pattern)
