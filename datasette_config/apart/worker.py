"""A process that answers one request at a time, within its memory; the server kills it where it takes too long."""

import asyncio
import os
import resource
import socket
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

from datasette_config.apart.wire import (
    BODY,
    END,
    FAILED,
    PIECE,
    REQUEST,
    pack,
    pack_start,
    read_frame,
    unpack_request,
)

LARGEST_FILE = 1 << 30  # bytes of a file that is made for a download
_MOST_REQUESTS = 200  # then it ends: memory that pieces of answers have torn is given back
_KEPT_MEMORY = 250 << 20  # bytes that it had at most; one that had more ends after its answer


def run_worker(connection: socket.socket, datasette: Any, app: Any, memory: int) -> None:
    """Answer the requests that come over a connection until it ends. `memory`: bytes that the process may have."""
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE, LARGEST_FILE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(OSError):  # where the machine has no memory left, this is to be killed, and not the server
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
    # Of what a process has, SQLite gets two fifths: an answer takes as much again while it is written.
    datasette.sqlite_memory = memory * 2 // 5
    datasette.executor = ThreadPoolExecutor(max_workers=1)
    asyncio.run(_answer_all(connection, app))


async def _answer_all(connection: socket.socket, app: Any) -> None:
    reader, writer = await asyncio.open_unix_connection(sock=connection)
    for number in range(_MOST_REQUESTS):
        try:
            kind, payload = await read_frame(reader)
        except asyncio.IncompleteReadError:
            return  # the server has no more use for it
        if kind != REQUEST:
            return
        is_well = await _answer(unpack_request(payload), writer, app)
        is_last = not is_well or number == _MOST_REQUESTS - 1 or _measure_memory() > _KEPT_MEMORY
        writer.write(pack(END if is_well else FAILED, b"last" if is_last else b""))
        await writer.drain()
        if is_last:
            return


async def _answer(scope: dict[str, Any], writer: asyncio.StreamWriter, app: Any) -> bool:
    """Answer a request; False: the application failed."""
    is_read = False

    async def receive() -> dict[str, Any]:
        nonlocal is_read
        if is_read:  # where its client leaves, this process is killed
            await asyncio.Event().wait()
        is_read = True
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        try:
            await write(message)
        except ConnectionError:  # the server is gone, or about to kill this
            end_now()

    async def write(message: Any) -> None:
        if message["type"] == "http.response.start":
            writer.write(pack_start(message))
            return
        body = memoryview(message.get("body", b""))
        for start in range(0, len(body), PIECE):
            writer.write(pack(BODY, bytes(body[start : start + PIECE])))
            await writer.drain()

    try:
        await app(scope, receive, send)
    except Exception as error:  # Datasette answers its own errors: this is one of its answering
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return False
    return True


def _measure_memory() -> int:
    """The most memory that this process had, in bytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def end_now() -> None:
    """End this process and nothing else: what the server that it was forked from would do at its end is not done."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)
