"""Scores of an archive of a made-up history beside its truth; pure functions. See bench/histories.py."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

NONE = "none"  # stands for a relation that the archive does not have
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


def confuse(found: Mapping[Pair, str], true: Mapping[Pair, str]) -> Counter[Pair | tuple[str, str]]:
    """Count the relations of copies by their true and their found class; `other` is one towards another article."""
    towards = dict(found)
    table: Counter[tuple[str, str]] = Counter()
    copies = {copy for (copy, _), kind in towards.items() if kind not in ("excerpt", "roundup")}
    for (copy, original), kind in true.items():
        got = towards.get((copy, original))
        table[kind, got or ("other" if copy in copies else NONE)] += 1
    return table  # type: ignore[return-value]


def share_on_diagonal(table: Mapping[tuple[str, str], int]) -> float:
    """The share of a confusion table that is as it should be."""
    return sum(count for (true, found), count in table.items() if true == found) / max(1, sum(table.values()))


def score_parts(
    found: Mapping[Pair, str], kind: str, true: Collection[Pair], sharing: Collection[Pair], same: Mapping[int, int]
) -> tuple[Score, list[Pair]]:
    """Compare the relations of a kind, `excerpt` or `roundup`, with the true ones; and name those that are false.

    One between two articles that share a sentence is not false, though it is not asked for: a copy of an excerpt, two
    round-ups of one article. `same` gives for an article the one that stands for its text.
    """
    mine = {pair for pair, got in found.items() if got == kind}
    alike = {frozenset((same.get(a, a), same.get(b, b))) for a, b in sharing}
    false = [(a, b) for a, b in mine if (a, b) not in true and frozenset((same.get(a, a), same.get(b, b))) not in alike]
    return Score(len(mine & set(true)), len(false), len(set(true) - mine)), sorted(false)


def judge_origins(
    firsts: Mapping[int, int],
    members: Mapping[int, Collection[int]],
    true: Mapping[int, Collection[int]],
    originals: Mapping[int, int],
) -> dict[int, int | None]:
    """For each true cluster the article that the archive takes for its original; None where it has no such cluster.

    `members` has the found clusters and `firsts` their originals, both by the cluster's number. A true cluster is taken
    for the found one that has the most of its articles, two at least.
    """
    number_of = {key: number for number, keys in members.items() for key in keys}
    taken: dict[int, int | None] = {}
    for root, keys in true.items():
        counts = Counter(number_of[key] for key in keys if key in number_of)
        best = min(counts.items(), key=lambda item: (-item[1], item[0]), default=(0, 0))
        taken[root] = firsts[best[0]] if best[1] > 1 or originals[root] in counts else None
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
