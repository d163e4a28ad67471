"""Public information of Fudan University (复旦大学信息公开网), on Webplus.

No list of it is known, so it is not crawled.
"""

from cundang.model.profile import Profile
from cundang.model.publisher import Publisher

LAYOUT = Publisher(
    name="fudan_xxgk",
    publisher="复旦大学信息公开网",
    homepage="http://xxgk.fudan.edu.cn/",
    country="CN",
    language="zh",
    hosts=("xxgk.fudan.edu.cn",),
    article=r"^https?://(?:www\.)?xxgk\.fudan\.edu\.cn/\w\w/\w\w/c\d+a\d+/page\.htm",
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
