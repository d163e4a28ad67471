"""HK01 (香港01). No page of it was seen."""

from zoneinfo import ZoneInfo

from scrapers.site import Site
from scrapers.sources import JsonList

HOME = "https://www.hk01.com/"

SITE = Site(
    name="hk01",
    publisher="香港01",
    homepage=HOME,
    country="HK",
    hosts=("hk01.com",),
    zone=ZoneInfo("Asia/Hong_Kong"),
    article=r"^https?://(?:www\.)?hk01\.com/(?!(?:channel|zone|tag|issue|author)/)[^/?#]+/\d{4,10}(?:[/?#]|$)",
    example=f"{HOME}article/60320801",
    sources=(
        *(
            JsonList(
                name=name,
                url=f"https://web-data.api.hk01.com/v2/feed/category/{number}?bucketId=00000&limit=20",
                page_parameter="offset",
                cursor="nextOffset",
                rows="items[].data",
                link="canonicalUrl",
                day="publishTime",
                evidence=evidence,
            )
            for name, number, evidence in (
                ("最新", 0, "A 2026, 10 programs: RSSHub"),
                ("社會", 2, "B 2026, 1 program"),
                ("突發", 6, "B 2026, 1 program"),
            )
        ),
    ),
)
