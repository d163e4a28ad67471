"""Run one function on many values: on the cores of this machine, or on the workers of a Dask scheduler."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import Any, TypeVar

from cundang.model.errors import ArchiveError, UsageError

Value = TypeVar("Value")
Result = TypeVar("Result")

_TRIES = 5  # retries of a task whose worker is lost


def run_each(
    function: Callable[[Value], Result], values: Iterable[Value], on: str | None = None, cores: int | None = None
) -> Iterator[Result]:
    """Call a function with each value; yields the results in the order of the values, computed a few ahead.

    `on` is the address of a Dask scheduler (tcp://...); without one the cores of this machine are used. The function
    must be importable, and it must be safe to call it twice for a value: if a Dask worker is lost, another repeats it.
    Raises ArchiveError where there is no scheduler, or the workers of this machine are killed.
    """
    return (
        _run_on_cluster(function, values, on) if on else _run_on_cores(function, values, cores or os.cpu_count() or 1)
    )


def _run_on_cores(function: Callable[[Value], Result], values: Iterable[Value], cores: int) -> Iterator[Result]:
    # Spawned, not forked: a fork would share SQLite connections and locks that are open here.
    with ProcessPoolExecutor(cores, mp_context=get_context("spawn"), initializer=_begin_as_worker) as pool:
        try:
            yield from _yield_in_order(lambda value: pool.submit(function, value), values, cores + 2)
        except BrokenProcessPool as error:
            raise ArchiveError(
                "a worker process was killed (out of memory?); the archive is as before, run again with more memory, "
                "or with fewer --cores"
            ) from error
        except BaseException:
            pool.shutdown(cancel_futures=True)  # or all that waits would be done first
            raise


def _begin_as_worker() -> None:
    """In a worker: end when the process that started it is killed, or the worker would wait for ever; and say nothing
    beside what is returned: where memory is short each would print how it failed.
    """
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    parent = parent_process()
    assert parent is not None

    def watch() -> None:
        parent.join()
        os._exit(1)

    Thread(target=watch, daemon=True).start()


def _yield_in_order(submit: Callable[[Value], Any], values: Iterable[Value], ahead: int) -> Iterator[Any]:
    waiting: deque[Future[Any]] = deque()
    for value in values:
        waiting.append(submit(value))
        if len(waiting) >= ahead:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _run_on_cluster(function: Callable[[Value], Result], values: Iterable[Value], address: str) -> Iterator[Result]:
    try:
        from distributed import Client  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise UsageError("--on needs Dask: pip install 'cundang[cluster]'") from error
    try:
        client: Any = Client(address, timeout=5, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise UsageError(
            f"{address}: no Dask scheduler answers at this address ({error}); start one with `dask scheduler`"
        ) from error
    with client:
        ahead = 2 * max(1, sum(client.nthreads().values()))

        def submit(value: Value) -> Any:
            return client.submit(function, value, pure=False, retries=_TRIES)

        yield from _yield_in_order(submit, values, ahead)
