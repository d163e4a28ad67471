"""National Food and Strategic Reserves Administration (国家粮食和物资储备局)."""

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sites.cms import standard
from scrapers.sources import Listing

HOME = "https://www.lswz.gov.cn/html/"
COLUMNS = {
    "新闻发布": "xinwen/index.shtml",
    "文件": "zcfb/wenjian.shtml",
    "法律法规": "zcfb/fggz-fg.shtml",
    "规章": "zcfb/fggz-gz.shtml",
    "行政通知": "tzgg/xztz.shtml",
    "公告通告": "tzgg/ggtg.shtml",
    "党建工作": "djgz/index.shtml",
    "粮食调控": "ywpd/lstk/index.shtml",
    "物资储备": "ywpd/wzcb/index.shtml",
    "能源储备": "ywpd/nycb/index.shtml",
    "安全应急": "ywpd/aqyj/index.shtml",
    "法规体改": "ywpd/fgtg/index.shtml",
    "规划建设": "ywpd/gjks/index.shtml",
    "财务审计": "ywpd/cwsj/index.shtml",
    "仓储科技": "ywpd/cckj/index.shtml",
    "执法督查": "ywpd/zfdc/index.shtml",
    "国际交流": "ywpd/gjjl/index.shtml",
    "人事人才": "ywpd/rsrc/index.shtml",
    "标准质量": "ywpd/bzzl/index.shtml",
}

SITE = Site(
    name="lswz",
    publisher="国家粮食和物资储备局",
    homepage="https://www.lswz.gov.cn/",
    hosts=("lswz.gov.cn",),
    article=r"^https?://www\.lswz\.gov\.cn/html/(?:[\w-]+/)+\d{4}-\d{2}/\d{2}/content_\d+\.shtml",
    example=f"{HOME}mtsy2026year/2026-01/05/content_290001.shtml",
    sources=(
        *(
            Listing(
                name=name,
                url=HOME + path,
                evidence="B 2026, 1 program: RSSHub",
            )
            for name, path in COLUMNS.items()
        ),
        *(
            Listing(
                name=f"工作动态 {year}",
                url=f"http://www.lswz.gov.cn/html/gzdt{year}year/list_zh.shtml",
                evidence="B 2026, 1 program: china-governance",
            )
            for year in (2026, 2025)
        ),
    ),
    profiles=(
        Profile(
            name="lswz",
            mark="table.pages_content, div.pub-det-title",
            title=('meta[name="ArticleTitle"]', "div.pub-det-title"),
            body=("div.TRS_UEDITOR", "div.article-content", "table.pages_content"),
            published=('meta[name="PubDate"]',),
            source_name=('meta[name="ContentSource"]',),
            drop=("ul.lists", "div.pub-right-source", "div.detail_links_pane", *standard.FURNITURE),
            address=r"content_(?P<content_id>\d+)\.",
        ),
        *standard.PROFILES,
    ),
)
