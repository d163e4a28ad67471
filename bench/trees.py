"""How often libxml2's tree, as it is mended, and lexbor's, which follows the HTML standard, have other blocks of text.

python -m bench.trees ../shared
"""

import gzip
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

from lxml import etree
from selectolax.lexbor import LexborHTMLParser

from cundang.model.errors import RefusedError
from cundang.model.page import Page
from pipelines.decode import decode
from pipelines.extract.blocks import read_blocks
from pipelines.extract.tree import Element, parse

_ENDS = re.compile(r"</(?:body|html)\s{0,9}>", re.IGNORECASE)
_NO_XML = re.compile(r"[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def main() -> None:
    shared = Path(sys.argv[1])
    count = other = 0
    for file in [*shared.glob("corpora/*/pages/*.gz"), *shared.glob("pages/*/*.gz")]:
        try:
            markup = decode(Page("", datetime.now(UTC), 200, (), gzip.decompress(file.read_bytes()))).text
            ours = [block.line for block in read_blocks(parse(markup)).blocks]
        except RefusedError:
            continue
        count += 1
        if ours != [block.line for block in read_blocks(_parse_by_lexbor(markup)).blocks]:
            other += 1
            print(file)
    print(f"{count} pages; other blocks of text on {other}")


def _parse_by_lexbor(markup: str) -> Element:
    """Build the tree of lxml that has the elements of lexbor's."""
    root = LexborHTMLParser(_ENDS.sub("", markup)).root
    tree = etree.Element("html")
    stack = [(root, tree)]
    while stack:
        node, element = stack.pop()
        child = node.child if node else None
        while child is not None:
            if child.tag == "-text":
                text = _NO_XML.sub("", child.text_content or "")
                if len(element):
                    element[-1].tail = (element[-1].tail or "") + text
                else:
                    element.text = (element.text or "") + text
            elif re.fullmatch(r"[a-z][\w-]*", child.tag or ""):
                copy = etree.SubElement(element, child.tag)
                for name, value in child.attributes.items():
                    if re.fullmatch(r"[a-z][\w-]*", name):
                        copy.set(name, _NO_XML.sub("", value or ""))
                stack.append((child, copy))
            child = child.next
    return tree


if __name__ == "__main__":
    main()
