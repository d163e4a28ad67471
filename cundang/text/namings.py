"""Whom a text names as where it is from: in its dateline, and in words at its head and its end (转自, 据新华社电, 原文链接)."""

import re
from typing import NamedTuple

from cundang.text.address import is_web
from cundang.text.datelines import HOUSE, REPORTER, find_dateline
from cundang.text.fold import fold

_REACH = 160  # characters at either end of a text that are read
CERTAIN, TOLD, HINTED = 3, 2, 1  # how much a naming says of whose text it is


class Naming(NamedTuple):
    """A piece of evidence: its kind as in the table `evidence`, the words, the name in them, and what it weighs.

    The name is empty where the house names itself (本报讯), and of a link, whose words are its address.
    """

    kind: str
    raw: str
    written: str
    weight: int


# 转自：新河日报 | 本文来源：《新河日报》 | 原载于《新河日报》
_FROM = re.compile(
    r"(?:本文|文章|原文|稿件|信息|内容)?(?:(?:转载自|转自|转载于|摘自|选自|摘编自|编译自|原载于|首发于|来源于|刊于)[\s:]{0,3}"
    r"|(?:来源|稿源|出处|原载|转载|首发)\s?:\s{0,3})(?:微信公众号|公众号|微博)?[\s《\"“]{0,3}"
    r"(?!https?:|网络|互联网|网上|其[他它]|别[处人])([^\s《》\"“”()\[\]【】。,;:!?]{2,24})"
)
# A line or a bracket that ends a text: （据新华社北京11月17日电） | （新华社） | （综合新华社、央视新闻报道） | 新华社记者 某某
_SIGNED = re.compile(rf"(?:据|综合)?(?:整理自)?\s?({HOUSE})(?:.{{0,30}}[电讯道]|[、,].{{2,30}}|消息)?")
_BY = re.compile(rf"({HOUSE}){REPORTER}[^。,!?摄]{{2,40}}")
_OPENING = {")": "(", "]": "[", "】": "【"}
_LONGEST_SIGN = 60
# 据新华社报道， | 据《新河日报》11月17日报道： at the head of a text may be no more than a quotation
_REPORTED = re.compile(
    rf"(?:据|援引)[《\"“]{{0,2}}({HOUSE})[》\"”]?[^。,:;!?\n]{{0,24}}(?:报[道导]|消息|电|披露|援引)[,:]?"
)
_LINK = re.compile(r"(?:原文|来源|出处|转自|转载)(?:链接|地址|网址|来源)?[\s:]{0,3}(https?://[^\s()<>\"']{4,200})")


def list_namings(text: str) -> list[Naming]:
    """List whom a text names as where it is from. Only its dateline, and 160 characters at either end, are read.

    >>> [naming.written for naming in list_namings("本报讯 清河昨夜结冰。转自：河港报\\n（据新华社电）")]
    ['', '河港报', '新华社']
    """
    namings = []
    dateline = find_dateline(text)
    if dateline:
        weight = HINTED if dateline.is_own else CERTAIN
        namings.append(Naming("dateline", dateline.raw, dateline.agency, weight))
    start = dateline.end if dateline else 0
    head = text[start : start + _REACH].strip().partition("\n")[0]
    tail = text[max(start, len(text) - _REACH) :].strip()
    folded_head, folded_tail = fold(head), fold(tail)
    namings += [_make(head, found, CERTAIN) for found in _FROM.finditer(folded_head)]
    namings += [_make(tail, found, CERTAIN) for found in _FROM.finditer(folded_tail)]
    at, end = _find_last(folded_tail)
    if signed := _SIGNED.fullmatch(folded_tail, at, end) or _BY.fullmatch(folded_tail, at, end):
        namings.append(_make(tail, signed, CERTAIN))
    if reported := _REPORTED.match(folded_head):
        namings.append(_make(head, reported, HINTED))
    if (link := _LINK.search(folded_tail)) and is_web(address := tail[slice(*link.span(1))]):
        namings.append(Naming("link", address, "", HINTED))
    return list(dict.fromkeys(namings))


def _find_last(folded: str) -> tuple[int, int]:
    """Where the bracket that ends a text begins and ends, within its signs, else its last line; if they are short."""
    end = len(folded)
    if opening := _OPENING.get(folded[-1:]):
        end -= 1
        at = folded.rfind(opening, 0, end) + 1
    else:
        at = folded.rfind("\n") + 1
    return (at, end) if at and end - at <= _LONGEST_SIGN else (end, end)


def _make(part: str, found: re.Match[str], weight: int) -> Naming:
    return Naming(
        "text", part[slice(*found.span())].strip(" \n。"), part[slice(*found.span(1))].strip('《》"“”'), weight
    )
