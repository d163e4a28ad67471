"""Reference News (参考消息) of Xinhua. Its articles are pages of ckxxapp.ckxx.net, whose text only a script shows.

The host china.cankaoxiaoxi.com, which most programs ask, has had no valid certificate since 2026-05-30; www has.
"""

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sources import JsonList

HOME = "https://www.cankaoxiaoxi.com/"
READ = "B 2026, 1 program"
ELSEWHERE = "C 2026, 1 program: RSSHub, by the host china.cankaoxiaoxi.com"
READ_CHANNELS = {
    "要闻": "yaowen",
    "中国": "zhongguo",
    "国际": "gj",
    "观点": "guandian",
}
OTHER_CHANNELS = {
    "第一关注": "diyi",
    "锐参考": "ruick",
    "军事": "junshi",
    "科技应用": "kejiyy",
    "文化旅游": "wenhualy",
    "体育健康": "tiyujk",
    "海外智库": "hwzk",
    "研究动态": "yjdt",
    "海外看中国城市": "hwkzgcs",
    "参考人物": "cankaorw",
    "参考漫谈": "cankaomt",
    "双语汇": "ymsyh",
}

SITE = Site(
    name="cankaoxiaoxi",
    publisher="参考消息",
    homepage=HOME,
    hosts=("cankaoxiaoxi.com", "ckxxapp.ckxx.net"),
    article=r"^https?://ckxxapp\.ckxx\.net/pages/\d{4}/\d{2}/\d{2}/[0-9a-f]{32}\.html",
    example="https://ckxxapp.ckxx.net/pages/2026/01/05/0123456789abcdef0123456789abcdef.html",
    sources=tuple(
        JsonList(
            name=name,
            url=f"{HOME}json/channel/{channel}/list.json",
            rows="list",
            link="data.url",
            day="data.publishTime",
            evidence=evidence,
        )
        for channels, evidence in ((READ_CHANNELS, READ), (OTHER_CHANNELS, ELSEWHERE))
        for name, channel in channels.items()
    ),
    profiles=(
        Profile(
            name="cankaoxiaoxi",
            mark="script:contentTxt",
            title=(".article-title", "h1"),
            body=("script:contentTxt",),
            published=(".article-time",),
            author=(".article-reporter",),
            address=r"/(?P<content_id>[0-9a-f]{32})\.html",
        ),
    ),
)
