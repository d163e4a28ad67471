"""The text of an article as its page shows it: paragraphs, with headings, with pictures at their captions, and with the
words of a query marked. Pure.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from cundang.search.fold import Fold
from cundang.search.highlight import highlight
from cundang.text.fold import fold as fold_signs
from cundang.text.headings import find_headings
from datasette_config.images import LARGEST, SHOWN

LONG = 1_500  # characters of a text that has a list of contents
_LEAST_LISTED = 3  # headings
_IN_HEAD = 3  # pictures before the text; of more the first alone, the others stand behind it
_BLANK = re.compile(r"\s+")


@dataclass(slots=True)
class Passage:
    """A paragraph: its lines, each as plain and marked pieces in turn (the first is plain). `level`: of a heading, from
    1; 0 of a text. `pictures`: those whose caption the paragraph is.
    """

    number: int
    lines: list[tuple[str, ...]]
    level: int = 0
    pictures: list[dict[str, Any]] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join("".join(line) for line in self.lines)


class Body(NamedTuple):
    """What stands on a page. `contents` are the headings of a long text; `before` and `behind` are pictures of which
    nobody knows where in the text they stood.
    """

    passages: list[Passage]
    contents: list[Passage]
    before: list[dict[str, Any]]
    behind: list[dict[str, Any]]
    title: tuple[str, ...]
    marks: int


def is_shown(image: dict[str, Any]) -> bool:
    """Whether a picture is served from here: its bytes are held, are of a type that is, and not too many."""
    return image["warc_file"] is not None and image["type"] in SHOWN and image["bytes"] <= LARGEST


def make_body(
    title: str, text: str, images: Sequence[dict[str, Any]], words: Sequence[str], fold: Fold, original: str
) -> Body:
    """Make what stands on a page. `images` are rows of that table, to which `shown` is added; `words` are folded.

    `original` is the text before it was converted to another script, or the same: in it headings and captions are
    looked for. Conversion keeps paragraphs.
    """
    pictures = [{**image, "shown": is_shown(image)} for image in images]
    paragraphs, originals = text.split("\n\n"), original.split("\n\n")
    passages = [
        Passage(number, [highlight(line, words, fold) for line in paragraph.split("\n")])
        for number, paragraph in enumerate(paragraphs)
    ]
    headings = find_headings(originals, len(pictures)) if len(originals) == len(passages) else []
    for heading in headings:
        passages[heading.paragraph].level = heading.level
    left = _place_at_captions(passages, originals, pictures)
    first = left if len(left) <= _IN_HEAD else [image for image in left if image["shown"]][:1]
    contents = [passage for passage in passages if 1 <= passage.level <= 2]
    is_long = len(text) >= LONG and len(contents) >= _LEAST_LISTED
    marked = highlight(title, words, fold)
    marks = len(marked) // 2 + sum(len(line) // 2 for passage in passages for line in passage.lines)
    behind = [image for image in left if image not in first]
    return Body(passages, contents if is_long else [], first, behind, marked, marks)


def _place_at_captions(
    passages: list[Passage], paragraphs: Sequence[str], pictures: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Put each picture whose caption is a paragraph of the text there; returns the others."""
    places: dict[str, int] = {}
    for number, paragraph in enumerate(paragraphs[: len(passages)]):
        places.setdefault(_reduce(paragraph), number)
    left = []
    for picture in pictures:
        place = places.get(_reduce(picture["caption"])) if picture["caption"] else None
        if place is None:
            left.append(picture)
        else:
            passages[place].pictures.append(picture)
            passages[place].level = 0
    return left


def _reduce(text: str) -> str:
    return _BLANK.sub("", fold_signs(text))
