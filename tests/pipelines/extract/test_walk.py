"""What the walk over a page notes beside its text."""

from pipelines.extract.blocks import read_blocks
from pipelines.extract.tree import parse


def test_dates_and_authors_that_a_page_marks_are_noted_in_its_order() -> None:
    page = """<head><meta itemprop=datePublished content=2020-01-31><meta itemprop=name content=x></head>
      <body><p itemprop=author>甲</p><a rel=author>乙</a><a rel=nofollow>丙</a><div><time>一月</time></div>
      <span itemprop=creator>丁</span><noscript><a rel=author>戊</a></noscript></body>"""
    marked = read_blocks(parse(page)).marked
    assert [element.text or element.get("content") for element in marked] == ["2020-01-31", "甲", "乙", "一月", "丁"]


def test_a_block_has_its_text_as_it_stands_and_on_one_line() -> None:
    block = read_blocks(parse("<p> 一\u3000\u3000二\n <b>three </b><br>4</p>")).blocks[0]
    assert (block.text, block.line) == (" 一\u3000\u3000二\n three \v4", "一 二 three 4")


def test_text_that_stands_in_no_element_is_none() -> None:
    assert read_blocks(parse("<frameset>text<body>")).blocks == []


def test_cells_are_where_they_begin() -> None:
    (block,) = read_blocks(parse(f"<table><tr>{'<td>a <b>b</b>' * 40}</tr></table>")).blocks
    assert block.cells == tuple(range(3, 120, 3))
