"""Turn what Scrapy gives into values of our own: a response into a page, a failure into its reason."""

import re

from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from cundang.model.page import Page
from cundang.store.run_log import Kept
from cundang.text.address import canonicalize

# aiohttp names an object of this process in its messages, which helps no reader.
_CONTEXT = re.compile(r" ssl:(?:<[^>]{0,100}>|default)")


def make_page(response: Response) -> Page:
    """Make a page of a recorded response: with its decompressed body, canonical address, and the time of the record."""
    kept: Kept = response.meta["kept"]
    headers = tuple(
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in response.headers.items()
        for value in values or ()
    )
    return Page(canonicalize(response.url), kept.fetched_at, response.status, headers, response.body)


def explain_failure(error: BaseException | None) -> str:
    """The reason why there was no response, in one line."""
    text = _CONTEXT.sub("", str(error)).strip().splitlines()
    if isinstance(error, IgnoreRequest) and text:
        return text[0]
    return f"{type(error).__name__}: {text[0]}" if text and text[0] else type(error).__name__
