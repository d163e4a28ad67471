"""archive search"""

from dataclasses import asdict
from pathlib import Path

import click

from commands.options import db_option, json_option, print_json
from cundang.model.errors import AskedWronglyError


@click.command()
@click.argument("query", nargs=-1, required=True)
@click.option(
    "--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="Show at most so many articles."
)
@click.option("--newest", is_flag=True, help="Newest first, instead of best first.")
@db_option
@json_option
def search(query: tuple[str, ...], limit: int, newest: bool, db: Path, as_json: bool) -> None:
    """Find articles in the archive.

    QUERY finds the articles that have all its words, in simplified or traditional characters alike. "Words in quotes"
    are a phrase, OR joins alternatives, -word excludes (put -- before the query then), title:word looks in titles only.
    site: source: author: editor: section: keyword: state: narrow what is found, and so do date:2024, date:2024-05,
    since:2024-05-01 and until:2024-06.

    Prints for each article its date, title, address and the words in their place. With --json one object a line.
    """
    from cundang.search.query import parse_query
    from cundang.search.results import search as find
    from cundang.search.tokenize import load_fold
    from cundang.store.schema import open_readonly

    archive = open_readonly(db)
    fold, asked = load_fold(archive.conn), " ".join(query)
    read = parse_query(asked, fold, archive.conn)
    for kind, value in read.hints:
        if kind == "date":
            raise AskedWronglyError(f"{value}: not a date; write 2024, 2024-05 or 2024-05-17")
    if not read.is_searchable:
        raise AskedWronglyError(f"{asked}: nothing in it can be searched for; ask for at least one word or character")
    results = find(archive.conn, read, fold, limit, order="newest" if newest else "best")
    for hit in results.hits:
        if as_json:
            print_json({**asdict(hit), "title": "".join(hit.title), "snippet": "".join(hit.snippet)})
        else:
            click.echo(
                f"{(hit.published_at or '')[:16].replace('T', ' ')}  {_marked(hit.title)}\n  {hit.url}\n  {_marked(hit.snippet)}\n"
            )
    if not as_json:
        common = "; too common to rank, so newest first" if results.too_common else ""
        click.echo(f"{results.total} {'article' if results.total == 1 else 'articles'}{common}", err=True)


def _marked(pieces: tuple[str, ...]) -> str:
    """Plain and highlighted pieces in turn, the highlighted ones bold on a terminal."""
    return "".join(click.style(piece, bold=True) if index % 2 else piece for index, piece in enumerate(pieces))
