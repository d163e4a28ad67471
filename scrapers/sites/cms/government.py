"""What the sites of governments share: the columns of TRS and Hanweb, and the two programs that know most of them.

gov-site-list is a list of such columns (2026-09), china-governance a program that reads them (2026-08): which of its
addresses it reached, and the forms of articles that it tells apart, stand in the modules.
"""

from scrapers.sites.cms import standard
from scrapers.sources import Listing

GOV_SITE_LIST = "B 2026, 1 program: gov-site-list"
CHINA_GOVERNANCE = "B 2026, 1 program: china-governance"
BOTH = "A 2026, 2 programs: gov-site-list, china-governance"
RSSHUB_TOO = "A 2026, 2 programs: RSSHub, gov-site-list"
YUQING = "B 2026, 1 program: YuQing"

# The paths of articles, for the pattern of a site.
TRS_ARTICLE = r"(?:[\w-]+/)*\d{6}/t\d{8}_\d+\.s?html?$"
HANWEB_ARTICLE = r"(?:col/col\d+/)?art/\d{4}/(?:\d{1,2}/\d{1,2}/art_\d+_\d+|art_[0-9a-f]{32})\.html"
GKMLPT_ARTICLE = r"(?:[\w-]+/)*content/(?:\d+/)*post_\d+\.html"
PROFILES = (standard.GOVERNMENT, standard.TRS)


def trs(name: str, url: str, evidence: str, suffix: str = "html") -> Listing:
    """A column of TRS: index.html, then index_1.html, index_2.html, as many as its page says (createPageHTML)."""
    return Listing(
        name=name,
        url=url,
        next=f"index_{{page}}.{suffix}",
        page=1,
        evidence=evidence,
    )
