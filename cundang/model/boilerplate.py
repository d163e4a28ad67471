"""What recurs on the pages of a site and is no part of any one article."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """The keys of the blocks that recur on the pages of one site, and of those that stand on two of a few."""

    keys: frozenset[str]
    twice: frozenset[str] = frozenset()
