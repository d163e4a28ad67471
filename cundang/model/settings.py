"""The settings of an archive: a file of TOML that its owner writes once, `archive.toml` beside `archive.db`."""

import tomllib
from dataclasses import dataclass, field, fields
from typing import Any

from cundang.model.errors import UsageError


@dataclass(frozen=True, slots=True)
class About:
    """What readers are told about the archive: plain text, in the language of its owner."""

    title: str = ""
    scope: str = ""  # what is collected, and what is not
    contact: str = ""  # an address of mail, or of a page with a form
    objections: str = ""  # how to object to what is shown
    metadata_licence: str = ""  # the licence of the metadata
    text_rights: str = ""  # whose the texts are, and what readers may do with them


@dataclass(frozen=True, slots=True)
class Web:
    """What queries of readers may take of the machine."""

    query_seconds: int = 5
    queries_at_once: int = 2  # in SQL, and what else reads the whole archive; each has a process of its own
    query_memory_mb: int = 500  # of each such process, for data


@dataclass(frozen=True, slots=True)
class Settings:
    """All that the file says; a section that it leaves out is as its class has it."""

    about: About = field(default_factory=About)
    web: Web = field(default_factory=Web)


def parse_settings(text: str, name: str) -> Settings:
    """Parse the text of a file of settings; `name` is the file's, for errors.

    Raises UsageError where it is no TOML, has a section or a setting that is not known, or a value of another type.

    >>> parse_settings('[about]\\nscope = "News of one town."', "archive.toml").about.scope
    'News of one town.'
    """
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{name}: no TOML ({error}); `archive init` writes one") from error
    sections = {each.name: each.default_factory for each in fields(Settings)}
    for section in found:
        if section not in sections:
            raise UsageError(f"{name}: [{section}] is no section; they are {', '.join(sections)}")
    return Settings(**{section: _make(sections[section], found[section], section, name) for section in found})


def _make(kind: Any, values: Any, section: str, name: str) -> Any:
    """A section as its class. A field takes what its default is: a text, a number, yes or no, or a list of texts."""
    if not isinstance(values, dict):
        raise UsageError(f"{name}: {section} is one value; write a section, [{section}]")
    standard = kind()
    known = {each.name for each in fields(kind)}
    made = {}
    for key, value in values.items():
        if key not in known:
            raise UsageError(f"{name}: [{section}] has no setting {key}; it has {', '.join(sorted(known))}")
        expected = getattr(standard, key)
        if isinstance(expected, tuple):
            is_right = isinstance(value, list) and all(isinstance(each, str) for each in value)
            value = tuple(value) if is_right else value  # noqa: PLW2901 - the same value, frozen
        else:
            is_right = type(value) is type(expected)
        if not is_right:
            wanted = {str: "a text in quotes", bool: "true or false", int: "a number", tuple: "a list of texts"}
            raise UsageError(f"{name}: [{section}] {key}: not {wanted[type(expected)]}")
        made[key] = value
    return kind(**made)
