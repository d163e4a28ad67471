"""Ming Pao (明報). No page of it was seen."""

from zoneinfo import ZoneInfo

from scrapers.site import Site
from scrapers.sources import Feed

HOME = "https://news.mingpao.com/"

SITE = Site(
    name="mingpao",
    publisher="明報",
    homepage=HOME,
    country="HK",
    hosts=("mingpao.com",),
    zone=ZoneInfo("Asia/Hong_Kong"),
    article=r"^https?://news\.mingpao\.com/(?:ins|pns)/(?:[^/]+/)+\d{8}/s\d{5}/\d+",
    example=f"{HOME}ins/%E6%B8%AF%E8%81%9E/article/20260105/s00001/1767518315152",
    sources=(
        *(
            Feed(
                name=name,
                url=f"{HOME}rss/{path}.xml",
                evidence=evidence,
            )
            for name, path, evidence in (
                ("即時新聞", "ins/all", "A 2026, 2 programs: RSSHub"),
                ("港聞", "ins/s00001", "B 2026, 1 program: RSSHub"),
                ("經濟", "ins/s00002", "B 2026, 1 program: RSSHub"),
                ("兩岸", "ins/s00004", "B 2026, 1 program: RSSHub"),
                ("國際", "ins/s00005", "B 2026, 1 program: RSSHub"),
                ("每日明報 要聞", "pns/s00001", "B 2026, 1 program: RSSHub"),
                ("每日明報 港聞", "pns/s00002", "B 2026, 1 program: RSSHub"),
                ("每日明報 社評", "pns/s00003", "B 2026, 1 program: RSSHub"),
                ("每日明報 經濟", "pns/s00004", "B 2026, 1 program: RSSHub"),
                ("每日明報 觀點", "pns/s00012", "B 2026, 1 program: RSSHub"),
                ("每日明報 中國", "pns/s00013", "B 2026, 1 program: RSSHub"),
                ("每日明報 國際", "pns/s00014", "B 2026, 1 program: RSSHub"),
            )
        ),
    ),
)
