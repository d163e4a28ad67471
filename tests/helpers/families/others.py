"""gkmlpt of Guangdong's governments, Xinhua's hosting, sitemaps by month, and feeds."""

import json
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlsplit

from scrapers.sources import Feed, Gkmlpt, Sitemap, Xhcloud
from tests.helpers.families.imitation import (
    EVIDENCE,
    JSON,
    XML,
    Answer,
    Imitation,
    Notice,
    days_before,
    html,
    make_notices,
    metas,
)


def _article(notice: Notice, more: str = "") -> Answer:
    return html(f'<h1>{notice.title}</h1><div class="article-content">{notice.body}</div>{more}', metas(notice))


def _gkmlpt() -> Imitation:
    """A hundred rows a page; most lead to another site, as those of departments do."""
    notices = make_notices(
        "gkmlpt", days_before(date(2025, 3, 9), 5), lambda n, d: f"/gkmlpt/content/8/8{n}/post_88{n:05}.html"
    )
    elsewhere = [{"url": f"http://bumen.example/post_{n}.html", "date": "2025-03-01"} for n in range(97)]

    def api(handler: Any) -> Answer:
        asked = {name: values[0] for name, values in parse_qs(urlsplit(handler.path).query).items()}
        assert asked["sid"] == "755001"
        own = [
            {
                "id": n.path[-10:-5],
                "title": n.title,
                "url": f"http://{handler.headers['Host']}{n.path}",
                "display_publish_time": f"{n.day} 10:00:00",
            }
            for n in (notices[:3] if asked["page"] == "1" else notices[3:])
        ]
        rows = own + elsewhere if asked["page"] == "1" else own
        return 200, JSON, json.dumps({"classify": {"post_count": 102}, "articles": rows}, ensure_ascii=False).encode()

    api_at = "/gkmlpt/api/all/0"
    index = html("<div id='app'></div><script>window._CONFIG = { SITE_ID: 1, SID: '755001', TREE: [{id: 1}] }</script>")
    return Imitation(
        name="gkmlpt",
        article=r"/gkmlpt/content/\d+/\d+/post_\d+\.html$",
        notices=notices,
        answers=lambda at: {"/gkmlpt/index": index, api_at: api, **{n.path: _article(n) for n in notices}},
        sources=lambda at: (Gkmlpt(name="信息公开", url=f"{at}/gkmlpt/index", evidence=EVIDENCE),),
        first=["/gkmlpt/index", f"{api_at}?page=1&sid=755001", f"{api_at}?page=2&sid=755001"],
        again=["/gkmlpt/index", f"{api_at}?page=1&sid=755001"],
    )


def _xhcloud() -> Imitation:
    """The page of a column is empty and names a file; an article names two more, of which one lists a thousand rows."""
    notices = make_notices("xhcloud", days_before(date(2025, 5, 9), 5), lambda n, d: f"/{d:%Y%m%d}/{n:032x}/c.html")
    files = [f"/ds_{'a' * 32}.json", f"/zwgk/ds_{'b' * 32}.json", f"/ds_{'c' * 32}.json"]
    shell = (
        f'<ul id="list" data="datasource:{"a" * 32}" datatype="ds" preview="ds_"></ul><script src="/app.js"></script>'
    )
    more = (
        f'<ul data="datasource:{"b" * 32}" datatype="ds" preview="zwgk/ds_"></ul>'
        f'<div data="datasource:20250509{"0" * 31}1" datatype="content" preview="ds_"></div>'
    )
    last = f'<ul data="datasource:{"c" * 32}" datatype="ds" preview="/ds_"></ul>'

    def file(rows: list[Notice], up: str, more: int = 0) -> Answer:
        told: list[dict[str, object]] = [
            {
                "contentType": "MultiMedia",
                "showTitle": f"<b>{n.title}</b>",
                "publishUrl": f"{up}{n.path}",
                "publishTime": f"{n.day} 09:30:00",
            }
            for n in rows
        ]
        told += [
            {"contentType": "Link", "publishUrl": f"https://mp.example/s/{n}", "publishTime": "2025-01-01 00:00:00"}
            for n in range(more)
        ]
        return 200, JSON, json.dumps({"categoryName": "通知", "datasource": told}, ensure_ascii=False).encode()

    def answers(at: str) -> dict[str, Any]:
        pages = {n.path: _article(n) for n in notices}
        pages[notices[0].path] = _article(notices[0], more)
        pages[notices[2].path] = _article(notices[2], last)
        lists = file(notices[:2], "."), file(notices[2:4], ".."), file(notices[3:], "", 998)
        return {"/tzgg.html": html(shell), **dict(zip(files, lists, strict=True)), **pages}

    return Imitation(
        name="xhcloud",
        article=r"/\d{8}/[0-9a-f]{32}/c\.html$",
        notices=notices,
        answers=answers,
        sources=lambda at: (Xhcloud(name="通知公告", url=f"{at}/tzgg.html", evidence=EVIDENCE),),
        first=["/tzgg.html", *files],
        again=["/tzgg.html", *files],
    )


def _sitemaps() -> Imitation:
    """A sitemap a month; the one of February is not there."""
    days = [date(2025, 3, 9), date(2025, 3, 2), date(2025, 1, 30), date(2025, 1, 12)]
    notices = make_notices("sitemap", days, lambda n, d: f"/story/{n:04}.html")

    def sitemap(rows: list[Notice]) -> Answer:
        older = "<url><loc>/story/0999.html</loc><lastmod>2025-01-02</lastmod></url>"  # before the first day to crawl
        urls = "".join(f"<url><loc>{n.path}</loc><lastmod>{n.day}T08:00:00+08:00</lastmod></url>" for n in rows)
        body = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}{older if rows[0].day.month == 1 else ""}</urlset>'
        return 200, XML, f'<?xml version="1.0" encoding="UTF-8"?>{body}'.encode()

    lists = {"/sitemap-2025-03.xml": sitemap(notices[:2]), "/sitemap-2025-01.xml": sitemap(notices[2:])}
    return Imitation(
        name="sitemap",
        article=r"/story/\d+\.html$",
        notices=notices,
        unfetched={"/story/0999.html": "2025-01-02"},
        answers=lambda at: {**lists, **{n.path: _article(n) for n in notices}},
        sources=lambda at: (Sitemap(name="sitemap", url=f"{at}/sitemap-{{day:%Y-%m}}.xml", evidence=EVIDENCE),),
        first=[*lists, "/sitemap-2025-02.xml"],
        again=[],
        options={"since": "2025-01-10", "until": "2025-03-20"},
    )


def _feeds() -> Imitation:
    """RSS in GBK, and Atom."""
    notices = make_notices("feed", days_before(date(2025, 3, 9), 4), lambda n, d: f"/story/{n:04}.html")
    items = "".join(
        f"<item><title><![CDATA[{n.title}]]></title><link>{n.path}</link><pubDate>{n.day:%a, %d %b %Y} 07:00:00 +0800</pubDate></item>"
        for n in notices[:2]
    )
    rss = f'<?xml version="1.0" encoding="gbk"?><rss version="2.0"><channel><title>清淀</title>{items}</channel></rss>'
    entries = "".join(
        f'<entry><title>{n.title}</title><link rel="alternate" href="{n.path}"/><updated>{n.day}T01:00:00Z</updated></entry>'
        for n in notices[2:]
    )
    atom = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>清淀</title>{entries}</feed>'
    feeds = {"/rss/news.xml": (200, XML, rss.encode("gbk")), "/atom.xml": (200, XML, atom.encode())}
    return Imitation(
        name="feed",
        article=r"/story/\d+\.html$",
        notices=notices,
        answers=lambda at: {**feeds, **{n.path: _article(n) for n in notices}},
        sources=lambda at: tuple(Feed(name=path, url=f"{at}{path}", evidence=EVIDENCE) for path in feeds),
        first=list(feeds),
        again=list(feeds),
    )


IMITATIONS = (_gkmlpt(), _xhcloud(), _sitemaps(), _feeds())
