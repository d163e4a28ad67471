"""The source of an article on a page of no known layout, where no label names it: an account or a paper by the date."""

import re
from collections.abc import Iterator

from cundang.model.article import Field
from cundang.text.calendars import DAY
from cundang.text.clock import CLOCK
from cundang.text.fold import CJK, fold
from cundang.text.people import is_nobody
from cundang.text.surnames import is_person
from pipelines.extract.accounts import find_marked_names
from pipelines.extract.blocks import TAGS
from pipelines.extract.elements import HEADLINES
from pipelines.extract.hints import BITS
from pipelines.extract.page_view import PageView, find_site_names
from pipelines.extract.tree import Element, to_line

# A name in Chinese that is no person's: those have two to four characters, and none ends like these.
HOUSE = re.compile(
    f"[{CJK}\\w-]{{0,20}}(?:[网網社台]|(?<!举)[报報]|频道|新闻|综合|中心|委员会|政府|公司|大学|法院|网站|财经|体育|科技|娱乐|日报|周刊|杂志"
    "|客户端|公众号|在线|之家|传媒|电视|广播|编辑部|出版社|论坛|研究院|医院|协会|学会|健康|融媒体?)"
)
ORGANISATION = re.compile(f"{HOUSE.pattern}|[{CJK}]{{6,20}}")
# A name of CJK and Latin letters or digits, as no person has: IT之家, 39健康网, 36氪
_MIXED = re.compile(
    f"(?=.{{0,18}}[{CJK}])(?=.{{0,18}}[A-Za-z0-9])[A-Za-z0-9]{{1,10}}[{CJK}]{{1,12}}|[{CJK}]{{2,12}}[A-Za-z]{{2,10}}"
)
# What stands beside a date and is no source: a place, a category, a button, a count, a label.
_NO_SOURCE = re.compile(
    r".{0,20}(?:来自|IP|属地|点击|查看|评论|阅读|分享|关注|举报|收藏|登录|注册|下载|字[体号]|打印|扫|更多|返回|微信|微博|朋友圈|发布(?!$)|(?<![\u4e00-\u9fff]{2})发布"
    r"|发表|时间|日期|编辑|作者|记者|浏览|人气|访问|星期|周[一二三四五六日]|首页|正文|位置|听新闻|语音|转载|投稿|次数|农历|天气|已有|参与|热度|赞|原图|大图|全屏|幻灯).{0,20}"
    r"|.{0,12}(?:自治区|[省市县区州镇乡村国])"
    r"|\d{1,6}[^\u6c2a]?|\d{1,6}\s?[\uac00-\ud7a3].{0,8}"  # a number; 36氪 is a name
    r"|[\d\s:./,+-]{1,16}(?:[万千百亿]\+?)?[余多]?"
    r"(?:字|词|次|个|条|人|位|楼|页|张|图|分钟?|秒|小?时|天|[日周月年]|篇|集|期|评|阅读?|赞|跟贴|[kKwW])?[前后]?"
    r"|(?:手机|电脑|移动|触屏|打印|无障碍)版|.{0,9}客户端下载|原创"
    r"|(?!中国网$)(?:国内|国际|社会|时政|要闻|财经|体育|娱乐|科技|军事|教育|汽车|房产|健康|文化|旅游|滚动|本地|地方|港澳|台湾|民生|法治|综合|图片|视频|今日"
    r"|热点|头条|最新|即时|政治|经济|生活|评论|专题|产业|股市|中国|世界|全球|两岸)?(?:新闻|财经|体育|科技|娱乐|频道|综合|要闻|资讯|动态|健康|网站|日报|网)"
)
_CUT = re.compile(
    r"\s{0,3}(?:作者|编辑|责编|责任编辑|记者|阅读|浏览|评论|点击|分享|字[体号]|人气|访问|来自|IP|(?:^|(?<=\s))发[布表]|关注|举报|收藏|听新闻|打印)"
)
_PUBLISHED = re.compile(r"(?:发布|发表|更新|发稿)?(?:时间|日期|于|在)?\s?:?\s?$")
_SOURCE_NAMES = re.compile(
    r"sourc|laiyuan|origin|media|account|wemedia|(?:^|[-_ ])(?:from|ly|mp)(?:$|[-_ ])", re.IGNORECASE
)
_ORIGINAL = re.compile(r"(?:^|[\s\[【(|])原创\s?[:|丨]\s{0,3}([^\n]{2,60})")
_MARKED_ORIGINAL = re.compile(r"\[?原创\]?\s{1,3}([^\s:]{2,20})(?:\s{1,3}([^\s:]{2,20}))?")  # 原创 账号 2023-04-12
_AGENCY = re.compile(
    f"[(\\[【]?([{CJK}]{{2,5}}社)(?:记者[{CJK}]{{2,12}}|[{CJK}]{{2,8}}(?:\\d{{1,2}}月)?)\\d{{1,2}}日(?:专)?[电讯]"
)
_SEGMENT = re.compile(r"\s{0,3}[|·丨/｜]\s{0,3}")
_PATH = re.compile("首页|主页|位置")  # the way to a page: 首页/要闻
_CJK = re.compile(f"[{CJK}]")
_KANA = re.compile("[\u3040-\u30ff가-힣]")
_PERSON = re.compile(f"[{CJK}]{{2,4}}")
_HEADLINE_TAGS = frozenset(TAGS[tag] for tag in HEADLINES)
_APART = (
    BITS["nav"] | BITS["tags"] | BITS["related"] | BITS["comment"] | BITS["share"] | BITS["footer"] | BITS["button"]
)
_NO_NAME = re.compile(r"[。，！？:]|来源|作者|编辑|\d:\d\d")  # a sentence, a label, a clock
_LONGEST = 120  # characters of a line with a date and a source
_LONGEST_NAME = 20
_BEGINNING = 60  # characters of an element that are read


def is_chinese(view: PageView) -> bool:
    """Whether the text of a page begins in Chinese, where an organisation is the source, not the author."""
    beginning = "".join(view.blocks[number].text for number in view.chosen[:3])
    return _CJK.search(beginning) is not None and not _KANA.search(beginning)


def find_beside_date(view: PageView) -> Field | None:
    """Find the paper or account that stands before or behind date and clock: 2019年10月04日 16:22 新京报.

    It may be in the block above or below, where date and clock have one to themselves.
    """
    for number in view.byline_area:
        for line in _list_lines(view, number):
            day = DAY.search(fold(line))
            if not day:
                continue
            clock = CLOCK.match(fold(line), day.end())
            before = _PUBLISHED.sub("", line[: day.start()])
            after = line[clock.end() if clock else day.end() :]
            for name in _list_names(before, after):
                if _is_source(view, name, is_alone=False):
                    return Field(name, "line of the date")
            if not before.strip() and not after.strip() and (field := _find_in_next_block(view, number)):
                return field
    return None


def find_original(view: PageView) -> tuple[Field | None, Field | None]:
    """Find the source and the author that a line above the text names behind 原创： (an article of the house's own)."""
    for number in view.byline_area:
        for line in _list_lines(view, number):
            if not (original := _ORIGINAL.search(fold(line))):
                if found := _read_marked_original(line):
                    return found
                continue
            words = line[slice(*original.span(1))].split()
            sources = [word for word in words if _is_source(view, word, is_alone=False)]
            people = [word for word in words[:1] if _PERSON.fullmatch(word) and word not in sources]
            where = "line of an original"
            return (
                Field(sources[0], where) if sources else None,
                Field(people[0], where) if people and not is_nobody(people[0]) else None,
            )
    return None, None


def _read_marked_original(line: str) -> tuple[Field | None, Field | None] | None:
    """Read a line that begins with the mark 原创: the account behind it, or the author and the account."""
    folded = fold(line)
    day = DAY.search(folded)
    marked = _MARKED_ORIGINAL.fullmatch(folded[: day.start()].strip() if day else folded.strip())
    if not marked:
        return None
    first, second = (line.strip()[slice(*marked.span(group))] for group in (1, 2))
    if any(_NO_SOURCE.fullmatch(fold(name)) or is_nobody(name) for name in (first, second) if name):
        return None
    where = "line of an original"
    if second:
        return Field(second, where), Field(first, where)
    if not day:
        return None
    return (None, Field(first, where)) if is_person(first) else (Field(first, where), None)


def _list_lines(view: PageView, number: int) -> list[str]:
    block = view.blocks[number]
    if block.tag in _HEADLINE_TAGS or len(block.text) > 1000:
        return []
    return [line for line in map(to_line, block.text.split("\v")) if 2 < len(line) <= _LONGEST]


def _list_names(before: str, after: str) -> Iterator[str]:
    """What may be a name before a date and behind it: all of it, its first word behind the date, its last before."""
    after = _CUT.split(after, maxsplit=1)[0].strip(" |·-—丨/\u3000,，")
    yield after
    yield from after.split()[:1]
    if ">" not in fold(before) and not _PATH.search(fold(before)):
        before = before.strip(" |·-—丨/\u3000,，:：")
        yield before
        yield from before.split()[-1:]
        yield from (part.strip() for part in _SEGMENT.split(before)[:3])


def _find_in_next_block(view: PageView, number: int) -> Field | None:
    for neighbour in (number + 1, number - 1):
        is_apart = not 0 <= neighbour < len(view.blocks) or view.blocks[neighbour].near_hints & _APART
        if is_apart or neighbour in view.chosen or view.blocks[neighbour].tag in _HEADLINE_TAGS:
            continue
        line = to_line(view.blocks[neighbour].text)
        for name in (line, *(split_signed(line) or ())[:1]):
            if _is_source(view, name, is_alone=True):
                return Field(name, "beside the date")
    return None


def find_signed(view: PageView) -> Field | None:
    """Find the author in a line between headline and text that is but a name and the house: 林晓岚/新河日报."""
    for number in view.byline_area:
        if number not in view.chosen and (signed := split_signed(to_line(view.blocks[number].text))):
            return Field(signed[1], "line of name and house")
    return None


def split_signed(line: str) -> tuple[str, str] | None:
    """The house and the person of a line that is but the two: 林晓岚/新河日报, 新河日报 林晓岚."""
    parts = re.split(r"\s{0,3}[|·丨/｜／]\s{0,3}|\s{1,3}", line.strip()) if len(line) <= 2 * _LONGEST_NAME else []
    if len(parts) != 2:
        return None
    for house, person in (parts, parts[::-1]):
        if is_person(person) and HOUSE.fullmatch(fold(house)) and not _NO_SOURCE.fullmatch(fold(house)):
            return house, person
    return None


def find_named(view: PageView) -> Field | None:
    """Find the source in an element that is named for one, else the account that posted."""
    names = [(kind, field) for kind, field in find_marked_names(view) if _may_be_source(field.value)]
    of_source = (field for kind, field in names if kind == "source")
    return next(of_source, next((field for _, field in names), None))


def _may_be_source(name: str) -> bool:
    folded = fold(name)
    return not (_NO_SOURCE.fullmatch(folded) or is_nobody(name) or DAY.search(folded) or _NO_NAME.search(folded))


def _is_source(view: PageView, name: str, *, is_alone: bool) -> bool:
    """Whether a string is the name of a paper, a site or an account. `is_alone` has it in a block of its own."""
    folded = fold(name)
    if not 2 <= len(name) <= _LONGEST_NAME or _NO_SOURCE.fullmatch(folded) or is_nobody(name):
        return False
    if not _CJK.search(folded) or DAY.search(folded):
        return False
    if ORGANISATION.fullmatch(folded) and (not is_alone or HOUSE.fullmatch(folded)):
        return True
    if _MIXED.fullmatch(folded) or folded.casefold() in find_site_names(view):
        return True
    return (not is_person(name) and _is_signed(view, name)) or _is_marked(view, name)


def _is_signed(view: PageView, name: str) -> bool:
    """Whether the text ends with a name in brackets, or it stands there in a line of its own: (中時)."""
    endings = (view.blocks[number].text.strip()[-_LONGEST_NAME - 4 :] for number in view.chosen[-3:])
    return any(re.search(rf"[(（]\s?{re.escape(name)}\s?[)）]$", ending) for ending in endings)


def find_agency(view: PageView) -> Field | None:
    """Find the agency whose dispatch a text is: （中央社記者某某台北5日電）, 新华社北京4月12日电."""
    for number in view.chosen[:3]:
        line = view.blocks[number].text.strip()[:_LONGEST]
        if agency := _AGENCY.match(fold(line)):
            return Field(line[slice(*agency.span(1))], "beginning of the text")
    return None


def _is_marked(view: PageView, name: str) -> bool:
    """Whether an element that holds a name alone is named for a source, or is a link to a front page."""
    for element in view.tree.iter("a", "span", "em", "i", "b", "strong", "div", "p", "li", "td"):
        if len(element) > 2 or not element.keys() or to_line(_read_beginning(element)) != name:
            continue
        if _SOURCE_NAMES.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
            return True
        if element.tag == "a" and re.fullmatch(r"https?://[^/?#]{3,60}/?", element.get("href") or ""):
            return True
    return False


def _read_beginning(element: Element) -> str:
    """The first characters of an element's text; it may hold the whole page."""
    text = ""
    for piece in element.itertext():
        text += piece[:_BEGINNING]
        if len(text) >= _BEGINNING:
            break
    return text[:_BEGINNING]
