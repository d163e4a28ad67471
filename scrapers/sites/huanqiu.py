"""Global Times (环球网). The page holds its text twice: as served, and as data that its script draws."""

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sources import Listing

SITE = Site(
    name="huanqiu",
    publisher="环球网",
    homepage="https://www.huanqiu.com/",
    hosts=("huanqiu.com",),
    article=r"^https?://[\w.]+\.huanqiu\.com/(?:article/\w+|\w+/\d{4}-\d{2}/\d+\.html|a/\w+/\w+)",
    sources=(
        Listing(
            name="首页",
            url="https://www.huanqiu.com/",
        ),
    ),
    profiles=(
        Profile(
            name="huanqiu-2019",
            mark="div.t-container-title",
            title=("div.t-container-title h3",),
            body=("article section", "div.l-con article"),
            published=("div.metadata-info p.time", "textarea.article-time"),
            source_name=("span.source",),
            author=("span.author",),
            editor=("#l-edit .author", "span.editor"),
            keywords=('meta[name="keywords"]',),
            drop=(".metadata-share", "adv-loader", ".l-edit"),
            address=r"/article/(?P<content_id>\w+)",
        ),
        Profile(
            name="huanqiu-app",
            mark="h1.a-title",
            title=("h1.a-title",),
            body=("div.a-con",),
            published=("div.a-info span.time",),
            source_name=("div.a-info span.source",),
            author=("div.a-info span.original span",),
            editor=("div.a-edit",),
            drop=(".a-edit", ".a-btool"),
            address=r"/a/\w+/(?P<content_id>\w+)",
        ),
    ),
)
