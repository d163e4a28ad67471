"""Phoenix (凤凰网): pages drawn by React, whose class names end in a hash, and older ones that its regions kept."""

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sources import JsonList, Listing

SITE = Site(
    name="ifeng",
    publisher="凤凰网",
    homepage="https://www.ifeng.com/",
    hosts=("ifeng.com",),
    article=r"^https?://[\w.]+\.ifeng\.com/(?:c/(?:special/)?\w+|a/\d{8}/\d+_\d+\.s?html)",
    example="https://news.ifeng.com/c/8abcdefghij",
    sources=(
        Listing(
            name="资讯",
            url="https://news.ifeng.com/shanklist/3-305565-",
            evidence="A 2026, 2 programs: RSSHub, whatshot",
        ),
        Listing(
            name="首页",
            url="https://www.ifeng.com/",
            evidence="A 2026, 2 programs: newsnow, whatshot",
        ),
        JsonList(
            name="风声",
            url="https://shankapi.ifeng.com/season/ishare/getShareListData/7408/doc/1/ifengnewsh5/getListData",
            next="/season/ishare/getShareListData/7408/doc/{page}/ifengnewsh5/getListData",
            rows="data.data",
            link="url",
            day="newsTime",
            evidence="A 2026, 2 programs: RSSHub, china-governance",
        ),
    ),
    profiles=(
        Profile(
            name="ifeng-react",
            mark='h1[class^="topic-"]',
            title=('h1[class^="topic-"]',),
            body=('div[class^="main_content-"] div[class^="text-"]', 'div[class^="text-"]'),
            published=('p[class^="time-"]', 'meta[property^="og:time"]', 'meta[name^="og:time"]'),
            source_name=('span[class^="source-"]', 'div[class^="sourceTitleText-"]', 'span[class^="publisher-"]'),
            editor=('p[class^="author-"]', '[class^="editor-"]'),
            keywords=('meta[name="keywords"]',),
            drop=('[class^="end-"]', '[class^="vote_box-"]'),
            caption=("p.detailPicIntro",),
            address=r"/c/(?P<content_id>\w+)",
        ),
        Profile(
            name="ifeng-2012",
            mark="#artical_topic",
            title=("#artical_topic",),
            body=("#main_content", "#artical_real"),
            published=("#artical_sth .ss01", "#artical_sth p", ".p_time"),
            source_name=("#artical_sth .ss03", "#artical_sth .ss02", "#artical_sth p"),
            author=("#artical_sth .ss05",),
            editor=("#artical_sth2", ".iphone_none"),
            keywords=('meta[name="keywords"]',),
            drop=(".ifengLogo", ".detailPicIntro", "#artical_sth2"),
            address=r"/a/\d{8}/(?P<content_id>\d+)_",
        ),
    ),
)
