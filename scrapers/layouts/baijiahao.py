"""Accounts on Baidu (百家号). The account is the source. A page of the current year leaves the year out of its time.

Its lists want a cookie and a Referer of an author's page (2026), so it is not crawled.
"""

from cundang.model.profile import Profile
from cundang.model.publisher import Publisher

LAYOUT = Publisher(
    name="baijiahao",
    publisher="百家号",
    homepage="https://baijiahao.baidu.com/",
    country="CN",
    language="zh",
    hosts=("baijiahao.baidu.com",),
    article=r"^https?://baijiahao\.baidu\.com/s\?.*id=\d+",
    profiles=(
        Profile(
            name="baijiahao-2019",
            mark="p.author-name, span.bjh-p, div.article-desc",
            title=("div.article-title h2", "div.article-title h1", "div.article-title"),
            body=("div.article-content",),
            published=("div.article-source", 'meta[itemprop="dateUpdate"]'),
            source_name=("p.author-name", ".author-name"),
            drop=(".article-action",),
            address=r"id=(?P<content_id>\d+)",
        ),
    ),
)
