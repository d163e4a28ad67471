"""The government of Shaanxi (陕西省人民政府), on TRS. It answers to addresses in China only. No page of it was seen."""

from scrapers.site import Site
from scrapers.sites.cms import government

HOME = "https://www.shaanxi.gov.cn/"

SITE = Site(
    name="shaanxi_gov",
    publisher="陕西省人民政府",
    homepage=HOME,
    hosts=("shaanxi.gov.cn",),
    article=rf"^https?://www\.shaanxi\.gov\.cn/{government.TRS_ARTICLE}",
    example=f"{HOME}zfxxgk/fdzdgknr/zcwj/202601/t20260105_2400001.html",
    sources=(
        government.trs("政府信息公开", "http://www.shaanxi.gov.cn/zfxxgk/", government.RSSHUB_TOO),
        government.trs("政策文件库", f"{HOME}zfxxgk/zcwjk/index.html", government.GOV_SITE_LIST),
    ),
    profiles=government.PROFILES,
)
