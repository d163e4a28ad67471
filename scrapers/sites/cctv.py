"""China Central Television (央视网)."""

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sites.cms import standard
from scrapers.sources import Listing

SITE = Site(
    name="cctv",
    publisher="央视网",
    homepage="https://www.cctv.com/",
    hosts=("cctv.com", "cntv.cn"),
    article=r"^https?://[\w.]+\.(?:cctv\.com|cntv\.cn)/\d{4}/\d{2}/\d{2}/(?:ARTI|VIDE|PHOA)\w+\.shtml",
    sources=(
        Listing(
            name="新闻",
            url="https://news.cctv.com/",
        ),
    ),
    profiles=(
        Profile(
            name="cctv-2014",
            since="2014",
            until="2020",
            mark="div.cnt_bd div.function",
            title=("div.cnt_bd h1",),
            body=("div.cnt_bd",),
            published=("div.function span.info i", "span.info"),
            source_name=("div.function span.info em a", 'meta[name="source"]', "span.info"),
            editor=("#zb", "div.relevance"),
            keywords=('meta[name="keywords"]',),
            content_id=('meta[name="contentid"]',),
            drop=(".function", "h1", "h2", ".slideDown", ".relevance", ".o-tit"),
            address=r"/(?P<content_id>ARTI\w+)\.",
        ),
        # GUESS: no page of this layout was seen.
        Profile(
            name="cctv-2020",
            since="2020",
            mark="#title_area",
            title=("#title_area h1",),
            body=("#content_area",),
            published=("#title_area div.info1",),
            source_name=("#title_area div.info1", 'meta[name="source"]'),
            editor=("div.zebian span", "div.zebian"),
            keywords=('meta[name="keywords"]',),
            content_id=('meta[name="contentid"]',),
            drop=(".zebian",),
            address=r"/(?P<content_id>ARTI\w+)\.",
        ),
        standard.WEBTERREN,
    ),
)
