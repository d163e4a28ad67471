"""Text whose bytes were decoded by the wrong table: decoded again by the right one where nothing was lost, else marked.

ftfy repairs UTF-8 read as Latin-1 or Windows-1252, also where that happened twice. It leaves the Chinese kinds
alone: UTF-8 read as GBK (中国 shows as 涓浗 and the like), and GBK read as Latin-1 (ÖÐ¹ú). A run is changed only if
all of it can be decoded again and gives words: no such run of three characters stands in any undamaged text we
have.
"""

import re
from collections.abc import Callable

from ftfy import fix_encoding

from cundang.model.article import Repair
from pipelines.repair.lexicon import decode_gbk, is_usual, log_likelihood

_ROUNDS = 3  # of repairs: text may be encoded several times over
# UTF-8 as Latin-1 or Windows-1252: a lead byte, and a continuation byte as either of the two shows it.
_UTF8_AS_LATIN = re.compile(
    "[\u00c2-\u00f4]"
    "[\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
)
_GBK_AS_LATIN = re.compile("[\u00a1-\u00ff]{4,2000}")
_LATIN_TWICE = re.compile("[\u0080-\u00ff]{8,2000}")
# UTF-8 as GBK: the bytes that begin and go on a Chinese character make one of these 384, all rare but in mojibake.
_BEGINNINGS = "".join(
    filter(None, (decode_gbk(lead, trail) for lead in range(0xE4, 0xEA) for trail in range(0x80, 0xC0)))
)
_UTF8_AS_GBK = re.compile(f"[{_BEGINNINGS}]")
_RUN = re.compile("[^\x00-\x7f]{2,2000}")
_LOST = re.compile("(?:锟斤拷)+(?:锟斤?|锟)?|\ufffd+")
_LEAST_LIKELY = -8.5  # logarithm, a character; running text has -5 to -7, characters by chance less than -9
_HAN = re.compile("[\u4e00-\u9fff]")
# One character class, since it is looked for in every text; each kind of mojibake has one of these.
_ANY_SUSPECT = re.compile(f"[\u00c0-\u00ff{_BEGINNINGS}锟\ufffd]")
_SUSPECT = re.compile(f"{_UTF8_AS_LATIN.pattern}|{_GBK_AS_LATIN.pattern}|{_UTF8_AS_GBK.pattern}|锟斤拷|\ufffd")


def repair_mojibake(text: str) -> list[Repair]:
    """Repair what was decoded by the wrong table, in order; mark where bytes were thrown away."""
    if not _ANY_SUSPECT.search(text) or not _SUSPECT.search(text):
        return []
    repairs, start = [], 0
    for line in text.split("\n"):
        repaired = _repair_line(line)
        if repaired != line:
            repairs.append(_make_repair(start, line, repaired))
        else:
            repairs += [Repair(start + m.start(), "lost_bytes", m[0], m[0]) for m in _LOST.finditer(line)]
        start += len(line) + 1
    return repairs


def _repair_line(line: str) -> str:
    for _ in range(_ROUNDS):
        before = line
        # First, since ftfy takes two bytes of GBK for one character of UTF-8: Â£ for £.
        line = _GBK_AS_LATIN.sub(_decode_again(lambda run: run.encode("latin-1").decode("gb18030")), line)
        line = _LATIN_TWICE.sub(
            _decode_again(lambda run: run.encode("latin-1").decode("utf-8").encode("latin-1").decode("gb18030")), line
        )
        if _UTF8_AS_LATIN.search(line):
            line = fix_encoding(line)
        if _UTF8_AS_GBK.search(line):
            line = _RUN.sub(_decode_again(lambda run: run.encode("gb18030").decode("utf-8")), line)
        if line == before:
            break
    return line


def _decode_again(decode: Callable[[str], str]) -> Callable[[re.Match[str]], str]:
    """A replacement for the runs of a pattern: decoded again where that gives Chinese text, else as they are."""

    def replace(run: re.Match[str]) -> str:
        try:
            decoded = decode(run[0])
        except UnicodeError:
            return run[0]
        return decoded if _is_chinese(decoded) else run[0]

    return replace


def _is_chinese(text: str) -> bool:
    han = "".join(_HAN.findall(text))
    return (
        len(han) >= 2
        and len(han) * 2 >= len(text)
        and all(map(is_usual, han))
        and log_likelihood(han) >= _LEAST_LIKELY * len(han)
    )


def _make_repair(position: int, before: str, after: str) -> Repair:
    """One repair for a line that starts at a position, without the characters at both its ends that stayed the same."""
    shorter = min(len(before), len(after))
    start = next((i for i in range(shorter) if before[i] != after[i]), shorter)
    rest = shorter - start
    end = next((i for i in range(rest) if before[-1 - i] != after[-1 - i]), rest)
    return Repair(position + start, "mojibake", before[start : len(before) - end], after[start : len(after) - end])
