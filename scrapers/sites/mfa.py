"""Ministry of Foreign Affairs (外交部), on TRS."""

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sites.cms import standard, trs

HOME = "https://www.mfa.gov.cn/"
ACTIVITIES = {
    "国家领导人活动": "web/wjdt_674879/gjldrhd_674881/",
    "外事日程": "web/wjdt_674879/wsrc_674883/",
    "外交部新闻": "web/wjdt_674879/wjbxw_674885/",
    "司局新闻": "web/wjdt_674879/sjxw_674887/",
    "发言人表态": "web/wjdt_674879/fyrbt_674889/",
    "吹风会实录": "web/wjdt_674879/cfhsl_674891/",
    "大使任免": "web/wjdt_674879/dsrm_674893/",
    "驻外报道": "web/wjdt_674879/zwbd_674895/",
    "政策解读": "web/wjdt_674879/zcjd/",
}

SITE = Site(
    name="mfa",
    publisher="外交部",
    homepage=HOME,
    hosts=("mfa.gov.cn", "fmprc.gov.cn"),
    article=rf"^https?://www\.(?:mfa|fmprc)\.gov\.cn/{trs.ARTICLE}",
    example=f"{HOME}web/wjdt_674879/fyrbt_674889/202601/t20260105_11700001.shtml",
    sources=(
        *trs.columns(HOME, "B 2026, 1 program: RSSHub", ACTIVITIES, "shtml"),
        *trs.columns(
            HOME,
            "B 2026, 1 program: gov-site-list",
            {
                "政策文件": "web/ziliao_674904/zcwj_674915/",
                "通知公告": "wjbzwfwpt/kzx/tzgg/",
            },
            "shtml",
        ),
    ),
    profiles=(
        Profile(
            name="mfa",
            mark="#News_Body_Txt_A",
            title=('meta[name="ArticleTitle"]', "h1"),
            body=("#News_Body_Txt_A",),
            published=(".time span", 'meta[name="PubDate"]'),
            source_name=('meta[name="ContentSource"]',),
            section=('meta[name="ColumnName"]',),
            keywords=('meta[name="Keywords"]',),
            drop=standard.FURNITURE,
            address=r"/t\d{8}_(?P<content_id>\d+)",
        ),
        *standard.PROFILES,
    ),
)
