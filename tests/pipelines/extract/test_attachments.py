"""Attachments: the files that the text of an article links to, and the lists of them below it."""

import pytest

from cundang.model.article import Article, Attachment
from pipelines.line import Reader
from scrapers.sites import publishers
from tests.helpers.pages import page

URL = "http://sw.lin.gov.cn/art/2024/3/5/art_1_2.html"
RUNNING = "".join(
    f"<p>{which}期河道清淤工程已经完工，沿线村民可以到村务公开栏查看验收结果，有不同意见的请在十五日内向镇水务站书面反映。</p>"
    for which in ("第一", "第二", "第三", "第四")
)
FORM = ("http://sw.lin.gov.cn/P03/W1.doc", "申请表")
MAP = ("http://sw.lin.gov.cn/art/2024/3/5/%E5%9C%B0%E5%9B%BE%20%E4%B8%80.ofd", "地图 一.ofd")
SENT = ("http://sw.lin.gov.cn/module/download/downfile.jsp?classid=0&filename=2a9.pdf", "附件2：验收单")
LISTS = [
    ('<p>附件：1. <a href="/P03/W1.doc">申请表</a></p><p>2. <a href="地图 一.ofd"></a></p>', [FORM, MAP]),
    (f'<ul class="fj"><li>附件</li><li><a href="/P03/W1.doc">申请表</a></li><li><a href="{SENT[0]}">附件2：验收单</a></li></ul>', [FORM, SENT]),
    ('<div>附件下载：<a href="/P03/W1.doc#top"><img src="/doc.gif"></a><a href="/P03/W1.doc">申请表</a></div>', [FORM]),
    ('<p>林河镇水务站</p><p>2024年3月5日</p><p><a href="/attachment/download/88">验收单.xlsx</a></p>',
     [("http://sw.lin.gov.cn/attachment/download/88", "验收单.xlsx")]),
]  # fmt: skip


def read(inside: str, below: str, editor: str) -> Article:
    markup = (
        "<html><head><title>关于公布河道清淤工程验收结果的通知</title></head><body><div class=nav><a href=/>首页</a></div>"
        f"<div class=main><h1>关于公布河道清淤工程验收结果的通知</h1><div>2024-03-05 来源：镇水务站</div>"
        f"<div {editor}>{RUNNING}{inside}</div>{below}</div>"
        "<div class=footer>林河镇人民政府主办 <a href='/help.pdf'>使用帮助</a></div></body></html>"
    )
    return Reader(publishers()).read([page(markup.encode(), "text/html", URL)])


@pytest.mark.parametrize(("markup", "attachments"), LISTS)
@pytest.mark.parametrize("editor", ["class=wz", "class=TRS_Editor id=zoom"])
@pytest.mark.parametrize("is_below", [False, True])
def test_the_files_that_a_notice_links_to(
    markup: str, attachments: list[tuple[str, str]], editor: str, is_below: bool
) -> None:
    article = read("" if is_below else markup, markup if is_below else "", editor)
    assert article.extractor == ("generic" if "wz" in editor else "trs")
    assert article.attachments == tuple(Attachment(*each) for each in attachments)
    if not is_below or article.extractor == "generic":
        for _, name in attachments:
            assert name in article.text or name.startswith("地图")  # a link without text
    assert not any("附件" in removal.text for removal in article.removed)


def test_links_to_pages_are_no_attachments_and_neither_is_the_help_of_the_site() -> None:
    article = read(
        '<p>详见<a href="/art/2024/3/1/art_1_1.html">公告</a>、<a href="/p.jpg">照片</a>。</p>', "", "class=wz"
    )
    assert article.attachments == ()


@pytest.mark.parametrize("editor", ["class=wz", "class=TRS_Editor id=zoom"])
def test_a_list_of_other_pages_below_is_no_list_of_attachments(editor: str) -> None:
    links = "".join(f'<li><a href="/art/{n}.html">关于第{n}期工程的公告</a></li>' for n in range(1, 9))
    below = f'<div>上一篇</div><ul><li><a href="/P03/old.doc">旧的申请表</a></li>{links}</ul>'
    assert read("", below, editor).attachments == ()
