"""archive sites"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.options import archive_options, json_option, print_json

if TYPE_CHECKING:
    from cundang.model.expect import Expect
    from scrapers.site import Site

_LAST_RUN = "SELECT started_at, reason, new FROM runs WHERE command = 'crawl' AND site = ? ORDER BY id DESC LIMIT 1"


@dataclass(frozen=True, slots=True)
class Row:
    """A site as `archive sites` prints it."""

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
    "--memory", is_flag=True, help="List the blocks that recur on the pages of SITE and are no longer read as text."
)
@click.option("--revoke", metavar="KEY", help="Read a block as text again: remove its KEY from the memory of SITE.")
@archive_options("db_path")
@json_option
def sites(site: str | None, memory: bool, revoke: str | None, db_path: Path, as_json: bool) -> None:
    """List all sites that have a module, or the one of this name.

    Shows for each site its name, publisher and language; the layouts that its module knows; how many sources list its
    articles, and how many of these are guesses; what it promises (`archive check` compares with that); and its last
    crawl into the archive, if there was one. With --json one object a line.

    With --memory the blocks that recur on the pages of SITE (three pages or more, over more than a day), each with its
    key, the number of pages and an example.
    """
    from contextlib import closing
    from dataclasses import asdict

    from cundang.model.errors import UsageError
    from cundang.store.schema import open_readonly
    from scrapers.sites import sites as all_sites

    if memory or revoke:
        if not site:
            raise UsageError("--memory and --revoke need SITE; name one, as in `archive sites xiongan --memory`")
        _show_memory(db_path, site, revoke, as_json)
        return
    known = {name: one for name, one in all_sites().items() if site in (None, name)}
    if not known:
        raise UsageError(f"{site}: no such site; `archive sites` lists them, `archive add URL` adds one")
    runs: dict[str, str] = {}
    if db_path.is_file():
        with closing(open_readonly(db_path)) as db:
            for name in known:
                if row := db.execute(_LAST_RUN, (name,)).fetchone():
                    runs[name] = f"{row[0][:10]}: {row[1] or 'not ended'}, {row[2]} new"
    rows = [make_row(one, runs.get(name, "never")) for name, one in sorted(known.items())]
    if as_json:
        for row in rows:
            print_json(asdict(row))
        return
    width = max(len(row.name) for row in rows)
    for row in rows:
        click.echo(f"{row.name:<{width}}  {row.publisher}  ({row.language}; {row.system})")
        click.echo(f"{'':<{width}}  sources: {row.sources}; promises: {row.promises}; last crawl: {row.last_run}")


def make_row(site: "Site", last_run: str = "") -> Row:
    """Describe a site in a row of the table."""
    layouts = list(dict.fromkeys(profile.name for profile in site.profiles))
    guesses = sum(source.guess for source in site.sources)
    count = f"{len(site.sources)}{f', {guesses} of them a guess' if guesses else ''}"
    return Row(
        name=site.name,
        publisher=site.publisher or "",
        system=", ".join(layouts[:4]) + (f" and {len(layouts) - 4} more" if len(layouts) > 4 else ""),
        language=site.language or "",
        sources=count if site.sources else "not known",
        promises=_format_promises(site.expect),
        last_run=last_run,
    )


def _format_promises(expect: "Expect") -> str:
    """What a site promises, in words for the table."""
    shares = ", ".join(f"{name} {getattr(expect, name):.0%}" for name in ("title", "date", "text"))
    return f"{shares}, {expect.articles_a_week:g} a week" if expect.articles_a_week else shares


def _show_memory(db_path: Path, site: str, revoke: str | None, as_json: bool) -> None:
    """Print the blocks that recur on a site's pages, or remove the one with the key `revoke` from the memory."""
    from contextlib import closing

    from cundang.model.errors import UsageError
    from cundang.store.schema import open_readonly
    from cundang.store.site_blocks import revoke_block, select_recurring

    if revoke:
        if not revoke_block(db_path, site, revoke):
            raise UsageError(f"{revoke}: not in the memory of {site}; `archive sites {site} --memory` lists it")
        click.echo(f"{site}: {revoke} is read as text again")
        return
    with closing(open_readonly(db_path)) as db:
        rows = select_recurring(db.conn, site)
    if as_json:
        print_json(rows)
        return
    for row in rows:
        revoked = "  revoked" if row["revoked"] else ""
        click.echo(f"{row['key']}  {row['pages']:>6} pages  {row['example'][:80]}{revoked}")
    if not rows:
        click.echo(f"{site}: nothing recurs on its pages yet (three pages or more, over more than a day)")
