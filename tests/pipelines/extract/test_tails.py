"""Teasers of other articles are no part of a text, though each ends with a sentence; sections of the text are."""

import pytest

from pipelines.extract import extract
from pipelines.extract.blocks import read_blocks
from pipelines.extract.tails import drop_teasers
from pipelines.extract.tree import parse

TITLE = "河湾镇的磨坊又转了"
TEXT = [
    "河湾镇的磨坊停了十一年，今年春天又转起来了，镇上的人都来看。磨盘是旧的，轴换了新的。",
    "守磨坊的人说，一天能磨三百斤麦子，够半个镇子的人吃上一个月。木料从下游的林场运来。",
    "镇里打算把磨坊旁边的空屋修成一间小小的陈列室，秋天开门，学生进去不收钱。",
]
OTHERS = [
    ("桥头装上六盏新灯", "管灯的人说，天黑以后灯自己会亮，过桥的老人不用再带手电。"),
    ("鱼市搬到河的东岸", "卖鱼的人说，东岸地方大，早上来的车都停得下，还多了两口井。"),
    ("小学的操场铺了沙", "老师说，雨停了半个钟头就能上体育课，孩子们摔了也不疼。"),
    ("裁缝铺收了三个学徒", "师傅说，学徒先学钉扣子，一年以后才许拿剪刀，管吃管住。"),
]
FORMS = [
    '<li><h3><a href="/n/{n}.html">{head}</a></h3><p>{text}</p></li>',
    '<div><a href="/n/{n}.html"><img src="/p/{n}.jpg"></a><div><a href="/n/{n}.html">{head}</a><p>{text}</p></div></div>',
    '<dl><dt><a href="/n/{n}.html">{head}</a></dt><dd>{text}</dd></dl>',
    "<div class=c><div class=t><a href='/n/{n}.html'>{head}</a></div><p>{text}</p><span>2024-03-0{n}</span></div>",
]


def read(form: str, is_inside: bool) -> str:
    others = "".join(form.format(n=n, head=head, text=text) for n, (head, text) in enumerate(OTHERS, 1))
    own = "".join(f"<p>{line}</p>" for line in TEXT)
    inside, after = (others, "") if is_inside else ("", f"<div class=b>{others}</div>")
    page = f"<div class=a><h1>{TITLE}</h1><p>2024-03-05 09:10</p><div class=e>{own}{inside}</div></div>{after}"
    return extract(f"<title>{TITLE}_河湾网</title>{page}", "http://a.example/2024/0305/1.html").text


@pytest.mark.parametrize("is_inside", [False, True])
@pytest.mark.parametrize("form", FORMS)
def test_teasers_go(form: str, is_inside: bool) -> None:
    text = read(form, is_inside)
    assert all(line in text for line in TEXT)
    assert not any(line in text for _, line in OTHERS)


@pytest.mark.parametrize(
    "form",
    [
        "<h3>{head}</h3><p>{text}</p>",
        "<p><b>{head}</b></p><p>{text}",
    ],
)
def test_sections_stay(form: str) -> None:
    text = read(form, is_inside=True)
    assert all(line in text for line in TEXT)
    assert all(line in text for _, line in OTHERS)


def test_a_list_of_products_in_a_western_article_stays() -> None:
    products = "".join(
        f"<div><h3><a href=/go/{n}>Lamp number {n}</a></h3><p>This lamp is bright, quiet and costs {n}0 dollars.</p></div>"
        for n in range(1, 6)
    )
    blocks = read_blocks(parse(f"<p>We tried five lamps for a month, and these are the ones to buy.</p>{products}"))
    texts = [number for number, block in enumerate(blocks.blocks) if not block.linked]
    assert drop_teasers(blocks.blocks, texts, blocks.links) == texts
