"""What a list names: raw as its reader found it, and sorted as the crawl takes it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Found:
    """The addresses on a list page, absolute but not yet canonical, with the days of publication and of last change.

    `in_scripts` are texts in scripts that look like addresses: they count where they match the pattern of articles.
    `parts` are lists that this one consists of, `lists` its next pages, `frames` pages that stand within it. `odd` is
    what cannot be understood: a line each, for the table `problems`. `form` names the system that was recognised.
    """

    links: tuple[str, ...] = ()
    in_scripts: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    frames: tuple[str, ...] = ()
    published: Mapping[str, str | None] = field(default_factory=dict)
    changed: Mapping[str, str | None] = field(default_factory=dict)
    odd: tuple[str, ...] = ()
    form: str = ""


def describe_faults(count: int, unaddressed: Sequence[str], undated: Sequence[str]) -> tuple[str, ...]:
    """A line on the rows of a list that have no address, and one on those whose day cannot be read, each an example."""
    told = (("no address", unaddressed), ("a day that is none", undated))
    return tuple(f"{len(rows)} of {count} rows have {what}, e.g. {rows[0][:80]}" for what, rows in told if rows)


@dataclass(frozen=True, slots=True)
class Discovered:
    """The addresses on a list page: articles, canonical, and further lists of the same source.

    `parts` are lists that this one consists of (the sitemaps of an index, data files, feeds), `lists` its next pages.
    `days` maps articles and parts to their day (2024-01-31), where the source or the address gives one. `outside` are
    links that do not match the site's pattern of articles, `files` those of them that lead to documents (.pdf, .doc).
    `odd` and `form` are as in `Found`; `links` is how many links the page has in all. `written` has the
    addresses of articles as the list writes them, where that is not the canonical form, each with that.
    """

    articles: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    days: Mapping[str, str] = field(default_factory=dict)
    outside: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    odd: tuple[str, ...] = ()
    form: str = ""
    links: int = 0
    written: Mapping[str, str] = field(default_factory=dict)
