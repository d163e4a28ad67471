"""Keep a page before any stage can refuse it: its bytes in the WARC folder, a row in `fetches`.

Pages of withdrawn articles are not kept: they are known by their address, their bytes, or the text that is read.
"""

import hashlib
from collections import defaultdict
from collections.abc import Sequence

from cundang.model.article import Article
from cundang.model.errors import RefusedError
from cundang.model.page import Page, Record
from cundang.raw.exchange import make_exchange
from cundang.raw.members import Note
from cundang.store import redactions, withdrawal
from cundang.store.clock import stamp
from cundang.store.redactions import Redaction
from cundang.store.run_log import Kept, find_record_of_run
from cundang.store.session import Session

# A page is one of its moment; one without a time of its own is the same whenever it is imported.
_KEPT_BEFORE = """
    SELECT warc_file, warc_offset FROM fetches
    WHERE url = :url AND sha256 = :sha256 AND status = :status AND (NOT :sighting OR (sighting AND fetched_at = :at))
    ORDER BY id LIMIT 1
"""


def try_keep(session: Session, page: Page) -> Kept | RefusedError:
    """Keep a page as `keep` does; return the refusal, of which there is a problem then."""
    try:
        return keep(session, page)
    except RefusedError as refusal:
        with session.page_step():
            session.record_problem(page.url, refusal.stage, refusal.reason)
        session.counts["refused"] += 1
        return refusal


def keep(session: Session, page: Page) -> Kept:
    """Keep an imported page. The same bytes at the same address are not kept twice.

    Raises RefusedError for a page of a withdrawn article.

    (What is crawled is kept by scrapers/recorder.py as it comes off the wire, with redirects, errors and robots.txt.)
    """
    digest = hashlib.sha256(page.body).hexdigest()
    if decision := redactions.find_redaction(session.rows.connection, page.url, [digest]):
        raise RefusedError("keep", redactions.explain(decision))
    moment = {"at": stamp(page.fetched_at), "sighting": page.is_sighting}
    asked = {"url": page.url, "sha256": digest, "status": page.status, **moment}
    before = session.rows.connection.execute(_KEPT_BEFORE, asked).fetchone()
    record = Record(*before) if before else session.warc.write(page, make_exchange(page) if page.status else None)
    with session.step():
        return session.record_fetch(page, record, len(page.body))


def find_withdrawal(session: Session, article: Article, first: Page) -> Redaction | None:
    """The decision that holds for an article that was read, at whatever address; None where there is none."""
    connection = session.rows.connection
    digests = [article.sha256, hashlib.sha256(first.body).hexdigest()]
    # The first page alone has another text than all of them: it names the further ones.
    further = (redactions.find_redaction(connection, url) for url in article.missing_pages)
    return redactions.find_redaction(connection, article.url, digests) or next(filter(None, further), None)


def drop_withdrawn(session: Session, decision: Redaction, pages: Sequence[Page], kept: Kept) -> str:
    """Note that the pages of an article that was kept as it came in are of one that is withdrawn; returns the reason.

    Their addresses are not asked for again. Where it is erased, what was kept of them is taken out again.
    """
    rows, first, reason = session.rows, pages[0], redactions.explain(decision)
    redactions.refuse_addresses(rows, decision, [page.url for page in pages])
    is_erased = decision.level == "erased"
    session.record_problem(first.url, "keep", reason, None if is_erased else kept.record)
    session.record_outcome(kept, "refused", None if is_erased else first.body)
    redactions.add_digests(rows, decision.id, [hashlib.sha256(first.body).hexdigest()])
    if not is_erased:
        return reason
    others = (find_record_of_run(rows, session.run_id, page.url) for page in pages[1:])
    places: dict[str, set[int]] = defaultdict(set)
    for record in (kept.record, *others):
        if record and record.warc_file:
            session.warc.erase(record, Note(decision.id, decision.decided_at))
            places[record.warc_file].add(record.warc_offset)
    withdrawal.forget_places(rows, places)
    return reason
