"""Learn: what recurs on the pages of a site, and how far its layouts agree with the generic extractor."""

import sqlite3

from cundang.model.article import Article
from cundang.model.boilerplate import Boilerplate
from cundang.store.clock import stamp
from cundang.store.rows import Rows
from cundang.store.session import Session
from cundang.store.site_blocks import (
    count_articles,
    count_blocks,
    is_repeated,
    record_comparison,
    select_boilerplate,
    select_sites,
)
from cundang.text.address import host_of
from pipelines.extract.boilerplate import block_key

AGREES = 0.8  # of the words; below it, both texts are recorded
_LONGEST_EXAMPLE = 200  # characters


def recall(session: Session, url: str) -> Boilerplate | None:
    """What recurs on the pages of the site of an address; None where nothing is known to.

    It is read anew when the site has grown by a hundredth: to ask for every page would take longer with every page.
    """
    if not host_of(url):
        return None
    site = session.publishers.of_address(url).name
    if site not in session.boilerplate:
        connection = session.rows.connection
        session.boilerplate[site] = select_boilerplate(connection, site), count_articles(connection, site) // 100
    return session.boilerplate[site][0]


def recall_all(connection: sqlite3.Connection) -> dict[str, Boilerplate]:
    """What recurs on the pages of each site of an archive of which anything does."""
    found = {site: select_boilerplate(connection, site) for site in select_sites(connection)}
    return {site: boilerplate for site, boilerplate in found.items() if boilerplate}


def learn(session: Session, article: Article) -> None:
    """Count the blocks of a new article's page, unless it is one more address of an article."""
    rows, site = session.rows, article.site
    if is_repeated(rows.connection, site, article.title, (article.published_at or "")[:10]):
        return
    examples = {block_key(text): text[:_LONGEST_EXAMPLE] for text in article.blocks}
    count_blocks(rows, site, stamp(article.fetched_at), list(examples.items()))
    boilerplate, good_for = session.boilerplate.pop(site, (None, 0))
    if good_for:
        session.boilerplate[site] = boilerplate, good_for - 1


def record_agreement(rows: Rows, article: Article) -> None:
    """Note how far a profile and the generic extractor agree, and what the latter read where they don't."""
    if compared := article.comparison:
        generic = compared.text if compared.agreement < AGREES else None
        at = stamp(article.fetched_at)
        record_comparison(rows, (article.url, article.site, at, compared.profile, compared.agreement, generic))
