"""Propose where a JSON answer has its rows, and a row its address and day, as JMESPath expressions."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo
from itertools import islice

from cundang.text.address import is_web, join
from scrapers.url_dates import parse_day

_PLAIN = re.compile(r"[A-Za-z_]\w*", re.ASCII)
_DEEPEST, _MOST_TABLES, _MOST_ROWS, _MOST_PATHS = 6, 100, 200, 100
_NOT_PAGES = re.compile(r"\.(?:jpe?g|png|gif|webp|svg|ico|mp[34]|css|js)(?:\?|$)", re.IGNORECASE)
_ID = re.compile(r"[\w-]{1,64}", re.ASCII)
# What rows call the day of publication, the likeliest first; what they call another day comes last.
_PUBLISHED, _OTHER = re.compile(r"pub|release|issue", re.IGNORECASE), re.compile(r"upd|mod|edit|crawl|end|exp", re.I)
_ADDRESS, _NOT_ADDRESS = re.compile(r"url|link|href", re.I), re.compile(r"img|image|pic|cover|thumb|icon|share", re.I)
_ENOUGH = 0.8  # of the rows have what a path finds


@dataclass(frozen=True, slots=True)
class Paths:
    """Where rows are in an answer, and what they have: the fields of a JsonList; and how many rows there are."""

    rows: str
    link: str = ""
    article: str = ""
    day: str = ""
    count: int = 0


def propose_paths(answer: object, url: str, example: str | None, zone: tzinfo, at: datetime) -> Paths | None:
    """Propose the paths into an answer: of the list whose rows have an address and a day, the longest.

    `example` is the address of an article: where rows have no address, but one has an id that stands in it, the
    address is made of that. None where the answer has no list of objects.
    """
    best: tuple[tuple[bool, bool, int], Paths] | None = None
    for path, rows in islice(_find_tables(answer, "", 0), _MOST_TABLES):
        values = _gather(rows[:_MOST_ROWS])
        needed = max(1, round(_ENOUGH * min(len(rows), _MOST_ROWS)))
        link = _choose_link(values, url, needed)
        article = "" if link else _make_template(values, example or "", needed)
        paths = Paths(path or "@", link, article, _choose_day(values, zone, at, needed), len(rows))
        rank = (bool(link or article), bool(paths.day), len(rows))
        if best is None or rank > best[0]:
            best = rank, paths
    return best[1] if best else None


def find_value_path(answer: object, name: str) -> str:
    """The path of the first value in an answer, outside of its lists, that has a name; empty where none has it."""
    for path, value in _flatten(answer, "", 0):
        if path.rpartition(".")[2] == name and isinstance(value, str | int) and value not in ("", 0):
            return path
    return ""


def _find_tables(value: object, path: str, depth: int) -> Iterator[tuple[str, list[dict[str, object]]]]:
    """Every list of objects, with its path."""
    if depth > _DEEPEST:
        return
    if isinstance(value, dict):
        for name, child in value.items():
            yield from _find_tables(child, _extend(path, name), depth + 1)
    elif isinstance(value, list):
        rows = [row for row in value if isinstance(row, dict)]
        if rows and len(rows) == len(value):
            yield path, rows
        for number, child in enumerate(value[:3]):
            yield from _find_tables(child, f"{path}[{number}]", depth + 1)


def _gather(rows: list[dict[str, object]]) -> dict[str, list[object]]:
    """The values of rows by their path, where they are texts or numbers."""
    values: dict[str, list[object]] = {}
    for row in rows:
        for path, value in islice(_flatten(row, "", 0), _MOST_PATHS):
            values.setdefault(path, []).append(value)
    return values


def _flatten(value: object, path: str, depth: int) -> Iterator[tuple[str, object]]:
    if isinstance(value, dict) and depth < 4:
        for name, child in value.items():
            yield from _flatten(child, _extend(path, name), depth + 1)
    elif path and isinstance(value, str | int | float) and not isinstance(value, bool):
        yield path, value


def _extend(path: str, name: object) -> str:
    """A path to a value in the object at a path; a name that is no plain one stands in quotes."""
    text = str(name)
    own = text if _PLAIN.fullmatch(text) else '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return f"{path}.{own}" if path else own


def _choose_link(values: dict[str, list[object]], url: str, needed: int) -> str:
    """The path of the addresses: what is named so, and differs in most rows."""
    found = []
    for path, texts in values.items():
        links = {text for text in texts if isinstance(text, str) and _is_link(text, url)}
        if sum(text in links for text in texts) >= needed and not _NOT_ADDRESS.search(path):
            found.append((bool(_ADDRESS.search(path)), len(links), path))
    return max(found, key=lambda one: one[:2])[2] if found else ""


def _is_link(text: str, url: str) -> bool:
    text = text.strip()
    if "/" not in text or "<" in text or len(text) > 2000 or _NOT_PAGES.search(text):
        return False
    return text.startswith(("http://", "https://", "/", "./", "../")) and is_web(join(url, text))


def _choose_day(values: dict[str, list[object]], zone: tzinfo, at: datetime, needed: int) -> str:
    """The path of the days of publication."""
    found: list[tuple[bool, bool, int, str]] = []
    for path, raw in values.items():
        days = sum(isinstance(each, str | int | float) and parse_day(each, zone, at) is not None for each in raw)
        if days >= needed:
            found.append((bool(_PUBLISHED.search(path)), not _OTHER.search(path), -len(found), path))
    return max(found)[3] if found else ""


def _make_template(values: dict[str, list[object]], example: str, needed: int) -> str:
    """An address of an article with a path in place of its id: the id of a row, or what is like one."""
    best = ("", "")
    for path, raw in islice(values.items(), _MOST_PATHS):
        ids = {str(each) for each in raw if isinstance(each, str | int) and _ID.fullmatch(str(each))}
        if len(ids) < needed:
            continue
        for each in ids:
            if len(each) > len(best[0]) and re.search(rf"(?<![0-9A-Za-z]){each}(?![0-9A-Za-z])", example):
                best = (each, path)
    value, path = best
    return f"{{{path}}}".join(example.rsplit(value, 1)) if value else ""
