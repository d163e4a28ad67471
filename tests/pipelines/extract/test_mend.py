"""Old markup is read as browsers read it: what libxml2 makes of it otherwise is mended."""

import pytest

from cundang.model.errors import RefusedError
from pipelines.extract import extract
from pipelines.extract.blocks import read_blocks
from pipelines.extract.tree import Drop, parse, read_content, select

LINES = [
    "河湾镇的磨坊停了十一年，今年春天又转起来了。",
    "磨盘是旧的，轴换了新的，木料从下游的林场运来。",
    "守磨坊的人说，一天能磨三百斤麦子，够半个镇子吃。",
    "镇里打算把磨坊旁边的空屋修成一间小小的陈列室。",
]


@pytest.mark.parametrize(
    ("markup", "lines"),
    [
        ("<dl><dt>甲<dd>乙<dd>丙<dt>丁</dl>戊", "甲|乙|丙|丁|戊"),
        ("<dd>甲<br><dd>乙<p>丙<dd>丁", "甲|乙|丙|丁"),
        ("<font><dd>甲<dd>乙</font><dd>丙", "甲|乙|丙"),
        ("<dl><dd>甲<dl><dd>乙<dd>丙</dl>丁<dd>戊</dl>己", "甲|乙|丙|丁|戊|己"),
        ("甲</p>乙</p>丙", "甲|乙|丙"),
        ("<p>甲<table><tr><td>乙</table>丙</p><b>丁</b>", "甲|乙|丙|丁"),
        ("<p>甲</p>乙<p>丙</p>", "甲|乙|丙"),
        ("<h2>甲</h1>乙<p>丙", "甲|乙|丙"),
        ("<div><embed src=a.swf><p>甲<p>乙</div>丙", "甲|乙|丙"),
        ("<p>甲<embed src=a.swf>乙<p>丙", "甲乙|丙"),
        ("<embed src=a.swf><noembed><p>看不了动画</p></noembed><p>甲", "甲"),
        ("<p>甲<noframes><body><p>看不了框架</p></noframes><p>乙", "甲|乙"),
        ("甲\0乙", "甲乙"),
        ("<p>甲<xmp>乙 <b>\n丙</xmp>丁", "甲|乙 <b> 丙|丁"),
        ("甲<ruby>乙<rt>yǐ<rb>丙<rt>bǐng</ruby>丁", "甲乙丙丁"),
        ("甲<ruby>乙<rp>(</rp><rt>yǐ</rt><rp>)</rp></ruby>丁", "甲乙丁"),
    ],
)
def test_blocks_are_those_that_browsers_show(markup: str, lines: str) -> None:
    assert [block.line for block in read_blocks(parse(markup)).blocks] == lines.split("|")


def test_unclosed_items_stand_beside_each_other() -> None:
    tree = parse("<dl>" + "".join(f"<dd>{line}" for line in LINES) + "</dl>")
    assert [dd.getparent().tag for dd in tree.iter("dd")] == ["dl"] * 4  # type: ignore[union-attr]
    outer, inner = parse("<dl><dd>甲<dl><dd>乙</dl>丙</dl>").iter("dd")
    assert inner in list(outer.iter("dd"))  # one in a list of its own stays there


def test_an_unclosed_link_ends_where_the_next_begins() -> None:
    blocks = read_blocks(parse("<p><a href=1>甲<p>乙<a href=2>丙</a>丁戊")).blocks
    assert [(block.line, block.linked) for block in blocks] == [("甲", 1), ("乙丙丁戊", 2)]


def test_a_line_break_that_is_closed_is_two() -> None:
    (block,) = read_blocks(parse("甲</br>乙<br></br>丙")).blocks
    assert block.text == "甲\v乙\v\v丙"


@pytest.mark.parametrize("tag", ["pre", "xmp", "listing"])
def test_lines_of_preformatted_text_stay(tag: str) -> None:
    text = "\n".join(LINES)
    (body,) = select(parse(f"<body><{tag}>{text}</{tag}></body>"), "body")
    assert [paragraph.text for paragraph in read_content(body, Drop()).paragraphs] == [text]


HEAD = "<html><head><title>河湾镇的磨坊又转了</title><body><h1>河湾镇的磨坊又转了</h1>"


@pytest.mark.parametrize(
    "markup",
    [
        HEAD + "".join(f"<p>{line}" for line in LINES),
        HEAD + "".join(f"<p>{line}" for line in LINES) + "<p>河湾日报 版权所有",
        HEAD + "<dl>" + "".join(f"<dd>{line}" for line in LINES),
        HEAD + "<div>" + "".join(f"<p>{line}</p>" for line in LINES) + "（完）",
        HEAD + "<table><tr><td>" + "<br>".join(LINES),
    ],
)
def test_a_page_that_leaves_out_its_end_tags_is_whole(markup: str) -> None:
    assert all(line in extract(markup, "http://a.example/1.htm").text for line in LINES)


@pytest.mark.parametrize(
    "markup",
    [
        HEAD + "".join(f"<p>{line}</p>" for line in LINES) + "<p>磨坊的钥匙",
        HEAD + "<div>" + "".join(f"<p>{line}" for line in LINES) + "<p>磨坊的钥匙",
        HEAD + "".join(f"<p>{line}" for line in LINES) + '<p><a href="/mo',
        HEAD + "".join(f"<p>{line}" for line in LINES) + "<p>磨坊&nbs",
        HEAD + "".join(f"<p>{line}" for line in LINES) + "<!-- 磨坊。",
        HEAD + "".join(f"<p>{line}" for line in LINES) + "<script>a.b(c)",
    ],
)
def test_a_page_that_ends_within_its_text_was_cut_off(markup: str) -> None:
    with pytest.raises(RefusedError, match="cut off"):
        extract(markup, "http://a.example/1.htm")


def test_an_anchor_that_is_not_closed_makes_no_link_of_the_text() -> None:
    text = "".join(f"<p>{line}" for line in LINES)
    page = f"<title>磨坊又转了</title><body><h1>磨坊又转了</h1><p>2004-03-05</p><a name=top>{text}"
    assert not any(block.linked for block in read_blocks(parse(page)).blocks)
    assert read_blocks(parse("<a onclick='go()'>甲</a><a href=/1><p>乙</p></a>")).blocks[1].linked
    assert extract(page, "http://a.example/2004/0305/1.html").text.endswith("\n\n".join(LINES))
