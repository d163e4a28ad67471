"""The labels that Chinese pages put before a name (来源：, 责任编辑：, 作者：...), and reading what follows them."""

import re

from cundang.text.bylines import read_byline
from cundang.text.calendars import DAY
from cundang.text.fold import fold
from cundang.text.people import is_nobody

# Folded (simplified, half-width). Longer labels first, so that 责任编辑 is not read as 编辑.
LABELS = {
    "source_name": (
        "本文来源",
        "稿件来源",
        "文章来源",
        "原文来源",
        "内容来源",
        "资料来源",
        "供稿单位",
        "供稿",
        "信息来源",
        "新闻来源",
        "新闻引据",
        "消息来源",
        "稿源",
        "来源于",
        "来源",
        "出处",
        "Source",
    ),
    "author": ("作者", "撰稿人", "撰稿", "撰文", "采写", "执笔", "记者", "Author"),
    "editor": (
        "责任编辑",
        "网络编辑",
        "本文编辑",
        "值班编辑",
        "执行编辑",
        "特约编辑",
        "实习编辑",
        "网站编辑",
        "新媒体编辑",
        "核稿编辑",
        "本期编辑",
        "责编",
        "编辑",
        "选稿",
        "Web editor",
        "Editor",
    ),
    "keywords": ("关键词", "关键字"),
    "original_title": ("原标题",),
}
# Who answers for a text, beside others who worked at it: of two editors this is the one.
RESPONSIBLE = ("责任编辑", "责编")
SIGN = r"(?:[:|丨∣│┃]|—(?!—)|/(?!/))"  # what stands between a label and a name; folded
_ALL = tuple(label for labels in LABELS.values() for label in labels)
_ANY = "|".join(_ALL)
# Labels that may be glued to the name before them: 来源：新华网作者：王某.
_GLUED = "|".join(label for label in _ALL if label[0] > "z" and label != "记者")
# Labels of a page's counts and buttons, glued to the name before them where no space parts their elements.
_OF_PAGE = (
    "发布时间|发布日期|更新时间|(?:点击|浏览|阅读|访问|评论|人气)(?:数|量|次数|率)?"
    "|字号|字体(?:大小)?|打印|分享到?"
    "|校对|审核|审校|监制|[初复终]审"
)
# What ends a labelled name: a bracket, a bar, the next label, two spaces, or a date (选稿:刘韬 2019-03-11). One
# ideographic space is no end: a name of two characters may be set with one, 王　頔.
_NAME_END = (
    rf"(?=\s*(?:[\]】)|>]|(?:{_GLUED}|{_OF_PAGE})\s*:"
    rf"|\s(?:{_ANY}|时间|日期|供稿单位|字体|字号|浏览|浏览次数|点击|点击数|阅读|校对|审核|审校|监制|摄影|制作|图|单位|作者单位)\s*{SIGN}"
    r"|\s(?:分享到|分享至|分享|转发|打印|收藏|举报|关注|订阅|我要评论)(?:\s|:|$)|\s\s"
    r"|\s?(?:19|20)\d\d[-/.年]\d|\s?(?:返回[^\s,]{2,6},?)?(?:查看更多|阅读全文|我要举报)|$))"
)
_QUOTED = r"(?<![“\"「『‘'《])"
_OF_PICTURES = r"(?<!图片)(?<!视频)(?<!数据)(?<!封面)"  # 图片来源：: whose a picture is
_LABELLED = {
    name: re.compile(
        rf"{_QUOTED}{_OF_PICTURES if name == 'source_name' else ''}(?:{'|'.join(labels)})\s*{SIGN}[ ]?\s*"
        rf"([^\n]{{0,200}}?){_NAME_END}"
    )
    for name, labels in (*LABELS.items(), ("responsible", RESPONSIBLE))
}
_SIGN = re.compile(SIGN)
_ANY_LABELLED = re.compile(rf"(?:{_ANY})\s*{SIGN}")
# A label in Chinese that a space alone parts from its name: 编辑 殷晓楠 校对 吴发兴. The name ends at the next label or
# the end of the string. (Editor At Large is a title.)
_SPACED = {
    name: re.compile(
        rf"(?:^|(?<=[\s\[(【]))(?:{'|'.join(label for label in labels if label[0] > 'z')})\s{{1,3}}"
        r"([^:。,?!;]{1,40}?)"
        rf"(?=\s*[\])】]|\s(?:{_ANY}|校对|审核|监制)\s|$)"
    )
    for name, labels in LABELS.items()
}
# What a sentence has and a name has not.
_SENTENCE = re.compile(r"[。!?“”\"…]")
_HAN = re.compile("[\u4e00-\u9fff]")
_STAFF_WORD = re.compile("校对|记者|出版|作者|印刷|审核|排版|部")
_PEOPLE = ("author", "editor")
_CREDIT_IN_BRACKETS = re.compile(r"(?:[\[(【〔][^\[\]()【】〔〕]{2,60}[\])】〕]\s{0,3}){1,3}$")
_PROSE = re.compile(r"[。!?“”「」\"…].|[!?“”\"…]$")
_LAST_STOP = re.compile(r"[。!?…”」]\s{0,3}(?=[^。!?…”」]{2,60}$)")
_LABEL_FIRST = re.compile(rf"[\s\[(【〔|·]{{0,4}}(?:本文)?(?:{_ANY}|一审|二审|三审|校对|审核|监制)\s*{SIGN}")


def has_label(raw: str) -> bool:
    """Whether a string has any label that `read_labelled` reads, with the sign behind it."""
    folded = fold(raw)
    return _SIGN.search(folded) is not None and _ANY_LABELLED.search(folded) is not None


def read_labelled(name: str, raw: str) -> str:
    """Read what follows the label of a field in a string of the page; empty where there is no label, or no name.

    >>> read_labelled("editor", "【纠错】 责任编辑：尹世杰")
    '尹世杰'
    >>> read_labelled("author", "[作者: 刘满仓 　责任编辑: 杨丹宇 ]")
    '刘满仓'
    """
    folded = fold(raw)
    if name == "editor" and (responsible := read_labelled("responsible", raw)):
        return responsible
    match = _LABELLED[name].search(folded)
    while match and not match[1].strip() and name in _PEOPLE:  # 作者： 编辑：某某
        match = _LABELLED[name].search(folded, max(match.end(), match.start() + 1))
    if not match:
        return ""
    value = raw[slice(*match.span(1))]
    if _has_open_bracket(value) and raw[match.end(1) : match.end(1) + 1] in (")", "）"):
        value += raw[match.end(1)]  # the bracket that ended the name belongs to it: 小凉（编译）
    return value.strip()


def _has_open_bracket(value: str) -> bool:
    """Whether a string has more opening than closing round brackets."""
    folded = fold(value)
    return folded.count("(") > folded.count(")")


def read_spaced(name: str, raw: str) -> str:
    """Read what follows the label of a field behind a space, in a line that names who made a text; else empty.

    >>> read_spaced("editor", "新河日报记者 林晓 编辑 王树 校对 李禾"), read_spaced("editor", "编辑 校对 印刷")
    ('王树', '')
    """
    spaced = _SPACED[name].search(fold(raw))
    return raw[slice(*spaced.span(1))].strip() if spaced and not _STAFF_WORD.match(spaced[1]) else ""


def read_credit_part(line: str) -> str:
    """The part of a line of the text that may name who made it: all of one that is no prose, else what closes it.

    That is a bracket at its end, or what follows the last stop and begins with a label. In a sentence that quotes a
    label there is none.

    >>> read_credit_part("老人走了。（来源：新河日报）"), read_credit_part("末版印着“责任编辑：老秦”，他说。")
    ('（来源：新河日报）', '')
    """
    folded = fold(line).strip()
    line = line.strip()
    if not _PROSE.search(folded):
        return line if len(line) <= 120 or _LABEL_FIRST.match(folded) else ""
    if brackets := _CREDIT_IN_BRACKETS.search(folded):
        return line[brackets.start() :]
    stop = _LAST_STOP.search(folded)
    return line[stop.end() :] if stop and _LABEL_FIRST.match(folded, stop.end()) else ""


def _is_said(folded: str) -> bool:
    """Whether a text is a sentence: Yahoo!奇摩 and What Is Energy? are names."""
    han = _HAN.search(folded)
    return "。" in folded or (han is not None and any(sign in folded[han.end() :] for sign in "!?"))


def read_name(name: str, raw: str) -> str | None:
    """Read the name in a field's string: after its label, or the whole string where it has neither label nor date.

    Names of authors and editors keep the titles and codes beside them: people.py reads them apart. None where the
    string names nobody (未知, admin), or is a sentence.

    >>> read_name("editor", "编辑 殷晓楠 校对 吴发兴")
    '殷晓楠'
    """
    value = read_labelled(name, raw).removesuffix("。")
    if not value and name == "author":
        value = read_byline(raw)
    value = value or read_spaced(name, raw)
    if not value and not _ANY_LABELLED.search(folded := fold(raw)) and not DAY.search(folded):
        value = raw.strip(" \u3000[]【】|>:：")
        if value[:1] in ("(", "（") and value[-1:] in (")", "）"):
            value = value[1:-1].strip()
    if name == "source_name" and _is_said(fold(value)):
        return None
    if name in _PEOPLE:
        value = value.strip('"')
        value = read_byline(value) or value
        value = "" if _SENTENCE.search(fold(value)) else value.strip(" ,，;；")
    return None if not value or is_nobody(value) else value
