"""China Securities Regulatory Commission (证监会): its columns as JSON by the id that their pages hold (`channelid`)."""

from scrapers.site import Site
from scrapers.sites.cms import standard
from scrapers.sources import JsonList, Listing

HOME = "https://www.csrc.gov.cn/"
QUERY = "_isAgg=true&_isJson=true&_pageSize=18&_template=index&_rangeTimeGte=&_channelName=&page=1"

SITE = Site(
    name="csrc",
    publisher="证监会",
    homepage=HOME,
    hosts=("csrc.gov.cn",),
    article=r"^https?://www\.csrc\.gov\.cn/(?:\w+/)?c\d+/c\d+/content\.shtml",
    example=f"{HOME}csrc/c100028/c7600001/content.shtml",
    sources=(
        JsonList(
            name="证监会要闻",
            url=f"{HOME}searchList/a1a078ee0bc54721ab6b148884c784a8?{QUERY}",
            page_parameter="page",
            rows="data.results",
            link="url",
            day="publishedTimeStr",
            evidence="A 2026, 5 programs",
        ),
        JsonList(
            name="行政处罚",
            url=f"{HOME}searchList/28de6b87eda140cb93de4dd10d11867d?{QUERY}",
            page_parameter="page",
            rows="data.results",
            link="url",
            day="publishedTimeStr",
            evidence="B 2026, 1 program",
        ),
        Listing(
            name="证监会要闻 页面",
            url=f"{HOME}csrc/c100028/common_list.shtml",
            evidence="A 2026, 3 programs: gov-site-list",
        ),
        Listing(
            name="政策法规",
            url=f"{HOME}csrc/c100133/common_list.shtml",
            evidence="B 2026, 1 program: gov-site-list",
        ),
    ),
    profiles=standard.PROFILES,
)
