"""Public information of Fudan University (复旦大学信息公开网), on Webplus."""

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sources import Listing

SITE = Site(
    name="fudan_xxgk",
    publisher="复旦大学信息公开网",
    homepage="http://xxgk.fudan.edu.cn/",
    hosts=("xxgk.fudan.edu.cn",),
    article=r"^https?://(?:www\.)?xxgk\.fudan\.edu\.cn/\w\w/\w\w/c\d+a\d+/page\.htm",
    sources=(
        Listing(
            name="首页",
            url="http://xxgk.fudan.edu.cn/",
        ),
    ),
    profiles=(
        Profile(
            name="webplus",
            mark="td.atitle",
            title=("td.atitle",),
            body=("div.wp_articlecontent", "div.readinfo div.info", "div.article", "td.acontent"),
            published=("table.border2 td",),
            drop=(".atitle",),
            address=r"/c\d+a(?P<content_id>\d+)/",
        ),
    ),
)
