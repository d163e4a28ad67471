"""The people and the source of pages in Chinese: bylines, what names nobody, conversations, accounts beside the date."""

import pytest

from cundang.text.labels import read_name
from cundang.text.people import join_people
from pipelines.clean import clean
from pipelines.extract.generic import read_generic
from pipelines.extract.tree import parse
from pipelines.normalise import read_makers

PARAGRAPHS = (
    "清晨六点，河口码头的灯还亮着，十几个人围在木船旁边，商量怎样把新做的舵装上去。",
    "造船的老人说，这艘船用了三年攒下的杉木，船底刷了五遍桐油，下水以后要先泡上半个月。",
    "镇上的小学把这天的课搬到了岸边，孩子们把船身上的每个部件都画了下来，贴满了一面墙。",
)
INFO = "2023-04-12 08:15　来源：新河日报"


def read(**parts: str) -> tuple[str, str, str]:
    """Authors, editors and source of a page: `info` is its line of the time, `first` the beginning of its text, `head`
    and `tail` stand around the text, `meta` in the head."""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in (parts.get("first", "") + PARAGRAPHS[0], *PARAGRAPHS[1:]))
    markup = (
        f"<html><head><title>渡口改到上午开班_新河新闻网</title>{parts.get('meta', '')}</head><body>"
        '<div class="nav"><a href="/">首页</a><a href="/yw/">要闻</a></div><h1>渡口改到上午开班</h1>'
        f'<div class="info">{parts.get("info", INFO)}</div>'
        f'<div class="content">{parts.get("head", "")}{text}{parts.get("tail", "")}</div>'
        '<div class="foot">新河县融媒体中心主办</div></body></html>'
    )
    found = read_generic(parse(markup), "http://www.xinhe.test/a/1.html").found
    cleaned = clean(found.text, found.raw("title"), [found.raw("published")])
    authors, editors = read_makers(found, cleaned, str)
    raw = found.raw("source_name")
    source = read_name("source_name", raw) if raw else cleaned.fields.get("source_name")
    return join_people(authors), join_people(editors), source or ""


@pytest.mark.parametrize(
    ("author", "parts"),
    [
        ("林晓岚", {"info": "2023-04-12 08:15　本报记者 林晓岚"}),
        ("林晓岚", {"info": "2023年4月12日 08:15　本报记者林晓岚"}),
        ("林曉嵐", {"info": "2023/04/12 08:15　記者林曉嵐／台北報導"}),
        ("林曉嵐", {"info": "記者 林曉嵐 / 新河報導　2023-04-12 08:15"}),
        ("林晓岚、何青", {"info": "2023-04-12 08:15　记者 林晓岚 何青"}),
        ("林晓岚、何青", {"info": "2023-04-12 08:15　本报记者 林晓岚 通讯员 何青　来源：新河日报"}),
        ("林晓岚", {"head": "<p>文丨林晓岚　图丨何小青</p>"}),
        ("林晓岚", {"head": "<p>文 | 林晓岚</p>"}),
        ("林晓岚", {"head": "<p>文｜林晓岚 编辑｜何青</p>"}),
        ("林晓岚", {"head": "<p>文/林晓岚</p>"}),
        ("林晓岚", {"head": "<p>撰文/林晓岚</p>"}),
        ("林晓岚", {"head": "<p>作者丨林晓岚</p><p>编辑丨何青</p>"}),
        ("林曉嵐", {"first": "（中央社記者林曉嵐台北5日電）"}),
        ("林曉嵐", {"first": "〔記者林曉嵐／台北報導〕"}),
        ("林曉嵐", {"head": "<p>記者林曉嵐／綜合報導</p>"}),
        ("林晓岚", {"first": "［记者 林晓岚］"}),
        ("林晓岚", {"first": "（本报记者 林晓岚 新河报道）"}),
        ("林晓岚、何青", {"first": "本报新河4月12日电（记者林晓岚、何青）"}),
        ("林晓岚、何青", {"first": "新华社北京4月12日电（记者林晓岚 何青）"}),
        ("林晓岚", {"first": "中新网新河4月12日电 （林晓岚）"}),
        ("林晓岚、何青", {"first": "本报讯（记者 林晓岚 通讯员 何青）"}),
        ("林晓岚", {"first": "本报讯 （见习记者 林晓岚）"}),
        ("林晓岚", {"tail": "<p>（记者 林晓岚）</p>"}),
        ("林晓岚", {"tail": "<p>（作者：林晓岚）</p>"}),
        ("林晓岚", {"tail": "<p>（作者：林晓岚，系新河县文化站站长）</p>"}),
        ("林晓岚", {"tail": "<p>（作者林晓岚，系新河县文化站站长）</p>"}),
        ("林晓岚", {"tail": "<p>（作者：林晓岚 系新河县文化站站长）</p>"}),
        ("林晓岚", {"tail": "<p>作者：林晓岚，新河县文化站站长</p>"}),
        ("林晓岚", {"tail": "<p>本文作者：林晓岚（新河县文化站）</p>"}),
        ("林晓岚", {"tail": "<p>（作者：林晓岚 作者单位：新河县文化站）</p>"}),
        ("", {"tail": "<p>（作者单位：新河县文化站）</p>"}),
        ("", {"tail": "<p>（作者系新河县文化站站长）</p>"}),
        ("林晓岚、何青", {"info": INFO + "　作者：林晓岚、何青"}),
        ("林晓岚、何青", {"info": INFO + "　作者：特约记者 林晓岚 实习记者 何青"}),
        ("林晓岚", {"info": INFO + "　作者：林晓岚　编辑：何青　浏览：318次"}),
        ("林晓岚", {"info": INFO + "　作者：林晓岚_NB123"}),
        ("林岚", {"info": INFO + "　作者：林　岚"}),
        ("", {"info": '2023-04-12 08:15　<a rel="author" href="/u/7">查看TA的全部文章</a>'}),
        ("", {"info": '2023-04-12 08:15　<a rel="author" href="/u/7">更多文章</a>'}),
        ("", {"info": '2023-04-12 08:15　<a rel="author" href="/u/7">See full bio</a>'}),
        ("", {"info": '2023-04-12 08:15　<span class="author">Twitter Facebook Email</span>'}),
        ("", {"info": '2023-04-12 08:15　<span itemprop="author">admin</span>'}),
        ("", {"info": INFO + "　作者：未知"}),
        ("", {"info": INFO + "　作者：佚名"}),
        ("", {"info": INFO + "　作者：匿名"}),
        ("", {"info": INFO + "　作者：admin"}),
        ("", {"info": INFO + "　作者：无"}),
        ("", {"info": INFO + "　作者：-"}),
        ("", {"info": INFO + "　作者：null"}),
        ("", {"info": INFO + "　作者：网站管理员　点击：318"}),
        ("", {"info": INFO + "　作者：本站编辑"}),
        ("", {"info": INFO + "　作者："}),
        ("", {"meta": '<meta name="author" content="织梦内容管理系统">'}),
        ("", {"meta": '<meta name="author" content="DedeCMS">'}),
        ("", {"meta": '<meta name="author" content="PHPCMS V9">'}),
        ("", {"meta": '<meta name="author" content="WordPress">'}),
        ("", {"meta": '<meta name="author" content="Discuz! Team and Comsenz UI Team">'}),
        ("", {"meta": '<meta name="author" content="order by dede58.com">'}),
        ("", {"tail": "<p>摄影：何青</p>"}),
        ("", {"tail": "<p>图/何青</p>"}),
        ("", {"tail": "<p>（何青 摄）</p>"}),
        ("", {"tail": "<p>Photo by Jane Doe</p>"}),
        ("", {"tail": "<p>摄影记者 何青</p>"}),
        (
            "",
            {
                "tail": "<div class='author-card'><h4>关于作者</h4><p>林晓岚，新河县文化站站长，长期关注渡口与老船，著有《河湾》等书，现居新河。</p></div>"
            },
        ),
        ("", {"tail": "<p>记者：船修好以后呢？</p><p>船工：先试水。</p><p>记者：谢谢您。</p>"}),
        ("", {"tail": "<p>记者：船修好以后呢？</p><p>船工：先试水。</p><p>记者：谢谢</p>"}),
        ("", {"tail": "<p>记者：您好</p><p>船工：你好</p><p>记者：谢谢您</p>"}),
        ("", {"tail": "<p>问：船修好以后呢？</p><p>答：先试水。</p>"}),
        ("", {"tail": "<p>编辑：船修好以后呢？</p><p>船工：先试水。</p><p>编辑：那就好</p>"}),
        ("", {"head": "<p>记者：新舵装上了，您高兴吗？</p><p>船工：高兴。</p>"}),
        ("", {"head": "<p>記者：新舵裝上了嗎</p><p>船工：裝上了。</p>"}),
        ("", {"tail": "<p>作者：你为什么写渡口？</p><p>船工：我在这里长大。</p>"}),
        ("", {"tail": "<p>主持人：谢谢各位。</p>"}),
        (
            "",
            {
                "tail": "<p><b>记者：</b>船什么时候下水？</p><p><b>老秦：</b>等雨停。</p><p><b>记者：</b>好的，谢谢老秦</p>"
            },
        ),
        (
            "林晓岚",
            {
                "info": "<span>2023-04-12 08:15</span><span>作者：林晓岚</span><span>点击：318</span><span>字号：大 中 小</span>"
            },
        ),
        ("", {"info": "<span>2023-04-12 08:15</span><span>作者：佚名</span><span>字号：大 中 小</span>"}),
        ("", {"info": INFO + "　作者：来源于网络"}),
        ("", {"info": INFO + "　作者：转载"}),
        ("", {"info": INFO + "　作者：本站"}),
        ("", {"tail": "<div class=comments><ul><li><a rel=author href=/u/7>河边人</a><p>修得好。</p></li></ul></div>"}),
        ("林晓岚", {"tail": "<p>文、图/林晓岚</p>"}),
        ("林晓岚", {"tail": "<p>□记者 林晓岚</p>"}),
        ("林晓岚", {"tail": "<p>（作者：林晓岚，系中学教师）</p>"}),
        ("", {"info": INFO + "　作者：小编"}),
        ("", {"info": INFO + "　作者：未知作者"}),
        ("", {"info": '2023-04-12 08:15 <a rel="author" href="/u/7">+关注</a>'}),
        ("林晓岚", {"info": INFO + "　记者：林晓岚", "tail": "<p>记者：船修好以后呢？</p><p>船工：先试水。</p>"}),
        ("林晓岚", {"tail": "<p>傍晚起了风，船在水里晃。（林晓岚）</p>"}),
        ("林晓岚、何青", {"tail": "<p>傍晚起了风，船在水里晃。(林晓岚 何青)</p>"}),
        ("林晓岚", {"tail": "<p>（林晓岚）</p><p>责任编辑：何青</p>"}),
        ("", {"tail": "<p>傍晚起了风，船在水里晃。（完）</p>"}),
        ("", {"tail": "<p>傍晚起了风，船在水里晃。（未完待续）</p>"}),
        ("", {"tail": "<p>这种船只有江西还有人造。（江西）</p>"}),
        ("", {"tail": "<p>这种船只有一个地方还有人造。（石家庄）</p>"}),
        ("", {"tail": "<p>这只船停在第二个码头。（左图）</p>"}),
        ("林曉嵐", {"tail": "<p>傍晚起了風，船在水裡晃。（林曉嵐／新河報導）</p>"}),
        ("林曉嵐", {"tail": "<p>傍晚起了風，船在水裡晃。（林曉嵐／新河報導）《新河》關心你</p>"}),
        ("", {"tail": "<p>傍晚起了風，船在水裡晃。（體育中心／綜合報導）</p>"}),
        ("林晓岚", {"head": "<p>文丨新河深一度特约评论员 林晓岚</p>"}),
        ("林晓岚、何青", {"head": "<p>执笔/林晓岚&amp;何青</p>"}),
        ("林晓岚、何青", {"tail": "<p>作者 林晓岚 何青</p><p>编辑 王涛</p>"}),
        ("林晓岚", {"info": "2023-04-12 来源：新河日报 作者：林晓岚 分享到："}),
        ("林晓岚", {"info": "<p>林晓岚/新河日报</p><p>2023-04-12 08:15</p>"}),
        ("", {"meta": '<meta name="author" content="何青">', "tail": "<p>责任编辑：何青</p>"}),
        ("", {"meta": '<meta name="author" content="何青">', "info": INFO + "　选稿：何青"}),
        ("", {"meta": '<meta name="author" content="新河在线何青">', "tail": "<p>【编辑：何青】</p>"}),
        ("何青", {"meta": '<meta name="author" content="何青">', "tail": "<p>（何青）</p><p>编辑：何青</p>"}),
        ("何青", {"meta": '<meta name="author" content="何青">', "tail": "<p>责任编辑：王涛</p>"}),
        (
            "林晓岚",
            {"meta": '<meta name="author" content="何青">', "tail": "<p>林晓岚说。（林晓岚）</p><p>编辑：何青</p>"},
        ),
        ("", {"info": '<div class="writer"><div>2023-04-12 08:15</div><div>手机版</div></div>'}),
        ("", {"info": '<p class="author-name">划船大师兄</p><p>2023-04-12 08:15</p>'}),
        ("", {"info": '<p class="author-info">管不住</p><p>关注</p><p>2023-04-12 08:15</p>'}),
    ],
)
def test_who_wrote_a_page(author: str, parts: dict[str, str]) -> None:
    assert read(**parts)[0] == author


@pytest.mark.parametrize(
    ("editor", "parts"),
    [
        ("", {"tail": "<p>末版右下角印着一行小字，“责任编辑：老秦”，他说老秦就是他的祖父。</p>"}),
        ("", {"tail": "<p>末版印着「责任编辑：老秦」。</p>"}),
        ("", {"tail": "<p>他指着报角的“责编：老秦”笑了。</p>"}),
        ("", {"tail": "<p>“责任编辑：老秦”几个字，他看了很久</p>"}),
        ("", {"tail": "<p>报上写着责任编辑：老秦，那是他的祖父。</p>"}),
        ("", {"tail": "<p>Editor At Large</p>"}),
        ("", {"tail": "<p>Editor Picks</p>"}),
        ("何青", {"tail": "<p>Editor: 何青</p>"}),
        ("何青", {"tail": "<p>责编：何青</p>"}),
        ("何青", {"tail": "<p>编辑：林晓岚</p><p>责任编辑：何青</p>"}),
        ("何青", {"tail": "<p>责任编辑：何青　编辑：林晓岚</p>"}),
        ("何青", {"info": INFO + "　编辑：林晓岚", "tail": "<p>（责任编辑：何青）</p>"}),
        ("何青", {"tail": "<p>网络编辑：林晓岚</p><p>责编：何青</p><p>校对：王涛</p>"}),
        ("林晓岚", {"tail": "<p>编辑：林晓岚</p>"}),
        ("林晓岚", {"tail": "<p>编辑 | 林晓岚</p>"}),
        ("何青", {"tail": "<p>一审：林晓岚</p><p>责编：何青</p><p>二审：王涛</p><p>三审：李禾</p>"}),
        ("王涛", {"tail": "<p>（责任编辑：王涛_NB07）</p>"}),
        ("王涛、何青", {"tail": "<p>责任编辑：王涛 何青</p>"}),
    ],
)
def test_who_edited_a_page(editor: str, parts: dict[str, str]) -> None:
    assert read(**parts)[1] == editor


@pytest.mark.parametrize(
    ("source", "parts"),
    [
        ("新京报", {"info": "2023-04-12 08:15 新京报"}),
        ("新京报", {"info": "新京报 2023-04-12"}),
        ("新河日报客户端", {"info": "<span>新河日报客户端</span> <span>2023-04-12 08:15</span>"}),
        ("新河日报客户端", {"info": "<div>新河日报客户端</div><div>2023-04-12 08:15</div>"}),
        ("丁香园", {"info": '<span>2023-04-12 08:15</span> <a class="source" href="http://www.dxy.test/">丁香园</a>'}),
        ("39健康网", {"info": "2023-04-12 08:15　39健康网"}),
        ("IT之家", {"info": "2023-04-12 08:15:30 IT之家 作者：林晓岚"}),
        ("新河发布", {"info": '2023-04-12 08:15 <a href="http://fabu.test/">新河发布</a>'}),
        ("36氪", {"info": "2023-04-12 08:15　36氪"}),
        ("", {"info": "<span>3160字</span> <span>2023年04月12日 08:15</span>"}),
        ("", {"info": "2023-04-12 08:15 1.2万字"}),
        ("", {"info": "2023-04-12 08:15 318 个赞"}),
        ("", {"info": "2023-04-12 08:15 10万+阅读"}),
        ("", {"info": "2023-04-12 08:15 15分钟前"}),
        ("", {"info": "2023-04-12 08:15 来自北京"}),
        ("", {"info": "2023-04-12 08:15 来自上海　浏览：318"}),
        ("", {"info": "2023-04-12 08:15 发布于北京"}),
        ("", {"info": "2023-04-12 08:15 阅读 318"}),
        ("", {"info": "2023-04-12 08:15 林晓岚"}),
        ("", {"info": "2023-04-12 08:15 国内新闻"}),
        ("", {"info": "首页 > 要闻 > 民生新闻　2023-04-12 08:15"}),
        ("", {"info": "2023-04-12 08:15 IP属地：内蒙古自治区"}),
        ("新河日报", {"info": "2023-04-12 08:15", "tail": "<p>（来源：新河日报）</p>"}),
        ("新河日报", {"info": "2023-04-12 08:15", "tail": "<p>来源：新河日报</p><p>责编：何青</p>"}),
        ("新河日报", {"info": "2023-04-12 08:15", "tail": "<p>傍晚起了风，船在水里晃。（来源：新河日报）</p>"}),
        ("新河日报客户端", {"info": "原创：新河日报客户端　2023-04-12 08:15"}),
        ("", {"info": "2023-04-12 08:15", "tail": "<p>来源：据当地渔民说，这批鱼苗来自上游水库。</p>"}),
        ("新河网", {"info": "新河网 · 林晓岚 | 2023-04-12 08:15"}),
        ("中国网", {"info": "中国网 · 林晓岚 | 2023-04-12 08:15"}),
        ("新河日报", {"info": "<p>林晓岚/新河日报</p><p>2023-04-12 08:15</p>"}),
        ("RiverForce", {"info": "原创 RiverForce 2023-04-12 08:15:30"}),
        ("码头笔记", {"info": "<p>原创 river 码头笔记</p><p>2023-04-12 08:15</p>"}),
        ("划船大师兄", {"info": '<p class="author-name">划船大师兄</p><p>发布时间：2023-04-12 08:15</p>'}),
        ("管不住", {"info": '<p class="author-info">管不住</p><p>关注</p><p>2023-04-12 08:15</p>'}),
        ("在岸上", {"info": '<p class="sourceTitle_x7">在岸上</p><p>下载客户端</p><p>2023-04-12 08:15 来自北京</p>'}),
        (
            "码头笔记",
            {"info": '<a id="js_name">码头笔记</a>', "meta": '<meta property="og:site_name" content="某某平台">'},
        ),
        ("新時", {"info": "2023-04-12 08:15 新時", "tail": "<p>(新時)</p>"}),
        ("", {"info": "2023-04-12 08:15", "meta": '<meta property="og:site_name" content="某某平台">'}),
        (
            "新河在线",
            {"info": "新河在线　2023-04-12 08:15", "meta": '<meta property="og:site_name" content="新河在线">'},
        ),
        ("", {"info": "2023-04-12 08:15", "head": "<p>图片来源：北岸图库 版权作品</p>"}),
        (
            "新河社",
            {
                "info": "2023-04-12",
                "first": "（新河社记者林晓岚新河5日电）",
                "meta": '<meta name="author" content="新河通讯社">',
            },
        ),
        ("", {"info": "首页 / 新河新闻 / 2023-04-12 08:15"}),
        ("", {"info": '<p class="author-name">林晓岚</p><p>2023-04-12 08:15</p>'}),
        ("", {"info": "2023-04-12 08:15 3160字"}),
        ("", {"info": "2023-04-12 08:15 来源：未知"}),
    ],
)
def test_whom_a_page_has_its_article_from(source: str, parts: dict[str, str]) -> None:
    assert read(**parts)[2] == source
