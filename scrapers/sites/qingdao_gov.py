"""The government of Qingdao (青岛市人民政府), on TRS. No page of it was seen."""

from scrapers.site import Site
from scrapers.sites.cms import government

HOME = "https://www.qingdao.gov.cn/"

SITE = Site(
    name="qingdao_gov",
    publisher="青岛市人民政府",
    homepage=HOME,
    hosts=("qingdao.gov.cn",),
    article=rf"^https?://www\.qingdao\.gov\.cn/{government.TRS_ARTICLE}",
    example=f"{HOME}ywdt/zwyw/202601/t20260105_9000001.shtml",
    sources=(
        government.trs("政务要闻", f"{HOME}ywdt/zwyw/", government.CHINA_GOVERNANCE),
        government.trs("公告公示", f"{HOME}ywdt/gggs/", government.CHINA_GOVERNANCE),
        government.trs("市政府规范性文件", f"{HOME}zwgk/zdgk/fgwj/zcwj/szfgw/", government.CHINA_GOVERNANCE),
    ),
    profiles=government.PROFILES,
)
