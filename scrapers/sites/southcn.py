"""Southern News (南方网). Seen: pages of 2023 and 2024."""

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sites.cms import standard
from scrapers.sources import JsonList, Listing

SITE = Site(
    name="southcn",
    publisher="南方网",
    homepage="https://www.southcn.com/",
    hosts=("southcn.com",),
    article=(
        r"^https?://[\w.]+\.southcn\.com/(?:[\w-]+/)*(?:content/\d{4}-\d{2}/\d{2}/content_\d+\.htm|node_\w+/\w+\.shtml)"
        r"|^https?://(?:pc|static)\.nfapp\.southcn\.com/\d+/\d+\.html"
    ),
    example="https://news.southcn.com/node_179d29f1ce/5f0e1d2c3b.shtml",
    sources=(
        *(
            Listing(
                name=name,
                url=f"https://news.southcn.com/node_{path}?cms_node_post_list_page=1",
                page_parameter="cms_node_post_list_page",
                evidence=evidence,
            )
            for name, path, evidence in (
                ("新闻", "179d29f1ce", "A 2026, 2 programs"),
                ("新闻（栏目 17a07e5926）", "17a07e5926", "B 2023, 1 program"),
                ("学习时评", "85bedd3e4b", "B 2023, 1 program"),
                ("新闻（栏目 54a44f01a2）", "54a44f01a2", "B 2023, 1 program"),
            )
        ),
        JsonList(
            name="南方+ 广州",
            url="https://api.nfapp.southcn.com/nfplus-manuscript-web/article/list?columnId=38&pageNum=1&pageSize=20",
            page_parameter="pageNum",
            rows="data.list",
            article="http://pc.nfapp.southcn.com/{columnId}/{articleId}.html",
            day="updateTime",
            evidence="B 2026, 1 program: RSSHub",
        ),
    ),
    profiles=(
        Profile(
            name="southcn",
            mark="#article_title",
            title=("#article_title",),
            body=("#content",),
            published=("#pubtime_baidu",),
            source_name=("#source_baidu",),
            author=("#author_baidu",),
            editor=(".m-editor", "#editor_baidu"),
            keywords=('meta[name="keywords"]',),
            drop=(".m-editor", ".m-page"),
        ),
        standard.BAIDU,
    ),
)
