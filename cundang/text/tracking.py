"""Xinhua's tracking number: 42 digits in a hidden element (#fwl) at the end of each page, or of a text made from one.

Its parts, from five pages and one text: catalogue (11 digits), 14 zeros, 11 and the kind of page (1 article, 2 index),
an editor's number (4), the content id (10). Ids of nine digits (129......, 13.......) are padded with a 1 at the end:
the page of the id 138028447 has 1380284471.
"""

import re
from collections import deque
from dataclasses import dataclass

NUMBER = re.compile(r"(?<!\d)(0[12]\d{9})0{14}(11[12])(\d{4})(\d{10})(?!\d)")
# Ids of ten digits begin with 11 (main site) or 121 (hosted sites); those of nine with 122 to 139.
_NINE_DIGITS = re.compile(r"(1(?:2[2-9]|3\d)\d{6})1")


@dataclass(frozen=True, slots=True)
class Tracking:
    """A parsed tracking number: `catalogue` of 11 digits, `kind` as 111 or 112, `content_id` of 9 or 10 digits."""

    number: str
    catalogue: str
    kind: str
    content_id: str

    @property
    def is_article(self) -> bool:
        return self.kind == "111"


def find_last_number(text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
    """Find the last tracking number in a part of a text."""
    last = deque(NUMBER.finditer(text, start, len(text) if end is None else end), maxlen=1)
    return last[0] if last else None


def parse_tracking_number(text: str) -> Tracking | None:
    """Parse the last tracking number in a text, if it has one.

    >>> parse_tracking_number("010070120010000000000000011100001380284471").content_id
    '138028447'
    """
    match = find_last_number(text)
    if match is None:
        return None
    catalogue, kind, _, content_id = match.groups()
    nine = _NINE_DIGITS.fullmatch(content_id)
    return Tracking(match[0], catalogue, kind, nine[1] if nine else content_id)
