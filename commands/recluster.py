"""archive recluster"""

from contextlib import closing
from pathlib import Path

import click

from commands.options import archive_options, json_option, print_json
from cundang.model.errors import ArchiveError


@click.command()
@click.option(
    "--check", is_flag=True, help="Only compare the fingerprints with the texts. Exit code 1 where they differ."
)
@archive_options("db_path")
@json_option
def recluster(check: bool, db_path: Path, as_json: bool) -> None:
    """Find anew which articles tell the same text, or check what is known of that.

    Every command that stores an article also finds its copies. Run this once for an archive that an older version made,
    after an update that changes how copies are told, or after another program has written to the archive. Readers see
    the old clusters until the new ones are complete.
    """
    from cundang.store.schema import open_readonly, require_file
    from upkeep import recluster as upkeep

    if check:
        with closing(open_readonly(db_path)) as db:
            difference, count = upkeep.find_drift(db.conn), db.table("clusters").count
        if difference:
            raise ArchiveError(f"{db_path}: {difference}; `archive recluster` makes them anew")
    else:
        require_file(db_path)
        count = upkeep.recluster(db_path)
    if as_json:
        print_json({"db": str(db_path), "clusters": count, "checked": check})
    elif check:
        click.echo(f"{db_path}: the fingerprints agree with the texts")
    else:
        click.echo(f"{db_path}: {count} {'cluster' if count == 1 else 'clusters'} of articles that tell the same text")
