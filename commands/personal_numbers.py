"""The report of `archive redact --report`."""

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.options import print_json, show_status

if TYPE_CHECKING:
    from upkeep.personal_numbers import Listed


def print_report(db_path: Path, kinds: tuple[str, ...], unmasked: bool, as_json: bool) -> None:
    """Print the numbers of some kinds, those of all without any; one a line, or one JSON object a line."""
    from cundang.store.schema import open_readonly
    from cundang.text.personal_numbers import KINDS
    from upkeep.personal_numbers import list_personal_numbers

    count = 0
    with closing(open_readonly(db_path)) as db, show_status() as show:
        for each in list_personal_numbers(
            db.conn, kinds or KINDS, lambda done, total: show(f"{done} of {total} articles")
        ):
            count += 1
            if as_json:
                print_json(_describe(each, unmasked))
            else:
                shown = each.number.number if unmasked else each.masked
                click.echo(f"{each.article_id}  {each.number.kind}  {shown}  {_tell_places(each)}  {each.url}")
    if not as_json:
        told = "; `archive redact ID --level ... --reason ...` withdraws an article" if count else ""
        click.echo(f"{count} {'number' if count == 1 else 'numbers'}{told}", err=True)


def _describe(each: "Listed", unmasked: bool) -> dict[str, object]:
    places = [{"in": place, "versions": versions} for place, versions in each.places.items()]
    return {
        "article_id": each.article_id,
        "url": each.url,
        "site": each.site,
        "kind": each.number.kind,
        "number": each.number.number if unmasked else each.masked,
        "places": places,
    }


def _tell_places(each: "Listed") -> str:
    """Where a number stands: `title, text 1-2`, with the versions that have it there."""
    return ", ".join(" ".join([place, ",".join(map(str, versions))]).strip() for place, versions in each.places.items())
