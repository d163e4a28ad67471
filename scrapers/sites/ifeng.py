"""Phoenix (凤凰网): pages drawn by React, whose class names end in a hash, and older ones that its regions kept.

Since 2022 the names begin with `index_`. The article is also in the state of a script, `allData`. Seen: pages of 2019,
2022, 2024 and 2026.
"""

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
            name="ifeng-2022",
            since="2022",
            mark='h1[class*="topic_"]',
            title=('h1[class*="topic_"]',),
            body=('div[class*="main_content_"] div[class*="text_"]', 'div[class*="articleBox_"] div[class*="text_"]'),
            published=(
                'div[class*="timeBref_"]',
                'div[class*="caption_"] span[class*="date_"]',
                'meta[name^="og:time"]',
                "script:allData docData.newsTime",
            ),
            source_name=(
                'div[class*="sourceTitleText_"]',
                'div[class*="caption_"] span[class*="source_"]',
                "script:allData docData.source",
            ),
            editor=('p[class*="author_"]', "script:allData docData.editorName"),
            keywords=('meta[name="keywords"]',),
            drop=('[class*="end_"]', '[class*="vote_box_"]', '[class*="copyRight"]'),
            caption=("p.detailPicIntro",),
            address=r"/c/(?P<content_id>\w+)",
        ),
        # Where the next build renames the classes, or a script has not drawn the page yet.
        Profile(
            name="ifeng-state",
            since="2019",
            mark="script:allData docData.contentData.contentList[].data",
            title=("script:allData docData.title",),
            body=("script:allData docData.contentData.contentList[].data",),
            published=("script:allData docData.newsTime",),
            source_name=("script:allData docData.source", "script:allData docData.subscribe.catename"),
            editor=("script:allData docData.editorName",),
            keywords=('meta[name="keywords"]',),
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
