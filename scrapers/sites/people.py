"""People's Daily Online (人民网): its layouts since 2010, and that of its health channel."""

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sites.cms import standard
from scrapers.sources import Feed, Listing

SITE = Site(
    name="people",
    publisher="人民网",
    homepage="http://www.people.com.cn/",
    hosts=("people.com.cn", "people.cn"),
    # n1: its own channels; n2: channels of the provinces; n and GB: older pages
    article=(
        r"^https?://[\w.]+\.people\.(?:com\.)?cn/"
        r"(?:n\d?/\d{4}/\d{4}/c\d+-\d+(?:-\d+)?\.html|GB/(?:\d+/){1,5}\d+\.html)"
    ),
    sources=(
        Listing(
            name="中国共产党新闻网",
            url="http://cpc.people.com.cn/",
        ),
        Listing(
            name="首页",
            url="http://www.people.com.cn/",
        ),
        Feed(
            name="时政 RSS",
            url="http://www.people.com.cn/rss/politics.xml",
        ),
    ),
    profiles=(
        Profile(
            name="people-2021",
            mark="div.rm_txt_con",
            title=("div.rm_txt h1", "h1"),
            body=("div.rm_txt_con",),
            published=("div.channel div.col-1-1", "div.channel"),
            source_name=("div.channel div.col-1-1 a", "div.channel a", 'meta[name="source"]'),
            author=("div.rm_txt .author", "div.rm_txt .sou1"),
            editor=("div.edit",),
            keywords=('meta[name="keywords"]',),
            content_id=('meta[name="contentid"]',),
            drop=(
                ".edit",
                ".paper_num",
                ".zdfy",
                ".otitle",
                ".bottom_con",
                ".rm_relevant",
                ".rm_download",
                "h1",
                "h3.pre",
            ),
            next_page=(".zdfy a",),
        ),
        Profile(
            name="people-2016",
            since="2016",
            mark="#rwb_zw",
            title=("div.text_title h1", "h1"),
            body=("#rwb_zw",),
            published=("div.text_title div.box01 div.fl", "div.box01 div.fl", "div.box01"),
            source_name=("div.box01 div.fl a", "div.box01 a", 'meta[name="source"]'),
            author=("p.author",),
            editor=("div.edit",),
            keywords=('meta[name="keywords"]',),
            content_id=('meta[name="contentid"]',),
            drop=(".edit", ".zdfy", ".otitle", ".pictext", ".box_pic a", ".share_wb", "h1"),
            next_page=(".zdfy a",),
        ),
        Profile(
            name="people-health",
            mark="div.artDet",
            title=("h1",),
            body=("div.artDet",),
            published=("div.artOri",),
            source_name=("div.artOri a", "div.artOri"),
            editor=("div.editor", ".edit"),
            keywords=('meta[name="keywords"]',),
            drop=(".editor", ".edit", ".zdfy", ".otitle"),
        ),
        # GUESS: no page of this layout was seen.
        Profile(
            name="people-2010",
            since="2010",
            until="2015",
            mark="#p_content",
            title=("#p_title", "h1"),
            body=("#p_content",),
            published=("#p_publishtime",),
            source_name=("#p_origin a", "#p_origin"),
            author=("p.author",),
            editor=("#p_editor", "div.edit"),
            keywords=('meta[name="keywords"]',),
            drop=("#p_editor", ".edit", ".zdfy", ".otitle"),
            next_page=(".zdfy a",),
        ),
        standard.WEBTERREN,
    ),
)
