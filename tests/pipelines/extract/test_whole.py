"""Tables, lists and small headings are in a text whole, with their columns, or not at all."""

import pytest

from pipelines.extract import extract
from pipelines.extract.tables import is_data_table
from pipelines.extract.tree import Drop, parse, read_content, select

SENTENCES = [
    "河湾镇的磨坊停了十一年，今年春天又转起来了，镇上的人都来看。",
    "磨盘是旧的，轴换了新的，木料从下游的林场运来，用了整整两天。",
    "守磨坊的人说，一天能磨三百斤麦子，够半个镇子的人吃上一个月。",
    "镇里打算把磨坊旁边的空屋修成一间小小的陈列室，秋天开门。",
]
ROWS = "<tr><td>东磨</td><td>水力</td><td>300斤</td></tr><tr><td>西磨</td><td>风力</td><td>120斤</td></tr>"
HEAD = "<tr><th>磨</th><th>动力</th><th>一天</th></tr>"
TABLE = "磨\t动力\t一天\n东磨\t水力\t300斤\n西磨\t风力\t120斤"


def read_both(inner: str, end: bool = False) -> tuple[str, str]:
    """The text of a page with something in its text, as a layout reads it, and as the generic extractor does."""
    paragraphs = [f"<p>{sentence}</p>" for sentence in SENTENCES]
    paragraphs.insert(4 if end else 2, inner)
    nav = "<ul>" + "".join(f"<li><a href=/{n}>栏目{n}</a></li>" for n in range(9)) + "</ul>"
    title = "河湾镇的磨坊又转了"
    page = f"<title>{title}</title>{nav}<h1>{title}</h1><div id=a>{''.join(paragraphs)}</div>{nav}"
    (body,) = select(parse(page), "#a")
    profiled = "\n\n".join(paragraph.text for paragraph in read_content(body, Drop()).paragraphs)
    return profiled, extract(page, "http://a.example/2024/0305/1.html").text


@pytest.mark.parametrize("end", [False, True])
@pytest.mark.parametrize(
    ("table", "text"),
    [
        (f"<table>{HEAD}{ROWS}</table>", TABLE),
        (f"<table><thead>{HEAD}</thead><tbody>{ROWS}</tbody></table>", TABLE),
        (f"<table><tfoot>{HEAD}</tfoot>{ROWS}</table>", TABLE),
        (f"<table>{HEAD}{ROWS}</table>".replace("<td>", "<td><p>").replace("</td>", "</p></td>"), TABLE),
        (f"<table><caption>各磨一览</caption>{HEAD}{ROWS}</table>", f"各磨一览\n{TABLE}"),
        (f"<table>{HEAD}{ROWS}</table>".replace("</td>", "").replace("</tr>", ""), TABLE),
        (
            "<table><tr><th></th><th>去年</th><th>今年</th></tr><tr><td>东磨</td><td>12</td><td>14</td></tr></table>",
            "\t去年\t今年\n东磨\t12\t14",
        ),
        (
            "<table><tr><td rowspan=2>河东</td><td>甲磨</td><td>3</td></tr><tr><td>乙磨</td><td>5</td></tr>"
            "<tr><td colspan=2>合计</td><td>8</td></tr></table>",
            "河东\t甲磨\t3\n\t乙磨\t5\n合计\t\t8",
        ),
        (
            "<table><tr><td>甲</td><td rowspan=3>河东</td></tr><tr><td>乙</td></tr><tr><td>丙</td></tr></table>",
            "甲\t河东\n乙\n丙",
        ),
    ],
)
def test_a_table_is_one_paragraph_that_keeps_its_columns(table: str, text: str, end: bool) -> None:
    expected = list(SENTENCES)
    expected.insert(4 if end else 2, text)
    for found in read_both(table, end):
        assert found == "\n\n".join(expected)


@pytest.mark.parametrize(
    "table",
    [
        f"<table><tr><td>{SENTENCES[0] * 15}</td><td>侧栏</td></tr><tr><td>甲</td><td>乙</td></tr></table>",
        "<table><tr><td><img src=a.jpg></td></tr><tr><td>图一</td></tr></table>",
        "<table><tr><td>甲</td><td><table><tr><td>乙</td></tr></table></td></tr><tr><td>丙</td><td>丁</td></tr></table>",
        "<table><tr><td>甲</td><td>乙</td></tr></table>",
    ],
)
def test_a_table_that_lays_out_a_page_is_no_data(table: str) -> None:
    assert not is_data_table(next(parse(table).iter("table")))


@pytest.mark.parametrize("span", ["0", "-1", "99999", "一", "1000", "³"])
def test_a_span_that_is_none_counts_as_one_or_as_the_widest(span: str) -> None:
    found, _ = read_both(f"<table><tr><td colspan={span}>甲</td></tr>{ROWS}</table>")
    assert "甲\n东磨\t水力\t300斤" in found


@pytest.mark.parametrize("end", [False, True])
@pytest.mark.parametrize(
    "items",
    [
        "<ul><li>磨面以前请先登记姓名</li><li>雨天不开磨，请看门口的牌子</li><li>麦子要晒干</li></ul>",
        "<ol><li>先把麦子晒干</li><li>再把麦子倒进漏斗</li><li>最后收面</li></ol>",
        "<dl><dt>磨盘</dt><dd>两片圆石，上面的转，下面的不动。</dd><dt>漏斗</dt><dd>麦子从这里进去。</dd></dl>",
        "<dl><dt>磨盘</dt><dd>两片圆石。</dd><dt>轴</dt><dd>一根硬木。</dd><dt>漏斗</dt><dd>进麦子的口。</dd></dl>",
    ],
)
def test_a_list_is_whole(items: str, end: bool) -> None:
    lines = [line for line in items.replace(">", "<").split("<") if not line.isascii()]
    for found in read_both(items, end):
        assert all(line in found for line in lines)


@pytest.mark.parametrize(
    "heading",
    ["<h2>石</h2>", "<h3><a>石头</a></h3>", "<section><p><span>石头</span></p></section>", "<p><b>二、石头</b></p>"],
)
def test_a_small_heading_stays(heading: str) -> None:
    for found in read_both(heading):
        assert "石" in found


@pytest.mark.parametrize(
    "box",
    [
        '<div class="related"><h3>大家在看</h3><script>load()</script></div>',
        '<div class="box two-related-articles"><header><h3>大家在看</h3></header><ul class=top></ul></div>',
        '<div class="reco-popup hidden"><div class=header><h4>大家在看</h4></div><svg></svg></div>',
        "<section class=comments><h3>大家在看</h3><div></div></section>",
    ],
)
def test_the_heading_of_a_box_that_a_script_fills_is_no_text(box: str) -> None:
    assert "大家在看" not in read_both(box)[1]


def test_menus_around_a_text_are_no_part_of_it() -> None:
    assert "栏目" not in read_both("")[1]
