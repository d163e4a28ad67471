"""What it costs to compare an archive with what its version promises, beside opening it: `python -m bench.opening`."""

import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from cundang.store import shape
from cundang.store.schema import examine, open_archive, open_as_found

ROUNDS = 200


def best(use: Callable[[], object], prepare: Callable[[], None] = lambda: None) -> float:
    """The least time of a use, in seconds."""
    taken = []
    for _ in range(ROUNDS):
        prepare()
        start = time.perf_counter()
        use()
        taken.append(time.perf_counter() - start)
    return min(taken)


def forget() -> None:
    """As in a new process."""
    shape._promised_objects.cache_clear()
    shape._split.cache_clear()


def main() -> None:
    """Measure, and print microseconds and ratios."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.db"
        open_archive(path).close()
        opening = best(lambda: open_as_found(path).close())
        connection = open_as_found(path).conn
        first, after = best(lambda: examine(connection), forget), best(lambda: examine(connection))
        connection.close()
    print(f"opening for reading, nothing compared: {opening * 1e6:.0f} µs")
    print(f"comparing, the first time in a process: {first * 1e6:.0f} µs, {first / opening:.1f} of the opening")
    print(f"comparing, every time after: {after * 1e6:.0f} µs, {after / opening:.1f} of the opening")


if __name__ == "__main__":
    main()
