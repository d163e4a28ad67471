"""Read a list in HTML: its links with the days beside them, its further pages, and the lists that it is made of."""

import re
from datetime import datetime, tzinfo
from urllib.parse import urlsplit

from cundang.text.address import join
from cundang.text.dates import DAY
from cundang.text.fold import fold
from pipelines.extract.tree import Element, base_of, parse, select, text_of
from scrapers.lists.found import Found
from scrapers.lists.hanweb import find_records
from scrapers.lists.numbering import find_following
from scrapers.sources import Listing, Numbered, Source
from scrapers.url_dates import parse_day

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
_ROWS = ("li", "tr", "dd", "dl")
_LONGEST_ROW = 300  # characters; more is no row of a list


def read_html(source: Source, text: str, url: str, zone: tzinfo, fetched_at: datetime) -> Found:
    """Read the links of a page, in order. `url` is where it was asked for: the number of the next page follows it."""
    tree = parse(text)
    base = base_of(tree, url)
    records, next_group = find_records(text, base)
    anchors = [(join(base, href), a) for a in select(tree, "a, area") if (href := _find_href(a))]
    rows = parse(records) if records else None
    if rows is not None:
        anchors += [(join(base, href), a) for a in select(rows, "a[href]") if (href := (a.get("href") or "").strip())]
    in_scripts = [join(base, found.replace("\\/", "/")) for found in _find_in_scripts(tree)]
    total = int(pages[1]) if (pages := _PAGES.search(text)) else None
    following = [link for link, a in anchors if _NEXT.fullmatch(text_of(a))]
    following += filter(None, (next_group, _find_next(source, url, total)))
    return Found(
        links=tuple(link for link, _ in anchors),
        in_scripts=tuple(in_scripts),
        lists=tuple(following),
        parts=(*_find_feeds(tree, base), *find_data_files(tree, base), *_find_parts(source, tree, anchors, base)),
        published={link: day for link, a in reversed(anchors) if (day := _find_day_beside(a, zone, fetched_at))},
        form="jpage" if records else "trs" if total else "",
    )


def find_data_files(tree: Element, url: str) -> list[str]:
    """The files of rows that containers of Xinhua's hosting load: `<preview><id>.json`, beside the page or at the root."""
    found = []
    for element in select(tree, "[data]"):
        if data := _DATA_FILE.fullmatch((element.get("data") or "").strip()):
            preview = (element.get("preview") or "ds_").strip()
            # A preview with a folder (xinwen/ds_) counts from the root, whatever page it stands on.
            where = f"/{preview.lstrip('/')}" if "/" in preview else preview
            found.append(join(url, f"{where}{data[1]}.json"))
    return found


def _find_href(link: Element) -> str:
    """Where a link leads; at mrdx.cn and epaper.legaldaily.com.cn it has `daoxiang` (导向) in place of `href`."""
    return (link.get("href") or link.get("daoxiang") or "").strip()


def _find_next(source: Source, url: str, total: int | None) -> str | None:
    return find_following(source, url, total) if isinstance(source, Numbered) else None


def _find_feeds(tree: Element, url: str) -> list[str]:
    return [
        join(url, e.get("href") or "")
        for e in select(tree, "link[href]")
        if e.get("rel") == "alternate" and (e.get("type") or "") in _FEED_TYPES
    ]


def _find_parts(source: Source, tree: Element, anchors: list[tuple[str, Element]], url: str) -> list[str]:
    """Where a meta refresh leads, and the links that the source declares as parts: the pages of a newspaper."""
    parts = [
        join(url, to[1].strip())
        for meta in select(tree, "meta[http-equiv]")
        if (meta.get("http-equiv") or "").lower() == "refresh" and (to := _REFRESH.match(meta.get("content") or ""))
    ]
    if isinstance(source, Listing) and source.parts:
        pattern = re.compile(source.parts)
        day = source.find_day(url)
        linked = dict.fromkeys(link.partition("#")[0] for link, _ in anchors)
        # An issue links to those before it, too: they are lists of their own days.
        parts += [link for link in linked if pattern.search(urlsplit(link).path) and source.find_day(link) == day]
    return parts


def _find_in_scripts(tree: Element) -> list[str]:
    """What looks like an address in the scripts of a page: of lists that only a script writes."""
    texts = (script.text or "" for script in select(tree, "script") if not script.get("src"))
    return [found[1] for text in texts for found in _IN_SCRIPT.finditer(text)]


def _find_day_beside(link: Element, zone: tzinfo, fetched_at: datetime) -> str | None:
    """The one day that the row of a link shows; None where it shows none, or several."""
    row = next((e for e in link.iterancestors() if e.tag in _ROWS), None)
    text = text_of(row) if row is not None else ""
    if not text or len(text) > _LONGEST_ROW:
        return None
    days = {parse_day(found[0], zone, fetched_at) for found in DAY.finditer(fold(text))}
    return days.pop() if len(days) == 1 else None
