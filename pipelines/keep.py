"""Keep a page before any stage can refuse it: its bytes in the WARC folder, a row in `fetches`."""

import hashlib

from pipelines.archive import Archive, Kept
from pipelines.page import Page, Record

_KEPT_BEFORE = (
    "SELECT warc_file, warc_offset FROM fetches WHERE url = ? AND sha256 = ? AND status = 0 ORDER BY id LIMIT 1"
)


def keep(archive: Archive, page: Page) -> Kept:
    """Keep an imported page. The same bytes at the same address are not kept twice.

    (What is crawled is kept by scrapers/tap.py as it comes off the wire, with redirects, errors and robots.txt.)
    """
    digest = hashlib.sha256(page.body).hexdigest()
    before = archive.db.conn.execute(_KEPT_BEFORE, (page.url, digest)).fetchone()
    record = Record(*before) if before else archive.warc.write(page)
    with archive.writing():
        return archive.fetched(page, record, len(page.body))
