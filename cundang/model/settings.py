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
class Alarms:
    """Whom `archive check --tell` tells what is wrong, and from when on something is. See docs/monitoring.md."""

    mail: tuple[str, ...] = ()  # addresses
    sender: str = ""  # the address that mails are from; empty: the first of `mail`
    smtp: str = ""  # host:port of a mail server; empty: the program sendmail of this machine
    smtp_user: str = ""  # who logs in there; the password is in the environment, ARCHIVE_SMTP_PASSWORD
    webhook: str = ""  # an address that JSON is posted to
    file: str = ""  # a file that lines are added to; a relative path is one beside the archive
    ping: str = ""  # an address that is asked for after each good check, so that its silence tells that none runs
    quiet: tuple[str, ...] = ()  # names of sites of which nothing is told
    disk_days: int = 14  # a disk that is full earlier is nearly full
    backup_days: int = 0  # a backup that is older is too old; 0: eight days, where there ever was one
    snapshot_days: int = 0  # the same, 35 days
    verify_days: int = 0  # the same, 35 days


@dataclass(frozen=True, slots=True)
class Settings:
    """All that the file says; a section that it leaves out is as its class has it."""

    about: About = field(default_factory=About)
    alarms: Alarms = field(default_factory=Alarms)


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
