"""Options that name several sites."""

from collections.abc import Iterable, Sequence

import click

from cundang.model.errors import UsageError

except_option = click.option(
    "--except",
    "left_out",
    multiple=True,
    metavar="SITE",
    help="With --all: leave this site out; several times, or with commas, for several.",
)


def split_names(values: Iterable[str]) -> list[str]:
    """Names that are given one by one or with commas between them; addresses stay whole."""
    parts = [part for value in values for part in ([value] if "://" in value else value.split(","))]
    return [part.strip() for part in parts if part.strip()]


def take_all(left_out: Sequence[str]) -> list[str]:
    """All sites but some. Raises UsageError where one of these is no site, or no site is left."""
    from scrapers.sites import find_site, sites

    names = split_names(left_out)
    for name in names:
        find_site(name)
    taken = [name for name in sites() if name not in names]
    if not taken:
        raise UsageError("--except: no site is left")
    return taken
