"""What is wrong, told once and once more when it is over: the table `alarms`.

An alarm is over when two checks in a row did not find it: the first sets `over_at`, the second has its end told. Found
between the two, it goes on as if nothing had been: what comes and goes is told once.
"""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_COLUMNS = "id, name, line, since, over_at, told_at, over_told_at"
_OPEN = f"SELECT {_COLUMNS} FROM alarms WHERE over_told_at IS NULL ORDER BY id"  # noqa: S608 - words of ours
_SHOWN = f"SELECT {_COLUMNS} FROM alarms WHERE over_at IS NULL ORDER BY id"  # noqa: S608 - words of ours
_BEGIN = "INSERT INTO alarms(name, line, since) VALUES (?, ?, ?)"
_GOES_ON = "UPDATE alarms SET over_at = NULL WHERE id = ?"
_IS_OVER = "UPDATE alarms SET over_at = ? WHERE id = ?"
_TOLD = "UPDATE alarms SET told_at = ? WHERE told_at IS NULL AND id IN (SELECT value FROM json_each(?))"
_OVER_TOLD = "UPDATE alarms SET over_told_at = ? WHERE over_told_at IS NULL AND id IN (SELECT value FROM json_each(?))"
# What one of several ways of telling has told, while another is still to be tried again: in the table of tasks.
_SO_FAR = "SELECT result FROM tasks WHERE task = ?"
_NOTE_SO_FAR = "INSERT OR REPLACE INTO tasks(task, started_at, ended_at, result) VALUES (?, ?, ?, ?)"
_FORGET = "DELETE FROM tasks WHERE task GLOB 'alarms by *'"
_TOLD_OVER = """
    SELECT DISTINCT substr(each.value, 6) + 0 FROM tasks, json_each(result) each
    WHERE task GLOB 'alarms by *' AND each.value GLOB 'over *'
"""


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something that is, or was, wrong, in the columns of its row (see schema.sql)."""

    id: int
    name: str
    line: str
    since: str
    over_at: str | None
    told_at: str | None
    over_told_at: str | None


@dataclass(frozen=True, slots=True)
class ToTell:
    """What is to be told: alarms that began, and alarms that are over. One may be in both."""

    begun: tuple[Alarm, ...] = ()
    over: tuple[Alarm, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.begun or self.over)

    @property
    def keys(self) -> set[str]:
        """A name for each thing that is to be told."""
        return {f"begun {alarm.id}" for alarm in self.begun} | {f"over {alarm.id}" for alarm in self.over}

    def without(self, keys: Iterable[str]) -> "ToTell":
        """What is left to be told where some of it was."""
        known = set(keys)
        begun = tuple(alarm for alarm in self.begun if f"begun {alarm.id}" not in known)
        return ToTell(begun, tuple(alarm for alarm in self.over if f"over {alarm.id}" not in known))


def read_open(connection: sqlite3.Connection) -> list[Alarm]:
    """What is wrong as far as the last check told, in the order in which it was noticed."""
    return [Alarm(*row) for row in connection.execute(_SHOWN)]


def take_up(connection: sqlite3.Connection, found: Mapping[str, str], at: str) -> ToTell:
    """Take up what a check found, lines by name; returns what is to be told. To be called within a transaction."""
    ended = {row[0] for row in connection.execute(_TOLD_OVER)}  # for some of those who are told
    alarms = [_make(row) for row in connection.execute(_OPEN)]
    over = [alarm for alarm in alarms if alarm.id in ended]
    there = {alarm.name: alarm for alarm in alarms if alarm.id not in ended}
    for name, line in found.items():
        if name not in there:
            connection.execute(_BEGIN, (name, line, at))
        elif there[name].over_at:
            connection.execute(_GOES_ON, (there[name].id,))
    for name, alarm in there.items():
        if name in found:
            continue
        if alarm.over_at is None:
            connection.execute(_IS_OVER, (at, alarm.id))
        else:
            over.append(alarm)
    begun = [alarm for alarm in map(_make, connection.execute(_OPEN)) if alarm.told_at is None]
    return ToTell(tuple(begun), tuple(over))


def read_told_so_far(connection: sqlite3.Connection, way: str) -> set[str]:
    """The keys of what a way of telling has told, and another has not yet."""
    row = connection.execute(_SO_FAR, (_name(way),)).fetchone()
    return set(json.loads(row[0])) if row else set()


def note_told_so_far(connection: sqlite3.Connection, way: str, keys: Iterable[str], at: str) -> None:
    """Note what a way of telling has told."""
    connection.execute(_NOTE_SO_FAR, (_name(way), at, at, json.dumps(sorted(keys))))


def note_told(connection: sqlite3.Connection, told: ToTell, at: str) -> None:
    """Note that all ways have told it; they need not remember it any more. To be called within a transaction."""
    connection.execute(_TOLD, (at, json.dumps([alarm.id for alarm in told.begun])))
    connection.execute(_OVER_TOLD, (at, json.dumps([alarm.id for alarm in told.over])))
    connection.execute(_FORGET)


def _name(way: str) -> str:
    return f"alarms by {way}"


def _make(row: tuple[object, ...]) -> Alarm:
    return Alarm(*row)  # type: ignore[arg-type]
