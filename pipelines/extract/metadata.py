"""The metadata of a page of no known layout, each value with where it was found.

The order is mostly (each module says where it differs): JSON-LD, meta elements, what the page shows near its headline,
the address.
"""

import re
from collections.abc import Mapping, Sequence

from cundang.model.article import Field
from cundang.text.conversation import find_turns
from cundang.text.fold import fold
from cundang.text.labels import has_label, read_credit_part, read_labelled, read_name, read_spaced
from pipelines.extract.authors import find_author, find_organisation
from pipelines.extract.blocks import TAGS
from pipelines.extract.hints import BITS
from pipelines.extract.page_view import PageView, read_machine_field
from pipelines.extract.publication_date import find_modified, find_published, find_zone
from pipelines.extract.reporters import find_reporter
from pipelines.extract.sources import find_agency, find_beside_date, find_named, find_original, find_signed, is_chinese
from pipelines.extract.titles import find_title
from pipelines.extract.tree import to_line

# An empty 责任编辑： is common, and what follows it is something else.
_LABEL_ALONE = re.compile("(?:作者|供稿单位|供稿|来源|稿件来源|文章来源|信息来源)[:：]")
_LONGEST_LINE = 200  # characters of a line that has labels; some have as many spaces between them
_LONGEST_VALUE = 60  # characters behind a label
_FIRST, _LAST = slice(3), slice(-6, None)  # the blocks of a text in which a byline is looked for
_LABEL_SIGN = re.compile("[:：丨|｜∣/／︱]")
_CAPTION = TAGS["figcaption"]


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
    lines = _list_labelled_lines(view)
    _read_source_of_machines(view, fields)
    labelled = [(line, is_above) for line, is_above in lines if has_label(line)]
    for name in ("source_name", "editor", "author", "keywords", "original_title"):
        if value := _read_first(name, labelled):
            fields[name] = Field(value, "labelled line")
    if "editor" not in fields:
        below = (line for line, is_above in lines if not is_above and len(line) <= _LONGEST_VALUE)
        if value := next(filter(None, (read_spaced("editor", line) for line in below)), ""):
            fields["editor"] = Field(value, "line below the text")
    _read_names_without_label(view, lines, fields)
    return fields


def _read_source_of_machines(view: PageView, fields: dict[str, Field]) -> None:
    """Where the metas name no source but the site, take the organisation that they name as the author.

    The agency whose dispatch the text is goes before it.
    """
    if "source_name" in fields and fields["source_name"].where != "meta og:site_name":
        return
    if organisation := find_organisation(view):
        fields["source_name"] = find_agency(view) or organisation


def _read_names_without_label(view: PageView, lines: Sequence[tuple[str, bool]], fields: dict[str, Field]) -> None:
    """Read the source and the author that a page in Chinese shows without a label, into the fields of a page."""
    is_author_labelled = "author" in fields and fields["author"].where == "labelled line"
    if not is_author_labelled and is_chinese(view) and (byline := _find_reporter(view, lines)):
        fields["author"] = byline
    above = [line for line, is_above in lines if is_above and has_label(line)]
    if not any(_read_value("source_name", line) for line in above) and (source := _find_shown_source(view)):
        fields["source_name"] = source
    elif "source_name" in fields and is_chinese(view) and not _is_shown(view, fields["source_name"]):
        del fields["source_name"]
    source, author = find_original(view)
    if source and ("source_name" not in fields or fields["source_name"].where.startswith(("meta ", "element "))):
        fields["source_name"] = source
    author = author or (find_signed(view) if "author" not in fields else None)
    if author and not is_author_labelled:
        fields["author"] = author
    if is_chinese(view) and _is_account(fields):
        del fields["author"]


def _find_shown_source(view: PageView) -> Field | None:
    """Find the source that a page shows above its text without a label: beside the date, or in an element named so."""
    return find_beside_date(view) or (find_named(view) if is_chinese(view) else None)


def _is_account(fields: Mapping[str, Field]) -> bool:
    """Whether the author is but the account that the page has for its source."""
    author, source = fields.get("author"), fields.get("source_name")
    return (
        author is not None and source is not None and author.value == source.value and author.where != "labelled line"
    )


def _is_shown(view: PageView, source: Field) -> bool:
    """Whether a page shows what it has for the name of the site near its headline: else that is no source."""
    name = fold(source.value)
    return source.where != "meta og:site_name" or any(
        name in fold(view.blocks[number].text) for number in view.headline_area if number not in view.chosen
    )


def _read_first(name: str, lines: Sequence[tuple[str, bool]]) -> str:
    """The first value behind a label of a field; of two editors the one who is responsible."""
    names = ("responsible", name) if name == "editor" else (name,)
    return next(filter(None, (_read_value(each, line) for each in names for line, _ in lines)), "")


def _read_value(name: str, line: str) -> str:
    """What follows a label in a line, where it can be a value of the field."""
    value = read_labelled(name, line)
    if not value or len(value) > _LONGEST_VALUE:
        return ""
    if name in ("keywords", "original_title"):
        return value
    field = "editor" if name == "responsible" else name
    return value if read_name(field, value) else ""


def _find_reporter(view: PageView, lines: Sequence[tuple[str, bool]]) -> Field | None:
    """Find a byline in Chinese without a colon: in a line above the text, at the head of it, or at its end."""
    last = max(view.chosen, default=0)
    beginning, ending = (_list_text_lines(view, view.chosen[part]) for part in (_FIRST, _LAST))
    above = [line for line, is_above in lines if is_above]
    byline = find_reporter(above, beginning, ending, _list_text_lines(view, range(last + 1, last + 4)))
    return Field(byline, "byline") if byline else None


def _list_text_lines(view: PageView, numbers: Sequence[int]) -> list[str]:
    """The lines of some blocks of the text that are no turn of a conversation, and no caption."""
    blocks = [view.blocks[number] for number in numbers if number < len(view.blocks)]
    texts = [block.text for block in blocks if block.tag != _CAPTION and not block.near_hints & BITS["picture"]]
    lines = [line for text in texts for line in text.split("\v") if line.strip()]
    turns = find_turns(lines)
    return [line for number, line in enumerate(lines) if number not in turns]


def _list_labelled_lines(view: PageView) -> list[tuple[str, bool]]:
    """The lines in which names may stand, and whether each is above the text; with a label alone the next block.

    Of the text itself and of what is below it a line counts where it is no sentence, and no turn of a conversation.
    """
    lines = []
    text_lines = [line for number in view.chosen for line in view.blocks[number].text.split("\v")]
    turns = {text_lines[number] for number in find_turns(text_lines)}
    first = view.chosen[0] if view.chosen else 0
    chosen = frozenset(view.chosen)
    for number in _list_label_blocks(view.headline_area, view.chosen):
        text = view.blocks[number].text if 0 <= number < len(view.blocks) else ""
        if _LABEL_ALONE.fullmatch(text.strip()) and number + 1 < len(view.blocks):
            after = view.blocks[number + 1]
            text += "" if after.linked or len(after.text) > 40 or _LABEL_SIGN.search(after.text) else after.text
        is_above = number not in chosen and number < max(first, 1) + 1
        for part in text.split("\v"):
            line = part if len(part) <= _LONGEST_LINE else to_line(part)
            if part in turns or (is_above and len(line) > _LONGEST_LINE):
                continue
            if credit := line if is_above else read_credit_part(line):
                lines.append((credit, is_above))
    return lines


def _list_label_blocks(headline_area: Sequence[int], chosen: Sequence[int]) -> list[int]:
    """The blocks in which labels are looked for: near the headline, above the text, and around its end."""
    first, end = (chosen[0], chosen[-1]) if chosen else (0, 0)
    above = range(max(0, first - 4), first)
    after = [number + 1 for number in chosen[-3:-1]]  # the last block may be a line far below
    return list(dict.fromkeys([*headline_area, *above, *chosen[-6:], *after, *range(end + 1, end + 9)]))
