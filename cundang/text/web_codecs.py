"""Decode bytes as browsers do: Python's codecs, and what the WHATWG Encoding Standard has otherwise.

The tables below hold the differences alone. They were made on 2026-11-28 by comparing every sequence of one to four
bytes in Python 3.11 with Debian's Chromium 156 and with @exodus/bytes 1.16 (npm), which follow the indexes of
https://encoding.spec.whatwg.org/; tests/pipelines/test_web_codecs.py compares them all again.
"""

import codecs
import re
from collections.abc import Mapping
from functools import cache

import numpy as np
from numpy.typing import NDArray

# What a character of Python's is in the standard. GB 18030 of 2022 gave 18 codes that were of private use to
# characters of Unicode; A3A0, which editors write to indent, is a blank.
_CHANGED: Mapping[str, tuple[str, str]] = {
    "gb18030": (
        "\ue5e5\ue78d\ue78e\ue78f\ue790\ue791\ue792\ue793\ue794\ue795\ue796\ue7c7\u1e3f"
        "\ue81e\ue826\ue82b\ue82c\ue832\ue843\ue854\ue864",
        "\u3000\ufe10\ufe12\ufe11\ufe13\ufe14\ufe15\ufe16\ufe17\ufe18\ufe19\u1e3f\ue7c7"
        "\u9fb4\u9fb5\u9fb6\u9fb7\u9fb8\u9fb9\u9fba\u9fbb",
    ),
    "big5hkscs": (
        "\u2022\uff64\u203e\u223c\u2641\u2609\xa5\xa2\xa3",
        "\u2027\ufe51\xaf\uff5e\u2295\u2299\uffe5\uffe0\uffe1",
    ),
    "cp932": ("\uf8f0\uf8f1\uf8f2\uf8f3", "\ufffd\ufffd\ufffd\ufffd"),
    "euc_jp": ("\u301c\u2016\u2212\xa2\xa3\xac", "\uff5e\u2225\uff0d\uffe0\uffe1\uffe2"),
    "iso2022_jp": ("\u301c\u2016\u2212\xa2\xa3\xac", "\uff5e\u2225\uff0d\uffe0\uffe1\uffe2"),
    "koi8-u": ("\u255d\u256c", "\u045e\u040e"),
}
# Sequences that Python reads as a character that another sequence rightly is, too.
_APART = {
    "big5hkscs": (re.compile(rb"\xa2[AB]"), {b"\xa2A": "\u2215", b"\xa2B": "\ufe68"}),
    "euc_jp": (re.compile(rb"\x8f\xa2\xb7"), {b"\x8f\xa2\xb7": "\uff5e"}),
}
# What Python's Big5 lacks: a code, and the characters from there on.
_BIG5 = """
877A㡵𡵓𣚞𦀡㻬𥣞㫵竼龗𤅡𨤍𣇪𠪊𣉞䌊蒄龖鐯䤰蘓墖靊鈘秐稲晠権袝瑌篅枂稬剏遆
87BE㓦珄𥶹瓆鿇垳䤯呌䄱𣚎堘穲𧭥讏䚮𦺈䆁𥶙箮𢒼鿈𢓁𢓉𢓌鿉蔄𣖻䂴鿊䓡𪷿拁灮鿋 8E69箸 8E6F簆 8E7E糎 8EAB緒 8EB4縝 8ECD者
8ED0耨 8F57菁 8F69蒨 8F6E萏 8FCB覦覩 8FFE起 906D都 907A銹 90DC靜 90F1響 91BF鼖 9244蔃 92AF兙兛兝兞 92C8鍮 92D1瑹
9447浧 94CA禛 95D9邗 9644靝 96ED瀞 96FC嬨 9B76爁 9B78矗 9B7B纇 9BC6駖 9BDE釔 9BEC惞 9BF6澶 9C42輶 9C53侻 9C62營
9C68鄄 9C6B鷰 9C77菏 9CBC尐秣 9CD0婧 9D57輋 9D5A筑 9DC4拐 9EA9恢 9EEF痹 9EFD汊 9F60鬮 9F66鼗 9FCB僭 9FD8弌 A063蠏
A077拎 A0D5瑨 A0DF煢 A0E4牐 A3C0␀␁␂␃␄␅␆␇␈␉␊␋␌␍␎␏␐␑␒␓␔␕␖␗␘␙␚␛␜␝␞␟␡€ C6CF廴 C6D3无 C6D5癶 C6D7隶 C6DE〃仝 FA5F倩
FA66偽 FABD包 FAC5卄 FAD5卿 FB48嘅 FBB8婷 FBF3幵 FBF9廐 FC4F彘 FC6C悤 FCB9撐 FCE2晴 FCF1杞 FDB7沜渝 FDBB港 FDF1煮
FE52猪 FE6F瑜 FEAA瓩 FEDD砉
"""
_BIG5_TRAILS = (*range(0x40, 0x7F), *range(0xA1, 0xFF))
# What an invalid sequence is. A byte of ASCII is part of none, so that markup goes on there.
_INVALID = {
    "gb18030": re.compile(rb"[\x81-\xfe](?:[0-9](?:[\x81-\xfe](?:[0-9]|\Z)|\Z)|[\x80-\xff])?|.", re.DOTALL),
    "big5hkscs": re.compile(rb"[\x81-\xfe][\x80-\xff]?|.", re.DOTALL),
    "cp949": re.compile(rb"[\x81-\xfe][\x80-\xff]?|.", re.DOTALL),
    "cp932": re.compile(rb"[\x81-\x9f\xe0-\xfc][\x80-\xff]?|.", re.DOTALL),
    "euc_jp": re.compile(rb"\x8f(?:[\xa1-\xfe][\x80-\xff]?|[\x80-\xff])?|[\x8e\xa1-\xfe][\x80-\xff]?|.", re.DOTALL),
}
# A handler in Python takes a microsecond for each sequence that Python does not know: half a minute for a page of 16 MB
# that has no other. A page with so many is decoded by Python alone.
_MOST_UNKNOWN = 100_000
_C1 = range(0x80, 0xA0)  # what a single-byte encoding leaves open there is the control character of that number


def decode_as_browser(body: bytes, codec: str) -> str:
    """Decode bytes by one of Python's codecs as a browser does: an invalid sequence becomes U+FFFD."""
    if _has_too_many_unknown(body, codec):
        return _change(body.decode(codec, "replace"), codec)
    handler = _register(codec, is_strict=False)
    pieces, rest = _decode_apart(body, codec, codecs.getincrementaldecoder(codec)(handler))
    return _change("".join((*pieces, rest.decode(codec, handler))), codec)


def decode_valid(body: bytes, codec: str) -> str | None:
    """Decode bytes that are all valid, else None; a character may be cut off at the very end."""
    if _has_too_many_unknown(body, codec):
        return None
    decoder = codecs.getincrementaldecoder(codec)(_register(codec, is_strict=True))
    try:
        pieces, rest = _decode_apart(body, codec, decoder)
        decoder.reset()
        return _change("".join((*pieces, decoder.decode(rest))), codec)
    except UnicodeError:
        return None


def _has_too_many_unknown(body: bytes, codec: str) -> bool:
    if codec == "utf-8":  # has no handler in Python
        return False
    return len(body) > 10 * _MOST_UNKNOWN and body.decode(codec, "replace").count("\ufffd") > _MOST_UNKNOWN


def _decode_apart(body: bytes, codec: str, decoder: codecs.IncrementalDecoder) -> tuple[list[str], bytes]:
    """Decode up to the last of the sequences that are told apart by their bytes, and give the rest back.

    The rest is not decoded here because Python's incremental decoders lose bytes at the end of a text: what an error
    handler leaves of a sequence that is cut off there.
    """
    if codec not in _APART:
        return [], body
    pattern, characters = _APART[codec]
    pieces, start = [], 0
    for match in pattern.finditer(body):
        pieces.append(decoder.decode(body[start : match.start()]))
        start = match.start()
        if not decoder.getstate()[0]:  # the match begins a character, and is not the end of one
            pieces.append(characters[match[0]])
            start = match.end()
    return pieces, decoder.getstate()[0] + body[start:]


def _change(text: str, codec: str) -> str:
    """Put the standard's characters for Python's, all of which are in the first 65,536 of Unicode."""
    if codec not in _CHANGED:
        return text
    points = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), "<u2")
    changed = _make_table(codec)[points]
    return text if np.array_equal(points, changed) else changed.tobytes().decode("utf-16-le", "surrogatepass")


@cache
def _make_table(codec: str) -> NDArray[np.uint16]:
    table = np.arange(0x10000, dtype="<u2")
    for old, new in zip(*_CHANGED[codec], strict=True):
        table[ord(old)] = ord(new)
    return table


@cache
def _read_added(codec: str) -> dict[bytes, str]:
    """Read the characters that Python's codec lacks, by their bytes."""
    if codec == "gb18030":
        return {b"\x80": "€"}
    if codec == "cp1255":
        return {b"\xca": "\u05ba"}
    added = {}
    if codec == "big5hkscs":
        for run in _BIG5.split():
            lead, trail = bytes.fromhex(run[:4])
            first = _BIG5_TRAILS.index(trail)
            added.update({bytes((lead, _BIG5_TRAILS[first + n])): sign for n, sign in enumerate(run[4:])})
    return added


@cache
def _register(codec: str, is_strict: bool) -> str:
    """Register a handler of errors for a codec, and give its name."""
    added, invalid = _read_added(codec), _INVALID.get(codec)
    is_single_byte = codec.startswith(("cp", "iso8859", "koi8", "mac")) and not invalid
    if not (invalid or is_single_byte or codec == "iso2022_jp"):
        return "strict" if is_strict else "replace"

    def mend(error: UnicodeError) -> tuple[str, int]:
        if not isinstance(error, UnicodeDecodeError):
            raise error
        data, start = error.object, error.start
        for size in (2, 1):
            if (sequence := data[start : start + size]) in added:
                return added[sequence], start + len(sequence)
        if codec in ("euc_jp", "iso2022_jp") and (sign := _read_japanese(data[start : start + 2], codec)):
            return sign, start + 2
        if is_strict:
            raise error
        if is_single_byte:
            return chr(data[start]) if data[start] in _C1 else "\ufffd", start + 1
        found = invalid.match(data, start) if invalid else None
        return "\ufffd", found.end() if found else error.end

    name = f"web-{codec}-{'strict' if is_strict else 'replace'}"
    codecs.register_error(name, mend)
    return name


def _read_japanese(pair: bytes, codec: str) -> str:
    """The character of two bytes in the rows 13 and 89 to 92, which Python has in Shift_JIS alone; else empty."""
    first = 0xA1 if codec == "euc_jp" else 0x21
    if len(pair) != 2 or not all(first <= byte < first + 94 for byte in pair):
        return ""
    row, cell = pair[0] - first, pair[1] - first
    lead, trail = row // 2 + 0x81, cell + 94 * (row % 2)
    try:
        return bytes((lead + (0x40 if lead > 0x9F else 0), trail + (0x40 if trail < 0x3F else 0x41))).decode("cp932")
    except UnicodeDecodeError:
        return ""
