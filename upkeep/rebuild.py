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
from cundang.store import frontier, run_log
from cundang.store.absence import drop_of_missing_articles
from cundang.store.articles import find_known
from cundang.store.clock import stamp
from cundang.store.copies import replace_content
from cundang.store.rows import Rows
from cundang.store.schema import explain, open_archive, open_readonly
from cundang.store.takeover import attach_old, copy_history, copy_tables, detach_old, write_without_sync
from cundang.text.address import is_web
from exchange.merge.rows import Merger
from pipelines import line
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


class Rebuilding:
    """The new file while it is made. `known` is what the old file has of each article, by address: id, site, length."""

    def __init__(self, path: Path, publishers: Publishers, known: Mapping[str, tuple[int, str, int]]) -> None:
        self.rows = Rows(path, publishers, {url: article_id for url, (article_id, *_) in known.items()})
        write_without_sync(self.rows)  # it is synced when it is put in place
        self._known = known

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
        article, publishers = replace(replayed.article, fetched_at=datetime.fromisoformat(at)), self.rows.publishers
        if publishers.of_address(article.url) not in publishers.known and article.url in self._known:
            article = replace(article, site=self._known[article.url][1])  # of a site that no module defines: the demo
        self.rows.tokens = dict(zip((article.title, article.text), replayed.tokens, strict=True))
        for stage, reason in article.problems:
            self._note(replayed, record, run_id, at, stage, reason)
        return line.write(self.rows, article, find_known(self.rows.connection, article), record)

    def _note(self, replayed: Replayed, record: Record, run_id: int, at: str, stage: str, reason: str) -> None:
        run_log.insert_problem(self.rows, run_id, at, replayed.page.url, stage, reason, record)


@dataclass(frozen=True, slots=True)
class _Fetch:
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
    """Put the new file in the place of the old one."""
    if old is None:
        new.replace(db_path)
        return
    old.close()
    replace_content(db_path, new)


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
    making = Rebuilding(new, publishers(), {url: known for url, *known in articles})
    rows = making.rows
    if old:
        attach_old(rows, db_path)
    with rows.bulk():
        changes = _fill(making, old, folder, publishers, run, told)
    if old:
        detach_old(rows)
    rows.close(in_one_file=True)
    return changes


def _fill(
    making: Rebuilding,
    old: sqlite3.Connection | None,
    folder: Path,
    publishers: Callable[[], Publishers],
    run: Callable[[Iterable[Task]], Iterator[list[bytes]]],
    told: Callable[[str], None],
) -> Changes:
    rows = making.rows
    if old:
        copy_tables(rows, _MADE, _OF_CRAWL)
    remembered = recall_all(old) if old else {}
    changes, read = Changes(), set[tuple[str, int]]()
    waiting: deque[tuple[str, dict[int, list[_Fetch]]]] = deque()  # of each task that is not done: its file and fetches
    own_runs: dict[str, int] = {}

    def tasks() -> Iterator[Task]:
        for name in sorted(path.name for path in folder.glob("*.warc.gz")):
            fetches = _fetches(old, name) if old else {}
            for task in _tasks(folder / name, fetches, publishers, remembered):
                waiting.append((name, fetches))
                yield task

    for packed in run(tasks()):
        name, fetches = waiting.popleft()
        told(name)
        for replayed in unpack(packed):
            if making.is_less(replayed.article):
                continue
            read.add((name, replayed.offset))
            there = fetches.get(replayed.offset)
            if there is None:
                if name not in own_runs:
                    own_runs[name] = _insert_run(rows, name, replayed)
                there = [_insert_fetch(rows, own_runs[name], name, replayed)]
            _apply(making, Record(name, replayed.offset), replayed, there, is_new=old is None)
    for run_id in own_runs.values():
        run_log.end_run_at_last_fetch(rows, run_id)
    if old:
        _carry_over(rows, old, read, changes)
        _compare(rows.connection, changes)
    changes.articles = rows.connection.execute("SELECT count(*) FROM articles").fetchone()[0]
    drop_of_missing_articles(rows)
    return changes


def _fetches(old: sqlite3.Connection, name: str) -> dict[int, list[_Fetch]]:
    """The fetches that name a record of a file, by its offset."""
    found = defaultdict(list)
    for offset, *row in old.execute(
        "SELECT warc_offset, id, run_id, fetched_at, outcome FROM fetches WHERE warc_file = ? ORDER BY id", (name,)
    ):
        found[offset].append(_Fetch(*row))
    return found


def _tasks(
    path: Path,
    fetches: Mapping[int, list[_Fetch]],
    publishers: Callable[[], Publishers],
    remembered: Mapping[str, Boilerplate],
) -> list[Task]:
    offsets = sorted(fetches)
    starts = [0, *offsets[_STRETCH::_STRETCH]]
    others = {offset for offset, there in fetches.items() if all(row.outcome in NOT_ARTICLES for row in there)}
    articles = {offset for offset in fetches if offset not in others and any(row.outcome for row in fetches[offset])}
    ends = [*starts[1:], None]
    return [
        Task(path, start, end, _within(articles, start, end), _within(others, start, end), publishers, remembered)
        for start, end in zip(starts, ends, strict=True)
    ]


def _within(offsets: set[int], start: int, end: int | None) -> frozenset[int]:
    return frozenset(offset for offset in offsets if start <= offset and (end is None or offset < end))


def _insert_run(rows: Rows, name: str, first: Replayed) -> int:
    """A run for the pages of a WARC file that no row of `fetches` tells of."""
    started_at, version = stamp(first.page.fetched_at), SOFTWARE.partition("/")[2]
    run = {"command": "rebuild", "started_at": started_at, "reason": f"found in {name}", "version": version}
    return run_log.insert_run(rows, run)


def _insert_fetch(rows: Rows, run_id: int, name: str, replayed: Replayed) -> _Fetch:
    record = Record(name, replayed.offset)
    fetch_id = run_log.insert_fetch(rows, run_id, replayed.page, record, sha256=replayed.sha256)
    return _Fetch(fetch_id, run_id, stamp(replayed.page.fetched_at), None)


def _apply(making: Rebuilding, record: Record, replayed: Replayed, there: list[_Fetch], is_new: bool) -> None:
    """Store what a page says for each of the fetches that name its record."""
    for fetch in there:
        if fetch.outcome in NOT_ARTICLES:
            continue
        outcome = making.apply(replayed, record, fetch.run_id, fetch.fetched_at)
        if outcome and outcome != fetch.outcome:
            run_log.change_outcome(making.rows, fetch.id, outcome)
    article = replayed.article
    if is_new and isinstance(article, Article) and is_web(article.url):
        # An article of an archive that is made of WARC files alone needs no second fetch.
        frontier.add_stored(making.rows, article.url, article.site, stamp(replayed.page.fetched_at))


def _carry_over(rows: Rows, old: sqlite3.Connection, read: set[tuple[str, int]], changes: Changes) -> None:
    """Take what only the old file knows: state and times, and whole articles whose raw pages are not there."""
    here = {url for (url,) in rows.connection.execute("SELECT url FROM articles")}
    ids = {row for (row,) in rows.connection.execute("SELECT id FROM articles")}
    merger = Merger(rows, old, {})
    for article_id, url in old.execute("SELECT id, url FROM articles ORDER BY id").fetchall():
        if url in here or article_id in ids:
            continue
        places = old.execute(
            "SELECT warc_file, warc_offset FROM revisions WHERE article_id = ?", (article_id,)
        ).fetchall()
        if any(place in read for place in places):
            changes.refused[url] = _why(rows.connection, places)
        else:
            merger.merge_article(article_id)
            changes.kept.append(url)
    copy_history(rows)


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
