"""China National Radio (央广网), on TRS. Its selectors come from notes: no page of it was at hand."""

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sites.cms import standard
from scrapers.sources import Listing

SITE = Site(
    name="cnr",
    publisher="央广网",
    homepage="http://www.cnr.cn/",
    hosts=("cnr.cn",),
    article=r"^https?://[\w.]+\.cnr\.cn/(?:[\w-]+/)*\d{8}/t\d{8}_\d+\.s?html",
    example="https://news.cnr.cn/kuaixun/20260105/t20260105_527000001.shtml",
    sources=(
        Listing(
            name="快讯",
            url="https://news.cnr.cn/kuaixun/",
            evidence="B 2026, 1 program: whatshot, which met 403 without the name of an agent; ten rows",
        ),
    ),
    profiles=(
        Profile(
            name="cnr",
            mark="div.article-header",
            title=("div.article-header h1",),
            body=("div.article-content",),
            published=("div.source span",),
            source_name=("div.source span + span", "div.source span"),
            editor=(".article-editer",),
            keywords=('meta[name="keywords"]',),
            drop=(".article-editer", ".player", "audio"),
            address=r"/t\d{8}_(?P<content_id>\d+)",
        ),
        standard.TRS,
        standard.WEBTERREN,
    ),
)
