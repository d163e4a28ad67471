"""What `archive verify` finds: faults, and what repairs them."""

from collections.abc import Iterator
from dataclasses import dataclass

_REPORTED = 20  # faults of one kind in one place; further ones are only counted

REBUILD = "`archive rebuild` makes the rows anew from the raw pages"
REINDEX = "`archive reindex` makes the index anew"
COPY = "copy the file anew from a backup (`archive restore`); without one, these pages have to be fetched again"
TAKE_UP = "`archive rebuild` takes them up"


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is wrong: where, what, and what repairs it."""

    place: str
    what: str
    repair: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what}; {self.repair}"


def limit(faults: Iterator[Fault]) -> Iterator[Fault]:
    """The first faults of each kind of repair; then how many more there are."""
    seen: dict[str, int] = {}
    last: dict[str, Fault] = {}
    for fault in faults:
        seen[fault.repair] = seen.get(fault.repair, 0) + 1
        last[fault.repair] = fault
        if seen[fault.repair] <= _REPORTED:
            yield fault
    for repair, count in seen.items():
        if count > _REPORTED:
            yield Fault(last[repair].place.partition(" ")[0], f"{count - _REPORTED} more faults of this kind", repair)
