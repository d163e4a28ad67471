"""Where a page's name of its source links to."""

import pytest

from cundang.model.profile import Profile
from pipelines.extract import SiteContext, extract
from tests.helpers.pages import CHINESE, news_page

URL = "http://www.ferry.example/news/2024/0305/1.html"
PROFILE = Profile(name="ferry", mark=".article-body", title=("h1",), body=(".article-body",), source_name=(".from",))
PAPER = "http://paper.example/a/2.html"


def source_url(above: str, url: str = URL, below: str = "") -> str:
    page = news_page(CHINESE, above=above, below=below, title="延时服务")
    generic = extract(page, url).raw("source_url")
    assert generic == extract(page, url, SiteContext((PROFILE,), sample=0)).raw("source_url")
    return generic


@pytest.mark.parametrize(
    ("above", "address"),
    [
        (f'<div class="from">2024-03-05 10:20 来源：<a href="{PAPER}">新河日报</a></div>', PAPER),
        (f'<div class="from">2024-03-05 10:20 <a href="{PAPER}">来源：新河日报</a></div>', PAPER),
        (f'<div class="from">2024-03-05 10:20 来源：<a href="{PAPER}"><b>新河</b>日报</a> 编辑：林晓岚</div>', PAPER),
        ('<div class="from">2024-03-05 来源：<a href="//paper.example/">新河日报</a></div>', "http://paper.example/"),
        (
            '<div class="from">2024-03-05 来源：<a href="/paper/3.html">新河日报</a></div>',
            "http://www.ferry.example/paper/3.html",
        ),
        ('<div class="from">2024-03-05 来源：<a href="/">新河日报</a></div>', ""),
        ('<div class="from">2024-03-05 来源：<a href="http://www.ferry.example/index.html">新河日报</a></div>', ""),
        (f'<div class="from">2024-03-05 来源：<a href="{URL}">新河日报</a></div>', ""),
        ('<div class="from">2024-03-05 来源：<a href="javascript:alert(1)">新河日报</a></div>', ""),
        ('<div class="from">2024-03-05 来源：<a href="ftp://paper.example/">新河日报</a></div>', ""),
        ('<div class="from">2024-03-05 来源：<a href="http://[paper/">新河日报</a></div>', ""),
        (f'<div class="from">2024-03-05 来源：新河日报 <a href="{PAPER}">全文</a></div>', ""),
        (
            f'<div class="from">2024-03-05 来源：<a href="http://web.archive.org/web/20240305000000/{PAPER}">新河日报</a></div>',
            PAPER,
        ),
        ('<div class="from">2024-03-05 来源：新河日报</div>', ""),
    ],
)
def test_the_link_of_the_source(above: str, address: str) -> None:
    assert source_url(above) == address


def test_a_friend_of_the_site_is_not_where_the_article_is_from() -> None:
    friends = "".join(
        f'<a href="http://{n}.example/">{name}</a>' for n, name in enumerate(("新河日报", "河港报", "渡口报"))
    )
    assert source_url('<div class="from">2024-03-05 来源：新河日报</div>', below=f"<div>友情链接 {friends}</div>") == ""
