"""archive show"""

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commands.options import archive_options, json_option, print_json, tell_broken
from cundang.model.exit_codes import ExitCode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cundang.model.errors import RefusedError
    from cundang.model.page import Page
    from pipelines.extract.explain import ProfileReading
    from pipelines.line import Reader

COLUMNS = (
    "url",
    "site",
    "content_id",
    "tracking_number",
    "document_number",
    "index_number",
    "kicker",
    "title",
    "subtitle",
    "published_at",
    "published_raw",
    "modified_at",
    "source_name",
    "author",
    "editor",
    "section",
    "keywords",
    "attachments",
    "language",
    "script",
    "characters",
    "sha256",
    "text",
)


@click.command()
@click.argument("pages", nargs=-1, required=True)
@click.option("--allow-private", is_flag=True, help="Allow the private hosts and ports that PAGES name, and no other.")
@archive_options()
@json_option
def show(pages: tuple[str, ...], allow_private: bool, as_json: bool) -> None:
    """Read pages without storing anything, and show the result of each stage.

    PAGES are addresses (http://...), which are fetched under the rules of a crawl (robots.txt, delay), or files and
    folders, as for `archive import`: gzipped or not, with their addresses in a MANIFEST.tsv beside or above them. Shows
    the encoding and why it was chosen, the layout that was recognised, every field with the page's own string and where
    it was found, what was repaired and moved out of the text, and the text. Where the site of the page has a module,
    and none of its layouts read the page or one of its fields, it says of each why: its mark is not on the page, or
    which of its selectors found nothing.

    With --json one object a page, each on its line: {"path",
    "article": {the columns of articles, its keywords, people and attachments}, "removed", "repairs", "problem",
    "layouts": [{"profile", "why": why it does not read the page, "fields": {field: what its selectors found}}]}.
    Exit code 1 if every page was refused. --db and --warc change nothing: the archive is not read.
    """
    from cundang.model.errors import RefusedError
    from pipelines.line import Reader
    from scrapers.sites import publishers

    tell_broken()
    reader, any_read = Reader(publishers()), False
    for name, page in _load_pages(pages, allow_private):
        try:
            if isinstance(page, RefusedError):
                raise page
            article = reader.read([page])
        except RefusedError as refusal:
            _print_problem(name, refusal, _explain(reader, page), as_json)
            continue
        any_read, layouts = True, _explain(reader, page)
        if as_json:
            row: dict[str, Any] = {column: getattr(article, column) for column in COLUMNS}
            row["people"] = [{"role": role, **person._asdict()} for role, person in article.people]
            row["attachments"] = list(map(asdict, article.attachments))
            removed, repairs = map(list, (map(asdict, article.removed), map(asdict, article.repairs)))
            more = {"problem": None, "layouts": list(map(asdict, layouts))}
            print_json({"path": name, "article": row, "removed": removed, "repairs": repairs, **more})
        else:
            from commands.stages import print_stages

            print_stages(name, page, article, layouts)
    if not any_read:
        raise click.exceptions.Exit(ExitCode.FAILED)


def _load_pages(names: tuple[str, ...], allow_private: bool) -> "Iterator[tuple[str, Page | RefusedError]]":
    """Fetch or read the pages; give each with the name that the command calls it, or the reason why it is refused."""
    from cundang.model.errors import RefusedError
    from cundang.text.address import is_web
    from exchange.importer import find_files, read_file, show_path

    if addresses := [name for name in names if is_web(name)]:
        from scrapers.fetch import fetch

        for page in fetch(addresses, allow_private):
            yield page.url, page
    now = datetime.now(UTC)
    for path in (Path(name) for name in names if not is_web(name)):
        for file in find_files(path):
            try:
                yield show_path(file), read_file(file, path if path.is_dir() else path.parent, now)
            except RefusedError as refusal:
                yield show_path(file), refusal


def _explain(reader: "Reader", page: "Page | RefusedError") -> "list[ProfileReading]":
    """What the site's own layouts made of a page; of one that cannot be read nothing."""
    from cundang.model.errors import RefusedError

    try:
        return [] if isinstance(page, RefusedError) else reader.explain(page)
    except RefusedError:
        return []


def _print_problem(name: str, refusal: Exception, layouts: "list[ProfileReading]", as_json: bool) -> None:
    if as_json:
        more = {"problem": str(refusal), "layouts": list(map(asdict, layouts))}
        print_json({"path": name, "article": None, "removed": [], "repairs": [], **more})
        return
    click.echo(f"{name}: {refusal}", err=True)
    for layout in layouts:
        click.echo(f"{name}: {layout.profile}: {layout.why or 'it reads the page'}", err=True)
