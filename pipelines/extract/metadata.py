"""The metadata of a page of no known layout, each value with where it was found.

The order is mostly (each module says where it differs): JSON-LD, meta elements, what the page shows near its headline, the address.
"""

import re
from collections.abc import Sequence

from cundang.model.article import Field
from cundang.text.labels import read_labelled
from pipelines.extract.authors import find_author, find_organisation
from pipelines.extract.blocks import Block
from pipelines.extract.json_ld import squeeze_key
from pipelines.extract.page_view import PageView, read_machine_field
from pipelines.extract.publication_date import find_modified, find_published, find_zone
from pipelines.extract.sources import find_after_date
from pipelines.extract.titles import find_title
from pipelines.extract.visible_dates import beside_headline, near_lines

# An empty 责任编辑： is common, and what follows it is something else.
_LABEL_ALONE = re.compile("(?:作者|供稿单位|供稿|来源|稿件来源|文章来源|信息来源)[:：]")
_LONGEST_LINE = 200  # characters of a line that has labels; some have as many spaces between them
_LABEL_SIGN = re.compile("[:：丨]")


def read_metadata(page: PageView) -> dict[str, Field]:
    """The fields of a page."""
    fields: dict[str, Field] = {}
    blocks, kept = page.blocks, page.kept
    near = _near(blocks, page.title, kept)
    found = {
        "title": find_title(page),
        "published": find_published(page, near),
        "modified": find_modified(page, near),
        "author": find_author(page, near),
    }
    fields.update((name, field) for name, field in found.items() if field)
    if "published" in fields and (shown := find_zone(page, near, fields["published"])):
        fields["zone"] = shown
    for name in ("source_name", "editor", "section", "keywords", "content_id"):
        if said := next(read_machine_field(name, page.meta, page.data), None):
            fields[name] = said
    if ("source_name" not in fields or fields["source_name"].where == "meta og:site_name") and (
        told := find_organisation(page)
    ):
        fields["source_name"] = told
    lines = _labelled_lines(page, _lines(near, kept))
    for name in ("source_name", "editor", "author", "keywords", "original_title"):
        if (value := next(filter(None, (read_labelled(name, line) for line in lines)), "")) and len(value) <= 60:
            fields[name] = Field(value, "labelled line")
    if named := find_after_date(near_lines(page, beside_headline(page, near))):
        fields["source_name"] = named
    return fields


def _labelled_lines(page: PageView, numbers: Sequence[int]) -> list[str]:
    """The lines of some blocks in which labels may stand; with a label alone in its block, the next block."""
    lines = []
    for number in numbers:
        text = page.blocks[number].text if 0 <= number < len(page.blocks) else ""
        if _LABEL_SIGN.search(text):
            if _LABEL_ALONE.fullmatch(text.strip()) and number + 1 < len(page.blocks):
                after = page.blocks[number + 1]
                text += "" if after.linked or len(after.text) > 40 or _LABEL_SIGN.search(after.text) else after.text
            parts = (part if len(part) <= _LONGEST_LINE else squeeze_key(part) for part in text.split("\v"))
            lines += [part for part in parts if len(part) <= _LONGEST_LINE]
    return lines


def _lines(near: Sequence[int], kept: Sequence[int]) -> list[int]:
    """Where labels are looked for: near the headline, above the text, and around its end."""
    first, end = (kept[0], kept[-1]) if kept else (0, 0)
    after = [number + 1 for number in kept[-3:-1]]  # the last kept may be a line far below
    return list(dict.fromkeys([*near, *range(max(0, first - 4), first), *kept[-2:], *after, *range(end + 1, end + 9)]))


def _near(blocks: Sequence[Block], title: int, kept: Sequence[int]) -> list[int]:
    """The blocks where a page has its byline: from the headline to the first of the text, then those just above."""
    n = len(blocks)
    start = title if title >= 0 else max(0, (kept[0] if kept else 0) - 8)
    first = next((number for number in kept if number > start and len(blocks[number].text) > 80), start + 8)
    below = range(start, min(n, max(start + 9, min(first + 2, start + 25))))
    above = range(start - 1, max(-1, start - 7), -1)
    return [number for number in (*below, *above) if number < n]
