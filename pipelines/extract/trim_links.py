"""The edges of a text that a profile found: links to other articles before and after it are no part of it.

A layout's `drop` names the boxes that its pages are known to have; editors of all sites also type such links into the text.
"""

import re
from collections.abc import Sequence

from cundang.text.fold import fold
from cundang.text.labels import LABELS
from pipelines.extract.tree import Paragraph

# Kept though all of it is a link: sentences, credits, attachments, and addresses that are told as such.
_CREDIT = "|".join(label for labels in LABELS.values() for label in labels)
_TOLD = re.compile(
    rf".*。[”』」]?|附件.*|附[:一二三\d].*|.{{0,8}}(?:{_CREDIT}|[文图摄])\s?[:/|].*|.*(?:@|://|www\.).*", re.DOTALL
)
# What stands above such links, folded; no line of a text that says something.
_HEADING = re.compile(
    r"[^\d。,!?;:]{0,8}(?:推荐|推薦|阅读|新闻|链接|报道|要闻|动态|专题|延伸|更多|热点|往期|回顾)[^\d。,!?;:]{0,6}:?"
)


def trim_links(paragraphs: Sequence[Paragraph]) -> Sequence[Paragraph]:
    """The paragraphs without those at both ends that are links to other pages and the headings of such links; all of
    them if nothing else is there."""
    beginning, end = _after_links(paragraphs), _before_links(paragraphs)
    return paragraphs[beginning:end] if beginning < end else paragraphs


def _after_links(paragraphs: Sequence[Paragraph]) -> int:
    """How many paragraphs at the beginning are links or headings of links; a heading with none below it is text."""
    links = 0
    for number, paragraph in enumerate(paragraphs, 1):
        if _leads_away(paragraph):
            links = number
        elif not _is_heading(paragraph):
            break
    return links


def _before_links(paragraphs: Sequence[Paragraph]) -> int:
    """How many paragraphs stand before the links at the end and their headings."""
    end = len(paragraphs)
    for number, paragraph in reversed(list(enumerate(paragraphs))):
        if not _leads_away(paragraph) and not (end < len(paragraphs) and _is_heading(paragraph)):
            break
        end = number
    return end


def _leads_away(paragraph: Paragraph) -> bool:
    return paragraph.linked and not _TOLD.fullmatch(fold(paragraph.text))


def _is_heading(paragraph: Paragraph) -> bool:
    return _HEADING.fullmatch(fold(paragraph.text)) is not None
