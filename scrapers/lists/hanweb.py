"""Lists of Hanweb's systems: the records of jpage, and the fragments that jpaas builds."""

import json
import re
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

from w3lib.url import add_or_replace_parameter

from cundang.model.errors import RefusedError
from cundang.text.address import join
from pipelines.extract.tree import parse, select
from scrapers.lists.found import Found

PROXY = "/module/web/jpage/dataproxy.jsp"
UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"
_RECORDS = re.compile(r"<record>\s{0,20}<!\[CDATA\[(.{0,20000}?)\]\]>", re.DOTALL)
_NEXT_GROUP = re.compile(r"<nextgroup>\s{0,20}<!\[CDATA\[(.{0,2000}?)\]\]>", re.DOTALL)
_HREF = re.compile(r"""href\s{0,9}=\s{0,9}["']?([^"'>\s]{1,1500})""")
_QUERY_DATA = re.compile(r"""queryData\s{0,9}=\s{0,9}(["'])\{(.{1,1500}?)\}\1""", re.DOTALL)
_PAIR = re.compile(r"""["']?(\w{1,40})["']?\s{0,9}:\s{0,9}["']([^"']{0,200})["']""")
_COUNTS = re.compile(r"""\b(count|rows|pageNo)\s{0,9}=\s{0,9}["'](\d{1,9})["']""")


def find_records(text: str, url: str) -> tuple[str, str | None]:
    """The HTML of the records that a page of jpage carries as data, and the address of its next group.

    A column page has them in `<script type="text/xml"><datastore>`, what dataproxy.jsp answers is that datastore
    alone. Empty where the page has no records.
    """
    if "<datastore" not in text and "<recordset" not in text:
        return "", None
    records = "\n".join(found[1] for found in _RECORDS.finditer(text))
    group = _NEXT_GROUP.search(text)
    href = _HREF.search(group[1]) if group else None
    if not records or href is None:
        return records, None
    # Beside the proxy itself, wherever the page stands: ./dataproxy.jsp?page=2&...
    return records, urljoin(urljoin(url, PROXY), href[1].replace("&amp;", "&"))


def find_unit(text: str, url: str) -> str | None:
    """The address of the list that a column page of jpaas loads, made of the parameters of its script."""
    for found in _QUERY_DATA.finditer(text):
        values = dict(_PAIR.findall(found[2].replace("\\", "")))
        if {"webId", "pageId", "tplSetId"} <= values.keys():
            values.setdefault("parseType", "bulidstatic")  # as the system itself spells it
            return f"{urljoin(url, UNIT)}?{urlencode(values)}"
    return None


def read_unit(text: str, url: str) -> Found:
    """Read what jpaas answers: JSON that holds the rows as HTML, with a pager that counts them.

    Raises RefusedError where the answer is something else, or says that it failed.
    """
    try:
        answer = json.loads(text)
        html = answer["data"]["html"]
    except (ValueError, RecursionError, KeyError, TypeError) as error:
        raise RefusedError(
            "discover", f"not a list of jpaas, which is JSON with data.html ({type(error).__name__})"
        ) from error
    if not isinstance(html, str):
        said = answer.get("message") or answer.get("msg") or answer.get("code")
        raise RefusedError("discover", f"jpaas answered without rows: {str(said)[:200]}")
    links = tuple(join(url, (a.get("href") or "").strip()) for a in select(parse(html), "a[href]"))
    counts = {name: int(number) for name, number in _COUNTS.findall(html)}
    following = _find_next_unit(url, counts)
    return Found(links, lists=(following,) if following and links else (), form="jpaas")


def _find_next_unit(url: str, counts: dict[str, int]) -> str | None:
    try:
        asked = json.loads(parse_qs(urlsplit(url).query).get("paramJson", ["{}"])[0].replace("'", '"'))
        number, size = int(asked.get("pageNo", 1)), int(asked.get("pageSize", 0) or counts.get("rows", 0))
    except (ValueError, TypeError, AttributeError):
        return None
    if not size or number * size >= counts.get("count", 0):
        return None
    query = json.dumps({**asked, "pageNo": number + 1, "pageSize": size}, separators=(",", ":"))
    return add_or_replace_parameter(url, "paramJson", query)
