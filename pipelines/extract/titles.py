"""The title of a page of no known layout, without the name of its site and without eyebrow lines."""

import re
from html import unescape
from itertools import pairwise
from typing import NamedTuple

from cundang.model.article import Field
from cundang.text.calendars import DAY
from cundang.text.fold import CJK, fold
from pipelines.extract.blocks import TAGS, Block
from pipelines.extract.elements import HEADLINES
from pipelines.extract.json_ld import SEPARATOR, find_title_element
from pipelines.extract.page_view import PageView, find_site_names
from pipelines.extract.tree import to_line

_HEADLINE_TAGS = frozenset(TAGS[tag] for tag in HEADLINES)
# Chinese and Korean titles part the names of channel and site without spaces: 标题-新华网, 标题--时政--人民网,
# 제목ㅣ신문
_ANY_SEPARATOR = re.compile(rf"{SEPARATOR.pattern}|(?<=[{CJK}가-힣!?.…\]》”」）)])(?:-{{1,3}}|ㅣ)(?=[{CJK}가-힣])")
_TAG = re.compile(r"</?(?:br|b|i|em|strong|font|span|p)\b[^<>]{0,80}>", re.IGNORECASE)
_CHANNEL = re.compile(rf"[{CJK}]{{2,5}}")  # a title so short that the page does not show is the name of a channel
_BEFORE_SITE = ("|", "｜", "_", "-", "ㅣ")
_LONGEST = 2_000  # characters of a title that are looked at
_MOST_TITLES = 20  # titles that are looked for on the page; a hostile one has tens of thousands
_SHORT = 30  # characters of the names of channel and site, behind a title in letters
_CJK = re.compile(f"[{CJK}]")
_LONGEST_LINE = 60  # characters of a headline in Chinese


class _Title(NamedTuple):
    """A title in the metadata, and where it stands there."""

    text: str
    where: str


def find_title(view: PageView) -> Field | None:
    """Find the headline that the page shows; else what its metadata say, without the name of the site."""
    names = find_site_names(view)
    whole = _read_metadata_titles(view)
    titles = [_Title(_strip_site_name(title.text, names, title.where == "title"), title.where) for title in whole]
    titles = [title for title in titles if title.text]
    block = view.blocks[view.headline] if view.headline >= 0 else None
    if block and block.tag in _HEADLINE_TAGS:
        return _choose_by_heading(view, block, whole, titles, names)
    for title in titles:
        if line := _find_beginning(view, block, title.text):
            return Field(line, "headline")
        if _CHANNEL.fullmatch(title.text) and (line := _find_above_date(view)):
            return Field(line, "line above the date")
        return Field(*title)
    return Field(to_line(block.text), "headline") if block else None


def _read_metadata_titles(view: PageView) -> list[_Title]:
    """Read what the metadata have as the title, and where."""
    element = find_title_element(view.tree)
    titles = [_Title(to_line(item.get("headline")), "JSON-LD headline") for item in view.json_ld]
    keys = ("og:title", "twitter:title", "articletitle")
    titles += [_Title(to_line(view.metas.get(key)), f"meta {key}") for key in keys]
    if element is not None:
        titles.append(_Title(to_line("".join(element.itertext())), "title"))
    # some systems escape them twice, and some leave the tags of the headline in them
    titles = [_Title(to_line(unescape(text[:_LONGEST])), where) for text, where in titles if text]
    return [_Title(to_line(_TAG.sub(" ", text)) if "<" in text else text, where) for text, where in titles]


def _choose_by_heading(
    view: PageView, block: Block, whole: list[_Title], titles: list[_Title], names: set[str]
) -> Field:
    """Choose the title of a page whose headline is a heading.

    `whole` are the titles in the metadata, `titles` the same without the name of the site.
    """
    heading = _strip_site_name(unescape(to_line(block.text)), names, may_guess=False)
    for title in titles:
        if _is_no_headline(heading, block.tag == TAGS["h1"], title.text, names):
            return Field(*title)
    for title in whole[:_MOST_TITLES] if _CJK.search(heading) else ():
        first, *rest = _ANY_SEPARATOR.split(title.text)
        if heading in rest and _has_line(view, first):  # 标题_专题_网站, under the heading 专题
            return Field(first, "headline")
    for text, where in titles:
        # an eyebrow line within the heading: the title in the metadata is the end of the heading
        if len(text) >= 8 and len(text) > 0.4 * len(heading) and heading != text and heading.endswith(text):
            return Field(text, where)
        # one before the heading, which begins with the colon behind it: the heading is the end of the title
        if heading.startswith(":") and text.endswith(heading):
            return Field(text, where)
    return Field(heading.lstrip(": "), "headline")


def _is_no_headline(heading: str, is_h1: bool, title: str, names: set[str]) -> bool:
    """Whether a heading is the name of the site, or a few words of the title.

    With a few words a lower heading is a tag, or the name of a series; an `h1` is the heading of a part of the text,
    where its words stand in the middle of the title.
    """
    folded, folded_title = fold(heading).casefold(), fold(title).casefold()
    if folded in folded_title and len(heading) < (0.15 if is_h1 else 0.45) * len(title):
        is_in_the_middle = not folded_title.startswith(folded) and not folded_title.endswith(folded)
        if is_in_the_middle or (not is_h1 and len(heading) < 0.4 * len(title)):
            return True
    is_site_name = folded.replace(" ", "") in {name.replace(" ", "") for name in names}
    return folded != folded_title and len(title) >= 8 and is_site_name


def _find_beginning(view: PageView, block: Block | None, title: str) -> str:
    """Find the beginning of a title that the page shows as a line, where the rest is channel and site; else empty."""
    lines = [to_line(block.text)] if block else []
    first, *rest = _ANY_SEPARATOR.split(title)
    if rest and _has_line(view, first):
        lines.append(first)
    for line in lines:
        behind = title[len(line) :].strip()
        if title.startswith(line) and behind[:1] in _BEFORE_SITE and (len(behind) <= _SHORT or _CJK.search(line)):
            return line
    return ""


def _has_line(view: PageView, text: str) -> bool:
    """Whether a page shows a text as a line of its own, which is no link."""
    return any(
        not block.linked and len(block.line) == len(text) and to_line(block.text) == text for block in view.blocks
    )


def _find_above_date(view: PageView) -> str:
    """Find the line above that of the date, just above the text."""
    start = view.chosen[0] if view.chosen else 0
    for above, below in pairwise(view.blocks[max(0, start - 4) : start + 3]):
        line = to_line(above.text)
        is_date_line = len(below.text) < 200 and DAY.search(fold(below.text))
        if is_date_line and 5 < len(line) <= _LONGEST_LINE and not above.linked:
            return line
    return ""


def _strip_site_name(text: str, names: set[str], may_guess: bool) -> str:
    """Take the name of the site off the end of a title. `may_guess`: the last part goes though it is no known name."""
    separators = list(_ANY_SEPARATOR.finditer(text))
    while separators:
        last = separators.pop()
        head, tail = text[: last.start()].strip(), fold(text[last.end() :]).casefold().strip()
        is_name = not tail or any(
            name and (name in tail or tail in name or tail.replace(" ", "") in name) for name in names
        )
        if not head or not (is_name or (may_guess and len(tail) <= 30 and len(head) >= len(tail))):
            break
        text = head
    return text.strip()
