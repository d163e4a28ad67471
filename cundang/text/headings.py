"""Find the headings within a text whose paragraphs are plain: lines that are numbered in order, and short lines between
long paragraphs. Rather none than a wrong one: each rule below leaves out what may be something else.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cundang.text.fold import CJK, fold
from cundang.text.numerals import read_numeral

_LONGEST, _LONGEST_PLAIN, _SHORTEST_PLAIN = 40, 20, 4  # characters of a heading; of one without a number
_LEAST_BELOW, _LEAST_AROUND = 20, 60  # characters of the paragraph below a heading; of those around a plain one
_NUMERAL = "[一二三四五六七八九十百零〇]{1,5}"
# Forms of numbers, from the outermost inwards. An article of a law (第一条) is text.
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"第({_NUMERAL}|\d{{1,3}})[编部篇]",
        rf"第({_NUMERAL}|\d{{1,3}})章",
        rf"第({_NUMERAL}|\d{{1,3}})节",
        rf"({_NUMERAL})、",
        rf"\(({_NUMERAL})\)",
        r"(\d{1,2})[.、](?!\d)",
        r"\((\d{1,2})\)",
    )
)
_PLAIN_LEVEL = len(_FORMS)
_ENDS = re.compile(r"[。！？；：，、…!?;:,.][”’」』）)]{0,3}$")
_PROSE = re.compile(r"[。！？…!?.][”’」』）)\]】]{0,3}$")
# A line that is no heading though it is short: a signature, a credit, a day, a place of a picture, a note.
_OTHER = re.compile(
    r"记者|通讯员|作者|编辑|来源|供图|摄$|摄影|资料图|截图|图源|图为|^图\d?|制图|报道组|^[(（【\[]|[)）】\]]$|https?:|www\.|@"
    r"|\d{4}[年./-]\d|\d{1,2}月\d{1,2}日|责编|校对|电话|邮箱|扫码|关注|点击|下载|阅读原文|^\d{1,2}[)）.．、]"
)
_LETTER = re.compile(f"[{CJK}A-Za-z]")


class Heading(NamedTuple):
    """A heading: the number of its paragraph, from 0; its text; its level, 1 for the outermost of the text."""

    paragraph: int
    text: str
    level: int


def find_headings(paragraphs: Sequence[str], pictures: int = 0) -> list[Heading]:
    """Find the headings among the paragraphs of a text, on whose page are so many pictures.

    A heading is one line without the end of a sentence. Numbered ones (第一章, 一、 （一） 1.) count from 1 without a
    gap, two at least, and below each stands a paragraph of sentences or a heading of an inner form. Where none is,
    plain ones count: of 4 to 20 characters between paragraphs of 60 and more, two at least, and more than pictures,
    since each may be the caption of one.
    """
    lines = [paragraph.strip() for paragraph in paragraphs]
    numbered = dict(_find_numbered(lines))
    plain = {} if numbered else {n: _PLAIN_LEVEL for n in range(len(lines)) if _is_plain(lines, n)}
    found = numbered or (plain if len(plain) > max(1, pictures) else {})
    levels = {form: level for level, form in enumerate(sorted(set(found.values())), 1)}
    return [Heading(n, lines[n], levels[form]) for n, form in sorted(found.items())]


def _find_numbered(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The numbered headings: of each its paragraph, and its form."""
    read = [_read_number(line) for line in lines]
    for form in range(len(_FORMS)):
        series: list[int] = []
        for n, each in enumerate(read):
            if each is None or each[0] != form:
                if each is not None and each[0] < form:  # the numbers of an inner form begin anew
                    yield from _check(series, lines, read)
                    series = []
                continue
            if each[1] == 1:
                yield from _check(series, lines, read)
                series = [n]
            elif series and each[1] == len(series) + 1:
                series.append(n)
        yield from _check(series, lines, read)


def _check(
    series: list[int], lines: Sequence[str], read: Sequence[tuple[int, int] | None]
) -> Iterator[tuple[int, int]]:
    """The headings of a series, where it has two at least and something stands below each."""
    if len(series) < 2:
        return
    for n in series:
        below = read[n + 1] if n + 1 < len(lines) else None
        is_outer = below is not None and below[0] > read[n][0]  # type: ignore[index]
        if n + 1 >= len(lines) or not (is_outer or _is_prose(lines[n + 1], _LEAST_BELOW)):
            return
    yield from ((n, read[n][0]) for n in series)  # type: ignore[index]


def _read_number(line: str) -> tuple[int, int] | None:
    """The form of a heading's number, and the number; None for a line that can be no numbered heading."""
    if len(line) > _LONGEST or "\n" in line or _ENDS.search(line):
        return None
    folded = fold(line)
    for form, pattern in enumerate(_FORMS):
        if (found := pattern.match(folded)) and _LETTER.search(folded, found.end()):
            try:
                return form, read_numeral(found[1])
            except (KeyError, ValueError):  # 一百一千
                return None
    return None


def _is_plain(lines: Sequence[str], n: int) -> bool:
    line = lines[n]
    return (
        0 < n < len(lines) - 1
        and _SHORTEST_PLAIN <= len(line) <= _LONGEST_PLAIN
        and "\n" not in line
        and not _ENDS.search(line)
        and not _OTHER.search(line)
        and _read_number(line) is None
        and _LETTER.search(line) is not None
        and _is_prose(lines[n - 1], _LEAST_AROUND)
        and _is_prose(lines[n + 1], _LEAST_AROUND)
    )


def _is_prose(paragraph: str, least: int) -> bool:
    return len(paragraph) >= least and _PROSE.search(paragraph) is not None
