"""The government of Shaanxi (陕西省人民政府), on TRS. It answers to addresses in China only. No page of it was seen."""

from scrapers.site import Site
from scrapers.sites.cms import government, trs

HOME = "https://www.shaanxi.gov.cn/"

SITE = Site(
    name="shaanxi_gov",
    publisher="陕西省人民政府",
    homepage=HOME,
    hosts=("shaanxi.gov.cn",),
    article=rf"^https?://www\.shaanxi\.gov\.cn/{trs.ARTICLE}",
    example=f"{HOME}zfxxgk/fdzdgknr/zcwj/202601/t20260105_2400001.html",
    sources=(
        *trs.columns(
            "http://www.shaanxi.gov.cn/",
            government.RSSHUB_TOO,
            {
                "政府信息公开": "zfxxgk/",
            },
        ),
        *trs.columns(
            HOME,
            government.GOV_SITE_LIST,
            {
                "政策文件库": "zfxxgk/zcwjk/index.html",
            },
        ),
    ),
    profiles=government.PROFILES,
)
