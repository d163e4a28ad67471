"""More addresses of articles, made of the one that a site gives as its example."""

import re
from collections.abc import Iterator
from itertools import islice, product
from urllib.parse import urlsplit

from cundang.text.address import canonicalize, find_day
from scrapers.site import Site

_FIXED = re.compile(r"%[0-9A-Fa-f]{2}|(?<!\d)20\d\d[01]\d[0-3]\d(?!\d)")  # an escaped byte, a day
_NUMBER = re.compile(r"[0-9a-f]+")
_RUNS = ("0123456789", "abcdefghijklmnopqrstuvwxyz", "ABCDEF")
_SUCCESSORS = {run[at - 1]: run[at] for run in _RUNS for at in range(len(run))}
_MOST_STEPS = 6  # from a to f, so that a hash stays one


def vary(site: Site, count: int) -> list[str]:
    """So many addresses of articles in the form of the example, with the day that it has."""
    found = list(islice(dict.fromkeys(_vary(site)), count))
    assert len(found) == count, f"{site.name}: only {len(found)} addresses like {site.example}"
    return found


def _vary(site: Site) -> Iterator[str]:
    """The last digits of its longest number are changed; without one its last letters are, or more is added."""
    example, day = site.example, find_day(site.example)

    def is_like(url: str) -> bool:
        return url != example and bool(site.article_pattern.search(url)) and find_day(url) == day

    places = [at for at in _list_places(example) if is_like(_replace(example, at, 1))][:2]
    for steps in product(range(_MOST_STEPS), repeat=len(places)):
        url = example
        for at, step in zip(places, reversed(steps), strict=True):
            url = _replace(url, at, step)
        if is_like(url) and is_like(canonicalize(url)):
            yield url
    for number in range(2, 100):
        url = f"{example.rstrip('/')}-{number}{'/' if example.endswith('/') else ''}"
        if is_like(url):
            yield url


def _list_places(url: str) -> list[int]:
    """Where a character may be changed, the likeliest first.

    They are digits of the longest number or hash, for the others may be that of a column or an author, or of the query;
    then small letters.
    """
    parts = urlsplit(url)
    path = url.index("/", len(parts.scheme) + 3)
    query = url.find("?") if "?" in url else len(url)
    dot = url.rfind(".", path, query)
    end = dot if dot > url.rfind("/", path, query) else query
    fixed = {at for found in _FIXED.finditer(url) for at in range(*found.span())}
    free = [at for at in range(len(url) - 1, path, -1) if at not in fixed and url[at] in _SUCCESSORS]
    digits = [at for at in free if url[at].isdigit()]
    lengths = {at: len(found[0]) for found in _NUMBER.finditer(url) for at in range(*found.span())}
    in_path = sorted((at for at in digits if at < end), key=lambda at: -lengths[at])
    return [*in_path, *(at for at in digits if at >= query), *(at for at in free if url[at].islower() and at < end)]


def _replace(url: str, at: int, steps: int) -> str:
    character = url[at]
    for _ in range(steps):
        character = _SUCCESSORS[character]
    return url[:at] + character + url[at + 1 :]
