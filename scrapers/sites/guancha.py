"""Guancha (观察者网). Its selectors come from notes: no page of it was at hand."""

from cundang.model.profile import Profile
from scrapers.site import Site

SITE = Site(
    name="guancha",
    publisher="观察者网",
    homepage="https://www.guancha.cn/",
    hosts=("guancha.cn",),
    article=r"^https?://(?:www\.)?guancha\.cn/\w+/\d{4}_\d{2}_\d{2}_\d+\.shtml",
    profiles=(
        Profile(
            name="guancha",
            mark="div.content.all-txt",
            title=("li.left-main h3", "h3"),
            body=("div.content.all-txt",),
            published=("div.time span",),
            source_name=("div.time span + span + span", "div.time"),
            editor=("div.article-other li", ".article-other"),
            keywords=('meta[name="keywords"]',),
            drop=(".article-other", ".share"),
            address=r"_(?P<content_id>\d+)\.shtml",
        ),
    ),
)
