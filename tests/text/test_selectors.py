"""CSS selectors as XPath: what they select on a page, beside cssselect's own translation."""

import pytest
from lxml import etree

from cundang.text.selectors import to_xpath
from pipelines.extract.tree import parse, select

PAGE = """<div id="a"><p class="b">1<i>2</i></p><p>3</p></div><p class="b">4</p><div id="c"><p title="x, y|z">5</p></div>"""


def text_of(css: str) -> list[str]:
    return ["".join(map(str, element.itertext())) for element in select(parse(PAGE), css)]


@pytest.mark.parametrize(
    ("css", "texts"),
    [
        ("#a p", ["12", "3"]),
        ("#a > p", ["12", "3"]),
        ("#a i, p.b", ["12", "2", "4"]),
        ("#a .b > i", ["2"]),
        ("#a p + p", ["3"]),
        ("#a + p", ["4"]),
        ('#c [title="x, y|z"]', ["5"]),
        ("#c", ["5"]),
    ],
)
def test_a_selector_selects_what_css_says(css: str, texts: list[str]) -> None:
    assert text_of(css) == texts


@pytest.mark.parametrize(
    "css", ["", "h1[", "div..b", "> p", "h1::text", "svg|a", "a[xlink|href]", "p:nth-child(x)", "p:none"]
)
def test_what_is_no_selector_is_refused_before_it_is_used(css: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        to_xpath(css)


@pytest.mark.parametrize(
    "css", ["a|b c", "*|b", "|b", "p:hover", "p:not(:has(i))", r"a\:b", "p:contains('\"')", ":root"]
)
def test_what_is_not_refused_can_be_used(css: str) -> None:
    try:
        xpath = to_xpath(css)
    except ValueError:
        return
    etree.XPath(xpath)(parse(PAGE))
