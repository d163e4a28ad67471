"""Guancha (观察者网). No page of it was seen: its selectors come from notes, and from markup of 2026 that a program keeps.

To a client that does not call itself a browser it answers with a check by script (2026).
"""

from cundang.model.profile import Profile
from cundang.model.publisher import Publisher

LAYOUT = Publisher(
    name="guancha",
    publisher="观察者网",
    homepage="https://www.guancha.cn/",
    country="CN",
    language="zh",
    hosts=("guancha.cn",),
    article=r"^https?://(?:www\.)?guancha\.cn/\w+/\d{4}_\d{2}_\d{2}_\d+\.shtml",
    profiles=(
        Profile(
            name="guancha",
            mark="div.content.all-txt",
            title=(".left-main h3", "h3"),
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
