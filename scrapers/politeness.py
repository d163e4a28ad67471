"""Manners towards a site: who we are, when we may come, how long we wait when asked to, what we need not ask for again."""

import time
from datetime import UTC, datetime, timedelta, tzinfo
from email.utils import parsedate_to_datetime

from cundang.model.errors import ArchiveError, UsageError
from cundang.model.page import Page
from cundang.store.session import Session
from scrapers.guard import Guard, endpoint
from scrapers.site import Site

_PATIENCE = 60.0  # seconds that a run waits when asked to; for longer, a later run comes back
_LONGEST = timedelta(days=1)  # a Retry-After of years is a mistake
_USUAL = 30.0  # seconds, where 429 or 503 says nothing
_MOST = 5  # such answers in a row, then the site is left alone for now
_BEFORE = """
    SELECT fetched_at, etag, last_modified, warc_file, warc_offset FROM fetches
    WHERE url = ? AND status = 200 AND outcome IN ('new', 'edited', 'unchanged', 'list') ORDER BY id DESC LIMIT 1
"""


def make_guard(site: Site) -> Guard:
    """The guard for a site: it opens the hosts and ports of its sources where the operator opened them."""
    return Guard.opening(source.url for source in site.sources) if site.loopback else Guard()


def check_start(site: Site, guard: Guard, contact: str | None) -> None:
    """Raises UsageError where the guard refuses an address to start from, or a public host would see no contact."""
    for source in site.sources:
        if why := guard.refusal(source.url):
            raise UsageError(f"{source.url}: {why}; --allow-private opens the host and port that you name")
    public = [source.url for source in site.sources if endpoint(source.url) not in guard.opened]
    if public and not (contact or "").strip():
        raise UsageError(
            f"{site.name}: a site must see whom it can ask; give an address of yours with --contact or ARCHIVE_CONTACT"
        )


def find_earlier_answer(session: Session, url: str, whole: bool = False) -> Page | None:
    """The last good answer of an address, its body only where it is wanted `whole`; None where nothing can be asked with
    it: it has no validator, or it is to be whole and the WARC folder does not have it any more.
    """
    row = session.rows.connection.execute(_BEFORE, (url,)).fetchone()
    if row is None or not (row[1] or row[2]):
        return None
    headers = tuple((name, value) for name, value in (("etag", row[1]), ("last-modified", row[2])) if value)
    body = b""
    if whole:
        try:
            body = session.warc.read(row[3], row[4]).body
        except ArchiveError:
            return None
    return Page(url, datetime.fromisoformat(row[0]), 200, headers, body)


def parse_retry_after(said: str) -> float | None:
    """What a Retry-After asks for, in seconds or as a date; None where it is neither."""
    if said.strip().isascii() and said.strip().isdigit():
        return float(said.strip()[:12])
    try:
        moment = parsedate_to_datetime(said)
    except ValueError:
        return None
    return max(0.0, (moment - datetime.now(UTC)).total_seconds()) if moment.tzinfo else None


class Pauses:
    """When the next request may be sent: the pauses that a site asks for, and its hours."""

    def __init__(self, hours: tuple[int, int] | None, zone: tzinfo | None) -> None:
        self._hours, self._zone = hours, zone
        self._until = 0.0
        self._in_a_row = 0

    def is_waiting(self) -> bool:
        return time.monotonic() < self._until

    def is_over(self) -> bool:
        """Whether it is not one of the site's hours."""
        if self._hours is None:
            return False
        (first, last), hour = self._hours, datetime.now(self._zone or UTC).hour
        return not (first <= hour < last if first < last else hour >= first or hour < last)

    def well(self) -> None:
        """The site answered."""
        self._in_a_row = 0

    def unwell(self, retry_after: str) -> float | None:
        """The site asks for a pause, which begins. Returns its seconds; None where the run should end instead."""
        self._in_a_row += 1
        asked = parse_retry_after(retry_after)
        seconds = _USUAL if asked is None else asked
        if seconds > _PATIENCE or self._in_a_row >= _MOST:
            return None
        self._until = time.monotonic() + seconds
        return seconds

    @staticmethod
    def longest(retry_after: str) -> timedelta:
        """How long to stay away: as asked, within a day."""
        return min(timedelta(seconds=min(parse_retry_after(retry_after) or 3600.0, 1e7)), _LONGEST)
