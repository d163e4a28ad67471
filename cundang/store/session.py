"""An open archive: its database, the WARC file of this run, and who publishes what. Everything that writes goes here."""

import hashlib
import json
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Self

from cundang.files.lock import Lock
from cundang.model.boilerplate import Boilerplate
from cundang.model.errors import ArchiveError, RefusedError
from cundang.model.page import Page, Record
from cundang.model.publisher import Publisher, Publishers
from cundang.raw.spool import open_warc
from cundang.raw.warc import SOFTWARE
from cundang.search.tokenize import load_fold, tokenize
from cundang.store.schema import explain, open_archive

_WHOLE = "SELECT coalesce(max(warc_offset), 0) FROM fetches WHERE warc_file = ?"
BATCH = 100  # pages in a transaction; the cost of a commit (an fsync) is then lost in that of the pages
COUNTS = ("fetched", "bytes", "new", "edited", "unchanged", "refused", "failed")


@dataclass(frozen=True, slots=True)
class Kept:
    """A page that is kept: its record in the WARC, its row in `fetches`, and when it was fetched, as both say."""

    record: Record
    fetch_id: int
    fetched_at: datetime


class Archive:
    """One run of a command on an archive.

    Pages are written in batches: `page()` is the transaction of one page within the batch, `commit()` ends the batch.
    What a batch holds is in the WARC before it is in the database, so a row never names a record that is not there.
    """

    def __init__(
        self, db_path: Path, warc_folder: Path, publishers: Publishers, command: str, site: str | None = None
    ) -> None:
        self.path = db_path
        self.publishers = publishers
        name = site or command
        if not db_path.parent.is_dir():
            open_archive(db_path)  # says what is wrong; there is no place for a lock
        self._lock = Lock(db_path.with_name(f"{db_path.name}-{name}.lock"), name)
        self.db = open_archive(db_path)
        self.fold = load_fold(self.db.conn)
        self.warc = open_warc(warc_folder, db_path.with_suffix(".outgoing"), name, datetime.now(UTC), self._whole)
        self.counts: Counter[str] = Counter()
        self.memories: dict[
            str, tuple[Boilerplate | None, int]
        ] = {}  # of sites, and for how many new articles (remember.py)
        self.last_reason = ""  # of the last problem, to tell whoever asked for that page
        self._pages = 0
        run = {"command": command, "site": site, "started_at": now(), "version": SOFTWARE.partition("/")[2]}
        with self.writing():
            self.run_id = self.insert("runs", run)
            if self.warc.cut:
                self.problem(f"file:{self.warc.folder / self.warc.name}", "keep", self.warc.cut)
        self.commit()

    def _whole(self, warc_file: str) -> int:
        """The last record of a WARC file that a row names: it was synced before the row was committed."""
        return int(self.db.conn.execute(_WHOLE, (warc_file,)).fetchone()[0])

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A step that happens wholly or not at all, within the current batch. What the disk says becomes ArchiveError."""
        try:
            connection = self.db.conn
            if not connection.in_transaction:
                connection.execute("BEGIN IMMEDIATE")
            connection.execute("SAVEPOINT step")  # one name: sqlite-utils makes one up each time, to be parsed anew
            try:
                yield
            except BaseException:
                if connection.in_transaction:  # a full disk may have ended it
                    connection.execute("ROLLBACK TO step")
                    connection.execute("RELEASE step")
                raise
            connection.execute("RELEASE step")
        except sqlite3.OperationalError as error:
            raise explain(self.path, error) from error

    @contextmanager
    def page(self) -> Iterator[None]:
        """The step of one page. Ends the batch after every hundredth."""
        with self.writing():
            yield
        self._pages += 1
        if self._pages >= BATCH:
            self.commit()

    def commit(self) -> None:
        """End the batch: raw pages to the disk first, then the rows that name them, and the run's counts."""
        if not self.db.conn.in_transaction:
            return
        self.warc.sync()
        try:
            self.db.table("runs").update(self.run_id, {name: self.counts[name] for name in COUNTS})
            self.db.conn.execute("COMMIT")
        except sqlite3.OperationalError as error:
            raise explain(self.path, error) from error
        self._pages = 0

    def end(self, reason: str, sources: dict[str, int] | None = None) -> None:
        """End the run: why, and what each source of the site named."""
        with self.writing():
            named = json.dumps(sources, ensure_ascii=False) if sources is not None else None
            self.db.table("runs").update(self.run_id, {"ended_at": now(), "reason": reason, "sources": named})
        self.commit()

    def next_article_id(self, url: str) -> int:
        """The id for an article that is not here yet."""
        return int(self.db.conn.execute("SELECT coalesce(max(id), 0) + 1 FROM articles").fetchone()[0])

    def tokens(self, text: str) -> str:
        """A text as the index has it."""
        return tokenize(text, self.fold)

    def insert(self, table: str, row: Mapping[str, object]) -> int:
        """Insert a row; returns its id."""
        return self.db.conn.execute(_insertion(table, tuple(row)), tuple(row.values())).lastrowid or 0

    def insert_all(self, table: str, rows: Sequence[Mapping[str, object]]) -> None:
        """Insert rows of one shape."""
        if rows:
            self.db.conn.executemany(_insertion(table, tuple(rows[0])), [tuple(row.values()) for row in rows])

    def site(self, name: str) -> None:
        """The row of a site, if it has none yet."""
        known = self.publishers.of_name(name) or Publisher(name=name)
        row = (name, known.publisher, known.homepage, known.country, known.language)
        self.db.conn.execute(
            "INSERT OR IGNORE INTO sites(name, publisher, homepage, country, language) VALUES (?, ?, ?, ?, ?)", row
        )

    def fetched(
        self, page: Page, record: Record, size: int, outcome: str | None = None, robots_id: int | None = None
    ) -> Kept:
        """Note an answer, or an imported file, that is in the WARC; `size` is in bytes as received."""
        self.counts["fetched"] += 1
        self.counts["bytes"] += size
        row = {
            "run_id": self.run_id, "url": page.url, "fetched_at": stamp(page.fetched_at), "status": page.status,
            "etag": page.header("etag"), "last_modified": page.header("last-modified"),
            "warc_file": record.warc_file, "warc_offset": record.warc_offset, "outcome": outcome,
            "robots_id": robots_id,
        }  # fmt: skip
        return Kept(record, self.insert("fetches", row), page.fetched_at)

    def outcome(self, kept: Kept, outcome: str, body: bytes | None) -> None:
        """Note what came of a fetch (see fetches.outcome in schema.sql), and the digest of its body."""
        digest = None if body is None else hashlib.sha256(body).hexdigest()
        self.db.conn.execute(
            "UPDATE fetches SET outcome = ?, sha256 = ? WHERE id = ?", (outcome, digest, kept.fetch_id)
        )

    def unreadable(self, path: str, refusal: RefusedError) -> None:
        """Note a file that could not even be read."""
        with self.writing():
            self.problem(f"file:{path}", refusal.stage, refusal.reason)
        self.counts["refused"] += 1

    def problem(self, url: str, stage: str, reason: str, record: Record | None = None) -> None:
        """A row in `problems`."""
        self.last_reason = f"{stage}: {reason}"
        row = {
            "run_id": self.run_id, "at": now(), "url": url, "stage": stage, "reason": reason,
            "warc_file": record and record.warc_file, "warc_offset": record and record.warc_offset,
        }  # fmt: skip
        self.insert("problems", row)

    def close(self) -> None:
        """Let go of the files. What was not committed is gone."""
        try:
            self.warc.close()
        finally:
            self.db.close()
            self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close. A run that an error ends says so, if the archive can still be written."""
        try:
            if error is not None:
                self.db.rollback()
                if not isinstance(error, ArchiveError):
                    self.end(f"failed: {error or type(error).__name__}")
            else:
                self.commit()
        finally:
            self.close()


@cache
def _insertion(table: str, columns: tuple[str, ...]) -> str:
    """The statement that inserts a row. Made once, so that sqlite3 has it prepared: sqlite-utils builds its own anew each
    time, and a page has six rows.
    """
    return f"INSERT INTO {table}({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"  # noqa: S608 - names of ours


def now() -> str:
    """The time, as it is stored."""
    return stamp(datetime.now(UTC))


def stamp(moment: datetime) -> str:
    """A time of the archive's own doing, as it is stored: UTC, to the second."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")
