"""archive reindex"""

import sqlite3
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
    from cundang.store.schema import explain, open_archive, open_readonly, require_file
    from pipelines.index import drift, rebuild_index

    if check:
        archive = open_readonly(db)
        if difference := drift(archive.conn):
            raise ArchiveError(f"{db}: the search index differs: {difference}; `archive reindex` makes it anew")
        click.echo(f"{db}: the search index agrees with {archive.table('articles').count} articles")
        return
    require_file(db)
    archive = open_archive(db)
    try:
        archive.conn.execute("BEGIN IMMEDIATE")
        count = rebuild_index(archive.conn)
        archive.conn.execute("COMMIT")
    except sqlite3.OperationalError as error:
        raise explain(db, error) from error
    finally:
        archive.close()
    click.echo(f"{db}: {count} {'article' if count == 1 else 'articles'} indexed anew")
