"""China Youth Daily (中国青年报) as printed: Founder's e-paper."""

from scrapers.site import Site
from scrapers.sites.cms import standard
from scrapers.sources import Epaper

HOME = "https://zqb.cyol.com/"

SITE = Site(
    name="china_youth_daily",
    publisher="中国青年报",
    homepage=HOME,
    hosts=("zqb.cyol.com",),
    article=(
        r"^https?://zqb\.cyol\.com/"
        r"(?:pc/content/\d{6}/\d{2}/content_\d+\.html|html/\d{4}-\d{2}/\d{2}/nw\.\w+-\d+\.htm)"
    ),
    example=f"{HOME}pc/content/202601/05/content_420001.html",
    sources=(
        Epaper(
            name="中国青年报",
            url=f"{HOME}pc/layout/{{day:%Y%m/%d}}/node_01.html",
            first="2025-03-01",  # the oldest month of which an address was seen
            evidence="A 2026, 2 programs: whatshot; issue of 2026-09-16",
        ),
        Epaper(
            name="中国青年报 旧版",
            url=f"{HOME}html/{{day:%Y-%m/%d}}/nbs.D110000zgqnb_01.htm",
            optional=True,  # the addresses of before
            evidence="C 2023, 3 programs",
        ),
    ),
    profiles=(standard.FOUNDER,),
)
