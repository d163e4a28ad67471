"""Keep a page before any stage can refuse it: its bytes in the WARC folder, a row in `fetches`."""

import hashlib

from cundang.model.errors import RefusedError
from cundang.model.page import Page, Record
from cundang.raw.exchange import make_exchange
from cundang.store.clock import stamp
from cundang.store.run_log import Kept
from cundang.store.session import Session
from pipelines.withdrawn import check_page

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
    check_page(session, page, digest)
    moment = {"at": stamp(page.fetched_at), "sighting": page.is_sighting}
    asked = {"url": page.url, "sha256": digest, "status": page.status, **moment}
    before = session.rows.connection.execute(_KEPT_BEFORE, asked).fetchone()
    record = Record(*before) if before else session.warc.write(page, make_exchange(page) if page.status else None)
    with session.step():
        return session.record_fetch(page, record, len(page.body))
