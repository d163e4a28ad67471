"""CSS selectors as XPath. Without lxml, so that a selector can be checked where no page is read."""

import re
from typing import TypeVar

from cssselect import HTMLTranslator
from cssselect.parser import Attrib, Element, SelectorError
from cssselect.xpath import ExpressionError, XPathExpr

# What begins with one id alone: libxml2's table of ids answers it in 2 µs instead of 60 for a whole page.
_BELOW_ID = re.compile(r"#([\w-]+)(?:\s+([^\s>+~,][^,]*))?")

_Named = TypeVar("_Named", Element, Attrib)


class _Translator(HTMLTranslator):
    """Pages are parsed without namespaces: XPath would fail on one when the selector is used."""

    def xpath_element(self, selector: Element) -> XPathExpr:
        return super().xpath_element(_without_namespace(selector))

    def xpath_attrib(self, selector: Attrib) -> XPathExpr:
        return super().xpath_attrib(_without_namespace(selector))


def _without_namespace(selector: _Named) -> _Named:
    if selector.namespace:
        raise ExpressionError(f"{selector.namespace}| is a namespace, and HTML has none")
    return selector


_TRANSLATOR = _Translator()


def to_xpath(css: str) -> str:
    """Translate a CSS selector to XPath 1.0. Raises ValueError, with the reason, where it is none.

    >>> to_xpath("#content p")
    "id('content')/descendant::p"
    >>> to_xpath("#content > p")
    "descendant-or-self::*[@id = 'content']/p"
    """
    by_id = _BELOW_ID.fullmatch(css)
    try:
        if not by_id:
            return _TRANSLATOR.css_to_xpath(css)
        below = _TRANSLATOR.css_to_xpath(by_id[2], prefix="/descendant::") if by_id[2] else ""
    except (SelectorError, ExpressionError) as error:
        raise ValueError(str(error)) from error
    return f"id('{by_id[1]}'){below}"
