"""Verify an archive: every WARC record, every row that names one, hashes, references, the search index."""

import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from cundang.raw.checker import find_fault
from cundang.raw.pages import find_reason_for_no_page, make_page
from cundang.raw.reader import RawRecord, read_records
from cundang.raw.revisits import resolve
from cundang.raw.storage import explain_storage_errors, list_read_errors, require_reachable
from cundang.search.tokenize import TOK_VERSION
from cundang.store.schema import examine, explain, open_as_found
from cundang.store.shape import find_others
from pipelines.normalise import digest

Row = tuple[int, str, int, str | None, str | None]  # offset, table, id, address, digest

_NAMED_TYPES = ("response", "resource", "revisit")
_REPORTED = 20  # faults of one kind in one place; further ones are only counted

# The columns of a row that names a record, by table.
_NAMED = {
    "fetches": "id, url, sha256",
    "revisions": "id, NULL, NULL",
    "problems": "id, NULL, NULL",
    "images": "rowid, NULL, sha256",
    "attachments": "rowid, NULL, sha256",
}

REBUILD = "`archive rebuild` makes the rows anew from the raw pages"
RESTORE = "restore a snapshot, or make the archive anew from the raw pages with `archive rebuild`"
REINDEX = "`archive reindex` makes the index anew"
COPY = "copy the file anew from a backup; without one, these pages have to be fetched again"


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is wrong: where, what, and what repairs it."""

    place: str
    what: str
    repair: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what}; {self.repair}"


@dataclass(slots=True)
class Verified:
    """How much was read, the faults that were found, and what others made in the database, as `view by_month`."""

    schema: int
    counts: dict[str, int] = field(default_factory=lambda: {"files": 0, "records": 0, "articles": 0, "revisions": 0})
    faults: list[Fault] = field(default_factory=list)
    others: list[str] = field(default_factory=list)


def verify(db_path: Path, folder: Path, report_progress: Callable[[str], None] = lambda _: None) -> Verified:
    """Read everything and compare, without any change. `report_progress` gets the name of each file before it is read.

    Raises ArchiveError where the database cannot be opened at all, or a store does not answer.
    """
    with closing(open_as_found(db_path).conn) as db:
        report_progress(db_path.name)
        try:
            standing = examine(db)
            verified = Verified(standing.version, others=list(find_others(db)))
        except sqlite3.Error as error:
            raise explain(db_path, error) from error
        if standing.fault:
            verified.faults.append(Fault(db_path.name, standing.fault, standing.cure))
        verified.faults += _limited(_database(db, db_path.name, verified.counts))
        try:
            tables = [table for table in _NAMED if _has_records(db, table)]
            files = " UNION ".join(f"SELECT warc_file FROM {table}" for table in tables)  # noqa: S608 - our names
            named = {name for (name,) in db.execute(files) if name}
            with explain_storage_errors(require_reachable(folder)):
                there = {path.name for path in folder.glob("*.warc.gz")} if folder.is_dir() else set()
            for name in sorted(named | there):
                report_progress(name)
                rows = [row for table in tables for row in _select_rows(db, table, name)]
                with explain_storage_errors(folder):
                    verified.faults += _limited(_file(folder / name, rows, verified.counts))
        except sqlite3.DatabaseError as error:
            verified.faults.append(Fault(db_path.name, f"cannot be read to its end ({error})", RESTORE))
    return verified


def _has_records(db: sqlite3.Connection, table: str) -> bool:
    """Whether the rows of a table name records; those of an older file may not."""
    return db.execute("SELECT 1 FROM pragma_table_info(?) WHERE name = 'warc_file'", (table,)).fetchone() is not None


def _select_rows(db: sqlite3.Connection, table: str, warc_file: str) -> list[Row]:
    """The rows of a table that name records of a WARC file."""
    sql = f"SELECT warc_offset, '{table}', {_NAMED[table]} FROM {table} WHERE warc_file = ?"  # noqa: S608 - our names
    return db.execute(sql, (warc_file,)).fetchall()


def _limited(faults: Iterator[Fault]) -> Iterator[Fault]:
    """The first faults of each kind of repair; then how many more there are."""
    seen: dict[str, int] = {}
    last: dict[str, Fault] = {}
    for fault in faults:
        seen[fault.repair] = seen.get(fault.repair, 0) + 1
        last[fault.repair] = fault
        if seen[fault.repair] <= _REPORTED:
            yield fault
    for repair, count in seen.items():
        if count > _REPORTED:
            yield Fault(last[repair].place.partition(" ")[0], f"{count - _REPORTED} more faults of this kind", repair)


def _file(path: Path, rows: list[Row], counts: dict[str, int]) -> Iterator[Fault]:
    """What is wrong with a WARC file, and with the rows that name its records."""
    if not path.is_file():
        require_reachable(path)
        yield Fault(
            path.name,
            f"is not there, and {len(rows)} rows name it",
            "copy it from a backup, or say with --warc where it is",
        )
        return
    counts["files"] += 1
    pages: dict[int, tuple[str, str]] = {}  # by offset: the address, and the digest that `fetches` has
    expected = {offset: sha for offset, _, _, _, sha in rows if sha}
    try:
        with path.open("rb") as file:
            for record in read_records(file):
                counts["records"] += 1
                if record.is_readable and record.record_type in _NAMED_TYPES:
                    pages[record.offset] = (
                        record.url,
                        _find_digest(path, record) if record.offset in expected else "",
                    )
                if fault := find_fault(record):
                    yield _describe(path, record, fault, rows)
    except list_read_errors(path) as error:
        yield Fault(path.name, f"cannot be read ({error})", COPY)
    for offset, table, row_id, url, sha in rows:
        if offset not in pages:
            yield Fault(f"{table} {row_id}", f"names {path.name} at {offset}, where no page begins", REBUILD)
            continue
        found_url, found_sha = pages[offset]
        if url and found_url and url != found_url:
            yield Fault(f"{table} {row_id}", f"is of {url}, but {path.name} at {offset} of {found_url}", REBUILD)
        elif sha and found_sha and sha != found_sha:
            yield Fault(f"{table} {row_id}", f"has another digest than {path.name} at {offset}", REBUILD)


def _find_digest(path: Path, record: RawRecord) -> str:
    """The digest of the page in a record, as `fetches` has it; of the page that a revisit names.

    Empty where there is none; the record that is lost is told by the rows that name it.
    """
    if record.record_type == "revisit":
        record = resolve(path.parent, record, path.name) or record
    return "" if find_reason_for_no_page(record) else hashlib.sha256(make_page(record).body).hexdigest()


def _describe(path: Path, record: RawRecord, fault: str, rows: list[Row]) -> Fault:
    """Describe a fault of a record: how many bytes and rows are lost with it, and what to do."""
    place = f"{path.name} at {record.offset}"
    if record.is_readable:
        return Fault(place, fault, COPY)
    is_at_end = record.end == path.stat().st_size
    lost = sum(record.offset <= offset and (is_at_end or offset < record.end) for offset, *_ in rows)
    cure = f"no row names it: cut it off with `truncate -s {record.offset} {path}`"
    what = f"{fault}, {record.end - record.offset} bytes from here on are lost ({lost} rows name them)"
    return Fault(place, what, COPY if lost or not is_at_end else cure)


def _database(db: sqlite3.Connection, name: str, counts: dict[str, int]) -> Iterator[Fault]:
    """What is wrong within the database."""
    try:
        for (message,) in db.execute("PRAGMA integrity_check(20)"):
            if message != "ok":
                yield Fault(name, f"SQLite says: {message}", RESTORE)
        for table, rowid, parent, _ in db.execute("PRAGMA foreign_key_check"):
            yield Fault(f"{table} {rowid}", f"refers to a row of {parent} that is not there", REBUILD)
        yield from _hashes(db, counts)
        yield from _histories(db)
        yield from _index(db)
    except sqlite3.DatabaseError as error:
        yield Fault(name, f"cannot be read to its end ({error})", RESTORE)


def _hashes(db: sqlite3.Connection, counts: dict[str, int]) -> Iterator[Fault]:
    for table in ("articles", "revisions"):
        sql = f"SELECT id, title, text, sha256 FROM {table}"  # noqa: S608 - two fixed names
        for row_id, title, text, sha in db.execute(sql):
            counts[table] += 1
            if digest(title, text) != sha:
                yield Fault(f"{table} {row_id}", "its sha256 is not that of its title and text", REBUILD)


_NO_REVISION = """
    SELECT a.id FROM articles a LEFT JOIN revisions r ON r.id = a.revision_id AND r.article_id = a.id
    WHERE r.id IS NULL OR r.sha256 != a.sha256
"""
_MISNUMBERED = "SELECT article_id FROM revisions GROUP BY article_id HAVING min(number) != 1 OR max(number) != count(*)"
_NO_EVENT = "SELECT id FROM articles WHERE id NOT IN (SELECT article_id FROM events WHERE kind = 'new')"


def _histories(db: sqlite3.Connection) -> Iterator[Fault]:
    for sql, what in (
        (_NO_REVISION, "does not show the revision that it names"),
        (_MISNUMBERED, "its revisions are not numbered 1, 2, 3 ..."),
        (_NO_EVENT, "has no event `new`"),
    ):
        for (article_id,) in db.execute(sql):
            yield Fault(f"articles {article_id}", what, REBUILD)


_NOT_INDEXED = """
    SELECT a.id FROM articles a LEFT JOIN fts_state s ON s.article_id = a.id
      LEFT JOIN articles_fts_docsize d ON d.id = a.id
    WHERE d.id IS NULL OR s.text_sha256 IS NULL OR s.text_sha256 != a.sha256 OR s.tok_version != ?
"""
_TOO_MANY = "SELECT id FROM articles_fts_docsize WHERE id NOT IN (SELECT id FROM articles)"


def _index(db: sqlite3.Connection) -> Iterator[Fault]:
    if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'articles_fts'").fetchone():
        return  # a fault of the schema, which is told
    for (article_id,) in db.execute(_NOT_INDEXED, (TOK_VERSION,)):
        yield Fault(f"articles {article_id}", "the search index does not have its text as it stands", REINDEX)
    for (article_id,) in db.execute(_TOO_MANY):
        yield Fault(f"articles_fts {article_id}", "an entry without an article", REINDEX)
