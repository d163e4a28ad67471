"""Whether a page is an article is told by the page: not by a word in its address, nor by the length of its text."""

from collections.abc import Callable

import pytest

from cundang.model.article import Found
from cundang.model.errors import RefusedError
from pipelines.extract import extract
from pipelines.extract.generic import is_front_page

HOST = "http://lanping.test"
URL = f"{HOST}/2026/03/c_17.html"
NAV = '<div class="nav"><a href="/">首页</a><a href="/yw/">要闻</a><a href="/sz/">时政</a><a href="/wh/">文化</a></div>'
FOOT = '<div class="foot">岚坪县融媒体中心主办　<a href="/about/">关于我们</a></div>'
INFO = '<div class="info">2026-03-05 10:11　来源：岚坪日报</div>'
# Headlines and what each begins with, as a channel of a county's site shows them.
NEWS = [
    ("岚坪第二小学翻修操场", "岚坪第二小学的操场翻修以后，孩子们下课都往外跑，跑道比从前软了许多。"),
    ("清水河上架起新便桥", "清水河上的便桥昨天通车，两岸的菜农不必再绕行七公里去赶早市。"),
    ("老茶厂改成了陈列室", "停产十二年的老茶厂清理出三间厂房，摆上了旧时的揉捻机和账本。"),
    ("县医院开设夜间门诊", "县医院从本周起开设夜间门诊，内科和儿科每晚各有两名医生值班。"),
    ("林场给古树挂上号牌", "林场的护林员用了一个月时间，给四百多棵古树逐一量了胸径，挂上号牌。"),
    ("豆腐坊传给了外孙女", "开了四十年的豆腐坊换了掌柜，新掌柜是老人的外孙女，学过三年食品工艺。"),
]


def page(title: str, body: str, info: str = INFO, head: str = "") -> str:
    return (
        f'<html><head><meta charset="utf-8">{head}<title>{title}_岚坪新闻网</title></head><body>{NAV}'
        f'<div class="main"><h1>{title}</h1>{info}<div class="content">{body}</div></div>{FOOT}</body></html>'
    )


def read(text: str, url: str = URL) -> Found:
    return extract(text, url)


def items(make: Callable[[int, str, str], str], count: int = 6) -> str:
    return "".join(make(n, title, text) for n, (title, text) in enumerate(NEWS[:count]))


LISTS = {
    "boxes": page(
        "文化",
        items(
            lambda n, title, text: (
                f'<div class="item"><h3><a href="/a/{n}.html">{title}</a></h3><p>{text}</p>'
                f"<span>2026-03-0{n + 1}</span></div>"
            )
        ),
        info="",
    ),
    "items of a list": page(
        "要闻",
        "<ul>" + items(lambda n, t, x: f'<li><a href="/a/{n}.html" class="t">{t}</a><p>{x}</p></li>') + "</ul>",
        info="",
    ),
    "terms": page(
        "时政",
        "<dl>" + items(lambda n, t, x: f'<dt><a href="/a/{n}.html">{t}</a></dt><dd>{x}</dd>') + "</dl>",
        info="",
    ),
    "day before the text": page(
        "专题：清水河",
        items(
            lambda n, t, x: (
                f'<div class="n"><h4><a href="/a/{n}.html">{t}</a></h4><em>2026年3月{n + 1}日</em>'
                f'<p class="j">{x}</p></div>'
            )
        ),
        info="",
    ),
    "linked at the end": page(
        "岚坪故事",
        items(lambda n, t, x: f'<div class="n"><h4>{t}</h4><p>{x}<a href="/a/{n}.html">[详细]</a></p></div>'),
        info="",
    ),
    "read on, in a line of its own": page(
        "岚坪人物",
        items(
            lambda n, t, x: (
                f'<div class="n"><h4>{t}</h4><p>{x}</p><p><a href="/a/{n}.html">阅读全文 &gt;&gt;</a></p></div>'
            )
        ),
        info="",
    ),
    "pictures first": page(
        "图片新闻",
        items(
            lambda n, t, x: (
                f'<div class="n"><a href="/a/{n}.html"><img src="/p/{n}.jpg"></a><div class="r">'
                f'<h2><a href="/a/{n}.html">{t}</a></h2><p>{x}</p></div></div>'
            )
        ),
        info="",
    ),
    "results of a search": page(
        "“清水河”的搜索结果",
        "<p>共找到4条结果，用时0.02秒</p>"
        + items(lambda n, t, x: f'<div class="r"><h3><a href="/a/{n}.html">{t}</a></h3><div>{x}</div></div>', 4),
        info="",
    ),
    "with a word on the channel": page(
        "民生",
        "<p>这里汇集岚坪县各乡镇的民生新闻，每日更新。</p>"
        + items(lambda n, t, x: f'<div class="r"><h3><a href="/a/{n}.html">{t}</a></h3><p>{x}</p></div>'),
        info="",
    ),
    "link and text in one line": page(
        "民生",
        "<ul>" + items(lambda n, t, x: f'<li><a href="/a/{n}.html">{t}</a>{x}<em>03-0{n + 1}</em></li>') + "</ul>",
        info="",
    ),
    "cells of a table": page(
        "民生",
        "<table>" + items(lambda n, t, x: f'<tr><td><a href="/a/{n}.html">{t}</a><br>{x}</td></tr>') + "</table>",
        info="",
    ),
    "in English": page(
        "Culture",
        "".join(
            f'<article class="card"><h2><a href="/a/{n}.html">{title} in Lanping</a></h2><p>The old {title.lower()} was '
            "cleaned by its neighbours last week, who had asked for it since the autumn.</p></article>"
            for n, title in enumerate(("Tea house", "Rope bridge", "School yard", "Grain mill", "Boat yard"))
        ),
        info="",
    ),
}


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("url", [URL, f"{HOST}/wh/", f"{HOST}/so?q=%E6%B2%B3"])
def test_teasers_are_no_article_whatever_their_address(name: str, url: str) -> None:
    with pytest.raises(RefusedError, match=r"teasers|list"):
        read(LISTS[name], url)


ARTICLES = {
    "digest without links": page("岚坪一周", items(lambda _, t, x: f"<h3>{t}</h3><p>{x}</p>")),
    "digest with linked headings": page(
        "岚坪早报", items(lambda n, t, x: f'<h3><a href="/a/{n}.html">{t}</a></h3><p>{x}</p>')
    ),
    "digest of lines that begin with a link": page(
        "岚坪早报", items(lambda n, t, x: f'<p><a href="/a/{n}.html">{t}</a>：{x}</p>')
    ),
    "guide with sections under links": page(
        "清水河边的六处去处",
        "<p>天气转暖，清水河边的人多了起来，记者沿河走了一遍，挑出六处可以带孩子去的地方，由近及远写在下面，乘车的办法都附在后面，"
        "周末去的人要早一些出门，河边的停车场上午九点以前就停满了，乘二路公共汽车最方便。</p>"
        + items(lambda n, t, x: f'<h3><a href="/m/{n}.html">{t}</a></h3><p>{x}</p>'),
        info="",
    ),
    "best of a year with a link and long words for each": page(
        "今年最好的六处去处", items(lambda n, t, x: f'<h3><a href="/m/{n}.html">{t}</a></h3><p>{x * 25}</p>'), info=""
    ),
}


@pytest.mark.parametrize("name", ARTICLES)
def test_an_article_has_its_day_or_an_introduction_before_its_sections(name: str) -> None:
    found = read(ARTICLES[name])
    assert all(text[:20] in found.text for _, text in NEWS)


NEWS_IN_BRIEF = {
    "flash": ("清水河便桥今晚封闭", "<p>岚坪日报快讯：因上游来水，清水河便桥今晚十点起封闭。</p>"),
    "appointment": ("岚坪县人民政府任免通知", "<p>　　任命孟秋禾为岚坪县林场场长。</p>"),
    "two appointments": ("人事任免", "<p>任命孟秋禾为岚坪县林场场长；</p><p>免去顾砚农的岚坪县林场场长职务。</p>"),
    "number": ("岚坪昨日新增游客三千人", "<div>岚坪县文旅局消息，昨日全县新增游客三千人次。</div>"),
    "telegram": ("岚坪发生2.1级地震", "<p>据县地震台测定，3月5日岚坪发生2.1级地震，无人受伤。</p>"),
}


@pytest.mark.parametrize("name", NEWS_IN_BRIEF)
def test_news_of_a_line_with_headline_and_day_are_an_article(name: str) -> None:
    title, body = NEWS_IN_BRIEF[name]
    found = read(page(title, body))
    assert found.fields["title"].value == title
    assert found.fields["published"].value.startswith("2026-03-05 10:11")
    assert body.split(">")[1][2:12].strip("　") in found.text


@pytest.mark.parametrize(
    "body",
    [
        '<p><img src="/p/1.jpg"></p>',
        '<p><img src="/p/1.jpg"></p><p>图为清水河便桥。</p>',
        '<p><img src="/p/1.jpg"></p><p>（图：顾砚农）</p>',
        "<p>详见附件</p>",
        "",
    ],
)
def test_a_picture_and_a_line_about_it_are_no_text(body: str) -> None:
    with pytest.raises(RefusedError, match="no running text"):
        read(page("一图看懂清水河便桥", body))


def test_a_line_without_a_day_is_no_article() -> None:
    with pytest.raises(RefusedError, match="no running text"):
        read(page("清水河便桥今晚封闭", NEWS_IN_BRIEF["flash"][1], info=""))


BODY = "".join(f"<p>　　{text}村里人说，往后的日子会一天比一天方便。</p>" for _, text in NEWS[:3])


@pytest.mark.parametrize(
    "path",
    [
        "index.php?app=news&act=view&nid=697666",
        "index.php?m=content&c=index&a=show&catid=8&id=1203",
        "default.aspx?id=88",
        "Default.asp?ArticleID=5",
        "list.php?aid=5",
        "?p=1203",
        "news/20260305/1203384/index.html",
        "art/123456/index.shtml",
        "home-prices-rise-again-in-may.html",
        "listening-to-the-ferrymen.shtml",
        "indexes-fall-sharply.html",
        "default-rates-at-a-low.htm",
        "homecoming.html",
        "xw/qingshuihe-bianqiao/index.html",
    ],
)
def test_a_word_in_the_address_refuses_no_article(path: str) -> None:
    found = read(page("清水河上架起新便桥", BODY), f"{HOST}/{path}")
    assert found.fields["title"].value == "清水河上架起新便桥"


@pytest.mark.parametrize("path", ["", "index.html", "index_2.html", "xw/list_14.shtml", "xw/202603/index.html"])
def test_a_front_page_of_whole_sentences_is_no_article(path: str) -> None:
    body = items(lambda n, title, text: f'<div><h3><a href="/a/{n}.html">{title}</a></h3><p>{text}</p></div>')
    with pytest.raises(RefusedError, match=r"front page|list"):
        read(page("岚坪新闻网", body, info=""), f"{HOST}/{path}")


def test_the_root_of_a_site_is_no_article_whatever_it_shows() -> None:
    with pytest.raises(RefusedError, match="front page"):
        read(page("清水河上架起新便桥", BODY), f"{HOST}/index.html")


def test_links_around_an_imprint_are_a_front_page() -> None:
    links = "".join(f'<li><a href="/a/{n}.html">岚坪县第{n}次公告已经在这里公布</a></li>' for n in range(90))
    imprint = "<p>岚坪县人民政府门户网站由县融媒体中心承办，网站内容未经许可不得转载，读者如有意见可以写信给我们，我们会在五日内答复。</p>"
    whole = f"<html><head><title>岚坪县人民政府</title></head><body><ul>{links}</ul>{imprint}</body></html>"
    with pytest.raises(RefusedError, match=r"front page|list"):
        read(whole, URL)


@pytest.mark.parametrize(
    ("address", "is_front"),
    [
        ("http://a.test", True),
        ("http://a.test/home.htm", True),
        ("http://a.test/index.php?page=3", True),
        ("http://a.test/index.php?cat=news&pn=12", True),
        ("http://a.test/index.php?cat=news&aid=12", False),
        ("http://a.test/news/20260305/index.html", True),
        ("http://a.test/news/1203384/index.html", False),
        ("file:index.html", False),
    ],
)
def test_the_addresses_of_front_pages(address: str, is_front: bool) -> None:
    assert is_front_page(address) is is_front


def test_a_list_whose_only_sentence_is_a_legal_notice_is_no_article() -> None:
    links = (
        "<ul>"
        + "".join(f'<li><a href="/d/{n}.pdf">{title}的公告</a></li>' for n, (title, _) in enumerate(NEWS))
        + "</ul>"
    )
    notice = "提示：网站所刊登的全部内容仅供参考，具体以相关公告和合同文件为准。市场有风险，投资须谨慎，请在决定以前仔细读过合同。"
    with pytest.raises(RefusedError, match=r"no running text|list"):
        read(page("信息披露", f"{links}<p>{notice}</p>", info=""))
    assert notice in read(page("岚坪茶厂公告", f"<p>{NEWS[0][1]}</p><p>{NEWS[1][1]}</p><p>{notice}</p>")).text
