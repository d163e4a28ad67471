"""Banyuetan (半月谈). Its selectors come from notes: no page of it was at hand."""

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sites.cms import standard
from scrapers.sources import Listing

COLUMNS = {
    "今日谈": "jinritan",
    "时政讲解": "shizhengjiangjie",
    "评论": "banyuetanpinglun",
    "基层治理": "jicengzhili",
    "文化": "wenhua",
    "教育": "jiaoyu",
}

SITE = Site(
    name="banyuetan",
    publisher="半月谈网",
    homepage="http://www.banyuetan.org/",
    hosts=("banyuetan.org",),
    article=r"^https?://www\.banyuetan\.org/(?:[\w-]+/)*detail/\d{8}/\d+_1\.html",
    example="http://www.banyuetan.org/jinritan/detail/20260105/1000200033134991700000000000000001_1.html",
    sources=tuple(
        Listing(
            name=name,
            url=f"http://www.banyuetan.org/byt/{folder}/index.html",
            evidence="B 2026, 1 program: RSSHub",
        )
        for name, folder in COLUMNS.items()
    ),
    profiles=(
        Profile(
            name="banyuetan",
            mark="#detail_content",
            title=("h1",),
            body=("#detail_content",),
            published=(".detail_tit_time",),
            source_name=(".detail_tit_source",),
            editor=(".detail_tit_editor", ".editor"),
            keywords=('meta[name="keywords"]',),
        ),
        standard.WEBTERREN,
    ),
)
