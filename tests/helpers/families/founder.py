"""Founder's newspapers: an issue a day, a page of links for each page of the paper, and days without an issue."""

from datetime import date, timedelta
from typing import Any

from scrapers.sources import Epaper
from tests.helpers.families.imitation import EVIDENCE, Answer, Imitation, Notice, html, make_notices

FIRST, LAST, GAP = date(2025, 3, 1), date(2025, 3, 5), date(2025, 3, 3)
DAYS = [day for n in range(5) if (day := LAST - timedelta(n)) != GAP]
RANGE = {"since": FIRST.isoformat(), "until": LAST.isoformat()}


def _article(notice: Notice) -> Answer:
    return html(
        f'<div class="newsdetatit"><h3>{notice.title}</h3></div><div class="date">{notice.day}</div>'
        f'<div id="ozoom"><founder-content>{notice.body}</founder-content></div>',
        f"<title>{notice.title}</title>",
    )


def _issue(nodes: list[str], notices: list[Notice], before: str, after: str) -> dict[str, Answer]:
    """The pages of an issue: each has the links of all of them, of its own articles, and of the issues beside it."""
    found = {}
    links = "".join(f'<a id="pageLink" href="{node}">第{n:02}版</a>' for n, node in enumerate(nodes, 1))
    for number, node in enumerate(nodes):
        own = "".join(f'<li><a href="{n.path}">{n.title}</a></li>' for n in notices[number :: len(nodes)])
        beside = (
            f'<a class="preart" href="{before}">上一期</a><a href="{after}">下一期</a><a href="{nodes[-1]}">下一版</a>'
        )
        found[node] = html(f"<div>{links}</div><ul>{own}</ul>{beside}")
    return found


def _make(name: str, article: str, path: str, nodes: tuple[str, str], declared: str, start: str = "") -> Imitation:
    """Two articles on two pages a day. `path`, `nodes` are formats of strftime; `start` is a page that leads to today's."""
    days = [LAST] if start else DAYS
    notices = make_notices(name, [day for day in days for _ in range(2)], lambda n, d: d.strftime(path) % n)

    def name_nodes(day: date) -> list[str]:
        return [day.strftime(node) for node in nodes]

    def answers(address: str) -> dict[str, Any]:
        found: dict[str, Any] = {n.path: _article(n) for n in notices}
        for day in [*days, FIRST - timedelta(1), LAST + timedelta(1)]:  # those around exist, and are not asked for
            before, after = name_nodes(day - timedelta(1))[0], name_nodes(day + timedelta(1))[0]
            found |= _issue(name_nodes(day), [n for n in notices if n.day == day], before, after)
        if start:
            refresh = f'<meta http-equiv="refresh" content="0; URL={name_nodes(LAST)[0].lstrip("/")}">'
            found[start] = html("", refresh)
        return found

    lists = [node for day in days for node in name_nodes(day)]
    return Imitation(
        name=name,
        article=article,
        notices=notices,
        answers=answers,
        sources=lambda at: (Epaper(name=name, url=f"{at}{start or declared}", evidence=EVIDENCE),),
        first=[start, *lists] if start else [*lists, name_nodes(GAP)[0]],
        again=[start, *lists] if start else [],
        options={} if start else RANGE,
    )


IMITATIONS = (
    _make(
        "founder-layout",
        r"/pc/content/\d{6}/\d\d/content_\d+\.html$",
        "/pc/content/%Y%m/%d/content_%%d.html",
        ("/pc/layout/%Y%m/%d/node_01.html", "/pc/layout/%Y%m/%d/node_02.html"),
        "/pc/layout/{day:%Y%m/%d}/node_01.html",
    ),
    _make(
        "founder-html",
        r"/html/\d{4}-\d\d/\d\d/content_\d+\.htm",
        "/html/%Y-%m/%d/content_%%d.htm?div=-1",
        ("/html/%Y-%m/%d/node_2.htm", "/html/%Y-%m/%d/node_3.htm"),
        "/html/{day:%Y-%m/%d}/node_2.htm",
    ),
    _make(
        "founder-nbs",
        r"/html/\d{4}-\d\d/\d\d/nw\.D110000qingdian_\d{8}_\d+-\d\d\.htm$",
        "/html/%Y-%m/%d/nw.D110000qingdian_%Y%m%d_%%d-01.htm",
        ("/html/%Y-%m/%d/nbs.D110000qingdian_01.htm", "/html/%Y-%m/%d/nbs.D110000qingdian_02.htm"),
        "/html/{day:%Y-%m/%d}/nbs.D110000qingdian_01.htm",
    ),
    _make(
        "founder-index",
        r"/html/\d{4}-\d\d/\d\d/content_\d+\.htm",
        "/html/%Y-%m/%d/content_%%d.htm",
        ("/html/%Y-%m/%d/node_2.htm", "/html/%Y-%m/%d/node_3.htm"),
        "",
        "/paperindex.htm",
    ),
)
