"""Lists of gkmlpt, the disclosure platform of Guangdong's governments: a page with the site's id, and a JSON API."""

import json
import re
from datetime import datetime, tzinfo
from urllib.parse import urljoin, urlsplit

from w3lib.url import add_or_replace_parameter

from cundang.model.errors import RefusedError
from cundang.text.address import join
from scrapers.lists.found import Found
from scrapers.sources import Gkmlpt
from scrapers.url_dates import parse_day

_SID = re.compile(r"""\bSID["']?\s{0,9}[:=]\s{0,9}["']?(\d{1,12})""")
_ROWS_A_PAGE = 100  # the platform's own; pages 0 and 1 are alike


def read_gkmlpt(source: Gkmlpt, text: str, url: str, zone: tzinfo, fetched_at: datetime) -> Found:
    """Read the page of the platform, for the address of its API, or an answer of the API.

    Raises RefusedError for what is neither.
    """
    if "/api/" not in urlsplit(url).path:
        found = _SID.search(text)
        if found is None:
            raise RefusedError("discover", "no page of gkmlpt: it does not say the id of its site (SID)")
        api = urljoin(url, f"/{_find_root(url)}gkmlpt/api/all/{source.category}?page=1&sid={found[1]}")
        return Found(parts=(api,), form="gkmlpt")
    try:
        answer = json.loads(text)
        rows = [row for row in answer["articles"] if isinstance(row, dict)]
    except (ValueError, RecursionError, KeyError, TypeError) as error:
        raise RefusedError(
            "discover", f"not an answer of gkmlpt, which is JSON with articles ({type(error).__name__})"
        ) from error
    published = {}
    for row in rows:
        address = row.get("url") or row.get("post_url")
        if isinstance(address, str):
            raw = row.get("display_publish_time") or row.get("date") or row.get("create_time")
            published[join(url, address.strip())] = parse_day(raw, zone, fetched_at)
    number = re.search(r"[?&]page=(\d{1,6})", url)
    page, total = int(number[1]) if number else 1, answer.get("total")
    has_more = bool(rows) and (page * _ROWS_A_PAGE < total if isinstance(total, int) else len(rows) >= _ROWS_A_PAGE)
    following = (add_or_replace_parameter(url, "page", str(max(page, 1) + 1)),) if has_more else ()
    return Found(tuple(published), lists=following, published=published, form="gkmlpt")


def _find_root(url: str) -> str:
    """The folders before `gkmlpt`: departments have the platform below their own."""
    return urlsplit(url).path.partition("gkmlpt")[0].lstrip("/")
