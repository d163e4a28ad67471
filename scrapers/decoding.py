"""Undo the content encoding of answers, by the code that reads the WARC folder: what is crawled can be read again."""

from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from cundang.model.page import PAGE_STATUSES
from cundang.raw.encodings import undo_encodings
from scrapers.response import AnswerHead

_ACCEPTED = "gzip, deflate, br, zstd"


class UnpackingError(IgnoreRequest):
    """The body of an answer cannot be unpacked. Its record stays in the WARC."""


class DecodingMiddleware:
    """Downloader middleware in the place of Scrapy's HttpCompressionMiddleware, which knows fewer encodings."""

    def __init__(self, largest: int) -> None:
        self._largest = largest

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler.settings.getint("DOWNLOAD_MAXSIZE"))

    def process_request(self, request: Request) -> None:
        """Say which encodings can be undone."""
        request.headers.setdefault("Accept-Encoding", _ACCEPTED)

    def process_response(self, request: Request, response: Response) -> Response:
        """Undo the encodings. Raises UnpackingError for a page whose body is damaged or too large, unpacked."""
        head: AnswerHead = request.meta["head"]
        body, fault = undo_encodings(response.body, head.decode_headers(), self._largest)
        if fault and response.status in PAGE_STATUSES:  # of any other answer only the status counts
            raise UnpackingError(f"its body {fault}")
        return response if body is response.body else response.replace(body=body)
