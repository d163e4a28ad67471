"""Draw how many articles there are of each month: the bars of a small SVG."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

_MONTH = re.compile(r"[12]\d{3}-(0[1-9]|1[0-2])", re.ASCII)
MOST = 150  # bars; a longer time is drawn by years


class Bar(NamedTuple):
    """One bar: its period (`2024-05` or `2024`), how many articles, and where it is drawn, in percent."""

    period: str
    articles: int
    x: float
    width: float
    height: float


def draw_timeline(months: Iterable[tuple[str, int]], most: int = MOST) -> list[Bar]:
    """Make the bars for pairs (month, count), and for the months between them; none for fewer than two periods.

    A time with more months than `most` is drawn by years.
    """
    counts = Counter({month: count for month, count in months if _MONTH.fullmatch(month)})
    if not counts:
        return []
    periods = list(list_months(min(counts), max(counts)))
    if len(periods) > most:
        years = Counter[str]()
        for month, count in counts.items():
            years[month[:4]] += count
        counts, periods = years, [str(year) for year in range(int(min(years)), int(max(years)) + 1)]
    if len(periods) < 2:
        return []
    step, highest = 100 / len(periods), max(counts.values())
    return [
        Bar(period, counts[period], round(i * step, 3), round(step * 0.8, 3), round(100 * counts[period] / highest, 2))
        for i, period in enumerate(periods)
    ]


def list_months(first: str, last: str) -> Iterable[str]:
    """List the months from the first to the last, `2024-05` each."""
    for number in range(int(first[:4]) * 12 + int(first[5:]) - 1, int(last[:4]) * 12 + int(last[5:])):
        yield f"{number // 12:04d}-{number % 12 + 1:02d}"
