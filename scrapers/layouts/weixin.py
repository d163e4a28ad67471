"""WeChat accounts (微信公众号). The account is the source.

A script writes the time, from a variable of its own: only a page that a browser drew shows it.
Its lists need a login, so it is not crawled.
"""

from cundang.model.profile import Profile
from cundang.model.publisher import Publisher

LAYOUT = Publisher(
    name="weixin",
    publisher="微信公众平台",
    homepage="https://mp.weixin.qq.com/",
    country="CN",
    language="zh",
    hosts=("mp.weixin.qq.com",),
    article=r"^https?://mp\.weixin\.qq\.com/s[/?]",
    profiles=(
        Profile(
            name="weixin",
            mark="#js_content",
            title=("#activity-name", "h2.rich_media_title"),
            body=("#js_content",),
            published=(
                "#publish_time",
                "script:createTime",  # 2023-04-12 08:15
                "script:ct",  # seconds since 1970, as the next one
                "script:oriCreateTime",
                "script:create_time",
                "script:publish_time",
            ),
            source_name=("#js_name", "#profileBt a"),
            author=("#js_author_name", "#meta_content span.rich_media_meta_text"),
            drop=(".qr_code_pc", ".mpda_bottom_container"),
        ),
    ),
)
