"""Real pages of Xinhua's sites, each read by eye: what a reader sees there is what must stand in the archive."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.helpers.databases import rows
from tests.helpers.paths import shared
from tests.helpers.programs import archive

# Furniture that these pages show around their texts.
FURNITURE = (
    "纠错", "责任编辑", "+1", "关注新华网", "Qzone", "字体：", "分享到", "打印", "字大", "字小", "分享至手机", "下一页", "下一篇",
    "加载更多", "查看更多", "热帖", "炫图", "热词", "热点推荐", "深度观察", "融媒集萃", "Copyright", "版权所有", "制作单位",
    "iframe", "扫一扫", "微信扫描", "Play Video", "2:54", "关闭窗口", "发表评论", "原标题", "稿件来源", "新华社简介", "客户端",
    "中国食品辟谣联盟", "阅读下一篇", "wd_paramtracker", "_wdxid",
)  # fmt: skip


@dataclass(frozen=True)
class Seen:
    """What a person sees on a page."""

    title: str
    published_at: str
    source_name: str | None
    editor: str | None
    first: str
    last: str
    paragraphs: int
    author: str | None = None
    absent: tuple[str, ...] = ()


SEEN = {
    "http://www.xinhuanet.com/world/2019-12/10/c_1125327450.htm": Seen(
        "法国全国大罢工再次严重影响交通", "2019-12-10T07:57:40+08:00", "新华网", "尹世杰",
        "新华社巴黎12月9日电（记者唐霁）法国9日再次爆发全国跨行业大罢工，", "总理菲利普将于11日宣布退休制度改革的总体架构。", 5, author="唐霁",
        absent=("雄安等13地区", "大数据", "中国彩灯节")),
    "http://www.xinhuanet.com/local/2020-02/19/c_1125597921.htm": Seen(
        "武汉的声音：有英勇的你，才有英雄的城！", "2020-02-19T20:29:58+08:00", "半月谈", "焦鹏",
        "“妈妈，为什么还不能出去？”", "正是有了英勇的你们，才有这座英雄的城！（评论员 罗博 萧海川）", 14, author="罗博、萧海川",
        absent=("河南81家上市公司", "微视频", "CPnCoV")),
    "http://www.xinhuanet.com/politics/2020-07/08/c_1126212966.htm": Seen(
        "中共中央办公厅转发《中央宣传部、中央组织部关于认真组织学习〈习近平谈治国理政〉第三卷的通知》",
        "2020-07-08T18:00:55+08:00", "新华网", "邱丽芳", "新华社北京7月8日电 近日，中共中央办公厅转发了",
        "决战脱贫攻坚、乘势而上开启全面建设社会主义现代化国家新征程的磅礴力量。", 8, absent=("印尼单日新增", "桃花水母")),
    "http://www.news.cn/fortune/2023-11/17/c_1129981476.htm": Seen(
        "短缺药品保供稳价 全力保障临床用药需求", "2023-11-17T20:52:15+08:00", "新华网", "张樵苏",
        "新华社北京11月17日电 记者17日从国家卫生健康委获悉，", "推动中药材供需总体平衡。", 4, absent=("黄河流域文物保护", "卫星影像")),
    "https://english.news.cn/20230115/98a3b5c41af641938a2a205f1e0b9f71/c.html": Seen(  # a fragment: no title, no clock
        "[It was a little past dawn Sunday when the Hong Kong West Kowloon Station…]", "2023-01-15", None, None,
        "HONG KONG/GUANGZHOU, Jan. 15 (Xinhua) -- It was a little past dawn Sunday", "(Xinhua/Mao Siqian)", 25),
    "http://www.he.news.cn/20240515/d59c39d4160a4fe4b3084c3e4abfb450/c.html": Seen(
        "新华视界｜河北遵化：数字农机服务助力农业生产", "2024-05-15T08:58:52+08:00", "新华网", "杨丹宇",
        "5月13日，在河北省遵化市东新庄镇一家庭农场，", "新华社发（刘满仓摄）", 3, author="刘满仓",
        absent=(">>|", "|<<", "黄骅港", "八极拳")),
    "http://www.he.xinhuanet.com/news/2012-06/04/content_25340717.htm": Seen(
        "话剧《约定无期限》河北各市巡演结束", "2012-06-04T09:20:26+08:00", "河北日报", "王华军",
        "一个约定，信守15年，感人至深；", "引导全市广大青年和中小学生树立正确的世界观、人生观、价值观。", 6, author="王敬照",
        absent=("冯国璋", "油条哥", "王敬照", "更多图片")),
    "http://www.news.cn/politics/leaders/20240509/3dd6e33cc6d749fbaae01fea337ff400/c.html": Seen(
        "李强在新疆调研时强调 彰显特色优势 提高开放水平 在高质量发展中增进民生福祉促进长治久安",
        "2024-05-09T22:27:02+08:00", "新华网", "王頔", "新华社乌鲁木齐5月9日电（记者邹伟）", "马兴瑞、吴政隆参加调研。", 6, author="邹伟",
        absent=("网站无障碍", "股票代码")),
    "http://sh.xinhuanet.com/2019-05/02/c_138028447.htm": Seen(
        "高质量发展态势持续显现", "2019-05-02T09:03:20+08:00", "新民晚报", "吴一航",
        "上海市统计局昨天公布2019年一季度上海市国民经济运行情况。", "涨幅与去年全年持平。", 6, absent=("海上声光秀", "64710325")),
}  # fmt: skip

REFUSED = {
    "http://www.news.cn/video/index.htm": "the page says that it is a list (tracking number)",
    "http://silkroad.news.cn": "the address of a list or a front page",
    "file:politics_szlb_list_fragment_20261003.html.gz": "no running text",
}


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    db = tmp_path_factory.mktemp("pages") / "archive.db"
    archive(
        "import", shared("pages/xinhuanet"), "--db", db
    )  # what it says of the pages that it refuses is in `problems`
    return db


@pytest.mark.parametrize("url", SEEN)
def test_an_article_is_what_a_reader_sees(db: Path, url: str) -> None:
    seen = SEEN[url]
    (article,) = rows(db, "SELECT * FROM articles WHERE url = ?", url)
    for name in ("title", "published_at", "source_name", "editor", "author"):
        assert getattr(article, name) == getattr(seen, name), name
    text = article.text
    assert text.startswith(seen.first)
    assert text.endswith(seen.last)
    assert len(text.split("\n\n")) == seen.paragraphs
    assert [word for word in (*FURNITURE, *seen.absent) if word in text] == []
    if article.tracking_number:
        assert article.tracking_number not in text


def test_nothing_else_is_stored_and_each_refusal_says_why(db: Path) -> None:
    assert {row.url for row in rows(db, "SELECT url FROM articles")} == set(SEEN)
    problems = {row.url: row.reason for row in rows(db, "SELECT url, reason FROM problems")}
    for url, reason in REFUSED.items():
        assert problems.pop(url).startswith(reason)
    (partial,) = problems.values()  # the picture story, of which only the first of four pages was collected
    assert partial.startswith("partial: without") and [f"c.html?page={n}" in partial for n in (2, 3, 4)] == [True] * 3


def test_the_refused_pages_are_kept(db: Path) -> None:
    kept = rows(db, "SELECT url FROM fetches WHERE outcome = 'refused' AND warc_offset IS NOT NULL")
    assert {row.url for row in kept} == set(REFUSED)
