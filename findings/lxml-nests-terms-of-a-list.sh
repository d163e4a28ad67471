#!/usr/bin/env bash
# lxml 6.1.3: a `dd` without an end tag takes in all that follow it, and the text in `noembed` is markup.
#
# Expected: HTML lets `</dd>` and `</dt>` be left out before the next one, as it does `</li>` and `</p>`, so five
# stand beside each other; and what browsers that play media never show is no paragraph of the page.
# Seen: `li` and `p` are closed by the next one, `dd` is not: the five are nested five deep, so that "the text of each
# dd" has the last paragraph five times. Old Chinese pages indent each paragraph by a `dd`. What stands in `noembed`
# comes as one string with its tags. html5lib reads both as the standard has it. Fails if that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check lxml==6.1.3 html5lib==1.1
"$folder/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

import html5lib
from lxml import etree, html


def depths(tree, name):
    return [sum(above.tag == name for above in element.iterancestors()) for element in tree.iter(name)]


def page(start, name, end):
    return f"<html><body>{start}{''.join(f'<{name}>paragraph {n}' for n in range(5))}{end}</body></html>"


lists = {name: page(*parts) for name, parts in {
    "li": ("<ul>", "li", "</ul>"), "p": ("<div>", "p", "</div>"), "dd": ("<dl>", "dd", "</dl>"),
}.items()}
print(f"lxml {version('lxml')}, libxml2 {'.'.join(map(str, etree.LIBXML_VERSION))}, html5lib {version('html5lib')}")
by_lxml = {name: depths(html.document_fromstring(markup), name) for name, markup in lists.items()}
by_html5lib = {
    name: depths(html5lib.parse(markup, treebuilder="lxml", namespaceHTMLElements=False), name)
    for name, markup in lists.items()
}
for name in lists:
    print(f"{name} within {name}: lxml {by_lxml[name]}, html5lib {by_html5lib[name]}")
spare = html.document_fromstring("<html><body><noembed><p>needs a player</p></noembed><p>text</p></body></html>")
print("noembed:", repr(spare.find(".//noembed").text))
assert by_html5lib == {"li": [0] * 5, "p": [0] * 5, "dd": [0] * 5}
assert by_lxml == {"li": [0] * 5, "p": [0] * 5, "dd": [0, 1, 2, 3, 4]}, "unclosed dd stand beside each other now"
assert spare.find(".//noembed").text == "<p>needs a player</p>"
PYTHON
