"""State Post Bureau (国家邮政局): articles by month and hash."""

from scrapers.site import Site
from scrapers.sites.cms import standard
from scrapers.sources import Listing

HOME = "https://www.spb.gov.cn/"
COLUMNS = {
    "新闻发布": "gjyzj/c100015/c100016/common_list.shtml",
    "政策": "gjyzj/c100009/c100010/common_list.shtml",
    "法规标准": "gjyzj/c100009/c100012/common_list.shtml",
    "通知公告": "gjyzj/c100037/c100150/common_listmore.shtml",
    "栏目 c100007": "gjyzj/c100001/c100007/common_list.shtml",
}

SITE = Site(
    name="spb",
    publisher="国家邮政局",
    homepage=HOME,
    hosts=("spb.gov.cn",),
    article=r"^https?://www\.spb\.gov\.cn/gjyzj/(?:c\d+/){1,4}\d{6}/[0-9a-f]{32}\.shtml",
    example=f"{HOME}gjyzj/c100015/c100016/202601/0123456789abcdef0123456789abcdef.shtml",
    sources=tuple(
        Listing(
            name=name,
            url=HOME + path,
            evidence="B 2026, 1 program: gov-site-list or china-governance",
        )
        for name, path in COLUMNS.items()
    ),
    profiles=standard.PROFILES,
)
