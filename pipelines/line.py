"""The way of a page, in order: keep, decode, extract, repair, clean, normalise, compare, store, index, cluster."""

import contextlib
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from cundang.model.article import Article, Found, Known
from cundang.model.boilerplate import Boilerplate
from cundang.model.errors import FramedError, RefusedError
from cundang.model.no_article import kind_of
from cundang.model.page import Page, Record
from cundang.model.publisher import Publishers
from cundang.store import absence, frontier, history
from cundang.store.articles import find_known, mark_seen
from cundang.store.clock import stamp, stamp_sighting
from cundang.store.rows import Rows
from cundang.store.run_log import Kept
from cundang.store.session import Session
from pipelines.clean import clean
from pipelines.cluster import cluster
from pipelines.compare import compare, explain_worse
from pipelines.decode import decode
from pipelines.extract import SAMPLE, SiteContext, extract, is_html
from pipelines.extract.explain import ProfileReading, explain_profiles
from pipelines.extract.frames import find_frame, put_in_place
from pipelines.extract.generic import is_front_page
from pipelines.extract.join import join
from pipelines.extract.record import is_row, read_row
from pipelines.index import index
from pipelines.keep import drop_withdrawn, find_withdrawal, try_keep
from pipelines.learn import learn, recall, record_agreement
from pipelines.normalise import normalise
from pipelines.repair import repair
from pipelines.reread import bring_up
from pipelines.store import show, store

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads pages as the article they show: decode, extract, repair, clean, normalise. Pure.

    `memory` holds the blocks that recur on the site of the pages; None where nothing is known of it. Of the pages that
    a profile extracts, one in `sample` is extracted a second time without it, to compare the two; with 0 none is.
    """

    publishers: Publishers
    memory: Boilerplate | None = None
    sample: int = SAMPLE

    def try_read(self, pages: Sequence[Page]) -> Article | RefusedError:
        """Read pages as `read` does; return the refusal, if there is one.

        A fault of this software refuses the page too, which stays kept.
        """
        try:
            return self.read(pages)
        except RefusedError as refusal:
            return refusal
        except Exception as fault:
            logger.exception("%s: the page stays in the WARC, and the run goes on", pages[0].url)
            reason = f"a fault of this software, please report it: {type(fault).__name__}: {fault}"
            return RefusedError("read", reason[:500])

    def try_read_whole(self, first: Page, find_page: Callable[[str], Page | None]) -> Article | RefusedError:
        """Read an article by its first page as `try_read` does, with the further pages that `find_page` finds."""
        pages = [first]
        reading = self.try_read(pages)
        while (url := find_following(reading, pages)) and (page := find_page(url)):
            pages.append(page)
            reading = self.try_read(pages)
        return reading

    def read(self, pages: Sequence[Page]) -> Article:
        """Read the pages of one article, in their order, as it would be stored.

        Raises RefusedError where a stage refuses the first page. A further page that is refused counts as missing.
        """
        first, *others = pages
        try:
            extracted = {first.url: self.extract(first)}
        except RefusedError as refusal:
            frame = self._extract_framed(first, others, refusal)
            extracted, others = {first.url: frame[1]}, [page for page in others if page is not frame[0]]
        for page in others:
            with contextlib.suppress(RefusedError):
                extracted[page.url] = self.extract(page, first.url)
        found = join(list(extracted), list(extracted.values()))
        repaired = repair(found.text)

        def repair_field(raw: str) -> str:
            return repair(raw, context=found.text).text

        title, published = repair_field(found.raw("title")), repair_field(found.raw("published"))
        cleaned = clean(repaired.text, title=title, header=[published])
        return normalise(first, found, repaired, cleaned, self.publishers, repair_field)

    def extract(self, page: Page, first_url: str = "") -> Found:
        """Decode and extract one page. `first_url` is the address of the article's first page, if this is another.

        Raises RefusedError where one of the two stages refuses it.
        """
        if is_row(page):
            return read_row(page)
        publisher = self.publishers.of_address(first_url or page.url)
        site = SiteContext(tuple(self.publishers.profiles(publisher)), self.memory, self.sample)
        return extract(decode(page).text, page.url, site, first_url)

    def _extract_framed(self, first: Page, others: Sequence[Page], refusal: RefusedError) -> tuple[Page, Found]:
        """Extract a page whose text stands in a frame, from the pages that were given; and say which of them that is.

        Raises FramedError where it is none of them, and the refusal where the page has no such frame.
        """
        if refusal.stage != "extract" or kind_of(refusal.reason) or is_row(first) or is_front_page(first.url):
            raise refusal
        decoded = decode(first)
        frame = find_frame(decoded.text, first.url, decoded.encoding) if is_html(decoded.text) else None
        if frame is None:
            raise refusal
        inner = next((page for page in others if page.url == frame), None)
        if inner is None:
            raise FramedError(refusal.stage, f"{refusal.reason}; its frame may hold the text: {frame}", frame)
        inside = put_in_place(decoded.text, first.url, decoded.encoding, decode(inner).text, inner.url)
        publisher = self.publishers.of_address(first.url)
        site = SiteContext(tuple(self.publishers.profiles(publisher)), self.memory, self.sample)
        return inner, extract(inside, first.url, site)

    def explain(self, page: Page) -> list[ProfileReading]:
        """Explain what the own profiles of the site of a page made of it.

        Raises RefusedError where the page cannot be read at all.
        """
        profiles = self.publishers.of_address(page.url).profiles
        return [] if is_row(page) or not profiles else explain_profiles(decode(page).text, page.url, profiles)


def find_following(reading: Article | RefusedError, pages: Sequence[Page]) -> str | None:
    """The address of the page that is to be read beside some: the article's next, or the frame that may hold it."""
    if isinstance(reading, Article):
        return reading.following(pages)
    return reading.frame if isinstance(reading, FramedError) and len(pages) == 1 else None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of the pages of one article: `new`, `edited`, `unchanged` or `refused`; and the last problem."""

    kind: str
    reason: str = ""


def run(
    session: Session, pages: Sequence[Page], kept: Kept | None = None, article: Article | RefusedError | None = None
) -> Outcome:
    """Take the pages of one article all the way.

    `kept` is the first page's record, if it was kept as it came in; `article` is what `Reader.try_read` made of the
    pages, if the caller had to look. The address is marked done in the step that stores its article.
    """
    first, rows = pages[0], session.rows
    keeping = kept or try_keep(session, first)
    if isinstance(keeping, RefusedError):
        return Outcome("refused", str(keeping))
    kept = keeping
    article = article or Reader(session.publishers, recall(session, first.url)).try_read(pages)
    if isinstance(article, Article) and (decision := find_withdrawal(session, article, first)):
        with session.page_step():
            reason = drop_withdrawn(session, decision, pages, kept)
            session.counts["refused"] += 1
        return Outcome("refused", f"keep: {reason}")
    with session.page_step():
        before = None if isinstance(article, RefusedError) else find_known(rows.connection, article)
        if before and isinstance(article, Article) and (fault := explain_worse(article, before)):
            reason = fault if kind_of(fault) else f"worse than what is held, which stays: {fault}"
            article = RefusedError("compare", reason)
        is_reread = True
        if before and isinstance(article, Article):
            reader = Reader(session.publishers, recall(session, before.url), sample=0)
            before, is_reread = bring_up(session, article, before, kept.record, reader.try_read_whole)
        if isinstance(article, RefusedError):
            outcome, problems = "refused", [(article.stage, article.reason)]
            frontier.mark_done(rows, first.url, error=str(article))
            frontier.schedule_recheck(rows, first.url)
        else:
            outcome, problems = write(rows, article, before, kept.record), article.problems
            if before and outcome == "edited" and not is_reread:
                history.mark_not_reread(rows, before.article_id, stamp_sighting(article))
            if seen_at := stamp_sighting(article):
                absence.clear_absences(rows, article.url, seen_at)
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
    """Compare an article with what the archive holds, store it, index it; returns new, edited or unchanged."""
    change, seen_at = compare(article, before), stamp_sighting(article)
    if before and before.state == "gone" and seen_at:
        absence.restore(rows, before.article_id, seen_at)
    if before and not history.is_latest(rows, article, before):
        outcome, is_shown = history.insert_version(rows, article, before, record)
        if is_shown:
            show(rows, before.article_id, article)
            index(rows, before.article_id, article, before)
        cluster(rows, before.article_id, article.text if is_shown else before.values["text"] or "", before)
        return outcome
    article_id = store(rows, article, change, before, record)
    if change.kind != "unchanged":
        index(rows, article_id, article, before)
        cluster(rows, article_id, article.text, before)
    return change.kind


def record_sighting(session: Session, url: str, at: datetime) -> bool:
    """Record that an article was there at a moment as it was: its server said so, and sent nothing.

    Returns whether an article is stored under this address.
    """
    rows, seen_at = session.rows, stamp(at)
    row = rows.connection.execute("SELECT id, state FROM articles WHERE url = ?", (url,)).fetchone()
    if row is None:
        return False
    article_id, state = row
    if state == "gone":
        absence.restore(rows, article_id, seen_at)
    mark_seen(rows, article_id, seen_at)
    absence.clear_absences(rows, url, seen_at)
    return True
