"""The edges of a text that a profile selected: links to other articles before and after it are no part of it.

A layout's `drop` selects the boxes that its pages are known to have; editors of all sites also type such links into the
text.
"""

import re
from collections.abc import Sequence

from cundang.text.fold import fold
from cundang.text.labels import LABELS
from pipelines.extract.tree import Paragraph

# Paragraphs that are text though all of it is a link: sentences, credits, attachments, addresses.
_CREDIT = "|".join(label for labels in LABELS.values() for label in labels)
_LINKED_TEXT = re.compile(
    rf".*。[”』」]?|附件.*|附[:一二三\d].*|.{{0,8}}(?:{_CREDIT}|[文图摄])\s?[:/|].*|.*(?:@|://|www\.).*", re.DOTALL
)
# What stands above such links, folded; no line of running text.
_HEADING = re.compile(
    r"[^\d。,!?;:]{0,8}"
    r"(?:推荐|推薦|阅读|新闻|链接|报道|要闻|动态|专题|延伸|更多|热点|往期|回顾)"
    r"[^\d。,!?;:]{0,6}:?"
)


def trim_links(paragraphs: Sequence[Paragraph]) -> Sequence[Paragraph]:
    """Trim the paragraphs at both ends that are links to other pages, and the headings of such links.

    All paragraphs stay if nothing else is there.
    """
    start, end = _count_leading_links(paragraphs), _find_trailing_links(paragraphs)
    return paragraphs[start:end] if start < end else paragraphs


def _count_leading_links(paragraphs: Sequence[Paragraph]) -> int:
    """Count the paragraphs at the start that are links or headings of links; a heading with none below it is text."""
    links = 0
    for number, paragraph in enumerate(paragraphs, 1):
        if _is_link(paragraph):
            links = number
        elif not _is_heading(paragraph):
            break
    return links


def _find_trailing_links(paragraphs: Sequence[Paragraph]) -> int:
    """Find where the links at the end and their headings begin."""
    end = len(paragraphs)
    for number, paragraph in reversed(list(enumerate(paragraphs))):
        if not _is_link(paragraph) and not (end < len(paragraphs) and _is_heading(paragraph)):
            break
        end = number
    return end


def _is_link(paragraph: Paragraph) -> bool:
    return paragraph.linked and not _LINKED_TEXT.fullmatch(fold(paragraph.text))


def _is_heading(paragraph: Paragraph) -> bool:
    return _HEADING.fullmatch(fold(paragraph.text)) is not None
