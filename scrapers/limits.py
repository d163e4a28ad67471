"""What a trap looks like: addresses that repeat themselves, and patterns of addresses that bring nothing new."""

import re
from collections import Counter
from urllib.parse import urlsplit

MOST_HOPS = 5  # redirects in a row
MOST_DEPTH = 150  # links from the start; the numbered pages of a list are each one deeper
MOST_BARREN = 100  # pages of one pattern that gave no new article, in a run
MOST_OF_A_PATTERN = 20_000  # addresses of one pattern that links named, in a run
MOST_BARREN_LISTS = 20  # pages of one list in a row that named nothing new
MOST_OUTSIDE = 10_000  # links outside the pattern of articles that are counted of a source, in a run
_LONGEST = 2000  # characters
_IDS = re.compile(r"[0-9a-fA-F]{16,}|\d+")


def pattern(url: str) -> str:
    """An address with its numbers and long ids replaced, and its query's values left out.

    >>> pattern("http://a.cn/calendar/2026/11?view=day&s=1")
    'a.cn/calendar/#/#?view&s'
    """
    parts = urlsplit(url)
    names = "&".join(pair.partition("=")[0] for pair in parts.query.split("&")) if parts.query else ""
    return f"{parts.netloc}{_IDS.sub('#', parts.path)}{'?' if names else ''}{names}"


def repeats(url: str) -> bool:
    """Whether an address goes in a circle: /a/b/a/b/a/b/, a segment four times, or is longer than any of use."""
    if len(url) > _LONGEST:
        return True
    segments = Counter(segment for segment in urlsplit(url).path.split("/") if segment)
    return any(count >= 4 for count in segments.values())


class Patterns:
    """Counts, in one run, what each pattern of addresses brought."""

    def __init__(self) -> None:
        self._named: Counter[str] = Counter()
        self._barren: Counter[str] = Counter()
        self.closed: dict[str, str] = {}  # pattern: why nothing more of it is fetched

    def admits(self, url: str) -> bool:
        """Whether one more address that a link named may be taken up."""
        its = pattern(url)
        self._named[its] += 1
        if self._named[its] > MOST_OF_A_PATTERN:
            self.closed.setdefault(its, f"more than {MOST_OF_A_PATTERN} addresses like {its}")
        return its not in self.closed

    def too_deep(self, url: str) -> None:
        """Links lead on and on."""
        its = pattern(url)
        self.closed.setdefault(its, f"trap: links lead {MOST_DEPTH} deep to pages like {its}")

    def is_closed(self, url: str) -> str | None:
        """Why an address is not fetched any more in this run."""
        return self.closed.get(pattern(url)) if self.closed else None

    def told(self, url: str, fruitful: bool) -> None:
        """A page of a pattern was read."""
        its = pattern(url)
        self._barren[its] = 0 if fruitful else self._barren[its] + 1
        if self._barren[its] >= MOST_BARREN:
            self.closed.setdefault(its, f"trap: {MOST_BARREN} pages in a row like {its} gave no new article")
