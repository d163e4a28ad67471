"""Let slow questions wait for each other, so that threads are left to read the archive for all other pages.

Datasette reads in `num_sql_threads` threads (settings.json), and a statement may take `sql_time_limit_ms`: of 200,000
articles ten queries at once kept the home page waiting for 15 s, before they had to wait here.
"""

import asyncio
import re
from typing import Any

from datasette_config import NAME

AT_ONCE = 2  # of four threads
WAIT = 30  # seconds until one is turned away
# What reads the whole archive: a query in SQL, facets, trends, studies; a list with conditions of its reader.
_PATH = re.compile(rf"/{NAME}/(search/facets|trends)(\.[\w.]+)?|/studies/.+")
_LIST = re.compile(rf"/{NAME}(/\w+)?(\.\w+)?")
_ARGUMENT = re.compile(rb"(?:^|[&?])(?:sql=|_where=|_facet|[^&=]{1,100}__)")


class Gate:
    """A number of slow requests that are answered at once; one that begins to be sent makes room for the next."""

    def __init__(self) -> None:
        self._places = asyncio.Semaphore(AT_ONCE)

    async def pass_through(self, app: Any, scope: Any, receive: Any, send: Any) -> bool:
        """Answer a request, in its turn if it may be slow; False: its turn did not come within WAIT."""
        if not is_slow(scope):
            await app(scope, receive, send)
            return True
        try:
            await asyncio.wait_for(self._places.acquire(), WAIT)
        except TimeoutError:
            return False
        held = [self._places]

        async def send_and_leave(message: Any) -> None:
            while held:
                held.pop().release()
            await send(message)

        try:
            await app(scope, receive, send_and_leave)
        finally:
            while held:
                held.pop().release()
        return True


def is_slow(scope: Any) -> bool:
    """Whether a request may take seconds.

    >>> is_slow({"path": "/archive.json", "query_string": b"sql=select+1"}), is_slow({"path": "/archive/search"})
    (True, False)
    """
    path, asked = scope["path"], scope.get("query_string", b"")
    return bool(_PATH.fullmatch(path) or (_LIST.fullmatch(path) and _ARGUMENT.search(asked)))
