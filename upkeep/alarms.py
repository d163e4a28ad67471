"""Tell what is wrong with an archive once, and once more when it is over."""

import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from cundang.files.lock import Lock
from cundang.model.errors import ArchiveError
from cundang.store import alarms as store
from cundang.store.alarms import ToTell
from cundang.store.clock import now
from cundang.store.faults import Fault
from cundang.store.schema import open_archive
from upkeep.check import Alarm
from upkeep.telling import Way

_NUMBER = re.compile(r"(?<![\w-])\d[\d.]*")  # not the number in the name of a layout: town-2020
_LATE = "late"  # a check tells the silence of a site in its own words, by its own judgement


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run told, the ways by which it could not be told, each with the reason, and how many alarms are open."""

    told: ToTell
    failed: tuple[str, ...]
    still_open: int


def name_alarm(site: str, what: str) -> str:
    """A name for what a check found wrong with a site, which stays the same while its numbers and its example change.

    >>> name_alarm("town", "6 of 8 new pages gave no article: fetch: HTTP 404 (5 of them)")
    'town: # of # new pages gave no article'
    """
    return f"{site}: {_NUMBER.sub('#', re.split(r'[:,(]', what, maxsplit=1)[0]).strip()[:200]}"


def collect(
    alarms: Iterable[Alarm], faults: Iterable[Fault], broken: Iterable[str], quiet: Sequence[str]
) -> dict[str, str]:
    """All that is wrong, a line each, by a name that stays the same while it lasts: what a check found, what the counts
    of `archive status` say, and modules that are broken. Of sites that are `quiet` nothing.
    """
    found = {fault.name: fault.line for fault in faults if fault.kind != _LATE}
    found |= {name_alarm(alarm.site, alarm.what): str(alarm) for alarm in alarms if alarm.site not in quiet}
    return found | {f"module: {line.partition(':')[0]}": line for line in broken}


def tell(db_path: Path, found: dict[str, str], ways: Sequence[Way]) -> Outcome:
    """Take up what is wrong now, and tell by all ways what began and what is over.

    What a way cannot tell is told by it in a later run, and by no other again. Raises ArchiveError where another run
    tells at this moment, or the archive cannot be written: what is told would be told again.
    """
    lock = Lock(db_path.with_name(f"{db_path.name}-alarms.lock"), "alarms")
    try:
        with closing(open_archive(db_path)) as db:
            return _tell(db.conn, found, ways)
    finally:
        lock.release()


def _tell(connection: sqlite3.Connection, found: dict[str, str], ways: Sequence[Way]) -> Outcome:
    with _transaction(connection):
        to_tell = store.take_up(connection, found, now())
    failed = []
    for way in ways:
        known = store.read_told_so_far(connection, way.key)
        if rest := to_tell.without(known):
            try:
                way.tell(rest)
            except ArchiveError as error:
                failed.append(str(error))
                continue
            with _transaction(connection):
                store.note_told_so_far(connection, way.key, known | rest.keys, now())
    if to_tell and not failed:
        with _transaction(connection):
            store.note_told(connection, to_tell, now())
    return Outcome(to_tell, tuple(failed), len(store.read_open(connection)))


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """A transaction that holds the write lock from its beginning."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        connection.rollback()
        raise
