"""archive search"""

from contextlib import closing
from dataclasses import asdict
from pathlib import Path

import click

from commands.options import archive_options, json_option, print_json
from cundang.model.errors import UsageError


@click.command()
@click.argument("query", nargs=-1, required=True)
@click.option(
    "--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="Show at most so many articles."
)
@click.option("--newest", is_flag=True, help="Newest first, instead of best first.")
@click.option("--print-match", is_flag=True, help="Print the words as an FTS5 expression for articles_fts, and end.")
@archive_options("db_path")
@json_option
def search(query: tuple[str, ...], limit: int, newest: bool, print_match: bool, db_path: Path, as_json: bool) -> None:
    """Find articles in the archive.

    QUERY finds the articles that have all its words, in whatever characters: simplified or traditional, variants (衞,
    瞭解), radicals (船⻓); signs within a word that nobody sees do not count. "Words in quotes" are a phrase, OR joins
    alternatives, -word excludes (then put -- before the query), title:word searches titles only.
    site: source: author: editor: section: keyword: state: filter the results, and so do date:2024, date:2024-05,
    since:2024-05-01 and until:2024-06, and number: (文号) and index: (索引号) for official documents, whole or in part.

    Prints for each article its date, title, address and the words in context. With --json one object a line.
    With --print-match it prints what any program finds the words by:
    SELECT rowid FROM articles_fts WHERE articles_fts MATCH '...'.
    """
    from cundang.search.fold import load_fold
    from cundang.search.query import parse_query
    from cundang.search.results import search as find
    from cundang.store.schema import open_readonly

    db = click.get_current_context().with_resource(closing(open_readonly(db_path)))
    fold, text = load_fold(db.conn), " ".join(query)
    parsed = parse_query(text, fold, db.conn)
    for kind, value in parsed.hints:
        if kind == "date":
            raise UsageError(f"{value}: not a day of the calendar; write 2024, 2024-05 or 2024-05-17")
        if kind == "empty":
            raise UsageError(f"{value} has no value; write it right behind the colon, without a space")
    if not parsed.is_searchable:
        raise UsageError(f"{text}: nothing in it can be searched for; give at least one word or character")
    if print_match:
        if not parsed.match or parsed.conditions:
            raise UsageError(f"{text}: an expression has words and title: only; leave out the other filters")
        click.echo(parsed.match)
        return
    results = find(db.conn, parsed, fold, limit, order="newest" if newest else "best")
    for hit in results.hits:
        if as_json:
            print_json({**asdict(hit), "title": "".join(hit.title), "snippet": "".join(hit.snippet)})
        else:
            date = (hit.published_at or "")[:16].replace("T", " ")
            number = f"  {hit.document_number}" if hit.document_number else ""
            click.echo(f"{date}  {_highlight(hit.title)}{number}\n  {hit.url}\n  {_highlight(hit.snippet)}\n")
    if not as_json:
        common = "; too common to rank, so newest first" if results.too_common else ""
        click.echo(f"{results.total} {'article' if results.total == 1 else 'articles'}{common}", err=True)


def _highlight(pieces: tuple[str, ...]) -> str:
    """Join pieces, of which every second is a word that was searched for, and make those bold on a terminal."""
    return "".join(click.style(piece, bold=True) if index % 2 else piece for index, piece in enumerate(pieces))
