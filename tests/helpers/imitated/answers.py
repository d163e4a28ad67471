"""What all imitated lists are made of: addresses of further pages, links, days."""

import json
import posixpath
import re
from datetime import date, datetime
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from scrapers.site import Site
from scrapers.sources import JsonList, Listing
from tests.helpers.families.imitation import Notice

Answers = dict[str, tuple[str, bytes]]  # by address, with what is posted behind it: a content type, and a body
HTML, JSON, XML, SCRIPT = "text/html; charset=utf-8", "application/json", "text/xml", "application/javascript"
CURSOR = 1767576600  # of the second page of a list that has such


def key(url: str, form: str = "", body: str = "") -> str:
    """An address by which what is asked for is found again: host, path and query in any order, and what is posted."""
    url, mark, posted = url.partition("#")
    parts = urlsplit(url)
    query = urlencode(sorted(parse_qsl(parts.query, keep_blank_values=True)))
    if form:
        values = json.loads(body) if form == "json" else dict(parse_qsl(body, keep_blank_values=True))
        mark, posted = "#", f"{form}={json.dumps(values, sort_keys=True)}"
    return f"{parts.netloc}{parts.path or '/'}?{query}{mark}{posted}"


def find_following(source: Listing | JsonList, url: str, page: int = 2) -> str:
    """The address of a further page; empty where there is none."""
    if source.next:
        number = source.page + (page - 2) * source.step
        return urljoin(url, re.sub(r"\{page(?::(0?\d))?\}", lambda n: format(number, n[1] or ""), source.next))
    if not source.page_parameter:
        return ""
    if isinstance(source, JsonList) and (source.json is not None or source.form is not None):
        return url
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    if isinstance(source, JsonList) and source.cursor:
        query[source.page_parameter] = str(CURSOR)
    else:
        query[source.page_parameter] = str(int(query[source.page_parameter]) + (page - 1) * source.step)
    return urlunsplit(parts._replace(query=urlencode(query)))


def refer(page: str, url: str) -> str:
    """How a page links to an address: without the host, where it is its own."""
    here, there = urlsplit(page), urlsplit(url)
    return url if here.netloc != there.netloc else urlunsplit(("", "", *there[2:])).replace("&", "&amp;")


def refer_up(page: str, url: str) -> str:
    """How a file links to an address: from its own folder."""
    here, there = urlsplit(page), urlsplit(url)
    if here.netloc != there.netloc:
        return url
    return posixpath.relpath(there.path, posixpath.dirname(here.path))


def name_all(page: str, notices: list[Notice]) -> list[str]:
    return [urljoin(page, refer(page, n.path).replace("&amp;", "&")) for n in notices]


def moment_of(site: Site, day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, 30, tzinfo=site.zone)


def dump(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()
