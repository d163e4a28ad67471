"""Read a list in HTML: its links with the days beside them, its further pages, and the lists that it is made of."""

import re
from collections.abc import Iterator
from datetime import datetime, tzinfo

from cundang.text.address import canonicalize, find_day, is_web, join, path_of
from pipelines.extract.tree import Element, base_of, parse, select, text_of
from scrapers.lists.found import Found
from scrapers.lists.hanweb import find_records
from scrapers.lists.links import find_day_beside, find_links
from scrapers.lists.numbering import find_following
from scrapers.sources import Listing, Numbered, Source, is_on_one_host

_NEXT = re.compile(r"下一?页|下一?頁|[>›»]{1,2}|[Nn]ext")
_FEED_TYPES = ("application/rss+xml", "application/atom+xml")
_DATA_FILE = re.compile(r"datasource:([0-9a-f]{32})")
_PAGES = re.compile(
    r"createPageHTML\w{0,20}\s{0,9}\(\s{0,9}[\"']?(\d{1,6})"
)  # TRS: the number of pages, then this one's
_REFRESH = re.compile(
    r"\s{0,9}\d{0,9}(?:\.\d{0,9})?\s{0,9}[;,]?\s{0,9}url\s{0,9}=\s{0,9}[\"']?([^\"']{1,2000})", re.IGNORECASE
)
# Quoted in a script: '/art/2026/1/2/art_45_1.html', "https:\/\/paper.cn\/a\/1.shtml"
_IN_SCRIPT = re.compile(r"""["']((?:https?:)?(?:\\?/|\.{1,2}/)[^"'\s<>]{1,500})["']""")


def read_html(source: Source, text: str, url: str, zone: tzinfo, fetched_at: datetime) -> Found:
    """Read the links of a page, in order. `url` is where it was asked for: the number of the next page follows it."""
    tree = parse(text)
    base = base_of(tree, url)
    records, groups = find_records(text, base)
    anchors = find_links(tree, base) + (find_links(parse(records), base) if records else [])
    in_scripts = [join(base, found.replace("\\/", "/")) for found in _find_in_scripts(tree)]
    total = int(pages[1]) if (pages := _PAGES.search(text)) else None
    following = [link for link, a in anchors if _NEXT.fullmatch(text_of(a))]
    following += [*groups, *filter(None, [_find_next(source, url, total)])]
    refreshes = find_refreshes(tree, base)
    return Found(
        links=tuple(link for link, _ in anchors),
        in_scripts=tuple(in_scripts),
        lists=tuple(following),
        parts=(
            *_find_feeds(tree, base),
            *find_data_files(tree, base),
            *refreshes,
            *_find_parts(source, anchors, url),
        ),
        published={link: day for link, a in reversed(anchors) if (day := find_day_beside(a, zone, fetched_at))},
        odd=tuple(_find_faults(url, refreshes, groups)),
        form="jpage" if records else "trs" if total else "",
    )


def _find_faults(url: str, refreshes: list[str], groups: tuple[str, ...]) -> Iterator[str]:
    """What leads on to where no list is read."""
    for what, links in (("meta refresh", refreshes), ("nextgroup", groups)):
        for link in links:
            if canonicalize(link) == canonicalize(url):
                yield f"its {what} leads to itself"
            elif not is_web(link) or not is_on_one_host(link, url):
                yield f"its {what} leads to another host, which is not read: {link[:200]}"


def find_data_files(tree: Element, url: str) -> list[str]:
    """The files of rows that Xinhua's containers load: `<preview><id>.json`, beside the page or at the root."""
    found = []
    for element in select(tree, "[data]"):
        if data := _DATA_FILE.fullmatch((element.get("data") or "").strip()):
            preview = (element.get("preview") or "ds_").strip()
            # A preview with a folder (xinwen/ds_) counts from the root, whatever page it stands on.
            where = f"/{preview.lstrip('/')}" if "/" in preview else preview
            found.append(join(url, f"{where}{data[1]}.json"))
    return found


def _find_next(source: Source, url: str, total: int | None) -> str | None:
    return find_following(source, url, total) if isinstance(source, Numbered) else None


def _find_feeds(tree: Element, url: str) -> list[str]:
    return [
        join(url, e.get("href") or "")
        for e in select(tree, "link[href]")
        if e.get("rel") == "alternate" and (e.get("type") or "") in _FEED_TYPES
    ]


def find_refreshes(tree: Element, url: str) -> list[str]:
    """Where a meta refresh leads."""
    return [
        join(url, to[1].strip())
        for meta in select(tree, "meta[http-equiv]")
        if (meta.get("http-equiv") or "").lower() == "refresh" and (to := _REFRESH.match(meta.get("content") or ""))
    ]


def _find_parts(source: Source, anchors: list[tuple[str, Element]], url: str) -> list[str]:
    """The links that the source declares as parts: the pages of a newspaper.

    An issue links to those before it, too, which are lists of their own days: only its own pages are its parts; of a
    page that has no day, those of the newest issue that it links to.
    """
    if not isinstance(source, Listing) or not source.parts:
        return []
    pattern = re.compile(source.parts)
    linked = dict.fromkeys(link.partition("#")[0] for link, _ in anchors)
    days = {link: _find_issue(source, link) for link in linked if pattern.search(path_of(link))}
    own = _find_issue(source, url) or max(days.values(), default="")
    return [link for link, day in days.items() if day == own]


def _find_issue(source: Source, url: str) -> str:
    """The day of an issue, by the address of one of its pages; empty where it has none."""
    return source.find_day(url) or find_day(url) or ""


def _find_in_scripts(tree: Element) -> list[str]:
    """What looks like an address in the scripts of a page: of lists that only a script writes."""
    texts = (script.text or "" for script in select(tree, "script") if not script.get("src"))
    return [found[1] for text in texts for found in _IN_SCRIPT.finditer(text)]
