"""Wen Wei Po and Ta Kung Wen Wei (文匯報、大公文匯), of Hong Kong.

No page of them was seen: their markup is what a program keeps of pages of 2026. The lists that one program reads need
the ids of columns that it asks for first, so they are not crawled.
"""

from zoneinfo import ZoneInfo

from cundang.model.profile import Profile
from cundang.model.publisher import Publisher

LAYOUT = Publisher(
    name="wenweipo",
    publisher="文匯報",
    homepage="https://www.wenweipo.com/",
    country="HK",
    language="zh",
    hosts=("wenweipo.com", "tkww.hk"),
    zone=ZoneInfo("Asia/Hong_Kong"),
    article=r"^https?://www\.(?:wenweipo\.com|tkww\.hk)/a/\d{6}/\d{2}/AP[0-9a-f]+\.html",
    profiles=(
        Profile(
            name="wenweipo-2026",
            since="2026",
            mark="#richTextContainer",
            title=("div.title-bar h1", "h1"),
            body=("#richTextContainer",),
            published=("div.info-bar span.time", "span.time"),
            keywords=('meta[name="keywords"]',),
            address=r"/(?P<content_id>AP[0-9a-f]+)\.html",
        ),
        Profile(
            name="tkww-2026",
            since="2026",
            mark="h1.content-title-text",
            title=("h1.content-title-text",),
            body=("div.content-body-inner",),
            keywords=('meta[name="keywords"]',),
            address=r"/(?P<content_id>AP[0-9a-f]+)\.html",
        ),
    ),
)
