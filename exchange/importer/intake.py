"""Import files into an archive page by page. An interrupted import goes on where it stopped."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from pathlib import Path

from cundang.model.errors import RefusedError
from cundang.model.page import Page
from cundang.store.clock import now
from cundang.store.run_log import count_imported, record_import
from cundang.store.session import Session
from cundang.text.dates import is_possible_fetch
from exchange.importer import DamageError, Item, Sighting, Skipped, identify, read, show_path
from pipelines import line
from pipelines.keep import keep, try_keep
from pipelines.learn import recall

_NEARBY = 200  # records within which the further pages of an article are searched: a crawler fetches them next
_SAVE_EVERY = 100  # records after which the progress of an import is stored


@dataclass(frozen=True, slots=True)
class Taken:
    """The outcome of a record, or of a file that is one page: new, edited, unchanged, refused or skipped, and why.

    `damaged`: a place that cannot be read, where nobody knows how many records were.
    """

    outcome: str
    reason: str = ""
    number: int = 0  # of the record in its file; 0 for a file that is one page


def import_file(session: Session, file: Path, root: Path, imported_at: datetime) -> Iterator[Taken]:
    """Import the records of a file one by one."""
    has_many, items = read(file, root, imported_at)
    if not has_many:
        yield from (_import_item(session, file, item, 0, imported_at) for item in items)
        return
    file_id = identify(file)
    done = count_imported(session.rows, file_id)
    number = 0
    for number, (item, ahead) in enumerate(_iterate_with_next(items), 1):
        if number <= done or item is None:
            continue
        yield _import_item(session, file, item, number, imported_at, ahead)
        if number % _SAVE_EVERY == 0:
            with session.step():
                record_import(session.rows, file_id, show_path(Path(file.name)), number, None)
    with session.step():
        record_import(session.rows, file_id, show_path(Path(file.name)), number, now())


def _iterate_with_next(items: Iterator[Item]) -> Iterator[tuple[Item | None, list[Item | None]]]:
    """Yield each record with those that come next. One that the caller replaces by None there comes as None."""
    window: list[Item | None] = list(islice(items, _NEARBY))
    while window:
        item = window.pop(0)
        yield item, window
        window.extend(islice(items, 1))


def _import_item(
    session: Session,
    file: Path,
    item: Item,
    number: int,
    imported_at: datetime,
    ahead: list[Item | None] | None = None,
) -> Taken:
    if isinstance(item, Skipped):
        return Taken("skipped", item.reason, number)
    if isinstance(item, Sighting):
        return _record_sighting(session, item, number, imported_at)
    if isinstance(item, RefusedError):
        with session.step():
            session.record_problem(f"file:{show_path(file)}", item.stage, item.reason)
        session.counts["refused"] += 1
        return Taken("damaged" if isinstance(item, DamageError) else "refused", str(item), number)
    if not is_possible_fetch(item.fetched_at, imported_at):  # of a broken clock: no time that its site is known by
        item = replace(item, fetched_at=imported_at, is_sighting=False)
    kept, pages = try_keep(session, item), [item]
    if isinstance(kept, RefusedError):
        return Taken("refused", str(kept), number)

    def take_part(url: str) -> Page | None:
        part = _take_page(url, ahead or [])
        if part is None:
            return None
        try:
            session.record_outcome(keep(session, part), "part", part.body)
        except RefusedError:  # of a withdrawn article
            return None
        pages.append(part)
        return part

    reading = line.Reader(session.publishers, recall(session, item.url)).try_read_whole(item, take_part)
    outcome = line.run(session, pages, kept, reading)
    return Taken(outcome.kind, outcome.reason, number)


def _record_sighting(session: Session, sighting: Sighting, number: int, imported_at: datetime) -> Taken:
    """Record that another crawler found an article as it was before."""
    if not is_possible_fetch(sighting.at, imported_at):
        return Taken("skipped", f"revisit at an impossible time ({sighting.at:%Y-%m-%d})", number)
    with session.page_step():
        is_known = line.record_sighting(session, sighting.url, sighting.at)
    if not is_known:
        return Taken("skipped", "revisit of a page that is no article here", number)
    session.counts["unchanged"] += 1
    return Taken("unchanged", number=number)


def _take_page(url: str, ahead: list[Item | None]) -> Page | None:
    """Take a further page of an article out of the records that follow its first page."""
    for place, item in enumerate(ahead):
        if isinstance(item, Page) and item.url == url:
            ahead[place] = None
            return item
    return None
