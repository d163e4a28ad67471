"""A page that holds its text twice is read once; what is only said twice in a text stays."""

import pytest

from pipelines.extract.blocks import read_blocks
from pipelines.extract.repeats import drop_repeats
from pipelines.extract.tree import parse

TEXT = [
    "苇塘镇的渡口从今天起换上新船，第一班在清晨六点开出，坐满了去对岸卖菜的人。",
    "船工说，新船吃水浅，枯水的时候也能靠岸，不必再用小舢板接人。",
    "镇里算过一笔账，旧船一年要修三次，每次停航五天，新船五年才进一次坞。",
    "对岸的学生也改坐新船上学，比绕老桥少走四里路。",
]
BODY = "".join(f"<p>{text}</p>" for text in TEXT)
ENGLISH = "".join(
    f"<p>{text}</p>"
    for text in ("The ferry has a new boat since Monday.", "It needs less water.", "Pupils go by it to school.")
)


def _kept(markup: str) -> list[str]:
    blocks = read_blocks(parse(f"<html><body>{markup}</body></html>")).blocks
    return [blocks[number].line for number in drop_repeats(blocks, range(len(blocks)))]


@pytest.mark.parametrize(
    "markup",
    [
        f"<div class=pc>{BODY}</div><div class=phone>{BODY}</div>",
        f"<div class=pc>{BODY}</div><div><div>{BODY}</div></div><div>{BODY}</div>",  # three times
        f"<div class=pc>{BODY}</div><div itemprop=articleBody>{''.join(TEXT)}</div>",  # in one piece
        f"<div itemprop=articleBody>{''.join(TEXT)}</div><div>{BODY}</div>",
        f"<div>{BODY}</div><section><p>{TEXT[0]}</p><p>{TEXT[1]}</p></section>",  # cut off, to be opened by a click
        f"<section><p>{TEXT[0]}</p><p>{TEXT[1]}</p></section><div>{BODY}</div>",
        f"<div>{BODY}</div><article><p>{TEXT[0]}{TEXT[1]}</p><p>{TEXT[2]}<br>{TEXT[3]}</p></article>",  # other paragraphs
        f"<div>{BODY}</div><article>{''.join(f'<section>{text}</section>' for text in TEXT)}</article>",
        f"<main><div>{BODY}</div></main><div><table><tr><td>{BODY}</td></tr></table></div>",
        f'<div style="display:none">{BODY}</div><div><p>{TEXT[0]}</p><p>{TEXT[1]}</p></div>',  # part of the shown one
        f'<div><p>{TEXT[0]}</p><p>{TEXT[1]}</p></div><div class="hidden">{BODY}</div>',
        f'<div style="display:block">{BODY}</div><div class="print">{BODY.replace("，", ",")}</div>',
    ],
)  # fmt: skip
def test_of_two_copies_one_is_kept(markup: str) -> None:
    kept = _kept(markup)
    assert "".join(kept).replace(",", "，") == "".join(TEXT)
    assert len(kept) > 1  # the one with paragraphs


def test_of_two_copies_in_english_one_is_kept() -> None:
    assert len(_kept(f"<div>{ENGLISH}</div><div>{ENGLISH}</div>")) == 3


@pytest.mark.parametrize(
    "markup",
    [
        BODY + f"<p>{TEXT[0]}</p>",  # the first sentence once more
        f"<blockquote>{TEXT[1]}</blockquote>{BODY}",  # a quote from the text
        f"<p>{TEXT[0]}</p>" * 2,  # two pictures of one caption
        f"<p>{TEXT[0]}</p>" * 5,
        f"<div>{BODY}</div><div><p>渡口的旧船送进了水乡的博物馆，孩子们可以上去摇橹。</p><p>馆里还有三口老锅。</p></div>",
        "".join(f"<section><p>您坐新船吗？为什么？</p><p>{text}</p></section>" for text in TEXT),  # the same question
        f"<div><h2>早潮</h2>{BODY}</div><div><h2>晚潮</h2><p>{TEXT[3]}</p><p>晚上的船少一半，最后一班九点开，赶不上的人要等到天亮再走。</p></div>",
        "<div><p>合唱：摇啊摇</p><p>一更</p></div><div><p>合唱：摇啊摇</p><p>二更</p></div>",
        "".join(f"<div><p>条件：买三张以上的票，可以减去{n}成，当天有效，不退不换，老人和孩子另有办法。</p></div>" for n in "一二三四"),
        "<p>只有一段。</p>",
    ],
)  # fmt: skip
def test_what_is_said_twice_in_a_text_stays(markup: str) -> None:
    blocks = read_blocks(parse(f"<html><body>{markup}</body></html>")).blocks
    assert _kept(markup) == [block.line for block in blocks]


def test_the_parts_of_a_huge_text_are_not_compared() -> None:
    many = "".join(f"<p>{TEXT[0]}{number % 1500}</p>" for number in range(3000))
    assert len(_kept(many)) == 3000
