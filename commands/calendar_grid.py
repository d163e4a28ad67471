"""Print the days of a site as a calendar: a line a year with a cell a month, or a line a week with a cell a day."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cundang.store.days import Day

_MOST_WEEKS = 53  # lines; more days are shown by month
_LEGEND = {
    "!": "not all of it is held, or a list failed",
    "?": "some lists were never asked for",
    "–": "asked for, and nothing was named",
    "·": "never asked for",
}
_OTHERS = {"–": "", "·": "nothing was named", "?": "", "!": "not all of it is held"}  # of sites without a list a day


def format_calendar(days: "Sequence[Day]") -> Iterator[str]:
    """The lines of a calendar, with a legend of the marks that it has.

    A cell has the number of articles that were named: `held/named` of a day where these differ.
    """
    if not days:
        return
    span = date.fromisoformat(days[-1].day) - date.fromisoformat(days[0].day)
    lines = list(_format_weeks(days) if span < timedelta(weeks=_MOST_WEEKS) else _format_years(days))
    yield from lines
    words = _LEGEND if any(day.lists for day in days) else _OTHERS
    shown = "".join(lines[1:])
    legend = [f"{mark} {what}" for mark, what in words.items() if what and mark in shown]
    if legend:
        yield f"  {', '.join(legend)}"


def _format_years(days: "Sequence[Day]") -> Iterator[str]:
    """A line a year, a cell a month."""
    cells = {month: _format_cell(list(own), "") for month, own in groupby(days, lambda day: day.day[:7])}
    width = max(4, *map(len, cells.values()))
    yield f"      {' '.join(f'{month:02d}'.rjust(width) for month in range(1, 13))}"
    for year in range(int(days[0].day[:4]), int(days[-1].day[:4]) + 1):
        months = (f"{year}-{month:02d}" for month in range(1, 13))
        empty = ("·" if days[0].day[:7] <= month <= days[-1].day[:7] else "" for month in months)
        row = [cells.get(f"{year}-{n:02d}", mark) for n, mark in enumerate(empty, 1)]
        yield f"  {year} {' '.join(cell.rjust(width) for cell in row)}".rstrip().ljust(6)


def _format_weeks(days: "Sequence[Day]") -> Iterator[str]:
    """A line a week, which begins with its Monday; a cell a day."""
    by_day = {day.day: day for day in days}
    cells = {name: _format_cell([day], "/") for name, day in by_day.items()}
    width = max(4, *map(len, cells.values()))
    yield f"             {' '.join(name.rjust(width) for name in ('Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'))}"
    first, last = date.fromisoformat(days[0].day), date.fromisoformat(days[-1].day)
    monday = first - timedelta(days=first.weekday())
    while monday <= last:
        week = [monday + timedelta(days=number) for number in range(7)]
        row = (cells.get(day.isoformat(), "·" if first <= day <= last else "") for day in week)
        yield f"  {monday} {' '.join(cell.rjust(width) for cell in row)}".rstrip()
        monday += timedelta(weeks=1)


def _format_cell(days: "Sequence[Day]", between: str) -> str:
    """What some days named, with a mark where something is missing."""
    named, held = sum(day.named for day in days), sum(day.held for day in days)
    states = {day.lists for day in days}
    unasked = states & {"never asked", "pending"}
    if not named and states and states <= {"never asked", "pending"}:
        return "·"
    mark = "!" if held < named or "failed" in states else "?" if unasked else ""
    if not named:
        return "·" if None in states else "!" if mark == "!" else f"–{mark}"
    return f"{held}{between}{named}{mark}" if between and held < named else f"{named}{mark}"
