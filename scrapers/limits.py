"""Recognise crawler traps: addresses that repeat themselves, and patterns of addresses that give no new articles."""

import re
from collections import Counter, defaultdict
from datetime import timedelta
from urllib.parse import unquote_plus, urlsplit

MOST_HOPS = 5  # redirects in a row
MOST_DEPTH = 150  # links from the start page; each numbered page of a list is one deeper
MOST_BARREN = 100  # pages of one pattern that gave no new article, in a run
MOST_OF_A_PATTERN = 20_000  # addresses of one pattern found in links, in a run
MOST_COPIES = 20  # pages of one pattern with the same text, in a run
MOST_BARREN_LISTS = 20  # pages of one list in a row that named nothing new
MOST_PAGES = 10_000  # pages of one list that are read in a run
MOST_FOUND_LISTS = 500  # lists that the articles of a site's hosting name, for each source
MOST_OUTSIDE = 10_000  # links outside the pattern of articles that are counted for a source, in a run
RECENT = timedelta(days=7)  # the days that a run without --since reads of a source with a list a day
LONGEST_BREAK = timedelta(days=92)  # after so long without runs, the days between are asked for only with --since
STILL_GROWING = timedelta(days=2)  # for so long a list of one day is read again
_LONGEST = 2000  # characters
_MOST_TEXTS = 100_000  # that are remembered of a run
_IDS = re.compile(r"[0-9a-fA-F]{16,}|(?=[a-zA-Z]{0,40}\d)[0-9a-zA-Z]{16,}|\d+")
_PARTS = re.compile(r"[/;?&=]")  # of an address


def generalize(url: str) -> str:
    """Replace the numbers and long ids of an address by #, and drop the values of its query.

    >>> generalize("http://a.cn/calendar/2026/11?view=day&s=1")
    'a.cn/calendar/#/#?view&s'
    """
    parts = urlsplit(url)
    names = "&".join(pair.partition("=")[0] for pair in parts.query.split("&")) if parts.query else ""
    return f"{parts.netloc}{_IDS.sub('#', parts.path)}{'?' if names else ''}{names}"


def is_repetitive(url: str) -> bool:
    """Whether an address has one segment four times, as in /a/b/a/b/a/b/a/b/, or more than 2000 characters."""
    if len(url) > _LONGEST:
        return True
    segments = Counter(segment for segment in urlsplit(url).path.split("/") if segment)
    return any(count >= 4 for count in segments.values())


class Patterns:
    """Counts, in one run, what each pattern of addresses gave."""

    def __init__(self) -> None:
        self._named: Counter[str] = Counter()
        self._barren: Counter[str] = Counter()
        self._texts: dict[str, Counter[int]] = defaultdict(Counter)  # by pattern: how often each text was seen
        self._repeated: Counter[str] = Counter()  # by pattern: pages in a row whose texts were seen before
        self._remembered = 0
        self.closed: dict[str, str] = {}  # pattern: the reason why no more of it is fetched

    def admit(self, url: str) -> bool:
        """Count an address that a link named; whether it may go on the frontier."""
        pattern = generalize(url)
        self._named[pattern] += 1
        if self._named[pattern] > MOST_OF_A_PATTERN:
            self.closed.setdefault(pattern, f"more than {MOST_OF_A_PATTERN} addresses like {pattern}")
        return pattern not in self.closed

    def close_deep(self, url: str) -> None:
        """Close the pattern of a page at the end of too long a chain of links."""
        pattern = generalize(url)
        self.closed.setdefault(pattern, f"trap: links lead {MOST_DEPTH} deep to pages like {pattern}")

    def is_closed(self, url: str) -> bool:
        """Whether an address is not fetched any more in this run; `closed` has the reason."""
        return bool(self.closed) and generalize(url) in self.closed

    def record_page(self, url: str, fruitful: bool) -> None:
        """Count a page that was read; too many in a row that are not fruitful close their pattern."""
        pattern = generalize(url)
        self._barren[pattern] = 0 if fruitful else self._barren[pattern] + 1
        if self._barren[pattern] >= MOST_BARREN:
            self.closed.setdefault(pattern, f"trap: {MOST_BARREN} pages in a row like {pattern} gave no new article")

    def record_text(self, url: str, said: tuple[str | None, ...]) -> None:
        """Count what an article says: headline, time and text. A pattern that says the same over and over is closed.

        A notice that a site has each day in the same words has another time each day. What a page only repeats of its
        address counts for nothing.
        """
        pattern = generalize(url)
        own = [part for part in map(unquote_plus, _PARTS.split(url)) if len(part) >= 2]
        plain = "\n".join(filter(None, said))
        for part in sorted(own, key=len, reverse=True)[:20]:
            plain = plain.replace(part, "")
        texts, key = self._texts[pattern], hash(plain)
        self._repeated[pattern] = self._repeated[pattern] + 1 if key in texts else 0
        if key in texts or self._remembered < _MOST_TEXTS:
            self._remembered += key not in texts
            texts[key] += 1
        is_most = texts[key] >= MOST_COPIES and 2 * texts[key] >= texts.total()
        if is_most or self._repeated[pattern] >= MOST_COPIES:
            reason = f"trap: the same text on {max(texts[key], MOST_COPIES)} pages like {pattern}, e.g. {url[:200]}"
            self.closed.setdefault(pattern, reason)
