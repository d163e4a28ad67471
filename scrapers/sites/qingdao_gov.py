"""The government of Qingdao (青岛市人民政府), on TRS. No page of it was seen."""

from scrapers.site import Site
from scrapers.sites.cms import government, trs

HOME = "https://www.qingdao.gov.cn/"

SITE = Site(
    name="qingdao_gov",
    publisher="青岛市人民政府",
    homepage=HOME,
    hosts=("qingdao.gov.cn",),
    article=rf"^https?://www\.qingdao\.gov\.cn/{trs.ARTICLE}",
    example=f"{HOME}ywdt/zwyw/202601/t20260105_9000001.shtml",
    sources=(
        *trs.columns(
            HOME,
            government.CHINA_GOVERNANCE,
            {
                "政务要闻": "ywdt/zwyw/",
                "公告公示": "ywdt/gggs/",
                "市政府规范性文件": "zwgk/zdgk/fgwj/zcwj/szfgw/",
            },
        ),
    ),
    profiles=government.PROFILES,
)
