"""The authors that a reader of a page of no known layout sees: in bylines, in marked elements, beside the date."""

import re
from collections.abc import Iterator, Sequence
from html import unescape

from cundang.model.article import Field
from cundang.text.calendars import MONTH_NAME
from cundang.text.fold import CJK
from cundang.text.people import is_nobody
from cundang.text.surnames import is_person
from pipelines.extract.blocks import TAGS
from pipelines.extract.elements import HEADLINES
from pipelines.extract.hints import BITS, read_hints
from pipelines.extract.page_view import PageView
from pipelines.extract.tree import Element, to_line

# What stands before a name: By, Written by, Alle Beiträge von, Autor:
_BY = re.compile(
    r"^\s{0,3}(?:(?:"
    r"(?:written|authored|(?:view )?(?:all )?post(?:ed|s)|published|reported|words|story|text|reviewed)?\s{0,3}by"
    r"|(?:zeige )?alle beiträge von|von|par|por|di|door|av|af|przez|autor(?:e|en|in)?(?:/(?:-?in|autor(?:in)?))?"
    r"|author|auteur|text(?:\s?(?:&|und|and|et)\s?\w{1,12})?"
    r")\b|(?-i:[Bb]y(?=[A-Z])))\s{0,3}:?\s{0,3}",
    re.IGNORECASE,
)
# Where a name ends: at a bar, a bracket, a date, or what leads to one.
_NAME_END = re.compile(
    r"\s{1,3}[|·•⋅●∙–—/]\s{0,3}|\s{0,3}[|·•⋅●∙]\s{0,3}|\s{1,3}-\s{1,3}|\n|\s{3,}|\("
    r"|,?\s{1,3}(?:on|am|le|el|il|published|updated|posted|and updated)\s{1,3}"
    r"(?=\S*\d|\w+day|(?:mon|tue|wed|thu|fri|sat|sun)\b)"
    r"|,?\s{1,3}in\s{1,3}(?-i:(?=[A-Z]))"
    rf"|,?\s{{1,3}}\d{{1,2}}[./ ]|,?\s{{1,3}}{MONTH_NAME}\s{{0,2}}\d|(?<=\w)\s{{1,3}}(?:19|20)\d\d",
    re.IGNORECASE,
)
_EDGES = " ,;:-–|⋅●∙→\u3000"  # signs at the ends of a name that are no part of it
# What is left of a date that was cut off.
_DATE_REST = re.compile(
    r"\s(?:on|am|le|[Ll]ast|[Uu]pdated|[Pp]ublished|[Pp]osted|Veröffentlicht"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)$"
)
_NO_NAME = re.compile(
    r"https?:|www\.|@|[<>{}=?!？！。]|\d(?!\w{0,9} (?:redaktion|team|staff|newsroom|editors)\b)"
    r"|^(?:admin|administrator|staff|editor|none|null|undefined|redaktion|guest|contributor|by|authors?|writer|share"
    r"|posts?|updated|published|log (?:in|out)|sign (?:in|up)|contact us|read more|subscribe|home|menu|search|comments?"
    r"|veröffentlicht|follow|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
    r"|发布于|关注|分享|评论|登录|注册|举报|收藏|编辑|来源"
    r"|(?:written|posted|published|article|insights|story) (?:by|on|from|in))$",
    re.IGNORECASE,
)
_BY_WITHIN = re.compile(r"(?:\d|[|·•,]|^\w{1,20})\s{1,3}(?:by|von|par|por)\s{0,3}:?\s{1,3}(.{2,80})", re.IGNORECASE)
_PICTURE_BY = re.compile(r"\b(?:photo\w{0,10}|image|picture|illustration|graphic|video)s? by\b", re.IGNORECASE)
_WRITTEN_BY = re.compile(
    r"\s{0,3}(?:written by|autorin/autor|autor/(?:in|-in|autorin))\s{0,3}:?\s{1,3}(.{2,80})", re.IGNORECASE
)
_LABEL_ALONE = re.compile(
    r"(?:(?:written|posted|published|article|words|story|text) )?by ?:?|(?:the )?authors? ?:?"
    r"|autor(?:in)?(?:/autor(?:in)?)? ?:?|auteur ?:?|作者 ?[:：]?",
    re.IGNORECASE,
)
_HEADLINE_TAGS = frozenset(TAGS[tag] for tag in HEADLINES)
PERSON = re.compile(
    r"[^\W\d_a-z][\w'’.-]{1,30}"
    r"(?: (?:(?:van|von|der|den|de|da|di|du|la|le|al|el|bin|zu) ){0,2}[^\W\d_a-z][\w'’.-]{0,30}){1,3}"
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|\bmin(?:ute)?s? read\b")
_IS_A = re.compile(r" (?:is|was|ist|est|es|è) (?:an?|the|our|eine?|der|die|das|une?|el|la) ")
ROLE = re.compile(
    r"\b(?:(?:co-)?founder|writer|editor|journalist|author|manager|marketer|expert|specialist|director|engineer"
    r"|developer|designer|consultant|freelance|professional|reporter|correspondent|contributor|columnist|coach|attorney"
    r"|teacher|professor|scientist|researcher|athlete|trainer|nutritionist|dietitian|physician|doctor|lawyer|economist"
    r"|student|photographer|chef|blogger|host|(?:online-)?redakt(?:eur(?:in)?|ion)|volontär(?:in)?|autor(?:in)?"
    r"|korrespondent(?:in)?|journaliste?|news|press|ap|afp|dpa)\b",
    re.IGNORECASE,
)
_BEGINS_WITH_BY = re.compile(
    r"(?:(?:written|authored|posted|story|words|text)\s{0,3}by|by|von|par|por)(?:\s{0,3}:|\s)|(?-i:[Bb]y(?=[A-Z]))",
    re.IGNORECASE,
)
_CHINESE_NAME = re.compile(f"[{CJK}]{{2,4}}")
_CJK = re.compile(f"[{CJK}]")
_MOST_WORDS = 5  # of a name with its title; a longer line is a sentence about somebody
_CAPITAL = re.compile(f"^[^\\W\\d_a-z]|[{CJK}]")
_STAFF_CODE = re.compile(f"(?<=[{CJK}])[ _]?[A-Z]{{1,4}}\\d{{1,7}}$")
_LONGEST_LINE = 300  # characters of a line that may be a byline, before its white space is collapsed
_LONGEST_BYLINE = 160  # characters


def find_bylines(view: PageView, numbers: Sequence[int]) -> Iterator[Field]:
    """Find the names in lines, among some blocks, that begin with a `by`."""
    for number in numbers:
        block = view.blocks[number]
        line = to_line(block.text) if len(block.line) <= _LONGEST_LINE else ""
        if len(line) <= _LONGEST_BYLINE and block.tag not in _HEADLINE_TAGS and _BEGINS_WITH_BY.match(line):
            yield from (field for field in _read_name(line, "byline") if not field.value[0].islower())  # By the Numbers


def find_visible_authors(view: PageView) -> Iterator[Field]:
    """Find authors that a reader sees, the most telling first."""
    elements = [one for one in view.find_marked("author", "creator")[:8] if not _is_in_comment(one)]
    marked = [clean_name("".join(element.itertext())) for element in elements if not element.get("content")]
    if names := list(dict.fromkeys(name for name in marked if name and len(name.split()) <= _MOST_WORDS))[:3]:
        yield Field(", ".join(names), "rel author")
    first = view.chosen[0] if view.chosen else 0
    above_text = range(max(0, first - 6), first)  # the text may be far below what is the headline
    lines = {
        number: to_line(view.blocks[number].text)
        for number in dict.fromkeys((*view.headline_area, *above_text))
        if len(view.blocks[number].line) <= _LONGEST_LINE
    }
    yield from _find_in_byline_blocks(view, lines)
    yield from _find_beside_dates(view, lines)
    for block in view.blocks:
        if len(block.line) < 200 and (written_by := _WRITTEN_BY.match(block.line)):
            yield from _read_name(written_by[1], "byline")
    yield from find_bylines(view, [*view.chosen[:2], *view.chosen[-1:]])
    if name := _find_in_portrait(view):
        yield Field(name, "name beside a portrait")


def _is_in_comment(element: Element) -> bool:
    return any(
        read_hints(f"{one.get('class')} {one.get('id')}") & BITS["comment"]
        for one in element.iterancestors("div", "li", "ol", "ul", "section")
    )


def _find_in_byline_blocks(view: PageView, lines: dict[int, str]) -> Iterator[Field]:
    """Find names in lines that begin with a `by`, in blocks named for an author, behind a label; then within lines."""
    for number, line in lines.items():
        is_hinted = view.blocks[number].near_hints & BITS["byline"]
        is_named = _CHINESE_NAME.fullmatch(line) and (number not in view.chosen or is_person(line))
        is_hinted_name = is_hinted and (not _CJK.search(line) or is_named)
        if len(line) <= _LONGEST_BYLINE and (is_hinted_name or _BY.match(line)):
            yield from _read_name(line, "byline")
    for number, line in lines.items():
        if _LABEL_ALONE.fullmatch(line):
            yield from _read_name(lines.get(number + 1, ""), "line after a label")
    for line in lines.values():
        if (by := _BY_WITHIN.search(line)) and not _PICTURE_BY.search(line):
            yield from _read_name(by[1], "byline")


def _find_beside_dates(view: PageView, lines: dict[int, str]) -> Iterator[Field]:
    """Find lines that are a name, with a date in the line before or after."""
    for number, line in lines.items():
        is_headline = view.blocks[number].tag in _HEADLINE_TAGS
        if is_headline or number < view.headline_area[0] - 1 or not PERSON.fullmatch(line):
            continue
        neighbours = f"{lines.get(number - 1, '')} {lines.get(number + 1, '')}"
        if len(neighbours) < 200 and _YEAR.search(neighbours) and not _CJK.search(line) and clean_name(line):
            yield Field(line, "name beside the date")


def _find_in_portrait(view: PageView) -> str:
    """Find a name alone in a line that begins another line, outside the text, with the role: Jane Doe is a writer."""
    texts = [block.text for block in view.blocks if block.tag not in _HEADLINE_TAGS and len(block.text) < 2000]
    portraits = [to_line(text) for text in texts if _IS_A.search(text[:100]) and ROLE.search(text[:200])]
    if not portraits:
        return ""
    names_alone = {line for text in texts if len(text) < 60 and PERSON.fullmatch(line := to_line(text))}
    for portrait in portraits:
        is_a = _IS_A.search(portrait[:60])
        if not is_a or not ROLE.search(portrait[is_a.end() : is_a.end() + 80]):
            continue
        if (name := portrait[: is_a.start()]) in names_alone:
            return clean_name(name)
    return ""


def _read_name(line: str, where: str) -> Iterator[Field]:
    """The name in a line, if it looks like one."""
    if (name := clean_name(line)) and is_capitalised(name):
        yield Field(name, where)


def is_capitalised(name: str) -> bool:
    """Whether at least half of the words of a name begin with a capital, or with a letter of a script that has none."""
    words = name.split()
    return len(words) <= 12 and sum(bool(_CAPITAL.match(word)) for word in words) >= len(words) / 2


def clean_name(text: str) -> str:
    """A name without `by` before it and a date or a role behind it; empty where it is no name.

    >>> clean_name("By Jane Doe | 12 May 2020")
    'Jane Doe'
    """
    text = to_line(unescape(text)).replace("\u00ad", "")
    if len(text) > _LONGEST_LINE:
        return ""
    text = _BY.sub("", _BY.sub("", text, count=1), count=1)
    text = _NAME_END.split(text, maxsplit=1)[0].strip(_EDGES)
    text = _DATE_REST.sub("", text).strip(_EDGES)
    if len(text) < 2 or len(text) > 120 or is_nobody(text):
        return ""
    return "" if _NO_NAME.search(_STAFF_CODE.sub("", text)) else text
