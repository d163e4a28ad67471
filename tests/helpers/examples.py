"""Small imitations of the sites in docs/adding-a-site.md: a family each, with articles of a made-up town."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import parse_qs, urlsplit

from cundang.model.publisher import BEIJING
from tests.helpers.families import hanweb
from tests.helpers.families.imitation import JSON, XML, Answer, Notice, days_before, html, make_notices, metas

DAYS = days_before(date(2026, 11, 2), 5)
HOST = "www.baishui.gov.cn"  # of the examples in the page


@dataclass(frozen=True)
class Example:
    """A site of a family: its articles, and the answers of its lists for the address of its server."""

    notices: list[Notice]
    lists: Callable[[str], dict[str, object]]

    def answers(self, at: str) -> dict[str, object]:
        return {**{notice.path: _article(notice) for notice in self.notices}, **self.lists(at)}


def _article(notice: Notice) -> Answer:
    return html(f'<h1>{notice.title}</h1><div id="zoom">{notice.body}</div>', metas(notice))


def _links(notices: list[Notice], title: str, more: str = "") -> Answer:
    rows = "".join(f'<li><a href="{n.path}">{n.title}</a><span>{n.day}</span></li>' for n in notices)
    menu = '<a href="/">首页</a><a href="http://www.gov.cn/">中国政府网</a>'
    return html(f"{menu}<ul>{rows}</ul>{more}", f"<title>{title}_白水镇人民政府</title>")


def _notices(name: str, make_path: Callable[[int, date], str]) -> list[Notice]:
    return make_notices(name, DAYS, make_path)


def _stamp(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, 9, tzinfo=BEIJING).timestamp())


def _json(value: object) -> Answer:
    return 200, JSON, json.dumps(value, ensure_ascii=False).encode()


def _hanweb(name: str) -> Example:
    one = next(each for each in hanweb.IMITATIONS if each.name == name)
    return Example(one.notices, one.answers)


def _trs() -> Example:
    found = _notices("TRS", lambda n, d: f"/xw/tzgg/{d:%Y%m}/t{d:%Y%m%d}_{5000 + n}.html")
    pager = '<script>createPageHTML(2, {}, "index", "html");</script>'
    first, second = _links(found[:3], "通知公告", pager.format(0)), _links(found[3:], "通知公告", pager.format(1))
    lists = {"/xw/tzgg/": first, "/xw/tzgg/index.html": first, "/xw/tzgg/index_1.html": second}
    return Example(found, lambda at: dict(lists))


def _webplus() -> Example:
    found = _notices("Webplus", lambda n, d: f"/{d:%Y}/{d:%m%d}/c1042a{3000 + n}/page.htm")
    lists = {f"/1042/list{number}.htm": _links(rows, "公告") for number, rows in (("", found[:3]), (2, found[3:]))}
    return Example(found, lambda at: lists)


def _founder() -> Example:
    found = make_notices("报纸", [date(2026, 11, 2)] * 4, lambda n, d: f"/content/{d:%Y%m/%d}/content_{7000 + n}.html")
    nodes = '<a href="node_01.html">01版</a><a href="node_02.html">02版</a><a href="../01/node_01.html">上一期</a>'
    pages = {"01": found[:2], "02": found[2:]}
    return Example(
        found,
        lambda at: {f"/layout/202611/02/node_{n}.html": _links(rows, "白水日报", nodes) for n, rows in pages.items()},
    )


def _json_get() -> Example:
    found = _notices("JSON", lambda n, d: f"/a/{d:%Y%m%d}/{900 + n}.shtml")

    def answer(handler: object) -> Answer:
        number = int(parse_qs(urlsplit(handler.path).query)["page"][0])  # type: ignore[attr-defined]
        rows = [{"title": n.title, "url": n.path, "pubTime": f"{n.day} 09:00:00"} for n in found]
        return _json({"code": 0, "data": {"total": 5, "list": rows[number * 3 - 3 : number * 3]}})

    return Example(found, lambda at: {"/api/list": answer})


def _json_post() -> Example:
    found = _notices("POST", lambda n, d: f"/detail_{30500 + n}")

    def answer(handler: object) -> Answer:
        asked = json.loads(handler.posted)  # type: ignore[attr-defined]
        rows = [
            {"contId": 30500 + n, "name": one.title, "pubTimeLong": _stamp(one.day) * 1000, "pic": "/p.jpg"}
            for n, one in enumerate(found, 1)
        ]
        number = asked["pageNum"] if asked.get("channelId") == "25950" else 99
        return _json({"data": {"list": rows[number * 3 - 3 : number * 3]}})

    return Example(found, lambda at: {"/contentapi/nodeCont": answer})


def _gkmlpt() -> Example:
    found = _notices("公开", lambda n, d: f"/gkmlpt/content/12/{400 + n}/post_{124000 + n}.html")
    rows = [{"title": n.title, "url": n.path, "display_publish_time": _stamp(n.day)} for n in found]
    return Example(
        found,
        lambda at: {
            "/gkmlpt/index": html("<script>window._CONFIG = {SID: '754001'}</script>"),
            "/gkmlpt/api/all/0": _json({"articles": rows, "total": len(rows)}),
        },
    )


def _xhcloud() -> Example:
    found = _notices("新华", lambda n, d: f"/{d:%Y%m%d}/{n:032x}/c.html")
    rows = [{"title": n.title, "publishUrl": n.path, "publishTime": f"{n.day} 09:00:00"} for n in found]
    box = f'<ul data="datasource:{"a1" * 16}" preview="tzgg/ds_"></ul>'
    return Example(
        found,
        lambda at: {
            "/tzgg.html": html(box, "<title>通知公告_白水新区</title>"),
            f"/tzgg/ds_{'a1' * 16}.json": _json({"datasource": rows}),
        },
    )


def _sitemap() -> Example:
    found = _notices("sitemap", lambda n, d: f"/{d:%Y-%m/%d}/content_{8000 + n}.htm")

    def lists(at: str) -> dict[str, object]:
        urls = "".join(f"<url><loc>{at}{n.path}</loc><lastmod>{n.day}</lastmod></url>" for n in found)
        return {"/sitemap.xml": (200, XML, f'<?xml version="1.0"?><urlset>{urls}</urlset>'.encode())}

    return Example(found, lists)


def _feed() -> Example:
    found = _notices("feed", lambda n, d: f"/n1/{d:%Y}/{d:%m%d}/c1001-{40000 + n}.html")

    def lists(at: str) -> dict[str, object]:
        items = "".join(f"<item><link>{at}{n.path}</link><pubDate>{n.day}</pubDate></item>" for n in found)
        return {"/rss/yw.xml": (200, XML, f'<rss version="2.0"><channel>{items}</channel></rss>'.encode())}

    return Example(found, lists)


# By the heading in the page.
EXAMPLES = {
    "Hanweb, jpage": _hanweb("jpage"),
    "Hanweb, jpaas": _hanweb("jpaas"),
    "TRS": _trs(),
    "Webplus": _webplus(),
    "Founder e-paper": _founder(),
    "JSON by GET": _json_get(),
    "JSON by POST": _json_post(),
    "gkmlpt": _gkmlpt(),
    "Xinhua's hosting": _xhcloud(),
    "Sitemap": _sitemap(),
    "Feed": _feed(),
}
