"""Turn what Scrapy gives into values of our own: a response into a page, a failure into its reason."""

import re
from dataclasses import dataclass

from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from cundang.model.page import Page
from cundang.raw.exchange import Headers, format_status_line, tell_truth
from cundang.raw.http_message import parse_answer
from cundang.store.run_log import Kept
from cundang.text.address import canonicalize
from cundang.text.shorten import shorten

# aiohttp names an object of this process in its messages, which helps no reader.
_CONTEXT = re.compile(r" ssl:(?:<[^>]{0,100}>|default)")


@dataclass(frozen=True, slots=True)
class AnswerHead:
    """The head of an answer as it arrived, but true of the body that the client made of it; and the path asked for.

    The handler puts it into a request, as meta["head"]: Scrapy's own headers lose their order and case.
    """

    path: str
    status_line: bytes
    headers: Headers

    def decode_headers(self) -> tuple[tuple[str, str], ...]:
        """The headers with a character for each byte."""
        return tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in self.headers)


def make_answer_head(path: str, arrived: bytes, status: int, size: int) -> AnswerHead:
    """Make the head of an answer of the bytes that arrived, and of the size of its body, chunks joined."""
    line = arrived.lstrip(b"\r\n").split(b"\n", 1)[0].rstrip(b"\r")
    pairs = tuple((name.encode("latin-1"), value.encode("latin-1")) for name, value in parse_answer(arrived).headers)
    return AnswerHead(path, line or format_status_line(status), tell_truth(pairs, status, size))


def make_page(response: Response) -> Page:
    """Make a page of a recorded response: with its decoded body, canonical address, and the time of the record."""
    kept: Kept = response.meta["kept"]
    head: AnswerHead = response.meta["head"]
    return Page(canonicalize(response.url), kept.fetched_at, response.status, head.decode_headers(), response.body)


def explain_failure(error: BaseException | None) -> str:
    """The reason why there was no response, in one line of at most 400 characters."""
    text = _CONTEXT.sub("", str(error)).strip().partition("\n")[0]
    if isinstance(error, IgnoreRequest) and text:
        return shorten(text)
    return shorten(f"{type(error).__name__}: {text}" if text else type(error).__name__)
