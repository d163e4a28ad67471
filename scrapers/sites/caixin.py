"""Caixin (财新). Most of its texts are behind a paywall: what is stored is the part that everybody may read."""

from scrapers.site import Site
from scrapers.sites.cms import standard
from scrapers.sources import JsonList

SITE = Site(
    name="caixin",
    publisher="财新网",
    homepage="https://www.caixin.com/",
    hosts=("caixin.com",),
    article=r"^https?://(?!fm\.|video\.|datanews\.)[\w.]+\.caixin\.com/\d{4}-\d{2}-\d{2}/\d+\.html",
    example="https://economy.caixin.com/2026-01-05/102400001.html",
    sources=(
        JsonList(
            name="最新",
            url="https://gateway.caixin.com/api/dataplatform/scroll/index?page=1&size=20",
            page_parameter="page",
            rows="data.articleList",
            link="url",
            day="time",
            evidence="A 2026, 2 programs: RSSHub, RSSHub-python",
        ),
    ),
    profiles=standard.PROFILES,
)
