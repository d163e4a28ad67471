"""Jiangsu's commission of development and reform (江苏省发展和改革委员会), on Hanweb.

A program keeps a page of its list of 2026-08: thirty records of 138, and the next group.
"""

from scrapers.site import Site
from scrapers.sites.cms import government, hanweb
from scrapers.sources import Listing

HOME = "https://fzggw.jiangsu.gov.cn/"

SITE = Site(
    name="jiangsu_fgw",
    publisher="江苏省发展和改革委员会",
    homepage=HOME,
    hosts=("fzggw.jiangsu.gov.cn",),
    article=rf"^https?://fzggw\.jiangsu\.gov\.cn/{hanweb.JPAGE_ARTICLE}",
    example=f"{HOME}art/2026/1/5/art_284_11500001.html",
    sources=(
        Listing(
            name="通知公告",
            url=f"{HOME}col/col284/index.html",
            evidence="A 2026, 2 programs: policy-collector, china-governance",
        ),
        Listing(
            name="栏目 314",
            url=f"{HOME}col/col314/index.html",
            evidence=government.CHINA_GOVERNANCE,
        ),
    ),
    profiles=government.PROFILES,
)
