"""`make same OLD=commit`: compare what two commits do, byte by byte, to prove that a change changes nothing.

Both are checked out, and the commands of each (bench/outputs.py) crawl the demo site on both its days, import the pages
beside the checkout, and export and show what they hold. Compared are tables, records of WARC files, exports, output of
commands, and web pages. What differs between any two runs is masked (bench/masks.py). For each thing a line is printed:
equal, or the first line that differs. Exit code 1 if anything differs; `words` are the texts of --help.
"""

import argparse
import hashlib
import random
import resource
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from itertools import zip_longest
from multiprocessing import get_context
from pathlib import Path

from bench.outputs import Outputs

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
JOBS: dict[str, tuple[Callable[[Outputs, list[Path]], None], tuple[str, ...]]] = {  # with what of ../shared
    "pages": (Outputs.pages, ("pages", "corpora/*/pages")),
    "demo": (Outputs.demo, ()),
    "crawl": (Outputs.crawl, ()),
    "files": (Outputs.files, ("cases/files", "cases/pages")),
    "seed": (Outputs.files, ("seed",)),
    "words": (Outputs.help, ()),
}
CUT = 200  # characters of a line that are printed
_BEFORE = 60  # of them before the first that differs


@dataclass(frozen=True, slots=True)
class Compared:
    """A thing that was compared: its name, and how the second differs from the first, empty if it does not."""

    name: str
    difference: str = ""


def compare(old: Path, new: Path) -> list[Compared]:
    """Every file below two folders, by its path; one that only one of them has differs."""
    names = {str(path.relative_to(side)) for side in (old, new) for path in side.rglob("*") if path.is_file()}
    return [Compared(name, _find_difference(old / name, new / name)) for name in sorted(names)]


def _find_difference(old: Path, new: Path) -> str:
    for path, which in (old, "old"), (new, "new"):
        if not path.exists():
            return f"  is missing in the {which} one"
    before, after = old.read_bytes(), new.read_bytes()
    if before == after:
        return ""
    pairs = zip_longest(*(body.decode("utf-8", "backslashreplace").split("\n") for body in (before, after)))
    for number, (one, other) in enumerate(pairs, 1):
        if one != other:
            at = next((i for i, (a, b) in enumerate(zip(one or "", other or "", strict=False)) if a != b), 0)
            return f"  line {number}\n  - {_cut(one, at)}\n  + {_cut(other, at)}"
    return "  bytes that are no UTF-8"


def _cut(line: str | None, at: int) -> str:
    if line is None:
        return "(no such line)"
    start = max(0, at - _BEFORE) if len(line) > CUT else 0
    return f"{'…' if start else ''}{line[start : start + CUT]!r}"


def check_out(commit: str, folder: Path) -> None:
    """Check out a commit into a folder; `.` stands for this checkout's files, tracked or not, except ignored ones."""
    folder.mkdir()
    if commit == ".":
        names = _run_git("ls-files", "-z", "--cached", "--others", "--exclude-standard").decode().split("\0")
        for name in filter(None, names):
            if (ROOT / name).is_file():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, folder / name)
        return
    subprocess.run(["tar", "--extract", "--directory", folder], input=_run_git("archive", commit), check=True)


def _run_git(*words: str) -> bytes:
    done = subprocess.run(["git", *words], cwd=ROOT, check=False, capture_output=True)
    if done.returncode:
        sys.exit(f"python -m bench.same: git {' '.join(words)}: {done.stderr.decode().strip()}; name a commit, or `.`")
    return done.stdout


def sample(folders: list[Path], count: int | None) -> list[Path]:
    """The folders themselves; or so many of the files below them, always the same ones."""
    if count is None:
        return folders
    files = [(path, root) for root in folders for path in root.rglob("*.gz")]
    files.sort(key=lambda each: hashlib.sha256(str(each[0].relative_to(each[1])).encode()).digest())
    return sorted(path for path, _ in files[:count])


def free_ports(count: int) -> list[int]:
    """Ports of loopback that nobody listens on; below those that the system gives to whoever asks for any."""
    free = []
    for port in random.sample(range(20_000, 32_000), 1000):
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            free.append(port)
        if len(free) == count:
            break
    return free


def produce(commit: str, work: Path, out: Path, ports: list[int], count: int | None) -> float:
    """All things of a commit in the folder `out`, two archives at a time; the CPU seconds that its commands took.

    `work` is the same for both commits, and so are the ports, so that no path and no address need be masked.
    """
    check_out(commit, work / "checkout")
    # Each in a process of its own: Linux counts to a command the most memory that its parent ever had, and a crawl ends
    # at 1 GB (MEMUSAGE_LIMIT_MB).
    with ProcessPoolExecutor(2, mp_context=get_context("spawn"), max_tasks_per_child=1) as two:
        started = [two.submit(_run, name, work, out, ports[2 * at : 2 * at + 2], count) for at, name in enumerate(JOBS)]
        seconds = sum(each.result() for each in started)
    shutil.rmtree(work)
    return seconds


def _run(name: str, work: Path, out: Path, ports: list[int], count: int | None) -> float:
    outputs = Outputs(work / "checkout", work / name, out / name, ports)
    method, folders = JOBS[name]
    paths = [path for folder in folders for path in sorted(SHARED.glob(folder))]
    method(outputs, sample(paths, count if name == "pages" else None))
    outputs.mask()
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _has_articles(out: Path) -> bool:
    """Whether there are articles at all: that two commits both store nothing is no proof."""
    articles = out / "table articles"
    return articles.exists() and articles.stat().st_size > 0


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.same", description=__doc__.split("\n")[0])
    parser.add_argument("old", help="a commit")
    parser.add_argument(
        "new", nargs="?", default="HEAD", help="another, or `.` for this checkout as it is (default: HEAD)"
    )
    parser.add_argument(
        "--pages", type=int, help="import so many of the pages only, always the same ones (default: all)"
    )
    parser.add_argument("--keep", type=Path, help="a new folder for all that was compared (default: none)")
    arguments = parser.parse_args()
    if not (SHARED / "pages").is_dir():
        sys.exit("python -m bench.same: the pages to import are not there; put them in ../shared beside the checkout")
    with tempfile.TemporaryDirectory(prefix="same-") as folder:
        place, ports = arguments.keep or Path(folder), free_ports(2 * len(JOBS))
        for side, commit in ("old", arguments.old), ("new", arguments.new):
            (Path(folder) / "work").mkdir()
            began = time.monotonic()
            cpu = produce(commit, Path(folder) / "work", place / side, ports, arguments.pages)
            bare = [name for name in ("pages", "demo", "crawl", "seed") if not _has_articles(place / side / name)]
            if bare and side == "old":
                sys.exit(f"python -m bench.same: {commit} stored no articles of {', '.join(bare)}; see why with --keep")
            print(f"{side} {commit}: {cpu:.0f} s of CPU, {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
        things = compare(place / "old", place / "new")
    for thing in things:
        print(f"DIFFERS  {thing.name}\n{thing.difference}" if thing.difference else f"equal    {thing.name}")
    differing = [thing for thing in things if thing.difference]
    words = sum(thing.name.startswith("words/") for thing in differing)
    print(f"{len(things)} things compared, {len(differing)} differ{f' ({words} of them words)' if words else ''}")
    sys.exit(bool(differing))


if __name__ == "__main__":
    main()
