"""Bylines in Chinese that have no label with a colon: 记者某某／某地报导, 文丨某某, 本报讯（记者 某某 通讯员 某某）."""

import re

from cundang.text.calendars import DAY
from cundang.text.clock import CLOCK
from cundang.text.fold import fold
from cundang.text.people import HAN, NAME, ROLE, is_nobody
from cundang.text.surnames import is_person

_LONGEST = 160  # characters of a line that is a byline; at the head of a paragraph, of its beginning
# The end of a report's byline: ／台北報導, 台北5日電, 摄影报道
_FILED = r"(?:(?:\d{1,2}月)?\d{1,2}日(?:专)?[电讯]|(?:综合|摄影|整理|采访|现场|连线|图文|编译|独家|专题|特别|即时)?报[道导]|专电|特稿|特写|摄影)"
_PLACE = rf"[{HAN}]{{2,8}}?"
# Places that Taiwan's agency and papers glue to the name before them, where nothing says how long the name is.
_PLACES = (
    "台北|新北|桃园|台中|台南|高雄|基隆|新竹|嘉义|苗栗|彰化|南投|云林|屏东|宜兰|花莲|台东|澎湖|金门|马祖|连江|北京|上海|广州|深圳|香港|澳门"
    "|东京|大阪|首尔|新加坡|曼谷|河内|马尼拉|雅加达|吉隆坡|新德里|华盛顿|纽约|洛杉矶|旧金山|芝加哥|休士顿|温哥华|多伦多|伦敦|巴黎|柏林|罗马"
    "|布鲁塞尔|日内瓦|维也纳|华沙|布拉格|莫斯科|基辅|伊斯坦堡|开罗|雪梨|悉尼|墨尔本|坎培拉|圣保罗|综合|外电"
)
_PLACE_BEHIND = re.compile(rf"(?<=[{HAN}]{{2}})(?:{_PLACES})[市县区]?$")
_COMPOUND = re.compile(
    "欧阳|司马|上官|诸葛|司徒|东方|皇甫|尉迟|公孙|慕容|令狐|长孙|宇文|夏侯|端木|南宫|张简|范姜|申屠|闾丘|东郭"
)
_STAFF = r"(?:责任编辑|编辑|责编|校对|审核|审校|监制|统筹|排版|美编|摄影|图片|来源)"
_ONE = rf"(?!(?:{_STAFF}|[{HAN}]{{0,2}}(?:记者|通讯员|特派员|实习生|评论员))(?:\W|$))(?:{NAME}|[{HAN}] [{HAN}])(?![{HAN}·])"
_NAMES = rf"{_ONE}(?:(?:\s{{0,2}}[、,/&]\s{{0,2}}|\s{{1,2}}){_ONE}){{0,9}}"
# What 记者 heads that is no name: a verb, a day, a column.
_NO_NAME = (
    r"(?:[从在就对将与为把被也又还再即则]|(?:今|昨|明|前|近|日|当)[天日前年晚晨]|获悉|了解|看到|发现|采访|走进|注意|来到|探访|直击|实地|体验|暗访"
    rf"|手记|调查|观察|日记|视点|视线|会见|联合会|招待|之家|俱乐部|协会|学会|联盟|问|证|节|眼|行$|团|站|会$|部|[{HAN}]{{0,6}}[您你我他她它们吗呢吧啊的了是不这那哪怎]"
    r"|谢谢|再见)"
)
_BY_ROLE = rf"{ROLE}[\s:/丨|]{{0,3}}(?!{_NO_NAME}|[{HAN}]{{0,8}}(?:报[道导]|日[电讯]|摄$)){_NAMES}"
_BY_ROLES = rf"{_BY_ROLE}(?:[\s、,;]{{1,3}}{_BY_ROLE}){{0,5}}"
_ROLE_FIRST = re.compile(ROLE)
_BOTH = r"(?:\s?(?:摄影报[道导]|[文图]/[文图]|图文|文图))?"
_REPORT_SLASHED = re.compile(  # behind the last stroke stands the place: 記者林晓岚／台北 報導
    rf"({_BY_ROLES}?)(?:\s{{0,2}}/\s{{0,2}}[{HAN}、,-]{{0,14}}?\s?|\s{{1,3}}[{HAN}、,-]{{1,14}}?\s?"
    rf"|(?<!/..)(?<!/...)(?<!/....)\s{{1,3}}){_FILED}"
)
_REPORT_GLUED = re.compile(rf"({ROLE}[\s:]{{0,2}}(?!{_NO_NAME})(?:{_ONE}[、,\s]\s?){{0,6}}[{HAN}·]{{2,12}}?){_FILED}")
_REPORT = re.compile(rf"({_BY_ROLES}){_BOTH}(?:\s{{1,3}}{_STAFF}\s.{{2,40}})?")
# In brackets, a name without a role: （林晓岚／台北報導）
_FILED_BY = re.compile(rf"({_ONE}(?:[、\s]{_ONE}){{0,4}})\s?/\s?[{HAN}、,-]{{2,14}}?{_FILED}")
_NAMES_ALONE = re.compile(rf"{_ONE}(?:[、,\s]\s?{_ONE}){{0,4}}")
# A house of any name, where a space stands behind the role.
_OF_HOUSE = re.compile(rf"([{HAN}A-Za-z]{{2,8}}?(?:记者|通讯员)\s{{1,3}}(?!{_NO_NAME}){_NAMES})")
_SIGN = r"\s{0,2}(?:[:|丨∣│┃]|—(?!—)|/)\s{0,2}"
_TEXT = r"(?:图文|文图|[文图][/、][文图]片?|文/摄影?|文字?|撰文|采写|撰稿|采访|作者|执笔)"
_PICTURE = (
    r"(?:图片?|摄影?|摄像|供图|配图|制图|插图|题图|头图|漫画|视频|剪辑|编辑|责编|校对|设计|美编|排版|统筹|监制|审核)"
)
# 文丨某某, 作者 某某, with a house of any name before the role
_LED = rf"(?:{_TEXT}{_SIGN}|(?:作者|撰文|采写|执笔)\s{{1,3}})((?:[{HAN}]{{0,8}}?{ROLE}\s{{0,2}})?{_NAMES})"
_BY_TEXT = re.compile(rf"{_LED}(?:[\s,;|、]{{1,4}}(?:{_PICTURE}{_SIGN}|{_PICTURE}\s)[^。!?]{{1,40}})?")
_TEXT_BEHIND = re.compile(
    rf"({_NAMES})(?:\s?/\s?{_TEXT}|\s{{1,2}}{_TEXT}|\s?[文图]/[文图])(?:[\s、,;]{{1,3}}{_NAMES}\s?/?\s?{_PICTURE})?"
)
_BRACKET = r"[(\[【〔〈<]\s?([^()\[\]【】〔〕<>。]{2,60}?)\s?[)\]】〕〉>]"
_HEAD = re.compile(
    rf"(?:[【\[]?([{HAN}\w ]{{0,24}}?(?:讯|电|消息|报道))[\]】]?\s{{0,3}}(?:题[:][^()。]{{2,40}})?)?{_BRACKET}"
)
_LISTED = rf"{ROLE}\s?(?!{_NO_NAME}){NAME}(?:、{NAME}){{0,5}}"
_BY_LISTED = rf"{_LISTED}(?:\s{_LISTED}){{0,3}}"
_DISPATCH = re.compile(rf"[{HAN}\w ]{{0,16}}?(?:本[报网台]讯|日[讯电]|消息)\s{{0,3}}({_BY_LISTED})(?=\s|:|报道|$)")
_TAIL = re.compile(rf"{_BRACKET}$")
_AUTHOR_IS = re.compile(rf"(?:本文)?作者\s?(?!单位|简介|系|为|是)([{HAN}·]{{2,8}}?)\s?(?:,|系|为|现任).{{2,60}}")
_COUNTS = re.compile(
    r"\s(?:阅读|浏览|点击|来源|编辑|责编|责任编辑|评论|分享|字体|字号|发布|发表|已有|访问|人气|收藏|举报).{0,120}$"
)
_SEGMENT = re.compile(r"\s{0,3}[|·]\s{0,3}|\s{2,}|\t")
# The whole line of a byline, for the rule that moves it out of a text. Folded.
_ANY = "|".join(pattern.pattern for pattern in (_REPORT_SLASHED, _REPORT, _BY_TEXT, _TEXT_BEHIND))
LINE = rf"[(\[【〔]?\s?(?:{_ANY})\s?[)\]】〕]?"


def read_byline(line: str) -> str:
    """Read who a line says to have written the text, as it stands there; empty where the whole line is no byline.

    >>> read_byline("記者林曉嵐／台北報導"), read_byline("文丨林晓岚　图丨何青"), read_byline("记者林晓岚昨天去了渡口")
    ('記者林曉嵐', '林晓岚', '')
    """
    stripped = line.strip(" \u3000\t\xa0□■◎◇◆○●")  # □记者 某某, as newspapers set it
    if not 3 <= len(stripped) <= _LONGEST:
        return ""
    folded = fold(stripped)
    bracket = _TAIL.fullmatch(folded)
    if bracket and bracket.span(1) != (0, len(folded)):
        return read_byline(stripped[slice(*bracket.span(1))])
    if _ROLE_FIRST.match(folded):
        return _read_report(stripped, folded)
    matches = (pattern.fullmatch(folded) for pattern in (_AUTHOR_IS, _OF_HOUSE, _BY_TEXT, _TEXT_BEHIND))
    match = next(filter(None, matches), None)
    return stripped[slice(*match.span(1))] if match and not is_nobody(match[1]) else ""


def read_header_byline(line: str) -> str:
    """Read the byline in a line that has the time of publication too: 2023-04-12 08:15　本报记者 某某."""
    folded = fold(line)
    rest = line
    if day := DAY.search(folded):
        clock = CLOCK.match(folded, day.end())
        rest = f"{line[: day.start()]}  {line[clock.end() if clock else day.end() :]}"
    rest = rest.replace("｜", "|").replace("\u3000", "  ").replace("\xa0", " ")
    pieces = [rest, *(_COUNTS.sub("", piece) for piece in _SEGMENT.split(rest))]
    return next(filter(None, map(read_byline, pieces)), "")


def read_byline_at_head(paragraph: str) -> str:
    """Read the byline that a paragraph begins with: 本报讯（记者 某某）, （中央社记者某某台北5日电）, 新华社某地4月12日电（记者某某）."""
    beginning = paragraph.strip(" \u3000\t\xa0")[:_LONGEST]
    folded = fold(beginning)
    if head := _HEAD.match(folded):
        inside = beginning[slice(*head.span(2))]
        if byline := read_byline(inside) or _read_filed_by(inside):
            return byline
        is_dispatch = head[1] and re.search(r"[讯电]$", head[1])
        return inside if is_dispatch and re.fullmatch(_NAMES, fold(inside)) and not is_nobody(inside) else ""
    if dispatch := _DISPATCH.match(folded):
        return beginning[slice(*dispatch.span(1))]
    return ""


def read_byline_at_tail(paragraph: str) -> str:
    """Read the byline in brackets that a paragraph ends with: ……。（记者 某某）.

    One with a word for a report (林晓岚／台北報導) may have more behind it.
    """
    inside = _read_last_bracket(paragraph)
    if byline := read_byline(inside) if inside else "":
        return byline
    ending = paragraph[-_LONGEST:]
    brackets = (ending[slice(*bracket.span(1))] for bracket in re.finditer(_BRACKET, fold(ending)))
    return next(filter(None, map(_read_filed_by, brackets)), "")


def read_names_at_tail(paragraph: str) -> str:
    """Read the names alone in brackets that a text ends with: ……。（林晓岚）; each must have a family name.

    >>> read_names_at_tail("船下水了。（林晓岚）"), read_names_at_tail("船下水了。（完）"), read_names_at_tail("他住江西（江西）")
    ('林晓岚', '', '')
    """
    inside = _read_last_bracket(paragraph)
    is_of_names = inside and _NAMES_ALONE.fullmatch(fold(inside)) and all(map(is_person, _split_names(inside)))
    return inside if is_of_names else ""


def _read_last_bracket(paragraph: str) -> str:
    ending = paragraph.strip(" \u3000\t\xa0")[-_LONGEST:]
    tail = _TAIL.search(fold(ending))
    return ending[slice(*tail.span(1))] if tail else ""


def _read_filed_by(inside: str) -> str:
    """The names before a stroke and the word for a report, where each is a person's: no 体育中心／综合报导."""
    filed = _FILED_BY.fullmatch(fold(inside))
    names = inside[slice(*filed.span(1))] if filed else ""
    return names if names and all(map(is_person, _split_names(names))) else ""


def _split_names(names: str) -> list[str]:
    """The names in a string; one of two characters may be set with a space."""
    return re.split(r"[、,，]\s?|(?<=\S\S)[\s\u3000]+(?=\S\S)", names)


def _read_report(line: str, folded: str) -> str:
    """Read the names behind a role, without the place and the word for a report behind them."""
    if slashed := _REPORT_SLASHED.fullmatch(folded):
        return line[slice(*slashed.span(1))]
    if glued := _REPORT_GLUED.fullmatch(folded):
        return line[: _end_of_name(folded[: glued.end(1)])]
    if whole := _REPORT.fullmatch(folded):
        return line[slice(*whole.span(1))]
    return ""


def _end_of_name(folded: str) -> int:
    """Where the last name ends in a byline to which a place is glued: 记者林晓岚台北."""
    if place := _PLACE_BEHIND.search(folded):
        return place.start()
    last = re.search(rf"[{HAN}·]{{1,20}}$", folded)
    start = last.start() if last else len(folded)
    if role := _ROLE_FIRST.match(folded, start):
        start = role.end()
    rest = folded[start:]
    if len(rest) < 4 or "·" in rest:
        return len(folded)
    length = 4 if _COMPOUND.match(rest) and len(rest) > 4 else 2 if len(rest) == 4 else 3
    return start + length
