"""The authors that a reader of a page of no known layout sees: by lines that say so, by markup, beside the date."""

import re
from collections.abc import Iterator, Sequence
from html import unescape

from cundang.model.article import Field
from cundang.text.dates import MONTH_NAME
from cundang.text.fold import CJK
from pipelines.extract.blocks import TAGS
from pipelines.extract.json_ld import squeeze_key
from pipelines.extract.page_view import BIT, PageView

_BY = re.compile(r"^\s{0,3}(?:(?:(?:written|authored|(?:view )?(?:all )?post(?:ed|s)|published|reported|words|story|text|reviewed)?\s{0,3}by|(?:zeige )?alle beiträge von|von|par|por|di|door|av|af|przez|autor(?:e|en|in)?(?:/(?:-?in|autor(?:in)?))?|author|auteur|text(?:\s?(?:&|und|and|et)\s?\w{1,12})?)\b|(?-i:[Bb]y(?=[A-Z])))\s{0,3}:?\s{0,3}", re.IGNORECASE)  # fmt: skip
_CUT = re.compile(rf"\s{{1,3}}[|·•⋅●∙–—/]\s{{0,3}}|\s{{0,3}}[|·•⋅●∙]\s{{0,3}}|\s{{1,3}}-\s{{1,3}}|\n|\s{{3,}}|\(|,?\s{{1,3}}(?:on|am|le|el|il|published|updated|posted|and updated)\s{{1,3}}(?=\S*\d|\w+day|(?:mon|tue|wed|thu|fri|sat|sun)\b)|,?\s{{1,3}}in\s{{1,3}}(?-i:(?=[A-Z]))|,?\s{{1,3}}\d{{1,2}}[./ ]|,?\s{{1,3}}{MONTH_NAME}\s{{0,2}}\d|(?<=\w)\s{{1,3}}(?:19|20)\d\d", re.IGNORECASE)  # fmt: skip
_AROUND = " ,;:-–|⋅●∙→\u3000"
_LEFT_OVER = re.compile(
    r"\s(?:on|am|le|[Ll]ast|[Uu]pdated|[Pp]ublished|[Pp]osted|Veröffentlicht|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)$"
)  # of a date that was cut off
_NO_NAME = re.compile(r"https?:|www\.|@|[<>{}=?!？！。]|\d(?!\w{0,9} (?:redaktion|team|staff|newsroom|editors)\b)|^(?:admin|administrator|staff|editor|none|null|undefined|redaktion|guest|contributor|by|authors?|writer|share|posts?|updated|published|log (?:in|out)|sign (?:in|up)|contact us|read more|subscribe|home|menu|search|comments?|veröffentlicht|follow|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|发布于|关注|分享|评论|登录|注册|举报|收藏|编辑|来源|(?:written|posted|published|article|insights|story) (?:by|on|from|in))$", re.IGNORECASE)  # fmt: skip
_BY_WITHIN = re.compile(r"(?:\d|[|·•,]|^\w{1,20})\s{1,3}(?:by|von|par|por)\s{0,3}:?\s{1,3}(.{2,80})", re.IGNORECASE)
_WRITTEN_BY = re.compile(
    r"\s{0,3}(?:written by|autorin/autor|autor/(?:in|-in|autorin))\s{0,3}:?\s{1,3}(.{2,80})", re.IGNORECASE
)
_LABEL_ALONE = re.compile(r"(?:(?:written|posted|published|article|words|story|text) )?by ?:?|(?:the )?authors? ?:?|autor(?:in)?(?:/autor(?:in)?)? ?:?|auteur ?:?|作者 ?[:：]?", re.IGNORECASE)  # fmt: skip
_HEADINGS = frozenset(TAGS[tag] for tag in ("h1", "h2", "h3"))
PERSON = re.compile(
    r"[^\W\d_a-z][\w'’.-]{1,30}(?: (?:(?:van|von|der|den|de|da|di|du|la|le|al|el|bin|zu) ){0,2}[^\W\d_a-z][\w'’.-]{0,30}){1,3}"
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|\bmin(?:ute)?s? read\b")
_IS = re.compile(r" (?:is|was|ist|est|es|è) (?:an?|the|our|eine?|der|die|das|une?|el|la) ")
ROLE = re.compile(r"\b(?:(?:co-)?founder|writer|editor|journalist|author|manager|marketer|expert|specialist|director|engineer|developer|designer|consultant|freelance|professional|reporter|correspondent|contributor|columnist|coach|attorney|teacher|professor|scientist|researcher|athlete|trainer|nutritionist|dietitian|physician|doctor|lawyer|economist|student|photographer|chef|blogger|host|(?:online-)?redakt(?:eur(?:in)?|ion)|volontär(?:in)?|autor(?:in)?|korrespondent(?:in)?|journaliste?|news|press|ap|afp|dpa)\b", re.IGNORECASE)  # fmt: skip
_SAYS_BY = re.compile(
    r"(?:(?:written|authored|posted|story|words|text)\s{0,3}by|by|von|par|por)(?:\s{0,3}:|\s)|(?-i:[Bb]y(?=[A-Z]))",
    re.IGNORECASE,
)
_REPORTER = re.compile(
    f"[{CJK}]{{0,8}}(?:[记記]者|通[讯訊]员)[:：/ ]{{1,2}}([{CJK}]{{2,4}}(?:[ 、][{CJK}]{{2,4}}){{0,3}})"
)
_CHINESE = re.compile(f"[{CJK}]{{2,4}}")
_CJK = re.compile(f"[{CJK}]")
_MOST_WORDS = 5  # of a name with its title; what has more tells of somebody
_CAPITAL = re.compile(f"^[^\\W\\d_a-z]|[{CJK}]")


def find_bylines(page: PageView, numbers: Sequence[int]) -> Iterator[Field]:
    """The names in lines, among some blocks, that begin with a `by`."""
    for number in numbers:
        block = page.blocks[number]
        line = squeeze_key(block.text) if len(block.line) <= 300 else ""
        if len(line) <= 160 and block.tag not in _HEADINGS and _SAYS_BY.match(line):
            yield from (found for found in _field(line, "byline") if not found.value[0].islower())  # By the Numbers


def find_visible_authors(page: PageView, near: Sequence[int]) -> Iterator[Field]:
    """Authors that a reader sees, the most telling first; `near` are the blocks around the headline, see metadata()."""
    elements = page.marked_as("author", "creator")[:8]
    marked = [clean_name("".join(found.itertext())) for found in elements if not found.get("content")]
    if names := list(dict.fromkeys(name for name in marked if name and len(name.split()) <= _MOST_WORDS))[:3]:
        yield Field(", ".join(names), "rel author")
    first = page.kept[0] if page.kept else 0
    numbers = dict.fromkeys((*near, *range(max(0, first - 6), first)))  # the text may be far below what is the headline
    lines = {
        number: squeeze_key(page.blocks[number].text) for number in numbers if len(page.blocks[number].line) <= 300
    }
    yield from _named_lines(page, lines)
    yield from _beside_dates(page, near, lines)
    for block in page.blocks:
        if len(block.line) < 200 and (written := _WRITTEN_BY.match(block.line)):
            yield from _field(written[1], "byline")
    yield from find_bylines(page, [*page.kept[:2], *page.kept[-1:]])
    if name := _of_whom_is_told(page):
        yield Field(name, "name beside a portrait")


def _named_lines(page: PageView, lines: dict[int, str]) -> Iterator[Field]:
    """Names in lines that begin with a `by`, or are named for an author, or follow his label; then those within lines."""
    if reporter := next(filter(None, map(_REPORTER.fullmatch, lines.values())), None):
        yield Field(reporter[1], "byline")
    for number, line in lines.items():
        is_named = page.blocks[number].near & BIT["byline"] and (not _CJK.search(line) or _CHINESE.fullmatch(line))
        if len(line) <= 160 and (is_named or _BY.match(line)):
            yield from _field(line, "byline")
    for number, line in lines.items():
        if _LABEL_ALONE.fullmatch(line):
            yield from _field(lines.get(number + 1, ""), "line after a label")
    for line in lines.values():
        if within := _BY_WITHIN.search(line):
            yield from _field(within[1], "byline")


def _beside_dates(page: PageView, near: Sequence[int], lines: dict[int, str]) -> Iterator[Field]:
    """Lines that are a name, with a date in the line before or after."""
    for number, line in lines.items():
        if page.blocks[number].tag in _HEADINGS or number < near[0] - 1 or not PERSON.fullmatch(line):
            continue
        beside = f"{lines.get(number - 1, '')} {lines.get(number + 1, '')}"
        if len(beside) < 200 and _YEAR.search(beside) and not _CJK.search(line) and clean_name(line):
            yield Field(line, "name beside the date")


def _of_whom_is_told(page: PageView) -> str:
    """A name that stands alone in a line and begins another, outside the text, that tells who it is: Jane Doe is a writer."""
    blocks = [block.text for block in page.blocks if block.tag not in _HEADINGS and len(block.text) < 2000]
    told = [squeeze_key(text) for text in blocks if _IS.search(text[:100]) and ROLE.search(text[:200])]
    alone = (
        {line for text in blocks if len(text) < 60 and PERSON.fullmatch(line := squeeze_key(text))} if told else set()
    )
    for text in told:
        found = _IS.search(text[:60])
        if found and (name := text[: found.start()]) in alone and ROLE.search(text[found.end() : found.end() + 80]):
            return clean_name(name)
    return ""


def _field(line: str, where: str) -> Iterator[Field]:
    """The name that a line has, if it looks like one."""
    if (name := clean_name(line)) and looks_named(name):
        yield Field(name, where)


def looks_named(name: str) -> bool:
    """Whether at least half of the words of a name begin with a capital, or with a letter of a script that has none."""
    words = name.split()
    return len(words) <= 12 and sum(bool(_CAPITAL.match(word)) for word in words) >= len(words) / 2


def clean_name(text: str) -> str:
    """A name without `by` before it and a date or a role behind it; empty where it is no name.

    >>> clean_name("By Jane Doe | 12 May 2020")
    'Jane Doe'
    """
    text = squeeze_key(unescape(text)).replace("\u00ad", "")
    if len(text) > 300:
        return ""
    text = _BY.sub("", _BY.sub("", text, count=1), count=1)
    text = _CUT.split(text, maxsplit=1)[0].strip(_AROUND)
    text = _LEFT_OVER.sub("", text).strip(_AROUND)
    return "" if len(text) < 2 or len(text) > 120 or _NO_NAME.search(text) else text
