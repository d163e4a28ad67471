"""archive export"""

from pathlib import Path

import click

from commands.options import db_option, json_option, print_json
from cundang.model.errors import AskedWronglyError


@click.command()
@click.option(
    "--format", "form", type=click.Choice(["csv", "spreadsheet", "jsonl", "parquet", "sql"]),
    help="What to write.  [default: by the ending of --output, csv]",
)  # fmt: skip
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), help="The file.  [default: in the folder of downloads]"
)
@click.option("--table", default="articles", show_default=True, help="The table; see docs/schema.md.")
@click.option("--search", help="Only the articles that this finds; as in `archive search`.")
@click.option("--sql", help="The rows of a query of your own (SELECT ...).")
@db_option
@json_option
def export(
    form: str | None, output: Path | None, table: str, search: str | None, sql: str | None, db: Path, as_json: bool
) -> None:
    """Write what the archive holds to a file.

    csv is lossless (UTF-8, RFC 4180; nothing between two commas is NULL, "" an empty string); spreadsheet is CSV for
    Excel and its like (formulas made harmless, cells cut at 32,767 characters); jsonl one JSON object a line; parquet
    for DuckDB, Spark and pandas (needs the extra `parquet`); sql a script that makes the whole archive anew in sqlite3,
    its search index empty. Of articles there is one row each, with lists of
    keywords and images in JSON.

    The file has a hidden name until it is finished. Without --output it goes where the downloads page of `archive
    serve` shows it. Prints how many rows were written.
    """
    from exchange.downloads import find_downloads_folder, record_checksum
    from exchange.export import FORMATS, Request
    from exchange.export import export as write

    if sql is not None and (search is not None or table != "articles"):
        raise AskedWronglyError("--sql says all itself; leave --table and --search away")
    if form is None and output and output.suffix and output.suffix not in FORMATS.values():
        raise AskedWronglyError(f"{output}: no format has the ending {output.suffix}; say which with --format")
    form = form or next((name for name, ending in FORMATS.items() if output and output.suffix == ending), "csv")
    folder = find_downloads_folder(db)
    if output is None:
        from cundang.store.schema import open_readonly

        open_readonly(db).close()
        folder.mkdir(exist_ok=True)
        name = "archive" if form == "sql" else "query" if sql else f"{table}-found" if search else table
        output = folder / f"{name}{'-spreadsheet' if form == 'spreadsheet' else ''}{FORMATS[form]}"
    count = write(db, output, form, Request(table, search, sql))
    if output.parent.resolve() == folder.resolve():
        record_checksum(output)
    if as_json:
        print_json({"output": str(output), "format": form, "rows": count, "bytes": output.stat().st_size})
    else:
        click.echo(f"{output}: {count} {'row' if count == 1 else 'rows'}, {output.stat().st_size} bytes")
