"""Central News Agency (中央社)."""

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sources import Feed, Listing

SITE = Site(
    name="cna",
    publisher="中央社",
    homepage="https://www.cna.com.tw/",
    country="TW",
    hosts=("cna.com.tw",),
    list_hosts=("feeds.feedburner.com",),
    article=r"^https?://www\.cna\.com\.tw/news/\w+/\d{12}\.aspx",
    sources=(
        Listing(
            name="即時",
            url="https://www.cna.com.tw/list/aall.aspx",
        ),
        Feed(
            name="政治 RSS",
            url="https://feeds.feedburner.com/rsscna/politics",
        ),
    ),
    profiles=(
        Profile(
            name="cna",
            mark="div.centralContent",
            title=("div.centralContent h1",),
            body=("div.centralContent div.paragraph",),
            # the page shows the time of its last change; the meta holds that of its publication
            published=('meta[itemprop="datePublished"]', "div.updatetime span", "div.updatetime"),
            editor=('div.paragraph p:contains("（編輯：")',),
            section=('meta[property="article:section"]',),
            keywords=('meta[name="keywords"]',),
            drop=(
                ".moreArticle",
                ".articlekeywordGroup",
                ".paragraph.moreArticle",
                "div.paragraph > div",
                "div.paragraph > h2",
                "div.paragraph > h3",
                ".SubscriptionInner",
                ".advertise",
                ".shareBar",
            ),
            address=r"/(?P<content_id>\d{12})\.",
        ),
    ),
)
