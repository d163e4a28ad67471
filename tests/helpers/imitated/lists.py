"""The lists of a site, imitated: what its server would answer for each form of source that it declares."""

import json
import posixpath
import re
from collections.abc import Callable
from email.utils import format_datetime
from urllib.parse import urlencode, urljoin, urlsplit

from scrapers.site import Site
from scrapers.sources import Feed, Gkmlpt, Jpaas, JsonList, Listing, Sitemap, Source, Xhcloud
from tests.helpers.families.imitation import TOWN, Notice
from tests.helpers.imitated.answers import (
    HTML,
    JSON,
    XML,
    Answers,
    dump,
    find_following,
    moment_of,
    name_all,
    refer,
    refer_up,
)
from tests.helpers.imitated.json_lists import imitate_json

HASH = "0c1d2e3f405162738495a6b7c8d9eaf0"
UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"


def imitate(site: Site, source: Source, notices: list[Notice]) -> tuple[Answers, list[str]]:
    """The answers of the lists that a source consists of, and the addresses of the articles that they name.

    The last notice stands on the second page, where the source has such. The addresses of notices are absolute.
    """
    day = notices[0].day
    for kind, make in _MAKERS.items():
        if isinstance(source, kind):
            return make(site, source, source.make_address(day).partition("#")[0], notices)
    raise NotImplementedError(type(source).__name__)


def _listing(site: Site, source: Listing, url: str, notices: list[Notice]) -> tuple[Answers, list[str]]:
    following = find_following(source, url)
    if source.parts:
        return _newspaper(source, url, notices)
    if not following:
        return {url: (HTML, _column(url, notices))}, name_all(url, notices)
    # TRS tells the number of pages, and counts from 0; of others the page after the last one is not there.
    pager = (
        "<script>createPageHTML(2, %d, 'index', 'html');</script>"
        if source.page == 1 and source.next
        else "<!-- %d -->"
    )
    first, second = notices[:-1], notices[-1:]
    return {
        url: (HTML, _column(url, first, pager % 0)),
        following: (HTML, _column(following, second, pager % 1)),
    }, [*name_all(url, first), *name_all(following, second)]


def _column(url: str, notices: list[Notice], more: str = "") -> bytes:
    rows = "".join(
        f'<li><a href="{refer(url, n.path)}" target="_blank" title="{n.title}">'
        f"{n.title[:14]}...</a><span>{n.day}</span></li>"
        for n in notices
    )
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{TOWN}要闻</title></head><body>'
        f'<div class="nav"><a href="/">首页</a> <a href="/about/">关于我们</a> <a href="javascript:void(0)">收藏</a></div>'
        f'<ul class="list">{rows}</ul>{more}</body></html>'
    ).encode()


def _newspaper(source: Listing, url: str, notices: list[Notice]) -> tuple[Answers, list[str]]:
    """The pages of an issue, each of which links to all of them."""
    found: Answers = {}
    front = url
    if not re.search(source.parts, urlsplit(url).path):  # leads on to the first page
        front = urljoin(url, "Page01BC.htm")
        found[url] = HTML, b'<html><head><meta http-equiv="refresh" content="0; url=Page01BC.htm"></head></html>'
    pages = [front, urljoin(front, _name_second_page(source, front))]
    links = "".join(
        f'<li><a href="{posixpath.basename(urlsplit(page).path)}">第0{n}版</a></li>' for n, page in enumerate(pages, 1)
    )
    groups = (notices[:-1], notices[-1:])
    for page, own in zip(pages, groups, strict=True):
        titles = "".join(f'<li><a href="{refer(page, n.path)}">{n.title}</a></li>' for n in own)
        found[page] = (
            HTML,
            (
                f'<html><head><meta charset="utf-8"><title>{TOWN}日报</title></head><body><ul>{links}</ul>'
                f'<map><area shape="poly" coords="1,1,9,9" href="{refer(page, own[0].path)}"></map>'
                f"<ul>{titles}</ul></body></html>"
            ).encode(),
        )
    return found, [url for page, own in zip(pages, groups, strict=True) for url in name_all(page, own)]


def _name_second_page(source: Listing, url: str) -> str:
    name = posixpath.basename(urlsplit(url).path)
    stem, dot, extension = name.rpartition(".")
    counted = re.sub(r"(\d+)(\D*)$", lambda n: f"{int(n[1]) + 1:0{len(n[1])}}{n[2]}", stem) + dot + extension
    for candidate in (counted, f"node_02.{extension}", f"Page02BC.{extension}", "node_02.html"):
        if candidate != name and re.search(source.parts, urlsplit(urljoin(url, candidate)).path):
            return candidate
    raise NotImplementedError(f"no page of a paper beside {url} is like {source.parts}")


def _xhcloud(site: Site, source: Xhcloud, url: str, notices: list[Notice]) -> tuple[Answers, list[str]]:
    """A page that a script fills from a file beside it, or such a file."""
    data = url if "/ds_" in url else urljoin(url, f"ds_{HASH}.json")
    rows = [
        {"title": n.title, "publishUrl": refer_up(data, n.path), "publishTime": f"{n.day} 09:30:00"} for n in notices
    ]
    found = {data: (JSON, dump({"datasource": rows}))}
    if data != url:
        container = f'<div id="list" data="datasource:{HASH}" datatype="content" preview="ds_"></div>'
        found[url] = HTML, f'<html><head><meta charset="utf-8"></head><body>{container}</body></html>'.encode()
    return found, [n.path for n in notices]


def _jpaas(site: Site, source: Jpaas, url: str, notices: list[Notice]) -> tuple[Answers, list[str]]:
    """The list of a column, in two groups of rows, and the column's page that names it."""
    query = {"parseType": "bulidstatic", "webId": "7", "tplSetId": "d1", "pageType": "column", "pageId": "55c1"}
    found: Answers = {}
    unit = url
    if UNIT not in url:
        unit = f"{urljoin(url, UNIT)}?{urlencode(query)}"
        said = ",".join(f"'{name}':'{value}'" for name, value in query.items())
        script = f'<script parseType="bulidstatic" url="{UNIT}" queryData="{{{said}}}"></script>'
        found[url] = HTML, f'<html><head><meta charset="utf-8"></head><body>{script}</body></html>'.encode()
    size = len(notices) - 1
    second = f"{unit}&{urlencode({'paramJson': json.dumps({'pageNo': 2, 'pageSize': size}, separators=(',', ':'))})}"
    for number, (address, own) in enumerate(((unit, notices[:-1]), (second, notices[-1:])), 1):
        rows = "".join(
            f'<li><a title="{n.title}" href="{refer(address, n.path)}">{n.title[:10]}...</a><span>{n.day}</span></li>'
            for n in own
        )
        pager = f'<div class="pagination" rows="{size}" count="{len(notices)}" pageNo="{number}"></div>'
        found[address] = JSON, dump({"success": True, "code": "200", "data": {"html": f"<ul>{rows}</ul>{pager}"}})
    return found, name_all(unit, notices)


def _gkmlpt(site: Site, source: Gkmlpt, url: str, notices: list[Notice]) -> tuple[Answers, list[str]]:
    index = (
        '<html><head><meta charset="utf-8"></head><body><script>window._CONFIG = {SID: "200001"}</script></body></html>'
    )
    api = f"{url.removesuffix('index')}api/all/{source.category}?page=1&sid=200001"
    seconds = int(moment_of(site, notices[0].day).timestamp())
    rows = [{"title": n.title, "url": n.path, "date": seconds, "display_publish_time": seconds} for n in notices]
    return {url: (HTML, index.encode()), api: (JSON, dump({"articles": rows, "total": len(rows)}))}, [
        n.path for n in notices
    ]


def _sitemap(site: Site, source: Sitemap, url: str, notices: list[Notice]) -> tuple[Answers, list[str]]:
    """A sitemap; where it is called so, or an index, it is one of an index."""
    entries = "".join(
        f"<url><loc>{n.path.replace('&', '&amp;')}</loc><lastmod>{n.day}</lastmod></url>" for n in notices
    )
    head, space = '<?xml version="1.0" encoding="UTF-8"?>', 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    own = f"{head}<urlset {space}>{entries}</urlset>".encode()
    if not re.search(r"index|/sitemap\.xml$", url):
        return {url: (XML, own)}, [n.path for n in notices]
    part = urljoin(url, "sitemap_news_1.xml")
    index = f"{head}<sitemapindex {space}><sitemap><loc>{part}</loc></sitemap></sitemapindex>".encode()
    return {url: (XML, index), part: (XML, own)}, [n.path for n in notices]


def _feed(site: Site, source: Feed, url: str, notices: list[Notice]) -> tuple[Answers, list[str]]:
    items = "".join(
        f"<item><title>{n.title}</title><link>{n.path.replace('&', '&amp;')}</link>"
        f"<pubDate>{format_datetime(moment_of(site, n.day))}</pubDate></item>"
        for n in notices
    )
    channel = f"<channel><title>{TOWN}</title>{items}</channel>"
    feed = f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0">{channel}</rss>'
    return {url: (XML, feed.encode())}, [n.path for n in notices]


_MAKERS: dict[type[Source], Callable[..., tuple[Answers, list[str]]]] = {
    Xhcloud: _xhcloud,
    Listing: _listing,
    Jpaas: _jpaas,
    Gkmlpt: _gkmlpt,
    Sitemap: _sitemap,
    Feed: _feed,
    JsonList: imitate_json,
}
