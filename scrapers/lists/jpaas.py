"""Lists of Hanweb's jpaas: JSON that holds the rows as HTML."""

import json
import re
from datetime import datetime, tzinfo
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

from w3lib.url import add_or_replace_parameter

from cundang.model.errors import RefusedError
from pipelines.extract.tree import parse
from scrapers.lists.found import Found
from scrapers.lists.links import find_day_beside, find_links

UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"
_QUERY_DATA = re.compile(r"""\s{0,9}=\s{0,9}(["'])\{(.{1,1500}?)\}\1""", re.DOTALL)
_MOST_SCRIPTS = 20  # of a page that are looked at
_PAIR = re.compile(r"""["']?(\w{1,40})["']?\s{0,9}:\s{0,9}["']([^"']{0,200})["']""")
_COUNTS = re.compile(r"""\b(count|rows|pageNo)\s{0,9}=\s{0,9}["'](\d{1,9})["']""")


def find_unit(text: str, url: str) -> str | None:
    """The address of the list that a column page of jpaas loads, made of the parameters of its script."""
    for piece in text.split("queryData")[1 : _MOST_SCRIPTS + 1]:
        if found := _QUERY_DATA.match(piece):
            values = dict(_PAIR.findall(found[2].replace("\\", "")))
            if {"webId", "pageId", "tplSetId"} <= values.keys():
                values.setdefault("parseType", "bulidstatic")  # as the system itself spells it
                return f"{urljoin(url, UNIT)}?{urlencode(values)}"
    return None


def read_unit(text: str, url: str, zone: tzinfo, fetched_at: datetime) -> Found:
    """Read what jpaas answers: JSON that holds the rows as HTML, with a pager that counts them.

    Raises RefusedError where the answer is something else, or says that it failed.
    """
    try:
        answer = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise RefusedError("discover", f"not a list of jpaas, which is JSON ({type(error).__name__})") from error
    data = answer.get("data") if isinstance(answer, dict) else None
    html = data.get("html") if isinstance(data, dict) else None
    if not isinstance(html, str):
        said = [answer.get(name) for name in ("success", "code", "message", "msg")] if isinstance(answer, dict) else []
        told = ", ".join(str(each)[:80] for each in said if isinstance(each, str | int))
        raise RefusedError("discover", f"jpaas answered without rows (data.html): {told or type(answer).__name__}")
    links = find_links(parse(html), url)
    counts = {name: int(number) for name, number in _COUNTS.findall(html)}
    following = _find_next_unit(url, counts)
    return Found(
        tuple(link for link, _ in links),
        lists=(following,) if following and links else (),
        published={link: day for link, a in reversed(links) if (day := find_day_beside(a, zone, fetched_at))},
        form="jpaas",
    )


def _find_next_unit(url: str, counts: dict[str, int]) -> str | None:
    try:
        asked = json.loads(parse_qs(urlsplit(url).query).get("paramJson", ["{}"])[0].replace("'", '"'))
        number, size = int(asked.get("pageNo", 1)), int(asked.get("pageSize", 0) or counts.get("rows", 0))
    except (ValueError, TypeError, AttributeError, OverflowError):
        return None
    if not size or number * size >= counts.get("count", 0):
        return None
    query = json.dumps({**asked, "pageNo": number + 1, "pageSize": size}, separators=(",", ":"))
    return add_or_replace_parameter(url, "paramJson", query)
