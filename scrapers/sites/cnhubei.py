"""Hubei (荆楚网). Its selectors come from notes: no page of it was at hand."""

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sites.cms import standard
from scrapers.sources import Listing

SITE = Site(
    name="cnhubei",
    publisher="荆楚网",
    homepage="http://www.cnhubei.com/",
    hosts=("cnhubei.com",),
    article=(
        r"^https?://[\w.]+\.cnhubei\.com/(?:[\w-]+/)*"
        r"(?:\d{6}/t\d+\.s?html|content/\d{4}-\d{2}/\d{2}/content_\d+\.html)"
    ),
    example="http://news.cnhubei.com/content/2026-01/05/content_19800001.html",
    sources=(
        Listing(
            name="新闻",
            url="http://news.cnhubei.com/",
            evidence="B 2026, 1 program: a study program",
        ),
    ),
    profiles=(
        Profile(
            name="cnhubei",
            mark="div.article_w",
            title=("h1",),
            body=("div.article_w",),
            published=(".information_box span",),
            source_name=(".information_box span + span", ".information_box"),
            editor=(".document_end em",),
            keywords=('meta[name="keywords"]',),
            drop=(".document_end",),
        ),
        standard.WEBTERREN,
    ),
)
