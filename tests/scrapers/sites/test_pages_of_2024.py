"""Pages of 2022 to 2024 of the corpora, each read by eye: which layout reads them, and what a reader sees there."""

import gzip
import json
from functools import cache
from typing import NamedTuple

import pytest

from cundang.model.page import Page
from pipelines.line import Reader
from scrapers.sites import publishers
from tests.helpers.pages import NOW
from tests.helpers.paths import shared

# What these pages show around their texts.
FURNITURE = (
    "责任编辑", "责编", "分享到", "分享至", "返回搜狐", "特别声明", "平台声明", "人参与", "字号增大", "返回南方网", "阅读剩余全文", "下载客户端",
    "扫码下载", "相关阅读", "发布于：",
)  # fmt: skip


class Seen(NamedTuple):
    profile: str
    title: str
    published_at: str
    source_name: str | None
    editor: str | None
    begins: str
    ends: str


SEEN = {
    "4f7ec8866e8768e2": Seen(
        "china-com-cn-2022", "呼和浩特：对生育二孩、三孩的呼市户籍家庭发放一次性育儿津贴5000元", "2024-05-13T13:48:00+08:00", "中国网", "刘峻凌",
        "中国网5月13日讯 据呼和浩特市人民政府网站消息", "所需面积不计入单位办公用房总使用面积。"),
    "03d2c2bd19143b68": Seen(
        "china-com-cn-2022", "北京：古北水镇“光之城”文旅融合系列IP推出", "2024-05-20T09:37:00+08:00", "中国网", "郭旭",
        "中国网5月20日电 5月18日晚", "获得了观众的阵阵掌声肯定。（郭旭）"),
    "ff126496cee9d3c4": Seen(
        "ifeng-2022", "巴以冲突，困住中国外贸人", "2024-01-25T18:03:35+08:00", "在人间", "杜智",
        "广东人Jenny 从未想过", "编辑 周褶褶 ｜ 排版 魏蔚"),
    "0b6ce4d2ad3b5d9d": Seen(
        "ifeng-2022", "政能亮丨“稳经济”需要跑出“加速度”", "2022-06-02T09:52:19+08:00", "政能亮", "黄忆南",
        "“事机一失应难再，时乎时乎不我待！”", "审 读：崔向升"),
    "adc4c4c5fb92443a": Seen(
        "sina-phone", "创业环保第一季度报告会计差错的提示性公告", "2005-08-26T05:39:00+08:00", "上海证券报网络版", None,
        "天津创业环保股份有限公司(“本公司”)及董事会全体成员", "2005年8月25日"),
    "4498c072a6e771f9": Seen(
        "toutiao-2021", "现总统阿比纳德尔宣布赢得多米尼加总统选举", "2024-05-20T14:33:00+08:00", "新华社", None,
        "多米尼加现任总统、现代革命党候选人阿比纳德尔19日晚", "新华社记者 李梦馨 摄"),
    "b5df0f0366595219": Seen(
        "toutiao-2021", "新华全媒+丨积极因素不断增多 “质升量稳”动能增强——前4个月我国外贸向好态势进一步巩固",
        "2024-05-09T22:30:00+08:00", "新华社", None, "新华社北京5月9日电 题：积极因素不断增多", "外贸增长将持续焕发新活力。（完）"),
    "24e8cff2bd813689": Seen(
        "southcn", "亚洲首艘圆筒型“海上油气加工厂”启运珠江口盆地", "2024-05-12T17:19:00+08:00", "新华网", "林涛",
        "新华社深圳5月12日电（记者戴小河、印朋）", "为我国深水油气田高效开发提供全新选择。"),
    "8eff220ff84e8b8d": Seen(
        "southcn", "美联储维持联邦基金利率目标区间不变 年内预将再加息", "2023-06-15T08:10:00+08:00", "中国新闻网", "杨格",
        "美国联邦储备委员会14日宣布", "当前的通胀要比官员们预期的更顽固。"),
    "5f878a23ba925777": Seen(
        "netease-2021", "租户将车停自家院子要交“资源占用费”？村民打“12345”讨说法", "2024-05-13T09:16:04+08:00", "北青网-北京青年报",
        "李曦", "“一闸之隔，进入道闸里面每月要收150元", "文/栗思"),
    "5bbbf5bcee8e74c7": Seen(
        "netease-2021", "苹果称美国反垄断诉讼应被驳回", "2024-05-22T07:16:06+08:00", "鞭牛士", None,
        "鞭牛士报道，5月22日消息", "苹果只会继续加强其智能手机垄断地位。」"),
    "ea2bb8d4311192fa": Seen(
        "sohu-2017", "悲壮！布伦森遭遇左手骨折 第三节受伤提前离场", "2024-05-20T06:48:00+08:00", "NBA广角", "小何",
        "北京时间5月20日，今天NBA季后赛", "17中6得到17分9助攻。"),
    "5485d206c60a45b0": Seen(
        "sohu-2017", "中法经贸合作广度深度不断拓展", "2024-05-13T06:15:00+08:00", "中国经济网", None,
        "今年是中法建交60周年。", "研究员徐占忱）"),
    "c69735f8f9698bd6": Seen(
        "gmw-2024", "维护全人类共同利益需联手抵制保护主义", "2024-05-13T08:49:00+08:00", "人民日报", "杨煜",
        "近期一些美国政客不断渲染所谓的", "实现“多赢”“共赢”。（钟才文）"),
    "209e7f89a7d6a029": Seen(
        "gmw-2024", "中国“太空养鱼”项目进展顺利 “鱼航员”状态良好", "2024-05-20T03:15:00+08:00", "光明网-《光明日报》", "张倩",
        "新华社北京5月19日电（刘艺、杨吉）", "《光明日报》（2024年05月20日 03版）"),
}  # fmt: skip


@cache
def addresses() -> dict[str, str]:
    lines = shared("corpora/magic_zh/gold.jsonl").read_text(encoding="utf-8").splitlines()
    return {page["id"]: page["url"] for page in map(json.loads, lines)}


@pytest.mark.parametrize("page_id", SEEN)
def test_a_page_of_2024_is_what_a_reader_sees(page_id: str) -> None:
    seen = SEEN[page_id]
    html = gzip.decompress(shared(f"corpora/magic_zh/pages/{page_id}.html.gz").read_bytes())
    article = Reader(publishers()).read([Page(addresses()[page_id], NOW, 200, (), html)])
    assert article.extractor == seen.profile
    assert article.title == seen.title
    assert article.published_at == seen.published_at
    assert article.source_name == seen.source_name
    assert article.editor == seen.editor
    text = " ".join(article.text.split())
    assert text.startswith(seen.begins)
    assert text.endswith(seen.ends)
    assert [word for word in FURNITURE if word in text] == []
