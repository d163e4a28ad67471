"""Conventions that many sites share. Each is a general profile, tried after the layouts of single sites.

The metas of the national standard for government sites (ArticleTitle, PubDate, ContentSource), the ids that Baidu asked
news sites for (#pubtime_baidu), the metas of the webterren tracker (publishdate, source), and two editors of texts.
"""

from cundang.model.profile import Profile

# Where the CMS of a Chinese site keeps the text of an article, the surest sign first.
BODIES = (
    "#UCAP-CONTENT",
    "div.TRS_UEDITOR",
    "div.TRS_Editor",
    "founder-content",
    "#ozoom",
    "#zoom",
    "#Zoom",
    "div.Article_content",
    "div.article-body",
    "#vsb_content",
    "div.wp_articlecontent",
    "#contentMain",
    "#artibody",
    "div.left_zw",
    "#zw",
    "#zw2",
    "#the_content",
    "#NewsContent",
    "div.article-content",
    "#article_content",
    "#articleContent",
    "div.article_content",
    "#mainText",
    "#content",
    "#Content",
    "article",
)
# What stands in the text and is not of it: share buttons, editors, pagers, printing.
FURNITURE = (
    ".bshare-custom",
    ".bdsharebuttonbox",
    ".share",
    ".share-box",
    ".fenxiang",
    ".print",
    ".page_list",
    ".pager",
    "#div_currpage",
    "#div_page_roll1",
    ".editor",
    ".edit",
    ".zrbj",
    "#editor_baidu",
    "#contentLiability",
    ".liability",
    ".related",
    ".xg-link",
    ".relevant",
    "#relatedNews",
    ".recommend",
    ".copyright",
    ".ewm",
    ".qrcode",
    ".player",
    ".pictool",
    "h1",
)
TITLES = ('meta[name="ArticleTitle"]', "h1")
SOURCES = ('meta[name="ContentSource"]', "#source_baidu a", "#source_baidu", 'meta[name="source"]')
EDITORS = ("#editor_baidu", ".editor", ".edit", 'meta[name="editor"]')
KEYWORDS = ('meta[name="Keywords"]', 'meta[name="keywords"]')
PUBLISHED = ("#pubtime_baidu", 'meta[name="PubDate"]', 'meta[name="pubdate"]', 'meta[name="publishdate"]')

GOVERNMENT = Profile(
    name="government-standard",
    mark='meta[name="ArticleTitle"]',
    title=TITLES,
    body=BODIES,
    published=('meta[name="PubDate"]', 'meta[name="pubdate"]', 'meta[name="publishdate"]'),
    source_name=SOURCES,
    author=('meta[name="Author"]', 'meta[name="author"]'),
    editor=EDITORS,
    section=('meta[name="ColumnName"]',),
    keywords=KEYWORDS,
    drop=FURNITURE,
    general=True,
)
BAIDU = Profile(
    name="baidu-ids",
    mark="#pubtime_baidu",
    title=TITLES,
    body=BODIES,
    published=PUBLISHED,
    source_name=SOURCES,
    author=("#author_baidu",),
    editor=EDITORS,
    keywords=KEYWORDS,
    drop=FURNITURE,
    general=True,
)
FOUNDER = Profile(
    name="founder",
    mark="founder-content, #ozoom",
    title=("founder-title", "h1", ".title", "title"),
    body=("founder-content", "#ozoom"),
    published=("founder-date", 'meta[name="publishdate"]', ".date", ".time"),
    source_name=SOURCES,
    author=("founder-author", ".author"),
    editor=EDITORS,
    keywords=KEYWORDS,
    drop=FURNITURE,
    general=True,
)
TRS = Profile(
    name="trs",
    mark="div.TRS_Editor, div.TRS_UEDITOR",
    title=TITLES,
    body=("div.TRS_UEDITOR", "div.TRS_Editor"),
    published=PUBLISHED,
    source_name=(*SOURCES, ".source", ".sour", ".info"),
    editor=EDITORS,
    keywords=KEYWORDS,
    drop=FURNITURE,
    general=True,
)
WEBTERREN = Profile(
    name="webterren-metas",
    mark='meta[name="publishedtype"]',
    title=TITLES,
    body=BODIES,
    published=PUBLISHED,
    source_name=(*SOURCES, ".source"),
    editor=EDITORS,
    keywords=KEYWORDS,
    content_id=('meta[name="contentid"]',),
    drop=FURNITURE,
    general=True,
)
# GOVERNMENT before TRS: a government site on TRS has both, and its metas are surer than what stands around the text.
PROFILES = (GOVERNMENT, BAIDU, FOUNDER, TRS, WEBTERREN)
