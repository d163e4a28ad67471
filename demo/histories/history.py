"""Live through the days of the twelve houses: what they write, copy from each other, and change later."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

import opencc

from demo.histories import changes, copying
from demo.histories.articles import COLUMNS, Article, Happening, date_of, moment_of
from demo.histories.bulletins import write_bulletin
from demo.histories.grammar import Writer
from demo.histories.houses import BY_NAME, HOUSES, OUTSIDE, House
from demo.histories.signs import full_name, name_source, sign_copy, sign_own
from demo.histories.texts import Body, Version, find_share, length_of, sentences_of

# Of a hundred new articles; `outside` are texts of agencies whose own sites are not among those shown.
KINDS = {"own": 37, "copy": 36, "excerpt": 5, "roundup": 3, "bulletin": 14, "outside": 5}
COPYING = {"verbatim": 40, "retitled": 18, "cut": 20, "edited": 22}
LATE = 0.04  # of originals come into the lists days after their copies
DATED_EARLIER = 0.02  # of copies have a time before that of the original, whose site was slower than its wire
NAIVE = 0.25  # of conversions to simplified characters leave words and variants of Hong Kong and Taiwan as they are
_FRESH = 9  # days, within which a text is copied


@dataclass
class History:
    """All that happened: the articles by their key, in the order in which they were written."""

    days: int
    houses: Sequence[House]
    articles: dict[int, Article] = field(default_factory=dict)

    @property
    def shown(self) -> list[Article]:
        """The articles that a site shows, or showed."""
        return [article for article in self.articles.values() if article.house]

    @property
    def happened(self) -> list[Happening]:
        """What happened to articles, in the order of the days."""
        found = [change for article in self.shown for change in article.changes]
        return sorted(found, key=lambda change: (change.day, change.key))


class Maker:
    """Makes a history, day by day."""

    def __init__(self, count: int, seed: int, days: int, houses: Sequence[House]) -> None:
        self.chance = Random(seed)  # noqa: S311 - made up, and the same each time
        self.writer = Writer(self.chance)
        self.history = History(days, houses)
        self.planned: dict[int, list[Happening]] = defaultdict(list)
        self.copied: Counter[tuple[int, str]] = Counter()  # by root and house
        self._script = {name: opencc.OpenCC(name).convert for name in ("t2s", "s2hk", "hk2s", "s2twp", "tw2sp")}
        for day in range(days):
            for change in self.planned.pop(day, []):
                changes.happen(self.writer, self.history.articles, change)
            for _ in range(count * (day + 1) // days - count * day // days):
                self._add(day)

    def _add(self, day: int) -> None:
        """Write an article of a kind that is chosen; what cannot be copied yet is one of its own."""
        kind = self.chance.choices(list(KINDS), list(KINDS.values()))[0]
        if kind == "bulletin":
            self._write(day, "bulletin")
        elif kind == "outside":
            self._write(day, "own", self.chance.choice(list(OUTSIDE)))
        elif kind == "own" or not getattr(self, f"_{kind}")(day):
            self._write(day, "own")

    def _choose_house(self, copies: bool = False, root: int = 0) -> House | None:
        free = [house for house in self.history.houses if not root or not self.copied[root, house.name]]
        weights = [house.copies if copies else house.writes for house in free]
        return self.chance.choices(free, weights)[0] if free else None

    def _put(self, article: Article) -> Article:
        self.history.articles[article.key] = article
        self.copied[article.root, article.house] += 1
        if article.house:
            for change in changes.plan(self.chance, article, self.history.days):
                self.planned[change.day].append(change)
        return article

    def _make(
        self, day: int, house: str, kind: str, subject: dict[str, str], version: Version, **more: object
    ) -> Article:
        key = len(self.history.articles) + 1
        about = {"root": key, "listed": day, "column": self.chance.choice(COLUMNS), **more}
        return self._put(
            Article(
                key=key,
                house=house,
                day=day,
                kind=kind,
                subject=subject,
                versions=[(day, version)],
                **about,  # type: ignore[arg-type]
            )
        )

    def _has_clock(self, house: str) -> bool:
        layout = BY_NAME[house].layout if house in BY_NAME else ""
        return self.chance.random() >= {"paper": 0.5, "portal": 0.1}.get(layout, 0.0)

    def _write(self, day: int, kind: str, agency: str = "") -> None:
        """A house writes an article of its own; one of an agency outside is printed by some houses at once."""
        house = "" if agency else (self._choose_house() or HOUSES[0]).name
        subject = self.writer.choose_subject()
        if kind == "bulletin":
            title, body = write_bulletin(self.writer, date_of(day))
        else:
            title, body = self.writer.write_title(subject), self.writer.write_body(subject, self.writer.choose_length())
        published = self._choose_time(day)
        head, tail = sign_own(self.writer, agency or house, subject, published)
        source = None if house and self.chance.random() < 0.2 else full_name(agency or house)
        is_bulletin = kind == "bulletin"
        version = Version(
            title,
            body,
            published,
            self._has_clock(house),
            source,
            head="" if is_bulletin else head,
            tail=() if is_bulletin else tail,
        )
        is_late = not agency and self.chance.random() < LATE and day + 7 < self.history.days
        article = self._make(
            day,
            house,
            kind,
            {**subject, "by": agency or house},
            version,
            listed=day + self.chance.randint(2, 5) * is_late,
        )
        for _ in range(self.chance.choice((1, 2, 2, 3, 4)) if agency else 0):
            self._copy(day, article)

    def _choose_time(self, day: int) -> datetime:
        return moment_of(day, self.chance.randint(6 * 60, 21 * 60)) + timedelta(seconds=self.chance.randint(0, 59))

    def _choose_parent(self, day: int, kinds: Sequence[str]) -> Article | None:
        """An article of the last days that is there: the younger the likelier, and what was copied is copied more."""
        young = [a for a in self.history.shown if day - a.day <= _FRESH and a.kind in kinds and not a.state_on(day)]
        if not young:
            return None
        return self.chance.choices(young, [2.0 ** (a.day - day) for a in young])[0]

    def _copy(self, day: int, parent: Article | None = None) -> bool:
        """A house copies an article, often one that another has copied already."""
        kinds = ("own", "copy", "bulletin") if self.chance.random() < 0.9 else ("roundup", "excerpt")
        parent = parent or self._choose_parent(day, kinds)
        if parent is None or (parent.kind == "bulletin" and self.chance.random() < 0.7):
            return False
        root = self.history.articles[parent.root]
        house = self._choose_house(copies=True, root=root.key)
        if house is None:
            return False
        version = self._copy_version(day, parent, root, house)
        if version is None:
            return False
        parts = root.parts
        self._make(
            day, house.name, "copy", dict(parent.subject), version, copied_from=parent.key, root=root.key, parts=parts
        )
        return True

    def _copy_version(self, day: int, parent: Article, root: Article, house: House) -> Version | None:
        shown, subject, chance = parent.version_on(day), parent.subject, self.chance
        way = chance.choices(list(COPYING), list(COPYING.values()))[0]
        way = "verbatim" if root.kind not in ("own", "copy") and way != "retitled" else way
        body = self._convert(shown.body, parent, house)
        if way == "cut":
            body = copying.cut(self.writer, body)
        elif way == "edited":
            body = copying.edit(self.writer, body, subject)
        if max(find_share(body, version.body) for _, version in root.versions) < copying.LEAST_SHARE:
            return None
        is_retitled = root.kind != "bulletin" and (
            way == "retitled" or (way in ("cut", "edited") and chance.random() < 0.3)
        )
        title = self.writer.write_title(subject, shown.title) if is_retitled else shown.title
        published = self._choose_copy_time(day, shown.published)
        source: str | None = name_source(self.writer, house, str(subject["by"]), parent.house or str(subject["by"]))
        if chance.random() < DATED_EARLIER and published.date() == shown.published.date():
            published = shown.published - timedelta(minutes=chance.randint(1, 40))
            source = full_name(str(subject["by"]))
        head, tail = sign_copy(
            self.writer, house, str(subject["by"]), shown.head, subject, shown.published, shown.title * is_retitled
        )
        link = parent.key if source and parent.house and chance.random() < 0.25 else None
        if root.kind != "own":
            head = ""
        return Version(title, body, published, self._has_clock(house.name), source, link, head, tail)

    def _convert(self, body: Body, parent: Article, house: House) -> Body:
        """A house that writes simplified characters converts what one shows that writes traditional ones."""
        config = BY_NAME[parent.house].config if parent.house else ""
        if not config or house.config:
            return body
        back = self._script["t2s" if self.chance.random() < NAIVE else {"s2hk": "hk2s", "s2twp": "tw2sp"}[config]]
        return copying.convert(body, lambda words: back(self._script[config](words)))

    def _choose_copy_time(self, day: int, first: datetime) -> datetime:
        """Minutes to hours after the original on its day, at any time on a later one."""
        if date_of(day) != first.date():
            return self._choose_time(day)
        minute = first.hour * 60 + first.minute + max(1, round(self.chance.lognormvariate(3.6, 1.2)))
        return moment_of(day, minute) + timedelta(seconds=self.chance.randint(0, 59))

    def _excerpt(self, day: int) -> bool:
        """A house takes a passage of an article over into one of its own."""
        parent = self._choose_parent(day, ("own",))
        house = self._choose_house()
        if parent is None or house is None:
            return False
        passage = copying.choose_passage(self.writer, parent.version_on(day).body)
        if passage is None:
            return False
        subject = self.writer.choose_subject(str(parent.subject["topic"]) if self.chance.random() < 0.5 else None)
        name = full_name(str(parent.subject["by"]))
        heads = (f"据{name}报道，有关情形如下。", f"{name}的报道这样写道：", "", "此前已有报道提到：")
        body = copying.put_excerpt(self.writer, passage, subject, self.chance.choice(heads))
        self._add_own(day, house, "excerpt", subject, body, (parent.root,))
        return True

    def _roundup(self, day: int) -> bool:
        """A house puts several articles together."""
        house = self._choose_house(copies=True)
        chosen = [p for _ in range(self.chance.randint(2, 6)) if (p := self._choose_parent(day, ("own",)))]
        found = {p.key: p for p in chosen if length_of(sentences_of(p.latest.body)) >= copying.PASSAGE}
        if len(found) < 2 or house is None:
            return False
        body = copying.round_up(self.writer, [parent.version_on(day).body for parent in found.values()])
        others = [a for a in self.history.articles.values() if a.kind == "roundup" and day - a.day <= 2 * _FRESH]
        if any(find_share(body, other.latest.body) > copying.MOST_SHARE for other in others):
            return False
        self._add_own(day, house, "roundup", self.writer.choose_subject(), body, tuple(found))
        return True

    def _add_own(
        self, day: int, house: House, kind: str, subject: dict[str, str], body: Body, parts: tuple[int, ...]
    ) -> None:
        title = self.writer.write_title(subject) if kind == "excerpt" else f"{date_of(day):%m月%d日}各地要闻汇总"
        latest = max(self.history.articles[part].versions[0][1].published for part in parts)
        published = max(self._choose_time(day), latest + timedelta(minutes=5))
        head, tail = sign_own(self.writer, house.name, subject, published) if kind == "excerpt" else ("", ())
        source = None if self.chance.random() < 0.3 else house.publisher
        version = Version(title, body, published, self._has_clock(house.name), source, None, head, tail)
        self._make(day, house.name, kind, {**subject, "by": house.name}, version, parts=parts)


def make_history(count: int, seed: int = 1, days: int = 60, houses: Sequence[House] = HOUSES) -> History:
    """Make the history of some houses over some days, with about so many articles; all follows from the seed."""
    return Maker(count, seed, days, houses).history
