"""Bytes to text: which encoding a page is really in, and why."""

import codecs
import logging
import re
from collections import Counter
from dataclasses import dataclass

from bs4.dammit import UnicodeDammit

from pipelines.errors import RefusedError
from pipelines.page import Page

logging.getLogger("bs4.dammit").setLevel(logging.ERROR)  # of replaced characters: that refuses the page, with a reason


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a page, the encoding it was read in, and why that one."""

    text: str
    encoding: str
    reason: str


_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))

# What a page declares, and what it is read as. 35 of 141 pages that declare gb2312 are not valid gb2312, 21 not even
# gbk: GB 18030 holds both. Single-byte encodings are named by servers that know nothing (Apache's old default), so
# they do not count as a declaration.
_READ_AS = {"gb2312": "gb18030", "gbk": "gb18030", "hz": "gb18030", "big5": "big5hkscs"}
_SAYS_NOTHING = {"ascii", "iso8859-1", "cp1252", "latin-1"}

# The `charset=` of a meta element or an XML declaration, never that of a script: 34 pages of NetEase (GBK) have
# <script charset="utf-8"> as their first.
_META = re.compile(
    rb"<(?:meta\b|\?xml\b)[^>]{0,500}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE
)
_HEADER = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_HEAD_BYTES = 8192  # browsers look for a meta in the first 1024; old portals have theirs later

_BINARY = {b"%PDF": "a PDF", b"\x89PNG": "a PNG picture", b"\xff\xd8\xff": "a JPEG picture", b"GIF8": "a GIF picture",
           b"PK\x03\x04": "a ZIP file", b"\x1f\x8b": "a gzip file", b"\xd0\xcf\x11\xe0": "an old Office file",
           b"SQLite format 3": "an SQLite file", b"Rar!": "a RAR file", b"RIFF": "a RIFF file", b"\x00\x00\x00": "a media file"}  # fmt: skip
_MOST_UNREADABLE = 0.01  # of the characters; two real pages have single invalid bytes


def decode(page: Page) -> Decoded:
    """The text of a page. Order: BOM, strict UTF-8, what header and meta declare, sniffing.

    Strict UTF-8 comes before the declarations because it cannot be met by chance, and headers and metas lie (13 of 646
    pages say gb2312 and are UTF-8). Raises RefusedError where the body is empty, binary, or in no encoding we know.
    """
    body = page.body
    if not body or body.isspace():
        raise RefusedError("decode", "the page is empty")
    for bom, encoding in _BOMS:
        if body.startswith(bom):
            return Decoded(body[len(bom) :].decode(encoding, "replace"), encoding, "byte order mark")
    for magic, what in _BINARY.items():
        if body.startswith(magic):
            raise RefusedError("decode", f"not a text but {what}")
    if body.count(b"\0", 0, _HEAD_BYTES) > _HEAD_BYTES // 100:
        raise RefusedError("decode", "not a text: NUL bytes")

    text = _strict(body, "utf-8")
    if text is not None:
        return Decoded(text, "utf-8", "valid UTF-8")
    declared = _declared(page)
    for encoding, where in declared:
        text = _strict(body, encoding)
        if text is not None and encoding != "utf-8":
            return Decoded(text, encoding, f"declared in the {where}")
    return _sniffed(body, [encoding for encoding, _ in declared])


def _strict(body: bytes, encoding: str) -> str | None:
    """The text, if every byte fits the encoding; a character cut off at the very end (a truncated answer) may miss."""
    try:
        return codecs.getincrementaldecoder(encoding)().decode(body)
    except UnicodeDecodeError:
        return None


def _declared(page: Page) -> list[tuple[str, str]]:
    """The encodings that header and meta name, as what they are read as."""
    header = _HEADER.search(page.header("content-type") or "")
    meta = _META.search(page.body[:_HEAD_BYTES])
    named = [(header[1], "header")] if header else []
    named += [(meta[1].decode("ascii", "replace"), "meta")] if meta else []
    declared = []
    for name, where in named:
        try:
            encoding = codecs.lookup(name).name
        except LookupError:
            continue
        if encoding not in _SAYS_NOTHING:
            declared.append((_READ_AS.get(encoding, encoding), where))
    return declared


def _sniffed(body: bytes, declared: list[str]) -> Decoded:
    """No declared encoding fits every byte: the one with the fewest misfits, else what Beautiful Soup makes of it."""
    candidates = [_lenient(body, encoding) for encoding in dict.fromkeys([*declared, "utf-8", "gb18030", "big5hkscs"])]
    best = min(candidates, key=_strangeness)
    if _strangeness(best) <= _MOST_UNREADABLE:
        unreadable = best.text.count("\ufffd")
        return Decoded(best.text, best.encoding, f"sniffed; {unreadable} unreadable" if unreadable else "sniffed")
    dammit = UnicodeDammit(body, is_html=True)
    if dammit.unicode_markup and dammit.original_encoding and not dammit.contains_replacement_characters:
        return Decoded(dammit.unicode_markup, dammit.original_encoding, "sniffed by Beautiful Soup")
    raise RefusedError("decode", "in no encoding that we know, or no text")


def _lenient(body: bytes, encoding: str) -> Decoded:
    return Decoded(body.decode(encoding, "replace"), encoding, "")


_BEYOND_LATIN = re.compile("[\u0300-\U0010ffff]")


def _strangeness(decoded: Decoded) -> float:
    """The share of characters that no Chinese page would have: unreadable, private use, or outside the common planes.

    Big5 bytes read as GB 18030 are mostly valid but come out as rare ideographs; so those count a little.
    """
    wide = Counter(_BEYOND_LATIN.findall(decoded.text))
    unreadable = wide["\ufffd"] + sum(times for c, times in wide.items() if "\ue000" <= c <= "\uf8ff")
    rare = sum(times for c, times in wide.items() if not _is_common(c))
    return (unreadable + rare * 0.02) / max(1, wide.total())


def _is_common(c: str) -> bool:
    """Whether a character is in GB 2312 or in the first level of Big5: nearly all of any Chinese text is."""
    try:
        return len(c.encode("gb2312")) == 2
    except UnicodeEncodeError:
        try:
            return c.encode("big5")[0] < 0xC9
        except UnicodeEncodeError:
            return c <= "\u206f"
