"""People's Daily (人民日报) and its overseas edition, as printed: Founder's e-paper, with issues of about two years."""

from cundang.model.expect import Expect
from scrapers.site import Site
from scrapers.sites.cms import standard
from scrapers.sources import Epaper

HOME = "http://paper.people.com.cn/"

SITE = Site(
    name="peoples_daily",
    publisher="人民日报",
    homepage=HOME,
    hosts=("paper.people.com.cn",),
    article=(
        r"^https?://paper\.people\.com\.cn/\w+/"
        r"(?:pc/content/\d{6}/\d{2}/content_\d+\.html|html/\d{4}-\d{2}/\d{2}/nw\.\w+\.htm)"
    ),
    example=f"{HOME}rmrb/pc/content/202601/05/content_30100001.html",
    delay=120.0,  # what people.com.cn asks for in its robots.txt
    sources=(
        Epaper(
            name="人民日报",
            url=f"{HOME}rmrb/pc/layout/{{day:%Y%m/%d}}/node_01.html",
            first="2024-12-01",  # an issue of 2024-11 was no longer there on 2026-10-02
            evidence="A 2026, 4 programs: RSSHub, KianaMei, whatshot",
        ),
        Epaper(
            name="人民日报海外版",
            url=f"{HOME}rmrbhwb/pc/layout/{{day:%Y%m/%d}}/node_01.html",
            first="2024-12-01",
            evidence="B 2026, 1 program: whatshot",
        ),
    ),
    expect=Expect(
        articles_a_week=7,
        articles_a_week_from="an issue every day, of one article at least",
    ),
    profiles=(standard.FOUNDER,),
)
