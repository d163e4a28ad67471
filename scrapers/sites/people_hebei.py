"""People's channel on Hebei (人民网河北频道). The lists are those of spiders of 2018 to 2020; no page of it was seen."""

from scrapers.site import Site
from scrapers.sources import Listing

HOME = "http://he.people.com.cn/"

SITE = Site(
    name="people_hebei",
    publisher="人民网河北频道",
    homepage=HOME,
    hosts=("he.people.com.cn",),
    delay=120.0,
    article=r"^https?://he\.people\.com\.cn/n2/\d{4}/\d{4}/c\d+-\d+\.html",
    example=f"{HOME}n2/2026/0105/c192235-41100001.html",
    sources=(
        *(
            Listing(
                name=name,
                url=f"{HOME}GB/{path}/index.html",
                next="index{page}.html",
                evidence="C 2020, 1 program: news_all",
            )
            for name, path in (
                ("要闻", "200202"),
                ("时政", "197034"),
                ("经济", "197037"),
                ("社会", "197039"),
                ("法治", "197043"),
                ("滚动", "197051/381128"),
            )
        ),
    ),
)
