"""Print how complete the archive is for a site, for `archive status --coverage`."""

import re
from calendar import monthrange
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING

import click

from commands.calendar_grid import format_calendar
from commands.options import print_json
from cundang.model.errors import UsageError

if TYPE_CHECKING:
    from sqlite_utils import Database

    from cundang.store.coverage import Covered

_SPAN = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?", re.ASCII)
_MOST_LINES = 100  # of one kind; of ten years of a site there may be thousands


def print_coverage(db: "Database", site: str, since: str | None, until: str | None, as_json: bool) -> None:
    """Print what each source named and what of it is held: by source, as a calendar, and each gap.

    `since` and `until` are days; without them the whole time is shown, and the articles whose day nobody knows too.
    """
    from cundang.store.coverage import measure_coverage
    from cundang.store.days import measure_days

    find_day = _make_find_day(site)
    found = measure_coverage(db, site, find_day, since, until)
    days = measure_days(db.conn, site, find_day, since, until)
    if as_json:
        print_json(
            {
                "site": site,
                "coverage": [asdict(row) for row in found.rows],
                "days": [asdict(day) for day in days],
                "gaps": [asdict(gap) for gap in found.gaps],
                "unread": [asdict(gap) for gap in found.unread],
                "absent": [asdict(gap) for gap in found.absent],
                "outside": found.outside,
            }
        )
        return
    for name in dict.fromkeys(row.source for row in found.rows):
        own = [row for row in found.rows if row.source == name]
        held, total = sum(row.held for row in own), sum(row.named for row in own)
        click.echo(f"{name}: {held} of {total} held{_format_span([row.day for row in own if row.day])}")
        _print_some(_format_incomplete(own), "  … and {} days more")
    for line in format_calendar(days):
        click.echo(line)
    for kind, of_kind in (("missing", found.gaps), ("not read", found.unread)):
        lines = [f"{kind}: {gap.url}: {gap.state}{f' ({gap.error})' if gap.error else ''}" for gap in of_kind]
        _print_some(lines, f"{kind}: … and {{}} more")
    for gap in found.absent:
        click.echo(f"not there: {gap.url}, whose address is a guess ({gap.error})")
    for line in found.outside:
        click.echo(f"left out: {line}")
    if found.rows and not found.gaps:
        rest = f"but {len(found.unread)} lists were not read and may name more" if found.unread else "complete"
        click.echo(f"{site}: every article that its sources named is held; {rest}")


def parse_first(option: str, text: str) -> str:
    """The first day of a day, month or year: 2015-03-09, 2015-03, 2015. Raises UsageError where it is none."""
    return _parse_span(option, text)[0]


def parse_last(option: str, text: str) -> str:
    """The last day of a day, month or year. Raises UsageError where it is none."""
    return _parse_span(option, text)[1]


def _parse_span(option: str, text: str) -> tuple[str, str]:
    try:
        if not _SPAN.fullmatch(text):
            raise ValueError(text)  # noqa: TRY301 - one way for what is none
        first = date.fromisoformat(f"{text}-01-01"[:10])
    except ValueError:
        raise UsageError(
            f"{option} {text}: not a day, month or year; write it like 2015-03-09, 2015-03, 2015"
        ) from None
    month = 12 if len(text) == len("2015") else first.month
    last = first if len(text) == len("2015-03-09") else date(first.year, month, monthrange(first.year, month)[1])
    return first.isoformat(), last.isoformat()


def _make_find_day(site: str) -> Callable[[str, str], str | None]:
    """What finds the day, or month, whose list an address is, by the sources that the site's module declares."""
    from scrapers.sites import sites

    known = sites().get(site)
    by_name = {source.name: source for source in known.sources if source.is_by_day} if known else {}
    return lambda name, url: by_name[name].find_day(url) if name in by_name else None


def _format_incomplete(rows: "Sequence[Covered]") -> list[str]:
    return [f"  {row.day or 'day unknown'}: {row.held} of {row.named}" for row in rows if row.held != row.named]


def _print_some(lines: Sequence[str], more: str) -> None:
    """Print the last lines, which are the newest days, and how many there are more."""
    for line in lines[-_MOST_LINES:]:
        click.echo(line)
    if len(lines) > _MOST_LINES:
        click.echo(f"{more.format(len(lines) - _MOST_LINES)}; --json has all, --since and --until those of a time")


def _format_span(days: list[str]) -> str:
    if not days:
        return ""
    return f"; {days[0]}" + (f" to {days[-1]}, {len(days)} days" if len(days) > 1 else "")
