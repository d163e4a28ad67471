"""Rebuild: read all raw pages by today's rules into a new file, which replaces the old archive when it is complete.

What the raw pages say is made anew: articles, revisions, events, what was removed and repaired, keywords, images,
refusals, the search index. What only the archive knows is copied: runs, fetches, the frontier, that articles are gone,
and articles whose raw pages are not in the WARC folder. Without an archive, everything is made from the WARC files
alone. The clock is not read, and the boilerplate of the sites is taken from the old archive, so the same files,
boilerplate and version give the same rows on any machine.
"""

import os
import sqlite3
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from cundang.files.atomic import make_temporary_path
from cundang.model.boilerplate import Boilerplate
from cundang.model.errors import ArchiveError, Stage, UsageError
from cundang.model.page import Record
from cundang.model.publisher import Publishers
from cundang.raw.storage import explain_storage_errors, require_reachable
from cundang.store.absence import drop_of_missing_articles
from cundang.store.copies import put_in_place, replace_content
from cundang.store.damage import ERRORS, is_without_tables, name_backup
from cundang.store.older import copy_brought_up, is_older
from cundang.store.remains import Remains, find_remains, take_over
from cundang.store.schema import DERIVED, explain, open_archive, open_readonly
from cundang.store.takeover import (
    attach_old,
    copy_history,
    copy_tables,
    detach_old,
    forget_outcomes,
    remember_outcomes,
)
from pipelines.learn import recall_all
from upkeep.changes import Changes, compare_articles, keep_missing_articles
from upkeep.locking import lock_all
from upkeep.new_archive import NOT_ARTICLES, Fetch, NewArchive
from upkeep.parallel import run_each
from upkeep.recluster import recluster_rows
from upkeep.replay import Damage, Task, replay, unpack
from upkeep.withdrawn_pages import mask_headlines

_STRETCH = 400  # fetches in a task: some 10 MB of pages
# Tables that are made anew; all others are copied.
_MADE_ANEW = (
    "articles",
    "revisions",
    "events",
    "removed",
    "removed_kinds",
    "repairs",
    "keywords",
    "people",
    "images",
    "attachments",
    "problems",
    *DERIVED,
    "fts_state",
    "zh_fold",
    "_dictionary",
)
_CRAWL_STAGES: tuple[Stage, ...] = ("discover", "fetch")  # stages whose problems no raw page shows
_FETCHES = "SELECT warc_offset, id, run_id, fetched_at, outcome, sighting FROM fetches WHERE warc_file = ? ORDER BY id"

_NAMED_BY_REVISIONS = "SELECT warc_offset FROM revisions WHERE warc_file = ?"


def rebuild(  # noqa: PLR0913 - what the command's options say
    db_path: Path,
    warc_folder: Path,
    publishers: Callable[[], Publishers],
    dry_run: bool = False,
    on: str | None = None,
    cores: int | None = None,
    report_progress: Callable[[str], None] = lambda _: None,
    set_aside: bool = False,
    without_decisions: bool = False,
) -> Changes:
    """Rebuild an archive from its WARC folder; with `dry_run` only find out what would change.

    With `set_aside` the old archive, which may be damaged, is kept beside the new one, and only its decisions on
    withdrawn articles are read; where they cannot be, ArchiveError is raised unless it may be `without_decisions`.

    An archive that an older version made, or that may not be written, is copied for that, and stays as it is.

    `on` and `cores` say where the pages are read (see `upkeep.parallel.run_each`). Raises ArchiveError where a run is
    under way or the archive cannot be read or written; the archive is then as before.
    """
    with explain_storage_errors(require_reachable(warc_folder)):
        is_empty = not warc_folder.is_dir() or not any(warc_folder.glob("*.warc.gz"))
    if is_empty:
        raise UsageError(f"{warc_folder}: no WARC files are there; say with --warc where they are")
    if (
        dry_run
        and not set_aside
        and not is_without_tables(db_path)
        and (is_older(db_path) or not _is_writable(db_path))
    ):
        with TemporaryDirectory(prefix="cundang-") as folder:
            copy = Path(folder, db_path.name)
            copy_brought_up(db_path, copy)
            return rebuild(copy, warc_folder, publishers, dry_run, on, cores, report_progress)
    new_path = make_temporary_path(db_path)
    with _open_locked(db_path, set_aside) as old:
        remains = find_remains(db_path) if set_aside else Remains()
        if remains.lost and not without_decisions:
            raise ArchiveError(
                f"{db_path}: its decisions on withdrawn articles cannot be read ({remains.lost}), and what they hide "
                f"would come back; {name_backup(db_path)} with them, or --without-decisions does without"
            )
        try:
            _remove(new_path)
            new = _create(new_path, publishers(), old)
            if set_aside:
                with new.rows.transaction():
                    take_over(new.rows.connection, remains)
            if old:
                attach_old(new.rows, db_path)
            with new.rows.bulk():
                changes = _fill(new, old, warc_folder, publishers, on, cores, report_progress)
            if old:
                detach_old(new.rows)
            new.rows.close(in_one_file=True)
            if not dry_run:
                report_progress("putting the new archive in place")
                changes.aside = _swap(new_path, db_path, old)
        except ERRORS as error:
            raise explain(db_path if _is_of_old(error) else new_path, error) from error
        except ArchiveError as error:
            if old and isinstance(error.__cause__, ERRORS) and _is_of_old(error.__cause__):
                raise explain(db_path, error.__cause__) from error
            raise
        finally:
            _remove(new_path)
    return changes


def _is_writable(path: Path) -> bool:
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


@contextmanager
def _open_locked(db_path: Path, set_aside: bool) -> Iterator[sqlite3.Connection | None]:
    """The old archive, locked so that no run writes to it; None where there is none, or where it is not to be read."""
    is_empty = is_without_tables(db_path)
    if not db_path.parent.is_dir():
        yield None  # which is said where the new one is made
        return
    if set_aside or is_empty:
        with lock_all(db_path, "rebuild"):
            yield None
        return
    open_archive(db_path).close()  # migrates an older one
    with lock_all(db_path, "rebuild"), closing(open_readonly(db_path).conn) as connection:
        yield connection


def _is_of_old(error: Exception) -> bool:
    """Whether an error is one of the old file: the new one was just made."""
    if isinstance(error, UnicodeDecodeError) or "decode to UTF-8" in str(error):
        return True
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def _remove(path: Path) -> None:
    for ending in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def _swap(new_path: Path, db_path: Path, old: sqlite3.Connection | None) -> Path | None:
    """Put the new file in the place of the old one; returns where that is kept, if it was not read."""
    if old is None:
        return put_in_place(db_path, new_path)
    old.close()
    replace_content(db_path, new_path)
    return None


def _create(new_path: Path, publishers: Publishers, old: sqlite3.Connection | None) -> NewArchive:
    known = old.execute("SELECT url, id, site, characters FROM articles").fetchall() if old else []
    return NewArchive(new_path, publishers, {url: (article_id, site, size) for url, article_id, site, size in known})


def _fill(
    new: NewArchive,
    old: sqlite3.Connection | None,
    warc_folder: Path,
    publishers: Callable[[], Publishers],
    on: str | None,
    cores: int | None,
    report_progress: Callable[[str], None],
) -> Changes:
    """Fill the new archive from the WARC files, and from the old archive, which is attached as `old`."""
    if old:
        copy_tables(new.rows, _MADE_ANEW, _CRAWL_STAGES)
        forget_outcomes(new.rows)
    boilerplate = recall_all(old) if old else {}
    changes = Changes()
    records: set[tuple[str, int]] = set()
    damaged_files: set[str] = set()
    unfinished: deque[tuple[str, dict[int, list[Fetch]]]] = deque()  # for each task: its WARC file and its fetches

    def make_all_tasks() -> Iterator[Task]:
        for warc_file in sorted(path.name for path in warc_folder.glob("*.warc.gz")):
            fetches = _select_fetches(old, warc_file) if old else {}
            for task in _make_tasks(warc_folder / warc_file, fetches, publishers, boilerplate):
                unfinished.append((warc_file, fetches))
                yield task

    for packed in run_each(replay, make_all_tasks(), on, cores):
        warc_file, fetches = unfinished.popleft()
        report_progress(warc_file)
        for replayed in unpack(packed):
            if isinstance(replayed, Damage):
                changes.damaged.append(f"{warc_file} at {replayed.offset}: {replayed.reason}")
                damaged_files.add(warc_file)
                continue
            record = Record(warc_file, replayed.offset)
            known = fetches.get(replayed.offset) or [new.insert_fetch(replayed, record)]
            if new.is_less_than_known(replayed.article):
                continue
            records.add((warc_file, replayed.offset))
            new.apply(replayed, record, known)
            if old is None:
                new.mark_stored(replayed)
    new.end_inserted_runs()
    if old:
        _require_named_records(old, damaged_files, records, changes)
        remember_outcomes(new.rows)
        keep_missing_articles(new.rows, old, records, changes)
        copy_history(new.rows)
        compare_articles(new.rows.connection, changes)
        mask_headlines(new.rows, warc_folder, publishers)
    recluster_rows(new.rows, on, cores, report_progress)
    new.place_files()
    changes.articles = new.rows.connection.execute("SELECT count(*) FROM articles").fetchone()[0]
    drop_of_missing_articles(new.rows)
    return changes


def _require_named_records(
    old: sqlite3.Connection, damaged_files: set[str], records: set[tuple[str, int]], changes: Changes
) -> None:
    """Raise ArchiveError where a version of an article is known whose record is lost in a damaged file."""
    for warc_file in sorted(damaged_files):
        named = {(warc_file, offset) for (offset,) in old.execute(_NAMED_BY_REVISIONS, (warc_file,))}
        if lost := named - records:
            place = next(place for place in changes.damaged if place.startswith(f"{warc_file} "))
            raise ArchiveError(
                f"{place}; {len(lost)} versions of articles are not where they were, so the archive stays as it is; "
                "run `archive verify`, which says what to do"
            )


def _select_fetches(old: sqlite3.Connection, warc_file: str) -> dict[int, list[Fetch]]:
    """The fetches that name a record of a WARC file, by its offset."""
    by_offset = defaultdict(list)
    for offset, *row in old.execute(_FETCHES, (warc_file,)):
        by_offset[offset].append(Fetch(*row))
    return by_offset


def _make_tasks(
    path: Path,
    fetches: Mapping[int, list[Fetch]],
    publishers: Callable[[], Publishers],
    boilerplate: Mapping[str, Boilerplate],
) -> list[Task]:
    """Divide a WARC file into tasks of _STRETCH fetches each."""
    offsets = sorted(fetches)
    starts = [0, *offsets[_STRETCH::_STRETCH]]
    others = {offset for offset, rows in fetches.items() if all(row.outcome in NOT_ARTICLES for row in rows)}
    articles = {offset for offset in fetches if offset not in others and any(row.outcome for row in fetches[offset])}
    ends = [*starts[1:], None]
    return [
        Task(
            path,
            start,
            end,
            _select_within(articles, start, end),
            _select_within(others, start, end),
            publishers,
            boilerplate,
        )
        for start, end in zip(starts, ends, strict=True)
    ]


def _select_within(offsets: set[int], start: int, end: int | None) -> frozenset[int]:
    return frozenset(offset for offset in offsets if start <= offset and (end is None or offset < end))
