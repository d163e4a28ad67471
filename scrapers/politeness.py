"""Politeness towards a site: contact, hours, pauses that it asks for, and conditional requests for known pages."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from email.utils import parsedate_to_datetime

from cundang.model.contact import explain_no_contact
from cundang.model.errors import ArchiveError, UsageError
from cundang.model.page import Page, Record
from cundang.store.clock import read_clock
from cundang.store.session import Session
from scrapers.guard import Guard, find_endpoint
from scrapers.site import Site

_LONGEST_PAUSE = 60.0  # seconds; where a site asks for more, the run ends and a later one continues
_LONGEST_ABSENCE = timedelta(days=1)  # a Retry-After of years is a mistake
_USUAL_PAUSE = 30.0  # seconds, where 429 or 503 comes without Retry-After
_MOST_PAUSES = 5  # such answers in a row, then the run ends
_BEFORE = """
    SELECT fetched_at, etag, last_modified, warc_file, warc_offset FROM fetches
    WHERE url = ? AND status IN (200, 203) AND outcome IN ('new', 'edited', 'unchanged', 'list')
    ORDER BY id DESC LIMIT 1
"""


def make_guard(site: Site) -> Guard:
    """Make the guard for a site: it allows the private hosts and ports of its sources if the operator does."""
    return Guard.open_for(source.url for source in site.sources) if site.loopback else Guard()


def check_start(site: Site, guard: Guard, contact: str | None) -> None:
    """Raise UsageError where the guard refuses a source of the site, or a public host would see no contact."""
    for source in site.sources:
        if reason := guard.explain_refusal(source.url):
            raise UsageError(f"{source.url}: {reason}; --allow-private allows the host and port that you name")
    public = [source.url for source in site.sources if find_endpoint(source.url) not in guard.opened]
    if public:
        require_contact(contact, f"{site.name}: ")


def require_contact(contact: str | None, whose: str = "") -> None:
    """Raise UsageError where a site could not reach anybody by a contact."""
    if fault := explain_no_contact(contact or ""):
        told = f" ({fault})" if (contact or "").strip() else ""
        raise UsageError(
            f"{whose}a site must see whom it can ask{told}; "
            "give your address in the settings (`archive init`), with --contact or ARCHIVE_CONTACT"
        )


@dataclass(frozen=True, slots=True)
class Earlier:
    """The last good answer of an address, and where its record is."""

    page: Page
    record: Record

    def list_validators(self) -> dict[str, str]:
        """The headers of a conditional request: If-None-Match, If-Modified-Since. Only plain ASCII can be sent."""
        values = {
            "If-None-Match": self.page.header("etag") or "",
            "If-Modified-Since": self.page.header("last-modified") or "",
        }
        return {name: value for name, value in values.items() if value and value.isascii() and value.isprintable()}


def find_earlier_answer(session: Session, url: str, with_body: bool = False) -> Earlier | None:
    """Find the last good answer of an address, for a conditional request; its body is b"" unless `with_body`.

    None where there is none, it has no validator (ETag, Last-Modified), or its body is no longer in the WARC folder.
    """
    row = session.rows.connection.execute(_BEFORE, (url,)).fetchone()
    if row is None or not (row[1] or row[2]):
        return None
    headers = tuple((name, value) for name, value in (("etag", row[1]), ("last-modified", row[2])) if value)
    body = b""
    if with_body:
        try:
            body = session.warc.read(row[3], row[4]).body
        except ArchiveError:
            return None
    return Earlier(Page(url, datetime.fromisoformat(row[0]), 200, headers, body), Record(row[3], row[4]))


def parse_retry_after(value: str) -> float | None:
    """Parse a Retry-After, a number of seconds or a date, into seconds from now; None where it is neither."""
    if value.strip().isascii() and value.strip().isdigit():
        return float(value.strip()[:12])
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    return max(0.0, (moment - read_clock()).total_seconds()) if moment.tzinfo else None


class Pauses:
    """Decides when the next request may be sent: the pauses that a site asks for, and its hours."""

    def __init__(self, hours: tuple[int, int] | None, zone: tzinfo | None) -> None:
        self._hours, self._zone = hours, zone
        self._until = 0.0
        self._in_a_row = 0

    def is_waiting(self) -> bool:
        return time.monotonic() < self._until

    def is_outside_hours(self) -> bool:
        """Whether the site may not be crawled at this hour."""
        if self._hours is None:
            return False
        (first, last), hour = self._hours, read_clock().astimezone(self._zone or UTC).hour
        return not (first <= hour < last if first < last else hour >= first or hour < last)

    def record_success(self) -> None:
        """Note that the site answered a request."""
        self._in_a_row = 0

    def begin_pause(self, retry_after: str) -> float | None:
        """Begin a pause that the site asks for. Returns its seconds; None where the run should end instead."""
        self._in_a_row += 1
        requested = parse_retry_after(retry_after)
        seconds = _USUAL_PAUSE if requested is None else requested
        if seconds > _LONGEST_PAUSE or self._in_a_row >= _MOST_PAUSES:
            return None
        self.pause(seconds)
        return seconds

    def pause(self, seconds: float) -> None:
        """Send nothing for so many seconds."""
        self._until = time.monotonic() + seconds

    @staticmethod
    def cap_absence(retry_after: str) -> timedelta:
        """How long to stay away: as long as the site asks for, at most a day."""
        return min(timedelta(seconds=min(parse_retry_after(retry_after) or 3600.0, 1e7)), _LONGEST_ABSENCE)
