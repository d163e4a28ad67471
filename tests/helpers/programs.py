"""The command `archive`, and other programs of ours, run as their user does: in processes, each of which costs a fork.

They are forked from a server of multiprocessing's that has imported everything (tests/helpers/preloaded.py), as the imports
take more than a second of CPU. What a forked process runs is its `__main__`; its surroundings, standard streams, exit code
and traceback are its own.
"""

import atexit
import multiprocessing
import multiprocessing.forkserver
import os
import resource
import runpy
import signal
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Self

from tests.helpers.paths import ROOT

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["tests.helpers.preloaded"])
# Ended, not left to end by itself: so whoever waits for the tests is told the CPU time of all that they ran.
atexit.register(multiprocessing.forkserver._forkserver._stop)  # type: ignore[attr-defined]


class Program:
    """`python -m module arguments` while it runs and after; left by `with`, it is killed.

    `env` and `cwd` are as for subprocess; the modules are always those of this checkout. `largest_file` (bytes), the
    limit of a file's size, stands for a full disk.
    """

    def __init__(
        self,
        module: str,
        *arguments: object,
        env: dict[str, str] | None = None,
        cwd: Path = ROOT,
        largest_file: int | None = None,
    ) -> None:
        self._folder = TemporaryDirectory(prefix="program-")
        self._streams = [Path(self._folder.name, name) for name in ("stdout", "stderr")]
        for stream in self._streams:
            stream.touch()
        surroundings = self._streams, dict(os.environ) if env is None else env, cwd, largest_file
        self._process = FORKS.Process(target=_become, args=(module, [*map(str, arguments)], *surroundings))
        self._process.start()

    @property
    def stdout(self) -> str:
        """What it said until now."""
        return self._streams[0].read_text(encoding="utf-8")

    @property
    def stderr(self) -> str:
        """As `stdout`."""
        return self._streams[1].read_text(encoding="utf-8")

    def first_line(self, seconds: float = 30) -> str:
        """The first line of its standard output, once it is there."""
        until = time.monotonic() + seconds
        while "\n" not in self.stdout:
            assert self.poll() is None, f"it ended with {self.poll()} and said: {self.stderr}"
            assert time.monotonic() < until, f"it says nothing in {seconds} s but: {self.stderr}"
            time.sleep(0.01)
        return self.stdout.partition("\n")[0]

    def poll(self) -> int | None:
        """Its exit code, negative for the signal that ended it; None while it runs."""
        return self._process.exitcode

    def wait(self, seconds: float = 120) -> int:
        """Its exit code, once it has ended."""
        self._process.join(seconds)
        code = self.poll()
        assert code is not None, f"it runs on after {seconds} s; it said: {self.stderr}"
        return code

    def send_signal(self, number: signal.Signals) -> None:
        """Send it a signal, if it still runs."""
        if self.poll() is None and self._process.pid:
            os.kill(self._process.pid, number)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._process.kill()
        self._process.join()
        self._process.close()
        self._folder.cleanup()


def _become(
    module: str, arguments: list[str], streams: list[Path], env: dict[str, str], cwd: Path, largest_file: int | None
) -> None:
    """In a forked process: take on the surroundings of a program, and run it."""
    for number, path in enumerate(streams, 1):
        with path.open("ab") as file:
            os.dup2(file.fileno(), number)
    os.environ.clear()
    os.environ.update(env)
    os.chdir(cwd)
    if largest_file:
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))
    sys.argv[1:] = arguments
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def fork_workers() -> None:
    """From now on the workers of a rebuild in this process are forked from the server too, and no fresh interpreters.

    Like those, they share no connection and no lock with it. Those of the command, in a process of its own, stay fresh.
    """
    from upkeep import parallel

    parallel.get_context = lambda _: FORKS  # type: ignore[assignment]


def run(module: str, *arguments: object, **surroundings: object) -> subprocess.CompletedProcess[str]:
    """A program that has run: its returncode, stdout and stderr. Keywords are those of Program."""
    with Program(module, *arguments, **surroundings) as program:  # type: ignore[arg-type]
        code = program.wait()
        return subprocess.CompletedProcess([module, *map(str, arguments)], code, program.stdout, program.stderr)


def archive(*arguments: object, **surroundings: object) -> subprocess.CompletedProcess[str]:
    """The command `archive`, run as its user does. The result has returncode, stdout and stderr."""
    return run("archive", *arguments, **surroundings)
