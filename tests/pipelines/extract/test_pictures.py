"""The pictures of an article: which address of a picture that loads late, and those of a picture post."""

import pytest

from bench.extractor import extract
from cundang.model.profile import Profile
from pipelines.extract.generic import read_generic
from pipelines.extract.picture_post import read_picture_post
from pipelines.extract.pictures import find_largest
from pipelines.extract.profiled import extract_profiled
from pipelines.extract.selection import Selection
from pipelines.extract.tree import parse
from tests.helpers.pages import CHINESE, news_page

URL = "http://www.hedu.example/2024/a.html"
PROFILE = Profile(name="hedu", mark=".article-body", title=("h1",), body=(".article-body",))


def show(pictures: str) -> tuple[list[str], list[str]]:
    """The paths of an article's pictures as the generic reading has them, and that of a layout."""
    markup = news_page([CHINESE[0], CHINESE[1], f"{pictures}", CHINESE[2]], title="河渡镇延长办事时间")
    profiled = extract_profiled(Selection(parse(markup), URL), PROFILE)
    assert profiled
    generic = read_generic(parse(markup), URL, markup=markup).found
    return tuple(
        [image.url.removeprefix("http://www.hedu.example") for image in found.images] for found in (generic, profiled)
    )  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("pictures", "paths"),
    [
        ('<img src="/i/loading.gif" data-src="/p/1.jpg">', ["/p/1.jpg"]),
        ('<img src="/i/grey.gif" data-original="/p/1.jpg">', ["/p/1.jpg"]),
        ('<img src="/i/blank.png" data-lazy-src="/p/1.webp">', ["/p/1.webp"]),
        ('<img src="data:image/gif;base64,R0lGOD" data-lazyload="/p/1.jpg">', ["/p/1.jpg"]),
        ('<img src="/i/x.gif" data-actualsrc="/p/1.jpg">', ["/p/1.jpg"]),
        ('<img src="static/image/common/none.gif" file="/p/s.jpg" zoomfile="/p/1.jpg">', ["/p/1.jpg"]),
        ('<img src="/i/none.gif" file="/p/1.jpg">', ["/p/1.jpg"]),
        ('<img src="/i/1x1.gif" data-echo="/p/1.jpg">', ["/p/1.jpg"]),
        ('<img data-srcset="/p/1.jpg 320w, /p/2.jpg 640w" src="/i/spacer.gif">', ["/p/2.jpg"]),
        ('<img srcset="/p/1.jpg 1x,/p/2.jpg 2x">', ["/p/2.jpg"]),
        ('<img srcset="/p/1.jpg">', ["/p/1.jpg"]),
        ('<picture><source srcset="/p/1.webp 640w, /p/2.webp 1280w"><img src="/i/placeholder.svg"></picture>', ["/p/2.webp"]),
        ('<img class="lazy" src="/i/loading.gif"><noscript><img src="/p/1.jpg"></noscript>', ["/p/1.jpg"]),
        ('<noscript><img src="/p/1.jpg"></noscript><img class="lazy" src="/i/loading.gif">', ["/p/1.jpg"]),
        ('<span class="frame"></span><noscript><img src="/p/1.jpg"></noscript>', ["/p/1.jpg"]),
        ('<img src="/i/lazyload.png" data-hd-photo="/p/1.jpg" alt="a.jpg">', ["/p/1.jpg"]),
        ('<img src="//i.example/pic_blank.gif" data-src="//m.example/a/640?wx_fmt=jpeg">' * 2, ["http://m.example/a/640?wx_fmt=jpeg"]),
        ("".join(f'<img src="//i.example/pic_blank.gif" data-src="/w/{n}/640?wx_fmt=jpeg">' for n in range(7)), [f"/w/{n}/640?wx_fmt=jpeg" for n in range(7)]),
        ('<img src="/p/1.jpg" data-src="/p/1.jpg">', ["/p/1.jpg"]),
        ('<img src="/p/1_lqip.jpg" data-src="/p/1.jpg">', ["/p/1.jpg"]),
        # what is no address of the picture
        ('<img src="/p/1.jpg" data-src="true">', ["/p/1.jpg"]), ('<img src="/p/1.jpg" data-src="{{ item.src }}">', ["/p/1.jpg"]),
        ('<img src="/p/1.jpg" data-original="/i/loading.gif">', ["/p/1.jpg"]), ('<img src="/p/1.jpg" data-src="/p/thumb/1.jpg">', ["/p/1.jpg"]),
        ('<img src="/p/1.jpg" data-url="4711">', ["/p/1.jpg"]), ('<img src="/p/1.jpg" srcset="/p/1-2x.jpg 2x">', ["/p/1.jpg"]),
        ('<img src="/p/1.jpg" data-url="/photos/list?article=11&pid=5">', ["/p/1.jpg"]), ('<img src="/p/1.jpg" data-url="/p/2.jpg">', ["/p/2.jpg"]),
        ('<img src="/p/1.jpg?w=375" width="0" height="0" sizes="100vw">', ["/p/1.jpg?w=375"]),
        ('<img src="/p/1.jpg" width="0" height="0" srcset="/p/1-2x.jpg 2x">', ["/p/1.jpg"]),
        ('<img src="/p/渡 口.jpg">', ["/p/渡 口.jpg"]),
        # photographs whose names only sound so, and others in their order, each once
        ('<img src="/p/van-white.png"><img src="/p/boat_white_2.webp">', ["/p/van-white.png", "/p/boat_white_2.webp"]),
        ('<img src="/p/loading.jpg"><img src="/p/greyhound.png">', ["/p/loading.jpg", "/p/greyhound.png"]),
        ('<img src="/p/2.jpg"><img src="/p/1.jpg"><img src="/p/2.jpg">', ["/p/2.jpg", "/p/1.jpg"]),
        ('<img src="/p/1.jpg"><noscript><img src="/p/1.jpg"></noscript>', ["/p/1.jpg"]),
        ('<img src="/p/1.jpg" width="564" height="0">', ["/p/1.jpg"]),
        # no pictures at all
        ('<img src="/i/loading.gif">', []), ('<img src="/count.php?a=1" width="1" height="1">', []), ("<img alt=x>", []),
        ('<noscript><img height="1" width="1" style="display:none" src="/tr/1.jpg?id=1"></noscript>', []),
        ('<noscript><img src="/count.gif"></noscript>', []),
        ('<img src="/i/white.png"><img src="/i/bg_white.png"><img src="/i/logo-white.svg"><img src="/i/grey-placeholder.png">', []),
    ],
)  # fmt: skip
def test_a_picture_has_the_address_that_a_reader_sees(pictures: str, paths: list[str]) -> None:
    assert show(pictures) == (paths, paths)


@pytest.mark.parametrize(
    ("srcset", "largest"),
    [
        ("/a.jpg", "/a.jpg"), ("", ""), (" , ,", ""), ("/a.jpg 2x, /b.jpg 1.5x", "/a.jpg"), ("/a.jpg 100w,/b.jpg 99w", "/a.jpg"),
        ("/a,b.jpg 100w, /c.jpg 50w", "/a,b.jpg"), ("/a.jpg, /b.jpg 2x", "/b.jpg"), ("data:image/png;base64,aa 2x, /b.jpg 1x", "/b.jpg"),
        ("/a.jpg 320w 200h, /b.jpg 640w 400h", "/b.jpg"),
    ],
)  # fmt: skip
def test_the_largest_of_a_set(srcset: str, largest: str) -> None:
    assert find_largest(srcset) == largest


LINES = [
    "渡口的灯修了三天，昨晚终于又亮了。",
    "第一张是换下来的旧灯罩，第二张是试灯的老人。",
    "等河水退了，镇上还要把栈道接到对岸，孩子们已经画好了图样。",
]
POST = "\\n".join(LINES)
CDN = "https://cdn.hedu.example/p"


def post(
    scripts: str = "", description: str = "", body: str = '<div id="js_image_desc"></div>', name: str = "og:description"
) -> str:
    return (
        '<!DOCTYPE html><html><head><meta charset="utf-8"><title></title><meta property="og:title" content="河渡的灯又亮了">'
        f'<meta property="{name}" content="{description}"></head><body><div class="share_content_page">{body}'
        f'<strong class="profile_nickname">河渡镇</strong></div><script>{scripts}</script></body></html>'
    )


@pytest.mark.parametrize(
    "markup",
    [
        post(f"window.desc = \"{POST}\";"), post(f"var item_show_type = '8'; var msg_desc = '{POST}';", body="<p></p>"),
        post(f"d.cgiData = {{item_show_type: 8, desc: JsDecode('{POST.replace(chr(92) + 'n', chr(92) + 'x0a')}')}}", body="<p></p>"),
        post(description="\\x0a".join(LINES)), post(description="\n".join(LINES)), post(description="\\n".join(LINES)),
        post(f"var text_page_info = {{content_noencode: '{POST}'}}, item_show_type = \"10\";", body="<p></p>"),
        post(f"var item_show_type = '10', TextContentNoEncode = window.a_value_which_never_exists || '{POST}';", body="<p></p>"),
        post(f"window.desc = '{POST}'; var ad = {{desc: '{'别处的话。' * 40}'}};", description=LINES[0]),
        post("window.desc = '" + "\\x3cbr/\\x3e".join(LINES) + "\\x3ca class=\\x22wx_topic_link\\x22\\x3e\\x3c/a\\x3e';"),
    ],
)  # fmt: skip
def test_a_picture_post_has_the_text_of_its_description(markup: str) -> None:
    found = extract(markup.encode(), URL)
    assert found["text"].split("\n\n") == LINES
    assert found["title"] == "河渡的灯又亮了"


def test_a_picture_post_has_the_time_of_its_script() -> None:
    found = extract(post(f"window.desc = '{POST}'; var createTime = '2023-05-01 19:20';").encode(), URL)
    assert found["date"] == "2023-05-01T19:20:00"


@pytest.mark.parametrize(
    "pictures",
    [
        f"window.picture_page_info_list = [{{width: '640' * 1, cdn_url: '{CDN}/1?wx_fmt=jpeg\\x26amp;from=a', watermark_info: {{cdn_url: '{CDN}/w'}}}},"
        f" {{cdn_url: \"{CDN}/2\", share_cover: [{{cdn_url: '{CDN}/c'}}], say: ']}}'}}]; var b = [{{cdn_url: '{CDN}/9'}}];",
        f'd = {{picture_page_info_list: [{{cdn_url: JsDecode(\'{CDN}/1?wx_fmt=jpeg\\x26amp;from=a\')}}, {{"cdn_url": "{CDN}/2"}}]}};',
        f'var picturePageInfoList = \'[{{"cdn_url":"{CDN}/1?wx_fmt=jpeg&from=a"}},{{"cdn_url":"{CDN}/2"}}]\';'.replace(
            "'", ""
        ),
    ],
)
def test_a_picture_post_has_the_pictures_of_its_list(pictures: str) -> None:
    found = extract(post(f"window.desc = '{POST}';{pictures}").encode(), URL)
    assert found["images"] == [f"{CDN}/1?wx_fmt=jpeg&from=a", f"{CDN}/2"]


def test_an_article_of_the_same_system_is_no_post() -> None:
    body = f'<div id="js_content">{"".join(f"<p>{text}</p>" for text in CHINESE)}</div>'
    markup = post(f"var item_show_type = '0'; window.desc = '{POST}';", description=LINES[0], body=body)
    assert LINES[0] not in extract(markup.encode(), URL)["text"]
    assert read_picture_post(parse(markup), LINES[0]) is None


def test_scripts_without_an_end_take_no_time() -> None:
    scripts = (
        "item_show_type='8';"
        + "desc='" * 50_000
        + "picture_page_info_list=[" * 50_000
        + "{" * 100_000
        + "cdn_url:'" * 50_000
    )
    read_picture_post(parse(post(scripts)), "")
