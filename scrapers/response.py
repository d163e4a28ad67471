"""An answer of Scrapy as a value of ours: the page, or why there is none."""

import re

from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from cundang.model.page import Page
from cundang.store.run_log import Kept
from cundang.text.address import canonicalize

_CONTEXT = re.compile(
    r" ssl:(?:<[^>]{0,100}>|default)"
)  # aiohttp names an object of this process, which tells nobody anything


def page_from_response(response: Response) -> Page:
    """A response that was kept as a page: its body is decompressed by now, its address canonical, its time the record's."""
    kept: Kept = response.meta["kept"]
    headers = tuple(
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in response.headers.items()
        for value in values or ()
    )
    return Page(canonicalize(response.url), kept.fetched_at, response.status, headers, response.body)


def explain_failure(error: BaseException | None) -> str:
    """Why there was no answer, in a line."""
    text = _CONTEXT.sub("", str(error)).strip().splitlines()
    if isinstance(error, IgnoreRequest) and text:
        return text[0]
    return f"{type(error).__name__}: {text[0]}" if text and text[0] else type(error).__name__
