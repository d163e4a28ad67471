"""Xinhua's own sites: news.cn and xinhuanet.com. Provinces whose channel has a module of its own are read by that."""

from scrapers.site import Site
from scrapers.sites.cms import xinhua
from scrapers.sources import Xhcloud

HOME = "https://www.news.cn/"
ONE = "B 2026, 1 program: whatshot"

SITE = Site(
    name="xinhuanet",
    publisher="新华网",
    homepage="http://www.news.cn/",
    hosts=("xinhuanet.com", "news.cn"),
    article=rf"^https?://[\w.]+\.(?:xinhuanet\.com|news\.cn)/(?:[\w-]+/)*(?:{xinhua.OLD_ARTICLE}|{xinhua.NEW_ARTICLE})",
    example=f"{HOME}politics/20260105/0123456789abcdef0123456789abcdef/c.html",
    sources=(
        xinhua.data_file(
            "时政",
            f"{HOME}politics/ds_a6d618872de143bdafa2556915a7ae12.json",
            "A 2026, 4 programs: RSSHub, whatshot, ResearchPulse",
        ),
        xinhua.data_file(
            "中央文件",
            f"{HOME}politics/zywj/ds_fa4d1c1ddde34b3eb63719d67879d727.json",
            "A 2026, 2 programs: china-governance, whatshot",
        ),
        xinhua.data_file(
            "中央文件解读",
            f"{HOME}politics/zywj/ds_751e4d15841642e5b6b636377247b397.json",
            ONE,
        ),
        Xhcloud(
            name="新华社新闻",
            url=f"{HOME}xhsxw.htm",
            evidence="B 2026, 1 program: RSSHub",
        ),
        xinhua.data_file("首页最新", f"{HOME}ds_bbc6736b83a14fbb9caf24d78f9aab7f.json", ONE),
        Xhcloud(
            name="首页",
            url=HOME,
            evidence="A 2026, 2 programs: china-governance, YuQing",
        ),
        xinhua.data_file(
            "财经",
            f"{HOME}fortune/ds_b53aac3e4e6342f699a9e2acdd0ee8fd.json",
            "A 2026, 2 programs: china-governance",
        ),
        xinhua.data_file("财经滚动", f"{HOME}fortune/ds_1e491dadc8944459b71b7ab13422623d.json", ONE),
        xinhua.data_file("地方", f"{HOME}local/ds_5c5939c2f07b4d9c96de44dad32eadc8.json", ONE),
        xinhua.data_file(
            "国际",
            f"{HOME}world/ds_8d5294ed513c4779af6242a3623aa27b.json",
            "A 2026, 2 programs: whatshot",
        ),
        xinhua.data_file(
            "国际即时新闻",
            f"{HOME}world/jsxw/ds_29089f6bdec84f03b12804d9fe4897be.json",
            "A 2026, 2 programs: whatshot",
        ),
        xinhua.data_file(
            "科技",
            f"{HOME}tech/ds_fd79514d92f34849bc8baef7ce3d5aae.json",
            "A 2026, 2 programs: china-governance, whatshot",
        ),
        xinhua.data_file("网评", f"{HOME}comments/ds_8e0f870f8f8b4643a239608debe7f2ee.json", ONE),
        xinhua.data_file("网评原创", f"{HOME}comments/wpyc/ds_2d7f116cc1f34730974912b1512cb10d.json", ONE),
        xinhua.data_file("钟华论", f"{HOME}comments/plldzt/zhonghualun/ds_42a905699ddb4f5298955c4c1388d868.json", ONE),
        xinhua.data_file("军事", f"{HOME}milpro/ds_efa406de9b714538a958d4a20a80ecf3.json", ONE),
        xinhua.data_file("深度观察", f"{HOME}depthobserve/ds_1636c5be477b4b519c0a4e969cfd28ee.json", ONE),
    ),
    profiles=xinhua.PROFILES,
)
