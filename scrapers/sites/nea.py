"""National Energy Administration (国家能源局), on Xinhua's hosting: most of its columns are empty pages that load a file."""

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sites.cms import xinhua
from scrapers.sources import Xhcloud

HOME = "https://www.nea.gov.cn/"
POLICIES = {
    "最新文件": "policy/zxwj.htm",
    "通知": "policy/tz.htm",
    "项目审批": "policy/xmsp.htm",
    "局工作动态": "news/jwzdt.htm",
    "规范性文件": "webroot2014/zfxxgkml/gfxwj.htm",
}
BUREAUS = {
    "综合司": "zhs",
    "法改司": "fgs",
    "规划司": "ghs",
    "科技司": "kjs",
    "电力司": "dls",
    "核电司": "hds",
    "煤炭司": "mts",
    "油气司": "yqs",
    "新能源司": "xny",
    "监管司": "jgs",
    "安全司": "aqs",
    "国际司": "gjs",
    "机关党委": "jgdw",
}

SITE = Site(
    name="nea",
    publisher="国家能源局",
    homepage=HOME,
    hosts=("nea.gov.cn",),
    article=rf"^https?://(?:www|zfxxgk)\.nea\.gov\.cn/(?:{xinhua.OLD_ARTICLE}|{xinhua.NEW_ARTICLE})",
    example=f"{HOME}20260105/0123456789abcdef0123456789abcdef/c.html",
    sources=(
        Xhcloud(
            name="新闻中心",
            url=f"{HOME}xwzx/index.htm",
            evidence="B 2026, 1 program: 10 of 10 rows checked on 2026-10-01",
        ),
        xinhua.data_file(
            "新闻发布",
            f"{HOME}xwfb/ds_4f3484af7ea244e7ab18d094856c82a6.json",
            "B 2026, 1 program",
        ),
        *(
            Xhcloud(
                name=name,
                url=HOME + path,
                evidence="A 2026, 3 programs: gov-site-list",
            )
            for name, path in POLICIES.items()
        ),
        *(
            Xhcloud(
                name=name,
                url=f"{HOME}sjzz/{bureau}/index.htm",
                evidence="A 2026, 4 programs: RSSHub, energy-rss",
            )
            for name, bureau in BUREAUS.items()
        ),
    ),
    profiles=(
        # The printed time counts; the page has others. No page was seen: the names are those of programs of 2026.
        Profile(
            name="nea-2024",
            since="2024",
            mark=".titles",
            title=(".titles",),
            body=("#detailContent", "#detail"),
            published=(".times", 'meta[name="publishdate"]'),
            source_name=(".author", 'meta[name="source"]'),
            keywords=('meta[name="keywords"]',),
            content_id=('meta[name="contentid"]',),
            address=xinhua.NEW_ADDRESS,
        ),
        *xinhua.PROFILES,
    ),
)
