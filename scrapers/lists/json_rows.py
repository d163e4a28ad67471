"""Read a list in JSON or JSONP: the rows that the source declares, or every text that could be an address."""

import json
import re
from collections.abc import Iterator
from datetime import datetime, tzinfo
from functools import cache
from urllib.parse import quote, urlsplit

import jmespath
from jmespath.exceptions import JMESPathError
from jmespath.parser import ParsedResult

from cundang.model.errors import RefusedError
from cundang.text.address import is_web, join
from scrapers.lists.found import Found, describe_faults
from scrapers.lists.numbering import find_following
from scrapers.sources import FIELD, JsonList, Source, split_post_address
from scrapers.url_dates import parse_day

JSONP = re.compile(r"\s{0,20}(?:/\*\*/)?[\w$.]{0,100}\s{0,20}\((.*)\)\s{0,20};?\s{0,20}", re.DOTALL)
_DEEPEST = 50  # levels of an answer that are looked through
_LONGEST = 2000  # characters of an address
_HOSTLESS = re.compile(r"https?:(?:/(?!/)|[^/])|(?:https?:)?//+(?:[/?#:]|$)", re.IGNORECASE)
# What rows call their address, the likeliest first, where the source does not say: news.cn, CCTV, 163, gov.cn, guancha
_LINKS = ("publishUrl", "docurl", "url", "URL", "link", "LinkUrl", "HTTP_URL", "infourl")


def read_json(source: Source, text: str, url: str, zone: tzinfo, fetched_at: datetime) -> Found:
    """Read the rows of an answer. `url` is where it was asked for, with what was posted.

    Raises RefusedError where it is not JSON, or has nothing at the declared path.
    """
    answer = load_answer(text)
    if not isinstance(source, JsonList):
        return Found(tuple(_find_texts(answer, url)), form="json")
    if not source.rows:
        links = tuple(_find_texts(answer, url))
        following = find_following(source, url, cursor=_search(source.cursor, answer)) if links else None
        return Found(links, lists=(following,) if following else (), form="json")
    rows = _search(source.rows, answer)
    if not isinstance(rows, list):
        raise RefusedError("discover", f"JSON without a list at {source.rows}; it has {_describe(answer)}")
    return _read_rows(source, rows, answer, url, zone, fetched_at)


def _read_rows(
    source: JsonList, rows: list[object], answer: object, url: str, zone: tzinfo, fetched_at: datetime
) -> Found:
    published: dict[str, str | None] = {}
    unaddressed: list[str] = []
    undated: list[str] = []
    base = split_post_address(url)[0]
    for row in rows:
        address = _make_address(source, row, base)
        if address is None:
            unaddressed.append(_show(row))
            continue
        raw = _search(source.day, row) if source.day else None
        day = parse_day(raw, zone, fetched_at) if isinstance(raw, str | int | float) else None
        if source.day and not day:
            undated.append(_show(raw))
        published[address] = day
    following = find_following(source, url, cursor=_search(source.cursor, answer)) if rows else None
    odd = describe_faults(len(rows), unaddressed, undated)
    links = tuple(published)
    return Found(links, lists=(following,) if following else (), published=published, odd=odd, form="json")


def _make_address(source: JsonList, row: object, base: str) -> str | None:
    """The address of a row: made of its values, or the text at the declared path, or under a name that rows use."""
    if source.article:
        values = {path: _search(path, row) for path in FIELD.findall(source.article)}
        if not all(isinstance(value, str | int) and value != "" for value in values.values()):
            return None
        address = FIELD.sub(lambda field: quote(str(values[field[1]]), safe="/:?=&%", errors="replace"), source.article)
    else:
        found = _search(source.link, row) if source.link else _find_link(row)
        if not isinstance(found, str) or not found.strip():
            return None
        address = found.strip()
    if _HOSTLESS.match(address):  # which would be joined to the host of the list
        return None
    address = join(base, address)
    return address if len(address) < _LONGEST and is_web(address) and urlsplit(address).hostname else None


def _show(value: object) -> str:
    """A row, or a value of one, as an example; nested ones by their names."""
    flat = (
        {name: each for name, each in value.items() if not isinstance(each, dict | list)}
        if isinstance(value, dict)
        else value
    )
    return json.dumps(flat, ensure_ascii=False)[:80] if not isinstance(flat, list) else f"a list of {len(flat)}"


def _find_link(row: object) -> object:
    return next((row[name] for name in _LINKS if row.get(name)), None) if isinstance(row, dict) else None


def load_answer(text: str) -> object:
    """Load JSON or JSONP. Raises RefusedError where it is neither."""
    wrapped = JSONP.fullmatch(text) if text.lstrip()[:1] not in ("{", "[") else None
    try:
        return json.loads(wrapped[1] if wrapped else text)
    except (ValueError, RecursionError) as error:
        if text.lstrip()[:1] == "<":
            raise RefusedError("discover", "HTML where JSON is due; look at it in a browser") from error
        raise RefusedError("discover", f"not JSON, though it begins like JSON ({error})") from error


@cache
def _compile(path: str) -> ParsedResult:
    return jmespath.compile(path)


def _search(path: str, value: object) -> object:
    if not path:
        return None
    try:
        return _compile(path).search(value)
    except (JMESPathError, RecursionError, ArithmeticError, TypeError):  # a function met what it cannot take
        return None


def _describe(answer: object) -> str:
    if isinstance(answer, dict):
        return f"the names {', '.join(str(name)[:40] for name in list(answer)[:8])}" if answer else "no names"
    return f"a list of {len(answer)}" if isinstance(answer, list) else f"a {type(answer).__name__}"


def _find_texts(answer: object, url: str) -> Iterator[str]:
    """Every text that could be an address: APIs call it LinkUrl, publishUrl, url ..., relative or absolute."""
    texts = (value for value in _iterate_texts(answer, 0) if "/" in value and len(value) < _LONGEST)
    return (join(url, value.strip()) for value in texts if "<" not in value)


def _iterate_texts(value: object, depth: int) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif depth < _DEEPEST:
        for child in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            yield from _iterate_texts(child, depth + 1)
