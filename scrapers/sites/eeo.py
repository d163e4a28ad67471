"""The Economic Observer (经济观察网)."""

from scrapers.site import Site
from scrapers.sites.cms import standard
from scrapers.sources import Listing

HOME = "https://www.eeo.com.cn/"
COLUMNS = {
    "时事": "yaowen/dashi/",
    "政策": "yaowen/hfggzc/",
    "宏观": "yaowen/hfshuju/",
    "智库": "yaowen/hfdongjian/",
    "首席观点": "yaowen/sxgd/",
    "大宗商品": "yaowen/dzsp/",
    "证券": "jinrong/zhengquan/",
    "债市": "jinrong/zhaishi/",
    "商业产业": "shangyechanye/",
    "财经": "caijing/",
    "上市公司": "ssgsn/",
    "地产": "dichan/",
    "评论": "pinglun/",
    "研究院": "yanjiuyuan/",
    "观察家": "gcj/guanchajia/",
}

SITE = Site(
    name="eeo",
    publisher="经济观察网",
    homepage=HOME,
    hosts=("eeo.com.cn",),
    article=r"^https?://www\.eeo\.com\.cn/\d{4}/\d{4}/\d+\.shtml",
    example=f"{HOME}2026/0105/780001.shtml",
    sources=tuple(
        Listing(
            name=name,
            url=HOME + path,
            evidence="B 2026, 1 program: RSSHub",
        )
        for name, path in COLUMNS.items()
    ),
    profiles=standard.PROFILES,
)
