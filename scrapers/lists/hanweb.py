"""Hanweb's jpage: the records that its pages carry as data."""

import re
from urllib.parse import urljoin

PROXY = "/module/web/jpage/dataproxy.jsp"
_HREF = re.compile(r"""href\s{0,9}=\s{0,9}["']?([^"'>\s]{1,1500})""")


def find_records(text: str, url: str) -> tuple[str, tuple[str, ...]]:
    """The HTML of the records that a page of jpage carries as data, and the addresses of its next groups.

    A column page has them in `<script type="text/xml"><datastore>`, what dataproxy.jsp answers is that datastore
    alone. A page has one for each of its lists, and often each list again for phones: of that nothing is taken.
    """
    records: dict[str, str] = {}  # by address
    groups: list[str] = []
    for store in text.split("<datastore")[1:]:
        own = {(href[1] if (href := _HREF.search(row)) else row): row for row in _find_data(store, "record")}
        if own.keys() <= records.keys():
            continue
        records |= own
        href = next(filter(None, map(_HREF.search, _find_data(store, "nextgroup"))), None)
        if href:
            # Beside the proxy itself, wherever the page stands: ./dataproxy.jsp?page=2&...
            groups.append(urljoin(urljoin(url, PROXY), href[1].replace("&amp;", "&")))
    return "\n".join(records.values()), tuple(dict.fromkeys(groups))


def _find_data(store: str, name: str) -> list[str]:
    """The CDATA of elements. The data is HTML as its authors left it, so that no parser of XML reads all stores."""
    pieces = (piece.lstrip() for piece in store.split(f"<{name}>")[1:])
    return [piece[9:].partition("]]>")[0] for piece in pieces if piece.startswith("<![CDATA[")]
