"""How a process ends that a signal or a limit stops: in order, and in a line that says why."""

import errno
import os
import re
import resource
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import parent_process
from types import FrameType, TracebackType

from cundang.model.errors import Interrupted

# The terminal is closed, the system shuts down, the time of the processor is used up (`ulimit -t`), Ctrl-C.
SIGNALS = (signal.SIGHUP, signal.SIGTERM, signal.SIGXCPU, signal.SIGINT)
_AGAIN = "nothing half-written stays, run again"


class _Steps:
    """The steps that are under way, and the signal that waits for their end."""

    under_way = 0
    waiting: int | None = None


def listen() -> None:
    """Let the SIGNALS raise Interrupted, between steps (see `hold`). What is ignored (`nohup`) stays ignored."""
    for number in SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _interrupt)


def _interrupt(number: int, _: FrameType | None) -> None:
    if _Steps.under_way and _Steps.waiting is None:
        _Steps.waiting = number
        return
    _Steps.waiting = None
    raise Interrupted(name_signal(number))


def name_signal(number: int) -> str:
    """The name of a signal, as `SIGHUP`."""
    return signal.Signals(number).name


@contextmanager
def hold() -> Iterator[None]:
    """Let a signal wait until a step is complete. A second one does not wait."""
    _Steps.under_way += 1
    try:
        yield
    finally:
        _Steps.under_way -= 1
    if not _Steps.under_way and _Steps.waiting is not None:
        number, _Steps.waiting = _Steps.waiting, None
        raise Interrupted(name_signal(number))


def explain_shortage(error: BaseException) -> str:
    """What there is too little of, where an error comes of that: a line that says what to do; else an empty text."""
    seen: BaseException | None = error
    while seen is not None:
        if _is_of_memory(seen):
            return f"out of memory{_describe_limit()}; {_AGAIN} with more"
        if isinstance(seen, OSError) and seen.errno in (errno.EMFILE, errno.ENFILE):
            most = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
            return f"too many open files ({most} are allowed by `ulimit -n`); {_AGAIN} with more"
        seen = seen.__cause__ or seen.__context__
    return ""


def _is_of_memory(error: BaseException) -> bool:
    """Whether memory is short. Where it is limited, libraries that cannot be loaded or started say it in other ways."""
    if isinstance(error, MemoryError) or (isinstance(error, OSError) and error.errno == errno.ENOMEM):
        return True
    if re.search("can't start new thread|not enough memory|annot allocate memory|bad_alloc", str(error)):
        return True
    return isinstance(error, ImportError | SystemError) and _find_limit() is not None


def _find_limit() -> int | None:
    limit = resource.getrlimit(resource.RLIMIT_AS)[0]
    return None if limit == resource.RLIM_INFINITY else limit


def _describe_limit() -> str:
    limit = _find_limit()
    return "" if limit is None else f" ({limit // 1_000_000} MB are allowed by `ulimit -v`)"


def tell_shortages() -> None:
    """Tell in a line what is short where nothing else does: while modules are loaded, and in threads. And let OpenBLAS,
    which numpy loads, begin no threads: they take memory, and where they cannot begin it sends SIGINT to this process.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    sys.excepthook = _tell


def _tell(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    said = explain_shortage(error)
    if not said:
        sys.__excepthook__(kind, error, trace)
    elif parent_process() is None:  # a worker is told of by the process that it works for
        sys.stderr.write(f"archive: {said}\n")
