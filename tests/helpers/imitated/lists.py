"""The lists of a site, imitated: what its server would answer for each form of source that it declares."""

import json
import posixpath
import re
from collections.abc import Callable
from datetime import date, datetime
from email.utils import format_datetime
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from scrapers.site import Site
from scrapers.sources import Feed, Gkmlpt, Jpaas, JsonList, Listing, Sitemap, Source, Xhcloud
from tests.helpers.families.imitation import TOWN, Notice
from tests.helpers.imitated.expressions import merge, put

Answers = dict[str, tuple[str, bytes]]  # by address, with what is posted behind it: a content type, and a body
HTML, JSON, XML, SCRIPT = "text/html; charset=utf-8", "application/json", "text/xml", "application/javascript"
HASH = "0c1d2e3f405162738495a6b7c8d9eaf0"
UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"
STAMPED = ("ctime", "publicTime", "publishDate")  # what rows call a time in milliseconds since 1970
_FIELD = re.compile(r"\{([^{}]+)\}")


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
    following = _find_following(source, url)
    if source.parts:
        return _newspaper(source, url, notices)
    if not following:
        return {url: (HTML, _column(url, notices))}, _named(url, notices)
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
    }, [*_named(url, first), *_named(following, second)]


def _column(url: str, notices: list[Notice], more: str = "") -> bytes:
    rows = "".join(
        f'<li><a href="{_refer(url, n.path)}" target="_blank" title="{n.title}">{n.title[:14]}...</a><span>{n.day}</span></li>'
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
        titles = "".join(f'<li><a href="{_refer(page, n.path)}">{n.title}</a></li>' for n in own)
        found[page] = (
            HTML,
            (
                f'<html><head><meta charset="utf-8"><title>{TOWN}日报</title></head><body><ul>{links}</ul>'
                f'<map><area shape="poly" coords="1,1,9,9" href="{_refer(page, own[0].path)}"></map><ul>{titles}</ul></body></html>'
            ).encode(),
        )
    return found, [url for page, own in zip(pages, groups, strict=True) for url in _named(page, own)]


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
        {"title": n.title, "publishUrl": _refer_up(data, n.path), "publishTime": f"{n.day} 09:30:00"} for n in notices
    ]
    found = {data: (JSON, _dump({"datasource": rows}))}
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
            f'<li><a title="{n.title}" href="{_refer(address, n.path)}">{n.title[:10]}...</a><span>{n.day}</span></li>'
            for n in own
        )
        pager = f'<div class="pagination" rows="{size}" count="{len(notices)}" pageNo="{number}"></div>'
        found[address] = JSON, _dump({"success": True, "code": "200", "data": {"html": f"<ul>{rows}</ul>{pager}"}})
    return found, _named(unit, notices)


def _gkmlpt(site: Site, source: Gkmlpt, url: str, notices: list[Notice]) -> tuple[Answers, list[str]]:
    index = (
        '<html><head><meta charset="utf-8"></head><body><script>window._CONFIG = {SID: "200001"}</script></body></html>'
    )
    api = f"{url.removesuffix('index')}api/all/{source.category}?page=1&sid=200001"
    rows = [
        {"title": n.title, "url": n.path, "date": int(_moment(site, n.day).timestamp()), "display_publish_time": int(_moment(site, n.day).timestamp())}
        for n in notices
    ]  # fmt: skip
    return {url: (HTML, index.encode()), api: (JSON, _dump({"articles": rows, "total": len(rows)}))}, [
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
        f"<pubDate>{format_datetime(_moment(site, n.day))}</pubDate></item>"
        for n in notices
    )
    feed = f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>{TOWN}</title>{items}</channel></rss>'
    return {url: (XML, feed.encode())}, [n.path for n in notices]


def _json_list(site: Site, source: JsonList, url: str, notices: list[Notice]) -> tuple[Answers, list[str]]:
    rows = [_make_row(site, source, notice, number) for number, notice in enumerate(notices)]
    named = [row[1] for row in rows]
    first, second = [row[0] for row in rows[:-1]], [row[0] for row in rows[-1:]]
    following = _find_following(source, url)
    groups = [(url, first, 1), (following, second, 2)] if following else [(url, first + second, 1)]
    found = {}
    for address, group, number in groups:
        answer = put(source.rows, group) if source.rows else {"status": 0, "data": {"list": group}}
        if source.cursor and number == 1:
            answer = merge(answer, put(source.cursor, _CURSOR))
        found[_post(source, address, number)] = _wrap(url, answer)
    if source.page_parameter and not source.cursor:  # others answer 404 behind the last page
        third = _find_following(source, url, 3)
        found[_post(source, third, 3)] = _wrap(url, put(source.rows, []) if source.rows else {"data": {"list": []}})
    return found, named


_CURSOR = 1767576600


def _make_row(site: Site, source: JsonList, notice: Notice, number: int) -> tuple[object, str]:
    """A row of a list in JSON, and the address of its article."""
    row: object = {"title": notice.title}
    address = notice.path
    if source.article:
        pieces = _FIELD.split(source.article)  # every second one is the name of a field
        form = "".join("([^/?&=]+?)" if at % 2 else re.escape(piece) for at, piece in enumerate(pieces))
        fits = re.fullmatch(form, address)
        made = fits.groups() if fits else [f"{40000 + number + 100 * at}" for at in range(len(pieces) // 2)]
        values = dict(zip(pieces[1::2], made, strict=True))
        address = _FIELD.sub(lambda found: values[found[1]], source.article)
        for name, value in values.items():
            row = merge(row, put(name, int(value) if value.isdigit() and value[0] != "0" else value))
    else:
        row = merge(row, put(source.link or "LinkUrl", address))
    if source.day:
        last = source.day.rpartition(".")[2]
        moment = _moment(site, notice.day)
        row = merge(
            row, put(source.day, int(moment.timestamp() * 1000) if last in STAMPED else f"{notice.day} 09:30:00")
        )
    return row, address


def _wrap(url: str, answer: object) -> tuple[str, bytes]:
    if "callback=" in url or url.endswith("jsonp"):
        name = dict(parse_qsl(urlsplit(url).query)).get("callback", "list")
        return SCRIPT, f"{name}({json.dumps(answer, ensure_ascii=False)})".encode()
    return JSON, _dump(answer)


def _post(source: JsonList, url: str, page: int) -> str:
    """An address with what is posted to it for a page."""
    declared = source.form if source.json is None else source.json
    if declared is None:
        return url
    values = dict(declared)
    if page > 1:
        values[source.page_parameter] = int(str(values[source.page_parameter])) + (page - 1) * source.step
    if source.json is None:
        values = {name: str(value) for name, value in values.items()}
    return f"{url}#{'form' if source.json is None else 'json'}={json.dumps(values, sort_keys=True)}"


def _find_following(source: Listing | JsonList, url: str, page: int = 2) -> str:
    """The address of a further page; empty where there is none."""
    if source.next:
        number = source.page + (page - 2) * source.step
        return urljoin(url, re.sub(r"\{page(?::(0?\d))?\}", lambda n: format(number, n[1] or ""), source.next))
    if not source.page_parameter:
        return ""
    if isinstance(source, JsonList) and (source.json is not None or source.form is not None):
        return url
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    if isinstance(source, JsonList) and source.cursor:
        query[source.page_parameter] = str(_CURSOR)
    else:
        query[source.page_parameter] = str(int(query[source.page_parameter]) + (page - 1) * source.step)
    return urlunsplit(parts._replace(query=urlencode(query)))


def key(url: str, form: str = "", body: str = "") -> str:
    """An address by which what is asked for is found again: host, path and query in any order, and what is posted."""
    url, mark, posted = url.partition("#")
    parts = urlsplit(url)
    query = urlencode(sorted(parse_qsl(parts.query, keep_blank_values=True)))
    if form:
        values = json.loads(body) if form == "json" else dict(parse_qsl(body, keep_blank_values=True))
        mark, posted = "#", f"{form}={json.dumps(values, sort_keys=True)}"
    return f"{parts.netloc}{parts.path or '/'}?{query}{mark}{posted}"


def _refer(page: str, url: str) -> str:
    """How a page links to an address: without the host, where it is its own."""
    here, there = urlsplit(page), urlsplit(url)
    return url if here.netloc != there.netloc else urlunsplit(("", "", *there[2:])).replace("&", "&amp;")


def _refer_up(page: str, url: str) -> str:
    """How a file links to an address: from its own folder."""
    here, there = urlsplit(page), urlsplit(url)
    if here.netloc != there.netloc:
        return url
    return posixpath.relpath(there.path, posixpath.dirname(here.path))


def _named(page: str, notices: list[Notice]) -> list[str]:
    return [urljoin(page, _refer(page, n.path).replace("&amp;", "&")) for n in notices]


def _moment(site: Site, day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, 30, tzinfo=site.zone)


def _dump(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


_MAKERS: dict[type[Source], Callable[..., tuple[Answers, list[str]]]] = {
    Xhcloud: _xhcloud,
    Listing: _listing,
    Jpaas: _jpaas,
    Gkmlpt: _gkmlpt,
    Sitemap: _sitemap,
    Feed: _feed,
    JsonList: _json_list,
}
