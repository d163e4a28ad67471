"""A small process that forks workers and kills them. It has no threads, so that it can fork at any time.

It is forked from the server before that has any thread or connection, and ends, with all workers, when the server's end
of its socket is closed: however the server ended.
"""

import asyncio
import contextlib
import os
import signal
import socket
import struct
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from datasette_config.apart.worker import end_now

NICE = 10
_ORDER = struct.Struct("!cQ")  # what to do, and with which: bytes of memory, or the id of a process
_START, _KILL = b"+", b"-"
_PATIENCE = 30  # seconds; to fork takes some milliseconds

Work = Callable[[socket.socket, int], None]


class SpawnerLostError(Exception):
    """The process that forks is gone."""


@dataclass(slots=True, eq=False)
class Worker:
    """A process that answers requests, seen from the server."""

    pid: int
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter


class Spawner:
    """The process that forks, seen from the server. What it is asked for it does one after the other."""

    def __init__(self, control: socket.socket) -> None:
        control.settimeout(_PATIENCE)
        self._control = control
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="spawner")

    async def start(self, memory: int) -> Worker:
        """Start a worker with so many bytes of memory. Raises OSError where none can be, SpawnerLostError."""
        pid, descriptor = await asyncio.get_running_loop().run_in_executor(self._thread, self._start, memory)
        reader, writer = await asyncio.open_unix_connection(sock=socket.socket(fileno=descriptor))
        return Worker(pid, reader, writer)

    async def end(self, worker: Worker) -> None:
        """Kill a worker, and wait until it is gone."""
        await asyncio.get_running_loop().run_in_executor(self._thread, self._order, _KILL, worker.pid)
        worker.writer.close()

    def close(self) -> None:
        """End the process, and with it all workers."""
        self._control.close()

    def _start(self, memory: int) -> tuple[int, int]:
        with self._translate():
            self._control.sendall(_ORDER.pack(_START, memory))
            told, descriptors, _, _ = socket.recv_fds(self._control, _ORDER.size, 1)
        if len(told) < _ORDER.size:
            raise SpawnerLostError
        _, pid = _ORDER.unpack(told)
        if not descriptors:
            raise OSError("no process can be started")
        return pid, descriptors[0]

    def _order(self, order: bytes, number: int) -> None:
        with self._translate():
            self._control.sendall(_ORDER.pack(order, number))
            if not self._control.recv(_ORDER.size):
                raise SpawnerLostError

    @contextlib.contextmanager
    def _translate(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise SpawnerLostError from error


def start_spawner(work: Work, close: socket.socket) -> Spawner:
    """Fork the process that forks. `work` is what a worker does with its socket and its memory; `close` is the socket
    that the server listens on.
    """
    ours, theirs = socket.socketpair()
    if os.fork() == 0:
        with _ending():
            ours.close()
            close.close()
            _run(theirs, work)
    theirs.close()
    return Spawner(ours)


def _run(control: socket.socket, work: Work) -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)  # they are for the server, with which this ends
    os.nice(NICE)
    children: set[int] = set()
    while len(read := control.recv(_ORDER.size, socket.MSG_WAITALL)) == _ORDER.size:
        order, number = _ORDER.unpack(read)
        if order == _START:
            children |= _fork(control, work, number)
        elif number in children:
            children.remove(number)
            os.kill(number, signal.SIGKILL)  # it is a child that nobody waited for, so the number is its own
            os.waitpid(number, 0)
            control.sendall(read)
    for pid in children:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


@contextlib.contextmanager
def _ending() -> Iterator[None]:
    """End this process behind the block, however it is left."""
    try:
        yield
    except BaseException:
        traceback.print_exc()
    finally:
        end_now()


def _fork(control: socket.socket, work: Work, memory: int) -> set[int]:
    """Fork a worker, and send its socket to the server."""
    servers, workers = socket.socketpair()
    with servers, workers:
        try:
            pid = os.fork()
        except OSError:
            control.sendall(_ORDER.pack(_START, 0))
            return set()
        if pid == 0:
            with _ending():
                control.close()
                servers.close()
                work(workers, memory)
        socket.send_fds(control, [_ORDER.pack(_START, pid)], [servers.fileno()])
        return {pid}
