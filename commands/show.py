"""archive show"""

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commands.options import json_option, print_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cundang.model.errors import RefusedError
    from cundang.model.page import Page

COLUMNS = (
    "url", "site", "content_id", "tracking_number", "title", "published_at", "published_raw", "source_name", "author", "editor",
    "section", "keywords", "language", "script", "characters", "sha256", "text",
)  # fmt: skip


@click.command()
@click.argument("pages", nargs=-1, required=True)
@click.option("--allow-private", is_flag=True, help="Open the private hosts and ports that PAGES name, and no other.")
@json_option
def show(pages: tuple[str, ...], allow_private: bool, as_json: bool) -> None:
    """Run the line on pages without storing anything, and show what each stage makes of them.

    PAGES are addresses (http://...), which are fetched with the manners of a crawl, or files and folders, as for
    `archive import`: gzipped or not, with their addresses in a MANIFEST.tsv beside or above them. Shows the encoding and why, which profile answered, every field
    with the page's own string and where it was found, what was repaired and moved out of the text, and the text.

    With --json one object a page and line: {"path", "article": {the columns of articles}, "removed", "repairs", "problem"}.
    Exit code 1 if every page was refused.
    """
    from cundang.model.errors import RefusedError
    from pipelines.line import read
    from scrapers.sites import publishers

    known, understood = publishers(), False
    for name, page in _pages(pages, allow_private):
        try:
            if isinstance(page, RefusedError):
                raise page
            article = read([page], known)
        except RefusedError as refusal:
            _show_problem(name, refusal, as_json)
            continue
        understood = True
        if as_json:
            row: dict[str, Any] = {column: getattr(article, column) for column in COLUMNS}
            removed, repairs = map(list, (map(asdict, article.removed), map(asdict, article.repairs)))
            print_json({"path": name, "article": row, "removed": removed, "repairs": repairs, "problem": None})
        else:
            from commands.stages import show_stages

            show_stages(name, page, article)
    if not understood:
        raise click.exceptions.Exit(1)


def _pages(names: tuple[str, ...], allow_private: bool) -> "Iterator[tuple[str, Page | RefusedError]]":
    """The pages that the command names: what it calls them, and the page or why there is none."""
    from cundang.model.errors import RefusedError
    from cundang.text.address import is_web
    from exchange.importer import find_files, read_file

    if addresses := [name for name in names if is_web(name)]:
        from scrapers.fetch import fetch

        for page in fetch(addresses, allow_private):
            yield page.url, page
    now = datetime.now(UTC)
    for path in (Path(name) for name in names if not is_web(name)):
        for file in find_files(path):
            try:
                yield str(file), read_file(file, path if path.is_dir() else path.parent, now)
            except RefusedError as refusal:
                yield str(file), refusal


def _show_problem(name: str, refusal: Exception, as_json: bool) -> None:
    if as_json:
        print_json({"path": name, "article": None, "removed": [], "repairs": [], "problem": str(refusal)})
    else:
        click.echo(f"{name}: {refusal}", err=True)
