"""Shanghai Social Construction (上海社会建设), on the CMS of eastday.

No list of it is known, so it is not crawled.
"""

from cundang.model.profile import Profile
from cundang.model.publisher import Publisher
from scrapers.sites.cms import standard

LAYOUT = Publisher(
    name="shshjs_gov",
    publisher="上海社会建设",
    homepage="http://www.shshjs.gov.cn/",
    country="CN",
    language="zh",
    hosts=("shshjs.gov.cn",),
    article=r"^https?://www\.shshjs\.gov\.cn/(?:[\w-]+/)*u1ai\d+\.html",
    profiles=(
        Profile(
            name="shshjs-gov",
            mark="td.grey14b-line30",
            title=("td.blue20b",),
            body=("td.grey14b-line30",),
            published=("td.grey12b-line24",),
            source_name=("td.grey12b-line24 span + a", "td.grey12b-line24", 'meta[name="source"]'),
            content_id=('meta[name="contentid"]',),
            drop=(".bshare-custom",),
        ),
        standard.WEBTERREN,
    ),
)
