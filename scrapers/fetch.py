"""Fetch single pages under the rules of a crawl: robots.txt, delay, limits and guard."""

import re
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from cundang.model.errors import ArchiveError, UsageError
from cundang.model.page import Page
from cundang.raw.pages import read_page
from cundang.store import frontier
from cundang.store.articles import add_site
from cundang.store.schema import open_readonly
from cundang.store.session import Session
from cundang.text.address import canonicalize, is_web
from scrapers.discovery import Discovery
from scrapers.run import Options, crawl
from scrapers.site import Site
from scrapers.sites import publishers
from scrapers.sources import Listing, Source, split_post_address

SITE = "single-pages"  # as the run calls what it fetches
_NOTHING = "(?!)"  # a pattern that no address matches
_PAGE = (
    "SELECT url, warc_file, warc_offset FROM fetches WHERE status IN (200, 203) AND outcome IS NOT 'robots' ORDER BY id"
)
_LISTS = "SELECT url FROM urls WHERE kind = 'list'"
_REASON = "SELECT reason FROM problems WHERE stage = 'fetch' ORDER BY id DESC LIMIT 1"


def fetch(
    addresses: Sequence[str],
    allow_private: bool = False,
    lists: tuple[Source, ...] = (),
    discovery: Discovery | None = None,
    contact: str | None = None,
    delay: float | None = None,
    reasons: dict[str, str] | None = None,
) -> list[Page]:
    """Fetch the pages at some addresses, once in a process (see `crawl`), into a temporary archive.

    `allow_private` allows their private hosts and ports, and no other (their front pages are then fetched too). `lists`
    are fetched as well, and read by `discovery`, which decides what more is fetched; `reasons` is filled with why one
    gave nothing. `delay` is in seconds.

    Raises UsageError for what is not a web address, ArchiveError where an address gives no page, with the reason.
    """
    for address in addresses:
        if not is_web(address):
            raise UsageError(f"{address}: not a web address; give one that begins with http:// or https://")
    wanted = [canonicalize(address) for address in addresses]
    hosts = tuple(dict.fromkeys(urlsplit(url).hostname or "" for url in wanted))
    roots = dict.fromkeys("{0.scheme}://{0.netloc}/".format(urlsplit(url)) for url in wanted)
    fronts = tuple(Listing(name=root, url=root, optional=True) for root in roots)
    listed = {source.url for source in lists}
    site = Site(
        name=SITE,
        hosts=hosts,
        article="|".join(f"^{re.escape(url)}$" for url in wanted) or _NOTHING,
        sources=(*lists, *(front for front in fronts if allow_private and front.url not in listed)),
        loopback=allow_private,
    )
    with TemporaryDirectory() as folder:
        db_path, warc = Path(folder) / "pages.db", Path(folder) / "pages.warc"
        with Session(db_path, warc, publishers(site), "fetch") as session:
            with session.step():
                add_site(session.rows, site.name)
                frontier.add(session.rows, site.name, "article", wanted, "the command line")
            session.end("finished")
        report = crawl(site, db_path, warc, delay=delay, options=Options(contact=contact), discovery=discovery)
        if reasons is not None:
            reasons.update(report.reasons)
        db = open_readonly(db_path)
        try:
            read_as_lists = {split_post_address(url)[0] for (url,) in db.execute(_LISTS)}
            found = {
                url: read_page(warc, warc_file, offset)
                for url, warc_file, offset in db.execute(_PAGE)
                if url in wanted or url not in read_as_lists
            }
            row = db.execute(_REASON).fetchone()
        finally:
            db.close()
    if len(found) < len(set(wanted)):
        missing = next((url for url in wanted if url not in found), wanted[0])
        if not found or len(wanted) > 1:
            reason = row[0] if row else "it gave no page"
            raise ArchiveError(f"{missing}: {reason}; look at it in a browser")
    return list(found.values())
