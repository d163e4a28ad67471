"""Legal Daily (法治日报) as printed, in the system of 新华每日电讯."""

from scrapers.site import Site
from scrapers.sources import Epaper

HOME = "http://epaper.legaldaily.com.cn/"

SITE = Site(
    name="legal_daily",
    publisher="法治日报",
    homepage=HOME,
    hosts=("epaper.legaldaily.com.cn",),
    article=r"^https?://epaper\.legaldaily\.com\.cn/fzrb/content/\d{8}/Articel\w+\.htm",
    example=f"{HOME}fzrb/content/20260105/Articel01002GN.htm",
    sources=(
        Epaper(
            name="法治日报",
            url=f"{HOME}fzrb/content/{{day:%Y%m%d}}/Page01TB.htm",
            evidence="A 2024, 3 programs",
        ),
        Epaper(
            name="当日",
            url=f"{HOME}fzrb/content/PaperIndex.htm",
            evidence="A 2026, 2 programs: whatshot",
        ),
    ),
)
