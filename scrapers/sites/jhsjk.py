"""The database of Xi Jinping's speeches (习近平系列重要讲话数据库) of People's Daily Online."""

from scrapers.site import Site
from scrapers.sources import JsonList, Listing

HOME = "https://jhsjk.people.cn/"

SITE = Site(
    name="jhsjk",
    publisher="习近平系列重要讲话数据库",
    homepage=HOME,
    hosts=("jhsjk.people.cn",),
    article=r"^https?://jhsjk\.people\.cn/article/\d+",
    example=f"{HOME}article/40800001",
    delay=120.0,  # people.cn asks for it in its robots.txt
    sources=(
        JsonList(
            name="全部",
            url=(
                f"{HOME}testnew/result?keywords=&isFuzzy=0&searchArea=0&year=0&form=0&type=0&page=1"
                "&origin=%E5%85%A8%E9%83%A8&source=2"
            ),
            page_parameter="page",
            rows="list",
            article=f"{HOME}article/{{article_id}}",
            day="input_date",
            evidence="A 2026, 2 programs: whatshot; without source=2 it answers in HTML",
        ),
        Listing(
            name="检索页",
            url=f"{HOME}result?keywords=&year=0",
            evidence="B 2026, 1 program: RSSHub",
        ),
    ),
)
