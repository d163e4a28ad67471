"""The metadata of a page of no known layout, each value with where it was found.

The order for each field is: JSON-LD, meta elements, what the page shows near its headline, the address.
"""

from collections.abc import Sequence

from pipelines.article import Field
from pipelines.extract.authors import author
from pipelines.extract.dated import modified, published, zone
from pipelines.extract.seen import Seen, by_machine
from pipelines.extract.titles import title
from pipelines.extract.walk import Block
from pipelines.labels import labelled


def metadata(page: Seen) -> dict[str, Field]:
    """The fields of a page."""
    fields: dict[str, Field] = {}
    blocks, kept = page.blocks, page.kept
    near = _near(blocks, page.title, kept)
    found = {
        "title": title(page),
        "published": published(page, near),
        "modified": modified(page, near),
        "author": author(page, near),
    }
    fields.update((name, field) for name, field in found.items() if field)
    if "published" in fields and (shown := zone(page, near, fields["published"])):
        fields["zone"] = shown
    for name in ("source_name", "editor", "section", "keywords", "content_id"):
        if said := next(by_machine(name, page.meta, page.data), None):
            fields[name] = said
    texts = (blocks[number].text for number in _lines(near, kept) if number < len(blocks))
    lines = [line for text in texts if ":" in text or "：" in text for line in text.split("\v") if len(line) <= 200]
    for name in ("source_name", "editor", "author", "keywords", "original_title"):
        if (value := next(filter(None, (labelled(name, line) for line in lines)), "")) and len(value) <= 60:
            fields[name] = Field(value, "labelled line")
    return fields


def _lines(near: Sequence[int], kept: Sequence[int]) -> list[int]:
    """Where labels are looked for: near the headline, and around the end of the article."""
    end = kept[-1] if kept else 0
    return list(dict.fromkeys([*near, *kept[-2:], *range(end + 1, end + 9)]))


def _near(blocks: Sequence[Block], title: int, kept: Sequence[int]) -> list[int]:
    """The blocks where a page has its byline: from the headline to the first of the text, then those just above."""
    n = len(blocks)
    start = title if title >= 0 else max(0, (kept[0] if kept else 0) - 8)
    first = next((number for number in kept if number > start and len(blocks[number].text) > 80), start + 8)
    below = range(start, min(n, max(start + 9, min(first + 2, start + 25))))
    above = range(start - 1, max(-1, start - 7), -1)
    return [number for number in (*below, *above) if number < n]
