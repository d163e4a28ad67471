"""Which day of a page in Chinese is its own, by the place where it stands; and pages that have none."""

from datetime import UTC, datetime

import pytest

from cundang.model.publisher import BEIJING
from cundang.text.dates import parse_date
from pipelines.extract.generic import read_generic
from pipelines.extract.tree import parse

PARAGRAPHS = (
    "雨停以后，柳湾镇的石匠把河堤上松动的石块一块块撬起来，重新垫上黄土和碎瓦，忙到天黑才收工。",
    "住在堤下的人家搬来长凳和茶水，说这段堤自从祖辈修好以后还没有这样仔细地查过，心里踏实多了。",
    "镇上的老木匠做了十二块闸板，每块都用桐油刷过三遍，等水位退下去就可以装进新开的闸口里试一试。",
)
TRADITIONAL = (
    "雨停以後，柳灣鎮的石匠把河堤上鬆動的石塊一塊塊撬起來，重新墊上黃土和碎瓦，忙到天黑才收工。",
    "住在堤下的人家搬來長凳和茶水，說這段堤自從祖輩修好以後還沒有這樣仔細地查過，心裡踏實多了。",
    "鎮上的老木匠做了十二塊閘板，每塊都用桐油刷過三遍，等水位退下去就可以裝進新開的閘口裡試一試。",
)
NOW = datetime(2026, 1, 1, tzinfo=UTC)
ADDRESS = "http://liuwan.test/a/77.html"


def page(
    byline: str = "",
    *,
    above: str = "",
    top: str = "",
    end: str = "",
    below: str = "",
    head: str = "",
    script: str = "",
    paragraphs: tuple[str, ...] = PARAGRAPHS,
    foot: str = "",
) -> str:
    text = "".join(f"<p>　　{paragraph}</p>" for paragraph in paragraphs)
    return (
        f"<!doctype html><html><head><title>石匠修好了河堤_柳湾新闻</title>{head}</head><body>{top}"
        '<div class="nav"><a href="/">首页</a><a href="/n/">要闻</a><a href="/m/">民生</a><a href="/v/">视频</a></div>'
        f'<div class="main">{above}<h1>石匠修好了河堤</h1>{byline}<div class="content">{text}{end}</div>{below}</div>'
        f'<div class="foot">柳湾镇广播站主办　版权所有 2004-2025{foot}</div><script>{script}</script></body></html>'
    )


def published(markup: str, url: str = ADDRESS) -> str | None:
    """The stored day, with the clock where there is one."""
    found = read_generic(parse(markup), url, None, markup).found
    of_republic = "裡" in found.text
    return parse_date(found.raw("published"), BEIJING, NOW, of_republic=of_republic)


@pytest.mark.parametrize(
    "elsewhere",
    [
        {"below": '<div class="pl"><h3>网友评论</h3><ul><li>柳叶 2024-05-06 20:11<p>修得真好。</p></li></ul></div>'},
        {"below": '<div><h3>评论（2）</h3><p>柳叶</p><p>2024-05-06 20:11</p><p>修得真好。</p></div>'},
        {"below": '<div><p>全部评论</p><p>发表于：2024-05-06 20:11</p><p>修得真好。</p></div>'},
        {"below": '<div class="box"><p>热门跟帖</p><p>2楼 发布时间：2024-05-06 20:11</p></div>'},
        {"below": '<div><p>上一篇：<a href="/a/76.html">闸口开工了</a> 2024-05-06</p></div>'},
        {"below": '<p>下一条：<a href="/a/78.html">新闸试水</a>（2024-05-06）</p>'},
        {"below": '<div><h4>相关新闻</h4><ul><li><a href="/a/1.html">闸口开工了</a> 2024-05-06</li></ul></div>'},
        {"below": '<div><h4>推荐阅读</h4><p>发布时间：2024-05-06</p></div>'},
        {"below": '<div><h4>最新</h4><ul><li><a href="/a/1.html">闸口开工了</a><i>2024-05-06</i></li></ul></div>'},
        {"below": '<ul><li><span>2024-05-06</span><a href="/a/1.html">闸口开工了，镇里派来三位师傅</a></li></ul>'},
        {"below": '<div class="side"><p class="date">2024-05-06</p><p><a href="/a/1.html">闸口开工了</a></p></div>'},
        {"below": '<div><h4>本周排行</h4><p><time datetime="2024-05-06">05-06</time> 闸口开工了</p></div>'},
        {"top": '<div class="right"><h4>热点</h4><ul><li><a href="/a/1.html">闸口开工了</a><em>2024-05-06</em></li></ul></div>'},
        {"foot": "　网站备案日期：2024-05-06　柳ICP备12345678号"},
        {"foot": "<p>最后更新：2024-05-06</p>"},
        {"foot": "<p>© 2024-05-06 柳湾镇</p>"},
        {"end": "<p>报名截止日期：2024年5月6日。</p>"},
        {"end": "<p>报名截止时间为2024年5月6日，地点在镇文化站。</p>"},
        {"end": "<p>活动时间：2024年5月6日</p>"},
        {"end": "<p>请于2024年5月6日前报到。</p>"},
        {"end": "<p>本办法自2024年5月6日起施行。</p>"},
        {"end": "<p>展览从2024年5月6日至5月20日</p>"},
        {"end": "<p>有效期至2024-05-06</p>"},
        {"paragraphs": ("2024年5月6日，柳湾镇的石匠在河堤上量了一天，商量先修哪一段，再去山里选石头。", *PARAGRAPHS)},
        {"paragraphs": (PARAGRAPHS[0], "老堤建成于1998年7月9日，2024年5月6日查出三处裂缝。", *PARAGRAPHS[1:])},
        {"byline": "<p>活动时间：2024年5月6日　地点：镇文化站</p>"},
        {"byline": "<p>投标截止：2024-05-06 17:00</p>"},
        {"top": "<div>今天是2024年5月6日 星期一</div>"},
        {"top": "<div>2024年5月6日 星期一</div>"},
        {"top": "<div>今天是：2024年5月6日　农历三月廿八</div>"},
        {"top": "<div>柳湾 多云 18℃ 2024-05-06</div>"},
        {"top": "<div>北京时间：2024年05月06日 08:15:20</div>"},
        {"top": '<div class="header"><span id="date">2024年5月6日 星期一</span> 欢迎您，请登录</div>'},
        {"top": '<div><time datetime="2024-05-06">2024年5月6日</time></div>'},
        {"above": "<div>今天是2024年5月6日 星期一</div>"},
        {"above": "<div>您好，今天是2024年5月6日</div>"},
        {"above": "<div>2024年5月6日 星期一 多云</div>"},
        {"above": "<div>Monday, May 6, 2024</div>"},
        {"above": '<div class="today">2024年5月6日</div>'},
        {"below": "<p>· 闸口开工了（2024-05-06）</p><p>· 石匠进山（2024-05-05）</p>"},
        {"below": "<table><tr><td>柳叶</td><td>2024-05-06 20:11:02</td></tr><tr><td>修得真好。</td></tr></table>"},
        {"below": "<div>今日访问 12　2024年5月6日</div>"},
        {"byline": "<p>开展时间：2024年5月6日</p>"},
        {"byline": "<p>时间：2024年5月6日</p><p>地点：镇文化站</p>"},
        {"end": "<p>图为2024年5月6日拍摄的闸口</p>"},
        {"paragraphs": (PARAGRAPHS[0], "二〇二四年五月六日，镇里开了一次会，商量怎样修堤和买石头。", *PARAGRAPHS[1:])},
        {"byline": "<p>今天 08:15</p>"},
        {"byline": "<p>3小时前　柳湾广播站</p>"},
        {"byline": "<p>昨天 20:15</p>"},
        {"byline": "<p>05-06 08:15</p>"},
        {"script": 'window.related = [{"title": "闸口开工了", "publishTime": "2024-05-06 08:15"}];'},
        {"script": 'var list = [{"id": 9, "createTime": "1714954500"}, {"id": 8, "createTime": "1714954500"}];'},
        {"script": 'var user = {"name": "柳叶", "createTime": "2024-05-06 08:15"};'},
        {"script": 'var serverTime = "2024-05-06 08:15:00";'},
        {"end": "<p>展览时间：2024年5月6日 上午9:00</p>"},
        {"script": 'DATA = {"title": "石匠修好了河堤", "author": {"name": "柳叶", "createdAt": "2024-05-06 08:15"}};'},
    ],
)  # fmt: skip
def test_a_page_without_a_day_of_its_own_has_none(elsewhere: dict[str, str]) -> None:
    assert published(page(**elsewhere)) is None  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "own",
    [
        {"byline": "<p>2024-03-08</p>"},
        {"byline": "<div class=info>来源：柳湾广播站　时间：2024年3月8日　点击：12</div>"},
        {"byline": "<div>作者：柳叶 发布于：2024-03-08 更新于：2024-05-06</div>"},
        {"byline": "<div>柳湾广播站</div><div>2024.03.08</div><div>浏览 37 次</div>"},
        {"byline": "<div><a href=/u/1>柳叶</a> <a href=/c/2>民生频道</a> 2024-03-08</div>"},
        {"byline": "<div>评论(0)</div><div>2024-03-08</div>"},
        {"byline": "<div>相关链接</div><div>发布日期：2024-03-08</div>"},
        {"byline": "<div>发布时间：</div><div>2024-03-08</div>"},
        {"byline": "<div>【发布日期：2024-03-08】 【字号 大 中 小】</div>"},
        {"byline": "<div>编辑于 2024-03-08</div>"},
        {"byline": "<div>更新时间：2024-03-08</div>"},
        {"byline": "<div>二〇二四年三月八日</div>"},
        {"end": "<p>柳湾镇水利站</p><p>二 〇 二 四 年 三 月 八 日</p>"},
        {"byline": "<div>时间：二○二四年三月八日　来源：广播站</div>"},
        {"byline": "<p class=summary>石匠们用了十二天，把松动的石块都换过一遍，堤上又能走人了。</p><div class=info>2024-03-08</div>"},
        {"above": "<div>2024-03-08</div>"},
        {"above": "<div>柳湾日报 2024年03月08日 星期五 第03版</div>"},
        {"top": "<table><tr><td>索引号</td><td>77-1</td><td>发布日期</td><td>2024-03-08</td></tr><tr><td>实施日期</td><td>2024-05-06</td></tr></table>"},
        {"top": "<dl><dt>发文字号</dt><dd>柳湾〔2024〕7号</dd><dt>发布日期</dt><dd>2024-03-08</dd></dl>"},
        {"top": "<div>今天是2024年5月6日 星期一</div>", "byline": "<p>2024-03-08</p>"},
        {"end": "<p>柳湾镇人民政府</p><p>2024年3月8日</p>"},
        {"end": "<p>柳湾镇水利站　　2024年3月8日</p>"},
        {"end": "<p>柳湾镇水利站<br>二〇二四年三月八日</p>"},
        {"end": "<p align=right>（2024年3月8日）</p>"},
        {"end": "<p>柳湾镇人民政府办公室　2024年3月8日印发</p>"},
        {"end": "<p>柳湾镇水利站</p><p>2024年3月8日</p><p>附件：闸板尺寸表</p>"},
        {"below": "<div align=right>柳湾镇水利站<br>2024年3月8日</div>"},
        {"below": "<div>发布时间：2024-03-08　责任编辑：柳叶</div>"},
        {"end": "<p>报名截止时间：2024年5月6日。</p><p>柳湾镇水利站</p><p>2024年3月8日</p>"},
        {"paragraphs": ("【記者柳葉／柳灣113年3月8日報導】" + TRADITIONAL[0], *TRADITIONAL[1:])},
        {"below": "<div>发布日期：2024-03-08</div><div><h3>网友评论</h3><p>2024-05-06 20:11</p></div>"},
        {"paragraphs": (f"柳湾日报2024年3月8日讯（记者 柳叶）{PARAGRAPHS[0]}", *PARAGRAPHS[1:])},
        {"paragraphs": (f"柳湾社北岸2024年3月8日电 {PARAGRAPHS[0]}", *PARAGRAPHS[1:])},
        {"paragraphs": (f"（柳湾日报2024年3月8日报道）{PARAGRAPHS[0]}", *PARAGRAPHS[1:])},
        {"paragraphs": (f"本报柳湾二〇二四年三月八日电 {PARAGRAPHS[0]}", *PARAGRAPHS[1:])},
    ],
)  # fmt: skip
def test_the_day_of_the_page_itself(own: dict[str, str]) -> None:
    assert (published(page(**own)) or "")[:10] == "2024-03-08"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "own",
    [
        {"byline": "<div>2024-03-08 下午3:20</div>"},
        {"byline": "<div>2024年3月8日 15时20分　来源：广播站</div>"},
        {"byline": "<div><span>2024-03-08</span><span>15:20</span></div>"},
        {"head": '<meta property="article:published_time" content="2024-03-08T15:20:00Z">', "byline": "<div>2024年03月08日 15:20</div>"},
        {"head": '<meta property="article:published_time" content="2024-03-08T15:20:00+00:00">', "byline": "<div>2024-03-08 下午3:20</div>"},
        {"head": '<meta name="publishdate" content="2024-03-08">', "byline": "<div>2024年03月08日 15:20</div>"},
        {"head": '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2024-03-08T15:20:00Z"}</script>', "byline": "<div>03-08</div><div>2024-03-08 15:20:00</div>"},
        {"byline": "<div>发布时间：03-08 15:20</div>", "head": '<meta itemprop="dateUpdate" content="2024-03-08 15:20:44">'},
        {"head": '<meta name="publishdate" content="2024-03-08 03:20">', "byline": "<div>2024-03-08 下午 03:20</div>"},
        {"byline": "<div>2024</div><div>03/08</div><div>15:20</div>"},
        {"script": "var createTime = '2024-03-08 15:20';"},
        {"script": 'var ct = "1709882400";'},
        {"script": 'window.__INITIAL_STATE__ = {"detail": {"title": "石匠修好了河堤", "publishTime": 1709882400000}, "list": [{"title": "闸口开工了", "publishTime": 1714954500000}]};'},
        {"script": 'window.DATA = {"hot": [{"title": "闸口开工了", "ptime": "2024-05-06 08:15"}], "post": {"ptime": "2024-03-08 15:20", "title": "\\u77f3\\u5320\\u4fee\\u597d\\u4e86\\u6cb3\\u5824"}};'},
        {"script": 'x = "{\\"title\\":\\"石匠修好了河堤\\",\\"pubTime\\":\\"2024-03-08 15:20\\"}";'},
        {"script": '!function(){document.getElementById("publish_time");var t="",n="1709882400",s="2024-03-08";}();'},
        {"byline": "<div>2024-03-08</div>", "script": 'var post = {title: "石匠修好了河堤", publishTime: 1709882400};'},
        {"byline": "<div>Mar 8, 2024, 3:20 PM</div>"},
        {"byline": "<div><span>2024-03-08 3:20 PM</span><span>字号：大 中 小</span></div>"},
        {"byline": "<div>3月8日 15:20</div>", "head": '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2024-03-08"}</script>'},
        {"script": 'var cfg = {create_time: "2024-03-08 15:20", mid: "1"};'},
    ],
)  # fmt: skip
def test_the_minute_of_the_page_itself(own: dict[str, str]) -> None:
    assert (published(page(**own)) or "")[:16] == "2024-03-08T15:20"  # type: ignore[arg-type]


def test_the_day_that_is_shown_tells_the_zone_of_a_moment_in_utc() -> None:
    machine = '<meta property="article:published_time" content="2024-03-07T{}:20:00Z">'
    markup = page("<div>2024年03月08日</div>", head=machine.format("17"))
    assert read_generic(parse(markup), ADDRESS, None, markup).found.raw("zone") == "+08:00"
    other = page("<div>2024年03月07日</div>", head=machine.format("17"))  # its clock may be its own, called Z
    assert not read_generic(parse(other), ADDRESS, None, other).found.raw("zone")


def test_the_script_of_another_day_tells_no_clock() -> None:
    assert published(page("<div>2024-03-08</div>", script='var createTime = "2024-03-09 08:15";')) == "2024-03-08"


def test_the_pages_own_clock_is_that_of_its_zone() -> None:
    machine = '<meta property="article:published_time" content="2024-03-08T{}:20:00Z">'
    line = "<div>2024年03月08日 15:20</div>"
    assert published(page(line, head=machine.format("15"))) == "2024-03-08T15:20:00+08:00"
    assert published(page(line, head=machine.format("07"))) == "2024-03-08T07:20:00+00:00"  # the same moment
    found = read_generic(parse(page(line, head=machine.format("07"))), ADDRESS).found
    assert found.raw("zone") == "+08:00"


@pytest.mark.parametrize(
    ("byline", "url", "expected"),
    [
        ("03月08日 15:20", "http://liuwan.test/2024/0308/77.html", "2024-03-08T15:20:00+08:00"),
        ("03-08 下午3:20　来源：广播站", "http://liuwan.test/2024/77.html", "2024-03-08T15:20:00+08:00"),
        ("3月8日 15:20", "http://liuwan.test/n/2024-03/08/77.html", "2024-03-08T15:20:00+08:00"),
        ("03-09 15:20", "http://liuwan.test/2024/0308/77.html", "2024-03-08"),  # a day of something else
        ("今天 15:20", "http://liuwan.test/2024/0308/77.html", "2024-03-08"),
        ("03-08 15:20", "http://liuwan.test/a/202477.html", None),
        ("03-08 15:20", "http://liuwan.test/202403/t77.html", "2024-03-08T15:20:00+08:00"),
        ("03-08 15:20", "http://liuwan.test/202405/t77.html", None),
    ],
)
def test_month_and_day_take_the_year_of_the_address(byline: str, url: str, expected: str | None) -> None:
    assert published(page(f"<div>{byline}</div>"), url) == expected


@pytest.mark.parametrize(
    "byline",
    ["發布日期：113-03-08", "日期：113.03.08", "113/03/08", "113年03月08日　建設課", "張貼日期 113-3-8", "中華民國113年3月8日", "民國一一三年三月八日", "中華民國一百一十三年三月八日", "上版日期：113-03-08"],
)  # fmt: skip
def test_years_of_the_republic_in_traditional_characters(byline: str) -> None:
    assert published(page(f"<div>{byline}</div>", paragraphs=TRADITIONAL, foot="　更新日期：114-05-06")) == "2024-03-08"


@pytest.mark.parametrize("byline", ["电话：113-03-08", "编号 113/03/08", "版本 113.03.08"])
def test_such_figures_are_no_day_on_a_page_of_the_mainland(byline: str) -> None:
    assert published(page(f"<div>{byline}</div>")) is None


@pytest.mark.parametrize(
    "line",
    [
        "发布时间：2024-03-08　更新时间：2024-05-06",
        "2024-03-08 最后修改于 2024-05-06 09:00",
        "2024-03-08（编辑于 2024-05-06）",
    ],
)
def test_a_change_that_is_shown_is_kept_beside_the_publication(line: str) -> None:
    markup = page(f"<div>{line}</div>")
    found = read_generic(parse(markup), ADDRESS, None, markup).found
    assert (parse_date(found.raw("published"), BEIJING, NOW) or "")[:10] == "2024-03-08"
    assert (parse_date(found.raw("modified"), BEIJING, NOW) or "")[:10] == "2024-05-06"


def test_a_day_in_the_address_stays_good() -> None:
    elsewhere = page(top="<div>2024年5月6日 星期一</div>", end="<p>2024年4月1日</p>")
    assert published(elsewhere, "http://liuwan.test/2024/03/08/77.html") == "2024-03-08"


@pytest.mark.parametrize(
    ("head", "byline", "expected"),
    [
        ("2024-03-08T09:17:22+08:00", "<p>2024-03-08 09:05</p>", "2024-03-08T09:05:00+08:00"),
        ("2024-03-08T01:17:22Z", "<p>2024-03-08 09:05</p>", "2024-03-08T09:05:00+08:00"),
        ("2024-03-08T09:17:22+08:00", "<p>2024-03-08 09:17</p>", "2024-03-08T09:17:22+08:00"),
        ("2024-03-08T09:17:22+08:00", "<p>更新时间：2024-03-08 10:05</p>", "2024-03-08T09:17:22+08:00"),
        ("2024-03-08T09:17:22+08:00", "<p>2024-03-08 12:40</p>", "2024-03-08T09:17:22+08:00"),
    ],
)
def test_a_clock_that_is_shown_goes_before_a_later_one_of_machines(head: str, byline: str, expected: str) -> None:
    meta = f'<meta property="article:published_time" content="{head}">'
    assert published(page(byline, head=meta)) == expected


def test_the_clock_above_the_text_counts_where_the_headline_stands_below_it_once_more() -> None:
    again = "<div class=phone><h1>石匠修好了河堤</h1></div>"
    meta = '<meta name="publishdate" content="2024-03-08">'
    markup = page("<p>2024-03-08 09:05:11</p>", head=meta, below=again).replace("<h1>", "<div class=bt>", 1)
    assert published(markup.replace("</h1>", "</div>", 1)) == "2024-03-08T09:05:11+08:00"
