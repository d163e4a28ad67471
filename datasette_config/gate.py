"""Who is answered when: pages, and what may take seconds, each with places of its own, fairly between addresses.

An address pays for the time that it was answered in. Who has paid least is next, and takes the place of who waits and
has paid most, where no more may wait: so who asks for little is answered while others ask for all that there is.
"""

import asyncio
import ipaddress
import math
import re
import time
from collections import Counter, OrderedDict
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from datasette.utils import tilde_decode

from datasette_config import NAME

WAIT = 30  # seconds until one is turned away
_FORGOTTEN = 120  # seconds after which half of what an address has paid is forgotten
_LEAST = 0.05  # seconds that each answer costs
PROGRAMS = (".csv", ".jsonl", ".xlsx", ".parquet", ".atom")  # of what is read by programs, which want no page
RETRY = 5  # seconds after which one who was refused is asked to come again
_REFUSED = 0.5  # seconds that it costs to come again sooner: who does so again and again comes last
_RUNNING = 5.0  # what an answer that is not there yet counts for
_MOST_ADDRESSES = 10_000
_NETWORK = 64  # bits of an address of IPv6: the network that one subscriber has


@dataclass(frozen=True, slots=True)
class Lane:
    """Requests of a kind: how many are answered at once, and how many wait. What is answered apart, in a process of its
    own: `begin` are the seconds until its answer has to begin, `send` those that it has for itself once others wait.
    """

    name: str
    at_once: int
    waiting: int
    begin: float = 0
    send: float = 0


PAGE = Lane("page", at_once=4, waiting=400)
QUERY = Lane("query", at_once=2, waiting=8, begin=8, send=30)
FILE = Lane("file", at_once=3, waiting=12, begin=300, send=600)
PICTURE = Lane("picture", at_once=1, waiting=60, begin=20, send=30)

# What reads the whole archive: a query in SQL, facets, trends, studies; a list with conditions of its reader.
_QUERY = re.compile(rf"/{NAME}/(search/facets|trends)(\.[\w.]+)?|/studies/.+")
_FILE = re.compile(rf"/{NAME}/download/.+|/{NAME}/\w+\.csv|/sitemaps/.+")
_PICTURE = re.compile(rf"/{NAME}/articles/\d+/pictures/\d+")
_LIST = re.compile(rf"/{NAME}(/\w+)?(\.\w+)?")
_SEARCH = re.compile(rf"/{NAME}/(search|changes)(\.\w+)?")
_ARGUMENT = re.compile(r"sql|_where|_facet.*|.{1,100}__.*", re.DOTALL)
# What a page links to, and an index answers. A time of an event or of an article has one, and a place beside it.
_INDEXED = {"id", "article_id", "site", "section", "source_name", "editor", "kind", "keyword", "run_id", "url", "state"}
_SORTED = {"", "id", "published_at", "at", "rowid", "changed_at"}
_NOT_NARROWING = {"q", "page", "sort", "_lang", "fragment"}
_MOST_WORDS = 8
_MOST_ROWS, _MOST_PAGES = 100, 50  # of a list, and of a search; to find a later page is to find all before it


class FullError(Exception):
    """All places are taken, and so many wait that this one cannot."""


def find_lane(scope: Any) -> Lane:
    """The lane of a request.

    >>> find_lane({"path": "/archive.json", "query_string": b"sql=select+1"}).name
    'query'
    >>> find_lane({"path": "/archive/search", "query_string": b"q=%E6%B9%BF%E5%9C%B0"}).name
    'page'
    """
    path = tilde_decode(scope["path"])  # as Datasette reads the names of a database and a table: /~61rchive is ours
    asked = parse_qsl(scope.get("query_string", b"").decode("latin-1"), keep_blank_values=True)
    if _PICTURE.fullmatch(path):
        return PICTURE
    if _FILE.fullmatch(path):
        return FILE
    if _SEARCH.fullmatch(path):
        return QUERY if _is_slow_search(path, asked) else PAGE
    is_slow = _QUERY.fullmatch(path) or (_LIST.fullmatch(path) and any(_is_slow_list(*pair) for pair in asked))
    return QUERY if is_slow else PAGE


def _is_slow_search(path: str, asked: list[tuple[str, str]]) -> bool:
    words = [value for name, value in asked if name == "q" and value.strip()]
    pages = [value for name, value in asked if name == "page"]
    is_far = any(page.isascii() and page.isdigit() and int(page[:9]) > _MOST_PAGES for page in pages)
    narrows = "/search" in path and any(name not in _NOT_NARROWING for name, _ in asked)
    return is_far or (any(map(_is_broad, words)) if words else narrows)


def _is_broad(words: str) -> bool:
    """Whether a search may find a large part of the archive: by one character, by what is not there, by no word at all.

    >>> [_is_broad(words) for words in ("湿地 公园", "湿地 的", "-湿地", "site:demo", "site:demo 湿地")]
    [False, True, True, True, False]
    """
    terms = [term.strip('"“”()（）*') for term in words.split()]
    is_single = any(len(term) == 1 or term.startswith(("-", "NOT")) for term in terms)
    return is_single or len(terms) > _MOST_WORDS or all(":" in term or "：" in term for term in terms)


def _is_slow_list(name: str, value: str) -> bool:
    if name in ("_sort", "_sort_desc"):
        return value not in _SORTED
    if name == "_size":
        return not (value.isascii() and value.isdigit() and int(value[:9]) <= _MOST_ROWS)
    if name == "_search":
        return bool(value) and _is_broad(value)
    return bool(_ARGUMENT.fullmatch(name)) or (not name.startswith("_") and name not in _INDEXED)


def name_client(scope: Any) -> str:
    """Who asks: an address, or of IPv6 the network that a subscriber has. The server has put in the one that a proxy
    on this machine names.

    >>> name_client({"client": ["2001:db8:1:2:3::4", 1]}), name_client({"client": None})
    ('2001:db8:1:2::/64', '')
    """
    host = (scope.get("client") or ("",))[0]
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return str(host)[:100]
    return str(ipaddress.ip_network((address, _NETWORK), strict=False)) if address.version == 6 else str(address)


@dataclass(slots=True, eq=False)
class _Turn:
    client: str
    comes: "asyncio.Future[Place]"


def _leave_unused(turn: _Turn) -> None:
    """Leave a place that came in the same moment in which its client left: it would be held for ever."""
    if turn.comes.done() and not turn.comes.cancelled() and turn.comes.exception() is None:
        turn.comes.result().leave()


@dataclass(slots=True)
class Gate:
    """The places of a lane, and who waits for one."""

    lane: Lane
    waiting: list[_Turn] = field(default_factory=list)
    running: Counter[str] = field(default_factory=Counter)
    _refused: OrderedDict[str, float] = field(default_factory=OrderedDict)  # when, the last ones
    _paid: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)  # what, and when that was

    async def enter(self, client: str) -> "Place":
        """Wait for a place. Raises FullError."""
        if self.refuses(client):
            raise FullError
        if self._is_free():
            return self._take(client)
        if worst := self._find_worst():
            self.waiting.remove(worst)
            worst.comes.set_exception(FullError())
        turn = _Turn(client, asyncio.get_running_loop().create_future())
        self.waiting.append(turn)
        try:
            async with asyncio.timeout(WAIT):
                return await turn.comes
        except TimeoutError as error:
            _leave_unused(turn)
            raise FullError from error
        except asyncio.CancelledError:
            _leave_unused(turn)
            raise
        finally:
            if turn in self.waiting:
                self.waiting.remove(turn)

    def refuses(self, client: str) -> bool:
        """Whether an address cannot even wait now: it holds half of all places to wait, or all are held by others who
        have paid less. It pays where it was refused just before.
        """
        if self._is_free():
            return False
        has_enough = sum(turn.client == client for turn in self.waiting) >= max(1, self.lane.waiting // 2)
        worst = self._find_worst()
        is_refused = has_enough or (worst is not None and self._weigh(worst.client) <= self._weigh(client))
        if is_refused:
            now = time.monotonic()
            if now - self._refused.pop(client, -math.inf) < 0.9 * RETRY:
                self._charge(client, _REFUSED)
            self._refused[client] = now
            if len(self._refused) > _MOST_ADDRESSES:
                self._refused.popitem(last=False)
        return is_refused

    def leave(self, client: str, seconds: float) -> None:
        """Give a place back that was held for so long."""
        self.running[client] -= 1
        self.running += Counter()  # without those who have none
        self._charge(client, max(seconds, _LEAST))
        self._call_next()

    def _charge(self, client: str, seconds: float) -> None:
        self._paid[client] = self._count(client) + seconds, time.monotonic()
        self._paid.move_to_end(client)
        if len(self._paid) > _MOST_ADDRESSES:
            self._paid.popitem(last=False)

    def _weigh(self, client: str) -> float:
        """What an address has paid, and is about to pay."""
        return self._count(client) + _RUNNING * self.running[client]

    def _count(self, client: str) -> float:
        paid, at = self._paid.get(client, (0.0, 0.0))
        return paid * math.exp2((at - time.monotonic()) / _FORGOTTEN)

    def _is_free(self) -> bool:
        return self.running.total() < self.lane.at_once and not self.waiting

    def _find_worst(self) -> _Turn | None:
        """Who waits and has paid most, where no more may wait."""
        is_full = len(self.waiting) >= self.lane.waiting
        return max(self.waiting, key=lambda turn: self._weigh(turn.client)) if is_full else None

    def _take(self, client: str) -> "Place":
        self.running[client] += 1
        return Place(self, client, time.monotonic())

    def _call_next(self) -> None:
        while self.waiting and self.running.total() < self.lane.at_once:
            turn = min(self.waiting, key=lambda turn: self._weigh(turn.client))
            self.waiting.remove(turn)
            if not turn.comes.done():  # it is where its client left just now
                turn.comes.set_result(self._take(turn.client))


@dataclass(slots=True)
class Place:
    """A place that is held until it is left."""

    gate: Gate
    client: str
    since: float
    is_held: bool = True

    def leave(self, least: float = 0) -> None:
        """Leave it, once. `least`: the seconds that it costs in any case."""
        if self.is_held:
            self.is_held = False
            self.gate.leave(self.client, max(least, time.monotonic() - self.since))
