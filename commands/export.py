"""archive export"""

from pathlib import Path
from typing import Any

import click

from commands.options import archive_options, json_option, print_json
from cundang.model.errors import UsageError


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "spreadsheet", "xlsx", "jsonl", "parquet", "sql", "wacz"]),
    help="What to write.  [default: by the ending of --output, csv]",
)
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), help="The file.  [default: in the folder of downloads]"
)
@click.option("--table", default="articles", show_default=True, help="The table; see docs/schema.md.")
@click.option("--search", help="Only the articles that this query finds, as in `archive search`.")
@click.option("--sql", help="The rows of an SQL query (SELECT ...).")
@archive_options("db_path", "warc")
@json_option
def export(  # noqa: PLR0913 - one for each option
    form: str | None,
    output: Path | None,
    table: str,
    search: str | None,
    sql: str | None,
    db_path: Path,
    warc: Path,
    as_json: bool,
) -> None:
    """Write what the archive holds to a file.

    Formats: csv is lossless (UTF-8, RFC 4180; nothing between two commas is NULL, "" an empty string). spreadsheet is
    CSV for Excel and similar programs (formulas made harmless, cells cut at 32,767 characters). xlsx is a workbook of
    Excel, with a sheet of notes that names what was cut. jsonl is one JSON object a line. parquet is for DuckDB, Spark
    and pandas (needs the extra `parquet`). sql is a script that makes the archive anew in sqlite3; `archive reindex`
    and `archive recluster` then fill what it leaves out. Articles have one row each, with their keywords and images as
    JSON lists. wacz holds the raw pages, with titles and texts, for replay in a browser (ReplayWeb.page, pywb).

    The file appears under its name only when it is complete. Without --output it goes to the folder that the downloads
    page of `archive serve` shows. Prints how many rows were written; of wacz how many
    pages, the versions of articles.
    """
    from exchange.downloads import find_downloads_folder, record_checksum
    from exchange.export import FORMATS, Request
    from exchange.export import export as write
    from exchange.wacz import ENDING as WACZ
    from exchange.wacz import export_wacz

    if sql is not None and (search is not None or table != "articles"):
        raise UsageError("--sql: the query alone selects the rows; leave out --table and --search")
    endings = {**FORMATS, "wacz": WACZ}
    if form is None and output and output.suffix and output.suffix not in endings.values():
        raise UsageError(f"{output}: no format has the ending {output.suffix}; name the format with --format")
    form = form or next((name for name, ending in endings.items() if output and output.suffix == ending), "csv")
    if form == "wacz" and (sql is not None or table != "articles"):
        raise UsageError(
            "--format wacz: holds the raw pages of articles; select them with --search, leave out --table and --sql"
        )
    folder = find_downloads_folder(db_path)
    if output is None:
        from cundang.store.schema import open_readonly

        open_readonly(db_path).close()  # raises where there is no archive, before a folder is made for it
        folder.mkdir(exist_ok=True)
        name = "archive" if form == "sql" else "query" if sql else f"{table}-found" if search else table
        output = folder / f"{name}{'-spreadsheet' if form == 'spreadsheet' else ''}{endings[form]}"
    told: dict[str, Any] = {"output": str(output), "format": form}
    if form == "wacz":
        written = export_wacz(db_path, warc, output, search)
        told |= {"rows": written.pages, "records": written.records, "left_out": written.left_out}
        line = f"{_count(written.pages, 'page')}, {_count(written.records, 'WARC record')}"
        if written.left_out:
            click.echo(f"{_count(written.left_out, 'version')} without a raw page left out", err=True)
    else:
        told["rows"] = write(db_path, output, form, Request(table, search, sql))
        line = _count(told["rows"], "row")
    if output.parent.resolve() == folder.resolve():
        record_checksum(output)
    told["bytes"] = output.stat().st_size
    if as_json:
        print_json(told)
    else:
        click.echo(f"{output}: {line}, {told['bytes']} bytes")


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
