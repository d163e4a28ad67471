"""Extraction in a process of its own, which can be killed: for pages that would take too long or too much memory."""

import contextlib
import multiprocessing
import resource
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from pipelines.errors import RefusedError

Result = TypeVar("Result")
LONGEST = 10.0  # seconds
MOST = 500 * 1024 * 1024  # bytes of memory, the interpreter and its libraries among them
_START = 60.0  # seconds for the interpreter to start, which is no fault of the page
_MOST_CHARACTERS = 3_000_000  # of a page that is worked on in this process
_MOST_TAGS = 20_000  # elements; no page of 2,348 has half as many. Lexbor's time grows with the square of their depth


def is_heavy(markup: str) -> bool:
    """Whether a page is so large that only a process that can be killed should work on it."""
    return len(markup) > _MOST_CHARACTERS or markup.count("<") > 2 * _MOST_TAGS


def bounded(work: Callable[..., Result], *arguments: Any, seconds: float = LONGEST) -> Result:
    """What `work` makes of its arguments, in a child process. Refused (RefusedError) where that takes longer than
    `seconds`, more memory than MOST, or ends the process."""
    context = multiprocessing.get_context(
        "spawn"
    )  # a fork of a process with threads may hang, and the crawler has some
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_work, args=(theirs, work, arguments), daemon=True)
    child.start()
    theirs.close()
    try:
        for limit in (_START, seconds):  # the first message says that the work has begun
            if not ours.poll(limit):
                raise RefusedError("extract", f"took longer than {limit:g} s; the page is kept")
            outcome = ours.recv()
    except EOFError:
        raise RefusedError(
            "extract", "the parser died of the page (memory, or a fault of the library); the page is kept"
        ) from None
    finally:
        child.kill()
        child.join()
        ours.close()
    if isinstance(outcome, Exception):
        raise outcome
    return outcome  # type: ignore[no-any-return]


def _work(result: Connection, work: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    mapped, resident = _memory()
    limit = mapped + MOST - resident
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    result.send(None)
    try:
        outcome = work(*arguments)
    except MemoryError:
        outcome = RefusedError("extract", f"took more than {MOST // 1024**2} MB; the page is kept")
    except Exception as fault:
        outcome = fault
    result.send(outcome)


def _memory() -> tuple[int, int]:
    """The address space of this process and what of it is in memory, in bytes; 0 where the system does not tell."""
    with contextlib.suppress(OSError), open("/proc/self/statm", encoding="ascii") as statm:  # noqa: PTH123
        mapped, resident = statm.read().split()[:2]
        return int(mapped) * resource.getpagesize(), int(resident) * resource.getpagesize()
    return 0, 0
