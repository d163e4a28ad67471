"""What the sites of governments share: the evidence of their columns, articles of gkmlpt, and their layouts.

Two programs know most of the columns: gov-site-list lists them (2026-09), china-governance reads them (2026-08). What
the second says on a site (the form of its articles, from where it answers) stands in the module of the site.
"""

from scrapers.sites.cms import standard

GOV_SITE_LIST = "B 2026, 1 program: gov-site-list"
CHINA_GOVERNANCE = "B 2026, 1 program: china-governance"
BOTH = "A 2026, 2 programs: gov-site-list, china-governance"
RSSHUB_TOO = "A 2026, 2 programs: RSSHub, gov-site-list"
YUQING = "B 2026, 1 program: YuQing"

# The path of an article of gkmlpt, for the pattern of a site: gkmlpt/content/12/12000/post_12000001.html
GKMLPT_ARTICLE = r"(?:[\w-]+/)*content/(?:\d+/)*post_\d+\.html"
PROFILES = (standard.GOVERNMENT, standard.TRS)
