"""Judge the addresses that saved pages give themselves: which are those of articles, and no channel's or template's."""

import html
import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from cundang.model.errors import RefusedError
from cundang.text.address import canonicalize, path_of, unwrap_wayback
from exchange.importer.saved_page import find_origin, is_public
from exchange.importer.text_file import READ_ERRORS, decode_head, read_head
from pipelines.extract import is_html, list_own_addresses

_MOST_FILES = 10_000  # of a folder that are compared
_INDEX = re.compile(r"(?:index|default|list|home)[\w-]*\.\w+", re.IGNORECASE)
_SLUG = re.compile(r"\w+[-_]\w+[-_]\w+|.{20,}|[\u3400-\u9fff]{6,}")
_SCRIPT = re.compile(r"<(?:script|style)\b", re.IGNORECASE)
_SCRIPT_END = re.compile(r"</(?:script|style)\b", re.IGNORECASE)
_TEXT = re.compile(r">\s*([^<>]{20,})<")  # of a paragraph, or of a long line that the site has on every page
_TITLE = re.compile(r"<title\b[^>]{0,200}>([^<]{1,300})", re.IGNORECASE)
_HEAD_END = re.compile(r"</head\b", re.IGNORECASE)


class _Look(NamedTuple):
    """What tells two articles apart: the title, and the paragraphs near the beginning of the page."""

    title: str
    paragraphs: frozenset[int]


def choose_address(noted: str, own: Iterable[str], file: Path, root: Path, told: frozenset[Path]) -> str:
    """Choose the first of the addresses of a page that can be an article's; empty where none can.

    `noted` is the one that the program noted that saved it, `own` are those in its markup. None is one that no other
    machine reaches, a front page's, in the markup also a channel's, and one that pages give themselves too that are
    other articles: a channel's, or one that came with the template. Those are looked for in the folder of the file, or
    below `root` if that is a folder above. `told` are files whose addresses are known already.
    """
    for address in (noted, *own):
        full = f"http:{address}" if address.startswith("//") else address
        bare = unwrap_wayback(full)[0]
        is_other = _is_front(bare) if address is noted else is_channel(bare)
        if is_public(bare) and not is_other and not _is_disputed(bare, file, root, told):
            return full
    return ""


def _is_front(url: str) -> bool:
    return path_of(url) in ("", "/") and "?" not in url


def is_channel(url: str) -> bool:
    """Whether an address is that of a front page or channel: a path of few short words, without a number.

    >>> is_channel("http://a.cn/ms/"), is_channel("http://a.cn/ms/index.html"), is_channel("http://a.cn/ms/2.html")
    (True, True, False)
    """
    try:
        has_number = re.search(r"\d", urlsplit(url).query) is not None
    except ValueError:
        return True
    parts = [part for part in unquote(path_of(url)).split("/") if part]
    if parts and _INDEX.fullmatch(parts[-1]):
        parts.pop()
    return not has_number and not any(re.search(r"[\d.]", part) or _SLUG.search(part) for part in parts)


def _is_disputed(url: str, file: Path, root: Path, told: frozenset[Path]) -> bool:
    folder, is_deep = (root, True) if file.parent != root else (file.parent, False)
    looks = _read_claims(folder, is_deep, told).get(_key(url), [])
    return any(not _are_alike(looks[0], other) for other in looks[1:])


@cache
def _read_claims(folder: Path, is_deep: bool, told: frozenset[Path]) -> dict[str, list[_Look]]:
    """Read which addresses the pages of a folder give themselves, and how these pages look; the first thousands."""
    claims: defaultdict[str, list[_Look]] = defaultdict(list)
    for number, path in enumerate(_iterate_files(folder, is_deep)):
        if number >= _MOST_FILES:
            break
        if path.absolute() in told:
            continue
        try:
            text, _ = decode_head(read_head(path))
            if not is_html(text):
                continue
            end = _HEAD_END.search(text)
            own = [find_origin(text).url, *list_own_addresses(text[: end.start()] if end else text)]
        except (*READ_ERRORS, RefusedError):
            continue
        look = _look_at(text)
        for key in {_key(unwrap_wayback(address)[0]) for address in own if address}:
            claims[key].append(look)
    return dict(claims)


def _iterate_files(folder: Path, is_deep: bool) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".")) if is_deep else []
        for name in sorted(names):
            path = Path(place, name)
            if not name.startswith(".") and path.is_file() and not path.is_symlink():
                yield path


def _key(url: str) -> str:
    return canonicalize(f"http:{url}" if url.startswith("//") else url).partition("://")[2]


def _look_at(text: str) -> _Look:
    first, *others = _SCRIPT.split(text)
    shown = first + "".join(text[end.start() :] for text in others if (end := _SCRIPT_END.search(text)))
    title = _TITLE.search(text)
    paragraphs = frozenset(hash(" ".join(found.split())) for found in _TEXT.findall(shown))
    return _Look(" ".join(html.unescape(title[1]).split()) if title else "", paragraphs)


def _are_alike(one: _Look, other: _Look) -> bool:
    """Whether two pages are one article, saved twice: they share half of the paragraphs, or else the title."""
    fewer = min(len(one.paragraphs), len(other.paragraphs))
    if fewer:
        return 2 * len(one.paragraphs & other.paragraphs) >= fewer
    return one.title == other.title
