"""A run of a command on an archive: its lock, its row in `runs`, the open tables, and the WARC file it appends to."""

import hashlib
import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from cundang.files.endings import explain_shortage, hold
from cundang.files.lock import Lock
from cundang.model.boilerplate import Boilerplate
from cundang.model.errors import ArchiveError, Interrupted, Stage
from cundang.model.page import Page, Record
from cundang.model.publisher import Publishers
from cundang.raw.spool import open_writer
from cundang.raw.warc import SOFTWARE
from cundang.store import run_log
from cundang.store.clock import now, read_clock
from cundang.store.rows import Rows
from cundang.store.run_log import Kept
from cundang.store.schema import explain, open_archive
from cundang.text.shorten import shorten

_LAST_RECORD = "SELECT coalesce(max(warc_offset), 0) FROM fetches WHERE warc_file = ?"
BATCH = 100  # pages in a transaction: a commit (an fsync) then costs little beside the pages


class Session:
    """One run of a command on an archive.

    Pages are written in batches: `page_step()` is the step of one page within the batch, `commit()` ends the batch.
    Raw pages are synced before the rows are committed, so a row never names a WARC record that does not exist.
    """

    def __init__(
        self, db_path: Path, warc_folder: Path, publishers: Publishers, command: str, site: str | None = None
    ) -> None:
        name = site or command
        if not db_path.parent.is_dir():
            open_archive(db_path)  # raises the error: a lock file cannot be made there
        self.publishers = publishers
        spool = db_path.with_suffix(".outgoing")
        with ExitStack() as opened:  # closed again where one of them cannot be opened
            self._lock = Lock(db_path.with_name(f"{db_path.name}-{name}.lock"), name)
            opened.callback(self._lock.release)
            self.rows = Rows(db_path, publishers)
            opened.callback(self.rows.close)
            self.warc = open_writer(warc_folder, spool, name, read_clock(), self._find_last_record)
            opened.pop_all()
        self.counts: Counter[str] = Counter()
        # By site: its boilerplate, and for how many more new articles it holds before it is selected again (see
        # pipelines/learn.py).
        self.boilerplate: dict[str, tuple[Boilerplate | None, int]] = {}
        self._pages = 0
        run = {"command": command, "site": site, "started_at": now(), "version": SOFTWARE.partition("/")[2]}
        with self.step():
            run_log.end_killed_runs(self.rows, command, site)  # none runs: this one has the lock
            self.run_id = run_log.insert_run(self.rows, run)
            if self.warc.truncation:
                self.record_problem(f"file:{self.warc.folder / self.warc.name}", "keep", self.warc.truncation)
        self.commit()

    def _find_last_record(self, warc_file: str) -> int:
        """The offset of the last record of a WARC file that a row names: it was synced before the row was committed."""
        return int(self.rows.connection.execute(_LAST_RECORD, (warc_file,)).fetchone()[0])

    @contextmanager
    def step(self) -> Iterator[None]:
        """Do a step completely or not at all, within the current batch."""
        with hold(), self.rows.atomic():
            yield

    @contextmanager
    def page_step(self) -> Iterator[None]:
        """Do the step of one page. Every hundredth ends the batch."""
        with hold(), self.rows.atomic():
            yield
        self._pages += 1
        if self._pages >= BATCH:
            self.commit()

    def commit(self) -> None:
        """End the batch: sync the raw pages, then commit the rows that name them and the run's counts."""
        connection = self.rows.connection
        if not connection.in_transaction:
            return
        self.warc.sync()
        try:
            run_log.update_counts(self.rows, self.run_id, self.counts)
            connection.execute("COMMIT")
        except sqlite3.OperationalError as error:
            raise explain(self.rows.path, error) from error
        self._pages = 0

    def end(self, reason: str, sources: dict[str, int] | None = None) -> None:
        """End the run, with the reason and how many addresses each source of the site listed."""
        with self.step():
            as_json = json.dumps(sources, ensure_ascii=False) if sources is not None else None
            run_log.end_run(self.rows, self.run_id, now(), reason, as_json)
        self.commit()

    def record_fetch(
        self,
        page: Page,
        record: Record,
        size: int,
        outcome: str | None = None,
        robots_id: int | None = None,
        purpose: str | None = None,
        tls: str | None = None,
    ) -> Kept:
        """Insert the fetch of an answer or imported file that is in the WARC; `size` is in bytes as received."""
        self.counts["fetched"] += 1
        self.counts["bytes"] += size
        about = {"purpose": purpose, "tls": tls}
        fetch_id = run_log.insert_fetch(self.rows, self.run_id, page, record, outcome, robots_id, **about)
        return Kept(record, fetch_id, page.fetched_at)

    def record_outcome(self, kept: Kept, outcome: str, body: bytes | None) -> None:
        """Set the outcome of a fetch (see fetches.outcome in schema.sql), and the digest of its body."""
        digest = None if body is None else hashlib.sha256(body).hexdigest()
        run_log.set_outcome(self.rows, kept.fetch_id, outcome, digest)

    def record_problem(self, url: str, stage: Stage, reason: str, record: Record | None = None) -> None:
        """Insert a row in `problems`."""
        run_log.insert_problem(self.rows, self.run_id, now(), url, stage, reason, record)

    def close(self) -> None:
        """Close the files and release the lock, without a commit."""
        try:
            self.warc.close()
        finally:
            self.rows.close()
            self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Commit and close. After an error, note it as the end of the run, if the archive can still be written; what
        was done in whole steps stays.
        """
        try:
            if error is None:
                self.commit()
            else:
                # Where this fails, the next run ends this one. A second signal waits.
                with hold(), suppress(sqlite3.Error, ArchiveError, OSError, MemoryError):
                    self.end(_explain_end(error))
        finally:
            with suppress(sqlite3.Error):
                self.rows.db.rollback()
            self.close()


def _explain_end(error: BaseException) -> str:
    """Why a run ended, in a line."""
    if isinstance(error, Interrupted):
        return str(error)
    if isinstance(error, BrokenPipeError):
        return "interrupted: nobody reads what it says (broken pipe)"
    said = explain_shortage(error) or str(error) or type(error).__name__
    return f"failed: {shorten(said)}"
