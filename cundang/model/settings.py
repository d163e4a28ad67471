"""The settings of an archive: a file of TOML that its owner writes once, `archive.toml` beside `archive.db`."""

import tomllib
from dataclasses import dataclass, field, fields, replace
from typing import Any

from cundang.model.errors import UsageError

PLACEHOLDER = "TO BE FILLED"  # how a setting begins that `archive init` could not ask for


@dataclass(frozen=True, slots=True)
class About:
    """What readers are told of the archive, on its page "About", in snapshots and feeds: plain text, in your words."""

    # The name of this archive, as a title of a book.
    title: str = ""
    # What is collected and what is not, since when, and what for.
    scope: str = ""
    # How readers, and the sites that are crawled, reach you: an address of mail, or of a page (https://...).
    contact: str = ""
    # How to object to what is shown, and what happens then.
    objections: str = ""
    # The licence of the metadata that is made here.
    metadata_licence: str = ""
    # Whose the texts are, and what readers may do with them.
    text_rights: str = ""

    def list_open(self) -> list[str]:
        """The settings that nobody has filled in."""
        return [each.name for each in fields(self) if not getattr(self.drop_open(), each.name).strip()]

    def drop_open(self) -> "About":
        """The same without what is still to be filled in."""
        return replace(
            self,
            **{each.name: "" for each in fields(self) if getattr(self, each.name).lstrip().startswith(PLACEHOLDER)},
        )


@dataclass(frozen=True, slots=True)
class Access:
    """Who may read the archive by `archive serve`, and how (docs/private.md)."""

    # Empty: everybody. "password": who knows the one password of all readers. "proxy": whom a proxy in front names.
    login: str = ""
    # What `archive init --password` made of the password.
    password_hash: str = ""
    # The header in which the proxy names the reader.
    header: str = "X-Forwarded-User"
    # The addresses or networks from which that header is believed: those of the proxy, and of nobody else.
    trusted: tuple[str, ...] = ("127.0.0.1", "::1")
    # Whether readers may write queries in SQL.
    sql: bool = True


@dataclass(frozen=True, slots=True)
class Backup:
    """Where `archive schedule` lets backups go."""

    # A folder (a relative path is one beside the archive), or an address such as "s3://bucket/prefix".
    to: str = ""
    # How many of the newest are kept.
    keep: int = 7


@dataclass(frozen=True, slots=True)
class Schedule:
    """What `archive schedule` does regularly where its options do not say otherwise."""

    # The sites that are crawled, by name or address; ["all"] for all that have a module.
    sites: tuple[str, ...] = ()
    # Of all sites, those that are not crawled.
    except_sites: tuple[str, ...] = ()
    # What is done: crawl, check, redact, snapshot, backup, verify, serve; none named: all that is set up.
    tasks: tuple[str, ...] = ()
    # Hours between two crawls of a site; 0: one hour, or a day with more than twenty sites.
    every: int = 0
    # Each start is up to so many seconds late.
    jitter: int = 300
    # More options of each crawl, for example ["--attachments"].
    crawl_options: tuple[str, ...] = ()
    # More options of `archive serve`, for example ["--port", "8010"].
    serve_options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Alarms:
    """Whom `archive check --tell` tells what is wrong, and from when on something is: docs/monitoring.md."""

    # Addresses that get a mail.
    mail: tuple[str, ...] = ()
    # The address that mails are from; "": the first of those that get them.
    sender: str = ""
    # A mail server, as host:port; "": the program sendmail of this machine.
    smtp: str = ""
    # Who logs in there; the password is in the environment, as ARCHIVE_SMTP_PASSWORD.
    smtp_user: str = ""
    # An address (https://...) that JSON is posted to.
    webhook: str = ""
    # A file that gets a line for each; a relative path is one beside the archive.
    file: str = ""
    # An address that is asked for after each good check, so that its silence tells that none runs.
    ping: str = ""
    # Names of sites of which nothing is told.
    quiet: tuple[str, ...] = ()
    # A disk that will be full earlier than in so many days is nearly full.
    disk_days: int = 14
    # After how many days a backup is too old; 0: eight, where there ever was one.
    backup_days: int = 0
    # The same of a snapshot; 0: 35.
    snapshot_days: int = 0
    # The same of `archive verify`; 0: 35.
    verify_days: int = 0


@dataclass(frozen=True, slots=True)
class Web:
    """What strangers may take of the machine on which `archive serve` runs: docs/public.md."""

    # Seconds of a query in SQL, and of what else reads the whole archive.
    query_seconds: int = 5
    # How many of them are answered at once, each in a process of its own.
    queries_at_once: int = 2
    # Megabytes of data that each such process may have.
    query_memory_mb: int = 500


@dataclass(frozen=True, slots=True)
class Settings:
    """All that the file says; a section that it leaves out is as its class has it."""

    about: About = field(default_factory=About)
    access: Access = field(default_factory=Access)
    backup: Backup = field(default_factory=Backup)
    schedule: Schedule = field(default_factory=Schedule)
    alarms: Alarms = field(default_factory=Alarms)
    web: Web = field(default_factory=Web)


def parse_settings(text: str, name: str) -> Settings:
    """Parse the text of a file of settings; `name` is the file's, for errors.

    Raises UsageError where it is no TOML, has a section or a setting that is not known, or a value of another type.

    >>> parse_settings('[about]\\nscope = "News of one town."', "archive.toml").about.scope
    'News of one town.'
    """
    try:
        found = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:  # a list in a list in a list ...
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
