"""The byline of a text in Chinese that no label names: above it, at the head of it, or at its end."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from cundang.text.bylines import (
    read_byline,
    read_byline_at_head,
    read_byline_at_tail,
    read_header_byline,
    read_names_at_tail,
)
from cundang.text.people import list_writers, read_people

_PARAGRAPH = 40  # characters of a line that is no more a credit below the text, but its last paragraph


def find_reporter(
    above: Iterable[str], beginning: Sequence[str], ending: Sequence[str], below: Sequence[str] = ()
) -> str:
    """Find the byline in the lines above a text, its first or last ones, or those below it; empty where none has it."""
    headers = map(read_header_byline, above)
    heads = (read_byline(line) or read_byline_at_head(line) for line in beginning)
    tails = (read_byline(line) or read_byline_at_tail(line) for line in reversed([*ending, *below]))
    for byline in chain(headers, heads, tails, _read_names(ending)):
        if byline and list_writers(read_people(byline)):
            return byline
    return ""


def _read_names(ending: Sequence[str]) -> Iterator[str]:
    """Read the names alone in the brackets that end the last paragraph, or stand in a line of their own below it."""
    for line in reversed(ending):
        yield read_names_at_tail(line)
        if len(line.strip()) > _PARAGRAPH:
            return
