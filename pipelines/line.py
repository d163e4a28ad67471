"""The way of a page, in order: keep, decode, extract, repair, clean, normalise, compare, store, index."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from cundang.model.article import Article, Found, Known
from cundang.model.boilerplate import Boilerplate
from cundang.model.errors import RefusedError
from cundang.model.page import Page, Record
from cundang.model.publisher import Publishers
from cundang.store import absence, frontier, history
from cundang.store.articles import find_known, mark_seen
from cundang.store.clock import now
from cundang.store.rows import Rows
from cundang.store.run_log import Kept
from cundang.store.session import Session
from pipelines.clean import clean
from pipelines.compare import compare, worse
from pipelines.decode import decode
from pipelines.extract import SAMPLE, extract
from pipelines.extract.join import join
from pipelines.extract.record import is_row, read_row
from pipelines.index import index
from pipelines.keep import keep
from pipelines.learn import learn, recall, record_agreement
from pipelines.normalise import normalise
from pipelines.repair import repair
from pipelines.store import store

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of the pages of one article: `new`, `edited`, `unchanged` or `refused`, and the last problem with it."""

    kind: str
    reason: str = ""


def run(
    session: Session, pages: Sequence[Page], kept: Kept | None = None, reading: Article | RefusedError | None = None
) -> Outcome:
    """Take the pages of one article all the way.

    `kept` is the first page's record, if it was kept as it came in; `reading` what `try_read` made of the pages, if the
    caller had to look. The address is done in the step that stores its article.
    """
    first, rows = pages[0], session.rows
    kept = kept or keep(session, first)
    article = reading or try_read(pages, session.publishers, recall(session, first.url))
    with session.page_step():
        before = None if isinstance(article, RefusedError) else find_known(rows.connection, article)
        if before and isinstance(article, Article) and (fault := worse(article, before)):
            article = RefusedError("compare", f"worse than what is held, which stays: {fault}")
        if isinstance(article, RefusedError):
            outcome, problems = "refused", [(article.stage, article.reason)]
            frontier.mark_done(rows, first.url, error=str(article))
        else:
            outcome, problems = write(rows, article, before, kept.record), article.problems
            absence.clear_absences(rows, article.url)
            frontier.mark_stored(rows, article.url, article.site)
            if outcome == "new":
                learn(session, article)
            record_agreement(rows, article)
        for stage, reason in problems:
            session.record_problem(first.url, stage, reason, kept.record)
        session.record_outcome(kept, outcome, first.body)
        session.counts[outcome] += 1
    return Outcome(outcome, ": ".join(problems[-1]) if problems else "")


def write(rows: Rows, article: Article, before: Known | None, record: Record) -> str:
    """Compare with what the archive holds, store, index; returns the outcome: new, edited or unchanged."""
    if before and history.is_earlier(rows, article, before):
        return history.insert_version(rows, article, before, record)
    change = compare(article, before)
    article_id = store(rows, article, change, before, record)
    index(rows, article_id, article, change, before)
    return change.kind


def record_sighting(session: Session, url: str, site: str) -> None:
    """An article is still there as it was: the server says so, and sends nothing."""
    rows = session.rows
    row = rows.connection.execute("SELECT id, state FROM articles WHERE url = ?", (url,)).fetchone()
    if row:
        if row[1] == "gone":
            absence.restore(rows, row[0], now())
        mark_seen(rows, row[0], now())
        absence.clear_absences(rows, url)
    frontier.mark_stored(rows, url, site)


def try_read(
    pages: Sequence[Page], publishers: Publishers, memory: Boilerplate | None = None, sample: int = SAMPLE
) -> Article | RefusedError:
    """What `read` makes of some pages, its refusal as a value. A fault of ours refuses the page too: it stays kept."""
    try:
        return read(pages, publishers, memory, sample)
    except RefusedError as refusal:
        return refusal
    except Exception as fault:
        logger.exception("%s: the page stays in the WARC, and the run goes on", pages[0].url)
        return RefusedError(
            "read", f"a fault of this software, please report it: {type(fault).__name__}: {fault}"[:500]
        )


def read(
    pages: Sequence[Page], publishers: Publishers, memory: Boilerplate | None = None, sample: int = SAMPLE
) -> Article:
    """The article on some pages, as it would be stored; `memory` is what recurs on their site. Pure. Raises RefusedError where a stage refuses a page."""
    profiles = publishers.profiles(publishers.of_address(pages[0].url))
    shown: dict[str, Found] = {}
    for page in pages:
        first = pages[0].url if shown else ""
        try:
            shown[page.url] = (
                read_row(page)
                if is_row(page)
                else extract(decode(page).text, page.url, profiles, memory, sample, first)
            )
        except RefusedError:
            if not shown:
                raise  # a further page that is refused is one that is missing
    found = join(list(shown), list(shown.values()))
    repaired = repair(found.text)

    def mend(raw: str) -> str:
        return repair(raw, context=found.text).text

    cleaned = clean(repaired.text, title=mend(found.raw("title")), header=[mend(found.raw("published"))])
    return normalise(pages[0], found, repaired, cleaned, publishers, mend)
