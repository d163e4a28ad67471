"""Scores of an archive of a made-up history beside its truth; pure functions. See bench/histories.py."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

NONE = "none"  # stands for a relation that the archive does not have
OTHER = "other"  # and for one towards another article
REVERSED = "reversed"
COPIES = ("verbatim", "retitled", "cut", "edited")
PARTS = ("excerpt", "roundup")
Pair = tuple[int, int]


@dataclass(frozen=True)
class Score:
    """How many were found rightly, how many are not true, how many were missed."""

    right: int
    false: int
    missed: int

    @property
    def precision(self) -> float:
        """The share of what was found that is true."""
        return self.right / (self.right + self.false) if self.right + self.false else 1.0

    @property
    def recall(self) -> float:
        """The share of what is true that was found."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of the two."""
        return 2 * self.right / max(1, 2 * self.right + self.false + self.missed) if self.right else 0.0


def score(found: Collection[object], true: Collection[object]) -> Score:
    """Compare two sets."""
    mine, theirs = set(found), set(true)
    return Score(len(mine & theirs), len(mine - theirs), len(theirs - mine))


def pairs_of(clusters: Iterable[Collection[int]]) -> set[Pair]:
    """The pairs of articles that are in one cluster, the lower key first."""
    return {pair for cluster in clusters for pair in combinations(sorted(cluster), 2)}


def confuse(found: Mapping[Pair, str], true: Mapping[Pair, str]) -> Counter[tuple[str, str]]:
    """Count the relations of copies by their true and their found class; `other` is one towards another article."""
    table: Counter[tuple[str, str]] = Counter()
    copies = {article for pair, kind in found.items() if kind in COPIES for article in pair}
    for pair, kind in true.items():
        table[kind, found.get(pair) or (OTHER if pair[0] in copies else NONE)] += 1
    return table


def share_on_diagonal(table: Mapping[tuple[str, str], int]) -> float:
    """The share of a confusion table that is as it should be."""
    return sum(count for (true, found), count in table.items() if true == found) / max(1, sum(table.values()))


def confuse_parts(
    found: Mapping[Pair, str], true: Mapping[Pair, str], sharing: Collection[Pair], same: Mapping[int, int]
) -> tuple[Counter[tuple[str, str]], list[Pair]]:
    """Count excerpts and round-ups by their true and found kind, and name the found ones that are false.

    `reversed` is one whose direction is found the wrong way round. One between two articles that share a sentence is
    not false, though it is not asked for: a copy of an excerpt, two round-ups of one article. `same` gives for an
    article the one that stands for its text.
    """
    table: Counter[tuple[str, str]] = Counter()
    for (article, other), kind in true.items():
        is_reversed = (article, other) not in found and (other, article) in found
        table[kind, REVERSED if is_reversed else found.get((article, other), NONE)] += 1
    alike = {frozenset((same.get(a, a), same.get(b, b))) for a, b in sharing}
    false = [
        (a, b)
        for (a, b), kind in found.items()
        if kind in PARTS and frozenset((same.get(a, a), same.get(b, b))) not in alike
    ]
    return table, sorted(false)


def judge_origins(
    firsts: Mapping[int, int], members: Mapping[int, Collection[int]], true: Mapping[int, Collection[int]]
) -> dict[int, int | None]:
    """For each true cluster the article that the archive takes for its original; None where it has no such cluster.

    `members` has the found clusters and `firsts` their originals, both by the cluster's number. A true cluster is taken
    for the found one that has the most of its articles, two at least.
    """
    number_of = {key: number for number, keys in members.items() for key in keys}
    taken: dict[int, int | None] = {}
    for root, keys in true.items():
        counts = Counter(number_of[key] for key in keys if key in number_of)
        number, count = min(counts.items(), key=lambda item: (-item[1], item[0]), default=(0, 0))
        taken[root] = firsts[number] if count > 1 else None
    return taken


@dataclass(frozen=True, order=True)
class Event:
    """An event of an article, on a day; `size` is of an edit."""

    key: int
    kind: str
    day: int
    size: str = ""


def match_events(
    found: Iterable[Event], true: Iterable[Event]
) -> tuple[list[tuple[Event, Event]], list[Event], list[Event]]:
    """Match events with what happened: each with the first of its article and kind on that day or later.

    Returns the pairs (happened, found), what was missed, and what did not happen.
    """
    waiting = defaultdict[tuple[int, str], list[Event]](list)
    for event in sorted(found, key=lambda event: event.day):
        waiting[event.key, event.kind].append(event)
    pairs, missed = list[tuple[Event, Event]](), list[Event]()
    for happened in sorted(true, key=lambda event: event.day):
        later = [event for event in waiting[happened.key, happened.kind] if event.day >= happened.day]
        if later:
            waiting[happened.key, happened.kind].remove(later[0])
            pairs.append((happened, later[0]))
        else:
            missed.append(happened)
    return pairs, missed, sorted(event for events in waiting.values() for event in events)
