"""Economic Information Daily (经济参考报) of Xinhua, as printed: the older form of Founder's e-paper."""

from scrapers.site import Site
from scrapers.sites.cms import standard
from scrapers.sources import Epaper

HOME = "http://dz.jjckb.cn/www/pages/webpage2009/"

SITE = Site(
    name="jjckb",
    publisher="经济参考报",
    homepage=HOME,
    hosts=("jjckb.cn",),
    article=(
        r"^https?://(?:dz\.jjckb\.cn/www/pages/webpage2009/html/\d{4}-\d{2}/\d{2}/content_\d+\.htm"
        r"|www\.jjckb\.cn/\d{8}/[0-9a-f]{32}/c\.html)"
    ),
    example=f"{HOME}html/2026-01/05/content_110001.htm",
    sources=(
        Epaper(
            name="经济参考报",
            url=f"{HOME}html/{{day:%Y-%m/%d}}/node_2.htm",
            first="2017-05-31",  # the oldest day that a program names
            evidence="A 2026, 2 programs: KianaMei, whatshot",
        ),
    ),
    profiles=(standard.FOUNDER,),
)
