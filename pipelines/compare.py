"""What is new about an article, compared with what the archive holds of it."""

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from pipelines.article import Article

COMPARED = ("title", "text", "published_at", "source_name", "author", "editor")
_TYPO = 20  # characters; up to so many changed ones are a correction
_PARAGRAPH = 0.4  # of the longer text; up to so much changed is some paragraphs, more is a rewrite


@dataclass(frozen=True, slots=True)
class Known:
    """The article as it stands in the archive: its row, and how many revisions it has."""

    article_id: int
    revision_number: int
    url: str
    state: str
    values: dict[str, str | None]


@dataclass(frozen=True, slots=True)
class Change:
    """What a sighting of an article amounts to. `size` is of a change of the text: typo, paragraph or rewrite."""

    kind: Literal["new", "unchanged", "edited"]
    fields: tuple[str, ...] = ()
    size: str | None = None


def compare(article: Article, known: Known | None) -> Change:
    """Whether an article is new, as it was, or edited, and then in which fields."""
    if known is None:
        return Change("new")
    fields = tuple(name for name in COMPARED if getattr(article, name) != known.values[name])
    if not fields:
        return Change("unchanged")
    return Change(
        "edited", fields, size_of_change(known.values["text"] or "", article.text) if "text" in fields else None
    )


def size_of_change(before: str, after: str) -> str:
    """`typo`, `paragraph` or `rewrite`, by how many characters of the paragraphs that differ are changed."""
    old, new = before.split("\n\n"), after.split("\n\n")
    changed = 0
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "replace" and j - i == m - k:
            changed += sum(_changed(a, b) for a, b in zip(old[i:j], new[k:m], strict=True))
        elif tag != "equal":
            changed += max(sum(map(len, old[i:j])), sum(map(len, new[k:m])))
    if changed <= _TYPO:
        return "typo"
    return "paragraph" if changed <= _PARAGRAPH * max(len(before), len(after)) else "rewrite"


def _changed(before: str, after: str) -> int:
    """The characters between the first and the last that differ, of the longer side."""
    shorter = min(len(before), len(after))
    start = next((i for i in range(shorter) if before[i] != after[i]), shorter)
    end = next((i for i in range(shorter - start) if before[-1 - i] != after[-1 - i]), shorter - start)
    return max(len(before), len(after)) - start - end
