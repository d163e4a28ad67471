"""How `archive status` prints a site and the archive: a line each."""

from typing import TYPE_CHECKING

from cundang.files.disk import Disk
from cundang.store.faults import Fault, find_others, format_bytes, format_hours
from cundang.store.standing import TASKS, Standing, shorten_end
from cundang.store.status import SiteStatus, age_of

if TYPE_CHECKING:
    from collections.abc import Iterator


def format_site(site: SiteStatus) -> str:
    """A site in a line: what is held, then how its crawls went, parted by semicolons."""
    parts = [_format_held(site)]
    if run := site.last_run:
        parts.append(f"last crawl {run['started_at'][:16].replace('T', ' ')} {shorten_end(run)}")
        counts = {"new": site.new, "changed": site.changed, "gone": site.gone_lately}
        parts.append(f"7 days: {', '.join(f'{count} {name}' for name, count in counts.items() if count) or 'nothing'}")
    if (percent := site.covered.percent) is not None:
        parts.append(f"holds {percent} % of {site.covered.named} known in 28 days")
    if site.freshness and site.usual_gap and site.last_new_at:
        silence, usual = format_hours(age_of(site.last_new_at)), format_hours(site.usual_gap)
        parts.append(f"{site.freshness}: last new {silence} ago, usually every {usual}")
    return "; ".join(parts)


def _format_held(site: SiteStatus) -> str:
    counts = {name: getattr(site, name) for name in ("gone", "pending", "failed")}
    others = "".join(f", {count} {name}" for name, count in counts.items() if count)
    if not site.articles:
        return f"{site.name}: no articles{others}"
    oldest, newest = ((at or "?")[:10] for at in (site.oldest, site.newest))
    return f"{site.name}: {site.articles} articles, {oldest} to {newest}{others}"


def format_archive(standing: Standing, faults: list[Fault]) -> "Iterator[str]":
    """The lines on the archive as a whole, and on what is wrong."""
    yield f"disk: {_format_disk(standing.disk)}{_format_growth(standing)}"
    ages = (
        f"{name} {format_hours(age_of(standing.tasks[name].ended_at))} ago" if name in standing.tasks else f"no {name}"
        for name in TASKS
    )
    yield f"upkeep: {', '.join(ages)}"
    for fault in faults:
        yield f"wrong: {fault.line}"
    for alarm in find_others(standing, faults):
        yield f"alarm since {alarm.since[:16].replace('T', ' ')}: {alarm.line}"


def _format_disk(disk: Disk) -> str:
    warc = "raw pages in a store" if disk.warc is None else f"{format_bytes(disk.warc)} raw pages"
    downloads = f", {format_bytes(disk.downloads)} downloads" if disk.downloads else ""
    return f"{format_bytes(disk.db + disk.wal)} database, {warc}{downloads}, {format_bytes(disk.free)} free"


def _format_growth(standing: Standing) -> str:
    if standing.growth_a_day is None:
        return ""
    left = "" if standing.days_left is None else f", full in {standing.days_left} days"
    return f"; grows by {format_bytes(standing.growth_a_day)} a day{left}"
