"""Guangming Online (光明网): its layouts of 2017 and 2024."""

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sites.cms import standard
from scrapers.sources import Listing

SITE = Site(
    name="gmw",
    publisher="光明网",
    homepage="https://www.gmw.cn/",
    hosts=("gmw.cn",),
    article=r"^https?://[\w.]+\.gmw\.cn/\d{4}-\d{2}/\d{2}/content_\d+(?:_\d+)?\.html?",
    sources=(
        Listing(
            name="新闻",
            url="https://news.gmw.cn/",
        ),
    ),
    profiles=(
        Profile(
            name="gmw-2024",
            mark="div.u-mainText",
            title=("h1.u-title",),
            body=("div.u-mainText",),
            published=(".m-con-time",),
            source_name=(".m-con-source a", ".m-con-source"),
            editor=(".liability", ".m-zbTool"),
            keywords=('meta[name="keywords"]',),
            content_id=('meta[name="contentid"]',),
            drop=(".liability", ".m-zbTool", ".u-relate", "#contentLiability"),
            address=r"content_(?P<content_id>\d+)",
        ),
        Profile(
            name="gmw-2017",
            mark="#articleTitle",
            title=("#articleTitle",),
            body=("#contentMain",),
            published=("#pubtime_baidu", "#pubTime"),
            source_name=("#source a", "#source", "#source_baidu"),
            author=("#author_baidu",),
            editor=("#editor_baidu", "#contentLiability"),
            keywords=('meta[name="keywords"]',),
            content_id=('meta[name="contentid"]',),
            drop=("#contentLiability", ".page", "#displaypagenum"),
            next_page=("#displaypagenum a",),
            address=r"content_(?P<content_id>\d+)",
        ),
        standard.WEBTERREN,
    ),
)
