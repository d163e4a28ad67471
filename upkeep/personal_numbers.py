"""List the telephone and identity numbers in an archive, so that a person can decide which articles to withdraw."""

import sqlite3
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field

from cundang.text.personal_numbers import KINDS, PersonalNumber, find_personal_numbers, mask

_ARTICLES = "SELECT id, url, site, kicker, subtitle FROM articles ORDER BY id"
_VERSIONS = "SELECT id, number, title, text FROM revisions WHERE article_id = ? ORDER BY number"
_CAPTIONS = "SELECT caption FROM images WHERE article_id = ? AND caption != ''"
_REMOVED = "SELECT text FROM removed WHERE revision_id = ?"
_REPORT_EVERY = 1000  # articles


@dataclass(frozen=True, slots=True)
class Listed:
    """A number in an article: where it stands (`title`, `text`, `kicker`, `subtitle`, `caption`; `removed`: among what
    cleaning moved out of a text), and of the first, second and last in which versions.
    """

    article_id: int
    url: str
    site: str
    number: PersonalNumber
    places: dict[str, list[int]] = field(default_factory=dict)

    @property
    def masked(self) -> str:
        """The number as a list may show it."""
        return mask(self.number)


def list_personal_numbers(
    connection: sqlite3.Connection,
    kinds: Collection[str] = KINDS,
    report_progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Iterator[Listed]:
    """List the numbers of some kinds, article by article: each once for all of its versions.

    One article is held at a time. `report_progress` is told how many articles are done, and how many there are.
    """
    (total,) = connection.execute("SELECT count(*) FROM articles").fetchone()
    for done, (article_id, url, site, *lines) in enumerate(connection.execute(_ARTICLES)):
        if done % _REPORT_EVERY == 0:
            report_progress(done, total)
        found: dict[tuple[str, str], Listed] = {}
        for place, version, text in _read_texts(connection, article_id, lines):
            for number in find_personal_numbers(text, kinds):
                listed = found.setdefault((number.kind, number.number), Listed(article_id, url, site, number))
                versions = listed.places.setdefault(place, [])
                if version and version not in versions:
                    versions.append(version)
        yield from found.values()
    report_progress(total, total)


def _read_texts(
    connection: sqlite3.Connection, article_id: int, lines: list[str | None]
) -> Iterator[tuple[str, int | None, str]]:
    """All that is shown of an article: where it stands, in which version, the text itself."""
    yield from ((place, None, text) for place, text in zip(("kicker", "subtitle"), lines, strict=True) if text)
    for revision_id, number, title, text in connection.execute(_VERSIONS, (article_id,)):
        yield "title", number, title
        yield "text", number, text
        yield from (("removed", number, removed) for (removed,) in connection.execute(_REMOVED, (revision_id,)))
    yield from (("caption", None, caption) for (caption,) in connection.execute(_CAPTIONS, (article_id,)))
