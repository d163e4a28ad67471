"""State-owned Assets Supervision and Administration Commission (国务院国资委): pages in a tree of numbers."""

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sites.cms import standard
from scrapers.sources import Listing

HOME = "http://www.sasac.gov.cn/"

SITE = Site(
    name="sasac",
    publisher="国务院国资委",
    homepage=HOME,
    hosts=("sasac.gov.cn",),
    article=r"^https?://(?:www|wap)\.sasac\.gov\.cn/(?:n\d+/)+c\d+/content\.html",
    example=f"{HOME}n2588035/n2588320/n2588335/c34000001/content.html",
    sources=(
        Listing(
            name="政策文件",
            url=f"{HOME}n2588035/n2588320/index.html",
            evidence="B 2026, 1 program: gov-site-list",
        ),
        Listing(
            name="发布",
            url=f"{HOME}n2588035/n2588320/n2588335/index.html",
            evidence="B 2026, 1 program: china-governance",
        ),
    ),
    profiles=(
        Profile(
            name="sasac",
            mark=".zsy_comain",
            title=('meta[name="ArticleTitle"]', ".zsy_cotitle", "title"),
            body=(".zsy_comain",),
            published=('meta[name="PubDate"]', 'meta[name="pubdate"]', ".zsy_cotitle p"),
            source_name=('meta[name="ContentSource"]', ".zsy_cotitle p"),
            drop=("style", "#qr_container", "#div_div", '[class^="jiathis"]', *standard.FURNITURE),
            address=r"/c(?P<content_id>\d+)/content\.",
        ),
        *standard.PROFILES,
    ),
)
