"""Global Times (环球网). The page holds its text twice: as served, and as data that its script draws.

The data is in elements `textarea`, the text as HTML with its signs escaped; pages of 2026 that only have the data were
not seen whole, only what two programs keep of their markup.
"""

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sources import JsonList

# The nodes of each channel's columns, which stand in https://<channel>.huanqiu.com/api/channel_pc.
NODES = {
    ("国内", "china"): ("/e3pmh1nnq/e3pmh1obd",),
    ("国际", "world"): (
        "/e3pmh22ph/e3pmh2398",
        "/e3pmh22ph/e3pmh26vv",
        "/e3pmh22ph/e3pn6efsl",
        "/e3pmh22ph/efp8fqe21",
    ),
}


def list_channel(name: str, host: str, nodes: tuple[str, ...], evidence: str) -> JsonList:
    """The columns of a channel by their nodes: JSON, 24 rows a page, of which the last is an empty object."""
    quoted = ",".join(f"%22{node}%22" for node in nodes)
    return JsonList(
        name=name,
        url=f"https://{host}.huanqiu.com/api/list?node={quoted}&offset=0&limit=24",
        page_parameter="offset",
        step=24,
        rows="list[?aid]",
        article="https://{host}/article/{aid}",
        day="ctime",
        evidence=evidence,
    )


SITE = Site(
    name="huanqiu",
    publisher="环球网",
    homepage="https://www.huanqiu.com/",
    hosts=("huanqiu.com",),
    article=r"^https?://[\w.]+\.huanqiu\.com/(?:article/\w+|\w+/\d{4}-\d{2}/\d+\.html|a/\w+/\w+)",
    example="https://china.huanqiu.com/article/4Tabcdefghi",
    sources=(
        *(
            list_channel(name, host, nodes, "A 2026, 8 programs: RSSHub, whatshot; to an offset of 720")
            for (name, host), nodes in NODES.items()
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
            name="huanqiu-2026",
            since="2026",
            mark="textarea.article-content",
            title=("textarea.article-title", "h1"),
            body=("textarea.article-content",),
            published=("textarea.article-time",),
            source_name=("textarea.article-source-name",),
            author=("textarea.article-author",),
            editor=("textarea.article-editor-name",),
            keywords=('meta[name="keywords"]',),
            drop=("aside", "adv-loader"),
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
