"""Guangming Daily (光明日报) and papers of its house: Founder's e-paper, whose addresses changed in 2026."""

from cundang.model.expect import Expect
from scrapers.site import Site
from scrapers.sites.cms import standard
from scrapers.sources import Epaper

HOME = "https://epaper.gmw.cn/"
OTHERS = {"文摘报": "wzb", "中华读书报": "zhdsb"}

SITE = Site(
    name="guangming_daily",
    publisher="光明日报",
    homepage=HOME,
    hosts=("epaper.gmw.cn",),
    article=(
        r"^https?://epaper\.gmw\.cn/\w+/html/"
        r"(?:content/\d{6}/\d{2}/content_\d+\.html|\d{4}-\d{2}/\d{2}/nw\.D\d+\w*_\d{8}_\d+-\d+\.htm)"
    ),
    example=f"{HOME}gmrb/html/content/202601/05/content_10001.html",
    sources=(
        Epaper(
            name="光明日报",
            url=f"{HOME}gmrb/html/layout/{{day:%Y%m/%d}}/node_01.html",
            first="2026-01-01",
            evidence="A 2026, 2 programs: whatshot; answered for 2026-10-02",
        ),
        *(
            Epaper(
                name=name,
                url=f"{HOME}{folder}/html/layout/{{day:%Y%m/%d}}/node_01.html",
                first="2026-01-01",
                evidence="B 2026, 1 program: whatshot, by its index.html",
            )
            for name, folder in OTHERS.items()
        ),
        Epaper(
            name="光明日报 2012–2025",
            url=f"{HOME}gmrb/html/{{day:%Y-%m/%d}}/nbs.D110000gmrb_01.htm",
            first="2012-01-01",
            optional=True,  # it has no issue since 2026
            evidence="A 2026, 3 programs: RSSHub, Zotero; from 2012 to 2025-09 on 2026-10-02",
        ),
    ),
    expect=Expect(
        articles_a_week=7,
        articles_a_week_from="an issue every day, of one article at least",
    ),
    profiles=(standard.FOUNDER,),
)
