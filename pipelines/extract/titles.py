"""The title of a page of no known layout, without the name of its site and without eyebrow lines."""

import re
from html import unescape
from itertools import pairwise

from cundang.model.article import Field
from cundang.text.dates import DAY
from cundang.text.fold import CJK, fold
from pipelines.extract.blocks import TAGS, Block
from pipelines.extract.json_ld import SEPARATOR, find_title_element, squeeze_key
from pipelines.extract.page_view import PageView, find_site_names

_HEADINGS = frozenset(TAGS[tag] for tag in ("h1", "h2", "h3"))
# Chinese and Korean titles part the names of channel and site without spaces: 标题-新华网, 标题--时政--人民网, 제목ㅣ신문
_ANY_SEPARATOR = re.compile(rf"{SEPARATOR.pattern}|(?<=[{CJK}가-힣!?.…\]》”」）)])(?:-{{1,3}}|ㅣ)(?=[{CJK}가-힣])")
_TAG = re.compile(r"</?(?:br|b|i|em|strong|font|span|p)\b[^<>]{0,80}>", re.IGNORECASE)
_CHANNEL = re.compile(rf"[{CJK}]{{2,5}}")  # a title so short that the page does not show is the name of a channel
_TO_SITE = ("|", "｜", "_", "-", "ㅣ")
_LONGEST = 2_000  # characters of a title that are looked at
_MOST_TOLD = 20  # titles that are looked for on the page; a hostile one has tens of thousands
_SHORT = 30  # characters of the names of channel and site, behind a title in letters
_CJK = re.compile(f"[{CJK}]")
_LONGEST_LINE = 60  # characters of a headline in Chinese


def find_title(page: PageView) -> Field | None:
    """The headline that the page shows; else what its metadata say, without the name of the site."""
    names = find_site_names(page.meta, page.url)
    told = [(_without_site(text, names, where == "title"), where) for text, where in _told(page)]
    told = [(text, where) for text, where in told if text]
    block = page.blocks[page.title] if page.title >= 0 else None
    if block and block.tag in _HEADINGS:
        return _of_heading(page, block, told, names)
    for text, where in told:
        if line := _shown(page, block, text):
            return Field(line, "headline")
        if _CHANNEL.fullmatch(text) and (line := _above_date(page)):
            return Field(line, "line above the date")
        return Field(text, where)
    return Field(squeeze_key(block.text), "headline") if block else None


def _told(page: PageView) -> list[tuple[str, str]]:
    """What the metadata have as the title, and where."""
    element = find_title_element(page.tree)
    found = [(squeeze_key(data.get("headline")), "JSON-LD headline") for data in page.data]
    found += [(squeeze_key(page.meta.get(key)), f"meta {key}") for key in ("og:title", "twitter:title", "articletitle")]
    found += [(squeeze_key("".join(element.itertext())), "title")] if element is not None else []
    # some systems escape them twice, and some leave the tags of the headline in them
    found = [(squeeze_key(unescape(text[:_LONGEST])), where) for text, where in found if text]
    return [(squeeze_key(_TAG.sub(" ", text)) if "<" in text else text, where) for text, where in found]


def _of_heading(page: PageView, block: Block, told: list[tuple[str, str]], names: set[str]) -> Field:
    """The title of a page that has a heading which may be it."""
    shown = _without_site(unescape(squeeze_key(block.text)), names, False)
    for text, where in told:
        if _is_no_headline(shown, block.tag == TAGS["h1"], text, names):
            return Field(text, where)
    for text, _ in _told(page)[:_MOST_TOLD] if _CJK.search(shown) else ():
        first, *rest = _ANY_SEPARATOR.split(text)
        if shown in rest and _is_line(page, first):  # 标题_专题_网站, under the heading 专题
            return Field(first, "headline")
    # an eyebrow line within the heading: what the metadata have as the title is the end of what is shown; one before the
    # heading, which begins with the colon behind it: what is shown is the end of what they have
    for text, where in told:
        if len(text) >= 8 and len(text) > 0.4 * len(shown) and shown != text and shown.endswith(text):
            return Field(text, where)
        if shown.startswith(":") and text.endswith(shown):
            return Field(text, where)
    return Field(shown.lstrip(": "), "headline")


def _is_no_headline(shown: str, first: bool, title: str, names: set[str]) -> bool:
    """Whether a heading is the name of the site, or a few words of the title: if not of the `first` rank, a tag or the name
    of a series; if it is, the heading of a part of the text, by a word in the middle of the title."""
    folded, whole = fold(shown).casefold(), fold(title).casefold()
    if folded in whole and len(shown) < (0.15 if first else 0.45) * len(title):
        is_in_the_middle = not whole.startswith(folded) and not whole.endswith(folded)
        if is_in_the_middle or (not first and len(shown) < 0.4 * len(title)):
            return True
    return folded != whole and len(title) >= 8 and folded.replace(" ", "") in {name.replace(" ", "") for name in names}


def _shown(page: PageView, block: Block | None, title: str) -> str:
    """The beginning of a title that the page shows as a line of its own, where the rest is channel and site; else nothing."""
    lines = [squeeze_key(block.text)] if block else []
    parts = _ANY_SEPARATOR.split(title)
    if len(parts) > 1:
        lines += [parts[0]] if _is_line(page, parts[0]) else []
    for line in lines:
        rest = title[len(line) :].strip()
        if title.startswith(line) and rest[:1] in _TO_SITE and (len(rest) <= _SHORT or _CJK.search(line)):
            return line
    return ""


def _is_line(page: PageView, text: str) -> bool:
    """Whether a page shows a text as a line of its own, which is no link."""
    return any(
        not block.linked and len(block.line) == len(text) and squeeze_key(block.text) == text for block in page.blocks
    )


def _above_date(page: PageView) -> str:
    """The line above that of the date, just above the text."""
    start = page.kept[0] if page.kept else 0
    for above, below in pairwise(page.blocks[max(0, start - 4) : start + 3]):
        line = squeeze_key(above.text)
        if (
            DAY.search(fold(below.text))
            and len(below.text) < 200
            and 5 < len(line) <= _LONGEST_LINE
            and not above.linked
        ):
            return line
    return ""


def _without_site(text: str, names: set[str], guess: bool) -> str:
    """A title without the name of its site behind it. `guess`: the last part goes even if it is not known as a name."""
    parts = list(_ANY_SEPARATOR.finditer(text))
    while parts:
        last = parts[-1]
        tail = fold(text[last.end() :]).casefold().strip()
        head = text[: last.start()].strip()
        known = (
            any(name and (name in tail or tail in name or tail.replace(" ", "") in name) for name in names)
            if tail
            else True
        )
        if head and (known or (guess and len(tail) <= 30 and len(head) >= len(tail))):
            text = head
            parts.pop()
        else:
            break
    return text.strip()
