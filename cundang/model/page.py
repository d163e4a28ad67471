"""A page: one answer of a server, as a value."""

from dataclasses import dataclass
from datetime import datetime

# 203 is a page as 200 is, which a proxy on the way has changed, e.g. compressed (RFC 9110, 15.3.4).
PAGE_STATUSES = (200, 203)


@dataclass(frozen=True, slots=True)
class Page:
    """One answer of a server, or the bytes of one imported file, untouched.

    `body` has its transfer and content encodings undone, and nothing else; where they cannot be undone, it is as it
    came, and `fault` says why. `fetched_at` has a zone. `is_sighting` is whether the site showed the page then: an
    imported page without a time of its own is none, and has the time of its import.
    """

    url: str
    fetched_at: datetime
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    fault: str | None = None
    is_sighting: bool = True

    def header(self, name: str) -> str | None:
        """The first value of a header, by its name in any case."""
        name = name.lower()
        return next((value for key, value in self.headers if key.lower() == name), None)


@dataclass(frozen=True, slots=True)
class Record:
    """Where the raw bytes of a page are: a file in the WARC folder, and the offset of its record there."""

    warc_file: str
    warc_offset: int
