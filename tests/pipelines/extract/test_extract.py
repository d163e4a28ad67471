"""Extraction: by profile, by what pages have in common, from plain text; and what is refused."""

import pytest

from cundang.model.article import Found, Image
from cundang.model.errors import RefusedError
from cundang.model.profile import Profile
from pipelines.extract import SiteContext, extract, is_html, list_own_addresses
from pipelines.extract.blocks import read_blocks
from pipelines.extract.tree import parse, select

URL = "http://example.org/2024-03/05/c_123456789.htm"
SENTENCE = "村里的老渡口停了三年，今年春天又通了船，来往的人比从前还多，船家忙得顾不上吃饭。"
TEXT = "\n\n".join(f"第{n}段：{SENTENCE}" for n in "一二三四五")
PARAGRAPHS = "".join(f"<p>　　{paragraph}</p>" for paragraph in TEXT.split("\n\n"))
PROFILE = Profile(
    name="test", mark="#detail", title=("h1.empty", "h1.title", "title"), body=("#none", "#detail"),
    published=('meta[name="publishdate"]', ".time"), source_name=(".source",), keywords=(".tags a",),
    drop=(".share", "h3"), caption=(".caption",), next_page=(".pager a",), address=r"/c_(?P<content_id>\d+)\.htm",
)  # fmt: skip
SITE = SiteContext((PROFILE,))


def html(body: str, head: str = "<title>老渡口又通船_某网</title>") -> str:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"


def profiled(body: str, head: str = "") -> Found:
    return extract(html(body, head), URL, SITE)


def generic(body: str, url: str = URL, head: str = "<title>老渡口又通船_某网</title>") -> Found:
    return extract(html(body, head), url, SITE)


def test_the_first_selector_with_text_answers() -> None:
    found = profiled(
        f"<h1 class=empty> </h1><h1 class=title>老渡口\n又通船</h1><i class=time>2020-01-01</i><div id=detail>{PARAGRAPHS}</div>",
        "<meta name=publishdate content=2024-03-05><title>别的</title>",
    )
    assert (found.extractor, found.text) == ("test", TEXT)
    assert {name: (field.value, field.where) for name, field in found.fields.items()} == {
        "title": ("老渡口又通船", "h1.title"),
        "published": ("2024-03-05", 'meta[name="publishdate"]'),
        "content_id": ("123456789", "url"),
    }


def test_what_stands_behind_the_end_of_the_page_is_read() -> None:
    tree = parse("<html><body><p>眉首</p></body>\n</HTML >\n<div><p>正文还在后面。</p></div></body></html>")
    assert [p.text for p in select(tree, "body p")] == ["眉首", "正文还在后面。"]


def test_a_button_that_the_parser_does_not_end_gives_back_the_page() -> None:
    story = "".join(f"<p>第{n}段，讲的是清淀新区的水。</p>" for n in range(4))
    page = f"<body><header><button><div><div></button></header><main>{story}</main><button>订阅</button></body>"
    assert [block.text for block in read_blocks(parse(page)).blocks if block.text.startswith("第")] == [
        f"第{n}段，讲的是清淀新区的水。" for n in range(4)
    ]
    menu = "<body><button><p>一</p><p>二</p></button><p>正文。</p></body>"
    assert [block.text for block in read_blocks(parse(menu)).blocks] == ["正文。"]


def test_keywords_are_all_of_them() -> None:
    assert (
        profiled(f"<div class=tags><a>水利</a><a></a><a>渡口</a></div><div id=detail>{PARAGRAPHS}</div>").raw(
            "keywords"
        )
        == "水利,渡口"
    )


def test_captions_go_to_their_pictures_and_furniture_goes() -> None:
    found = profiled(
        "<div id=detail><h3>大标</h3><p>甲。</p><p><img src=../a.jpg></p><p class=caption>渡口（王某 摄）</p><img src='data:image/png,x'>"
        "<p>乙。</p><img src=http://b.example/b.jpg><p class=caption>船</p><div class='x share'>分享</div><p style='display: none'>藏</p><script>x</script></div>"
    )
    assert found.text == "甲。\n\n乙。"
    assert found.images == (
        Image("http://example.org/2024-03/a.jpg", "渡口（王某 摄）"),
        Image("http://b.example/b.jpg", "船"),
    )


def test_further_pages_are_named_once_without_the_page_itself() -> None:
    pager = "<div class=pager><a href=c_123456789.htm>1</a><a href=c_123456789_2.htm#x>2</a><a href=c_123456789_2.htm>下一页</a><a href='javascript:x'>x</a></div>"
    assert profiled(f"<div id=detail>甲。</div>{pager}").next_pages == (
        "http://example.org/2024-03/05/c_123456789_2.htm",
    )


def test_lines_within_a_paragraph_and_cells_stay_apart() -> None:
    found = profiled(
        "<div id=detail><p>春眠<br>不觉晓</p><table><tr><td>年</td><td>船</td></tr><tr><td>2024</td><td>6</td></tr></table></div>"
    )
    assert found.text == "春眠\n不觉晓\n\n年\t船\n2024\t6"


@pytest.mark.parametrize("url", ["file:a.html", "http://elsewhere.example/x"])
def test_a_page_finds_its_profile_by_its_markup_alone(url: str) -> None:
    other = Profile(name="other", mark="#other", title=("h1",), body=("#other",))
    assert extract(html(f"<div id=detail>{PARAGRAPHS}</div>"), url, SiteContext((other, PROFILE))).extractor == "test"


def test_a_profile_whose_body_is_empty_leaves_the_page_to_the_next() -> None:
    found = generic(f"<div id=detail> </div><div class=text>{PARAGRAPHS}</div>")
    assert (found.extractor, found.text) == ("generic", TEXT)


def test_the_generic_reading_takes_the_densest_element_and_what_stands_around_it() -> None:
    links = "".join(f"<li><a href=/{n}.html>这里是另一条很长很长的新闻标题{n}</a></li>" for n in range(30))
    found = generic(
        f"<div class=nav>2024年3月6日</div><h1>老渡口又通船</h1><div>2024-03-05 10:20 来源：某日报　作者：林晓岚</div><ul>{links}</ul>"
        f"<div class=text>{PARAGRAPHS}<div class=share>分享</div></div><div>责任编辑：王某</div><p>版权所有 2001-2024 某网</p>"
    )
    assert found.text == TEXT
    assert {name: field.value for name, field in found.fields.items()} == {
        "title": "老渡口又通船", "published": "2024-03-05 10:20 来源：某日报　作者：林晓岚", "source_name": "某日报", "author": "林晓岚", "editor": "王某",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("body", "title"),
    [("", "老渡口又通船"), ("<h1>某网</h1><h1>老渡口又通船了</h1>", "老渡口又通船了"), ("<h1>某网要闻频道</h1>", "老渡口又通船")],
)  # fmt: skip
def test_the_title_is_without_the_sites_name(body: str, title: str) -> None:
    assert generic(f"{body}<div>{PARAGRAPHS}</div>").raw("title") == title


def test_a_day_in_the_address_dates_a_page_that_shows_none() -> None:
    found = generic(f"<div>{PARAGRAPHS}</div>", "http://example.org/2024-03/05/a.html")
    assert (found.raw("published"), found.fields["published"].where) == ("2024-03-05", "url")
    for none in ("202403051", "20199988"):  # a longer number, and no day of the calendar
        assert generic(f"<div>{PARAGRAPHS}</div>", f"http://example.org/a/{none}.html").raw("published") == ""


LINKED = "".join(f"<p><a href=/{n}.html>{SENTENCE}</a> 村里的老渡口停了三年。</p>" for n in range(9))
NUMBER = "020020030100000000000000011200001210457253"


@pytest.mark.parametrize(
    ("markup", "url", "reason"),
    [
        (html(PARAGRAPHS), "http://example.org/", "front page"),
        (html(PARAGRAPHS), "http://example.org/news/index.html", "front page"),
        (html(f"{PARAGRAPHS}<div id=fwl>{NUMBER}</div>"), URL, "says that it is a list"),
        (html("<p>短。</p>"), URL, "no running text"),
        (html(f"<p>{SENTENCE[:38]}。</p>"), URL, "no running text"),
        (html(LINKED), URL, "mostly links"),
        (html(f"<div>{PARAGRAPHS.replace('。', ' ')}</div>"), URL, "no whole sentence"),
        (html(PARAGRAPHS, ""), URL, "no title"),
        (html(PARAGRAPHS).rpartition("船家")[0], URL, "cut off"),
        ('{"title": "老渡口"}', URL, "data"),
        ("[1, 2]", URL, "data"),
        (TEXT.replace("\n\n", ""), "file:a.txt", "without a title"),
    ],
)  # fmt: skip
def test_what_is_no_article_is_refused(markup: str, url: str, reason: str) -> None:
    with pytest.raises(RefusedError, match=reason) as refused:
        extract(markup, url, SITE)
    assert refused.value.stage == "extract"


def test_a_page_without_its_end_is_told_from_one_that_was_cut_off() -> None:
    assert generic(f"<div>{PARAGRAPHS}</div>").ends
    assert not extract(html(f"<div>{PARAGRAPHS}</div>").replace("</body></html>", ""), URL).ends
    assert extract(f"<title>老渡口</title><div>{PARAGRAPHS}</div>", URL).ends  # a fragment has none to miss


def test_plain_text_has_its_title_above_the_date() -> None:
    found = extract(f"某网\n\n老渡口又通船\n  2024-03-05 10:20 来源: 某日报\r\n\r\n\r\n{TEXT}\n", "file:a.txt")
    assert found.text == f"某网\n\n老渡口又通船\n2024-03-05 10:20 来源: 某日报\n\n{TEXT}"
    assert [found.raw(name) for name in ("title", "published", "source_name")] == [
        "老渡口又通船",
        *["2024-03-05 10:20 来源: 某日报"] * 2,
    ]
    assert extract(f"老渡口又通船\n{TEXT}", "file:a.txt").fields.keys() == {"title"}


@pytest.mark.parametrize(
    ("head", "addresses"),
    [
        ('<meta property="og:url" content="http://b.example/"><link rel=canonical href=" http://a.example/1 ">', ["http://a.example/1", "http://b.example/"]),
        ('<link rel=canonical href=""><meta property="og:url" content="http://b.example/">', ["http://b.example/"]),
        ("<link rel=stylesheet href=http://a.example/x.css>", []),
    ],
)  # fmt: skip
def test_the_addresses_that_a_page_gives_itself(head: str, addresses: list[str]) -> None:
    assert list_own_addresses(html("", head)) == addresses


@pytest.mark.parametrize(
    "before",
    ["\r\n" * 9000, f"<!-- {'licence ' * 5000} -->\n", "\ufeff \n<!-- a --><!-- b -->", "\n" * 9000 + "<ul><li>"],
)
def test_a_page_is_known_however_far_down_it_begins(before: str) -> None:
    """Templates of JSP and ASP write a blank line for each of their own."""
    assert is_html(before + "<p>")
    assert is_html((before + "<p>")[:65536])


@pytest.mark.parametrize("text", ["", "\n" * 9000, "<!-- a", "<!--" * 9000, "渡口的冬天\n\n1 < 2 > 0", "<custom>"])
def test_what_has_no_tag_of_a_page_is_none(text: str) -> None:
    assert not is_html(text)
