"""`archive status --since`: what happened to articles since a time, in a few lines."""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

import click

from commands.coverage import parse_first
from commands.options import print_json
from cundang.model.errors import UsageError
from cundang.search.events import KINDS, SIZES, Event, EventFilter, count_events, select_events

if TYPE_CHECKING:
    import sqlite3

_DURATION = re.compile(r"(\d{1,5})([hdw])", re.ASCII)  # of so many digits none is before our era
_UNITS = {"h": "hours", "d": "days", "w": "weeks"}
_MOST_SITES, _MOST_LINES = 10, 20
_ARTICLE = "SELECT site, title, url FROM articles WHERE id = ?"


def parse_since(option: str, text: str) -> str:
    """The time in UTC from which on: the beginning of a day, month or year, or 24 hours (24h), 7 days (7d), 2 weeks
    (2w) ago. Raises UsageError where it is none of these.
    """
    duration = _DURATION.fullmatch(text)
    if not duration:
        try:
            return parse_first(option, text)
        except UsageError:
            raise UsageError(
                f"{option} {text}: no day, month or year and no length of time; write 2026-11-20, 2026-11, 7d, 24h"
            ) from None
    since = datetime.now(UTC) - timedelta(**{_UNITS[duration[2]]: int(duration[1])})
    return since.isoformat(timespec="seconds")


def print_digest(connection: "sqlite3.Connection", site: str | None, since: str, as_json: bool) -> None:
    """Print how many events there were by kind, size and site, and which articles were rewritten, vanished or back."""
    sites = (site,) if site else ()
    counts = count_events(connection, EventFilter(sites=sites, since=since))
    rewritten = EventFilter(sites=sites, since=since, kinds=("edited",), sizes=("rewrite",))
    missed = EventFilter(sites=sites, since=since, kinds=("gone", "restored"))
    important = sorted(
        (event for wanted in (rewritten, missed) for event in select_events(connection, wanted)),
        key=lambda event: (event.at, event.id),
        reverse=True,
    )
    if as_json:
        _print_as_json(connection, since, counts, important)
        return
    if not counts:
        click.echo(f"nothing happened since {since}" + (f" on {site}" if site else ""))
        return
    click.echo(f"since {since}: {_format(_sum(counts, 1), KINDS)}")
    if sizes := _sum(counts, 2):
        click.echo(f"edits: {_format(sizes, SIZES)}")
    by_site = _sum(counts, 0).most_common()
    for name, _ in by_site[:_MOST_SITES] if not site else ():
        click.echo(f"{name}: {_format(_sum((row for row in counts if row[0] == name), 1), KINDS)}")
    if len(by_site) > _MOST_SITES:
        click.echo(f"{len(by_site) - _MOST_SITES} more sites; --json has all")
    for told in islice(_describe(connection, important), _MOST_LINES):
        click.echo(f"{told['at'][:16].replace('T', ' ')} {told['what']}: {told['title']}\n  {told['url']}")
    if len(important) > _MOST_LINES:
        click.echo(f"{len(important) - _MOST_LINES} more were rewritten, vanished or came back; --json has all")


def _print_as_json(
    connection: "sqlite3.Connection", since: str, counts: list[tuple[str, str, str | None, int]], important: list[Event]
) -> None:
    by_site: dict[str, dict[str, int]] = {}
    for name, kind, _, count in counts:
        by_site.setdefault(name, Counter())[kind] += count
    print_json(
        {
            "since": since,
            "kinds": _sum(counts, 1),
            "sizes": _sum(counts, 2),
            "sites": by_site,
            "important": list(_describe(connection, important)),
        }
    )


def _describe(connection: "sqlite3.Connection", events: Iterable[Event]) -> Iterable[dict[str, Any]]:
    for event in events:
        site, title, url = connection.execute(_ARTICLE, (event.article_id,)).fetchone()
        what = "rewritten" if event.kind == "edited" else event.kind
        yield {"at": event.at, "what": what, "site": site, "title": title, "url": url}


def _sum(counts: Iterable[tuple[Any, ...]], column: int) -> Counter[str]:
    """Add up the counts by site (0), kind (1) or size (2)."""
    summed: Counter[str] = Counter()
    for row in counts:
        if row[column] is not None:
            summed[row[column]] += row[-1]
    return summed


def _format(counts: Counter[str], order: Iterable[str]) -> str:
    return ", ".join(f"{counts[name]} {name}" for name in order if counts[name])
