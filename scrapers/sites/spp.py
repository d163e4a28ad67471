"""Supreme People's Procuratorate (最高人民检察院), on TRS."""

from scrapers.site import Site
from scrapers.sites.cms import standard, trs

HOME = "https://www.spp.gov.cn/"

SITE = Site(
    name="spp",
    publisher="最高人民检察院",
    homepage=HOME,
    hosts=("spp.gov.cn",),
    article=rf"^https?://www\.spp\.gov\.cn/{trs.ARTICLE}",
    example=f"{HOME}spp/flfgk/202601/t20260105_720001.shtml",
    sources=(
        *trs.columns(
            HOME,
            "B 2026, 1 program: china-governance",
            {
                "法律法规库": "spp/flfgk/index.shtml",
            },
            "shtml",
        ),
    ),
    profiles=standard.PROFILES,
)
