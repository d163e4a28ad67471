"""The title of a page of no known layout, without the name of its site and without eyebrow lines.

The headings, the metadata and the lines above the text are compared: what two of them agree on is the headline.
"""

import re
from typing import NamedTuple

from cundang.model.article import Field
from cundang.text.calendars import DAY
from cundang.text.fold import CJK, fold
from pipelines.extract.blocks import HIDDEN, TAGS, Block
from pipelines.extract.elements import HEADLINES
from pipelines.extract.hints import BITS
from pipelines.extract.json_ld import find_title_element
from pipelines.extract.page_view import PageView, find_site_names
from pipelines.extract.title_parts import (
    is_no_title,
    list_parts,
    may_be_site_name,
    share_words,
    strip_headline,
    strip_site_name,
    tidy_title,
    unescape_all,
)
from pipelines.extract.tree import to_line

_HEADLINE_TAGS = frozenset(TAGS[tag] for tag in HEADLINES)
_CHANNEL = re.compile(rf"[{CJK}]{{2,5}}")  # a title so short that the page does not show is the name of a channel
_CHANNEL_HEADING = re.compile(
    rf"{_CHANNEL.pattern}(?:[·/|>]{_CHANNEL.pattern})?(?:[ /|·]{{1,3}}[A-Za-z][A-Za-z &]{{1,24}})?"
)  # 社会新闻 NEWS
_BEFORE_SITE = ("|", "｜", "_", "-", "ㅣ")
_MOST_TITLES = 20  # titles that are looked for on the page; a hostile one has tens of thousands
_SHORT = 30  # characters of the names of channel and site, behind a title in letters
_CJK = re.compile(f"[{CJK}]")
_LONGEST_LINE = 60  # characters of a headline in Chinese
_SHORTEST = 6  # characters of a title that is believed though the page shows another
_NEAR = 6  # blocks above the text where its headline stands
_APART = BITS["related"] | BITS["comment"] | BITS["nav"] | BITS["footer"] | BITS["side"] | HIDDEN
_BYLINE = re.compile(
    r"(?:本报|本网|本刊|特约)?(?:记者|通讯员|作者|文|图)[\s:：丨|/]"
    r"|.{0,40}(?:来源|作者|编辑|发布|时间|浏览|点击|阅读)[^:：]{0,3}[:：]|.{0,40}字[号体]"
)
_DASHES = ("—", "－－", "--", "——")  # begin a subtitle
# Titles that only a script has, as WeChat's pages of pictures and of a few words do.
_IN_SCRIPT = re.compile(
    r"\b(?:msg_title|news_?title|article_?title)['\"]?\s{0,4}[:=]\s{0,4}"
    r"(?P<quote>['\"])(?P<title>[^'\"<>\r\n]{2,200})(?P=quote)",
    re.IGNORECASE,
)


class _Title(NamedTuple):
    """A title in the metadata, and where it stands there."""

    text: str
    where: str


def find_title(view: PageView) -> Field | None:
    """Find the headline that the page shows; else what its metadata say, without the name of the site."""
    field = _find_title(view)
    if field is None:
        found = _IN_SCRIPT.search(view.markup)
        return Field(tidy_title(found["title"]), "script") if found else None
    stripped = strip_headline(field.value)
    return field if stripped == field.value else Field(stripped, field.where)


def _find_title(view: PageView) -> Field | None:
    whole = _read_metadata_titles(view)
    names = find_site_names(view) | _find_repeated_names(whole)
    stripped = [_Title(strip_site_name(title.text, names, title.where == "title"), title.where) for title in whole]
    titles = [title for title in stripped if not is_no_title(title.text) and fold(title.text).casefold() not in names]
    block = view.blocks[view.headline] if view.headline >= 0 else None
    if block and block.tag in _HEADLINE_TAGS:
        return _find_by_heading(view, block, whole, titles, names)
    if titles:
        return _find_by_metadata(view, block, titles[0])
    if line := _find_above_date(view):
        return Field(line, "line above the date")
    if block:
        return Field(to_line(block.text), "headline")
    return Field(*stripped[0]) if stripped else None


def _find_by_heading(view: PageView, block: Block, whole: list[_Title], titles: list[_Title], names: set[str]) -> Field:
    """Find the title of a page with a heading that may be its headline, or the name of something else."""
    heading = to_line(block.text)
    if not any(share_words(heading, title.text) for title in titles):
        instead = _find_instead(view, heading, block, whole, titles)
        return instead or _choose_by_heading(view, _find_nearest(view) or block, whole, titles, names)
    if uncut := _find_uncut(heading, titles):
        return uncut
    if all(map(may_be_site_name, (heading, *(title.text for title in titles)))):
        line = _find_above_date(view)
        if line and line != heading:
            return Field(line, "line above the date")
    return _choose_by_heading(view, block, whole, titles, names)


def _find_uncut(heading: str, titles: list[_Title]) -> Field | None:
    """Find the whole of a heading that a template cut off: 水碾又转起来了，头..."""
    cut = heading.rstrip(".…")
    longer = (
        title for title in titles if title.text.startswith(cut) and title.text[len(cut) : len(cut) + 1] not in "…."
    )
    return next((Field(*title) for title in longer), None) if cut != heading and len(cut) >= _SHORTEST else None


def _find_by_metadata(view: PageView, block: Block | None, title: _Title) -> Field:
    """Find the title of a page whose headline is no heading."""
    is_site = may_be_site_name(title.text)
    is_channel = _CHANNEL.fullmatch(title.text) is not None and not _has_line(view, title.text)
    if (is_site or is_channel) and (line := _find_above_date(view)):
        return Field(line, "line above the date")
    line = _find_beginning(view, block, title.text)
    return Field(line, "headline") if line else Field(*title)


def _read_metadata_titles(view: PageView) -> list[_Title]:
    """Read what the metadata have as the title, and where."""
    element = find_title_element(view.tree)
    titles = [_Title(to_line(item.get("headline")), "JSON-LD headline") for item in view.json_ld]
    keys = ("og:title", "twitter:title", "articletitle")
    titles += [_Title(to_line(view.metas.get(key)), f"meta {key}") for key in keys]
    if element is not None:
        titles.append(_Title(to_line("".join(element.itertext())), "title"))
    return [_Title(tidy_title(text), where) for text, where in titles if text]


def _find_repeated_names(whole: list[_Title]) -> set[str]:
    """Find the names of the site that one title is and another ends with. Folded, in lower case."""
    alone = {fold(text).casefold() for text, _ in whole}
    ends = set()
    for text, _ in whole:
        *others, (start, end) = list_parts(text)
        if others and _CJK.search(text):
            ends.add(fold(text[start:end]).casefold().strip())
    return {name for name in alone & ends if name}


def _find_instead(
    view: PageView, heading: str, block: Block, whole: list[_Title], titles: list[_Title]
) -> Field | None:
    """Find the title of a page whose heading has no word of its metadata's: a channel, a banner, another article."""
    for title in whole[:_MOST_TITLES]:
        if line := _find_shown_part(view, title.text, heading):
            return Field(line, "headline")
    told = [title for title in titles if len(title.text) >= _SHORTEST and not may_be_site_name(title.text)]
    is_weak = (
        is_no_title(heading)
        or _CHANNEL_HEADING.fullmatch(heading) is not None
        or (_CJK.search(heading) is not None and may_be_site_name(heading))
        or block.linked >= len(heading) > 0
    )
    if is_weak and told:
        return Field(*told[0])
    if is_weak and (line := _find_above_date(view)):
        return Field(line, "line above the date")
    if titles and is_no_title(heading):
        return Field(*titles[0])
    start = view.chosen[0] if view.chosen else 0
    is_far = not start - _NEAR <= view.headline <= start + 1
    agree = any(share_words(one.text, other.text) for one in told[:-1] for other in told[-1:])
    return Field(*told[0]) if is_far and agree and _CJK.search(heading) else None


def _find_nearest(view: PageView) -> Block | None:
    """Find the `h1` that is the nearest above the text."""
    start = view.chosen[0] if view.chosen else len(view.blocks)
    above = [block for block in view.blocks[: start + 1] if block.tag == TAGS["h1"] and not block.near_hints & _APART]
    lines = [block for block in above if block.linked < len(block.text.strip()) and not is_no_title(block.line)]
    return lines[-1] if lines else None


def _choose_by_heading(
    view: PageView, block: Block, whole: list[_Title], titles: list[_Title], names: set[str]
) -> Field:
    """Choose the title of a page whose headline is a heading.

    `whole` are the titles in the metadata, `titles` the same without the name of the site.
    """
    heading = strip_site_name(unescape_all(to_line(block.text)), names, may_guess=False)
    for title in titles:
        if _is_no_headline(heading, block.tag == TAGS["h1"], title.text, names):
            return Field(*title)
    for title in whole[:_MOST_TITLES] if _CJK.search(heading) else ():
        first, *rest = (title.text[start:end].strip() for start, end in list_parts(title.text))
        # 标题_专题_网站, under the heading 专题
        if (
            heading in rest
            and not may_be_site_name(first)
            and (_has_line(view, first) or len(heading) < len(first) / 2)
        ):
            return Field(first, "headline")
    for line in map(to_line, block.text.split("\v") if "\v" in block.text else ()):  # a line above it or below it
        if line and line != heading and any(line == title.text for title in titles):
            return Field(line, "headline")
    if "\v" in block.text:  # whether a line break stands for a space, the metadata say
        heading = next((text for text, _ in titles if text.replace(" ", "") == heading.replace(" ", "")), heading)
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
    if shown := _find_shown_part(view, title):
        return shown
    line = to_line(block.text) if block else ""
    behind = title[len(line) :].strip()
    if title.startswith(line) and behind[:1] in _BEFORE_SITE and (len(behind) <= _SHORT or _CJK.search(line)):
        return line
    return ""


def _find_shown_part(view: PageView, title: str, heading: str = "") -> str:
    """Find the longest part of a title, or run of its parts, that the page shows as a line; else empty.

    The last part alone is the name of the site, and the first too, where its name says so. What the `heading` says is
    not looked for.
    """
    parts = list_parts(title)[:10]
    runs = [(i, j) for i in range(len(parts)) for j in range(i, len(parts))]
    for first, last in sorted(runs, key=lambda run: parts[run[0]][0] - parts[run[1]][1]):
        text = title[parts[first][0] : parts[last][1]].strip()
        if text == heading or (may_be_site_name(text) and len(parts) > 1):
            continue
        if (first == 0 or may_be_site_name(title[slice(*parts[0])].strip())) and _has_line(view, text):
            return text
    return ""


def _has_line(view: PageView, text: str) -> bool:
    """Whether a page shows a text as a line of its own, which is no link."""
    return bool(text) and any(
        not block.linked and len(block.line) == len(text) and to_line(block.text) == text for block in view.blocks
    )


def _find_above_date(view: PageView) -> str:
    """Find the line above that of the date, just above the text; or one that is named for a title."""
    start = view.chosen[0] if view.chosen else 0
    area = view.blocks[max(0, start - _NEAR) : start + 3]
    for number, below in enumerate(area):
        if number and len(below.text) < 200 and DAY.search(fold(below.text)):
            for above in area[number - 1 :: -1][:3]:
                if line := _read_headline(above):
                    return line
    for block in area:
        if block.near_hints & BITS["title"] and (line := _read_headline(block)):
            return line
    return ""


def _read_headline(block: Block) -> str:
    """Read a block that may be a headline; empty where it is a link, a subtitle, or too long or short for one."""
    line = to_line(block.text)
    is_one = 5 < len(line) <= _LONGEST_LINE and not block.linked and not line.startswith(_DASHES)
    return line if is_one and not is_no_title(line) and not DAY.search(fold(line)) and not _BYLINE.match(line) else ""
