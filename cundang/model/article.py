"""The data types between the stages: what is found on a page, and what is stored of it."""

import copyreg
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from cundang.model.errors import Stage
from cundang.model.page import Page
from cundang.text.dates import explain_impossible
from cundang.text.people import Person

MOST_PAGES = 50  # of one article; where it has more, the next one leaves it partial
# The fields that make a version: where one of them differs, the article was edited.
COMPARED = ("title", "text", "published_at", "source_name", "author", "editor")
ROLES = ("author", "editor")  # of the people of an article
# The columns whose words the search index has, in its column `title` and in its column `body`.
INDEXED_AS_TITLE = ("title", "kicker", "subtitle")
INDEXED_AS_BODY = ("text", "document_number", "index_number")
INDEXED = (*INDEXED_AS_TITLE, *INDEXED_AS_BODY)


@dataclass(frozen=True, slots=True)
class Field:
    """A string of the page, as it stands there, and where it was found: a selector, `url`, or the name of a rule.

    `others` counts the other strings that a profile's selector matched, where it should match one.
    """

    value: str
    where: str
    others: int = 0

    def stored(self) -> tuple[str | int, ...]:
        """The row that the column `found` holds of it."""
        return (self.value, self.where, self.others) if self.others else (self.value, self.where)


def _freeze(fields: Mapping[str, Field]) -> MappingProxyType[str, Field]:
    """Copy fields into a mapping that cannot be changed."""
    return MappingProxyType(dict(fields))


# Pickle knows no such mapping by itself, and pages and articles pass from process to process.
copyreg.pickle(MappingProxyType, lambda fields: (_freeze, (dict(fields),)))


@dataclass(frozen=True, slots=True)
class Image:
    """A picture: its absolute address, and the caption that the page gives it, which may be empty."""

    url: str
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that an article links to (附件): its absolute address, and what the page calls it."""

    url: str
    name: str


@dataclass(frozen=True, slots=True)
class GenericComparison:
    """The generic extractor's text of a page that a profile extracted, and how far the two texts agree.

    `agreement` is 1 where both have the same words, and 0 where they have none in common.
    """

    profile: str
    text: str
    agreement: float


@dataclass(frozen=True, slots=True)
class Found:
    """What extraction found on a page. Nothing is interpreted yet: dates, names and keywords are the page's strings.

    `text` has a blank line between paragraphs; a line break within one (a poem, the rows of a table) is a newline.
    `fields` may hold: title, kicker, subtitle, published, source_name, author, editor, section, keywords, content_id,
    tracking_number, document_number, index_number, modified, original_title, source_url, where the page's name of the
    source links to, and zone, the offset of the page's own clock. They cannot be changed afterwards.
    `next_pages` are the addresses of further pages of the same article. `ends` is whether the page has an end (</body>
    or </html>); one page in two hundred has none, and one that was cut off has none either.
    """

    extractor: str
    text: str
    fields: Mapping[str, Field] = field(default_factory=dict)
    images: tuple[Image, ...] = ()
    next_pages: tuple[str, ...] = ()
    ends: bool = True
    comparison: GenericComparison | None = None  # of a sample of the pages that a profile extracted
    blocks: tuple[str, ...] = ()  # texts that may be boilerplate of the site, for its memory; by the generic extractor
    attachments: tuple[Attachment, ...] = ()

    def __post_init__(self) -> None:
        """Make the fields read-only."""
        object.__setattr__(self, "fields", _freeze(self.fields))

    def raw(self, name: str) -> str:
        """The string that was found for a field; empty where none was."""
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
    found: Mapping[str, Field]
    document_number: str | None = None  # 文号
    index_number: str | None = None  # 索引号
    kicker: str | None = None  # 引题
    subtitle: str | None = None  # 副题
    modified_at: str | None = None
    source_url: str | None = None  # where the page's name of the source links to
    is_sighting: bool = True  # see Page
    keywords: tuple[str, ...] = ()
    images: tuple[Image, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    removed: tuple[Removal, ...] = ()
    repairs: tuple[Repair, ...] = ()
    missing_pages: tuple[str, ...] = ()  # further pages of the article that were not given
    ends: bool = True  # whether its page has an end
    comparison: GenericComparison | None = None
    blocks: tuple[str, ...] = ()
    people: tuple[tuple[str, Person], ...] = ()  # in order, each with its role: `author` or `editor`

    def __post_init__(self) -> None:
        """Make the found fields read-only."""
        object.__setattr__(self, "found", _freeze(self.found))

    @property
    def undated(self) -> str:
        """Why the string found for the time of publication gives none; empty where it gives one, or none was found."""
        if self.published_at or not self.published_raw:
            return ""
        reason = explain_impossible(self.published_raw, self.fetched_at)
        return f"no possible date of publication: {self.published_raw!r:.80} is {reason}" if reason else ""

    @property
    def doubts(self) -> tuple[str, ...]:
        """Why this may not be the whole article."""
        missing = f"partial: without {' '.join(self.missing_pages)}" if self.missing_pages else ""
        unended = "" if self.ends else "perhaps partial: the page has no end (no </html>)"
        return tuple(filter(None, (missing, self.undated, unended)))

    @property
    def problems(self) -> list[tuple[Stage, str]]:
        """The rows of `problems` that a stored article gets: the stage, and the reason."""
        partial = f"partial: without {' '.join(self.missing_pages)}" if self.missing_pages else ""
        doubtful: tuple[tuple[Stage, str], ...] = (("extract", partial), ("normalise", self.undated))
        return [(stage, reason) for stage, reason in doubtful if reason]

    def following(self, pages: Iterable[Page]) -> str | None:
        """The address of the article's next page, where some were given; a page that was refused is not asked again.

        None where all were given, or as many as are read of one article.
        """
        given = {page.url for page in pages}
        following = (url for url in self.missing_pages if url not in given)
        return next(following, None) if len(given) < MOST_PAGES else None

    @property
    def characters(self) -> int:
        """The length of the text in code points, white space left out."""
        return sum(map(len, self.text.split()))


@dataclass(frozen=True, slots=True)
class Known:
    """The article as it stands in the archive: its row, and how many revisions it has.

    `values` are the columns by which versions are told apart, and those that the search index has words of.
    """

    article_id: int
    revision_number: int
    url: str
    state: str
    values: dict[str, str | None]
