"""Layouts of which no page lies beside the checkout: pages of our own writing, in their markup.

What they prove is that a layout reads what it is said to look like; that the sites' pages look so is a guess.
"""

import pytest

from cundang.model.page import Page
from pipelines.line import Reader
from scrapers.sites import publishers
from tests.helpers.pages import NOW

TEXT = (
    "<p>本报青石渡电　青石渡的老桥昨天重新开放，桥面比原来宽出两米，行人和车从此各走各的路。</p>"
    "<p>镇上的人说，最难的是把一百二十块桥石按原来的次序放回去，石匠为此画了三个月的图。</p>"
    "<p>从今年冬天起，桥头的集市也搬回岸边，逢五逢十开市，摊位比去年多出一半。</p>"
)
TITLE = "青石渡老桥重新开放"
# layout: address, markup, and time, source, editor as they stand there
PAGES = {
    "people-2010": (
        "http://politics.people.com.cn/n/2013/0425/c1001-21270001.html",
        f'<h1 id="p_title">{TITLE}</h1><span id="p_publishtime">2013年04月25日08:07</span>&nbsp;&nbsp;'
        f'<span id="p_origin">来源：<a href="/x">青石渡日报</a></span><div id="p_content">{TEXT}'
        '<div id="p_editor" class="edit">(责任编辑：林晓、周河)</div></div>',
        ("2013-04-25T08:07:00+08:00", "青石渡日报", "林晓、周河"),
    ),
    "sohu-2012": (
        "http://news.sohu.com/20130510/n375500001.shtml",
        f'<h1 itemprop="headline">{TITLE}</h1><div class="time-source"><div class="time" id="pubtime_baidu">'
        '2013年05月10日09:21</div><div class="source" id="source_baidu">来源：<span id="media_span">青石渡晚报</span>'
        f'</div></div><div itemprop="articleBody" id="contentText"><div>{TEXT}</div>'
        '<div class="editer" id="editor_baidu">(责任编辑：林晓)</div></div>',
        ("2013-05-10T09:21:00+08:00", "青石渡晚报", "林晓"),
    ),
    "thepaper-2022": (
        "https://www.thepaper.cn/newsDetail_forward_22990001",
        f'<div class="index_wrapper__L_zqV"><h1 class="index_title__B8mhI">{TITLE}</h1>'
        '<div class="index_headerContent__sASF4"><div class="index_left__LfzyH"><div class="ant-space">'
        '<div class="ant-space-item"><span>2023-05-06 10:22</span></div><div class="ant-space-item">'
        f'<span>来源：青石渡新闻</span></div></div></div></div><div class="index_cententWrap__Jv8jK">{TEXT}</div>'
        '<div class="index_copyright"><div>责任编辑：林晓</div><div>校对：周河</div></div></div>',
        ("2023-05-06T10:22:00+08:00", "青石渡新闻", "林晓"),
    ),
    "toutiao-2021": (
        "https://www.toutiao.com/article/7230000000000000001/",
        f'<div class="article-content"><h1>{TITLE}</h1><div class="article-meta"><span>2023-05-06 10:22</span>'
        '<span class="dot">·</span><span class="name"><a href="/c/1">青石渡发布</a></span></div>'
        f'<article class="syl-article-base tt-article-content">{TEXT}</article></div>',
        ("2023-05-06T10:22:00+08:00", "青石渡发布", None),
    ),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_layout_that_was_not_seen_reads_a_page_as_it_is_said_to_look(name: str) -> None:
    url, markup, shown = PAGES[name]
    html = f'<html><head><meta charset="utf-8"><title>{TITLE}</title></head><body>{markup}</body></html>'
    page = Page(url, NOW, 200, (("content-type", "text/html; charset=utf-8"),), html.encode())
    article = Reader(publishers()).read([page])
    assert article.extractor == name
    assert (article.published_at, article.source_name, article.editor) == shown
    assert article.title == TITLE
    assert article.text.startswith("本报青石渡电") and article.text.endswith("多出一半。")


ADDRESSES = {
    "people": ("http://bj.people.com.cn/n2/2024/0102/c82846-40700001.html", "http://politics.people.com.cn/GB/1024/12345678.html"),
    "cctv": ("https://tv.cctv.com/2023/11/17/VIDEabcdefghijklmnop231117.shtml",),
    "sina": ("http://news.sina.com.cn/c/2012-05-10/093424390001.shtml", "https://finance.sina.cn/2023-11-17/detail-imzuxyza1234567.d.html"),
    "sohu": ("http://news.sohu.com/20130510/n375500001.shtml",),
    "netease": ("https://c.m.163.com/news/a/EQQ6AUHO00997VCT.html", "https://www.163.com/dy/article/EQQ6AUHO00997VCT.html"),
    "gov_cn": ("https://www.gov.cn/yaowen/liebiao/202411/content_6987654.htm",),
}  # fmt: skip


@pytest.mark.parametrize(("name", "url"), [(name, url) for name, urls in ADDRESSES.items() for url in urls])
def test_addresses_of_other_years_and_hosts_are_articles_of_their_site(name: str, url: str) -> None:
    publisher = publishers().of_address(url)
    assert publisher.name == name
    assert publisher.names_article(url)
