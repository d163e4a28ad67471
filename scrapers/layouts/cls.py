"""Cailianshe (财联社). The article is in the state of the page; its classes only say how things look.

Seen: an article of 2026. No list of it is known to be read by two programs, so it is not crawled.
"""

from cundang.model.profile import Profile
from cundang.model.publisher import Publisher

ARTICLE = "script:__NEXT_DATA__ props.pageProps.articleDetail"

LAYOUT = Publisher(
    name="cls",
    publisher="财联社",
    homepage="https://www.cls.cn/",
    country="CN",
    language="zh",
    hosts=("cls.cn",),
    article=r"^https?://www\.cls\.cn/detail/\d+",
    profiles=(
        Profile(
            name="cls-2026",
            since="2026",
            mark=f"{ARTICLE}.content",
            title=(f"{ARTICLE}.title",),
            body=(f"{ARTICLE}.content",),
            published=(f"{ARTICLE}.ctime",),
            source_name=(f"{ARTICLE}.author.name",),
            editor=(f"{ARTICLE}.secReviewer",),
            keywords=(f"{ARTICLE}.subject[].name",),
            address=r"/detail/(?P<content_id>\d+)",
        ),
    ),
)
