"""The front of the server: it answers pages, and hands on what may take seconds to processes that can be killed."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from datasette.utils.asgi import Request

from cundang.model.settings import Web
from datasette_config.apart.spawner import Spawner, SpawnerLostError, Worker
from datasette_config.apart.wire import BODY, END, START, pack_request, read_frame, unpack_start
from datasette_config.gate import (
    FILE,
    PAGE,
    PICTURE,
    PROGRAMS,
    QUERY,
    FullError,
    Gate,
    Lane,
    Place,
    find_lane,
    name_client,
)
from datasette_config.language import COOKIE, get_language

_PIECE_SECONDS = 10  # for 64 KB; a client that takes longer is left: that is 6 KB/s
_KEPT = 1 << 20  # bytes of an answer that are taken from its process at once, so that it is free for the next
_MADE = (".xlsx", ".parquet")  # files that are whole before they begin: they get so many times the seconds of others
_MADE_TIMES = 4
_KILLED = 0.5  # seconds that a process costs which is killed: the next has to be forked, and to compile templates
_STATIC = ("/assets/", "/-/static/")
# What is told where there is no answer: a status, and a reason of strings/sql.toml.
FULL = 429, "other queries are running; try again in a minute"
STOPPED = 400, "interrupted"
BROKEN = 503, "this took more memory than there is for it; ask for less"


class _AnsweredError(Exception):
    """There is no answer but this."""

    def __init__(self, status: int, said: str) -> None:
        super().__init__(said)
        self.told = status, said


class Front:
    """An ASGI application before another. `give_up` is called where the process that forks others is gone."""

    def __init__(self, app: Any, spawner: Spawner, web: Web, give_up: Callable[[], None]) -> None:
        self._app, self._spawner, self._give_up = app, spawner, give_up
        self._memory = web.query_memory_mb << 20
        self._gates = {lane: Gate(lane) for lane in (PAGE, FILE, PICTURE)}
        # What SQLite cannot interrupt, a single expression, goes on beyond its time and ends with its process.
        self._gates[QUERY] = Gate(replace(QUERY, at_once=web.queries_at_once, begin=1.6 * web.query_seconds))
        self._idle: list[Worker] = []
        self._ending: set[asyncio.Task[None]] = set()
        self._refusals: dict[tuple[int, str, str, str], list[Any]] = {}

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http" or scope["path"].startswith(_STATIC):
            await self._app(scope, receive, send)
            return
        lane = find_lane(scope)
        if lane is PAGE or scope["method"] not in ("GET", "HEAD"):
            await self._answer_page(scope, receive, send)
            return
        if self._gates[lane].refuses(name_client(scope)):
            await self._refuse(scope, send, *FULL)
            return
        # Who has left waits no longer, and what is computed for them ends with its process.
        left = asyncio.create_task(_wait_until_left(receive))
        answered = asyncio.create_task(self._answer_apart(lane, scope, send))
        try:
            await asyncio.wait({left, answered}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            left.cancel()
            if not answered.done():
                answered.cancel()
        await asyncio.wait({answered})
        if not answered.cancelled():
            answered.result()

    async def _answer_page(self, scope: Any, receive: Any, send: Any) -> None:
        try:
            place = await self._gates[PAGE].enter(name_client(scope))
        except FullError:
            await self._refuse(scope, send, *FULL)
            return

        async def send_and_leave(message: Any) -> None:
            place.leave()  # a page is whole when it begins to be sent
            await send(message)

        try:
            await self._app(scope, receive, send_and_leave)
        finally:
            place.leave()

    async def _answer_apart(self, lane: Lane, scope: Any, send: Any) -> None:
        gate = self._gates[lane]
        lane = gate.lane
        try:
            place = await gate.enter(name_client(scope))
        except FullError:
            await self._refuse(scope, send, *FULL)
            return
        answer = _Answer(self, lane, place)
        try:
            try:
                messages = await answer.begin(scope)
            except _AnsweredError as error:
                answer.leave()
                await self._refuse(scope, send, *error.told)
                return
            began = time.monotonic()
            for message in messages:
                await _send(send, message)
            while (message := await answer.go_on()) is not None:
                if gate.waiting and time.monotonic() - began > lane.send:
                    return
                await _send(send, message)
            await send({"type": "http.response.body", "body": b""})
        except (TimeoutError, asyncio.IncompleteReadError):
            return  # its client is too slow, or the process ended midway; the server closes the connection
        finally:
            answer.leave()

    async def take(self) -> Worker:
        """A worker that has nothing to do. Raises OSError where none can be had."""
        while self._idle:
            worker = self._idle.pop()
            if not worker.reader.at_eof():
                return worker
            self.end(worker)
        starting = asyncio.create_task(self._spawner.start(self._memory))
        try:
            return await asyncio.shield(starting)
        except asyncio.CancelledError:
            starting.add_done_callback(self._end_unused)
            await asyncio.wait({starting})  # its place is held until then: or 500 who leave at once have 100 processes
            raise
        except SpawnerLostError as error:
            self._give_up()
            raise OSError("no process can be started") from error

    def _end_unused(self, starting: "asyncio.Task[Worker]") -> None:
        if not starting.cancelled() and starting.exception() is None:
            self.end(starting.result())

    def give_back(self, worker: Worker) -> None:
        """A worker that has answered is there for the next."""
        self._idle.append(worker)

    def end(self, worker: Worker) -> None:
        """Kill a worker, without waiting for it."""

        async def kill() -> None:
            try:
                await self._spawner.end(worker)
            except SpawnerLostError:
                self._give_up()

        task = asyncio.create_task(kill())
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)

    async def _refuse(self, scope: Any, send: Any, status: int, said: str) -> None:
        """Tell why there is no answer, in the reader's language. Such a page is made once: it must cost nothing."""
        language = get_language(Request(scope, None))
        ending = next((each for each in (".json", *PROGRAMS) if scope["path"].endswith(each)), "")
        key = status, said, language, ending
        if key not in self._refusals:
            messages: list[Any] = []

            async def note(message: Any) -> None:
                messages.append(message)

            path = f"/-/refused{ending}"
            headers = [(b"host", b"localhost"), (b"cookie", f"{COOKIE}={language}".encode())]  # it names no host
            asked = {"path": path, "raw_path": path.encode(), "query_string": b"", "headers": headers, "method": "GET"}
            await self._app({**scope, **asked, "actor": None, "refused": (status, said)}, _receive_nothing, note)
            self._refusals[key] = messages
        for message in self._refusals[key]:
            await send(message)


class _Answer:
    """The answer of a worker, and the place that it is given in; both are left when it is there, or cannot be."""

    def __init__(self, front: Front, lane: Lane, place: Place) -> None:
        self._front, self._lane, self._place = front, lane, place
        self._worker: Worker | None = None
        self._is_whole = False

    async def begin(self, scope: Any) -> list[Any]:
        """The beginning of the answer as ASGI messages, or all of it where it is short."""
        try:
            async with asyncio.timeout(self._lane.begin * (_MADE_TIMES if scope["path"].endswith(_MADE) else 1)):
                self._worker = await self._front.take()
                self._worker.writer.write(pack_request(scope))
                kind, payload = await read_frame(self._worker.reader)
        except TimeoutError as error:
            raise _AnsweredError(*STOPPED) from error
        except (OSError, asyncio.IncompleteReadError) as error:
            raise _AnsweredError(*BROKEN) from error
        if kind != START:
            raise _AnsweredError(*BROKEN)
        messages, size = [unpack_start(payload)], 0
        while size < _KEPT and (message := await self.go_on()) is not None:
            messages.append(message)
            size += len(message["body"])
        return messages

    async def go_on(self) -> Any:
        """The next message of its body; None at the end. Raises asyncio.IncompleteReadError where it ends too early."""
        if self._is_whole or self._worker is None:
            return None
        async with asyncio.timeout(self._lane.begin):
            kind, payload = await read_frame(self._worker.reader)
        if kind == BODY:
            return {"type": "http.response.body", "body": payload, "more_body": True}
        self._is_whole = kind == END
        if kind == END and not payload:
            self._front.give_back(self._worker)
            self._worker = None
        self.leave()
        if kind != END:
            raise asyncio.IncompleteReadError(b"", None)
        return None

    def leave(self) -> None:
        """Leave the place, and end the worker where it is not done."""
        least = _KILLED if self._worker is not None else 0
        if self._worker is not None:
            self._front.end(self._worker)
            self._worker = None
        self._place.leave(least)


async def _send(send: Any, message: Any) -> None:
    async with asyncio.timeout(_PIECE_SECONDS):
        await send(message)


async def _wait_until_left(receive: Any) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _receive_nothing() -> Any:
    return {"type": "http.request", "body": b"", "more_body": False}
