"""What is new about an article, compared with what the archive holds of it."""

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from cundang.model.article import Article

COMPARED = ("title", "text", "published_at", "source_name", "author", "editor")
_TYPO = 20  # characters; up to so many changed ones are a correction
_LONG_ENOUGH = 200  # characters of a text that cannot shrink to almost nothing by an edit
_LOST = 0.25  # of the text: what is left of a page that was misread is a caption or a notice
_MOST_LOST = 2  # of title, time and source: one alone may have been taken off the page
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


def worse(article: Article, known: Known) -> str | None:
    """Why a sighting must not replace what is held, or None: a page of another layout that was misread, or a page that
    lost its text, loses most of the text, or title and time, at once. (An editor who cuts an article that short is
    taken for one: the page is kept, and the reason told.)
    """
    before, now = len(known.values["text"] or ""), len(article.text)
    if before >= _LONG_ENOUGH and now < _LOST * before:
        return f"{now} of {before} characters are left of the text"
    lost = [name for name in ("title", "published_at", "source_name") if _says(known.values[name], name)]
    lost = [name for name in lost if not _says(getattr(article, name), name)]
    return f"it lost {' and '.join(lost)}" if len(lost) >= _MOST_LOST else None


def _says(value: str | None, name: str) -> bool:
    return bool(value) and not (name == "title" and (value or "").startswith("["))


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
