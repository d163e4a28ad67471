"""The government of Tibet (西藏自治区人民政府), on TRS. No page of it was seen."""

from scrapers.site import Site
from scrapers.sites.cms import government

HOME = "https://www.xizang.gov.cn/"

SITE = Site(
    name="xizang_gov",
    publisher="西藏自治区人民政府",
    homepage=HOME,
    hosts=("xizang.gov.cn",),
    article=rf"^https?://www\.xizang\.gov\.cn/{government.TRS_ARTICLE}",
    example=f"{HOME}xwzx_406/zwyw/202601/t20260105_520001.html",
    sources=(
        government.trs("政务要闻", f"{HOME}xwzx_406/zwyw/index.html", government.CHINA_GOVERNANCE),
        government.trs("公示公告", f"{HOME}zwgk/xxfb/gsgg_428/index.html", government.CHINA_GOVERNANCE),
        government.trs("政办文件", f"{HOME}zwgk/xxfb/zbwj/", government.GOV_SITE_LIST),
        government.trs("规章", f"{HOME}zwgk/zfxxgk/fdzdgknr/zc/gz/index.html", government.CHINA_GOVERNANCE),
        government.trs("政策", f"{HOME}zwgk/zfxxgk/fdzdgknr/zc/", government.GOV_SITE_LIST),
    ),
    profiles=government.PROFILES,
)
