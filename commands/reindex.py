"""archive reindex"""

from contextlib import closing
from pathlib import Path

import click

from commands.options import archive_options, json_option, print_json
from cundang.model.errors import ArchiveError


@click.command()
@click.option("--check", is_flag=True, help="Only compare the index with the articles. Exit code 1 where they differ.")
@archive_options("db_path")
@json_option
def reindex(check: bool, db_path: Path, as_json: bool) -> None:
    """Make the search index anew, or check it.

    Every command that stores an article also updates the index. Run this after an update that changes the rules of
    search, or after another program has written to the archive. Readers search the old index until the new one is
    complete.
    """
    from cundang.store import search_index
    from cundang.store.schema import open_readonly, require_file

    if check:
        with closing(open_readonly(db_path)) as db:
            difference, count = search_index.find_drift(db.conn), db.table("articles").count
        if difference:
            raise ArchiveError(f"{db_path}: the search index differs: {difference}; `archive reindex` makes it anew")
    else:
        require_file(db_path)
        count = search_index.reindex(db_path)
    if as_json:
        print_json({"db": str(db_path), "articles": count, "checked": check})
    elif check:
        click.echo(f"{db_path}: the search index agrees with {count} articles")
    else:
        click.echo(f"{db_path}: {count} {'article' if count == 1 else 'articles'} indexed anew")
