"""Texts as they are made: sentences that know which they are, so that what a copy has of another follows from them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence. `number` stays when it is copied; `form` is 0 as it was first written, other words have another."""

    number: int
    form: int
    words: str


Paragraph = tuple[Sentence, ...]
Body = tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Version:
    """An article as its page shows it from a day on, until the next version.

    `published` is what the page says, `has_clock` whether with a clock; `source` is what stands behind 来源, None where
    nothing does, `link` where it leads. `head` and `tail` stand around the text and are none of it: dateline,
    reporter's line, （完）, 来源：…
    """

    title: str
    body: Body
    published: datetime
    has_clock: bool = True
    source: str | None = None
    link: int | None = None  # the key of the article
    head: str = ""
    tail: tuple[str, ...] = ()

    def with_body(self, body: Iterable[Iterable[Sentence]]) -> "Version":
        """The same with another text; paragraphs without a sentence are left out."""
        return replace(self, body=tuple(kept for paragraph in body if (kept := tuple(paragraph))))


def sentences_of(body: Body) -> list[Sentence]:
    """All sentences of a text in their order."""
    return list(chain.from_iterable(body))


def length_of(sentences: Iterable[Sentence]) -> int:
    """The number of characters of sentences."""
    return sum(len(sentence.words) for sentence in sentences)


def find_share(one: Body, other: Body) -> float:
    """The share of the longer of two texts that both have, in characters, whatever the form of their sentences.

    Copying keeps the order, so that the order need not be looked at.
    """
    mine, theirs = ({s.number: len(s.words) for s in sentences_of(body)} for body in (one, other))
    both = sum(min(length, theirs[number]) for number, length in mine.items() if number in theirs)
    return both / max(1, sum(mine.values()), sum(theirs.values()))
