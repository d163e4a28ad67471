"""Banyuetan (半月谈). Its selectors come from notes: no page of it was at hand."""

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sites.cms import standard

SITE = Site(
    name="banyuetan",
    publisher="半月谈网",
    homepage="http://www.banyuetan.org/",
    hosts=("banyuetan.org",),
    article=r"^https?://www\.banyuetan\.org/(?:[\w-]+/)*detail/\d{8}/\d+_1\.html",
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
