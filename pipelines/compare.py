"""What is new about an article, compared with what the archive holds of it."""

from dataclasses import dataclass
from typing import Literal

from cundang.model.article import COMPARED, Article, Known
from cundang.text.edit_size import edit_size

_LONG_ENOUGH = 200  # characters of a text that cannot shrink to almost nothing by an edit
_LOST = 0.25  # of the text: what is left of a page that was misread is a caption or a notice
_MOST_LOST = 2  # of title, time and source: one alone may have been taken off the page


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
    return Change("edited", fields, edit_size(known.values["text"] or "", article.text) if "text" in fields else None)


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
