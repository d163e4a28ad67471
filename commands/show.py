"""archive show"""

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from commands.options import json_option, print_json

COLUMNS = (
    "url", "site", "content_id", "tracking_number", "title", "published_at", "published_raw", "source_name", "author", "editor",
    "section", "keywords", "language", "script", "characters", "sha256", "text",
)  # fmt: skip


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@json_option
def show(paths: tuple[Path, ...], as_json: bool) -> None:
    """Run the line on pages in files without storing anything, and show what each stage makes of them.

    PATHS are files or folders, as for `archive import`. Shows the encoding and why, which profile answered, every field
    with the page's own string and where it was found, what was repaired and moved out of the text, and the text.

    With --json one object a page and line: {"path", "article": {the columns of articles}, "removed", "repairs", "problem"}.
    Exit code 1 if every page was refused.
    """
    from pipelines.errors import RefusedError
    from pipelines.importer import files, read_file
    from pipelines.line import read
    from scrapers.sites import publishers

    known, now, understood = publishers(), datetime.now(UTC), False
    for path in paths:
        for file in files(path):
            try:
                page = read_file(file, path if path.is_dir() else path.parent, now)
                article = read([page], known)
            except RefusedError as refusal:
                _show_problem(file, refusal, as_json)
                continue
            understood = True
            if as_json:
                row: dict[str, Any] = {name: getattr(article, name) for name in COLUMNS}
                removed, repairs = map(list, (map(asdict, article.removed), map(asdict, article.repairs)))
                print_json({"path": str(file), "article": row, "removed": removed, "repairs": repairs, "problem": None})
            else:
                from commands.stages import show_stages

                show_stages(file, page, article)
    if not understood:
        raise click.exceptions.Exit(1)


def _show_problem(file: Path, refusal: Exception, as_json: bool) -> None:
    if as_json:
        print_json({"path": str(file), "article": None, "removed": [], "repairs": [], "problem": str(refusal)})
    else:
        click.echo(f"{file}: {refusal}", err=True)
