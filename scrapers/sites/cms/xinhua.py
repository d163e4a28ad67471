"""The CMS of Xinhua, which also runs xiongan.gov.cn: its layouts since 2012, and how its sites list their articles.

The names of the layouts are ours. GUESS marks what was seen on no page, only in code that reads such pages.
"""

from urllib.parse import urlencode

from cundang.model.profile import Profile
from scrapers.sources import JsonList

# What a body of any layout may hold: players, 图集, +1, 分享, 【纠错】, editor and keywords, the pager, hidden copies.
_FURNITURE = (
    ".video-url",
    ".player-container",
    "#DH-PLAYERID0",
    "#videoArea",
    ".lb",
    ".standard_lb",
    ".tadd",
    ".zan-wap",
    ".share",
    ".p-tags",
    "#articleEdit",
    ".tiyi1",
    ".author",
    ".keyword",
    ".xinhuaPager",
    "#div_currpage",
    ".m-info",
    "h1",
    ".nextpage",
    ".news-com",
    ".xh-comment",
    ".relate-news",
    ".tuijian",
    ".recommend",
    "#fwl",
)
# 楷体 in navy under a picture: `<font color="navy" face="楷体">` until 2022, a style of the same colour since.
_CAPTIONS = ('font[color="navy"]', 'span[style*="#000080"]')
_NEXT_PAGE = ("#div_currpage a", "#xinhuaPagerBox a")
# The paths of articles, for the pattern of a site.
OLD_ARTICLE = r"\d{4}-\d{2}/\d{2}/c_\d{7,10}\.html?$"
NEW_ARTICLE = r"\d{8}/[0-9a-f]{32}/c\.html?"
# /2020-01/31/c_1210457253.htm, whose page 2 is c_1210457253_2.htm; before 2010: content_25340717.htm
OLD_ADDRESS = r"/(?:c|content)_(?P<content_id>\d{7,10})(?:_\d{1,3})?\.html?$"
NEW_ADDRESS = r"/(?P<content_id>\d{8}/[0-9a-f]{32})/c\.html?"

PROFILES = (
    # The "xhcloud" pages /YYYYMMDD/<32 hex>/c.html; metas hold the content id.
    Profile(
        name="xinhua-g5",
        since="2022-12",
        mark="#detailContent",
        title=("h1 span.title", "#title", "h1"),
        body=("#detailContent",),
        published=("div.mheader div.info", "div.info span.time", "div.header-time", 'meta[name="publishdate"]'),
        source_name=("div.mheader div.info span", "span.sourceText", "div.source", 'meta[name="source"]'),
        author=("#articleEdit span.editor",),
        editor=("#articleEdit span.editor", "span.editor"),
        section=("a.curColumn",),
        keywords=("#articleEdit div.title a", 'meta[name="keywords"]'),
        content_id=('meta[name="contentid"]',),
        drop=_FURNITURE,
        caption=_CAPTIONS,
        next_page=_NEXT_PAGE,
        address=NEW_ADDRESS,
    ),
    # Each page has its header twice, for desktop and phone; that for desktops cuts the time into pieces.
    Profile(
        name="xinhua-g4",
        since="2021",
        until="2023",
        mark="#detail",
        title=("h1 span.title",),
        body=("#detail",),
        published=("div.mheader div.info", "div.header-time"),
        source_name=("div.mheader div.info span", "div.header-cont div.source"),
        author=("#articleEdit span.editor",),
        editor=("#articleEdit span.editor",),
        section=("a.curColumn",),
        keywords=('meta[name="keywords"]',),
        tracking_number=("#fwl",),
        drop=_FURNITURE,
        caption=_CAPTIONS,
        next_page=_NEXT_PAGE,
        address=OLD_ADDRESS,
    ),
    # The only h1 is empty; the title is a div.
    Profile(
        name="xinhua-g3",
        since="2017",
        until="2020",
        mark="#p-detail",
        title=("div.h-title",),
        body=("#p-detail",),
        published=("div.h-info span.h-time",),
        source_name=("div.h-info em#source", "div.h-info"),
        editor=("#p-detail span.p-jc",),
        section=("a.news-location",),
        keywords=('meta[name="keywords"]',),
        tracking_number=("#fwl",),
        drop=_FURNITURE,
        caption=_CAPTIONS,
        next_page=_NEXT_PAGE,
        address=OLD_ADDRESS,
    ),
    # Channels of the provinces.
    Profile(
        name="xinhua-g2",
        since="2017",
        until="2024",
        mark="#articleEdit",
        title=("#title",),
        body=("#article div.article", "#article"),
        published=("div.info span.time",),
        source_name=("em#source", "span.sourceText", "div.info div.source"),
        author=("#articleEdit span.editor",),
        editor=("#articleEdit span.editor",),
        keywords=('meta[name="keywords"]',),
        tracking_number=("#fwl",),
        drop=_FURNITURE,
        caption=_CAPTIONS,
        next_page=_NEXT_PAGE,
        address=OLD_ADDRESS,
    ),
    # xiongan.gov.cn: known from two programs that read its pages; no page was seen (GUESS: the details).
    Profile(
        name="xinhua-x",
        since="2018",
        until="2024",
        mark="div.main > .m-info, div.main-content-box",
        title=("div.main h1", "h1"),
        body=("div.main-content-box", "div.con", "div.main"),
        published=("div.main > .m-info:not(.domMobile)", ".m-info"),
        source_name=("div.main > .m-info:not(.domMobile)", ".m-info"),
        author=("div.main .author", ".author"),
        editor=("div.main .author", ".author"),
        keywords=("div.main .keyword a", 'meta[name="keywords"]'),
        tracking_number=("#fwl",),
        drop=_FURNITURE,
        caption=_CAPTIONS,
        next_page=_NEXT_PAGE,
        address=OLD_ADDRESS,
    ),
    # Channels of the provinces: tables without ids.
    Profile(
        name="xinhua-g1",
        since="2012",
        until="2012",
        mark="td.topxian",
        title=('b font[style*="font-size:20px"]',),
        body=('td[style*="font-size:14px"]',),
        published=('td[bgcolor="#f3f3f3"] font',),
        source_name=('td[bgcolor="#f3f3f3"] font + font',),
        author=("td.topxian",),
        editor=("td.topxian + td.topxian",),
        address=OLD_ADDRESS,
    ),
)


def data_file(name: str, url: str, evidence: str) -> JsonList:
    """A column on Xinhua's hosting by the file of its rows (`ds_<hash>.json`), the newest first, up to a thousand."""
    return JsonList(
        name=name,
        url=url,
        rows="datasource",
        link="publishUrl",
        day="publishTime",
        evidence=evidence,
    )


def node_list(name: str, api: str, nid: int, evidence: str, count: int = 200) -> JsonList:
    """A column of the old CMS by its node id: JSON, or JSONP with a callback; the API gives at most 200 rows a page."""
    query = urlencode({"nid": nid, "pgnum": 1, "cnt": count, "attr": "", "tp": 1, "orderby": 1})
    return JsonList(
        name=name,
        url=f"{api}?{query}",
        page_parameter="pgnum",
        evidence=evidence,
    )
