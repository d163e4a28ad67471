"""Jiemian (界面新闻)."""

from scrapers.site import Site
from scrapers.sites.cms import standard
from scrapers.sources import Listing

COLUMNS = {
    "新闻": 801,
    "快报": 4,
    "财经": 800,
    "宏观": 174,
    "金融": 9,
    "证券": 112,
    "商业": 2,
    "科技": 65,
    "地产": 62,
    "汽车": 51,
    "能源": 856,
    "工业": 28,
    "交通": 30,
    "医药": 472,
    "消费": 31,
    "教育": 256,
    "农业": 883,
    "大湾区": 680,
    "数据": 154,
    "文化生活": 130,
}

SITE = Site(
    name="jiemian",
    publisher="界面新闻",
    homepage="https://www.jiemian.com/",
    hosts=("jiemian.com",),
    article=r"^https?://(?:www|m)\.jiemian\.com/article/\d+(?:_\w+)?\.html",
    example="https://www.jiemian.com/article/13500001.html",
    sources=tuple(
        Listing(
            name=name,
            url=f"https://www.jiemian.com/lists/{number}.html",
            evidence="B 2026, 1 program: RSSHub",
        )
        for name, number in COLUMNS.items()
    ),
    profiles=standard.PROFILES,
)
