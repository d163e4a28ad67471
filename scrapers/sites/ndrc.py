"""National Development and Reform Commission (国家发展和改革委员会), on TRS."""

from scrapers.site import Site
from scrapers.sites.cms import standard, trs

HOME = "https://www.ndrc.gov.cn/"

SITE = Site(
    name="ndrc",
    publisher="国家发展改革委",
    homepage=HOME,
    hosts=("ndrc.gov.cn",),
    article=rf"^https?://www\.ndrc\.gov\.cn/{trs.ARTICLE}",
    example=f"{HOME}xxgk/zcfb/tz/202601/t20260105_1400001.html",
    sources=(
        *trs.columns(
            HOME,
            "A 2026, 5 programs: RSSHub, KianaMei, china-governance, gov-site-list, policy-collector",
            {
                "通知": "xxgk/zcfb/tz/index.html",
            },
        ),
        *trs.columns(
            HOME,
            "A 2026, 2 programs: RSSHub, gov-site-list",
            {
                "新闻发布": "xwdt/xwfb/",
                "通知公告": "xwdt/tzgg/",
            },
        ),
        *trs.columns(
            HOME,
            "B 2026, 1 program: china-governance",
            {
                "发展改革委令": "xxgk/zcfb/fzggwl/",
                "规范性文件": "xxgk/zcfb/ghxwj/",
                "规划文本": "xxgk/zcfb/ghwb/",
                "公告": "xxgk/zcfb/gg/",
            },
        ),
        *trs.columns(
            HOME,
            "B 2026, 1 program: RSSHub",
            {
                "委领导动态": "xwdt/dt/wlddt/",
                "司局动态": "xwdt/dt/sjdt/",
                "地方动态": "xwdt/dt/dfdt/",
            },
        ),
        *trs.columns(
            HOME,
            "B 2026, 1 program: gov-site-list",
            {
                "政策发布": "xxgk/zcfb/",
            },
        ),
    ),
    profiles=standard.PROFILES,
)
