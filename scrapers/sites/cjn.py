"""Changjiang Daily (长江网), on TRS. Its selectors come from notes: no page of it was at hand."""

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sites.cms import standard
from scrapers.sources import JsonList

API = "https://news.cjn.cn/wcmapi/service/getDocumentsByChannelId.xhtml"

SITE = Site(
    name="cjn",
    publisher="长江网",
    homepage="http://www.cjn.cn/",
    hosts=("cjn.cn",),
    article=r"^https?://[\w.]+\.cjn\.cn/(?:[\w-]+/)*\d{6}/t\d+\.html?",
    example="https://news.cjn.cn/hbpd_19912/yw_19915/202601/t5259070.htm",
    sources=(
        JsonList(
            name="栏目 15886",
            url=f"{API}?model=1&chnlId=15886&pageNo=1&pageSize=5",
            page_parameter="pageNo",
            evidence="C 2021, 1 program: its rows were not seen",
        ),
    ),
    profiles=(
        Profile(
            name="cjn",
            mark="h1.art-title",
            title=("h1.art-title",),
            body=("div.TRS_Editor",),
            published=(".pub-time",),
            source_name=(".sour",),
            editor=(".editor",),
            keywords=('meta[name="keywords"]',),
            drop=(".editor",),
            address=r"/t(?P<content_id>\d+)\.",
        ),
        standard.TRS,
    ),
)
