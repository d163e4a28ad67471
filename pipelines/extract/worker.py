"""Extraction in a process of its own, which can be killed: for pages that would take too long or too much memory."""

import contextlib
import multiprocessing
import pickle
import resource
import subprocess
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from cundang.model.errors import RefusedError

Result = TypeVar("Result")
MOST_SECONDS = 10.0
MOST_MEMORY = 500 * 1024 * 1024  # bytes, the interpreter and its libraries among them
_START = 60.0  # seconds for the interpreter to start, which is no fault of the page
_MOST_CHARACTERS = 3_000_000  # of a page that is worked on in this process
_MOST_TAGS = 20_000  # elements; no page of 2,348 has half as many. Lexbor's time grows with the square of their depth
_MOST_EQUALS_SIGNS = 80_000  # most of them of attributes; the most of 2,348 pages is 52,000
# Not `multiprocessing`: that runs the caller's script again, and refuses to start from a daemonic process.
_CHILD = "import sys; sys.path[:] = {path!r}; from pipelines.extract.worker import serve; serve({fd}, {seconds})"


def is_heavy(markup: str) -> bool:
    """Whether a page is so large that only a process that can be killed should work on it."""
    if len(markup) > _MOST_CHARACTERS:
        return True
    return markup.count("<") > 2 * _MOST_TAGS or markup.count("=") > _MOST_EQUALS_SIGNS


def run_bounded(work: Callable[..., Result], *arguments: Any, seconds: float = MOST_SECONDS) -> Result:
    """Call `work`, a function of a module, in a child process, and return what it returns.

    Raises RefusedError where that takes longer than `seconds`, more memory than MOST_MEMORY, or ends the process; and
    what `work` raises.
    """
    ours, theirs = multiprocessing.Pipe()
    command = [sys.executable, "-c", _CHILD.format(path=sys.path, fd=theirs.fileno(), seconds=seconds)]
    child = subprocess.Popen(  # noqa: S603 - our own interpreter and words
        command, pass_fds=(theirs.fileno(),), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )
    theirs.close()
    try:
        _receive(ours, _START)  # the child listens: only now, as a large page blocks until it does
        ours.send((work, arguments))
        outcome = pickle.loads(_receive(ours, seconds))  # noqa: S301 - our own child's
    except (EOFError, ConnectionError):
        raise RefusedError(
            "extract", "the parser died of the page (memory, or a fault of the library); the page is kept"
        ) from None
    finally:
        child.kill()
        child.wait()
        ours.close()
    if isinstance(outcome, Exception):
        raise outcome
    return outcome  # type: ignore[no-any-return]


def _receive(pipe: Connection, seconds: float) -> bytes:
    if not pipe.poll(seconds):
        raise RefusedError("extract", f"took longer than {seconds:g} s; the page is kept")
    return pipe.recv_bytes()


def serve(fd: int, seconds: float) -> None:
    """Do one piece of work in the child, which comes and goes over a pipe.

    Where the parent is gone, the limit of processor time ends the child.
    """
    pipe = Connection(fd)
    pipe.send_bytes(b"")
    work, arguments = pipe.recv()
    mapped, resident = _measure_memory()
    limit = mapped + MOST_MEMORY - resident
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
        resource.setrlimit(resource.RLIMIT_CPU, (int(_START + seconds), int(_START + seconds)))
    try:
        answer = pickle.dumps(work(*arguments))
    except MemoryError:
        answer = pickle.dumps(RefusedError("extract", f"took more than {MOST_MEMORY // 1024**2} MB; the page is kept"))
    except RefusedError as refusal:
        answer = pickle.dumps(refusal)
    except Exception as fault:  # not every one can be sent
        reason = f"a fault of this software, please report it: {type(fault).__name__}: {fault}"[:500]
        answer = pickle.dumps(RefusedError("extract", reason))
    pipe.send_bytes(answer)


def _measure_memory() -> tuple[int, int]:
    """The address space of this process and what of it is in memory, in bytes; 0 where the system does not say."""
    with contextlib.suppress(OSError), open("/proc/self/statm", encoding="ascii") as statm:  # noqa: PTH123
        mapped, resident = statm.read().split()[:2]
        return int(mapped) * resource.getpagesize(), int(resident) * resource.getpagesize()
    return 0, 0
