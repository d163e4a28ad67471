"""A calendar of the articles of a site, a row a year and a cell a month, and a line of them over the years."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_MONTH = re.compile(r"[12]\d{3}-(0[1-9]|1[0-2])", re.ASCII)
SHADES = 5
_FEWEST_SKIPPED = 3  # years without an article that are shown as one row
_MOST_POINTS = 36  # of a line: three years by month; a longer time is drawn in longer steps
_RARE = 0.001  # of all articles; years before this share is reached are left out of lines, as one wrong date makes them


@dataclass(frozen=True, slots=True)
class Cell:
    """A month: how many articles, its shade from 0 (none) to SHADES, how many more its lists named that are missing."""

    month: str
    articles: int
    shade: int
    missing: int = 0


@dataclass(frozen=True, slots=True)
class Year:
    """The cells of a year, None for a month to come; or the `last` of some years without any article, and no cells."""

    year: int
    articles: int
    cells: tuple[Cell | None, ...] = ()
    last: int = 0


def make_calendar(months: Mapping[str, int], today: str, missing: Mapping[str, int] | None = None) -> list[Year]:
    """Make the years of a calendar, the newest first, up to the current one; `today` is a day (2026-11-28).

    `months` and `missing` count by month (2026-11); what is no month is left out.
    """
    gaps = {month: count for month, count in (missing or {}).items() if count and _MONTH.fullmatch(month)}
    counts = {month: count for month, count in months.items() if _MONTH.fullmatch(month)}
    if not counts and not gaps:
        return []
    known, highest = {*counts, *gaps}, max(counts.values(), default=0)
    first, last = int(min(known)[:4]), max(int(max(known)[:4]), int(today[:4]))
    years: list[Year] = []
    for year in range(last, first - 1, -1):
        names = [f"{year:04d}-{number:02d}" for number in range(1, 13)]
        cells = tuple(
            Cell(name, counts.get(name, 0), find_shade(counts.get(name, 0), highest), gaps.get(name, 0))
            if name <= today[:7] or name in known
            else None
            for name in names
        )
        years.append(Year(year, sum(cell.articles for cell in cells if cell), cells))
    return list(_fold_empty(years))


def find_shade(count: int, highest: int) -> int:
    """The shade of a count, from 0 for none to SHADES for the highest; by the root, so that small counts differ too.

    >>> [find_shade(count, 100) for count in (0, 1, 4, 5, 30, 100)]
    [0, 1, 1, 2, 3, 5]
    """
    return math.ceil(SHADES * math.sqrt(count / highest)) if count else 0


def _fold_empty(years: list[Year]) -> Iterable[Year]:
    """Make one row of several years in a row that have nothing."""
    empty: list[Year] = []
    for year in (*years, None):
        if year and not year.articles and not any(cell and cell.missing for cell in year.cells):
            empty.append(year)
            continue
        yield from [Year(empty[-1].year, 0, last=empty[0].year)] if len(empty) >= _FEWEST_SKIPPED else empty
        empty = []
        if year:
            yield year


def choose_span(months: Mapping[str, int], today: str) -> tuple[str, str] | None:
    """Choose the months that lines of several sites have in common: from the first year that counts to the last month.

    A year counts from where one article in a thousand has been published.
    """
    counts = {month: count for month, count in months.items() if _MONTH.fullmatch(month) and month <= today[:7]}
    if not counts:
        return None
    enough, seen = _RARE * sum(counts.values()), 0
    for month in sorted(counts):
        seen += counts[month]
        if seen >= enough:
            return f"{month[:4]}-01", max(counts)
    return None


def draw_line(months: Mapping[str, int], span: tuple[str, str] | None) -> str:
    """Draw the articles of a site over a span of months: the path of an SVG of 100 by 20 whose base is at 20.

    >>> draw_line({"2026-01": 4, "2026-03": 2}, ("2026-01", "2026-03"))
    'M0 20V0H33.3V20H66.7V10H100V20Z'
    """
    if span is None:
        return ""
    first, last = _number(span[0]), _number(span[1])
    step = -(-(last - first + 1) // _MOST_POINTS)
    points = -(-(last - first + 1) // step)
    sums = Counter[int]()
    for month, count in months.items():
        if span[0] <= month <= span[1] and _MONTH.fullmatch(month):
            sums[(_number(month) - first) // step] += count
    highest = max(sums.values(), default=0)
    if not highest:
        return ""
    heights = (20 - 20 * sums[place] / highest for place in range(points))
    steps = (f"V{height:.3g}H{100 * place / points:.3g}" for place, height in enumerate(heights, 1))
    return f"M0 20{''.join(steps)}V20Z"


def _number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7]) - 1
