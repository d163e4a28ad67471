"""Layouts of 2024 to 2026: imitations of our own, of a made-up town, in the markup that is known of each publisher.

What each should read was written down before it was read. Of some publishers no page was seen (their modules say so):
there the test only proves that the layout reads what it is said to look like.
"""

import json
from datetime import UTC, datetime
from html import escape
from typing import Any, NamedTuple

import pytest

from cundang.model.article import Article
from cundang.model.page import Page
from pipelines.line import Reader
from scrapers.sites import publishers

NOW = datetime(2026, 11, 1, tzinfo=UTC)
TITLE = "青石渡老桥重新开放"
FIRST = "青石渡的老桥昨天重新开放，桥面比原来宽出两米，行人和车从此各走各的路。"
SECOND = "镇上的人说，最难的是把一百二十块桥石按原来的次序放回去，石匠为此画了三个月的图。"
LAST = "从今年冬天起，桥头的集市也搬回岸边，逢五逢十开市，摊位比去年多出一半。"
OTHER = "苇塘的水闸推迟到明年春天开工，附近的人家已经等了两年，谁也说不准还要等多久。"
TEXT = f"<p>{FIRST}</p><p>{SECOND}</p><p>{LAST}</p>"
HASH = "0123456789abcdef0123456789abcdef"
PICTURE = "https://img.qingdian.example/qiao-1.jpg"


class Expected(NamedTuple):
    profile: str
    url: str
    published_at: str | None
    source_name: str | None = None
    author: str | None = None
    editor: str | None = None
    pictures: tuple[str, ...] = ()


def read(url: str, body: str, head: str = "") -> Article:
    html = (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{TITLE}_青石渡新闻</title>{head}</head><body>{body}'
        f'<div class="side"><h3>大家都在看</h3><ul><li><a href="/a/1">苇塘水闸推迟开工</a></li></ul></div></body></html>'
    )
    headers = (("content-type", "text/html; charset=utf-8"),)
    return Reader(publishers()).read([Page(url, NOW, 200, headers, html.encode())])


def state(name: str, value: Any) -> str:
    data = json.dumps(value, ensure_ascii=False).replace("</", "<\\/")
    if name.startswith("__"):
        return f'<script id="{name}" type="application/json">{data}</script>'
    return f"<script>{name} = {data};\nwindow.start();</script>"


def kept(name: str, value: str) -> str:
    return f'<textarea class="article-{name}">{escape(value)}</textarea>'


QQ = {
    "url": "https://news.qq.com/rain/a/20240305A01BCD00", "article_id": "20240305A01BCD00", "title": TITLE,
    "desc": "老桥通了", "media": "青石渡日报", "media_id": "5000001", "pubtime": "2024-03-05 09:12:33",
    "tags": ["老桥", "集市"], "comment_id": "8000000001",
    "originContent": {"text": f'<div class="rich_media_content"><p>{FIRST}</p><!--IMG_0--><p>{SECOND}</p><!--IMG_1--><p>{LAST}</p></div>'},
    "originAttribute": {
        "IMG_0": {"imgurl0": "https://img.qingdian.example/s1/0", "origUrl": PICTURE, "desc": ""},
        "IMG_1": {"imgurl0": "https://img.qingdian.example/qiao-2/0"},
    },
}  # fmt: skip
PAPER_TEXT = TEXT.replace(
    "<p>", f'<img alt="" loading="lazy" data-src="{PICTURE}" src="data:image/gif;base64,R0lGOD"><p>', 1
)
PAPER_DETAIL = {
    "contId": 26500001, "name": TITLE, "summary": "老桥通了", "author": "澎湃新闻记者 林晓", "source": "青石渡新闻",
    "pubTime": "2024-03-05 09:12", "publishTime": 1709601120000, "responEditor": "周河", "imageEditor": "", "content": TEXT, "tags": "老桥",
}  # fmt: skip
PAPER_STATE = state(
    "__NEXT_DATA__", {"props": {"pageProps": {"detailData": {"contType": 0, "contentDetail": PAPER_DETAIL}}}}
)


def paper(prefix: str, author: str) -> str:
    return (
        f'<div id="__next"><main><div class="{prefix}wrapper__U7hc_"><h1 class="{prefix}title__FIwxD">{TITLE}</h1>'
        f'<div class="{prefix}headerContent__AS6Ux"><div class="{prefix}left__IlIiv">{author}<div><div class="ant-space">'
        '<div class="ant-space-item" style="margin-right:8px"><span>2024-03-05 09:12</span></div><div class="ant-space-item">'
        '<span>来源：<!-- -->青石渡新闻</span></div></div></div></div><div class="ant-space right__om45Q"><div class="ant-space-item">'
        f'字号</div></div></div><div class="{prefix}cententWrap__UojXm">{PAPER_TEXT}</div><div><div class="wrapper__yoVat">'
        f'<span>特别声明</span><p class="content__bOXdU">本文为澎湃号作者或机构上传并发布。</p></div></div></div></main></div>'
    )


IFENG_DATA = {
    "nav": [{"title": "首页"}], "recommend": [{"title": "苇塘水闸推迟开工", "newsTime": "2026-06-18 08:00:00"}],
    "docData": {
        "title": TITLE, "newsTime": "2026-06-17 11:06:56", "source": "", "editorName": "周河", "summary": TITLE,
        "subscribe": {"catename": "青石渡观察"}, "contentData": {"contentList": [
            {"type": "text", "data": TEXT + f'<p><img class="empty_bg" data-lazyload="{PICTURE}" src="data:image/png;base64,AA"></p>'},
            {"type": "video", "data": {"title": "老桥航拍"}},
        ]},
    },
}  # fmt: skip
IFENG = (
    f'<div id="root"><div class="index_header_dIji1"><ul><li><a href="/">首页</a></li></ul></div><div class="index_artical_-6O-z">'
    f'<h1 class="index_topic_5hyUE">{TITLE}</h1><div class="index_info_FU6MT clearfix"><div class="index_textTitle_FfG9x">'
    '<div class="index_sourceTitle_Vj75f"><div class="index_sourceTitleText_wlTy-"><a href="/m/1">青石渡观察</a></div></div>'
    '<div class="index_timeBref_20hzr"><a href="/m/1">2026年06月17日 11:06:56<!-- --> <!-- -->来自苇塘</a></div></div></div>'
    '<div class="index_main_content_j-HoG"><div class="index_articleBox_6mBbT"><div class="index_text_D0U1y">'
    f'{TEXT}<p><img class="empty_bg" data-lazyload="{PICTURE}" src="data:image/png;base64,AA"></p></div>'
    '<div class="index_end_1O-ki">返回凤凰网首页</div></div></div><div class="index_vote_box_51Kyv clearfix">'
    '<p class="index_author_Hku0u">[责任编辑：周河 PX001]</p><div class="index_vote_OHWb9">推荐<span>39</span></div></div></div></div>'
)
CCTV_HEAD = '<meta name="author" content="林晓"><meta name="source" content="青石渡新闻">'
CCTV = (
    f'<div class="title_area" id="title_area"><h1>{TITLE}</h1><div class="info">来源：<a href="/s">青石渡新闻</a>  |  '
    '2026年06月25日 15:18:53</div><div class="info1">青石渡新闻 | 2026年06月25日 15:18:53</div><h6 id="sourcetitle">原标题：</h6></div>'
    '<div class="text_area" id="text_area"></div><div id="j_loading">正在加载</div><script type="text/javascript">var contentdate  = '
    f'\'<p class="photo_img_20190808"><img src="{PICTURE}" alt=""/></p><p class="photo_alt_20190808">△老桥（资料图）</p>'
    f"{TEXT.replace('<p>', '<p>　　')}'</script>"
    '<div class="content_area" id="content_area"></div><div class="zebian"><i></i><span>编辑：林晓</span><span id="zb">责任编辑：周河</span>'
    '</div><div class="fir">返回央视网首页</div>'
)
CCTV_SHORT = (
    f'<div class="content_19568"><div class="title_area"><h1>{TITLE}</h1><div class="info"><span>2026年10月02日 19:46</span></div></div>'
    f'<div id="text_area" class="text_area">{TEXT}</div></div>'
)
PEOPLE = {
    "politics": f'<div class="rm_txt"><h1>{TITLE}</h1><b id="newstime">2026年10月03日05:36</b><div id="rm_txt_zw">{TEXT}'
    '<div class="edit cf">(责编：林晓、周河)</div></div></div>',
    "finance": f'<div class="layout rm_txt cf"><div class="col col-1 fl"><h1>{TITLE}</h1><div class="channel cf"><div class="col-1-1 fl">'
    '<b id="newstime">2026年10月04日08:23</b> | 来源：青石渡日报</div></div><div class="rm_txt_con cf"><div id="rm_txt_zw">'
    f'{TEXT}<p><script>showPlayer({{id: "a"}});</script></p></div><div class="edit cf">(责编：林晓、周河)</div></div></div></div>',
    "theory": f'<div class="text_con text_con01 rm_txt"><div class="text_c col-1"><h1>{TITLE}</h1><p class="sou"><b id="newstime">'
    f'2026年10月04日08:16</b>&nbsp;来源：青石渡日报</p><div class="show_text" id="rm_txt_zw">{TEXT}</div></div></div>',
}
HUANQIU = (
    f'<div class="data-container"><article>{kept("aid", "4TSabcdefgh")}{kept("title", TITLE)}'
    + kept("content", f"<article><section data-type='rtext'>{TEXT}</section><aside>推荐阅读：苇塘水闸推迟开工</aside></article>")
    + kept("time", "1791000000177") + kept("ext-xtime", "1791100000000")
    + kept("source-name", '<a href="https://www.qingdian.example/1">青石渡日报</a>') + "</article></div>"
    '<aside><textarea class="item-title">苇塘水闸推迟开工</textarea><textarea class="item-time">1791200000000</textarea></aside>'
)  # fmt: skip
LD = f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"{TITLE}","datePublished":"%s","author":%s}}</script>'
SINA_PHONE = (
    f'<section class="s_card z_c1"><article class="art_box"><h1 class="art_tit_h1">{TITLE}</h1><section><div class="weibo_info look_info">'
    '<figcaption class="weibo_detail"><figure><h2 class="weibo_user">青石渡晚报网络版</h2><time class="weibo_time">'
    '<span class="weibo_time_day">2024.03.05</span>09:12 </time></figure></figcaption><a class="look_sub">关注</a></div></section>'
    f'<section class="art_pic_card art_content">{TEXT.replace("<p>", "<p class=art_p>")}</section></article></section>'
)
SINA_2026 = (
    f'<h1 class="channel-logo"><a href="/"><span>新闻中心</span></a></h1><h1 class="main-title">{TITLE}</h1>'
    f'<div class="top-bar"><div class="second-title">{TITLE}</div><div class="date-source"><span class="date">2026年07月25日 07:47</span>'
    '<span class="author">作者  <div class="avatar-wrap"><img class="avatar-img" src="/t.jpg" alt="avatar"></div> '
    '<a href="/x" class="source">青石渡闲谈</a> 本地资讯创作者</span></div><div class="page-tools"><span>缩小字体</span></div></div>'
    f'<div class="article" id="article"><div class="img_wrapper"><img src="{PICTURE}" alt=""><span class="img_descr">老桥</span></div>'
    f'{TEXT}<p class="show_author">责任编辑：周河 </p></div><div class="blk-related">相关新闻</div>'
)
CLS = {
    "id": 2400001, "title": TITLE, "brief": "①老桥通了；\n②集市搬回岸边。", "content": TEXT.replace("</p><p>", "</p>\n<p>"),
    "ctime": 1782285437, "author": {"name": "青石渡日报"}, "secReviewer": "周河", "subject": [{"id": 1, "name": "老桥"}], "isFree": True,
}  # fmt: skip
# What is known of each: what it should read, the body, the head.
PAGES: dict[str, tuple[Expected, str, str]] = {
    "qq": (
        Expected("qq-2024", "https://news.qq.com/rain/a/20240305A01BCD00", "2024-03-05T09:12:33+08:00", "青石渡日报",
                 pictures=(PICTURE, "https://img.qingdian.example/qiao-2/0")),
        '<div id="app"></div>' + state("window.DATA", QQ), '<meta name="apub:time" content="3/5/2024, 9:12:33 AM">'),
    "qq on a host of 2023": (
        Expected("qq-2024", "https://new.qq.com/rain/a/20240305A01BCD00", "2024-03-05T09:12:33+08:00", "青石渡日报",
                 pictures=(PICTURE, "https://img.qingdian.example/qiao-2/0")),
        f'<div class="content-article">{OTHER}</div>' + state("window.DATA", QQ), ""),
    "qq drawn": (
        Expected("qq-2024-drawn", "https://news.qq.com/rain/a/20240305A01BCD00", "2024-03-05T09:12:00+08:00", pictures=(PICTURE,)),
        f'<div id="article-content"><h1>{TITLE}</h1><div class="rich_media_content">{TEXT}<p><img src="{PICTURE}"></p></div></div>',
        '<meta name="apub:time" content="2024-03-05 09:12">'),
    "thepaper 2026": (
        Expected("thepaper-2022", "https://www.thepaper.cn/newsDetail_forward_26500001", "2024-03-05T09:12:00+08:00", "青石渡新闻",
                 "林晓", "周河", (PICTURE,)),
        paper("", "<div>澎湃新闻记者 林晓</div>") + PAPER_STATE, ""),
    "thepaper 2022": (
        Expected("thepaper-2022", "https://www.thepaper.cn/newsDetail_forward_26500001", "2024-03-05T09:12:00+08:00", "青石渡新闻",
                 "林晓", "周河", (PICTURE,)),
        paper("index_", "<div>澎湃新闻记者 林晓</div>") + PAPER_STATE, ""),
    "thepaper without classes": (
        Expected("thepaper-next", "https://m.thepaper.cn/newsDetail_forward_26500001", "2024-03-05T09:12:00+08:00", "青石渡新闻",
                 "林晓", "周河"),
        f'<main><h1 class="a1">{TITLE}</h1></main>' + PAPER_STATE, ""),
    "ifeng 2026": (
        Expected("ifeng-2022", "https://finance.ifeng.com/c/8u1abcdefgh", "2026-06-17T11:06:56+08:00", "青石渡观察", editor="周河",
                 pictures=(PICTURE,)),
        IFENG, '<meta name="og:time " content="2026-06-17 11:06:56">' + state("var allData", IFENG_DATA)),
    "ifeng not drawn": (
        Expected("ifeng-state", "https://finance.ifeng.com/c/8u1abcdefgh", "2026-06-17T11:06:56+08:00", "青石渡观察", editor="周河",
                 pictures=(PICTURE,)),
        '<div id="root"></div>', state("var allData", IFENG_DATA)),
    "cctv": (
        Expected("cctv-2020", "https://news.cctv.com/2026/06/25/ARTIabcdefghijklmnopqr260625.shtml", "2026-06-25T15:18:53+08:00",
                 "青石渡新闻", editor="周河", pictures=(PICTURE,)),
        CCTV, CCTV_HEAD),
    "cctv, the other template": (
        Expected("cctv-2020", "https://news.cctv.com/2026/10/02/ARTIabcdefghijklmnopqr261002.shtml", "2026-10-02T19:46:00+08:00"),
        CCTV_SHORT, ""),
    "people politics": (
        Expected("people-2026", "http://politics.people.com.cn/n1/2026/1003/c461001-40800001.html", "2026-10-03T05:36:00+08:00",
                 editor="林晓、周河"),
        PEOPLE["politics"], ""),
    "people finance": (
        Expected("people-2021", "http://finance.people.com.cn/n1/2026/1004/c1004-40800002.html", "2026-10-04T08:23:00+08:00", "青石渡日报",
                 editor="林晓、周河"),
        PEOPLE["finance"], ""),
    "people theory": (
        Expected("people-2026", "http://theory.people.com.cn/n1/2026/1004/c40531-40800003.html", "2026-10-04T08:16:00+08:00", "青石渡日报"),
        PEOPLE["theory"], ""),
    "news.cn": (
        Expected("xinhua-g5", f"http://www.news.cn/sci-tech/20260922/{HASH}/c.html", "2026-09-22T10:21:56+08:00", "青石渡日报", editor="周河"),
        f'<div class="mheader"><h1><span class="title">{TITLE}</span></h1><div class="info">2026-09-22 10:21:56<span>来源：青石渡日报</span></div>'
        f'</div><div id="detail"><span id="detailContent">{TEXT}</span><div id="articleEdit"><span class="editor">【责任编辑:周河】</span></div></div>',
        ""),
    "huanqiu": (
        Expected("huanqiu-2026", "https://sports.huanqiu.com/article/4TSabcdefgh", "2026-10-03T12:00:00+08:00", "青石渡日报"),
        HUANQIU, ""),
    "guancha": (
        Expected("guancha", "https://www.guancha.cn/GuoJi/2026_10_03_900001.shtml", "2026-10-03T18:43:07+08:00", "青石渡网"),
        f'<div class="left-main"><h3>{TITLE}</h3><div class="time"><span>2026-10-03 18:43:07</span><span>字号：A-</span><span>来源：青石渡网'
        f'</span></div><div class="content all-txt">{TEXT}</div></div><div class="time"><span>2026-12-30 20:00:00</span></div>', ""),
    "163": (
        Expected("netease-2021", "https://www.163.com/news/article/L83BH1KR000181BR.html", "2026-09-30T16:33:16+08:00"),
        f'<h1 class="post_title">{TITLE}</h1><div id="content" class="post_content"><div class="post_body">{TEXT}</div>'
        f'<ul class="post_recommends_list"><li><p>{OTHER}</p></li></ul></div>',
        '<meta property="article:published_time" content="2026-09-30T16:33:16+08:00">'),
    "china.com.cn": (
        Expected("china-com-cn-2022", "http://news.china.com.cn/2026-05/13/content_118000001.shtml", "2026-05-13T13:48:00+08:00", "青石渡网",
                 editor="周河"),
        f'<div class="topNav"><h1 class="article_title">{TITLE}</h1><div class="informShare">分享到：</div></div><div class="content">'
        f'<div class="m_local"><a href="/">首页</a></div><h1>{TITLE}</h1><div class="inform"><p>2026-05-13 13:48</p><p>来源：青石渡网</p>'
        f'<div class="informShare">分享到：</div></div><div class="content_left"><div class="article">{TEXT}<div class="editor">【责任编辑：周河】'
        '</div></div></div></div>',
        '<meta name="publishedtype" content="1"><meta name="publishdate" content=" 2026-05-13"><meta name="author" content="周河">'),
    "sina for phones": (
        Expected("sina-phone", "https://finance.sina.cn/2024-03-05/detail-iabcdef1234567.d.html", "2024-03-05T09:12:00+08:00",
                 "青石渡晚报网络版"),
        SINA_PHONE, ""),
    "sina 2026": (
        Expected("sina-2017", "https://news.sina.com.cn/c/2026-07-25/doc-iabcdef1234567.shtml", "2026-07-25T07:47:00+08:00", "青石渡闲谈",
                 editor="周河", pictures=(PICTURE,)),
        SINA_2026, '<meta property="article:published_time" content="2026-07-25T07:47:42+08:00">'),
    "zaobao": (
        Expected("zaobao-2026", "https://www.zaobao.com.sg/realtime/china/story20260116-8000001", "2026-01-16T06:05:34+00:00", author="林晓"),
        f'<article><h1>{TITLE}</h1><div class="flex">分享</div><div class="articleBody">{TEXT}</div></article>',
        LD % ("2026-01-16T06:05:34.000Z", '[{"@type":"Person","name":"林晓"}]')
        + '<link rel="canonical" href="https://www.zaobao.com.sg/realtime/china/story20260116-8000001">'),
    "cankaoxiaoxi": (
        Expected("cankaoxiaoxi", f"https://ckxxapp.ckxx.net/pages/2026/06/24/{HASH}.html", "2026-06-24T21:02:22+08:00", author="林晓", editor="参考消息"),
        f'<div class="article-detail"><div class="article-title">{TITLE}</div><span class="article-reporter">林晓</span>'
        '<span class="article-time">2026-06-24 21:02:22</span><div id="articleContent"></div><div class="article-editor"><span class="label">'
        '编辑：</span><span class="editor">参考消息</span></div></div>'
        + state("var contentTxt", TEXT),
        '<meta property="article:published_time" content="2026-06-24">'),
    "dw": (
        Expected("dw", "https://www.dw.com/zh/青石渡老桥重新开放/a-79500001", "2026-10-03T18:20:00+02:00", author="林晓"),
        f'<aside><span class="extra-info">路透社</span></aside><article><div class="content-area"><header><h1>{TITLE}</h1>'
        '<div class="author-details"><a rel="author" href="/p">林晓</a><span class="extra-info">德新社、法新社</span></div>'
        f'<time>2026年10月3日 18:20</time></header><div class="rich-text">{TEXT}<p>DW中文有Instagram！欢迎搜寻dw.chinese，看更多图文。</p>'
        '<p>© 2026年德国之声版权声明：本文所有内容受到著作权法保护，如无特别授权不得使用。</p></div></div></article>', ""),
    "voa": (
        Expected("voa", "https://www.voachinese.com/a/old-bridge-20261003/8200001.html", "2026-10-03T18:43:07+08:00"),
        f'<h1>{TITLE}</h1><time pubdate="pubdate" datetime="2026-10-03T18:43:07+08:00">2026年10月3日 18:43</time><div id="article-content">'
        f'<div class="wsw">{TEXT}<div class="wsw__embed"><p>{OTHER}</p></div><div class="wsw__related"><p>{OTHER}</p></div></div></div>', ""),
    "rti": (
        Expected("rti-2026", "https://www.rti.org.tw/news?uid=3&pid=236001", "2026-10-07T21:47:00+08:00", "青石渡社", "林曉", "周河"),
        f'<h1>{TITLE}</h1><div class="dateWrap"><div class="date"><span class="time">2026-10-07 21:47</span></div><div class="date">'
        '<span class="time">新聞引據：青石渡社</span></div><div class="date"><span class="time">採訪撰稿：林曉 責任編輯：周河</span></div></div>'
        f'<div class="text ivu-mt">{TEXT}</div>', ""),
    "ntdtv": (
        Expected("ntdtv-2026", "https://www.ntdtv.com/gb/2026/10/03/a104130001.html", "2026-10-03T10:35:00+08:00"),
        f'<div class="article_title"><h1>{TITLE}</h1></div><div class="article_info"><span class="time">北京时间：2026-10-03 10:35</span></div>'
        f'<div class="article_content">{TEXT}</div>', LD % ("2026-10-03T10:35:43Z", "[]")),
    "upmedia": (
        Expected("upmedia-2026", "https://www.upmedia.mg/tw/focus/politics/240001", "2026-10-03T10:35:00+08:00"),
        f'<h1>{TITLE}</h1><div class="news-box-text">{TEXT}</div>', '<meta property="article:published_time" content="2026-10-03T10:35:00+08:00">'),
    "cls": (
        Expected("cls-2026", "https://www.cls.cn/detail/2400001", "2026-06-24T15:17:17+08:00", "青石渡日报", editor="周河"),
        f'<div class="f-s-34"><span>{TITLE}</span></div><pre>①老桥通了；</pre><div class="detail-content">{TEXT}</div>'
        + state("__NEXT_DATA__", {"props": {"pageProps": {"articleDetail": CLS}}}), ""),
    "wenweipo": (
        Expected("wenweipo-2026", "https://www.wenweipo.com/a/202610/03/AP6ac0c97ae4b01d54a2000001.html", "2026-10-03T17:23:03+08:00"),
        f'<div class="title-bar"><h1>{TITLE}</h1><div class="info-bar"><span class="time">2026-10-03 17:23:03</span></div></div>'
        f'<div id="richTextContainer">{TEXT}</div>', ""),
    "tkww": (
        Expected("tkww-2026", "https://www.tkww.hk/a/202610/03/AP6ac03ce1e4b0e1e2ee000001.html", "2026-10-03T07:23:11+08:00"),
        f'<h1 class="content-title-text">{TITLE}</h1><div class="content-main-left"><div class="content-body-inner">{TEXT}</div></div>',
        '<script type="application/ld+json">{"@type":"Article","datePublished":"Sat Oct 03 07:23:11 HKT 2026"}</script>'),
    "nea": (
        Expected("nea-2024", f"https://www.nea.gov.cn/20260105/{HASH}/c.html", "2026-01-05T10:20:00+08:00", "青石渡能源报"),
        f'<div class="titles">{TITLE}</div><span class="times">发布时间：2026-01-05 10:20</span><span class="author">来源：青石渡能源报</span>'
        f'<div id="detail"><div id="detailContent">{TEXT}</div></div>', '<meta name="publishdate" content="2026-01-06">'),
    "piyao": (
        Expected("piyao-2024", f"https://www.piyao.org.cn/20260105/{HASH}/c.html", "2026-01-05T10:20:00+08:00", "青石渡网"),
        f'<div class="con_tit"><h2>{TITLE}</h2><p>时间：2026-01-05 10:20 来源：青石渡网</p></div><div class="con_txt">{TEXT}</div>', ""),
}  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_an_imitation_is_read_as_was_written_down_before(name: str) -> None:
    expected, body, head = PAGES[name]
    article = read(expected.url, body, head)
    assert article.extractor == expected.profile
    assert article.title == TITLE
    assert article.published_at == expected.published_at
    assert (article.source_name, article.author, article.editor) == (
        expected.source_name,
        expected.author,
        expected.editor,
    )
    assert article.text.split("\n\n") == [FIRST, SECOND, LAST]
    assert tuple(image.url for image in article.images) == expected.pictures


@pytest.mark.parametrize(
    ("time", "published_at"),
    [
        (
            '<time datetime="2026-10-03T10:43:07Z">2026年10月3日 18:43</time>',
            "2026-10-03T18:43:00+02:00",
        ),  # a system's clock
        ('<time datetime="2026-10-03T18:43:07+08:00">2026年10月3日 18:43</time>', "2026-10-03T18:43:07+08:00"),
        ('<time datetime="2026-10-03T18:43">2026年10月3日</time>', "2026-10-03T18:43:00+02:00"),
        ('<time datetime="2026-10-03">2026年10月3日 18:43</time>', "2026-10-03T18:43:00+02:00"),
        ('<time datetime="">2026年10月3日 18:43</time>', "2026-10-03T18:43:00+02:00"),
    ],
)
def test_a_time_is_what_its_element_shows_or_says_more_exactly(time: str, published_at: str) -> None:
    article = read(
        "https://www.dw.com/zh/qiao/a-79500001",
        f'<article><header><h1>{TITLE}</h1>{time}</header><div class="rich-text">{TEXT}</div></article>',
    )
    assert (article.extractor, article.published_at) == ("dw", published_at)


def test_what_a_state_has_for_no_article_is_none() -> None:
    empty = {**QQ, "originContent": {"text": ""}, "originAttribute": {}}
    article = read(PAGES["qq"][0].url, f'<div class="content-article">{TEXT}</div>' + state("window.DATA", empty))
    assert (article.extractor, article.images) == ("qq-2020", ())
