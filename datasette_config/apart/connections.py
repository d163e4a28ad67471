"""Connections of the server: so many at most, and none that says nothing, or takes nothing, for long.

uvicorn closes a connection that is idle behind an answer. One that never asks, or whose client never reads, it keeps.
"""

import resource
from typing import Any, ClassVar

from uvicorn.protocols.http.h11_impl import H11Protocol

MOST = 1_000  # connections
LONGEST_HEAD = 48_000  # bytes of a request's head; an address has 20,000 at most
_SILENT = 15  # seconds
_FILES = 200  # descriptors that are left for files
_WANTED = 4_096  # descriptors


def allow_connections() -> None:
    """Raise the number of descriptors that this process may have, up to what it may ask for."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _WANTED if hard == resource.RLIM_INFINITY else min(_WANTED, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def count_allowed() -> int:
    """How many connections there may be: MOST, or fewer where there are not as many descriptors."""
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return MOST if soft == resource.RLIM_INFINITY else max(20, min(MOST, soft - _FILES))


class Connection(H11Protocol):
    """A connection of a client."""

    most = MOST
    _silent: ClassVar[dict["Connection", None]] = {}  # those over which nothing is answered, in their order; or was not

    def connection_made(self, transport: Any) -> None:
        """Take a connection; where there are too many, close the one that has said nothing for longest, or this."""
        super().connection_made(transport)
        self._since, self._unsent = self.loop.time(), 0
        self._look = self.loop.call_later(_SILENT, self._look_again)
        self._silent[self] = None
        if len(self.connections) > self.most:
            self._close_oldest()

    def connection_lost(self, exc: Exception | None) -> None:
        """Note that it is closed."""
        self._look.cancel()
        self._silent.pop(self, None)
        super().connection_lost(exc)

    def on_response_complete(self) -> None:
        """Note since when nothing is answered."""
        self._since = self.loop.time()
        self._silent.pop(self, None)
        self._silent[self] = None  # behind the others
        super().on_response_complete()

    def is_idle(self) -> bool:
        """Whether nothing is being answered over it."""
        return self.cycle is None or self.cycle.response_complete

    def _close_oldest(self) -> None:
        while self._silent:
            oldest = next(iter(self._silent))
            del self._silent[oldest]
            if oldest.is_idle():
                oldest.transport.abort()
                return
        self.transport.abort()

    def _look_again(self) -> None:
        unsent = self.transport.get_write_buffer_size()
        is_silent = self.is_idle() and not unsent and self.loop.time() - self._since >= _SILENT
        if is_silent or (unsent and unsent == self._unsent):
            self.transport.abort()
            return
        self._unsent = unsent
        self._look = self.loop.call_later(_SILENT, self._look_again)
