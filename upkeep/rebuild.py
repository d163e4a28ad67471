"""Rebuild: today's line over the raw pages, into a new file beside the old one, which it replaces when it is whole.

What the raw pages say is made anew: articles, revisions, events, what was removed and repaired, keywords, images,
refusals, the index. What only the archive knows is taken over: runs, fetches, the frontier, that articles are gone,
and articles whose raw pages are not in the WARC folder. Without an archive, all of it is made from the WARC files
alone. No clock is read, and what recurs on a site is taken
as the old file remembers it, so the same files, memory and version give the same rows on any machine.
"""

import sqlite3
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from cundang.files.atomic import temporary_path
from cundang.files.lock import Lock
from cundang.model.article import Article
from cundang.model.boilerplate import Boilerplate
from cundang.model.errors import AskedWronglyError
from cundang.model.page import Record
from cundang.model.publisher import Publishers
from cundang.raw.storage import require_reachable, storage_errors
from cundang.raw.warc import SOFTWARE
from cundang.store.schema import explain, open_archive, open_readonly
from cundang.store.session import stamp
from exchange.export import data_tables
from exchange.merge.rows import Merge, Target
from pipelines import line, store
from pipelines.learn import recall_all
from upkeep.parallel import run_each
from upkeep.replay import Replayed, Task, replay, unpack

NOT_ARTICLES = ("list", "part", "robots", "redirect", "error")  # outcomes of fetches, see schema.sql
_STRETCH = 400  # fetches in a task: some 10 MB of pages
# Tables that are made anew; all others are taken over.
_MADE = ("articles", "revisions", "events", "removed", "removed_kinds", "repairs", "keywords", "images", "problems",
         "clusters", "fts_state", "zh_fold", "_dictionary")  # fmt: skip
_OF_CRAWL = ("discover", "fetch")  # stages whose problems no raw page shows

FIELDS = ("title", "text", "published_at", "source_name", "author", "editor", "section", "keywords")


@dataclass(slots=True)
class Changes:
    """What a rebuild changes: by site, of how many articles which field; examples; what comes and goes."""

    articles: int = 0
    fields: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    examples: dict[tuple[str, str], tuple[str, str | None, str | None]] = field(default_factory=dict)
    added: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)  # articles that are none to today's line, and why
    kept: list[str] = field(default_factory=list)  # articles whose raw pages are not there


class Rebuilt(Target):
    """The new file while it is made."""

    def __init__(self, path: Path, publishers: Publishers, known: Mapping[str, tuple[int, str, int]]) -> None:
        super().__init__(path, publishers)
        self.db.execute("PRAGMA synchronous = off")  # it is synced when it is put in place
        self._known, self._next = known, max((article_id for article_id, *_ in known.values()), default=0) + 1
        self._tokens: dict[str, str] = {}

    def next_article_id(self, url: str) -> int:
        """The one that the article has in the old file; a new one comes after all of these."""
        if url in self._known:
            return self._known[url][0]
        self._next += 1
        return self._next - 1

    def tokens(self, text: str) -> str:
        """As a worker made them, if one did."""
        return self._tokens.get(text) or super().tokens(text)

    def is_less(self, article: Article | None) -> bool:
        """Whether an article is partial that the old file has whole: some of its raw pages are not there any more."""
        known = self._known.get(article.url) if article and article.missing_pages else None
        return article is not None and known is not None and known[2] > article.characters

    def apply(self, replayed: Replayed, record: Record, run_id: int, at: str) -> str | None:
        """Store one page of a WARC file as fetched at a time; returns the outcome, if the page was worked on."""
        if replayed.refusal:
            self._note(replayed, record, run_id, at, *replayed.refusal)
            return "refused"
        if replayed.article is None:
            return None
        article = replace(replayed.article, fetched_at=datetime.fromisoformat(at))
        if self.publishers.of_address(article.url) not in self.publishers.known and article.url in self._known:
            article = replace(article, site=self._known[article.url][1])  # of a site that no module defines: the demo
        self._tokens = dict(zip((article.title, article.text), replayed.tokens, strict=True))
        if article.missing_pages:
            self._note(replayed, record, run_id, at, "extract", f"partial: without {' '.join(article.missing_pages)}")
        if article.undated:
            self._note(replayed, record, run_id, at, "normalise", article.undated)
        return line.write(self, article, store.known(self.db, article), record)

    def _note(self, replayed: Replayed, record: Record, run_id: int, at: str, stage: str, reason: str) -> None:
        row = {
            "run_id": run_id, "at": at, "url": replayed.page.url, "stage": stage, "reason": reason,
            "warc_file": record.warc_file, "warc_offset": record.warc_offset,
        }  # fmt: skip
        self.insert("problems", row)


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of `fetches` that names a record."""

    id: int
    run_id: int
    fetched_at: str
    outcome: str | None


def rebuild(
    db_path: Path,
    folder: Path,
    publishers: Callable[[], Publishers],
    dry_run: bool = False,
    on: str | None = None,
    cores: int | None = None,
    told: Callable[[str], None] = lambda _: None,
) -> Changes:
    """Rebuild an archive from its WARC folder; with `dry_run` only find out what would change. See `upkeep.parallel`.

    Raises ArchiveError where a run is under way or the archive cannot be read or written; the archive is then as before.
    """
    with storage_errors(require_reachable(folder)):
        empty = not folder.is_dir() or not any(folder.glob("*.warc.gz"))
    if empty:
        raise AskedWronglyError(f"{folder}: no WARC files are there; say with --warc where they are")
    new = temporary_path(db_path)
    with _alone(db_path) as old:
        try:
            _remove(new)
            changes = _make(
                new, old, db_path, folder, publishers, lambda tasks: run_each(replay, tasks, on, cores), told
            )
            if not dry_run:
                told("putting the new archive in place")
                _swap(new, db_path, old)
        except sqlite3.Error as error:
            raise explain(new, error) from error
        finally:
            _remove(new)
    return changes


@contextmanager
def _alone(db_path: Path) -> Iterator[sqlite3.Connection | None]:
    """The old archive, with nobody else writing to it; None where there is none."""
    if not db_path.exists():
        yield None
        return
    open_archive(db_path).close()  # brings an older one up to date
    own = db_path.with_name(f"{db_path.name}-rebuild.lock")
    with ExitStack() as held:
        for path in sorted({own, *db_path.parent.glob(f"{db_path.name}-*.lock")}):
            name = path.name.removeprefix(f"{db_path.name}-").removesuffix(".lock")
            held.callback(Lock(path, name).release)
        connection = open_readonly(db_path).conn
        held.callback(connection.close)
        yield connection


def _remove(path: Path) -> None:
    for ending in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def _swap(new: Path, db_path: Path, old: sqlite3.Connection | None) -> None:
    """Put the new content in the old file's place in one transaction: who reads sees the old or the new, and need not
    open it again.
    """
    if old is None:
        new.replace(db_path)
        return
    old.close()
    source, target = sqlite3.connect(new), open_archive(db_path).conn
    try:
        source.backup(target)
        target.execute("PRAGMA journal_mode = wal")
    finally:
        source.close()
        target.close()


def _make(
    new: Path,
    old: sqlite3.Connection | None,
    db_path: Path,
    folder: Path,
    publishers: Callable[[], Publishers],
    run: Callable[[Iterable[Task]], Iterator[list[bytes]]],
    told: Callable[[str], None],
) -> Changes:
    articles = old.execute("SELECT url, id, site, characters FROM articles").fetchall() if old else []
    archive = Rebuilt(new, publishers(), {url: known for url, *known in articles})
    connection = archive.db.conn
    if old:
        connection.execute("ATTACH ? AS old", (str(db_path),))
    connection.execute("BEGIN IMMEDIATE")
    if old:
        _take_over(connection)
    remembered = recall_all(old) if old else {}
    changes, read = Changes(), set[tuple[str, int]]()
    waiting: deque[tuple[str, dict[int, list[_Row]]]] = deque()  # of each task that is not done: its file and fetches
    own_runs: dict[str, int] = {}

    def tasks() -> Iterator[Task]:
        for name in sorted(path.name for path in folder.glob("*.warc.gz")):
            rows = _rows(old, name) if old else {}
            for task in _tasks(folder / name, rows, publishers, remembered):
                waiting.append((name, rows))
                yield task

    for packed in run(tasks()):
        name, rows = waiting.popleft()
        told(name)
        for replayed in unpack(packed):
            if archive.is_less(replayed.article):
                continue
            read.add((name, replayed.offset))
            there = rows.get(replayed.offset)
            if there is None:
                if name not in own_runs:
                    own_runs[name] = _run_of(archive, name, replayed)
                there = [_fetched(archive, own_runs[name], name, replayed)]
            _sighted(archive, Record(name, replayed.offset), replayed, there, is_new=old is None)
    ends = "UPDATE runs SET ended_at = (SELECT max(fetched_at) FROM fetches WHERE run_id = id) WHERE id = ?"
    connection.executemany(ends, [(run_id,) for run_id in own_runs.values()])
    if old:
        _carry_over(archive, old, read, changes)
        _compare(connection, changes)
    changes.articles = connection.execute("SELECT count(*) FROM articles").fetchone()[0]
    connection.execute("DELETE FROM absences WHERE article_id NOT IN (SELECT id FROM articles)")
    archive.check_references()
    connection.execute("COMMIT")
    if old:
        connection.execute("DETACH old")
    archive.close()
    return changes


def _take_over(connection: sqlite3.Connection) -> None:
    for table in data_tables(connection):
        fresh = not connection.execute(f"SELECT 1 FROM main.{table} LIMIT 1").fetchone()  # noqa: S608
        if table not in _MADE and fresh:  # a table of kinds is filled by the schema
            connection.execute(f"INSERT INTO {table} SELECT * FROM old.{table}")  # noqa: S608 - names from the schema
    marks = ", ".join("?" * len(_OF_CRAWL))
    connection.execute(f"INSERT INTO problems SELECT * FROM old.problems WHERE stage IN ({marks})", _OF_CRAWL)  # noqa: S608


def _rows(old: sqlite3.Connection, name: str) -> dict[int, list[_Row]]:
    """The fetches that name a record of a file, by its offset."""
    rows = defaultdict(list)
    for offset, *row in old.execute(
        "SELECT warc_offset, id, run_id, fetched_at, outcome FROM fetches WHERE warc_file = ? ORDER BY id", (name,)
    ):
        rows[offset].append(_Row(*row))
    return rows


def _tasks(
    path: Path,
    rows: Mapping[int, list[_Row]],
    publishers: Callable[[], Publishers],
    remembered: Mapping[str, Boilerplate],
) -> list[Task]:
    offsets = sorted(rows)
    starts = [0, *offsets[_STRETCH::_STRETCH]]
    others = {offset for offset, there in rows.items() if all(row.outcome in NOT_ARTICLES for row in there)}
    articles = {offset for offset in rows if offset not in others and any(row.outcome for row in rows[offset])}
    ends = [*starts[1:], None]
    return [
        Task(path, start, end, _within(articles, start, end), _within(others, start, end), publishers, remembered)
        for start, end in zip(starts, ends, strict=True)
    ]


def _within(offsets: set[int], start: int, end: int | None) -> frozenset[int]:
    return frozenset(offset for offset in offsets if start <= offset and (end is None or offset < end))


def _run_of(archive: Rebuilt, name: str, first: Replayed) -> int:
    """A run for the pages of a WARC file that no row of `fetches` tells of."""
    return archive.insert("runs", {"command": "rebuild", "started_at": stamp(first.page.fetched_at), "reason": f"found in {name}",
                                   "version": SOFTWARE.partition("/")[2]})  # fmt: skip


def _fetched(archive: Rebuilt, run_id: int, name: str, replayed: Replayed) -> _Row:
    page, at = replayed.page, stamp(replayed.page.fetched_at)
    row = {
        "run_id": run_id, "url": page.url, "fetched_at": at, "status": page.status, "etag": page.header("etag"),
        "last_modified": page.header("last-modified"), "sha256": replayed.sha256, "warc_file": name,
        "warc_offset": replayed.offset,
    }  # fmt: skip
    return _Row(archive.insert("fetches", row), run_id, at, None)


def _sighted(archive: Rebuilt, record: Record, replayed: Replayed, there: list[_Row], is_new: bool) -> None:
    for row in there:
        if row.outcome in NOT_ARTICLES:
            continue
        outcome = archive.apply(replayed, record, row.run_id, row.fetched_at)
        if outcome and outcome != row.outcome:
            archive.db.conn.execute("UPDATE fetches SET outcome = ? WHERE id = ?", (outcome, row.id))
    article = replayed.article
    if is_new and isinstance(article, Article):
        _known(archive, article, stamp(replayed.page.fetched_at))


def _known(archive: Rebuilt, article: Article, at: str) -> None:
    """An article of an archive that is made of WARC files alone needs no second fetch."""
    if article.url.startswith("http"):
        archive.db.conn.execute(
            "INSERT OR IGNORE INTO urls(url, site, kind, state, discovered_at) VALUES (?, ?, 'article', 'done', ?)",
            (article.url, article.site, at),
        )


_GONE = """
    INSERT INTO events(article_id, at, kind, detail)
    SELECT article_id, at, kind, detail FROM old.events
    WHERE kind NOT IN ('new', 'edited') AND article_id IN (SELECT id FROM main.articles) ORDER BY id
"""
_SEEN = """
    UPDATE articles SET
      state = coalesce((SELECT state FROM old.articles o WHERE o.id = articles.id), state),
      first_seen_at = min(first_seen_at, coalesce((SELECT first_seen_at FROM old.articles o WHERE o.id = articles.id), first_seen_at)),
      last_seen_at = max(last_seen_at, coalesce((SELECT last_seen_at FROM old.articles o WHERE o.id = articles.id), last_seen_at))
"""


def _carry_over(archive: Rebuilt, old: sqlite3.Connection, read: set[tuple[str, int]], changes: Changes) -> None:
    """Take what only the old file knows: state and times, and whole articles whose raw pages are not there."""
    here = {url for (url,) in archive.db.conn.execute("SELECT url FROM articles")}
    ids = {row for (row,) in archive.db.conn.execute("SELECT id FROM articles")}
    merge = Merge(archive, old, {})
    for article_id, url in old.execute("SELECT id, url FROM articles ORDER BY id").fetchall():
        if url in here or article_id in ids:
            continue
        places = old.execute(
            "SELECT warc_file, warc_offset FROM revisions WHERE article_id = ?", (article_id,)
        ).fetchall()
        if any(place in read for place in places):
            changes.refused[url] = _why(archive.db.conn, places)
        else:
            merge.article(article_id)
            changes.kept.append(url)
    archive.db.conn.execute(_GONE)
    archive.db.conn.execute(_SEEN)


def _why(connection: sqlite3.Connection, places: list[tuple[str, int]]) -> str:
    for place in places:
        row = connection.execute(
            "SELECT stage, reason FROM problems WHERE warc_file = ? AND warc_offset = ?", place
        ).fetchone()
        if row:
            return f"{row[0]}: {row[1]}"
    return "its page is now read as another article"


def _compare(connection: sqlite3.Connection, changes: Changes) -> None:
    """What differs between the articles of the old file and the new one."""
    changes.added = [
        url
        for (url,) in connection.execute(
            "SELECT url FROM articles WHERE url NOT IN (SELECT url FROM old.articles) ORDER BY id"
        )
    ]
    for name in FIELDS:
        after, before = _value(name, "n", "main"), _value(name, "o", "old")
        sql = f"SELECT n.site, n.url, {before}, {after} FROM main.articles n JOIN old.articles o ON o.url = n.url WHERE {before} IS NOT {after} ORDER BY n.id"  # noqa: S608
        for site, url, was, now in connection.execute(sql):
            changes.fields[site][name] += 1
            changes.examples.setdefault((site, name), (url, was, now))


def _value(name: str, row: str, schema: str) -> str:
    if name != "keywords":
        return f"{row}.{name}"
    return f"(SELECT group_concat(keyword, ';') FROM {schema}.keywords k WHERE k.article_id = {row}.id)"  # noqa: S608
