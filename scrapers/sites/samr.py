"""State Administration for Market Regulation (国家市场监督管理总局), on Hanweb's jpaas."""

from scrapers.site import Site
from scrapers.sites.cms import hanweb, standard

HOME = "https://www.samr.gov.cn/"
IDS = ("29e9522dc89d4e088a953d8cede72f4c", "5c30fb89ae5e48b9aefe3cdf49853830", "内容区域")
COLUMNS = {
    "总局": "39cd9de1f309431483ef3008309f39ca",
    "司局": "e1d3514242304e589aa2f3da490d63fb",
    "地方": "82103d93eb114af2944a1cfd363f45cb",
    "媒体": "fd590d1789974f8b9f1db6d2e7da751a",
    "总局文件": "5a1c443ecf8c471bb9577ba1ae5d2883",
    "政策解读": "f6a995f86b4f4362836c3c2d7ce72889",
    "栏目 dedefc44": "dedefc44460a4338ac649d95f0ed8023",
}
OTHERS = {
    "召回公告": "bf39604e7599427c92ec64e90577f57a",
    "食品抽检": "c50b450d9afa44e2a7f83f0c2a0c5ffc",
    "征求意见": "b00644872e354a96b66e3cd954e9996f",
}

SITE = Site(
    name="samr",
    publisher="市场监管总局",
    homepage=HOME,
    hosts=("samr.gov.cn",),
    article=rf"^https?://www\.samr\.gov\.cn/{hanweb.ARTICLE}",
    example=f"{HOME}xw/zj/art/2026/art_0123456789abcdef0123456789abcdef.html",
    sources=(
        *(
            hanweb.unit(name, HOME, IDS, page_id, "A 2026, 3 programs: RSSHub, china-governance")
            for name, page_id in COLUMNS.items()
        ),
        *(hanweb.unit(name, HOME, IDS, page_id, "B 2026, 1 program") for name, page_id in OTHERS.items()),
    ),
    profiles=standard.PROFILES,
)
