"""Ministry of Emergency Management (应急管理部), on TRS. Its disclosure list stands in a frame."""

from scrapers.site import Site
from scrapers.sites.cms import standard, trs
from scrapers.sources import Listing

HOME = "https://www.mem.gov.cn/"

SITE = Site(
    name="mem",
    publisher="应急管理部",
    homepage=HOME,
    hosts=("mem.gov.cn",),
    article=rf"^https?://www\.mem\.gov\.cn/{trs.ARTICLE}",
    example=f"{HOME}gk/tzgg/tz/202601/t20260105_550001.shtml",
    sources=(
        Listing(
            name="法定主动公开内容",
            url=f"{HOME}gk/zfxxgkpt/fdzdgknr/",
            evidence="A 2026, 2 programs: RSSHub, gov-site-list",
        ),
        *trs.columns(HOME, "B 2026, 1 program: gov-site-list", {"通知": "gk/tzgg/tz/"}, "shtml"),
        *trs.columns(
            HOME,
            "B 2026, 1 program: RSSHub",
            {
                "事故挂牌督办情况": "gk/sgcc/sggpdbqk/",
                "特别重大事故调查报告": "gk/sgcc/tbzdsgdcbg/",
            },
            "shtml",
        ),
        *trs.columns(
            HOME,
            "B 2026, 1 program: china-governance",
            {
                "法规": "fw/flfgbz/fg/",
                "法律法规标准": "fw/flfgbz/",
            },
            "shtml",
        ),
    ),
    profiles=standard.PROFILES,
)
