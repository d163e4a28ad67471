"""Take files into an archive: each page down the line, an interrupted import goes on where it was."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from cundang.model.article import Article
from cundang.model.errors import RefusedError
from cundang.model.page import Page
from cundang.store.clock import now
from cundang.store.run_log import count_imported, record_import
from cundang.store.session import Session
from exchange.importer import Item, Skipped, identify, read
from pipelines import line
from pipelines.keep import keep
from pipelines.learn import recall

_NEARBY = 200  # records within which the further pages of an article are looked for: a crawler fetches them next
_NOTED = 100  # records after which it is noted how far an import is


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a record, or of a file that is one page: new, edited, unchanged, refused or skipped, and why."""

    outcome: str
    reason: str = ""
    number: int = 0  # of the record in its file; 0 for a file that is one page


def import_file(session: Session, file: Path, root: Path, imported_at: datetime) -> Iterator[Taken]:
    """Bring what a file holds into the archive, record by record."""
    many, items = read(file, root, imported_at)
    if not many:
        yield from (_taken(session, file, item, 0) for item in items)
        return
    known = identify(file)
    done = count_imported(session.rows, known)
    number = 0
    for number, (item, ahead) in enumerate(_with_next(items), 1):
        if number <= done or item is None:
            continue
        yield _taken(session, file, item, number, ahead)
        if number % _NOTED == 0:
            with session.step():
                record_import(session.rows, known, file.name, number, None)
    with session.step():
        record_import(session.rows, known, file.name, number, now())


def _with_next(items: Iterator[Item]) -> Iterator[tuple[Item | None, list[Item | None]]]:
    """Each record with those that come next. One that is taken out of these comes as None."""
    window: list[Item | None] = list(islice(items, _NEARBY))
    while window:
        item = window.pop(0)
        yield item, window
        window.extend(islice(items, 1))


def _taken(session: Session, file: Path, item: Item, number: int, ahead: list[Item | None] | None = None) -> Taken:
    if isinstance(item, Skipped):
        return Taken("skipped", item.reason, number)
    if isinstance(item, RefusedError):
        with session.step():
            session.record_problem(f"file:{file.as_posix()}", item.stage, item.reason)
        session.counts["refused"] += 1
        return Taken("refused", str(item), number)
    kept, pages = keep(session, item), [item]
    memory = recall(session, item.url)
    reading = line.try_read(pages, session.publishers, memory)
    while isinstance(reading, Article) and (part := _part(reading, pages, ahead or [])):
        pages.append(part)
        session.record_outcome(keep(session, part), "part", part.body)
        reading = line.try_read(pages, session.publishers, memory)
    outcome = line.run(session, pages, kept, reading)
    return Taken(outcome.kind, outcome.reason, number)


def _part(reading: Article, pages: list[Page], ahead: list[Item | None]) -> Page | None:
    """The next page of an article, taken from the records that follow its first."""
    following = reading.following(pages)
    if following is None:
        return None
    for place, item in enumerate(ahead):
        if isinstance(item, Page) and item.url == following:
            ahead[place] = None
            return item
    return None
