"""An article of a house through the days: its versions, when it was gone, where it moved."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from hashlib import md5

from demo.histories.houses import BY_NAME
from demo.histories.texts import Version

START = date(2026, 3, 2)
FIRST_ID = 1310200000
COLUMNS = ("yaowen", "minsheng", "shehui", "zonghe")


def date_of(day: int) -> date:
    """The date of a day of the histories, counted from 0."""
    return START + timedelta(days=day)


def moment_of(day: int, minute: int) -> datetime:
    """A minute of a day, in the time of the pages; one past its end is the last that pages have."""
    return datetime.combine(date_of(day), time()) + timedelta(minutes=min(minute, 23 * 60 + 10))


@dataclass(frozen=True)
class Happening:
    """What happened to an article on a day: edited, gone, restored or moved; of an edit its size, else how."""

    day: int
    kind: str
    key: int
    how: str


@dataclass
class Article:
    """An article. `house` is empty where its own house's site is not among those shown.

    `day` is that of its publication, `listed` that from which lists name it. `copied_from` is the article that was
    copied, `root` the one that has the text first (itself where it was not copied); of an excerpt and of a round-up
    `parts` are the articles that it has something of.
    """

    key: int
    house: str
    day: int
    listed: int
    kind: str  # own, bulletin, copy, excerpt, roundup
    subject: Mapping[str, str]
    column: str
    versions: list[tuple[int, Version]]
    copied_from: int | None = None
    root: int = 0
    parts: tuple[int, ...] = ()
    changes: list[Happening] = field(default_factory=list)

    def version_on(self, day: int) -> Version:
        """The version that its page shows on a day."""
        return next(version for since, version in reversed(self.versions) if since <= day)

    @property
    def latest(self) -> Version:
        """The last version."""
        return self.versions[-1][1]

    def state_on(self, day: int) -> str:
        """Empty where its page is there on a day, else how it is missing."""
        last = [change for change in self.changes if change.day <= day and change.kind in ("gone", "restored")]
        return last[-1].how if last and last[-1].kind == "gone" else ""

    def path_on(self, day: int) -> str:
        """The path of its page on a day."""
        moved = [change.how for change in self.changes if change.day <= day and change.kind == "moved"]
        return self._path_in(moved[-1] if moved else self.column)

    @property
    def first_path(self) -> str:
        """The path that it was published under."""
        return self._path_in(self.column)

    @property
    def content_id(self) -> int:
        """The number that the CMS gives it."""
        return FIRST_ID + self.key * 7

    def _path_in(self, column: str) -> str:
        day = date_of(self.day)
        layout = BY_NAME[self.house].layout
        if layout == "g5":
            return f"/{column}/{day:%Y%m%d}/{md5(b'%d' % self.key, usedforsecurity=False).hexdigest()}/c.html"
        if layout in ("g3", "g4"):
            return f"/{column}/{day:%Y-%m/%d}/c_{self.content_id}.htm"
        if layout == "paper":
            return f"/{column}/{day:%Y%m/%d}/content_{self.content_id}.html"
        return f"/{column}/a/{day:%Y%m%d}/{self.content_id}.shtml"
