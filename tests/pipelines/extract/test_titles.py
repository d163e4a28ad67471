"""The headline of a page of no known layout: what its headings, its metadata and the lines above its text agree on."""

import pytest

from pipelines.extract.generic import read_generic
from pipelines.extract.tree import parse

TEXT = "".join(
    f"<p>　　{line}</p>"
    for line in (
        "石桥镇的水碾停了三年，上个月又转了起来，磨坊主人说头一袋面粉送给了隔壁的小学堂。",
        "修水碾的师傅姓什么没人记得，大家只说他一连十二天睡在磨坊里，换了七根木轴和两块石板。",
        "镇上的粮站答应每天收两百斤面，先收到年底，价钱按照集市当天早上的价钱来算。",
    )
)
INFO = "<div class=info>2022-06-09 09:20　来源：石桥周报</div>"
NAV = "<div class=nav><a href=/>首页</a><a href=/yw/>要闻</a><a href=/ms/>民生</a></div>"


def page(named: str, above: str, metas: str = "", info: str = INFO) -> str:
    head = f"<meta charset=utf-8><title>{named}</title>{metas}"
    foot = "<div class=foot>石桥县融媒体中心主办</div>"
    return (
        f"<html><head>{head}</head><body>{NAV}<div class=main>{above}{info}<div>{TEXT}</div></div>{foot}</body></html>"
    )


def read(markup: str) -> str | None:
    html = read_generic(parse(markup), "http://www.shiqiao.example/a/7.html", None, markup)
    return html.found.raw("title") or None


def og(content: str, name: str = "property=og:title") -> str:
    return f'<meta {name} content="{content}">'


LD = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "%s"}</script>'
SAID = "水碾又转起来了"
SITE = "石桥新闻网"
LOGO = f"<div class=logo><a href=/>{SITE}</a></div>"


@pytest.mark.parametrize(
    "markup",
    [
        page(SITE, "<h1>要闻</h1>", og(SAID)),
        page(SITE, "<h1>要闻</h1>", LD % SAID),
        page(f"{SAID}_{SITE}", "<h1>要闻中心 <small>NEWS</small></h1>"),
        page(SITE, "<h1>要闻·民生</h1>", og(SAID)),
        page(SITE, "<h1>要闻</h1>", og(SAID, "name=ArticleTitle")),
        page(SITE, f"<h1>要闻</h1><div class=bt>{SAID}</div>"),
        page(f"{SAID}_要闻_{SITE}", "<h1>要闻</h1>"),
        page(f"{SAID}-要闻-{SITE}", f"<h1>要闻</h1><p>{SAID}</p>"),
        page(SITE, f"<h1>新闻详情</h1><div>{SAID}</div>"),
        page("新闻详情", f"<h2>{SAID}</h2>"),
        page("新闻详情", f"<div>{SAID}</div>"),
        page("无标题文档", f"<div align=center><font size=5><b>{SAID}</b></font></div>"),
        page("Untitled Document", f"<table><tr><td align=center><b>{SAID}</b></td></tr></table>"),
    ],
)
def test_the_name_of_a_channel_or_of_a_template_is_no_headline(markup: str) -> None:
    assert read(markup) == SAID


@pytest.mark.parametrize(
    "markup",
    [
        page(SAID, f"<h1>{SAID}</h1>", og(SITE)),
        page(f"{SAID}_{SITE}", f"<p>{SAID}</p>", og(SITE)),
        page(f"{SAID}_{SITE}", "", og(SITE)),
        page(f"{SAID} - {SITE}", f"<h1>{SITE}</h1><div class=t>{SAID}</div>"),
        page(f"{SAID}_民生_{SITE}", f"<h1><a href=/>{SITE}</a></h1><div>{SAID}</div>"),
        page(f"{SITE}_{SAID}", f"<h1>{SITE}</h1><div>{SAID}</div>"),
        page(f"{SITE}-{SAID}", f"{LOGO}<h1>{SAID}</h1>"),
        page(f"{SITE} | {SAID}", f"{LOGO}<h2>{SAID}</h2>"),
        page(SITE, f"{LOGO}<div class=big>{SAID}</div>"),
        page("石桥县人民政府门户网站", f"<h1>石桥县人民政府门户网站</h1><div>{SAID}</div>"),
        page("石桥县人民政府门户网站", f"<div class=top>石桥县人民政府门户网站</div><div>{SAID}</div>"),
        page(f"欢迎访问{SITE}", f"<div>{SAID}</div>"),
        page(SITE, f"<h1>{SITE}</h1><h1>{SAID}</h1>"),
        page(SITE, f"<h1>{SITE}</h1><h2>{SAID}</h2>"),
        page(SITE, f'<h1><a href="/">石桥发布</a></h1><h1>{SAID}</h1>'),
    ],
)
def test_the_name_of_the_site_is_no_headline(markup: str) -> None:
    assert read(markup) == SAID


BANNER = "<div class=guide><h1>新版首页上线 欢迎体验</h1><p>意见请发邮箱</p></div>"


@pytest.mark.parametrize(
    "markup",
    [
        page(f"{SAID}_{SITE}", f"{BANNER}<h1>{SAID}</h1>"),
        page(f"{SAID}_{SITE}", f"{BANNER}<div class=t>{SAID}</div>"),
        page(SITE, f"{BANNER}<h1>{SAID}</h1>"),
        page(f"{SAID}_{SITE}", BANNER + "<p>广告</p>" * 8, og(SAID)),
        page(f"两会_{SITE}", f"{BANNER}<h1>两会</h1>").replace("两会", SAID),
    ],
)
def test_the_banner_of_a_new_front_page_is_no_headline(markup: str) -> None:
    assert read(markup) == SAID


@pytest.mark.parametrize(
    "markup",
    [
        page(f"{SAID}_{SITE}", f"<h1><small>石桥旧事</small><br>{SAID}</h1>"),
        page(f"{SAID}_{SITE}", f"<h1>{SAID}<br><small>——一座磨坊的十二天</small></h1>"),
        page(f"{SAID}_{SITE}", f"<h1>石桥旧事<br>{SAID}<br>一座磨坊的十二天</h1>"),
        page(f"{SAID}——一座磨坊的十二天 - {SITE}", f"<h3>石桥旧事</h3><h1>{SAID}</h1><h2>——一座磨坊的十二天</h2>"),
        page(SITE, f"<div>{SAID}</div><div>——一座磨坊的十二天</div>"),
        page(SITE, f"<h1>{SAID}（原标题：石桥镇修水碾）</h1>"),
        page(f"{SAID}_{SITE}", f"<h1>{SAID}<span>原标题：石桥镇修水碾</span></h1>"),
        page(f"{SAID}_{SITE}", f"<p>标题：{SAID}</p>"),
        page(f"{SAID}（2/9）_{SITE}", f"<h1>{SAID}（2/9）</h1>"),
        page(f"{SAID}_{SITE}", f"<h1>{SAID} <em>(1/12)</em></h1>"),
        page(f"{SAID}(3/7)", ""),
    ],
)
def test_a_line_above_or_below_it_a_number_of_pictures_and_the_original_title_are_no_part_of_it(markup: str) -> None:
    assert read(markup) == SAID


WHOLE = [
    "规划（json-list）",
    "专访｜磨坊主人：面粉是怎么来的",
    "石桥—河口班车开通",
    "《水碾-石桥旧事》出版",
    "“磨坊-学堂”结对",
    "两会",
    "粮站收购价上涨到2-3",
    "水碾十二天·石桥旧事",
    "磨坊改造启动（一二）",
    "石桥镇织渔网",
    "石桥镇要闻：水碾转了",
    "水碾转速提高1/3",
    "全镇人口增至2022",
]


@pytest.mark.parametrize("whole", WHOLE)
@pytest.mark.parametrize("behind", [f"_{SITE}", f"-要闻-{SITE}", f" - {SITE}", f" | 要闻 | {SITE}", ""])
@pytest.mark.parametrize("shown", ["<h1>{}</h1>", "<div class=t>{}</div>"])
def test_a_title_with_signs_in_it_is_not_cut(whole: str, behind: str, shown: str) -> None:
    assert read(page(whole + behind, shown.format(whole))) == whole


@pytest.mark.parametrize("whole", [title for title in WHOLE if len(title) > 6])
def test_nor_where_only_the_metadata_have_it(whole: str) -> None:
    assert read(page(f"{whole}_{SITE}", "", og(whole))) == whole


def test_a_title_escaped_again_and_again_is_read() -> None:
    assert read(page("水碾&amp;amp;quot;转&amp;amp;quot;了，全镇都来看", "")) == '水碾"转"了，全镇都来看'
    assert read(page(SITE, f"<h1>&amp;ldquo;{SAID}&amp;rdquo;</h1>")) == f"“{SAID}”"


def test_a_title_that_only_a_script_has_is_read() -> None:
    script = "<script>var msg_title = '水碾又转起来了'.html(false);</script>"
    assert read(f"<html><head><title></title>{script}</head><body>{TEXT}</body></html>") == SAID
    assert read(page(SITE, f"<h1>{SAID}</h1>", "<script>var msg_title = '别的题目';</script>")) == SAID


def test_a_heading_in_other_words_than_the_metadata_stays_where_it_stands_above_the_text() -> None:
    """Portals have another title for machines; what a reader sees is the headline."""
    assert read(page(f"乡村振兴典型案例一则_{SITE}", f"<h1>{SAID}</h1>")) == SAID
    assert read(page(f"乡村振兴典型案例一则_{SITE}", f"<h1>{SAID}</h1>", og("乡村振兴典型案例一则"))) == SAID


def test_a_heading_of_the_list_below_is_no_headline() -> None:
    below = "<div class=related><h1>相关新闻</h1><ul><li><a href=/1>粮站改建</a></li></ul></div>"
    markup = page(SITE, f"<div>{SAID}</div>").replace("<div class=foot>", f"{below}<div class=foot>")
    assert read(markup) == SAID


def test_a_heading_that_a_template_cut_off_is_whole_in_the_metadata() -> None:
    whole = "水碾又转起来了，头一袋面送给隔壁学堂"
    assert read(page(f"{whole}_{SITE}", f"<h1>{whole[:10]}...</h1>")) == whole
    assert read(page(f"{SAID}……_{SITE}", f"<h1>{SAID}……</h1>")) == f"{SAID}……"
