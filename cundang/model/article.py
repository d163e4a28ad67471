"""The data types between the stages: what a page shows, and what is stored of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from cundang.model.page import Page
from cundang.text.dates import explain_impossible

COMPARED = (
    "title",
    "text",
    "published_at",
    "source_name",
    "author",
    "editor",
)  # what a new version of an article is known by


@dataclass(frozen=True, slots=True)
class Field:
    """A string as the page shows it, and where: a selector, `url`, or the name of a rule. `others` is how many other
    strings a profile's selector found that is meant for one."""

    value: str
    where: str
    others: int = 0

    def stored(self) -> tuple[str | int, ...]:
        """As the archive has it in `found`."""
        return (self.value, self.where, self.others) if self.others else (self.value, self.where)


@dataclass(frozen=True, slots=True)
class Image:
    """A picture by its absolute address, with the caption that the page gives it (may be empty)."""

    url: str
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """What the generic extractor made of a page that a profile answered for: its text, and how far the two texts agree
    (1: the same words; 0: none in common)."""

    profile: str
    text: str
    agreement: float


@dataclass(frozen=True, slots=True)
class Found:
    """What extraction found on a page. Nothing is interpreted yet: dates, names and keywords are the page's strings.

    `text` is paragraphs parted by blank lines; a line break within a paragraph (a poem, a table's row) is one newline.
    `fields` may hold: title, published, source_name, author, editor, section, keywords, content_id,
    tracking_number, modified, original_title, and zone: the offset of the page's own clock. `next_pages` are the addresses of further pages of the same article. `ends` tells whether the
    page has an end (</body> or </html>); one page in two hundred has none, and one that was cut off has none either.
    """

    extractor: str
    text: str
    fields: dict[str, Field] = field(default_factory=dict)
    images: tuple[Image, ...] = ()
    next_pages: tuple[str, ...] = ()
    ends: bool = True
    beside: Beside | None = None  # on a sample of the pages that a profile answers for
    blocks: tuple[str, ...] = ()  # what may be furniture of the site, for its memory; of the generic extractor only

    def raw(self, name: str) -> str:
        """The string found for a field, or an empty one."""
        found = self.fields.get(name)
        return found.value if found else ""


@dataclass(frozen=True, slots=True)
class Repair:
    """`before` stood at `position` (in code points of the extracted text); `after` stands there now."""

    position: int
    kind: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Removal:
    """`text` stood at `position` (in code points of the repaired text) and was moved out of it by `rule`."""

    position: int
    kind: str
    text: str
    rule: str


@dataclass(frozen=True, slots=True)
class Article:
    """What is stored of an article. Columns of the table `articles` where the names agree; see schema.sql.

    Times are ISO 8601 strings, as they are stored; `found` keeps the page's own strings beside what was made of them.
    """

    url: str
    site: str
    title: str
    text: str
    content_id: str | None
    tracking_number: str | None
    published_at: str | None
    published_raw: str | None
    source_name: str | None
    author: str | None
    editor: str | None
    section: str | None
    language: str | None
    script: str | None
    sha256: str
    extractor: str
    fetched_at: datetime
    found: dict[str, Field]
    keywords: tuple[str, ...] = ()
    images: tuple[Image, ...] = ()
    removed: tuple[Removal, ...] = ()
    repairs: tuple[Repair, ...] = ()
    missing_pages: tuple[str, ...] = ()  # further pages of the article that were not given
    ends: bool = True  # whether its page has an end
    beside: Beside | None = None
    blocks: tuple[str, ...] = ()

    @property
    def undated(self) -> str:
        """Why the string that should be the time of publication gives none; empty where it gives one, or there is none."""
        reason = (
            explain_impossible(self.published_raw, self.fetched_at)
            if self.published_raw and not self.published_at
            else ""
        )
        return f"no possible date of publication: {self.published_raw!r:.80} is {reason}" if reason else ""

    @property
    def doubts(self) -> tuple[str, ...]:
        """Why this may not be the whole article."""
        missing = f"partial: without {' '.join(self.missing_pages)}" if self.missing_pages else ""
        return tuple(
            filter(
                None, (missing, self.undated, "" if self.ends else "perhaps partial: the page has no end (no </html>)")
            )
        )

    @property
    def problems(self) -> list[tuple[str, str]]:
        """What is told of a stored article in `problems`: the stage, and the reason."""
        partial = f"partial: without {' '.join(self.missing_pages)}" if self.missing_pages else ""
        told = (("extract", partial), ("normalise", self.undated))
        return [(stage, reason) for stage, reason in told if reason]

    def following(self, pages: Iterable[Page]) -> str | None:
        """The further page of the article that comes next, where these were given: one that was refused is not asked again."""
        given = {page.url for page in pages}
        return next((url for url in self.missing_pages if url not in given), None)

    @property
    def characters(self) -> int:
        """The length of the text in code points, white space left out."""
        return sum(map(len, self.text.split()))


@dataclass(frozen=True, slots=True)
class Known:
    """The article as it stands in the archive: its row, and how many revisions it has."""

    article_id: int
    revision_number: int
    url: str
    state: str
    values: dict[str, str | None]
