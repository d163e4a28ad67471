"""Put the lists that a run reads on the frontier: all of a site's sources, and of a source by day those of its days."""

from datetime import UTC, date

from cundang.store import frontier, run_log
from cundang.store.clock import read_clock
from cundang.store.session import Session
from scrapers.limits import LONGEST_BREAK, RECENT, STILL_GROWING
from scrapers.site import Site
from scrapers.sources import Source, Xhcloud, parse_period


def add_due_lists(session: Session, site: Site, since: str | None, until: str | None) -> list[str]:
    """Add the lists of a site that are due; gives the names of the sources by day of which all days were read before.

    `since` and `until` are the first and last day to crawl; None for no limit. The list of a day is read until the
    day has ended: sites add to it for up to two days more.
    """
    rows, today = session.rows, read_clock().astimezone(site.zone or UTC).date()
    idle = []
    last = min(date.fromisoformat(until), today) if until else today
    for source in site.sources:
        named_by = frontier.GUESS if source.guess or source.optional else "the site's module"
        first = _find_first_day(session, site, source, since, last) if source.is_by_day else today
        days = list(source.list_days(first, last)) if source.is_by_day else [today]
        for day in days:
            frontier.add_source(rows, site.name, source.make_address(day), source.name, named_by)
        frontier.requeue(rows, _select_unended(session, site, source, days))
        if isinstance(source, Xhcloud):
            frontier.requeue_lists(rows, site.name, source.name)
        if source.is_by_day and not frontier.has_pending_lists(rows, site.name, source.name):
            idle.append(source.name)
    return idle


def _find_first_day(session: Session, site: Site, source: Source, since: str | None, last: date) -> date:
    """The first day whose list is read: the one asked for, or where the runs before this one stopped."""
    if since:
        if source.first and since < source.first:
            reason = f"{source.name}: its first list is of {source.first}; no day before it is asked for"
            session.record_problem(source.url, "discover", reason)
        return date.fromisoformat(since)
    addresses = frontier.select_lists(session.rows, site.name, source.name)
    seen = (source.find_day(address) for address in addresses)
    ends = {min(source.find_last_day(parse_period(day)), last) for day in set(seen) if day}
    # The oldest: days between that a run for other days left out are asked for, those that were read are not.
    return min((*(day for day in ends if last - day <= LONGEST_BREAK), last - RECENT))


def _select_unended(session: Session, site: Site, source: Source, days: list[date]) -> list[str]:
    """The lists of days, or months, that may have grown since they were read, and those of a source that has one."""
    addresses = {source.make_address(day): day for day in days}
    if not source.is_by_day:
        return list(addresses)
    read = run_log.find_last_fetches(session.rows, {url: url.partition("#")[0] for url in addresses})
    zone = site.zone or UTC
    return [
        url
        for url, day in addresses.items()
        if url in read and read[url].astimezone(zone).date() <= source.find_last_day(day) + STILL_GROWING
    ]
