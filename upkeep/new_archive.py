"""The new archive of a rebuild while it is filled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from cundang.model.article import Article
from cundang.model.errors import Stage
from cundang.model.page import Record
from cundang.model.publisher import Publishers
from cundang.raw.warc import SOFTWARE
from cundang.store import frontier, run_log
from cundang.store.articles import find_known
from cundang.store.clock import stamp
from cundang.store.redactions import find_redaction, reopen
from cundang.store.rows import Rows
from cundang.store.takeover import write_without_sync
from cundang.text.address import canonicalize, is_web
from pipelines import line
from upkeep.files import Files
from upkeep.replay import Replayed

NOT_ARTICLES = ("list", "part", "robots", "redirect", "error")  # outcomes of fetches, see schema.sql


@dataclass(frozen=True, slots=True)
class Fetch:
    """A row of `fetches` that names a WARC record."""

    id: int
    run_id: int
    fetched_at: str
    outcome: str | None
    is_sighting: int = True  # as SQLite has it


class NewArchive:
    """The new archive. `known` is what the old one has of each article, by address: id, site, length in characters."""

    def __init__(self, path: Path, publishers: Publishers, known: Mapping[str, tuple[int, str, int]]) -> None:
        self.rows = Rows(path, publishers)
        write_without_sync(self.rows)  # it is synced when it is put in place
        self.rows.defers_clusters = True
        self._known = known
        self._files = Files()
        self._run_ids: dict[str, int] = {}  # of the runs that were inserted for WARC files, by the file's name

    def is_less_than_known(self, article: Article | None) -> bool:
        """Whether pages of an article are missing in the WARC folder, and the old archive has a longer text of it."""
        if article is None or not article.missing_pages:
            return False
        known = self._known.get(article.url)
        return known is not None and known[2] > article.characters

    def apply(self, replayed: Replayed, record: Record, fetches: Sequence[Fetch]) -> None:
        """Store what a page says, once for each of the fetches that name its record."""
        self._files.note(replayed, record)
        for fetch in fetches:
            if fetch.outcome in NOT_ARTICLES:
                continue
            outcome = self._store(replayed, record, fetch)
            if outcome:
                run_log.change_outcome(self.rows, fetch.id, outcome)

    def _store(self, replayed: Replayed, record: Record, fetch: Fetch) -> str | None:
        """Store a page as a fetch found it; returns the outcome, or None for a page that is no candidate."""
        run_id, at = fetch.run_id, fetch.fetched_at
        if self._is_withdrawn(replayed):
            return None
        if replayed.refusal:
            self._insert_problem(replayed, record, run_id, at, *replayed.refusal)
            return "refused"
        if replayed.article is None:
            return None
        moment, publishers = datetime.fromisoformat(at), self.rows.publishers
        article = replace(replayed.article, fetched_at=moment, is_sighting=bool(fetch.is_sighting))
        if publishers.of_address(article.url) not in publishers.known and article.url in self._known:
            article = replace(article, site=self._known[article.url][1])  # of a site without a module: the demo
        self.rows.tokens = dict(zip((article.title, article.text), replayed.tokens, strict=True))
        for stage, reason in article.problems:
            self._insert_problem(replayed, record, run_id, at, stage, reason)
        return line.write(self.rows, article, find_known(self.rows.connection, article), record)

    def _is_withdrawn(self, replayed: Replayed) -> bool:
        """Whether a page is of a withdrawn article. One that is erased has come back: the decision is applied anew."""
        url, digests = replayed.page.url, [replayed.sha256]
        if replayed.article:
            url, digests = replayed.article.url, [*digests, replayed.article.sha256]
        elif is_web(url):
            url = canonicalize(url)
        decision = find_redaction(self.rows.connection, url, digests)
        if decision and decision.level == "erased":
            reopen(self.rows, [decision.id])
        return decision is not None

    def _insert_problem(
        self, replayed: Replayed, record: Record, run_id: int, at: str, stage: Stage, reason: str
    ) -> None:
        run_log.insert_problem(self.rows, run_id, at, replayed.page.url, stage, reason, record)

    def insert_fetch(self, replayed: Replayed, record: Record) -> Fetch:
        """Insert the fetch of a record that no row of `fetches` names, in a run for its WARC file."""
        if record.warc_file not in self._run_ids:
            self._run_ids[record.warc_file] = self._insert_run(record.warc_file, replayed)
        run_id = self._run_ids[record.warc_file]
        is_crawled = replayed.article is not None and is_web(replayed.page.url)
        page = replace(replayed.page, url=replayed.article.url) if is_crawled and replayed.article else replayed.page
        fetch_id = run_log.insert_fetch(self.rows, run_id, page, record, sha256=replayed.sha256)
        return Fetch(fetch_id, run_id, stamp(replayed.page.fetched_at), None, replayed.page.is_sighting)

    def _insert_run(self, warc_file: str, first: Replayed) -> int:
        started_at, version = stamp(first.page.fetched_at), SOFTWARE.partition("/")[2]
        reason = f"found in {warc_file}"
        run = {"command": "rebuild", "started_at": started_at, "reason": reason, "version": version}
        return run_log.insert_run(self.rows, run)

    def end_inserted_runs(self) -> None:
        """End the runs of `insert_fetch` at their last fetches."""
        for run_id in self._run_ids.values():
            run_log.end_run_at_last_fetch(self.rows, run_id)

    def place_files(self) -> None:
        """Let the pictures and attachments whose bytes are in the WARC folder say where they are."""
        self._files.place(self.rows)

    def mark_stored(self, replayed: Replayed) -> None:
        """Mark the address of an article as done: an archive made of WARC files alone need not fetch it again."""
        article = replayed.article
        if isinstance(article, Article) and is_web(article.url):
            frontier.add_stored(self.rows, article.url, article.site, stamp(replayed.page.fetched_at))
