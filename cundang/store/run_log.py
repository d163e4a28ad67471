"""Record what runs do: the tables `runs`, `fetches`, `problems` and `imports`."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from cundang.model.errors import Stage
from cundang.model.page import Page, Record
from cundang.store.clock import stamp
from cundang.store.rows import Rows

COUNTS = ("fetched", "bytes", "new", "edited", "unchanged", "refused", "failed")
_OUTCOME = "UPDATE fetches SET outcome = ?, sha256 = ? WHERE id = ?"
_OF_RUN = """
    SELECT warc_file, warc_offset FROM fetches WHERE run_id = ? AND url = ? AND warc_file IS NOT NULL
    ORDER BY id DESC LIMIT 1
"""
_LAST_FETCHES = "SELECT key, (SELECT max(fetched_at) FROM fetches WHERE url = value) FROM json_each(?)"
_PART = """
    SELECT p.warc_file, p.warc_offset FROM fetches f JOIN fetches p ON p.run_id = f.run_id AND p.url = :url
    WHERE f.url = :first_url AND f.warc_file = :warc_file AND f.warc_offset = :warc_offset
      AND p.outcome = 'part' AND p.fetched_at >= f.fetched_at ORDER BY f.id, p.fetched_at, p.id LIMIT 1
"""
_ENDED = "UPDATE runs SET ended_at = (SELECT max(fetched_at) FROM fetches WHERE run_id = id) WHERE id = ?"
# When a run was killed, nobody knows; its last page is the last that is known of it. Imported pages have times of their
# own.
_KILLED = """
    UPDATE runs SET reason = 'was killed', ended_at = coalesce(
      (SELECT max(fetched_at) FROM fetches WHERE run_id = runs.id AND fetched_at >= runs.started_at), started_at)
    WHERE ended_at IS NULL AND command = ? AND site IS ?
"""
_IMPORTED = "SELECT records FROM imports WHERE file = ? AND ended_at IS NULL"
_IMPORT = "INSERT OR REPLACE INTO imports(file, name, records, ended_at) VALUES (?, ?, ?, ?)"


@dataclass(frozen=True, slots=True)
class Kept:
    """A page that is kept: its WARC record, the id of its row in `fetches`, and when it was fetched."""

    record: Record
    fetch_id: int
    fetched_at: datetime


def insert_run(rows: Rows, run: Mapping[str, object]) -> int:
    """Insert a run; returns its id."""
    return rows.insert("runs", run)


def update_counts(rows: Rows, run_id: int, counts: Mapping[str, int]) -> None:
    """Update the counts of a run."""
    rows.update("runs", run_id, {name: counts.get(name, 0) for name in COUNTS})


def end_run(rows: Rows, run_id: int, ended_at: str, reason: str, sources: str | None) -> None:
    """End a run: when, why, and how many addresses each source listed, as JSON."""
    rows.update("runs", run_id, {"ended_at": ended_at, "reason": reason, "sources": sources})


def end_killed_runs(rows: Rows, command: str, site: str | None) -> None:
    """End the runs of a command that nothing ended: they were killed. The caller holds the lock of such runs."""
    rows.connection.execute(_KILLED, (command, site))


def end_run_at_last_fetch(rows: Rows, run_id: int) -> None:
    """Set the end of a run to the time of its last fetch."""
    rows.connection.execute(_ENDED, (run_id,))


def insert_fetch(  # noqa: PLR0913 - one for each column
    rows: Rows,
    run_id: int,
    page: Page,
    record: Record,
    outcome: str | None = None,
    robots_id: int | None = None,
    sha256: str | None = None,
    purpose: str | None = None,
    tls: str | None = None,
) -> int:
    """Insert the fetch of an answer, or of an imported file, that is in the WARC; returns its id."""
    row = {
        "run_id": run_id,
        "url": page.url,
        "fetched_at": stamp(page.fetched_at),
        "status": page.status,
        "etag": page.header("etag"),
        "last_modified": page.header("last-modified"),
        "warc_file": record.warc_file,
        "warc_offset": record.warc_offset,
        "outcome": outcome,
        "robots_id": robots_id,
        "sha256": sha256,
        "sighting": page.is_sighting,
        "purpose": purpose,
        "tls": tls,
    }
    return rows.insert("fetches", row)


def find_part(rows: Rows, first_url: str, first: Record, url: str) -> Record | None:
    """Find the further page of an article that was fetched next after its first page, in the same run."""
    asked = {"first_url": first_url, **asdict(first), "url": url}
    found = rows.connection.execute(_PART, asked).fetchone()
    return Record(*found) if found else None


def find_record_of_run(rows: Rows, run_id: int, url: str) -> Record | None:
    """Find the record of the last answer of an address in a run."""
    found = rows.connection.execute(_OF_RUN, (run_id, url)).fetchone()
    return Record(*found) if found else None


def find_last_fetches(rows: Rows, addresses: Mapping[str, str]) -> dict[str, datetime]:
    """Find when each of some addresses was fetched last; by the keys of those that were."""
    found = rows.connection.execute(_LAST_FETCHES, (json.dumps(dict(addresses)),))
    return {key: datetime.fromisoformat(at) for key, at in found if at}


def set_outcome(rows: Rows, fetch_id: int, outcome: str, sha256: str | None) -> None:
    """Set the outcome of a fetch (see fetches.outcome in schema.sql), and the digest of its body."""
    rows.connection.execute(_OUTCOME, (outcome, sha256, fetch_id))


def change_outcome(rows: Rows, fetch_id: int, outcome: str) -> None:
    """Replace the outcome of a fetch."""
    rows.connection.execute("UPDATE fetches SET outcome = ? WHERE id = ?", (outcome, fetch_id))


def insert_problem(
    rows: Rows, run_id: int, at: str, url: str, stage: Stage, reason: str, record: Record | None = None
) -> None:
    """Insert a problem: a page that a stage refused, or why it is doubtful."""
    row = {
        "run_id": run_id,
        "at": at,
        "url": url,
        "stage": stage,
        "reason": reason,
        "warc_file": record and record.warc_file,
        "warc_offset": record and record.warc_offset,
    }
    rows.insert("problems", row)


def count_imported(rows: Rows, file: str) -> int:
    """Count the records that an interrupted import of a file has imported; `file` is the file's digest."""
    return int((rows.connection.execute(_IMPORTED, (file,)).fetchone() or (0,))[0])


def record_import(rows: Rows, file: str, name: str, records: int, ended_at: str | None) -> None:
    """Record how many records of a file have been imported."""
    rows.connection.execute(_IMPORT, (file, name, records, ended_at))
