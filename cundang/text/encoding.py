"""Decode bytes: find the encoding that a page is really in, and say why that one."""

import codecs
import logging
import re
from collections import Counter
from dataclasses import dataclass

import numpy as np
import webencodings
from bs4.dammit import UnicodeDammit

from cundang.text.file_type import find_file_type
from cundang.text.web_codecs import decode_as_browser, decode_valid

# It warns of replaced characters, for which the page is refused with a reason.
logging.getLogger("bs4.dammit").setLevel(logging.ERROR)


class NoTextError(ValueError):
    """Bytes are no text; `str()` says what they are."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a page, the encoding it was decoded by, and why that one."""

    text: str
    encoding: str
    reason: str


_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDE = {b"<\0": "utf-16-le", b"\0<": "utf-16-be"}  # how a page in UTF-16 begins that has no mark

# The codec that a name stands for, and the one that it is decoded by. 35 of 141 pages that declare gb2312 are not valid
# gb2312, 21 not even gbk: GB 18030 holds both, and is the standard's decoder for them. A meta that names UTF-16 stands
# in a page of single bytes, so the standard takes UTF-8.
_DECODED_BY = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "cp950": "big5hkscs",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "utf-16": "utf-8",
    "utf-16-le": "utf-8",
    "utf-16-be": "utf-8",
}
# Python's codecs that a page may be decoded by: not rot13, hex or idna.
_CODECS = {
    *("utf-8", "gb18030", "big5hkscs", "cp949", "cp932", "euc_jp", "iso2022_jp", "hz"),
    *("koi8-r", "koi8-u", "mac-roman", "mac-cyrillic", "cp866", "cp874"),
    *("cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258"),
    *(f"iso8859-{part}" for part in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)),
}
# Servers name these without knowing the page (an old default of Apache), so they do not count as a declaration.
_VAGUE = {"ascii", "iso8859-1", "cp1252"}
_SEVEN_BITS = {"iso2022_jp", "hz"}  # each byte is valid UTF-8 too
_WESTERN = "cp1252"

# The `charset=` of a meta element or an XML declaration counts, never that of a script (34 pages of NetEase, GBK, have
# <script charset="utf-8"> as their first), nor one in a comment, a script, or the description of a page.
_DECLARATION = re.compile(rb"<(?:(!--)|(script|style)\b|meta\b([^>]{0,1000})|\?xml\b([^>]{0,1000}))", re.IGNORECASE)
_ENDS = {b"script": re.compile(rb"</script", re.IGNORECASE), b"style": re.compile(rb"</style", re.IGNORECASE)}
_HAS_NAME = re.compile(rb"\b(?:name|property|itemprop)\s*=", re.IGNORECASE)
_CHARSET = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_HEADER_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_HEAD_BYTES = 8192  # in which a text has no NUL bytes
_MOST_HEAD = 100_000  # browsers look for a meta in the first 1024 bytes; old portals have theirs later

_MOST_UNREADABLE = 0.01  # of the characters; two real pages have single invalid bytes
_MOST_BROKEN = 0.1  # of the characters that are not ASCII, where the rest is valid UTF-8, which cannot be met by chance
_MOST_PRIVATE = 0.02  # of the characters of a Chinese text; a page that has more lies about its encoding
_HIGH_RUNS = re.compile(rb"[\x80-\xff]{2,}")
_HIGH_BYTES = re.compile(rb"[\x80-\xff]+")
_CENTRAL_EUROPEAN = re.compile(rb"<html\b[^>]{0,300}\blang\s*=\s*[\"']?(?:cs|sk|pl|hu|hr|sl|ro|sq|bs)\b", re.IGNORECASE)


def decode_bytes(body: bytes, content_type: str = "") -> Decoded:
    """Decode the body of a page, given its header Content-Type.

    The order: byte order mark, strict UTF-8, what header and meta declare, sniffing. Strict UTF-8 comes before the
    declarations because it cannot be met by chance, and headers and metas lie (13 of 646 pages say gb2312 and are
    UTF-8). Raises NoTextError where the body is empty, binary, or in no known encoding.
    """
    if not body or body.isspace():
        raise NoTextError("the page is empty")
    if found := find_file_type(body, content_type):
        raise NoTextError(f"{found.name}, and no page")
    for bom, encoding in _BOMS:
        if body.startswith(bom):
            text = decode_valid(body[len(bom) :], encoding)
            if text is None and encoding == "utf-8":
                body = body[len(bom) :]  # a template in UTF-8 around a text in another encoding
                break
            text = text if text is not None else body[len(bom) :].decode(encoding, "replace")
            return Decoded(text, encoding, "byte order mark")
    encoding = _WIDE.get(body.lstrip()[:2], "")
    if encoding and (text := decode_valid(body, encoding)) is not None:
        return Decoded(text, encoding, "every second byte is NUL")
    if body.count(b"\0", 0, _HEAD_BYTES) > _HEAD_BYTES // 100:
        wide = _find_wide(content_type)
        if wide and (text := decode_valid(body, wide)) is not None:
            return Decoded(text, wide, "declared in the header")
        declared_type = content_type.partition(";")[0].strip()[:80]
        raise NoTextError(f"not a text: NUL bytes{declared_type and f' (declared as {declared_type})'}")

    declared = _find_declared(content_type, body)
    has_escapes = body.isascii() and (b"\x1b$" in body or b"~{" in body)
    if not (has_escapes and {name for name, _ in declared} & _SEVEN_BITS):
        text = decode_valid(body, "utf-8")
        if text is not None:
            return Decoded(text, "utf-8", "valid UTF-8")
    for encoding, where in declared:
        text = decode_valid(body, encoding) if encoding not in ("utf-8", *_VAGUE) else None
        if text is not None and not _is_declared_wrongly(body, text, encoding):
            return Decoded(text, encoding, f"declared in the {where}")
    return _sniff(body, declared)


def _find_declared(header: str, body: bytes) -> list[tuple[str, str]]:
    """Find the encodings that header and meta declare: the encoding to decode by, and which of the two declares it."""
    in_header, in_meta = _HEADER_CHARSET.search(header), _find_meta_charset(body[:_MOST_HEAD])
    charsets = [(in_header[1], "header")] if in_header else []
    charsets += [(in_meta.decode("ascii", "replace"), "meta")] if in_meta else []
    declared = []
    for charset, where in charsets:
        encoding = _find_codec(charset)
        if encoding in _CODECS or encoding in _VAGUE:
            declared.append((encoding, where))
    return declared


def _find_wide(header: str) -> str:
    """Find the form of UTF-16 that a header declares, which counts where every second byte may be NUL; else empty."""
    charset = _HEADER_CHARSET.search(header)
    known = webencodings.lookup(charset[1]) if charset else None
    return known.codec_info.name if known and known.codec_info.name in _WIDE.values() else ""


def _find_codec(label: str) -> str:
    """Find the codec that browsers know by a label, or Python does (hz, which browsers no longer read); else empty."""
    known = webencodings.lookup(label)
    try:
        name = known.codec_info.name if known and known.name != "replacement" else codecs.lookup(label).name
    except LookupError:
        return _find_codec(label[2:]) if label[:2] in ("x-", "X-") else ""  # x-windows-949, as Java writes it
    return _DECODED_BY.get(name, name)


def _find_meta_charset(head: bytes) -> bytes | None:
    """Find the first charset that a meta element or the XML declaration has."""
    position = 0
    while tag := _DECLARATION.search(head, position):
        position = tag.end()
        comment, script, meta, xml = tag.groups()
        if comment:
            position = head.find(b"-->", position - 2) + 1
        elif script:
            end = _ENDS[script.lower()].search(head, position)
            position = end.end() if end else 0
        elif (charset := _CHARSET.search(meta or xml or b"")) and not (meta and _HAS_NAME.search(meta)):
            return charset[1]
        if not position:
            break
    return None


def _is_declared_wrongly(body: bytes, text: str, encoding: str) -> bool:
    """Whether a text that fits its declared Chinese encoding has many private characters, and fits the other better."""
    other = {"gb18030": "big5hkscs", "big5hkscs": "gb18030"}.get(encoding)
    if not other:
        return False
    points = np.frombuffer(text.encode("utf-16-le"), "<u2")
    private = np.count_nonzero((points >= 0xE000) & (points <= 0xF8FF))
    if private <= _MOST_PRIVATE * np.count_nonzero(points > 0x2FF):
        return False
    declared = Decoded(text, encoding, "")
    return 2 * _measure_strangeness(_decode_leniently(body, other)) < _measure_strangeness(declared)


def _sniff(body: bytes, declared: list[tuple[str, str]]) -> Decoded:
    """Decode bytes that no declared encoding fits: by the one with the fewest misfits, else as Beautiful Soup does."""
    encodings = [encoding for encoding, _ in declared]
    utf8 = _decode_leniently(body, "utf-8")
    broken, wide = utf8.text.count("\ufffd"), sum(c > "\x7f" for c in utf8.text)
    if broken <= _MOST_BROKEN * wide:
        return _with_sniffed_reason(utf8)
    if _has_single_letters(body):
        return _sniff_single_byte(body, declared)
    candidates = [
        _decode_leniently(body, encoding)
        for encoding in dict.fromkeys([*encodings, "gb18030", "big5hkscs"])
        if encoding not in _VAGUE
    ]
    best = min(candidates, key=_measure_strangeness)
    strangeness = _measure_strangeness(best)
    if strangeness <= _MOST_UNREADABLE or (best.encoding in encodings and strangeness <= _MOST_BROKEN):
        return _with_sniffed_reason(best)
    return _sniff_single_byte(body, declared)


def _has_single_letters(body: bytes) -> bool:
    """Whether most bytes beyond ASCII stand alone among ASCII: letters of a western alphabet, no ideographs.

    No-break spaces (A0) stand together in both.
    """
    body = body.replace(b"\xa0", b"")
    return 2 * sum(map(len, _HIGH_RUNS.findall(body))) <= sum(map(len, _HIGH_BYTES.findall(body)))


def _sniff_single_byte(body: bytes, declared: list[tuple[str, str]]) -> Decoded:
    """Decode as Beautiful Soup does, or by the western encoding. Raises NoTextError where neither fits.

    Beautiful Soup takes western texts for central European ones, which declare their language themselves, and believes
    a page that declares utf-7 or unicode_escape.
    """
    dammit = UnicodeDammit(body, is_html=True)
    if not dammit.unicode_markup or not dammit.original_encoding or dammit.contains_replacement_characters:
        raise NoTextError("in no encoding that we know, or no text")
    guess = codecs.lookup(dammit.original_encoding).name
    is_possible = guess in _WIDE.values() or (guess != "utf-16" and _find_codec(guess) in _CODECS)
    is_western = guess in ("cp1250", "iso8859-2") and not _CENTRAL_EUROPEAN.search(body[:_MOST_HEAD])
    if is_possible and not is_western and not body.replace(b"\xa0", b"").isascii():
        return Decoded(dammit.unicode_markup, guess, "sniffed by Beautiful Soup")
    reason = next((f"declared in the {where}" for encoding, where in declared if encoding in _VAGUE), "sniffed")
    return Decoded(decode_as_browser(body, _WESTERN), _WESTERN, reason)


def _with_sniffed_reason(decoded: Decoded) -> Decoded:
    unreadable = decoded.text.count("\ufffd")
    return Decoded(decoded.text, decoded.encoding, f"sniffed; {unreadable} unreadable" if unreadable else "sniffed")


def _decode_leniently(body: bytes, encoding: str) -> Decoded:
    return Decoded(decode_as_browser(body, encoding), encoding, "")


_BEYOND_LATIN = re.compile("[\u0300-\U0010ffff]")


def _measure_strangeness(decoded: Decoded) -> float:
    """Measure the share of characters that no Chinese page would have: unreadable ones, and those of private use.

    Big5 bytes decoded as GB 18030 are mostly valid but come out as rare ideographs; so those count a little.
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
