"""Economic Daily (经济日报) as printed: Founder's e-paper. It answers by http only."""

from cundang.model.expect import Expect
from scrapers.site import Site
from scrapers.sites.cms import standard
from scrapers.sources import Epaper

HOME = "http://paper.ce.cn/"

SITE = Site(
    name="economic_daily",
    publisher="经济日报",
    homepage=HOME,
    hosts=("paper.ce.cn", "ipaper.ce.cn"),
    article=r"^https?://i?paper\.ce\.cn/pc/content/\d{6}/\d{2}/content_\d+\.html",
    example=f"{HOME}pc/content/202601/05/content_330001.html",
    sources=(
        Epaper(
            name="经济日报",
            url=f"{HOME}pc/layout/{{day:%Y%m/%d}}/node_01.html",
            first="2021-01-01",  # the oldest day that a program has read; 2018 was not there on 2026-10-02
            evidence="A 2026, 4 programs: KianaMei, whatshot",
        ),
    ),
    expect=Expect(
        articles_a_week=7,
        articles_a_week_from="an issue every day, of one article at least",
    ),
    profiles=(standard.FOUNDER,),
)
