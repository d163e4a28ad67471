"""archive reindex"""

from contextlib import closing
from pathlib import Path

import click

from commands.options import db_option
from cundang.model.errors import ArchiveError


@click.command()
@click.option("--check", is_flag=True, help="Only compare the index with the articles. Exit code 1 where they differ.")
@db_option
def reindex(check: bool, db: Path) -> None:
    """Make the search index anew, or check it.

    The index follows each article as it is stored, so this is for after a change of the software's own rules, or where
    another program has written to the archive. Readers search the old index until the new one is complete.
    """
    from cundang.store import search_index
    from cundang.store.schema import open_readonly

    with closing(open_readonly(db)) as archive:  # says in a line where there is none
        if check:
            if difference := search_index.find_drift(archive.conn):
                raise ArchiveError(f"{db}: the search index differs: {difference}; `archive reindex` makes it anew")
            click.echo(f"{db}: the search index agrees with {archive.table('articles').count} articles")
            return
    count = search_index.reindex(db)
    click.echo(f"{db}: {count} {'article' if count == 1 else 'articles'} indexed anew")
