"""What a citation names: a revision of an article, whoever wrote it, where it stood and where it is kept. Pure."""

import re
from dataclasses import dataclass
from functools import cached_property

from cundang.text.people import ORGANISATION, read_people

# A newspaper calls itself so: 清淀日报, 中國時報, Chinatown Daily. 公报, 通报, 学报 are bulletins and journals.
_NEWSPAPER = re.compile(
    r"(?:(?<![公通学學情年月季])[报報]社?|\b(?:Daily|Times|Post|Herald|Gazette|Tribune|Courier|Newspaper))$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Reference:
    """The content of a citation. Dates are ISO 8601; `sha256` is that of the cited revision.

    `accessed` is the day of the citation. `fetched` is that on which the revision was fetched from its site: by this
    archive, or where `imported` has a day, by another tool. With `imported` alone nobody knows when it was.
    """

    id: int
    revision: int
    title: str
    url: str  # of the page on its site; `file:` and a name where an imported page has none
    publisher: str
    accessed: str
    sha256: str
    published: str | None = None
    source: str | None = None
    author: str | None = None  # as stored: names with 、 or a comma between them
    language: str | None = None
    archived: str | None = None  # address of the archived copy of this revision
    number: str | None = None  # of an official document
    fetched: str | None = None
    imported: str | None = None

    @cached_property
    def authors(self) -> list[str]:
        """Who wrote it, each by the name: people and houses; else the source, where that is not the publisher."""
        people = [person.name for person in read_people(self.author or "", self.language)]
        return people or ([self.source] if self.source and self.source != self.publisher else [])

    @property
    def address(self) -> str | None:
        """The address on its site; None where it has none."""
        return self.url if self.url.startswith(("http://", "https://")) else None

    @property
    def file(self) -> str | None:
        """The name of the file that it was imported from, where it has no address."""
        return None if self.address else self.url.removeprefix("file:")

    @property
    def is_newspaper(self) -> bool:
        """Whether it is cited as an article of a newspaper; else as a page of a web site (docs/citing.md)."""
        return _NEWSPAPER.search(self.publisher.strip()) is not None

    @property
    def is_western(self) -> bool:
        """Whether the words between the fields are English: of articles in neither Chinese, Japanese nor Korean."""
        return (self.language or "zh") not in ("zh", "ja", "ko")

    @property
    def note(self) -> str:
        """The cited revision, when and by whom it was fetched, its digest, and the address of the archived copy."""
        fetched = self.fetched and f"fetched {self.fetched}{' by another tool' if self.imported else ''}"
        imported = self.imported and f"imported {self.imported}"
        file = self.file and f"from the file {self.file}"
        parts = (f"Revision {self.revision}", fetched, imported, file, f"SHA-256 {self.sha256}", self.archived)
        return ", ".join(filter(None, parts))


def is_organisation(name: str) -> bool:
    """Whether a name is that of a house (新华社, 清淀日报编辑部) and not of a person.

    >>> is_organisation("清淀日报编辑部"), is_organisation("江晚舟")
    (True, False)
    """
    return ORGANISATION.fullmatch(name) is not None
