"""What a page hides is no text of it, but for what opens on a click."""

import pytest

from pipelines.extract import extract
from pipelines.extract.blocks import UNSEEN, read_blocks
from pipelines.extract.tree import Drop, parse, read_content, select, text_of

BEFORE, AFTER = "守磨坊的人把钥匙挂在门后，", "谁来磨面都可以自己取。"
JAM = "k7 河湾论坛 #q"
REST = "".join(f"<p>第{n}盘磨是河湾镇的石匠打的，用了{n}十年，齿已经磨平。</p>" for n in "二三四")
TEXT = "".join(f"<p>河湾镇的第{n}座磨坊今年春天又转起来了，一天能磨三百斤麦子。</p>" for n in "一二三四")


def read_both(markup: str) -> tuple[str, str]:
    """The text of an element as a layout reads it, and as the generic extractor does."""
    page = f"<title>河湾镇的磨坊又转了</title><h1>河湾镇的磨坊又转了</h1><div id=a>{TEXT}{markup}{TEXT}</div>"
    (body,) = select(parse(page), "#a")
    profiled = "\n\n".join(paragraph.text for paragraph in read_content(body, Drop()).paragraphs)
    return profiled, extract(page, "http://a.example/2024/0305/1.html").text


@pytest.mark.parametrize(
    "hidden",
    [
        "<span style='display:none'>{}</span>",
        "<span style='DISPLAY: none;color:#fff'>{}</span>",
        "<font style='font-size:0px;color:#FFF'>{}</font>",
        "<span style='visibility:hidden'>{}</span>",
        "<i style='position:absolute;left:-9999px'>{}</i>",
        "<span style='display:inline-block;width:0;height:0;overflow:hidden'>{}</span>",
        "<span style='opacity:0'>{}</span>",
        "<span hidden>{}</span>",
        "<font class='jammer'>{}</font>",
        "<style>.x1{{color:red}}.q,span.z9 {{ font-size:0 }}</style><span class='a z9'>{}</span>",
        "<style>@charset 'utf-8';.z9{{display: none!important}}</style><b class='z9'>{}</b>",
        "<style>\n .Z9 {{\n  DISPLAY : None;\n }} </style><b class='Z9'>{}</b>",
        "<style>#z9{{visibility:hidden}}</style><b id=z9>{}</b>",
        "<style>#a .z9, div > i.q.r{{display:none}} .z90{{display:inline}}</style><b class='z9'>{}</b>",
    ],
)
def test_what_is_hidden_amid_a_sentence_leaves_no_trace(hidden: str) -> None:
    for text in read_both(f"<p>{BEFORE}{hidden.format(JAM)}{AFTER}</p>"):
        assert BEFORE + AFTER in text
        assert JAM not in text


@pytest.mark.parametrize(
    "hidden",
    ["<p hidden>{}</p>", "<p style='display:none'>{}</p>", "<div style='font-size:0'>{}</div>", "<p class=z9>{}</p>"],
)
def test_a_hidden_paragraph_is_none(hidden: str) -> None:
    for text in read_both("<style>.z9{display:none}</style>" + hidden.format("本文来自河湾论坛，转载请注明出处。")):
        assert "转载" not in text


@pytest.mark.parametrize(
    "shown",
    [
        "<div style='display:none'>{}</div>",
        "<div hidden>{}</div>",
        "<style>.z9{{display:none}}</style><div class=z9>{}</div>",
        "<div style='font-size:0'><div style='font-size:16px'>{}</div></div>",
        "<style>@media print{{.z9{{display:none}}}}</style><div class=z9>{}</div>",
        "<style>.z9{{display:none}} .z9.on{{display:block}}</style><div class=z9>{}</div>",
        "<style>.z9{{font-size:0.9em}}</style><div class=z9>{}</div>",
        "<style>.menu .z9, .z9:hover, .z9.off, #z9 + p, p#a{{display:none}}</style><p class=z9 id=z9>守磨坊的人姓阮</p>{}",
        "<style>.wall .z9{{display:none}}</style><div class=wall><p class=z9>守磨坊的人姓阮</p>{}</div>",
        "<div style='line-height:0;height:0.5em'>{}</div>",
    ],
)
def test_what_opens_on_a_click_or_is_not_hidden_is_text(shown: str) -> None:
    for text in read_both(shown.format(REST)):
        assert "第三盘磨是河湾镇的石匠打的" in text
        assert ("姓阮" in text) == ("姓阮" in shown)


def test_the_rest_of_a_text_in_hindi_is_text() -> None:
    rest = "<p>मिल अब फिर से चल रही है और लोग आटा पिसवाने आ रहे हैं।</p>" * 2
    page = f"<style>.z9{{display:none}}</style><div class=z9>{rest}</div>"
    assert not any(block.hints & UNSEEN for block in read_blocks(parse(page)).blocks)


ANSWER = (
    "第三盘磨是<a href=/n>河湾镇的石匠</a>打的，用的是后山的青石，打了一个冬天，"
    "比<b>前两盘</b>都要重些，所以放在最里面的那间屋子里，平日里不转，只在丰年才用。"
)


def test_the_answer_below_a_question_that_opens_it_is_text() -> None:
    opened = f"<h3><button aria-expanded=false>谁打的？</button></h3><div hidden><p>{ANSWER}</p></div>"
    menu = (
        "<button aria-expanded=false>更多</button><div hidden><form>登录后可以收藏，也可以留言，请先登录。</form></div>"
    )
    for text in read_both(opened + menu):
        assert "打了一个冬天" in text
        assert "收藏" not in text
    for text in read_both(f"<h3>谁打的？</h3><div hidden><p>{ANSWER[:40]}</p></div>"):
        assert "第三盘磨" not in text


def test_the_text_of_a_page_that_a_script_shows_is_text() -> None:
    page = "<div id=js_content style='visibility: hidden; opacity: 0'>" + "<p>河湾镇的磨坊</p>" * 20 + "</div>"
    assert not any(block.hints & UNSEEN for block in read_blocks(parse(page)).blocks)


def test_pictures_shown_by_turns_keep_their_lines() -> None:
    slides = "".join(f"<div style='display:none'>第{n}张 磨坊</div>" for n in "二三四")
    blocks = read_blocks(parse(f"<div><div>第一张 磨坊</div>{slides}</div>")).blocks
    assert [bool(block.hints & UNSEEN) for block in blocks] == [False] * 4


def test_a_hidden_mark_still_tells_machines_a_date() -> None:
    tree = parse("<p>甲<span hidden><time datetime=2024-03-05></time></span></p>")
    assert [element.tag for element in read_blocks(tree).marked] == ["time"]


def test_control_characters_go_and_invisible_ones_stay() -> None:
    (element,) = select(
        parse("<body><p>磨\x02盘\x7f&#2;石\x0b匠 手\u200b机 co\xadop \u200b</p><p>\u200b\ufeff</p></body>"), "body"
    )
    assert [paragraph.text for paragraph in read_content(element, Drop()).paragraphs] == [
        "磨盘石匠 手\u200b机 co\xadop"
    ]
    assert text_of(element) == "磨盘石匠 手\u200b机 co\xadop"


def test_controls_above_7f_go_but_for_those_of_misread_text() -> None:
    (element,) = select(parse("<body><p>磨\x9d盘 mill\x85s \ufffe转 cafÃ\x89 â\x80\x9d</p></body>"), "body")
    (paragraph,) = read_content(element, Drop()).paragraphs
    assert paragraph.text == "磨盘 mills 转 cafÃ\x89 â\x80\x9d"


@pytest.mark.parametrize("sign", ["\u2028", "&#x2028;", "\u2029"])
def test_a_sign_for_a_line_end_ends_a_line(sign: str) -> None:
    page = f"<body><p>磨盘转了。{sign}石匠<b>姓</b>阮。{sign}他不</p><p>在。</p></body>"
    (element,) = select(parse(page), "body")
    assert [paragraph.text for paragraph in read_content(element, Drop()).paragraphs] == [
        "磨盘转了。\n石匠姓阮。\n他不",
        "在。",
    ]
    assert text_of(select(parse(f"<title>磨坊{sign}转了</title>"), "title")[0]) == "磨坊 转了"
