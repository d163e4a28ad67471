"""Xinhua Daily Telegraph (新华每日电讯) as printed. Its front page lists the whole issue.

The addresses of articles stand in an attribute of its own, `daoxiang`, not in `href`.
"""

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sources import Epaper

HOME = "http://mrdx.cn/"

SITE = Site(
    name="mrdx",
    publisher="新华每日电讯",
    homepage=HOME,
    hosts=("mrdx.cn",),
    article=r"^https?://(?:www\.)?mrdx\.cn/content/\d{8}/Articel\w+\.htm",
    example=f"{HOME}content/20260105/Articel01002NR.htm",
    sources=(
        Epaper(
            name="本期",
            url=f"{HOME}content/{{day:%Y%m%d}}/IssueIndex.htm",
            evidence="B 2026, 1 program: whatshot; leads to the first page, such as Page01BC.htm",
        ),
        Epaper(
            name="第一版",
            url=f"{HOME}content/{{day:%Y%m%d}}/Page01DK.htm",
            optional=True,  # the letters of its name are not those of every issue
            evidence="A 2026, 3 programs: RSSHub, KianaMei, quant-dojo",
        ),
    ),
    profiles=(
        Profile(
            name="mrdx",
            mark="div.contenttext",
            title=(".margin15 h2", ".margin15 h3", "h2"),
            body=("div.contenttext",),
            published=(".shijian",),
        ),
    ),
)
