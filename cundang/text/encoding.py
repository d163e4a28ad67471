"""Bytes to text: which encoding a page is really in, and why."""

import codecs
import logging
import re
from collections import Counter
from dataclasses import dataclass

from bs4.dammit import UnicodeDammit

logging.getLogger("bs4.dammit").setLevel(logging.ERROR)  # of replaced characters: that refuses the page, with a reason


class NoTextError(ValueError):
    """Bytes are no text; `str()` says what they are."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a page, the encoding it was read in, and why that one."""

    text: str
    encoding: str
    reason: str


_BOMS = (
    (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
)  # fmt: skip
_WIDE = {b"<\0": "utf-16-le", b"\0<": "utf-16-be"}  # how a page in UTF-16 begins that has no mark

# What a page declares, and what it is read as. 35 of 141 pages that declare gb2312 are not valid gb2312, 21 not even
# gbk: GB 18030 holds both. So it is with the others: each is read as the one that browsers take for it. Of Python's
# codecs no further one is a page's: not rot13, hex or idna, and not UTF-16, which an ASCII meta cannot truly declare.
_READ_AS = {
    "gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "euc_kr": "cp949", "johab": "cp949", "shift_jis": "cp932",
    "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874",
}  # fmt: skip
_READ = {
    "utf-8", "gb18030", "big5hkscs", "cp949", "cp932", "euc_jp", "iso2022_jp", "hz", "koi8-r", "koi8-u", "mac-roman", "mac-cyrillic",
    *("cp866", "cp874", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258"),
    *(f"iso8859-{part}" for part in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)),
}  # fmt: skip
# Single-byte encodings are named by servers that know nothing (Apache's old default), so they do not count as a declaration.
_SAYS_NOTHING = {"ascii", "iso8859-1", "cp1252"}
_SEVEN_BITS = {"iso2022_jp", "hz"}  # valid UTF-8, every byte
_WESTERN = "cp1252"

# The `charset=` of a meta element or an XML declaration, never that of a script (34 pages of NetEase, GBK, have
# <script charset="utf-8"> as their first), nor one in a comment, a script, or the description of a page.
_DECLARES = re.compile(rb"<(?:(!--)|(script|style)\b|meta\b([^>]{0,1000})|\?xml\b([^>]{0,1000}))", re.IGNORECASE)
_ENDS = {b"script": re.compile(rb"</script", re.IGNORECASE), b"style": re.compile(rb"</style", re.IGNORECASE)}
_NAMED = re.compile(rb"\b(?:name|property|itemprop)\s*=", re.IGNORECASE)
_CHARSET = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_HEADER = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_HEAD_BYTES = 8192  # in which a text has no NUL bytes
_MOST_HEAD = 100_000  # browsers look for a meta in the first 1024 bytes; old portals have theirs later

_BINARY = {b"%PDF": "a PDF", b"\x89PNG": "a PNG picture", b"\xff\xd8\xff": "a JPEG picture", b"GIF8": "a GIF picture",
           b"PK\x03\x04": "a ZIP file", b"\x1f\x8b": "a gzip file", b"\xd0\xcf\x11\xe0": "an old Office file",
           b"SQLite format 3": "an SQLite file", b"Rar!": "a RAR file", b"RIFF": "a RIFF file", b"\x00\x00\x00": "a media file"}  # fmt: skip
_MOST_UNREADABLE = 0.01  # of the characters; two real pages have single invalid bytes
_MOST_BROKEN = 0.1  # of the characters that are not ASCII, where the rest is valid UTF-8, which cannot be met by chance
_MOST_PRIVATE = 0.02  # of the characters of a Chinese text; a page that has more lies about its encoding
_RUNS = re.compile(rb"[\x80-\xff]{2,}")
_HIGH = re.compile(rb"[\x80-\xff]+")
_EASTERN = re.compile(rb"<html\b[^>]{0,300}\blang\s*=\s*[\"']?(?:cs|sk|pl|hu|hr|sl|ro|sq|bs)\b", re.IGNORECASE)


def decode_bytes(body: bytes, content_type: str = "") -> Decoded:
    """The text of a page's body, given its header Content-Type. Order: BOM, strict UTF-8, what header and meta declare, sniffing.

    Strict UTF-8 comes before the declarations because it cannot be met by chance, and headers and metas lie (13 of 646
    pages say gb2312 and are UTF-8). Raises NoTextError where the body is empty, binary, or in no encoding we know.
    """
    if not body or body.isspace():
        raise NoTextError("the page is empty")
    for bom, encoding in _BOMS:
        if body.startswith(bom):
            text = _strict(body[len(bom) :], encoding)
            if text is None and encoding == "utf-8":
                body = body[len(bom) :]  # a template with a mark around a text that is none
                break
            text = text if text is not None else body[len(bom) :].decode(encoding, "replace")
            return Decoded(text, encoding, "byte order mark")
    for magic, what in _BINARY.items():
        if body.startswith(magic):
            raise NoTextError(f"not a text but {what}")
    encoding = _WIDE.get(body.lstrip()[:2], "")
    if encoding and (text := _strict(body, encoding)) is not None:
        return Decoded(text, encoding, "every second byte is NUL")
    if body.count(b"\0", 0, _HEAD_BYTES) > _HEAD_BYTES // 100:
        raise NoTextError("not a text: NUL bytes")

    declared = _declared(content_type, body)
    if not (body.isascii() and (b"\x1b$" in body or b"~{" in body) and {name for name, _ in declared} & _SEVEN_BITS):
        text = _strict(body, "utf-8")
        if text is not None:
            return Decoded(text, "utf-8", "valid UTF-8")
    for encoding, where in declared:
        text = _strict(body, encoding)
        if text is not None and encoding not in ("utf-8", *_SAYS_NOTHING) and not _lies(body, text, encoding):
            return Decoded(text, encoding, f"declared in the {where}")
    return _sniffed(body, declared)


def _strict(body: bytes, encoding: str) -> str | None:
    """The text, if every byte fits the encoding; a character cut off at the very end (a truncated answer) may miss."""
    try:
        return codecs.getincrementaldecoder(encoding)().decode(body)
    except UnicodeError:
        return None


def _declared(header: str, body: bytes) -> list[tuple[str, str]]:
    """The encodings that header and meta name, as what they are read as."""
    in_header, in_meta = _HEADER.search(header), _in_meta(body[:_MOST_HEAD])
    named = [(in_header[1], "header")] if in_header else []
    named += [(in_meta.decode("ascii", "replace"), "meta")] if in_meta else []
    declared = []
    for name, where in named:
        try:
            encoding = codecs.lookup(name).name
        except LookupError:
            continue
        encoding = _READ_AS.get(encoding, encoding)
        if encoding in _READ or encoding in _SAYS_NOTHING:
            declared.append((encoding, where))
    return declared


def _in_meta(head: bytes) -> bytes | None:
    """The charset that a meta element or the XML declaration names, the first that does."""
    place = 0
    while tag := _DECLARES.search(head, place):
        place = tag.end()
        if tag[1]:
            place = head.find(b"-->", place - 2) + 1
        elif tag[2]:
            end = _ENDS[tag[2].lower()].search(head, place)
            place = end.end() if end else 0
        elif (charset := _CHARSET.search(tag[3] or tag[4] or b"")) and not (tag[3] and _NAMED.search(tag[3])):
            return charset[1]
        if not place:
            break
    return None


def _lies(body: bytes, text: str, encoding: str) -> bool:
    """Whether a text that fits the Chinese encoding it declares is full of private characters, and fits the other better."""
    other = {"gb18030": "big5hkscs", "big5hkscs": "gb18030"}.get(encoding)
    wide = sum(c > "\u02ff" for c in text) if other else 0
    if not other or sum("\ue000" <= c <= "\uf8ff" for c in text) <= _MOST_PRIVATE * wide:
        return False
    read = Decoded(text, encoding, "")
    return 2 * _strangeness(_lenient(body, other)) < _strangeness(read)


def _sniffed(body: bytes, declared: list[tuple[str, str]]) -> Decoded:
    """No declared encoding fits every byte: the one with the fewest misfits, else what Beautiful Soup makes of it."""
    names = [name for name, _ in declared]
    read = _lenient(body, "utf-8")
    broken, wide = read.text.count("\ufffd"), sum(c > "\x7f" for c in read.text)
    if broken <= _MOST_BROKEN * wide:
        return _with_unreadable(read)
    if _is_single(body):
        return _one_byte(body, declared)
    candidates = [
        _lenient(body, encoding)
        for encoding in dict.fromkeys([*names, "gb18030", "big5hkscs"])
        if encoding not in _SAYS_NOTHING
    ]
    best = min(candidates, key=_strangeness)
    if _strangeness(best) <= _MOST_UNREADABLE or (best.encoding in names and _strangeness(best) <= _MOST_BROKEN):
        return _with_unreadable(best)
    return _one_byte(body, declared)


def _is_single(body: bytes) -> bool:
    """Whether most bytes beyond ASCII stand alone among ASCII: letters of a western alphabet, no ideographs.
    Spaces that do not break (A0) stand together in both."""
    body = body.replace(b"\xa0", b"")
    return 2 * sum(map(len, _RUNS.findall(body))) <= sum(map(len, _HIGH.findall(body)))


def _one_byte(body: bytes, declared: list[tuple[str, str]]) -> Decoded:
    """What Beautiful Soup makes of it. It takes western texts for central European ones, which say so themselves, and
    believes a page that says utf-7 or unicode_escape."""
    dammit = UnicodeDammit(body, is_html=True)
    if not dammit.unicode_markup or not dammit.original_encoding or dammit.contains_replacement_characters:
        raise NoTextError("in no encoding that we know, or no text")
    guess = codecs.lookup(dammit.original_encoding).name
    is_other = guess in _READ or guess in _READ_AS or guess in _WIDE.values()
    is_western = guess in ("cp1250", "iso8859-2") and not _EASTERN.search(body[:_MOST_HEAD])
    if is_other and not is_western and not body.replace(b"\xa0", b"").isascii():
        return Decoded(dammit.unicode_markup, guess, "sniffed by Beautiful Soup")
    reason = next((f"declared in the {where}" for name, where in declared if name in _SAYS_NOTHING), "sniffed")
    return Decoded(body.decode(_WESTERN, "replace"), _WESTERN, reason)


def _with_unreadable(read: Decoded) -> Decoded:
    unreadable = read.text.count("\ufffd")
    return Decoded(read.text, read.encoding, f"sniffed; {unreadable} unreadable" if unreadable else "sniffed")


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
