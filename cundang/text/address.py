"""Addresses in one form, so that one article is not stored twice."""

import re
from datetime import date
from functools import lru_cache
from urllib.parse import urljoin, urlsplit, urlunsplit

from w3lib.url import canonicalize_url, safe_url_string, url_query_cleaner

# Parameters that newsletters, portals and phones add to an address; they never decide which page it is.
_TRACKING_PARAMETERS = (
    "utm_source",
    "utm_medium",
    "utm_campaign",
    "utm_term",
    "utm_content",
    "spm",
    "from",
    "isappinstalled",
    "fbclid",
    "gclid",
)
_NOT_IN_ADDRESS = re.compile(r"[\s\x00-\x1f<>\"]")
# 2020-01/31, 2020/0131, 20200131, TRS's t20200131, Hanweb's 2020/1/31: not the beginning of a longer number or a hash
_DAY = re.compile(
    r"/t?((?:19|20)\d\d)(?:[-/_]?(\d\d)[-/_]?(\d\d)(?![0-9A-Za-z])|[-/](\d{1,2})[-/](\d{1,2})(?![0-9A-Za-z]))"
)
_WAYBACK = re.compile(r"https?://web\.archive\.org/web/(\d{14})[a-z_]{0,4}/(.+)", re.DOTALL)


@lru_cache(8192)  # the same address comes when it is discovered, when it is fetched and when it is stored
def canonicalize(url: str) -> str:
    """Take fragment, campaign parameters, default port and double slashes off an address, and sort its query.

    >>> canonicalize("HTTP://www.News.cn:80//a/c.html?b=2&a=1&utm_source=x#top")
    'http://www.news.cn/a/c.html?a=1&b=2'
    """
    if not is_web(url):
        return url
    parts = urlsplit(canonicalize_url(url_query_cleaner(url, _TRACKING_PARAMETERS, remove=True)))
    host = parts.netloc.removesuffix(":80" if parts.scheme == "http" else ":443")
    return urlunsplit((parts.scheme, host, re.sub(r"/{2,}", "/", parts.path), parts.query, ""))


def is_web(url: str) -> bool:
    """Whether an address is one of the web: http or https, a host, a valid port, no white space or lone surrogate."""
    if _NOT_IN_ADDRESS.search(url):
        return False
    try:
        url.encode()
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def path_of(url: str) -> str:
    """The path of an address; empty where it has none, or is none.

    >>> path_of("http://a.cn/b/c.html?d"), path_of("http://[a/b")
    ('/b/c.html', '')
    """
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


def find_day(url: str) -> str | None:
    """The first day of the calendar in the path of an address, as ISO 8601; None where it has none.

    >>> find_day("http://www.xiongan.gov.cn/2020-01/31/c_1210457253.htm"), find_day("http://a.cn/a/20199988.html")
    ('2020-01-31', None)
    >>> find_day("http://a.cn/202001/t20200131_45.html"), find_day("http://a.cn/art/2020/1/31/art_45_1.html")
    ('2020-01-31', '2020-01-31')
    """
    for found in _DAY.finditer(path_of(url)):
        try:
            return date(*(int(part) for part in found.groups() if part)).isoformat()
        except ValueError:
            continue
    return None


def join(base: str, reference: str) -> str:
    """Resolve a reference on a page to an address; the reference itself where that fails.

    >>> join("http://a.cn/b/", "c.html"), join("http://a.cn/", "http://[c")
    ('http://a.cn/b/c.html', 'http://[c')
    """
    try:
        return urljoin(base, reference)
    except ValueError:
        return reference


def encode_address(url: str) -> str:
    """Encode an address as a browser asks for it: blanks and ideographs in bytes, no fragment; empty where it is none.

    >>> encode_address("http://a.cn/附件 1.doc#top")
    'http://a.cn/%E9%99%84%E4%BB%B6%201.doc'
    """
    try:
        return safe_url_string(url.partition("#")[0])
    except ValueError:
        return ""


def host_of(url: str) -> str:
    """The host of an address, in lower case; empty where it has none, or is none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def plain_host(host: str) -> str:
    """A host as addresses have it: in lower case, in ASCII; as it is where that cannot be.

    >>> plain_host("新茶.中国"), plain_host("WWW.Paper.cn")
    ('xn--efv207d.xn--fiqs8s', 'www.paper.cn')
    """
    try:
        return host.lower().encode("idna").decode() if not host.isascii() else host.lower()
    except UnicodeError:
        return host


def unwrap_wayback(url: str) -> tuple[str, str | None]:
    """Unwrap an address of the Wayback Machine: the address archived there, and its time (14 digits, UTC).

    Any other address comes back as it is, with no time.
    """
    archived = _WAYBACK.fullmatch(url)
    return (archived[2], archived[1]) if archived else (url, None)
