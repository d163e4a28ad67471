"""Read a list in HTML: its links with the days beside them, its further pages, and the lists that it is made of."""

import re
from collections.abc import Iterator
from datetime import datetime, tzinfo

from cundang.model.errors import RefusedError
from cundang.model.page import Page
from cundang.text.address import canonicalize, find_day, follow, is_web, join, path_of
from pipelines.decode import decode
from pipelines.extract.tree import Element, base_of, parse, select, text_of
from pipelines.extract.worker import is_heavy
from scrapers.lists.found import Found
from scrapers.lists.hanweb import find_records
from scrapers.lists.links import find_day_beside, find_links
from scrapers.lists.numbering import find_following
from scrapers.sources import Links, Listing, Numbered, Source, is_on_one_host

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
# A link in markup that a script writes, quoted in any way: href=\"a/1.html\"; and the name of a page beside this one.
_WRITTEN_LINK = re.compile(r"""\bhref\s{0,9}=\s{0,9}\\?["']?([^"'\\\s<>+]{1,500})""", re.IGNORECASE)
_PAGE_NAME = re.compile(
    r"""["'](\w[\w./-]{0,300}\.(?:s?html?|jsp|aspx?|php)(?:\?[^"'\s<>\\]{0,300})?)["']""", re.IGNORECASE
)
_PAGE = re.compile(r"\.(?:s?html?|jsp|aspx?|php)(?:\?[^#]{1,500})?(?:#.{0,500})?$|\d/?$", re.IGNORECASE | re.DOTALL)
# Of a page that is nothing but a script: location.href = "/index/"; window.location.replace('main.html')
_SENT_ON = re.compile(
    r"""\blocation(?:\.href)?(?:\s{0,9}=\s{0,9}|\.(?:replace|assign)\s{0,9}\(\s{0,9})["']([^"'\s<>]{1,1000})["']"""
)
_MOST_FRAMES = 20  # of a page


def read_html(
    source: Source, text: str, url: str, zone: tzinfo, fetched_at: datetime, encoding: str = "utf-8"
) -> Found:
    """Read the links of a page, in order. `url` is where it was asked for: the number of the next page follows it.

    A query is written in `encoding`, which is that of the page.
    """
    tree = parse(text)
    base = base_of(tree, url)
    records, groups = find_records(text, base)
    anchors = find_links(tree, base, encoding) + (find_links(parse(records), base, encoding) if records else [])
    in_scripts = [follow(base, found, encoding) for found in _find_in_scripts(source, tree, text)]
    total = int(pages[1]) if (pages := _PAGES.search(text)) else None
    following = [link for link, a in anchors if _NEXT.fullmatch(text_of(a))]
    following += [*groups, *filter(None, [_find_next(source, url, total)])]
    frames = [follow(base, e.get("src") or "", encoding) for e in select(tree, "frame[src], iframe[src]")]
    refreshes = find_refreshes(tree, base, is_bare=not anchors and not frames)
    sets = {follow(base, e.get("src") or "", encoding) for e in select(tree, "frame[src]")}
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
        frames=tuple(dict.fromkeys(frame for frame in frames if is_web(frame) and is_on_one_host(frame, url)))[
            :_MOST_FRAMES
        ],
        published={link: day for link, a in reversed(anchors) if (day := find_day_beside(a, zone, fetched_at))},
        odd=tuple(_find_faults(url, refreshes, groups, tuple(sets))),
        form="jpage" if records else "trs" if total else "",
    )


def _find_faults(url: str, refreshes: list[str], groups: tuple[str, ...], frames: tuple[str, ...]) -> Iterator[str]:
    """What leads on to where no list is read."""
    for what, links in (("meta refresh", refreshes), ("nextgroup", groups), ("frame", frames)):
        for link in links:
            if canonicalize(link) == canonicalize(url):
                yield f"its {what} leads to itself"
            elif (what != "frame" and not is_web(link)) or (is_web(link) and not is_on_one_host(link, url)):
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
        follow(url, e.get("href") or "")
        for e in select(tree, "link[href]")
        if "alternate" in (e.get("rel") or "").lower().split() and (e.get("type") or "").strip().lower() in _FEED_TYPES
    ]


def find_refreshes(tree: Element, base: str, is_bare: bool = False) -> list[str]:
    """Where a page sends on: by a meta refresh, or, if it is bare (has no link), by a script."""
    found = [
        follow(base, to[1])
        for meta in select(tree, "meta[http-equiv]")
        if (meta.get("http-equiv") or "").lower() == "refresh" and (to := _REFRESH.match(meta.get("content") or ""))
    ]
    if not found and is_bare:
        scripts = (script.text or "" for script in select(tree, "script"))
        found = [follow(base, sent[1]) for text in scripts if (sent := _SENT_ON.search(text))][:1]
    return found


def find_refresh(page: Page) -> str | None:
    """Where a page that is no article sends on, by a meta refresh or a script; None where it does not."""
    try:
        decoded = decode(page)
        if is_heavy(decoded.text):
            return None
        tree = parse(decoded.text)
    except RefusedError:
        return None
    base = base_of(tree, page.url)
    targets = find_refreshes(tree, base, is_bare=not select(tree, "a[href], frame[src], iframe[src]"))
    return next((url for url in targets if is_web(url) and canonicalize(url) != canonicalize(page.url)), None)


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


def _find_in_scripts(source: Source, tree: Element, text: str) -> Iterator[str]:
    """What looks like an address in the scripts of a page, or in a script that is a list: of links that it writes.

    Where a site is crawled by links, every address could be an article's: only what has the name of a page counts.
    """
    is_script = not text.lstrip().startswith("<")
    scripts = [text] if is_script else [s.text or "" for s in select(tree, "script") if not s.get("src")]
    for script in scripts:
        for pattern in (_IN_SCRIPT, _WRITTEN_LINK, _PAGE_NAME):
            for found in pattern.finditer(script):
                address = found[1].replace("\\/", "/").replace("&amp;", "&")
                if not isinstance(source, Links) or _PAGE.search(address):
                    yield address
