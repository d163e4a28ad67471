"""Who published a text first, as the articles that tell it say, and as their times do. Pure.

Names are followed from article to article: where A names B, and B is here and names C, the text is from C. What is
chosen does not depend on the order of the articles, nor on their ids.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from cundang.text.dates import is_later
from cundang.text.namings import HINTED
from cundang.text.source_names import find_house, make_key

_DAY = len("2026-11-17")
_OF_ITSELF = 1  # what it weighs that a site names itself: many do so above what they reprint


class Evidence(NamedTuple):
    """Whom an article names: a row of the table `evidence`, and what it weighs (see namings.py)."""

    kind: str
    raw: str
    name: str
    weight: int


class Member(NamedTuple):
    """An article of a cluster. `publisher` is the one name of its site's publisher."""

    id: int
    url: str
    publisher: str
    published_at: str | None
    evidence: tuple[Evidence, ...]


class Origin(NamedTuple):
    """The original among the members of a cluster, whom the evidence names as the origin, and what speaks against it.

    `conflict` is a JSON object: its `kind` is `earlier` (the article `article_id` was published before the original) or
    `name` (the article `article_id` names `name` instead).
    """

    first: int
    name: str | None
    conflict: str | None


def choose_origin(members: Iterable[Member]) -> Origin:
    """Choose the original among articles that tell the same text, at least one.

    It is published by whom the others name, directly or by way of each other, and who names nobody else; where no such
    one is here, the earliest of those that name none that is here. A day without a clock is earlier or later than
    nothing of the same day, and an article without a time than nothing at all.
    """
    views = [_View(member) for member in sorted(members, key=lambda member: member.url)]
    by_house = defaultdict(list)
    for view in views:
        by_house[view.house].append(view)
    votes: dict[str, int] = defaultdict(int)
    for view in views:
        view.sink = _follow(view, by_house)
        if view.sink:
            votes[view.sink] += view.weight
    earliest = _find_earliest(views)
    houses_of_earliest = {view.house for view in earliest}
    house = min(votes, key=lambda each: (-votes[each], each not in houses_of_earliest, each), default=None)
    is_named = any(view.sink == house != view.house for view in views)
    if house not in houses_of_earliest and not is_named:  # it names but itself (本报讯), and others were earlier
        house = None
    originals = [view for view in by_house.get(house or "", ()) if view.is_original]
    others = [view for view in views if not view.names_any(by_house)]
    named = Counter(house for view in views for house in view.list_named())

    def rank(view: _View) -> tuple[int, bool, bool, str]:
        return -named[view.house], not view.is_original, not view.has_clock, view.member.url

    first = min(_find_earliest(originals or others or views), key=rank)
    name = _choose_name(views, house, originals) if house else None
    if name:
        exact = [view for view in originals if view.member.publisher == name]
        first = min(_find_earliest(exact), key=rank) if exact else first
    return Origin(first.member.id, name, _find_conflict(views, first, house))


class _View:
    """A member as it is looked at: its house, whether it names another one, and how much that weighs."""

    def __init__(self, member: Member) -> None:
        self.member = member
        self.house = _key(member.publisher)
        foreign = [each for each in member.evidence if _key(each.name) != self.house]
        own = any(_key(each.name) == self.house and each.kind != "link" for each in member.evidence)
        strongest = max(foreign, key=lambda each: (each.weight, each.kind, each.name), default=None)
        if strongest and own and strongest.weight <= HINTED:
            strongest = None  # it quotes another house, or links to it
        self.foreign = foreign
        self.named = strongest
        self.named_house = _key(strongest.name) if strongest else ""
        self.weight = strongest.weight if strongest else _OF_ITSELF if own else 0
        self.names_itself = own and not strongest
        self.sink = ""

    @property
    def has_clock(self) -> bool:
        """Whether its time has one: of one day, the earliest of those is the first more likely than one without."""
        return len(self.member.published_at or "") > _DAY

    @property
    def is_original(self) -> bool:
        """Whether it names itself or nobody."""
        return self.named is None

    def names_any(self, houses: Container[str]) -> bool:
        """Whether it has the text from one of some houses, whoever had it first."""
        return any(house in houses for house in self.list_named())

    def list_named(self) -> set[str]:
        """The houses that it has the text from, as it says more or less surely."""
        return {_key(each.name) for each in self.foreign if each.weight > HINTED}


@lru_cache(4096)  # the same names come with every article
def _key(name: str) -> str:
    return make_key(find_house(name))


def _follow(view: _View, by_house: dict[str, list[_View]]) -> str:
    """The house that a member names at last; empty where it names nobody, not even itself."""
    if view.named is None:
        return view.house if view.names_itself else ""
    house, seen = view.named_house, {view.house}
    while (there := by_house.get(house)) and not any(each.is_original for each in there):
        if house in seen:  # they name each other
            return view.named_house
        seen.add(house)
        house = max(there, key=lambda each: (each.weight, each.named_house)).named_house
    return house


def _find_earliest(views: Sequence[_View]) -> list[_View]:
    """Those that are later than none of them, as far as is known; of these the dated ones, where there are any."""
    dated = [(view, view.member.published_at) for view in views if view.member.published_at]
    if not dated:
        return list(views)
    clocks = [(_read(at), at) for _, at in dated if len(at) > _DAY]
    bounds = [min(clocks)[1]] if clocks else []
    bounds += [min(days)] if (days := [at for _, at in dated if len(at) == _DAY]) else []
    bounds += [min((at for _, at in dated), key=lambda at: at[:_DAY])]
    found = [view for view, at in dated if not any(is_later(at, bound) for bound in bounds)]
    return found or [view for view, _ in dated]


def _read(at: str) -> float:
    return datetime.fromisoformat(at).timestamp()


def _choose_name(views: Iterable[_View], house: str, originals: Sequence[_View]) -> str | None:
    """The name by which most articles name a house, most weight first; the publisher's where they name it by none."""
    weights: dict[str, int] = defaultdict(int)
    for view in views:
        for each in view.member.evidence:
            if _key(each.name) == house:
                weights[each.name] += each.weight
    names = weights or {view.member.publisher: 1 for view in originals}
    return min(names, key=lambda name: (-names[name], make_key(name) != house, name), default=None)


def _find_conflict(views: Sequence[_View], first: _View, house: str | None) -> str | None:
    """The gravest piece of evidence against a choice: an earlier article, then one that names another house."""

    def rank(view: _View) -> tuple[str, str]:
        return view.member.published_at or "~", view.member.url

    earlier = [view for view in views if is_later(first.member.published_at, view.member.published_at)]
    if earlier:
        return _to_json("earlier", min(earlier, key=rank))
    others = [view for view in views if view.sink and view.sink != house]
    if not others:
        return None
    other = min(others, key=lambda view: (-view.weight, rank(view)))
    return _to_json("name", other, other.named.name if other.named else other.member.publisher)


def _to_json(kind: str, view: _View, name: str | None = None) -> str:
    conflict: dict[str, object] = {"kind": kind, "article_id": view.member.id}
    return json.dumps(conflict | ({"name": name} if name else {}), ensure_ascii=False)
