"""Read a sitemap, an index of sitemaps, or a feed."""

from datetime import datetime, tzinfo

from lxml import etree

from cundang.model.errors import RefusedError
from cundang.text.address import is_web, join
from scrapers.lists.found import Found, describe_faults
from scrapers.url_dates import parse_day

_ENTRIES = ("{*}url", "{*}sitemap", "{*}item", "{*}entry")  # of a sitemap, an index, RSS, Atom
_DATES = {
    "news": "{*}news/{*}publication_date",
    "lastmod": "{*}lastmod",
    "pubDate": "{*}pubDate",
    "date": "{*}date",
    "published": "{*}published",
    "updated": "{*}updated",
}


def read_xml(text: str, url: str, zone: tzinfo, fetched_at: datetime) -> Found:
    """Find the `loc` of a sitemap or an index (there they are lists), the `link` of a feed.

    Raises RefusedError where it is not XML.
    """
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False
    )
    root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    if root is None:
        raise RefusedError("discover", "not XML, though it begins like XML")
    published: dict[str, str | None] = {}
    changed: dict[str, str | None] = {}
    count, unaddressed, undated = 0, [], []
    for entry in root.iter(*_ENTRIES):
        count += 1
        raw = {name: (entry.findtext(path) or "").strip() for name, path in _DATES.items()}
        dates = {name: parse_day(text, zone, fetched_at) for name, text in raw.items()}
        if any(raw.values()) and not any(dates.values()):
            undated.append(next(filter(None, raw.values())))
        written = _find_addresses(entry) or _find_permalink(entry)
        own = [join(url, address) for address in written]
        if not any(map(is_web, own)):
            unaddressed.append(next(iter(written), "empty"))
        published |= dict.fromkeys(own, dates["news"] or dates["pubDate"] or dates["date"] or dates["published"])
        changed |= dict.fromkeys(own, dates["lastmod"] or dates["updated"])
    odd = describe_faults(count, unaddressed, undated)
    addresses = tuple(dict.fromkeys([*(join(url, address) for address in _find_addresses(root)), *published]))
    if etree.QName(root).localname == "sitemapindex":
        return Found(parts=addresses, changed=changed, odd=odd, form="sitemap index")
    form = "sitemap" if etree.QName(root).localname == "urlset" else "feed"
    return Found(addresses, published=published, changed=changed, odd=odd, form=form)


def _find_addresses(element: etree._Element) -> list[str]:
    """Find the addresses in a sitemap, a feed, or an entry of one."""
    found = (e.text or e.get("href") or "" for e in element.iter("{*}loc", "{*}link"))
    return [address.strip() for address in found if address.strip()]


def _find_permalink(entry: etree._Element) -> list[str]:
    """Find the address of an item of RSS without a link, which RTHK writes as its guid alone."""
    guid = (entry.findtext("{*}guid") or "").strip()
    return [guid] if is_web(guid) else []
