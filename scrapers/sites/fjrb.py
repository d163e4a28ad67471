"""Fujian Daily (福建日报), its paper edition. No page of it was seen."""

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sites.cms import standard
from scrapers.sources import Epaper

HOME = "https://fjrb.fjdaily.com/"

SITE = Site(
    name="fjrb",
    publisher="福建日报",
    homepage=HOME,
    hosts=("fjrb.fjdaily.com",),
    article=r"^https?://fjrb\.fjdaily\.com/pc/con/\d{6}/\d{2}/content_\d+\.html",
    example=f"{HOME}pc/con/202601/05/content_500001.html",
    sources=(
        Epaper(
            name="版面",
            url=f"{HOME}pc/col/{{day:%Y%m/%d}}/node_01.html",
            evidence="B 2026, 1 program: RSSHub",
        ),
    ),
    profiles=(
        Profile(
            name="fjrb",
            mark="#NewsArticlePubDay",
            title=("#NewsArticleTitle", "h1", "title"),
            body=("#content",),
            published=("#NewsArticlePubDay",),
            author=("#NewsArticleAuthor",),
        ),
        standard.FOUNDER,
    ),
)
