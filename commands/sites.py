"""archive sites"""

from pathlib import Path
from typing import Any

import click

from commands.options import db_option, json_option, print_json


@click.command()
@click.argument("site")
@click.option(
    "--memory", is_flag=True, help="The blocks that recur on the site's pages and are no longer read as text."
)
@click.option("--revoke", metavar="KEY", help="Take a block out of the memory: it is text, and is read as such again.")
@db_option
@json_option
def sites(site: str, memory: bool, revoke: str | None, db: Path, as_json: bool) -> None:
    """Say what the archive remembers of a site.

    With --memory the blocks that recur on its pages, each with its key, the number of pages and an example. With
    --revoke KEY that block is text again from the next page on.
    """
    from pipelines.errors import AskedWronglyError

    if revoke:
        _revoke(db, site, revoke)
        click.echo(f"{site}: {revoke} is read as text again")
        return
    if not memory:
        raise AskedWronglyError("say --memory to see what recurs on the pages of a site, or --revoke KEY")
    rows = _recurring(db, site)
    if as_json:
        print_json(rows)
        return
    for row in rows:
        note = "  revoked" if row["revoked"] else ""
        click.echo(f"{row['key']}  {row['pages']:>6} pages  {row['example'][:80]}{note}")
    if not rows:
        click.echo(f"{site}: nothing recurs on its pages yet (three pages or more, over more than a day)")


def _recurring(db: Path, site: str) -> list[dict[str, Any]]:
    from pipelines.remember import PARAMETERS, RECURRING
    from pipelines.schema import open_readonly

    return list(open_readonly(db).query(RECURRING, {"site": site, **PARAMETERS}))


def _revoke(db: Path, site: str, key: str) -> None:
    from pipelines.errors import AskedWronglyError
    from pipelines.schema import open_archive

    archive = open_archive(db)
    with archive.conn:
        changed = archive.conn.execute("UPDATE site_blocks SET revoked = 1 WHERE site = ? AND key = ?", (site, key))
    archive.close()
    if changed.rowcount == 0:
        raise AskedWronglyError(f"{key}: not in the memory of {site}; `archive sites {site} --memory` lists it")
