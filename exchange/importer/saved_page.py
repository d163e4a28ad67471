"""Find where a page came from that a browser, an extension or a mirroring program saved, by what it wrote into it."""

import html
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from ipaddress import ip_address

from cundang.text.address import host_of, is_web, unwrap_wayback
from cundang.text.dates import parse_stamp

_HEAD = 1 << 14  # characters in which the note of a program stands; HTTrack writes it at the end too
_URL = r"(?P<url>[a-z][a-z0-9+.-]{1,15}:[^\s<>\"']{1,4000}?)"
_BROWSER = re.compile(rf"<!--\s*saved from url=\(\d{{4}}\){_URL}\s*-->", re.IGNORECASE)  # Chrome, Edge, IE
# SingleFile, whose comment has these lines; `saved date` as JavaScript writes a Date
_SINGLE_FILE = re.compile(
    r"<!--\s{0,9}(?:Page saved with|Archive processed by) SingleFile\s+url:\s*(?P<url>\S{1,4000})"
    r"(?:\s+saved date:\s*(?P<js>[^\n]{1,100}))?",
    re.IGNORECASE,
)
_HTTRACK = re.compile(
    r"<!-- Mirrored from (?P<bare>\S{1,4000}) by HTTrack Website Copier/\S{1,20}(?: \[[^\]]{0,60}\])?,?"
    r" (?P<http>[^<>]{1,60}?) -->",
    re.IGNORECASE,
)
_SCRAPBOOK = re.compile(r"<html\b[^>]{0,4000}?\bdata-scrapbook-source=\"(?P<url>[^\"]{1,4000})\"", re.IGNORECASE)
_SCRAPBOOK_AT = re.compile(r"<html\b[^>]{0,4000}?\bdata-scrapbook-create=\"(?P<digits>\d{14})\d{0,3}\"", re.IGNORECASE)
_SAVE_PAGE_WE = re.compile(r"<meta name=\"savepage-url\" content=\"(?P<url>[^\"]{1,4000})\"", re.IGNORECASE)
_SAVE_PAGE_WE_AT = re.compile(r"<meta name=\"savepage-date\" content=\"(?P<js>[^\"]{1,100})\"", re.IGNORECASE)
_WAYBACK_AT = re.compile(r"FILE ARCHIVED ON (\d{1,2}:\d\d:\d\d [A-Z][a-z]{2} \d{1,2}, \d{4}) AND RETRIEVED FROM THE")
_JS_DATE = re.compile(r"[A-Z][a-z]{2} ([A-Z][a-z]{2} \d{1,2} \d{4} \d\d:\d\d:\d\d) (?:GMT|UTC)([+-]\d{4})?")
_NO_HOSTS = (".localhost", ".local", ".localdomain", ".internal", ".intranet", ".lan", ".home.arpa", ".corp")


@dataclass(frozen=True, slots=True)
class Origin:
    """The address that a program noted in a page that it saved (may be empty), and when it saved it, if noted."""

    url: str = ""
    at: datetime | None = None


def find_origin(text: str) -> Origin:
    """Find the address and time that a program noted in a page.

    Chrome, Edge and Internet Explorer write `saved from url`; SingleFile, HTTrack, WebScrapBook and Save Page WE have
    the time too. Firefox and wget note nothing. The Wayback Machine notes when it archived a page.
    """
    head, end = text[:_HEAD], text[-_HEAD:]
    at = None
    for pattern, of_time in (
        (_SINGLE_FILE, _SINGLE_FILE), (_SCRAPBOOK, _SCRAPBOOK_AT), (_SAVE_PAGE_WE, _SAVE_PAGE_WE_AT), (_BROWSER, None)
    ):  # fmt: skip
        if noted := pattern.search(head):
            timed = of_time.search(head) if of_time else None
            url, at = html.unescape(noted["url"]), _parse_time(timed.groupdict()) if timed else None
            break
    else:
        mirrored = _HTTRACK.search(head) or _HTTRACK.search(end)
        url = f"http://{mirrored['bare']}" if mirrored else ""
        at = _parse_time(mirrored.groupdict()) if mirrored else None
    url, archived_at = unwrap_wayback(url)
    if archived_at:
        at = parse_stamp(archived_at)
    elif archived := _WAYBACK_AT.search(end):
        at = _parse(f"{archived[1]} +0000", "%H:%M:%S %b %d, %Y %z") or at
    return Origin(url if is_web(url) else "", at)


def is_public(url: str) -> bool:
    """Whether an address is one of the web that others reach, and none of the maker's own machine or network.

    >>> [is_public(f"http://{host}/a.html") for host in ("www.news.cn", "localhost:8080", "10.1.2.3", "cms")]
    [True, False, False, False]
    """
    host = host_of(url).rstrip(".")
    if not is_web(url) or not host:
        return False
    try:
        return ip_address(host).is_global
    except ValueError:
        return "." in host and not host.endswith(_NO_HOSTS)


def _parse_time(parts: dict[str, str | None]) -> datetime | None:
    """Parse the time that a program noted: as JavaScript or HTTP writes it, or as 14 digits in UTC."""
    if script := _JS_DATE.match((parts.get("js") or "").strip()):
        return _parse(f"{script[1]} {script[2] or '+0000'}", "%b %d %Y %H:%M:%S %z")
    if digits := parts.get("digits"):
        return parse_stamp(digits)
    try:
        moment = parsedate_to_datetime(parts.get("http") or "")
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _parse(text: str, form: str) -> datetime | None:
    try:
        return datetime.strptime(text, form)  # noqa: DTZ007 - each form has a zone
    except ValueError:
        return None
