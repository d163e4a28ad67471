"""Securities Times (证券时报网): the layout of its older pages."""

from cundang.model.profile import Profile
from scrapers.site import Site

SITE = Site(
    name="stcn",
    publisher="证券时报网",
    homepage="https://www.stcn.com/",
    hosts=("stcn.com",),
    article=r"^https?://[\w.]+\.stcn\.com/(?:\d{4}/\d{4}/\d+\.shtml|article/detail/\d+\.html)",
    profiles=(
        Profile(
            name="stcn",
            until="2020",
            mark="div.intal_tit",
            title=("div.intal_tit h2",),
            body=("#ctrlfscont", "div.txt_con"),
            published=("div.intal_tit div.info",),
            source_name=("div.intal_tit div.info span:first-of-type", "div.intal_tit div.info"),
            author=("div.intal_tit div.info span + span", "div.intal_tit div.info"),
            editor=("div.txt_con div.edit",),
            keywords=('meta[name="keywords"]',),
            drop=(".edit", ".fenxiang", ".shenming"),
        ),
    ),
)
