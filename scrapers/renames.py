"""Follow the names of sources: a module may call a source otherwise than the run before did."""

from cundang.store import frontier
from cundang.store.rows import Rows
from scrapers.adhoc_site import SOURCES
from scrapers.site import Site
from scrapers.sources import Links


def follow_renames(rows: Rows, site: Site) -> None:
    """Give the lists of sources that a site has no more to the source that now has the address of one of them.

    Not what a crawl by links has found: it crawls a host under the name of its site, with sources of its own.
    """
    if any(isinstance(source, Links) for source in site.sources):
        return
    known = {source.name for source in site.sources}
    for old, address in frontier.select_lists_of_others(rows, site.name, (*known, *SOURCES)):
        source = site.find_source(address)
        if source is not None and old not in known:
            frontier.rename_source(rows, site.name, old, source.name)
            known.add(old)
