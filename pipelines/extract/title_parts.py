"""What a title is made of: the headline, and the names of channel and site behind or before it."""

import re
from collections.abc import Iterable
from html import unescape
from itertools import pairwise

from cundang.text.fold import CJK, fold
from pipelines.extract.json_ld import SEPARATOR
from pipelines.extract.tree import to_line

# Chinese and Korean titles part the names of channel and site without spaces: 标题-新华网, 标题--时政--人民网,
# 제목ㅣ신문
_ANY_SEPARATOR = re.compile(
    rf"{SEPARATOR.pattern}|(?<=[{CJK}가-힣!?！？.…\]》」』”）)])(?:-{{1,3}}|ㅣ)(?=[{CJK}가-힣])"
)
_PAIRS = {
    "《": "》",
    "（": "）",
    "(": ")",
    "【": "】",
    "「": "」",
    "『": "』",
    "“": "”",
    "〈": "〉",
    "[": "]",
    "‘": "’",
}
_BRACKET = re.compile(f"[{re.escape(''.join((*_PAIRS, *_PAIRS.values())))}]")
_TAG = re.compile(r"</?(?:br|b|i|em|strong|font|span|p)\b[^<>]{0,80}>", re.IGNORECASE)
_LONGEST = 2_000  # characters of a title that are looked at
_LONGEST_NAME = 30  # characters of a site's or channel's name that is known by its place alone
_MOST_ESCAPES = 3  # times that a system escapes a title again
# What templates call a page that nobody named, and the part of a site that shows an article.
_NO_TITLE = re.compile(
    r"(?:无标题|無標題|未命名|未知)(?:文档|文件|页面|頁面|网页)?|首页|首頁|untitled(?: document)?|new page \d*|index|home|"
    r"(?:新闻|新聞|文章|信息|资讯|内容|公告|通知|页面|网页|查看|浏览|阅读|正文)?"
    r"(?:详情|詳情|详细|内容|內容|正文|正文页|内容页|详情页|详细页|详细内容|详细信息|阅读|显示|浏览|动态|中心|资讯|公告|列表)(?:页|頁)?|"
    r"当前位置.*|您(?:的|现在的|当前的)?位置.*|原创|独家|转载|首发|企鹅号",
    re.IGNORECASE,
)
# What the name of a site or of one of its channels ends with.
_NAME_OF_SITE = re.compile(
    rf"(?:欢迎(?:访问|光临|来到))?[{CJK}\w·]{{0,20}}(?:网|网站|網|網站|门户|平台|日报|日報|晚报|晚報|早报|周刊|週刊|时报|時報|快报"
    r"|新报|电视台|電視台|广播台|融媒体中心|客户端|在线|在線|新闻中心|新聞|首页|首頁|频道|頻道|官网|人民政府)",
)
_COUNTER = re.compile(r"(?<=\S)\s?[(（\[]\s?(\d{1,3})\s?/\s?(\d{1,3})\s?[)）\]]$")  # 渡口晨雾（1/12）
_ORIGINAL = re.compile(r"[\s(（\[【]{0,3}原(?:标题|標題|题|題)\s?[:：为為]")
_LABEL = re.compile(r"(?:标题|標題|题目|題目)\s?[:：]\s?")
_SAME = re.compile(rf"[{CJK}]|[^\W{CJK}]+")


def tidy_title(raw: str) -> str:
    """Put a title of the metadata on one line, without the escapes and tags that systems leave in it.

    >>> tidy_title("Ferry &amp;amp;amp; bridge<br/> agreed &amp;lt;b&amp;gt;")
    'Ferry & bridge agreed <b>'
    """
    text = unescape(to_line(raw[:_LONGEST]))
    text = _TAG.sub(" ", text) if "<" in text else text  # a tag that is escaped again is what the title speaks of
    return to_line(unescape_all(text))


def unescape_all(text: str) -> str:
    """Undo the escapes of a text, also where a system escaped them again."""
    for _ in range(_MOST_ESCAPES):
        if "&" not in text or (shorter := unescape(text)) == text:
            break
        text = shorter
    return text


def find_separators(title: str) -> list[tuple[int, int]]:
    """Find what parts a title, by the positions where it begins and ends; nothing within brackets or quotes does.

    >>> [("规划（json-list）-苇塘网"[:start], end) for start, end in find_separators("规划（json-list）-苇塘网")]
    [('规划（json-list）', 14)]
    """
    found = [match.span() for match in _ANY_SEPARATOR.finditer(title)]
    closed = _find_closed(title) if found else []
    return [span for span in found if not any(start < span[0] < end for start, end in closed)]


def _find_closed(title: str) -> list[tuple[int, int]]:
    """Find the pairs of brackets in a title; one that is never closed is none."""
    opened: list[tuple[str, int]] = []
    pairs = []
    for match in _BRACKET.finditer(title):
        sign = match[0]
        if sign in _PAIRS:
            opened.append((_PAIRS[sign], match.start()))
        elif at := next((n for n in range(len(opened) - 1, -1, -1) if opened[n][0] == sign), -1) + 1:
            pairs.append((opened[at - 1][1], match.start()))
            del opened[at - 1 :]
    return pairs


def list_parts(title: str) -> list[tuple[int, int]]:
    """List the parts of a title by their positions.

    >>> list_parts("渡口_要闻")
    [(0, 2), (3, 5)]
    """
    separators = find_separators(title)
    starts, ends = [0, *(end for _, end in separators)], [*(start for start, _ in separators), len(title)]
    return list(zip(starts, ends, strict=True))


def strip_site_name(title: str, names: Iterable[str], may_guess: bool) -> str:
    """Take the names of the site and its channels off a title. `names` are those known, folded.

    `may_guess`: the last part goes though it is no known name, where it is short and not longer than the rest.

    >>> strip_site_name("渡口 - Ferries - 苇塘网", {"苇塘网"}, may_guess=False)
    '渡口 - Ferries'
    """
    text, names = title, [name for name in names if name]
    for start, end in reversed(find_separators(title)):
        head, tail = text[:start].strip(), fold(text[end:]).casefold().strip()
        is_name = not tail or any(name in tail or tail in name or tail.replace(" ", "") in name for name in names)
        if not head or not (is_name or (may_guess and len(tail) <= _LONGEST_NAME and len(head) >= len(tail))):
            break
        text = head
    return text.strip()


def is_no_title(text: str) -> bool:
    """Whether a text names no article: what templates write, a place on the site, a badge.

    >>> is_no_title("新闻详情"), is_no_title("新闻详情页改版")
    (True, False)
    """
    return not text or _NO_TITLE.fullmatch(fold(text)) is not None


def may_be_site_name(text: str) -> bool:
    """Whether a text ends as the names of sites and channels in Chinese do.

    >>> may_be_site_name("苇塘县人民政府门户网站"), may_be_site_name("渡口复航")
    (True, False)
    """
    return _NAME_OF_SITE.fullmatch(fold(text).replace(" ", "")) is not None


def strip_headline(text: str) -> str:
    """Take off a headline what is none of it: 原标题, the label 标题, the number of a picture in its gallery.

    >>> strip_headline("渡口复航了（原标题：渡口今日复航）"), strip_headline("渡口晨雾（1/12）"), strip_headline("客流涨了1/3")
    ('渡口复航了', '渡口晨雾', '客流涨了1/3')
    """
    if label := _LABEL.match(text):
        text = text[label.end() :]
    if original := _ORIGINAL.search(text):
        text = text[: original.start()].strip() or text[original.end() :].strip().rstrip(")）]】")
    counter = _COUNTER.search(text)
    if counter and 1 <= int(counter[1]) <= int(counter[2]) and int(counter[2]) > 1:
        text = text[: counter.start()].strip()
    return text


def share_words(one: str, other: str) -> bool:
    """Whether two titles may be of one article: two pairs of neighbouring words in common, or one is in the other.

    A character in Chinese is a word.

    >>> share_words("渡口清晨复航", "清晨复航的渡口"), share_words("热点", "供销社又卖起了煤油灯")
    (True, False)
    """
    a, b = ([word.casefold() for word in _SAME.findall(fold(text))] for text in (one, other))
    if not a or not b:
        return False
    short, long = sorted((a, b), key=len)
    if any(long[start : start + len(short)] == short for start in range(len(long) - len(short) + 1)):
        return True
    common = set(pairwise(a)) & set(pairwise(b))
    return len(common) > 1 or sum(len(word) > 3 for word in set(a) & set(b)) > 1
