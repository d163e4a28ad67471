"""Cyberspace Administration of China (国家互联网信息办公室): pages with the first rows, and all of them as JSON."""

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sites.cms import standard
from scrapers.sources import JsonList, Listing

HOME = "https://www.cac.gov.cn/"
MANY = "A 2026, 3 programs: china-governance"
ONE = "B 2026, 1 program"
CHANNELS = {
    "网信发布": ("A093702", MANY),
    "政策法规": ("A093703", MANY),
    "行政法规": ("A09370302", ONE),
    "部门规章": ("A09370303", ONE),
    "司法解释": ("A09370304", ONE),
    "规范性文件": ("A09370305", "A 2026, 2 programs"),
    "政策文件": ("A09370306", ONE),
    "网信要闻": ("A093602", f"{ONE}: china-governance"),
    "栏目 A093802": ("A093802", f"{ONE}: china-governance"),
    "栏目 A093704": ("A093704", f"{ONE}: china-governance"),
    "栏目 A093706": ("A093706", f"{ONE}: china-governance"),
}

SITE = Site(
    name="cac",
    publisher="国家网信办",
    homepage=HOME,
    hosts=("cac.gov.cn",),
    article=r"^https?://www\.cac\.gov\.cn/\d{4}-\d{2}/\d{2}/c_\d+\.htm",
    example=f"{HOME}2026-01/05/c_1767572700000001.htm",
    sources=(
        Listing(
            name="网信发布 首页",
            url=f"{HOME}wxzw/wxfb/A093702index_1.htm",
            evidence="A 2026, 2 programs: RSSHub, china-governance",
        ),
        Listing(
            name="网信要闻 首页",
            url=f"{HOME}yaowen/wxyw/A093602index_1.htm",
            evidence="A 2026, 2 programs",
        ),
        *(
            JsonList(
                name=name,
                url=f"{HOME}cms/JsonList",
                form={
                    "channelCode": code,
                    "perPage": 20,
                    "pageno": 1,
                },
                page_parameter="pageno",
                rows="list",
                link="infourl",
                day="pubtime",
                evidence=evidence,
            )
            for name, (code, evidence) in CHANNELS.items()
        ),
    ),
    profiles=(
        Profile(
            name="cac",
            mark="#BodyLabel",
            title=("h1.title", "h1"),
            body=("#BodyLabel",),
            published=("#pubtime",),
            source_name=("#source",),
            drop=standard.FURNITURE,
            address=r"/c_(?P<content_id>\d+)\.",
        ),
    ),
)
