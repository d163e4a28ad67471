"""Compare: what is new about an article, beside what the archive holds of it."""

from dataclasses import dataclass
from typing import Literal

from cundang.model.article import COMPARED, Article, Known
from cundang.model.no_article import WALL
from cundang.text.edit_size import Edit, measure_edit
from pipelines.extract.no_article import find_wall

_LONG_ENOUGH = 200  # characters of a text that cannot shrink to almost nothing by an edit
_LEAST_LEFT = 0.25  # of the text: what is left of a page that was misread is a caption or a notice
_MOST_LOST = 2  # of title, time and source: one alone may have been taken off the page


@dataclass(frozen=True, slots=True)
class Change:
    """What a sighting of an article amounts to; `edit` is what is new about one that was edited."""

    kind: Literal["new", "unchanged", "edited"]
    edit: Edit | None = None


def compare(article: Article, known: Known | None) -> Change:
    """Compare an article with what the archive holds: it is new, as it was, or edited, and then in which fields."""
    if known is None:
        return Change("new")
    fields = tuple(name for name in COMPARED if getattr(article, name) != known.values[name])
    if not fields:
        return Change("unchanged")
    return Change("edited", measure_edit(known.values, {name: getattr(article, name) for name in COMPARED}, fields))


def explain_worse(article: Article, known: Known) -> str | None:
    """Explain why an article must not replace what is held; None where it may.

    A page of another layout that was misread, or a page that lost its text, loses most of the text, or title and time,
    at once. An editor who cuts an article that short is taken for such a page: the page is kept, with the reason.
    """
    before, now = len(known.values["text"] or ""), len(article.text)
    if before >= _LONG_ENOUGH and now < _LEAST_LEFT * before:
        return f"{now} of {before} characters are left of the text"
    if now < before and (wall := find_wall(article.text)) and wall not in (known.values["text"] or ""):
        return f"{WALL}: {wall}"
    names = ("title", "published_at", "source_name")
    lost = [name for name in names if _has(name, known.values[name]) and not _has(name, getattr(article, name))]
    return f"it lost {' and '.join(lost)}" if len(lost) >= _MOST_LOST else None


def _has(name: str, value: str | None) -> bool:
    """Whether a field has a value of the page's own; a title in brackets is none."""
    return bool(value) and not (name == "title" and (value or "").startswith("["))
