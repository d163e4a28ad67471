"""The way of a page, in order: keep, decode, extract, repair, clean, normalise, compare, store, index."""

import logging
from collections.abc import Sequence

from cundang.model.article import Article, Found, Known
from cundang.model.boilerplate import Boilerplate
from cundang.model.errors import RefusedError
from cundang.model.page import Page, Record
from cundang.model.publisher import Publishers
from cundang.store import absence, frontier, history
from cundang.store.session import Archive, Kept, now
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
from pipelines.store import known, store

logger = logging.getLogger(__name__)


def run(
    archive: Archive, pages: Sequence[Page], kept: Kept | None = None, reading: Article | RefusedError | None = None
) -> str:
    """Take the pages of one article all the way; returns the outcome: new, edited, unchanged or refused.

    `kept` is the first page's record, if it was kept as it came in; `reading` what `attempt` made of the pages, if the
    caller had to look. The address is done in the step that stores its article.
    """
    first = pages[0]
    kept = kept or keep(archive, first)
    article = reading or try_read(pages, archive.publishers, recall(archive, first.url))
    with archive.page():
        before = None if isinstance(article, RefusedError) else known(archive.db, article)
        if before and isinstance(article, Article) and (fault := worse(article, before)):
            article = RefusedError("compare", f"worse than what is held, which stays: {fault}")
        if isinstance(article, RefusedError):
            outcome = _refuse(archive, first, kept, article)
        else:
            outcome = write(archive, article, before, kept.record)
            absence.clear_absences(archive, article.url)
            frontier.mark_stored(archive.db, article.url, article.site)
            if outcome == "new":
                learn(archive, article)
            record_agreement(archive, article)
            if article.missing_pages:
                archive.problem(
                    first.url, "extract", f"partial: without {' '.join(article.missing_pages)}", kept.record
                )
            if article.undated:
                archive.problem(first.url, "normalise", article.undated, kept.record)
        archive.outcome(kept, outcome, first.body)
        archive.counts[outcome] += 1
    return outcome


def write(archive: Archive, article: Article, before: Known | None, record: Record) -> str:
    """Compare with what the archive holds, store, index; returns the outcome: new, edited or unchanged."""
    if before and history.is_earlier(archive, article, before):
        return history.insert_version(archive, article, before, record)
    change = compare(article, before)
    article_id = store(archive, article, change, before, record)
    index(archive, article_id, article, change, before)
    return change.kind


def record_sighting(archive: Archive, url: str, site: str) -> None:
    """An article is still there as it was: the server says so, and sends nothing."""
    row = archive.db.conn.execute("SELECT id, state FROM articles WHERE url = ?", (url,)).fetchone()
    if row:
        if row[1] == "gone":
            absence.restore(archive, row[0], now())
        archive.db.conn.execute("UPDATE articles SET last_seen_at = ? WHERE id = ?", (now(), row[0]))
        absence.clear_absences(archive, url)
    frontier.mark_stored(archive.db, url, site)


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


def _refuse(archive: Archive, page: Page, kept: Kept, refusal: RefusedError) -> str:
    archive.problem(page.url, refusal.stage, refusal.reason, kept.record)
    frontier.mark_done(archive.db, page.url, error=str(refusal))
    return "refused"
