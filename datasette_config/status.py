"""How the archive stands, for the page /-/status and its JSON: no folder of the machine, no contact, no secret."""

import sqlite3
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cundang.files.settings import read_settings
from cundang.model.errors import ArchiveError
from cundang.model.settings import Alarms
from cundang.raw.storage import is_remote
from cundang.store.alarms import Alarm
from cundang.store.faults import Fault, find_faults, find_others
from cundang.store.standing import Standing, describe_archive, describe_site, read_standing
from datasette_config import NAME
from datasette_config.reading import open_warc_folder, read, select_rows

MOST = 500  # sites on the page; the JSON has all
_SECONDS = 30  # that a reading serves: files of the archive are counted for it
_PUBLISHERS = "SELECT name, publisher, language FROM sites"
_read: dict[str, tuple[float, "Told"]] = {}


@dataclass(frozen=True, slots=True)
class Told:
    """What the page tells: how the archive stands, what is wrong, and the publishers of sites by name."""

    standing: Standing
    faults: list[Fault]
    publishers: dict[str, dict[str, Any]]

    @property
    def is_well(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults and not self.standing.alarms

    @property
    def alarms(self) -> list[Alarm]:
        """The alarms that are open beside the faults."""
        return find_others(self.standing, self.faults)


async def read_told(datasette: Any) -> Told:
    """Read how the archive stands; at most once in half a minute."""
    path = str(datasette.get_database(NAME).path)
    known = _read.get(path)
    if known and time.monotonic() - known[0] < _SECONDS:
        return known[1]
    warc = open_warc_folder(datasette)

    def make(connection: sqlite3.Connection) -> Told:
        folder = None if is_remote(warc) else warc
        standing = read_standing(connection, Path(path), folder, datasette.publication.find_promise)
        publishers = {row["name"]: row for row in select_rows(connection, _PUBLISHERS)}
        return Told(standing, find_faults(standing, _read_alarms(Path(path))), publishers)

    told = await read(datasette, make)
    _read[path] = time.monotonic(), told
    return told


def _read_alarms(db_path: Path) -> Alarms:
    """What the settings say of alarms; of settings that cannot be read, as where there are none."""
    try:
        return read_settings(db_path).alarms
    except ArchiveError:
        return Alarms()


def describe(told: Told) -> dict[str, Any]:
    """How the archive stands, as JSON has it."""
    return {
        "ok": told.is_well,
        "faults": [{"name": fault.name, "line": fault.line} for fault in told.faults],
        "archive": describe_archive(told.standing),
        "sites": [describe_site(site) for site in told.standing.sites],
    }
