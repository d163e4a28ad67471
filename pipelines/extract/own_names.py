"""The author and the source of a page in Chinese that a profile read, as far as its own strings and its text name them.

A profile has selectors for the places of names, and no place for those that stand in the text: 本报讯（记者 某某）. To look
at its first and last lines costs less than a hundredth of a generic reading.
"""

from collections.abc import Mapping
from dataclasses import replace

from cundang.model.article import Field, Found
from cundang.text.conversation import find_turns
from cundang.text.fold import fold
from cundang.text.language import detect_language
from cundang.text.people import Person, list_writers, read_people
from pipelines.extract.reporters import find_reporter
from pipelines.extract.sources import HOUSE, split_signed

_FIRST, _LAST = slice(3), slice(-6, None)  # the lines of a text in which a byline is looked for
_LONGEST_NAME = 3  # characters: what stands before it may be a house


def complete_names(found: Found) -> Found:
    """Add the author and the source that a profile's strings and text name and that it has no field for.

    A house alone is the source, not the author (新华社); of a line 林晓岚/新河日报 it is too. An author who is told to
    machines, and shown as the editor, is none. A byline that names the profile's author and others goes before it.
    """
    if detect_language(found.text[:400]) != "zh":
        return found
    fields = dict(found.fields)
    author = fields.get("author")
    if author and "source_name" not in fields:
        if signed := split_signed(author.value):
            fields["source_name"] = replace(author, value=signed[0])
        elif HOUSE.fullmatch(fold(author.value.strip())):
            fields["source_name"] = fields.pop("author")
    if author and author.where.startswith("meta") and _is_editor(author.value, fields):
        del fields["author"]
    byline = _find_byline(found.text)
    if byline and ("author" not in fields or _names_more(byline, fields["author"].value)):
        fields["author"] = Field(byline, "byline")
    return replace(found, fields=fields) if fields != found.fields else found


def _find_byline(text: str) -> str:
    lines = [line for line in text.split("\n") if line.strip()]
    turns = find_turns([*lines[_FIRST], *lines[_LAST]]) if len(lines) > _FIRST.stop else set()
    first = [line for number, line in enumerate(lines[_FIRST]) if number not in turns]
    last = [line for number, line in enumerate(lines[_LAST], _FIRST.stop) if number not in turns]
    return find_reporter((), first, last)


def _is_editor(author: str, fields: Mapping[str, Field]) -> bool:
    """Whether an author, perhaps with a house before the name, is the page's editor."""
    shown = fields["editor"].value if "editor" in fields else ""
    return len(author) > 1 and author[-_LONGEST_NAME:] in shown


def _names_more(byline: str, author: str) -> bool:
    return _list_names(byline) > _list_names(author)


def _list_names(raw: str) -> set[str]:
    people: tuple[Person, ...] = list_writers(read_people(raw))
    return {person.name for person in people}
