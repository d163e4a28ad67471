"""The Financial Times in Chinese (FT中文网). No page of it was seen."""

from scrapers.site import Site
from scrapers.sources import Feed

HOME = "https://www.ftchinese.com/"

SITE = Site(
    name="ftchinese",
    publisher="FT中文网",
    homepage=HOME,
    country="GB",
    hosts=("ftchinese.com",),
    article=r"^https?://www\.ftchinese\.com/(?:story|premium|interactive)/\d{6,12}",
    example=f"{HOME}story/001108001",
    sources=(
        Feed(
            name="RSS",
            url=f"{HOME}rss/feed",
            evidence="A 2026, 3 programs",
        ),
    ),
)
