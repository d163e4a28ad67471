"""The metadata of a page of no known layout, each value with where it was found.

The order is mostly (each module says where it differs): JSON-LD, meta elements, what the page shows near its headline,
the address.
"""

import re
from collections.abc import Sequence

from cundang.model.article import Field
from cundang.text.labels import read_labelled
from pipelines.extract.authors import find_author, find_organisation
from pipelines.extract.page_view import PageView, read_machine_field
from pipelines.extract.publication_date import find_modified, find_published, find_zone
from pipelines.extract.sources import find_after_date
from pipelines.extract.titles import find_title
from pipelines.extract.tree import to_line
from pipelines.extract.visible_dates import list_short_lines

# An empty 责任编辑： is common, and what follows it is something else.
_LABEL_ALONE = re.compile("(?:作者|供稿单位|供稿|来源|稿件来源|文章来源|信息来源)[:：]")
_LONGEST_LINE = 200  # characters of a line that has labels; some have as many spaces between them
_LONGEST_VALUE = 60  # characters behind a label
_LABEL_SIGN = re.compile("[:：丨]")


def read_metadata(view: PageView) -> dict[str, Field]:
    """Read the fields of a page."""
    candidates = {
        "title": find_title(view),
        "published": find_published(view),
        "modified": find_modified(view),
        "author": find_author(view),
    }
    fields = {name: field for name, field in candidates.items() if field}
    if "published" in fields and (zone := find_zone(view, fields["published"])):
        fields["zone"] = zone
    for name in ("source_name", "editor", "section", "keywords", "content_id"):
        if field := next(read_machine_field(name, view), None):
            fields[name] = field
    is_source_vague = "source_name" not in fields or fields["source_name"].where == "meta og:site_name"
    if is_source_vague and (organisation := find_organisation(view)):
        fields["source_name"] = organisation
    lines = _list_labelled_lines(view)
    for name in ("source_name", "editor", "author", "keywords", "original_title"):
        value = next(filter(None, (read_labelled(name, line) for line in lines)), "")
        if value and len(value) <= _LONGEST_VALUE:
            fields[name] = Field(value, "labelled line")
    if source := find_after_date(list_short_lines(view, view.byline_area)):
        fields["source_name"] = source
    return fields


def _list_labelled_lines(view: PageView) -> list[str]:
    """The lines in which labels may stand; with a label alone in its block, the next block."""
    lines = []
    for number in _list_label_blocks(view.headline_area, view.chosen):
        text = view.blocks[number].text if 0 <= number < len(view.blocks) else ""
        if _LABEL_SIGN.search(text):
            if _LABEL_ALONE.fullmatch(text.strip()) and number + 1 < len(view.blocks):
                after = view.blocks[number + 1]
                text += "" if after.linked or len(after.text) > 40 or _LABEL_SIGN.search(after.text) else after.text
            parts = (part if len(part) <= _LONGEST_LINE else to_line(part) for part in text.split("\v"))
            lines += [part for part in parts if len(part) <= _LONGEST_LINE]
    return lines


def _list_label_blocks(headline_area: Sequence[int], chosen: Sequence[int]) -> list[int]:
    """The blocks in which labels are looked for: near the headline, above the text, and around its end."""
    first, end = (chosen[0], chosen[-1]) if chosen else (0, 0)
    above = range(max(0, first - 4), first)
    after = [number + 1 for number in chosen[-3:-1]]  # the last block may be a line far below
    return list(dict.fromkeys([*headline_area, *above, *chosen[-2:], *after, *range(end + 1, end + 9)]))
