"""Dates that the scripts of a page carry for its own article: variables, and objects that have its title or its id."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from cundang.model.article import Field
from cundang.text.address import path_of
from cundang.text.fold import fold
from pipelines.extract.page_view import PageView

_LONGEST = 2_000_000  # characters of a script that are looked at
_MOST_DATES = 50  # of a page
_FURTHEST = 10_000  # characters from a date to either end of its object
_MOST_LEVELS = 3  # objects around a date
_LEAST_TITLE = 4  # characters
_QUOTE = r"(?:\\{0,3}[\"'])?"
_NAMED = re.compile(
    r"(?P<variable>(?:var|let|const)\s{1,3}|window\.|\bself\.)?(?<![a-zA-Z\d-])"
    r"(?:ori_?create_?time|create_?(?:d?_?at|time|date|timestamp|d_?time|d_?date)"
    r"|publish(?:ed)?_?(?:time|date|at|timestamp)"
    r"|pub_?(?:time|date|lish_?time)|p_?time|c_?time|(?<![_$])ct"
    r"|(?:release|issue|display|show|news|article|post|input|send)_?(?:time|date))"
    rf"{_QUOTE}\s{{0,3}}[:=]\s{{0,3}}(?:[\w.]{{1,30}}\(\s{{0,3}})?{_QUOTE}"
    r"(?P<value>(?:19|20)\d\d(?:\\?[-/.]|年)\d{1,2}(?:\\?[-/.]|月)\d{1,2}日?[T \d:.+Z-]{0,30}|1\d{9}(?:\d{3})?(?![\d.]))",
    re.IGNORECASE,
)
_VALUE = re.compile(r"(?=(?:19|20)\d\d[\\/.年-]|1\d{9})")  # what may begin one
_LONGEST_NAME, _LONGEST_VALUE = 120, 80  # characters of a name with the signs around it, and of a value
# WeChat's pages until 2020 fill their line of the time so: var t="1557800000",n="1557800000",s="2019-05-14"
_OF_WECHAT = re.compile(r"[\s,]\w{1,2}\s?=\s?\"(?P<value>1\d{9})\",\s?\w{1,2}\s?=\s?\"(?:19|20)\d\d-\d\d-\d\d")
_MENTIONS = re.compile(r"time|date|\bct\b|publish|create", re.IGNORECASE)
_TITLE = re.compile(
    r"(?:title|headline|subject)(?:\\{0,3}[\"'])?\s{0,3}[:=]\s{0,3}(?:[\w.]{1,30}\(\s{0,3})?"
    r"(?:\\{0,3}[\"'])((?:[^\"'\\]|\\[^\"']){2,300})",
    re.IGNORECASE,
)
# The key of an object that has days of its own.
_OTHER_KEY = re.compile(
    r"(?:author|user|account|owner|media|site|channel|column|comment|member|vip|cate)\w{0,12}"
    r"(?:\\{0,3}[\"'])?\s{0,3}[:=]\s{0,3}$",
    re.IGNORECASE,
)
_ID = re.compile(r"\d{5,20}")
_UNICODE = re.compile(r"\\{1,3}u([0-9a-fA-F]{4})")
_NO_WORD = re.compile(r"[\W_]+")


class _Object(NamedTuple):
    start: int
    end: int
    in_list: bool  # whether it, or one around the date, stands in a list


def find_script_dates(view: PageView) -> Iterator[Field]:
    """Find the dates of the article itself.

    First those of objects that have its title, or the number in its address, then those of variables, then the one of
    objects without a title and in no list, where all of them have the same. Those of other articles are none.
    """
    named = list(islice(_iterate_named(view), _MOST_DATES))
    titles, ids = _list_titles(view), set(_ID.findall(path_of(view.url) + view.url.partition("?")[2]))
    of_variables, of_objects = [], []
    for text, match in named:
        value = match["value"].replace("\\", "")
        field = Field(value.strip(), "script")
        owner = _find_owner(text, match.start(), titles, ids)
        if owner is True:
            yield field
        elif match["variable"] and owner is None:
            of_variables.append(field)
        elif owner is None:
            of_objects.append(field)
    of_variables += _find_of_wechat(view)
    yield from of_variables
    if len({view.parse_date(field.value)[:10] for field in of_objects}) == 1:
        yield from of_objects


def _find_of_wechat(view: PageView) -> Iterator[Field]:
    for script in view.tree.iter("script"):
        text = (script.text or "")[:_LONGEST]
        if "publish_time" in text and (found := _OF_WECHAT.search(text)):
            yield Field(found["value"], "script")


def _iterate_named(view: PageView) -> Iterator[tuple[str, re.Match[str]]]:
    for script in view.tree.iter("script"):
        text = (script.text or "")[:_LONGEST]
        if "ld+json" not in (script.get("type") or "") and _MENTIONS.search(text):
            for start, end in _list_places(text):
                for match in _NAMED.finditer(text, start, end):
                    yield text, match


def _list_places(text: str) -> list[tuple[int, int]]:
    """The places of a script where a day or a number of seconds stands, with the name before it.

    To look for names in all of a script takes ten times as long.
    """
    places: list[tuple[int, int]] = []
    for value in _VALUE.finditer(text):
        start, end = max(0, value.start() - _LONGEST_NAME), value.start() + _LONGEST_VALUE
        if places and start <= places[-1][1]:
            start = places.pop()[0]
        places.append((start, end))
    return places


def _list_titles(view: PageView) -> list[str]:
    """The titles that the page shows and tells machines of, without spaces and signs."""
    shown = view.blocks[view.headline].line if view.headline >= 0 else ""
    in_head = "".join(next(view.tree.iter("title")).itertext()) if view.tree.find(".//title") is not None else ""
    titles = (_strip(title) for title in (shown, view.metas.get("og:title", ""), in_head))
    return [title for title in titles if len(title) >= _LEAST_TITLE]


def _strip(text: str) -> str:
    return _NO_WORD.sub("", fold(text)).casefold()


def _find_owner(text: str, at: int, titles: list[str], ids: set[str]) -> bool | None:
    """Whether the object around a date is the article (True), another one (False), or says neither (None)."""
    in_list = False
    for _ in range(_MOST_LEVELS):
        found = _find_object(text, at)
        if not found:
            break
        within = text[found.start : found.end]
        if _OTHER_KEY.search(text[max(0, found.start - 40) : found.start]):
            return False
        in_list = in_list or found.in_list
        decoded = _UNICODE.sub(lambda code: chr(int(code[1], 16)), within)
        named = [_strip(title[1]) for title in _TITLE.finditer(decoded)]
        if any(name in title or title in name for name in named if len(name) >= _LEAST_TITLE for title in titles):
            return True
        if ids and not ids.isdisjoint(_ID.findall(within)) and len(within) < 3000:
            return True
        if named or in_list:
            return False
        at = found.start
    return False if in_list else None


def _find_object(text: str, at: int) -> _Object | None:
    """Find the object around a place: the nearest brace before it that is open there, and its end."""
    depth = lists = 0
    start = -1
    for position in range(at - 1, max(-1, at - _FURTHEST), -1):
        c = text[position]
        if c == "}":
            depth += 1
        elif c == "{":
            if depth == 0:
                start = position
                break
            depth -= 1
        elif c == "]" and depth == 0:
            lists += 1
        elif c == "[" and depth == 0:
            lists -= 1
    if start < 0:
        return None
    depth = 0
    for position in range(start, min(len(text), start + 2 * _FURTHEST)):
        c = text[position]
        depth += (c == "{") - (c == "}")
        if depth == 0:
            return _Object(start, position + 1, lists < 0 or _stands_in_list(text, start))
    return None


def _stands_in_list(text: str, start: int) -> bool:
    """Whether an object is an item of a list: a bracket before it, or another object."""
    before = text[max(0, start - 20) : start].rstrip(" \r\n\t\\")
    return before.endswith(("[", "},"))
