"""One article is stored once: its further pages are no articles, and its other addresses lead to the one it calls its own."""

from pathlib import Path

import pytest

from tests.helpers.databases import rows
from tests.helpers.loopback import Answer, Server, answering
from tests.helpers.programs import archive

HTML = {"Content-Type": "text/html"}
PARTS = ("清早，白蘋镇的渔船在雾里一条一条地出港，岸上的人数着桅杆上的灯。", "中午，补网的人坐在樟树下，一边穿梭一边说起五十年前的大水。",
         "傍晚，最后一条船也回来了，卖鱼的秤砣在石板上碰出清脆的声音。")  # fmt: skip
TITLE = "白蘋镇的一天"


def page(part: str, more: str = "", title: str = TITLE, head: str = "") -> Answer:
    text = (
        f'<html><head><meta charset="utf-8"><title>{title}</title>{head}</head><body>{more}<h1>{title}</h1><p>2026-01-02 08:00 来源：白蘋报</p>'
        f"<div><p>{part}</p><p>{part[::-1]}。</p><p>{part}那一天的事，镇上的人到现在还记得清清楚楚。</p></div></body></html>"
    )
    return 200, HTML, text.encode()


def links(*to: str) -> str:
    """Links as `text|address`."""
    return "".join(f'<a href="{href}">{text}</a> ' for text, _, href in (link.partition("|") for link in to))


def front(*to: str) -> Answer:
    return 200, HTML, f"<html><body>{links(*(f'x|{each}' for each in to))}</body></html>".encode()


def crawl(server: Server, db: Path) -> list[str]:
    """Crawl by links; the addresses of what is stored, without their host."""
    archive("crawl", server.address, "--allow-private", "--delay", "0", "--db", db)
    return sorted(url.removeprefix(server.address) for (url,) in rows(db, "SELECT url FROM articles"))


def leads_to(db: Path, server: Server) -> dict[str, str]:
    found = rows(db, "SELECT url, redirect_to FROM urls WHERE redirect_to IS NOT NULL")
    return {url.removeprefix(server.address): target.removeprefix(server.address) for url, target in found}


SERIES = {  # the links of the three pages
    "turns": (["d.html", "d_2.html", "d_3.html"], [["下一页|d_2.html"], ["上一页|d.html", "下一页|d_3.html"], ["上一页|d_2.html"]]),
    "turns from one": (["d_1.html", "d_2.html", "d_3.html"], [["下一页|d_2.html"], ["上一页|d_1.html", "下一页|d_3.html"], ["上一页|d_2.html"]]),
    "pageid": (["d.asp?id=8", "d.asp?id=8&amp;pageid=2", "d.asp?id=8&amp;pageid=3"],
               [["2|?id=8&amp;pageid=2"], ["1|?id=8", "3|?id=8&amp;pageid=3"], ["2|?id=8&amp;pageid=2"]]),
    "comma": (["n77.html", "n77,2.html", "n77,3.html"], [["第2页：补网|n77,2.html", "第3页：晚归|n77,3.html"], ["第1页：出港|n77.html"], ["第1页：出港|n77.html"]]),
    "words": (["d.html", "d_2.html", "d_3.html"], [["点击下一页继续阅读|d_2.html"], ["点击下一页继续阅读>>|d_3.html"], ["1|d.html"]]),
}  # fmt: skip


@pytest.mark.parametrize("series", SERIES)
def test_further_pages_are_no_articles_also_where_lists_name_them(series: str, tmp_path: Path) -> None:
    names, pagers = SERIES[series]
    answers = {
        f"/{n.replace('&amp;', '&')}": page(part, links(*pager))
        for n, part, pager in zip(names, PARTS, pagers, strict=True)
    }
    with answering({"/": front(*reversed(names)), **answers}) as server:
        db = tmp_path / "a.db"
        assert crawl(server, db) == [names[0]]
        joined = leads_to(db, server)
    (text,) = rows(db, "SELECT text FROM articles")[0]
    assert [text.count(f"{part}那一天") for part in PARTS] == [1, 1, 1]
    assert {joined[name.replace("&amp;", "&")] for name in names[1:]} == {names[0]}


def test_pages_in_a_menu_are_joined(tmp_path: Path) -> None:
    menu = '<select onchange="go(this)"><option value="d.html">第1页</option><option value="d_2.html">第2页</option></select>'
    with answering(
        {"/": front("d.html"), "/d.html": page(PARTS[0], menu), "/d_2.html": page(PARTS[1], menu)}
    ) as server:
        db = tmp_path / "a.db"
        assert crawl(server, db) == ["d.html"]
    assert PARTS[1] in rows(db, "SELECT text FROM articles")[0][0]


def test_an_article_is_stored_at_the_address_that_it_calls_its_own(tmp_path: Path) -> None:
    def canonical(url: str) -> str:
        return f'<link href="{url}" rel="canonical">'

    one, two, three, four = (f"{part}第{n}条。" for n, part in enumerate((*PARTS, PARTS[0])))
    channel = '<meta property="og:url" content="/news/">'
    answers = {
        "/m/a/11.html": page(one, title="第一", head=canonical("/a/11.html")),
        "/a/11.html": page(one, title="第一"),
        "/a/12.html?src=list": page(two, title="第二", head=canonical("/a/12.html")),
        "/a/12.html?src=hot": page(two, title="第二", head=canonical("/a/12.html")),
        "/a/12.html": page(two, title="第二", head=canonical("/a/12.html")),
        "/show?id=31": page(three, title="第三", head=canonical("/show")),  # of the template
        "/show?id=32": page(four, title="第四", head=channel),
        "/show": page(PARTS[1], title="频道"),
        "/b/21.html": page(one[::-1], title="第五", head=canonical("/a/11.html")),  # another article
        "/b/22/": page(two[::-1], title="第六", head=canonical("/b/22")),  # which is not there
    }
    asked = [path for path in answers if path not in ("/a/12.html", "/show")] + [
        "/a/11.html;jsessionid=0A1B",
        "/show?id=32&t=1700000000000",
    ]
    with answering({"/": front(*asked), **answers}) as server:
        del server.answers["/show"]
        stored = crawl(server, db := tmp_path / "a.db")
        assert stored == ["a/11.html", "a/12.html", "b/21.html", "b/22/", "show?id=31", "show?id=32"]
        joined = leads_to(db, server)
        assert joined.pop("a/11.html;jsessionid=0A1B") == "a/11.html"
        assert joined.pop("show?id=32&t=1700000000000") == "show?id=32"
        assert joined == {
            "m/a/11.html": "a/11.html",
            "a/12.html?src=list": "a/12.html",
            "a/12.html?src=hot": "a/12.html",
        }
        server.asked.clear()
        archive("crawl", server.address, "--allow-private", "--delay", "0", "--db", db, "--recheck")
        assert not {"/m/a/11.html", "/a/12.html?src=hot"} & set(server.paths())
    assert rows(db, "SELECT count(*) FROM revisions") == [(6,)]
    archive("rebuild", "--db", db)
    assert sorted(rows(db, "SELECT title FROM articles")) == [(f"第{n}",) for n in "一三二五六四"]
