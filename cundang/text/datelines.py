"""The frame of a news text: the dateline it begins with (新华社北京11月17日电) and the credits it ends with (（完）).

They say who filed a text, where and when; a site that reprints it leaves them out, or puts its own there.
"""

import re
from typing import NamedTuple

from cundang.text.fold import fold
from cundang.text.numerals import NUMERAL, read_numeral
from cundang.text.people import HAN
from cundang.text.surnames import is_person

_REACH = 120  # characters at either end of a text where its frame is looked for
_MOST_CREDITS = 6  # at the end of a text: （记者某某）（完）责任编辑：某某


class Dateline(NamedTuple):
    """Who filed a text, where and when, as its first words say."""

    end: int  # where the text proper begins
    raw: str  # the words of the dateline, without the reporters behind it
    agency: str  # whose report it is, as written there; empty for a house that names itself 本报, 本网, 本台, or nobody
    is_own: bool  # whether the house that publishes it says that it is its own
    place: str  # where it was filed; empty where it does not say
    day: tuple[int, int] | None  # month and day; the month is 0 where only a day is named


# A house by the last part of its name, or by the whole; folded. What would go on with the name must not follow.
_NO_MORE = "(?!通讯社|社|网|报(?![道导])|客户端|电视|新闻|在线|财经|传媒|频道|[-—·])"
_ENDING = (
    r"(?:通讯社|社|官网|网|日报|晚报|早报|时报|报|电视台|电台|广播|之声|总台|客户端|新闻|传媒|财经|在线|线上|周刊|杂志|频道|发布|科技|APP|app)"
    rf"{_NO_MORE}"
)
_NAMED = (
    "新唐人|大纪元|美国之音|德国之声|自由亚洲电台|BBC中文|每经AI|每经|财联社|澎湃|红网时刻|中新经纬|格隆汇|智通财经|TechWeb|IT之家|PChome|界面"
    "|国际在线|四川在线|浙江在线|华声在线|北青|新京报|南都|大公文汇|俄罗斯卫星|德新|华尔街见闻|路透|法新|美联|彭博|联合早报|综合外电"
)
_OWN = r"本[报网台刊社站]"
HOUSE = rf"(?:(?:{_NAMED}){_NO_MORE}|(?!根?据|综合|援引)[《{HAN}\w·—\"-]{{1,16}}?{_ENDING}》?)"
_HOUSE = rf"(?:(?P<own>{_OWN})|(?P<agency>{HOUSE}))"
_NO_NAME = r"(?![从在就对将与为把被也又还再即则今昨明前近日当获了看发采走注])"
_ONE = rf"{_NO_NAME}(?:[{HAN}]{{2,4}}?|[{HAN}]{{1,8}}·[{HAN}]{{1,10}})"
_GLUED = rf"(?:[{HAN}]{{2,4}}[、\s]{{1,2}}){{0,4}}?(?:[{HAN}]{{3}}|[{HAN}]{{2}}|[{HAN}]{{4}})"  # a place follows
REPORTER = (
    r"(?:驻[\u4e00-\u9fff]{1,6}?)?(?:首席|特约|特派|实习|见习|全媒体|融媒体?|摄影|专题){0,2}(?:记者|通讯员|特派员)"
)
_NAMES = rf"{REPORTER}[\s/:]{{0,2}}{_ONE}(?:[、,\s]{{1,2}}(?:{REPORTER}[\s/:]{{0,2}})?{_ONE}){{0,6}}"
_NUMBER = rf"(?:\d{{1,2}}|{NUMERAL}{{1,3}})"
_DAY = (
    rf"(?:北京时间)?(?:(?:(?:19|20)\d\d年)?(?P<month>{_NUMBER})月)?(?P<day>{_NUMBER})日"
    r"(?:凌晨|清晨|早间|上午|中午|下午|傍晚|晚间|晚|午间|盘中)?"
)
_PLACE = rf"(?P<place>(?:(?!北京时间)[{HAN}·]{{2,12}}?)?)"
_WIRE_WORD = (
    r"(?:(?<=日)专?电(?![视影])|(?<![停断发供用节漏触充来核火水风光家手广机])专?电(?=[\s(\[【:,]|题[::]|$)"
    r"|(?:专|快|新闻)?(?<![通资喜音视])讯(?![息问号飞速]))"
)
# What may stand behind the word, before the text: brackets with reporters, a title in a line, reporters in a line.
_AFTER = re.compile(
    r"(?:\s{0,3}[(\[【](?!原标题)[^()\[\]【】\n]{2,60}[)\]】]){0,2}"
    r"(?:\s{0,3}题[:：][^\n]{1,60}\n)?"
    rf"(?:\s{{0,3}}[{HAN}]{{0,8}}?{_NAMES}(?:\s?(?:摄影|综合)?报[道导]\s?[:,]?|\s?:|\s)"
    r"|\s{0,4}(?:综合|摄影)?报[道导]\s?[:,]|\s{0,3}北京时间[^,。]{2,24}消息,)?"
    r"[\s:,。丨|—-]{0,6}"
)
_FORMS = (
    # 新华社北京11月17日电 | 法新社巴黎电 | 本报讯 | 本报记者某某北京11月17日电 | 据新华社北京11月17日电
    re.compile(
        rf"(?:据|综合)?{_HOUSE}(?:{REPORTER}\s?{_GLUED})?"
        rf"[\s/]{{0,2}}{_PLACE}\s?(?:{_DAY}\s?)?(?:综合|外电|电话|独家){{0,2}}{_WIRE_WORD}"
    ),
    # 央视网消息： | 财联社11月17日消息， | 新华社快讯： | 国际在线报道（记者某某）：
    re.compile(
        rf"{_HOUSE}\s?(?:快讯|权威快报|快报|消息|专稿|特稿|综合报[道导]|报[道导]|独家)"
        r"(?=[:(\[【]|\s{0,2}\n|\s{0,2}(?:记者|通讯员)|\s)"
    ),
    re.compile(rf"{_HOUSE}\s?{_PLACE}\s?{_DAY}\s?(?:综合)?(?:消息|报[道导]|丨|\|)(?=[\s:,(丨|])"),
    # 本报记者某某报道： | 本报记者 某某 (a line) | 記者某某／台北報導
    re.compile(
        rf"(?:{_HOUSE}\s?)?{_NAMES}(?:(?:\s?[/\s]\s?|(?<=[、\s]..))(?P<place>(?!综合)[{HAN}、]{{2,8}}?))?\s?"
        rf"(?:{_DAY})?(?:(?:综合|摄影|现场|连线|即时)?报[道导](?=[:\s,]|$)|(?<=日){_WIRE_WORD}|\s{{0,2}}\n)"
    ),
)
# 社會中心／綜合報導
_DESK = re.compile(rf"[{HAN}]{{2,5}}(?:中心|组)\s?/\s?(?P<place>(?:(?!综合)[{HAN}、]{{2,8}}?)?)(?:综合)?报[道导]")
# （中央社記者某某台北17日電） | 【大公報訊】 | 【新唐人北京時間2023年11月17日訊】 | 〔記者某某／台北報導〕 | （吉隆坡17日讯）
_BRACKETED = re.compile(r"[(\[【〔「](?:据)?([^()\[\]【】〔〕「」\n。]{2,60})[)\]】〕」]")
_INSIDE = (
    re.compile(
        rf"(?:据)?{_HOUSE}\s?(?:{REPORTER}[\s:]{{0,2}}{_GLUED})?"
        rf"[\s/]{{0,2}}{_PLACE}\s?(?:{_DAY}\s?)?(?:综合|外电|专题|独家|摄影|电话){{0,3}}"
        r"(?:(?:专|快|新闻)?[电讯]|报[道导]|消息)(?:\s?记者.{0,30})?"
    ),
    re.compile(rf"{_HOUSE}\s?(?:{REPORTER}.{{0,24}})?"),
    re.compile(rf"(?:文|撰文)[/|丨]\s?{_HOUSE}(?:\s.{{0,24}})?"),
    re.compile(
        rf"{_NAMES}\s?/\s?(?P<place>(?!综合)[{HAN}、]{{2,8}}?)\s?(?:{_DAY})?(?:综合|摄影|专题|即时)?(?:报[道导]|[电讯])"
    ),
    re.compile(rf"(?P<place>[{HAN}]{{2,8}}?)\s?(?:{_DAY})?(?:综合)?[电讯]"),
)

# Credits in brackets that close a text, and lines that do; folded, spaces left out.
_LABEL = (
    r"(?:本文)?(?:责任编辑|网络编辑|责编|编辑|编译|校对|审核|来源|稿源|稿件来源|文章来源|信息来源|作者|记者|通讯员|撰文|撰稿|采写|参与采写|执笔|整理"
    r"|图文|文图|文|图|摄影|图片|供图|供稿|监制|值班编辑|值班编委|制作|原标题|原载|转自|转载自|摘自|选自|素材来源|综合)"
)
_CREDIT = re.compile(
    r"全?[文]?完(?:毕|结)?|未?完?待续|END|The?End"
    rf"|{_LABEL}[:|/丨于][^。!?]{{0,60}}"
    rf"|(?:[{HAN}\w]{{0,12}}?){REPORTER}[^。,!?]{{2,50}}"
    rf"|(?!又|即|简称|前身|原名|指|含|包括|[不非和或])(?:[《{HAN}\w·-]{{1,14}}?{_ENDING}》?|{_NAMED}|{_OWN})"
    rf"[{HAN}]{{0,8}}\d{{0,2}}月?\d{{0,2}}日?(?:专?电|讯|消息|供稿|发)?完?"
    rf"|(?:据|综合|转自|转载自|摘自|原载|编译自|选自|原载于|来源于)[《{HAN}\w\"、·-]{{2,40}}》?"
)
_CREDIT_LINE = re.compile(
    rf"{_LABEL}[:|/丨][^。!?]{{0,60}}|(?:{_OWN}|[{HAN}\w]{{2,12}}?{_ENDING})?{REPORTER}[:/]?[{HAN}·、]{{2,24}}"
    r"|-{0,4}(?:全文)?(?:完|END)-{0,4}|[—-]{2,4}(?:来源|转自|摘自|据)?[:]?[\u4e00-\u9fff《》·]{2,16}"
)
_NUMBERED = re.compile(r"(?<=\))\d{6,8}$")  # （編輯：某某）1121117, as the Central News Agency closes its reports
_SPACES = " \t\r\n\u3000\xa0"
_OPENING = {")": "(", "]": "[", "】": "【", "〕": "〔", ">": "<"}


def find_dateline(text: str) -> Dateline | None:
    """Find the dateline that a text begins with; None where it has none.

    Only its first 120 characters are looked at. `据新华社报道，` is a sentence's beginning and no dateline.

    >>> find_dateline("新华社北京11月17日电（记者林晓岚、何青）清河昨夜结冰。")
    Dateline(end=22, raw='新华社北京11月17日电', agency='新华社', is_own=False, place='北京', day=(11, 17))
    >>> find_dateline("（中央社記者林曉嵐台北17日電）清河昨夜結冰。").agency, find_dateline("新华社的大楼里有一座钟。")
    ('中央社', None)
    """
    head = text[:_REACH]
    folded = fold(head)
    start = len(folded) - len(folded.lstrip(_SPACES))
    if bracket := _BRACKETED.match(folded, start):
        inside = next(filter(None, (form.fullmatch(folded, *bracket.span(1)) for form in _INSIDE)), None)
        return _make(text, head, folded, inside, bracket.start(), bracket.end()) if inside else None
    match = next(filter(None, (form.match(folded, start) for form in (*_FORMS, _DESK))), None)
    return _make(text, head, folded, match, match.start(), match.end()) if match else None


# 据新华社报道， at the head: what a copy says of where it is from
_REPORTED = re.compile(
    rf"[\s\u3000]{{0,8}}(?:据|援引)[《“\"]{{0,2}}(?:{HOUSE}|[{HAN}\w·]{{2,12}})[》”\"]{{0,2}}[^。,:;!?\n]{{0,24}}?"
    r"(?:报[道导]|消息|电|披露)[,:]\s?"
)


def strip_frame(text: str) -> tuple[int, int]:
    """Where the text proper begins and ends, without its dateline and the credits in brackets or lines that close it.

    Looks at 120 characters at either end only. Where nothing would be left, the whole text is the text proper.

    >>> text = "本报讯（记者林晓岚）清河昨夜结冰。（完）\\n责任编辑：何青"
    >>> text[slice(*strip_frame(text))]
    '清河昨夜结冰。'
    """
    dateline = find_dateline(text)
    start = dateline.end if dateline else 0
    if reported := _REPORTED.match(fold(text[start : start + 60])):
        start += reported.end()
    first = max(start, len(text) - _REACH)
    tail = fold(text[first:])
    end = len(tail)
    for _ in range(_MOST_CREDITS):
        stripped = len(tail[:end].rstrip(_SPACES))
        cut = _find_credit(tail[:stripped])
        if cut is None:
            end = stripped
            break
        end = cut
    if not tail[:end].strip(_SPACES) and first == start:
        return 0, len(text)
    return start, first + end


def _find_credit(tail: str) -> int | None:
    """Where the credit begins that a text ends with; None where it ends with none."""
    if number := _NUMBERED.search(tail, max(0, len(tail) - 10)):
        tail = tail[: number.start()]
    opening = _OPENING.get(tail[-1:])
    if opening and (at := tail.rfind(opening, max(0, len(tail) - 80), len(tail) - 1)) >= 0:
        inside = tail[at + 1 : -1]
        return at if _is_credit(inside) else None
    at = tail.rfind("\n") + 1
    line = tail[at:].strip(_SPACES)
    return at if at and len(line) <= 80 and _CREDIT_LINE.fullmatch(re.sub(r"\s", "", line)) else None


def _is_credit(inside: str) -> bool:
    """Whether the words of a bracket say who wrote, filed or edited, or that the text ends; or are persons' names."""
    if _CREDIT.fullmatch(re.sub(r"\s", "", inside)):
        return True
    return all(map(is_person, re.split(r"[、,/]|(?<=\S\S)\s+(?=\S\S)", inside.strip(_SPACES))))


def _make(text: str, head: str, folded: str, match: re.Match[str], start: int, end: int) -> Dateline:
    parts = match.groupdict()
    after = _AFTER.match(folded, end)
    behind = after.end() if after else end
    if not text[behind:].strip(_SPACES):
        behind = end
    agency = head[slice(*match.span("agency"))].strip("《》") if parts.get("agency") else ""
    return Dateline(
        end=behind,
        raw=head[start:end].strip(_SPACES),
        agency=agency,
        is_own=not agency,
        place=head[slice(*match.span("place"))] if parts.get("place") else "",
        day=_read_day(parts.get("month"), parts.get("day")),
    )


def _read_day(month: str | None, day: str | None) -> tuple[int, int] | None:
    try:
        numbers = (read_numeral(month) if month else 0, read_numeral(day) if day else 0)
    except (KeyError, ValueError):
        return None
    return numbers if 0 <= numbers[0] <= 12 and 1 <= numbers[1] <= 31 else None
