"""Profiles on pages that lack what their layout usually has: the page of no site, and real pages with a part blanked."""

import re
from dataclasses import replace

import pytest

from cundang.model.profile import Profile
from exchange.importer import read_file
from pipelines.decode import decode
from pipelines.extract import SiteContext, extract
from pipelines.extract.tree import parse
from scrapers.sites import publishers
from tests.helpers.pages import NOW
from tests.helpers.paths import SHARED, shared

PROFILE = Profile(
    name="town", mark="#wen", title=("h1",), body=("#wen",), published=(".time",), source_name=(".time", ".by"),
    editor=(".edit",),
)  # fmt: skip


def fields(body: str, head: str = "") -> dict[str, str]:
    page = f"<html><head>{head}</head><body>{body}<div id=wen><p>渡口清晨复航。</p></div></body></html>"
    return {
        name: field.value
        for name, field in extract(page, "http://a.example/1.html", SiteContext((PROFILE,))).fields.items()
    }


def test_a_profile_says_when_its_layout_was_in_use() -> None:
    used = replace(PROFILE, since="2017", until="2022-12-31")
    assert (used.since, used.until) == ("2017", "2022-12-31")


@pytest.mark.parametrize("until", ["", "about 2019", "2022-13", "2022-12-32", "20221231", "2022-12-31T10", "２０２２"])
def test_what_is_no_day_month_or_year_ends_no_layout(until: str) -> None:
    with pytest.raises(ValueError, match=r"profile town: until is .*; write a day, month or year as in 2022-12"):
        replace(PROFILE, until=until)


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("<title>渡口清晨复航学生过江-要闻-白水网</title>", "渡口清晨复航学生过江"),
        ("<title>渡口1-2月客流翻番 - 生活 - 白水網</title>", "渡口1-2月客流翻番"),
        ("<meta property='og:title' content='渡口复航_白水网'><title>白水网</title>", "渡口复航"),
        (
            "<meta property='og:title' content='渡口清晨复航，学生过江_白水网'><title>白水网</title>",
            "渡口清晨复航，学生过江",
        ),
        ("<title>要闻-白水网</title>", None),
    ],
)
def test_a_title_that_its_layout_lacks_is_that_of_the_page(head: str, title: str | None) -> None:
    assert fields("", head).get("title") == title
    assert fields("<h1>原创</h1>", head).get("title") == title
    assert fields("<h1>版面上的题目</h1>", head)["title"] == "版面上的题目"


def test_a_time_that_its_layout_lacks_is_that_of_the_metas() -> None:
    meta = "<meta name=publishdate content='2024-04-03'>"
    assert fields("<div class=time>来源：白水报</div>", meta)["published"] == "2024-04-03"
    assert "published" not in fields("<p>四月的渡口</p>")


@pytest.mark.parametrize(
    "badge", ["原创", "返回首页", "来源：(白水)", "用微信扫描二维码 分享至好友和朋友圈", "渡口复航了。"]
)
def test_what_is_no_name_is_none(badge: str) -> None:
    found = fields(f"<div class=by>{badge}</div><div class=edit>{badge}</div>")
    assert "source_name" not in found
    assert "editor" not in found
    assert fields("<div class=by>白水报</div>")["source_name"] == "白水报"


# A page of a layout, the element that is blanked, and what is no name of a source or an editor there.
LACKING = [
    ("163/cx2015_10", "div.ep-time-soure a", "source_name"),
    ("toutiao/gne_toutiao_3", "div.article-sub span.original + span", "source_name"),
    ("ifeng/gne_ifeng_3", "#artical_sth .ss03", "source_name"),
    ("ifeng/gne_ifeng_3", "#artical_sth2", "editor"),
    ("youth/readability_youth", "#editor_baidu", "editor"),
    ("thepaper/ee208_m.thepaper.cn_newsDetail_forward_4589508", "p.about_news + p.about_news", "source_name"),
]


@pytest.mark.parametrize(("path", "css", "name"), LACKING)
def test_a_real_page_without_it_gives_none(path: str, css: str, name: str) -> None:
    from lxml import etree

    from pipelines.extract.tree import select

    page = read_file(shared(f"pages/{path}.html.gz"), SHARED / "pages", NOW)
    text = decode(page).text
    site = SiteContext(tuple(publishers().profiles(publishers().of_address(page.url))))
    whole = extract(text, page.url, site)
    assert name in whole.fields
    tree = parse(text)
    for element in select(tree, css):
        for inner in element.iter():
            inner.text = ""
            if inner is not element:
                inner.tail = ""
    blanked = extract(etree.tostring(tree, encoding="unicode", method="html"), page.url, site)
    assert blanked.extractor == whole.extractor
    assert blanked.text == whole.text or re.sub(r"\s", "", blanked.text) == re.sub(r"\s", "", whole.text)
    assert name not in blanked.fields or blanked.fields[name].where == "labelled line"  # elsewhere on the page
