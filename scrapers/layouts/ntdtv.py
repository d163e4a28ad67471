"""New Tang Dynasty Television (新唐人电视台). Its ld+json calls the time of Beijing one of UTC; the printed one says it.

No page of it was seen: its markup is what a program keeps of pages of 2026, whose list it does not tell of, so it is
not crawled.
"""

from cundang.model.profile import Profile
from cundang.model.publisher import Publisher

LAYOUT = Publisher(
    name="ntdtv",
    publisher="新唐人电视台",
    homepage="https://www.ntdtv.com/",
    country="US",
    language="zh",
    hosts=("ntdtv.com",),
    article=r"^https?://www\.ntdtv\.com/(?:gb|b5)/\d{4}/\d{2}/\d{2}/a\d+\.html",
    profiles=(
        Profile(
            name="ntdtv-2026",
            since="2026",
            mark="div.article_title",
            title=("div.article_title h1",),
            body=("div.article_content",),
            published=("div.article_info .time",),
            keywords=('meta[name="keywords"]',),
            address=r"/(?P<content_id>a\d+)\.html",
        ),
    ),
)
