"""Changjiang Daily (长江网), on TRS. Its selectors come from notes: no page of it was at hand."""

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sites.cms import standard

SITE = Site(
    name="cjn",
    publisher="长江网",
    homepage="http://www.cjn.cn/",
    hosts=("cjn.cn",),
    article=r"^https?://[\w.]+\.cjn\.cn/(?:[\w-]+/)*\d{6}/t\d+\.html?",
    profiles=(
        Profile(
            name="cjn",
            mark="h1.art-title",
            title=("h1.art-title",),
            body=("div.TRS_Editor",),
            published=(".pub-time",),
            source_name=(".sour",),
            editor=(".editor",),
            keywords=('meta[name="keywords"]',),
            drop=(".editor",),
            address=r"/t(?P<content_id>\d+)\.",
        ),
        standard.TRS,
    ),
)
