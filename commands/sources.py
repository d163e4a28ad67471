"""archive sources"""

from collections import defaultdict
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.options import archive_options, json_option, print_json
from cundang.model.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cundang.store.source_names import SourceName


@click.command("sources")
@click.argument("query", required=False)
@click.option("--add", nargs=2, metavar="ALIAS NAME", help="Let ALIAS stand for the source NAME, in this archive.")
@click.option("--remove", metavar="ALIAS", help="Remove an alias that was added to this archive.")
@click.option("--least", default=1, show_default=True, help="List only sources of so many articles or more.")
@archive_options("db_path")
@json_option
def sources(
    query: str | None, add: tuple[str, str] | None, remove: str | None, least: int, db_path: Path, as_json: bool
) -> None:
    """List the sources that articles name (来源), or those whose names have QUERY in them.

    For each its one name, how many articles are from it, and how pages write it, with how many articles each of these
    has. A source that the table of names does not know stands for itself: that is marked, so that you see what to add.
    An alias is compared without its label, its brackets and spaces, in either script; apps, accounts and channels of a
    house (新华社客户端) have its name without being added.

    What you add goes before what the software knows, and stays in the archive when it is rebuilt or merged. Articles
    have the new name at once (the column `source`; what the page says stays in `source_name`), and the originals of
    copies are chosen anew by it. With --json one object a line.
    """
    from cundang.store.schema import open_readonly, require_file
    from cundang.store.source_names import list_names

    if len(list(filter(None, (query, add, remove)))) > 1:
        raise UsageError("QUERY, --add and --remove: give one of them")
    require_file(db_path)
    if add or remove:
        _change(db_path, add, remove, as_json)
        return
    with closing(open_readonly(db_path)) as db:
        found = _group(list_names(db.conn), query)
    for name, aliases in sorted(found.items(), key=lambda item: (-_count(item[1]), item[0])):
        if _count(aliases) >= least:
            _print(name, sorted(aliases, key=lambda each: (-each.articles, each.written)), as_json)
    if query and not found:
        raise UsageError(
            f"{query[:60]!r}: no article names such a source; `archive sources` lists those that are named"
        )


def _change(db_path: Path, add: tuple[str, str] | None, remove: str | None, as_json: bool) -> None:
    """Add or remove an alias, and print how many articles that renames."""
    from cundang.model.publisher import Publishers
    from cundang.store.own_names import add_name, remove_name
    from cundang.store.rows import Rows

    with closing(Rows(db_path, Publishers())) as rows:
        changed = add_name(rows, *add) if add else remove_name(rows, remove or "")
    articles = f"{changed} {'article has' if changed == 1 else 'articles have'} another source"
    if as_json:
        print_json({"alias": add[0] if add else remove, "name": add[1] if add else None, "articles": changed})
    else:
        click.echo(f"{add[0]}: {add[1]} from now on; {articles}" if add else f"{remove}: removed; {articles}")


def _group(names: "Iterable[SourceName]", query: str | None) -> "dict[str, list[SourceName]]":
    """The names that pages write, by the one name of their source; with `query` the sources that have it in a name."""
    from cundang.text.source_names import normalise_alias

    by_name = defaultdict(list)
    for each in names:
        by_name[each.name].append(each)
    sought = normalise_alias(query or "") or query or ""
    return {
        name: aliases
        for name, aliases in by_name.items()
        if any(sought in normalise_alias(written) for written in (name, *(each.written for each in aliases)))
    }


def _count(aliases: "list[SourceName]") -> int:
    return sum(each.articles for each in aliases)


def _print(name: str, aliases: "list[SourceName]", as_json: bool) -> None:
    is_known = any(each.alias for each in aliases)
    if as_json:
        listed = [
            {"written": each.written, "articles": each.articles, "alias": each.alias or None, "own": each.own}
            for each in aliases
        ]
        print_json({"name": name, "articles": _count(aliases), "known": is_known, "aliases": listed})
        return
    click.echo(f"{_count(aliases):>7}  {name}{'' if is_known else '  (not in the table)'}")
    for each in aliases:
        if len(aliases) > 1 or each.written != name or each.own:
            click.echo(f"{each.articles:>11}  {each.written}{'  (added here)' if each.own else ''}")
