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
    """`python -m module arguments` while it runs and after; left by `with`, it is killed. `module` may be the path of a script.

    `env` and `cwd` are as for subprocess; the modules are those of this checkout, or of a copy of it, `checkout`.
    `largest_file` (bytes), the limit of a file's size, stands for a full disk.
    """

    def __init__(
        self,
        module: str | Path,
        *arguments: object,
        env: dict[str, str] | None = None,
        cwd: Path = ROOT,
        largest_file: int | None = None,
        checkout: Path | None = None,
    ) -> None:
        self._folder = TemporaryDirectory(prefix="program-")
        self._streams = [Path(self._folder.name, name) for name in ("stdout", "stderr")]
        for stream in self._streams:
            stream.touch()
        surroundings = self._streams, dict(os.environ) if env is None else env, cwd, largest_file, checkout
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

    @property
    def pid(self) -> int:
        """The id of its process."""
        return self._process.pid or 0

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
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """Send it SIGKILL, if it still runs."""
        self.send_signal(signal.SIGKILL)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.kill()
        self.wait()
        self._process.close()
        self._folder.cleanup()


def _become(
    module: str | Path, arguments: list[str], streams: list[Path], env: dict[str, str], cwd: Path, largest_file: int | None,
    checkout: Path | None,
) -> None:  # fmt: skip
    """In a forked process: take on the surroundings of a program, and run it."""
    for number, path in enumerate(streams, 1):
        with path.open("ab") as file:
            os.dup2(file.fileno(), number)
    os.environ.clear()
    os.environ.update(env)
    os.chdir(cwd)
    if largest_file:
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))
    if checkout:
        _forget_ours(checkout)
    sys.argv[1:] = arguments
    if isinstance(module, Path):
        runpy.run_path(str(module), run_name="__main__")
    else:
        runpy.run_module(module, run_name="__main__", alter_sys=True)


def _forget_ours(checkout: Path) -> None:
    """Import the packages anew, those of a copy of the checkout; the libraries, which take longer, stay."""
    ours = {path.stem for path in checkout.iterdir()} - {"tests"}
    for name in [name for name in sys.modules if name.partition(".")[0] in ours]:
        del sys.modules[name]
    sys.path[:] = [str(checkout), *(entry for entry in sys.path if entry not in ("", str(ROOT)))]
    sys.dont_write_bytecode = True  # a module that is written anew within a second would be taken for the one before


def run(module: str | Path, *arguments: object, **surroundings: object) -> subprocess.CompletedProcess[str]:
    """A program that has run: its returncode, stdout and stderr. Keywords are those of Program."""
    with Program(module, *arguments, **surroundings) as program:  # type: ignore[arg-type]
        code = program.wait()
        return subprocess.CompletedProcess([str(module), *map(str, arguments)], code, program.stdout, program.stderr)


def archive(*arguments: object, **surroundings: object) -> subprocess.CompletedProcess[str]:
    """The command `archive`, run as its user does. The result has returncode, stdout and stderr."""
    return run("archive", *arguments, **surroundings)
