"""archive sites"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.options import db_option, json_option, print_json

if TYPE_CHECKING:
    from cundang.model.expect import Expect
    from scrapers.site import Site

_LAST_RUN = """
    SELECT started_at, reason, new FROM runs WHERE command = 'crawl' AND site = ? ORDER BY id DESC LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Row:
    """A site as `archive sites` tells of it."""

    name: str
    publisher: str
    system: str
    language: str
    sources: str
    promises: str
    last_run: str


@click.command("sites")
@click.argument("site", required=False)
@click.option(
    "--memory", is_flag=True, help="Of SITE: the blocks that recur on its pages and are no longer read as text."
)
@click.option("--revoke", metavar="KEY", help="Of SITE: take a block out of the memory; it is read as text again.")
@db_option
@json_option
def sites(site: str | None, memory: bool, revoke: str | None, db: Path, as_json: bool) -> None:
    """List all sites that a module describes, or one, by its name.

    Shows for each its name, its publisher, the layouts that its module knows, its language, where it names its articles
    (how many places, and how many of them are a guess; or that none is known), what `archive check` holds it to, and
    its last crawl into the archive, if there is one. With --json one object a site and line.

    With --memory the blocks of SITE that recur on its pages (three pages or more, over more than a day), each with its
    key, the number of pages and an example.
    """
    from contextlib import closing
    from dataclasses import asdict

    from cundang.model.errors import AskedWronglyError
    from cundang.store.schema import open_readonly
    from scrapers.sites import sites as all_sites

    if memory or revoke:
        if not site:
            raise AskedWronglyError("--memory and --revoke are of one site; name it")
        _tell_memory(db, site, revoke, as_json)
        return
    known = {name: one for name, one in all_sites().items() if site in (None, name)}
    if not known:
        raise AskedWronglyError(f"{site}: no such site; `archive sites` lists them, `archive add URL` adds one")
    runs: dict[str, str] = {}
    if db.is_file():
        with closing(open_readonly(db)) as archive:
            for name in known:
                if row := archive.execute(_LAST_RUN, (name,)).fetchone():
                    runs[name] = f"{row[0][:10]}: {row[1] or 'not ended'}, {row[2]} new"
    rows = [row_of(one, runs.get(name, "never")) for name, one in sorted(known.items())]
    if as_json:
        for row in rows:
            print_json(asdict(row))
        return
    width = max(len(row.name) for row in rows)
    for row in rows:
        click.echo(f"{row.name:<{width}}  {row.publisher}  ({row.language}; {row.system})")
        click.echo(f"{'':<{width}}  sources: {row.sources}; promises: {row.promises}; last crawl: {row.last_run}")


def row_of(site: "Site", last_run: str = "") -> Row:
    """A site as a row of the table."""
    layouts = list(dict.fromkeys(profile.name for profile in site.profiles))
    guesses = sum(source.guess for source in site.sources)
    told = f"{len(site.sources)}{f', {guesses} of them a guess' if guesses else ''}"
    return Row(
        name=site.name,
        publisher=site.publisher or "",
        system=", ".join(layouts[:4]) + (f" and {len(layouts) - 4} more" if len(layouts) > 4 else ""),
        language=site.language or "",
        sources=told if site.sources else "not known",
        promises=_promises(site.expect),
        last_run=last_run,
    )


def _promises(expect: "Expect") -> str:
    """What a site promises, as it reads in the table."""
    shares = ", ".join(f"{name} {getattr(expect, name):.0%}" for name in ("title", "date", "text"))
    return f"{shares}, {expect.articles_a_week:g} a week" if expect.articles_a_week else shares


def _tell_memory(db: Path, site: str, revoke: str | None, as_json: bool) -> None:
    """What recurs on a site's pages; or take one block of it out."""
    from contextlib import closing

    from cundang.model.errors import AskedWronglyError
    from cundang.store.schema import open_readonly
    from cundang.store.site_blocks import revoke_block, select_recurring

    if revoke:
        if not revoke_block(db, site, revoke):
            raise AskedWronglyError(f"{revoke}: not in the memory of {site}; `archive sites {site} --memory` lists it")
        click.echo(f"{site}: {revoke} is read as text again")
        return
    with closing(open_readonly(db)) as archive:
        rows = select_recurring(archive.conn, site)
    if as_json:
        print_json(rows)
        return
    for row in rows:
        click.echo(
            f"{row['key']}  {row['pages']:>6} pages  {row['example'][:80]}{'  revoked' if row['revoked'] else ''}"
        )
    if not rows:
        click.echo(f"{site}: nothing recurs on its pages yet (three pages or more, over more than a day)")
