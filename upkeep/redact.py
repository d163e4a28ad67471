"""Withdraw articles: decide, and do what is decided; lift a decision.

A decision is written first, and marked as applied last, when the archive file and (for `erased`) the WARC folder hold
nothing of the article any more. What was interrupted is done again by `apply_pending`, from any point.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from json import dumps
from pathlib import Path

from cundang.files.atomic import make_temporary_path
from cundang.model.errors import UsageError
from cundang.model.page import Record
from cundang.model.publisher import Publishers
from cundang.raw.members import Note
from cundang.raw.storage import is_remote
from cundang.store import redactions, withdrawal
from cundang.store.clock import now
from cundang.store.clusters_anew import list_texts
from cundang.store.redactions import Redaction
from cundang.store.rows import Rows
from cundang.store.schema import require_file
from cundang.store.search_index import drop_deleted
from cundang.text.address import canonicalize, is_web
from cundang.text.masks import Words, make_words
from upkeep.bring_back import bring_back
from upkeep.erase import Erased, Eraser, Target
from upkeep.locking import lock_all
from upkeep.withdrawn_pages import read_kept

LEVELS = ("hidden", "embargo", "erased")
_HELD = "SELECT id, url, site FROM articles WHERE {}"
_LEADS = "SELECT redirect_to FROM urls WHERE url = ? AND redirect_to IS NOT NULL"
_SITE_OF = "SELECT site FROM urls WHERE url = ?"
_DECIDED = "SELECT article_id, url, site FROM redactions WHERE {} ORDER BY id DESC LIMIT 1"
_FETCHED = "SELECT 1 FROM fetches WHERE url = ? LIMIT 1"
_PLACES = "SELECT warc_file, warc_offset FROM {} WHERE warc_file IS NOT NULL AND {}"
_OF_URLS = "url IN (SELECT value FROM json_each(?))"
_MOST_HOPS = 10


@dataclass(frozen=True, slots=True)
class Decision:
    """What is decided: the level, why, until which day, the operator's number."""

    level: str
    reason: str
    until: str | None = None
    case_number: str | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """What a decision is on: an address, with the id and site of the article, where they are known."""

    url: str
    article_id: int | None = None
    site: str | None = None


@dataclass(slots=True)
class Redacted:
    """What was done. `copies` are the articles that have the same text and keep it, by decision.

    `left` says in lines what could not be done; where it has any that concern the file itself, `is_complete` is False
    and the decisions are applied by the next run.
    """

    decisions: list[Redaction] = field(default_factory=list)
    articles: int = 0
    records: int = 0  # of the WARC folder that were taken out
    masked: int = 0  # records of others in which a headline was masked
    rows_masked: int = 0
    copies: dict[int, list[int]] = field(default_factory=dict)
    quoting: list[int] = field(default_factory=list)  # articles whose own pages have passages of an erased text
    left: list[str] = field(default_factory=list)
    is_complete: bool = True


def find_subjects(connection: sqlite3.Connection, names: Iterable[str]) -> list[Subject]:
    """Find what addresses and ids name. Raises UsageError for one that the archive does not know."""
    return list(dict.fromkeys(_find_subject(connection, name) for name in names))


def _find_subject(connection: sqlite3.Connection, name: str) -> Subject:
    if name.isascii() and name.isdigit():
        bound = (int(name) if len(name) < 19 else -1,)
        row = connection.execute(_HELD.format("id = ?"), bound).fetchone()
        row = row or connection.execute(_DECIDED.format("article_id = ?"), bound).fetchone()
        if row is None:
            raise UsageError(f"{name}: no article has this id; `archive search` gives ids")
        return Subject(row[1], row[0], row[2])
    url = canonicalize(name) if is_web(name) else name
    for _ in range(_MOST_HOPS):
        row = connection.execute(_HELD.format("url = ?"), (url,)).fetchone()
        row = row or connection.execute(_DECIDED.format("url = ?"), (url,)).fetchone()
        if row:
            return Subject(row[1], row[0], row[2])
        leads = connection.execute(_LEADS, (url,)).fetchone()
        if leads is None:
            break
        url = leads[0]
    if connection.execute(_FETCHED, (url,)).fetchone() is None:
        raise UsageError(f"{name}: no such address in the archive; give an article's address or id")
    site = connection.execute(_SITE_OF, (url,)).fetchone()
    return Subject(url, None, site[0] if site else None)


def redact(
    db_path: Path,
    warc_folder: Path,
    subjects: Sequence[Subject],
    decision: Decision,
    copies: bool = False,
    publishers: Callable[[], Publishers] = Publishers,
    report_progress: Callable[[str], None] = lambda _: None,
) -> Redacted:
    """Decide on articles, and do it. With `copies` also on the articles that have the same text.

    Raises ArchiveError where a run is under way (exit code LOCKED), or a file cannot be read or written: what is
    decided then stays, and `apply_pending` does the rest.
    """
    with _open_locked(db_path) as rows:
        subjects = list(subjects)
        _require_no_less(rows.connection, subjects, decision)
        held = [each.article_id for each in subjects if each.article_id is not None]
        of_copies = withdrawal.list_copies(rows.connection, held)
        others = [each for each in of_copies if each not in held]
        if copies:
            subjects += find_subjects(rows.connection, map(str, others))
        numbers = _decide(rows, subjects, decision)
        redacted = _apply(rows, db_path, warc_folder, publishers, report_progress)
        if not copies and others:
            redacted.copies = dict.fromkeys(numbers[:1], others)
        redacted.decisions = [each for each in redactions.read_redactions(rows.connection) if each.id in numbers]
        return redacted


def apply_pending(
    db_path: Path,
    warc_folder: Path,
    publishers: Callable[[], Publishers] = Publishers,
    report_progress: Callable[[str], None] = lambda _: None,
) -> Redacted:
    """Do all that is decided and not done: after a run that was killed, a merge, a restore of an older backup. What was
    lifted since that backup is brought back.

    Does nothing where nothing is to be done. Raises as `redact` does.
    """
    with _open_locked(db_path) as rows:
        pending = redactions.read_pending(rows.connection)
        redacted = _apply(rows, db_path, warc_folder, publishers, report_progress) if pending else Redacted()
        numbers = {each.id for each in pending}
        redacted.decisions = [each for each in redactions.read_redactions(rows.connection) if each.id in numbers]
        if not_back := redactions.read_not_back(rows.connection):
            bring_back(rows, warc_folder, not_back, publishers)
        return redacted


def _require_no_less(connection: sqlite3.Connection, subjects: Iterable[Subject], decision: Decision) -> None:
    """Raise UsageError for an article that is erased and is to be less than that."""
    for each in subjects:
        before = redactions.find_redaction(connection, each.url)
        if before and before.level == "erased" and decision.level != "erased":
            raise UsageError(f"{each.url}: erased by decision {before.id}, and cannot be {decision.level} again")


@contextmanager
def _open_locked(db_path: Path) -> Iterator[Rows]:
    """The archive, open for writing, while no run is under way. What is deleted in it is overwritten."""
    require_file(db_path)
    with lock_all(db_path, "redact"):
        rows = Rows(db_path, Publishers())
        rows.connection.execute("PRAGMA secure_delete = on")
        try:
            yield rows
        finally:
            rows.close()


def _decide(rows: Rows, subjects: Iterable[Subject], decision: Decision) -> list[int]:
    """Write the decisions, in one transaction; returns their numbers."""
    with rows.transaction():
        return [
            redactions.insert_redaction(
                rows,
                {
                    "url": each.url,
                    "article_id": each.article_id,
                    "site": each.site,
                    "level": decision.level,
                    "reason": decision.reason,
                    "case_number": decision.case_number,
                    "decided_at": now(),
                    "until": decision.until,
                },
                (),
            )
            for each in subjects
        ]


@dataclass(frozen=True, slots=True)
class _Case:
    """A decision to be applied: the article that is held of it, if one is; its addresses, its words."""

    redaction: Redaction
    article_id: int | None
    addresses: tuple[str, ...]
    words: Words


def _apply(
    rows: Rows,
    db_path: Path,
    warc_folder: Path,
    publishers: Callable[[], Publishers],
    report_progress: Callable[[str], None],
) -> Redacted:
    """Apply all decisions that are pending: first the WARC folder, then the rows, then what is left of both."""
    connection, redacted = rows.connection, Redacted()
    pending = redactions.read_pending(connection)
    cases = [_make_case(connection, each, warc_folder, publishers) for each in pending]
    common = _find_common(connection, cases)
    words = Words().union(*(case.words for case in cases)).without(common)
    to_erase = [case for case in cases if case.redaction.level == "erased"]
    _remove_temporary(db_path, warc_folder)
    erased = Erased()
    if to_erase:
        held = frozenset(url for (url,) in connection.execute(redactions.WITHDRAWN_URLS))
        targets = [_make_target(connection, case) for case in to_erase]
        kept = held - frozenset().union(*(target.addresses for target in targets))
        of_erased = Words().union(*(case.words for case in to_erase)).without(common)
        of_erased = of_erased.without_windows(_find_common_passages(connection, of_erased, to_erase))
        folders = [warc_folder, db_path.with_suffix(".outgoing")]
        erased = Eraser(connection, targets, of_erased, kept).run(folders, report_progress)
    report_progress(db_path.name)
    with rows.bulk():
        for case in cases:
            withdrawal.take_out(rows, case.redaction, case.article_id, case.addresses)
            if case.redaction.level == "erased":
                withdrawal.forget_records(rows, case.addresses)
        withdrawal.forget_places(rows, erased.places)
        withdrawal.replace_digests(rows, lambda name, at: erased.digests.get(Record(name, at)), _list_files(erased))
        redacted.rows_masked = withdrawal.mask_traces(rows, words)
        drop_deleted(connection)
    redacted.articles = sum(case.article_id is not None for case in cases)
    redacted.records, redacted.masked = sum(map(len, erased.places.values())), erased.masked
    redacted.quoting, redacted.left = sorted(erased.quoting), list(erased.left)
    report_progress(f"compacting {db_path.name}")
    redacted.is_complete = withdrawal.compact(rows)
    if redacted.is_complete:
        with rows.transaction():
            for case in cases:
                redactions.mark_applied(rows, case.redaction.id)
    else:
        redacted.left.append(
            f"{db_path.name}-wal: a reader holds an older state of the archive, which stays there; "
            "when it has ended, run `archive redact --due`"
        )
    return redacted


def _list_files(erased: Erased) -> list[str]:
    return sorted({place.warc_file for place in erased.digests})


def _remove_temporary(db_path: Path, warc_folder: Path) -> None:
    """Remove what a rebuild or a merge that was killed left unfinished: all runs are locked out."""
    for path in db_path.parent.glob(f"{make_temporary_path(db_path).name}*"):
        path.unlink()
    if not is_remote(warc_folder) and warc_folder.is_dir():
        for path in warc_folder.glob(".*.making"):
            path.unlink()


def _make_case(
    connection: sqlite3.Connection, redaction: Redaction, warc_folder: Path, publishers: Callable[[], Publishers]
) -> _Case:
    row = connection.execute(_HELD.format("url = ?"), (redaction.url,)).fetchone()
    article_id = row[0] if row else None
    addresses = withdrawal.list_addresses(connection, redaction.url, article_id)
    versions = withdrawal.read_versions(connection, article_id) if article_id is not None else []
    if redaction.level == "erased" and not versions:
        articles = [page.replayed.article for page in read_kept(connection, warc_folder, addresses, publishers)]
        versions = [(article.title, article.text) for article in articles if article]
    words = make_words((title for title, _ in versions), (text for _, text in versions))
    return _Case(redaction, article_id, tuple(addresses), words)


def _find_common(connection: sqlite3.Connection, cases: Sequence[_Case]) -> set[str]:
    """The headlines that other articles have too, which keep them."""
    going = {case.article_id for case in cases}
    titles = withdrawal.find_same_titles(connection, {each for case in cases for each in case.words.headlines})
    return {title for title, ids in titles.items() if set(ids) - going}


def _find_common_passages(connection: sqlite3.Connection, words: Words, cases: Sequence[_Case]) -> frozenset[str]:
    """The passages that articles have which are no copies: what a site puts below each text, common phrases."""
    going = [case.article_id for case in cases if case.article_id is not None]
    copies, common = set(withdrawal.list_copies(connection, going)), frozenset[str]()
    for texts in list_texts(connection) if words.windows else ():
        for article_id, text in texts:
            if article_id not in copies:
                common |= words.find_passages(text)
    return common


def _make_target(connection: sqlite3.Connection, case: _Case) -> Target:
    own = dumps(case.addresses)
    places = [
        *connection.execute(_PLACES.format("fetches", _OF_URLS), (own,)),
        *connection.execute(_PLACES.format("problems", _OF_URLS), (own,)),
    ]
    digests = set(redactions.read_digests(connection, case.redaction.id))
    addresses = set(case.addresses)
    if case.article_id is not None:
        places += connection.execute(_PLACES.format("revisions", "article_id = ?"), (case.article_id,))
        for each in withdrawal.list_own_files(connection, case.article_id):
            addresses.add(each["url"])
            places += [(each["warc_file"], each["warc_offset"])] if each["warc_file"] else []
        digests |= withdrawal.find_digests(connection, case.article_id, case.addresses)
    return Target(
        Note(case.redaction.id, case.redaction.decided_at),
        frozenset(addresses),
        frozenset(Record(*place) for place in places),
        frozenset(digests),
        frozenset({case.article_id} - {None}),  # type: ignore[arg-type]  # no None is left
    )


def lift(
    db_path: Path,
    warc_folder: Path,
    numbers: Sequence[int],
    publishers: Callable[[], Publishers] = Publishers,
) -> list[Redaction]:
    """Lift decisions, by their numbers: their articles are read anew from their kept pages, and keep their ids.

    Raises UsageError for one that is not there, holds no longer, or erased its article.
    """
    with _open_locked(db_path) as rows:
        known = {each.id: each for each in redactions.read_redactions(rows.connection)}
        for number in numbers:
            each = known.get(number)
            if each is None or each.lifted_at:
                raise UsageError(f"decision {number}: there is none that holds; `archive redact --list` lists them")
            if each.level == "erased":
                raise UsageError(
                    f"{each.url}: erased by decision {number}, nothing of it is held that could be shown again"
                )
        lifted = [known[number] for number in numbers]
        bring_back(rows, warc_folder, lifted, publishers)
        return lifted


def lift_due(
    db_path: Path,
    warc_folder: Path,
    publishers: Callable[[], Publishers] = Publishers,
    today: date | None = None,
) -> list[Redaction]:
    """Lift the decisions that hold until today or an earlier day; of these none is `erased`."""
    with _open_locked(db_path) as rows:
        due = redactions.read_due(rows.connection, (today or date.fromisoformat(now()[:10])).isoformat())
    return lift(db_path, warc_folder, [each.id for each in due if each.level != "erased"], publishers) if due else []
