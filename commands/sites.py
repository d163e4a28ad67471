"""archive sites"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.options import archive_options, json_option, print_json

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cundang.model.expect import Expect
    from cundang.model.publisher import Publisher

_LAST_RUN = "SELECT started_at, reason, new FROM runs WHERE command = 'crawl' AND site = ? ORDER BY id DESC LIMIT 1"


@dataclass(frozen=True, slots=True)
class Row:
    """A site or layout as `archive sites` prints it. `sources` counts those of a site; a layout has none."""

    name: str
    kind: str
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
    """List all sites that can be crawled, and the layouts, or the one of this name.

    Shows for each site its name, publisher and language; the layouts that its module knows; how many sources list its
    articles, and how many of these are guesses; what it promises (`archive check` compares with that); and its last
    crawl into the archive, if there was one. Pages of a layout are read, but nobody knows where its site lists them.
    With a name also each source, its address and where that is known from. With --json one object a line.

    Modules are checked when they are loaded. One that is broken is left out, and a line on standard error says what is
    wrong in which line of its file; the exit code is then 1.

    With --memory the blocks that recur on the pages of SITE (three pages or more, over more than a day), each with its
    key, the number of pages and an example.
    """
    from dataclasses import asdict

    from cundang.model.errors import UsageError
    from cundang.model.exit_codes import ExitCode

    if memory or revoke:
        if not site:
            raise UsageError("--memory and --revoke need SITE; name one, as in `archive sites xiongan --memory`")
        _show_memory(db_path, site, revoke, as_json)
        return
    known, broken = _select(site)
    runs = _find_last_runs(db_path, known) if db_path.is_file() else {}
    rows = {name: make_row(one, runs.get(name, "never")) for name, one in known.items()}
    width = max(map(len, rows), default=0)
    for name, row in rows.items():
        sources = list_sources(known[name])
        if as_json:
            print_json({**asdict(row), "listed_by": sources} if site else asdict(row))
            continue
        click.echo(f"{name:<{width}}  {row.publisher}  ({row.language}; {row.system})")
        crawled = f"sources: {row.sources}; promises: {row.promises}; last crawl: {row.last_run}"
        click.echo(f"{'':<{width}}  {crawled if row.sources else 'a layout: read, not crawled'}")
        for source in sources if site else ():
            click.echo(f"{'':<{width}}  {source['name']}  {source['url']}  ({source['evidence'] or 'a guess'})")
    for line in broken:
        click.echo(line, err=True)
    if broken:
        raise click.exceptions.Exit(ExitCode.FAILED)


def _find_last_runs(db_path: Path, names: "Iterable[str]") -> dict[str, str]:
    """The last crawl of each site into an archive, in words. Raises ArchiveError where the file is no archive."""
    import sqlite3
    from contextlib import closing

    from cundang.store.read_only import connect_to_read

    runs = {}
    try:  # by SQLite alone: to load what opens and examines an archive takes longer than all the sites
        with closing(connect_to_read(db_path)) as connection:
            for name in names:
                if row := connection.execute(_LAST_RUN, (name,)).fetchone():
                    runs[name] = f"{row[0][:10]}: {row[1] or 'not ended'}, {row[2]} new"
    except sqlite3.Error:
        from cundang.store.schema import open_readonly

        open_readonly(db_path).close()  # says what is wrong with the file
        raise
    return runs


def _select(name: str | None) -> "tuple[dict[str, Publisher], list[str]]":
    """The sites, then the layouts, and the lines on those that are broken; or the one of a name.

    Raises UsageError where there is none of it.
    """
    from cundang.model.errors import UsageError
    from scrapers.layouts import layouts
    from scrapers.sites import list_broken
    from scrapers.sites import sites as all_sites

    known: dict[str, Publisher] = {**all_sites(), **layouts()}
    broken = list_broken(name)
    if name is None:
        return known, broken
    if name not in known and not broken:
        raise UsageError(f"{name}: no such site; `archive sites` lists them, `archive add URL` adds one")
    return ({name: known[name]} if name in known else {}), broken


def make_row(publisher: "Publisher", last_run: str = "") -> Row:
    """Describe a site, or a layout, in a row of the table."""
    from scrapers.site import Site

    layouts = list(dict.fromkeys(profile.name for profile in publisher.profiles))
    sources = publisher.sources if isinstance(publisher, Site) else ()
    guesses = sum(source.guess for source in sources)
    return Row(
        name=publisher.name,
        kind="site" if sources else "layout",
        publisher=publisher.publisher or "",
        system=", ".join(layouts[:4]) + (f" and {len(layouts) - 4} more" if len(layouts) > 4 else ""),
        language=publisher.language or "",
        sources=f"{len(sources)}{f', {guesses} of them a guess' if guesses else ''}" if sources else "",
        promises=_format_promises(publisher.expect) if isinstance(publisher, Site) and sources else "",
        last_run=last_run,
    )


def list_sources(publisher: "Publisher") -> list[dict[str, str]]:
    """The sources of a site: name, address, and the evidence for it, which a guess may lack. A layout has none."""
    sources = getattr(publisher, "sources", ())
    return [{"name": source.name, "url": source.url, "evidence": source.evidence} for source in sources]


def _format_promises(expect: "Expect") -> str:
    """What a site promises, in words for the table."""
    shares = ", ".join(f"{name} {getattr(expect, name):.0%}" for name in ("title", "date", "text"))
    source = f" ({expect.articles_a_week_from})" if expect.articles_a_week_from else ""
    return f"{shares}, {expect.articles_a_week:g} a week{source}" if expect.articles_a_week else shares


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
