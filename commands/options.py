"""Options that several commands share, and how commands print JSON and progress."""

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])

_SECONDS_BETWEEN_UPDATES = 0.1


class Folder(click.Path):
    """A folder of this machine, or the address of one in an object store, which is opened if `opens`."""

    def __init__(self, opens: bool = True) -> None:
        super().__init__(file_okay=False, path_type=Path)
        self._opens = opens

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if "://" not in str(value):
            return super().convert(value, param, ctx)
        if not self._opens:
            return str(value)
        from cundang.raw.storage import open_folder

        return open_folder(value)


def archive_options(*names: str) -> Callable[[Command], Command]:
    """Add --db and --warc, which every command accepts; `names` are those that the function takes: "db_path", "warc".

    `warc` is always a folder: that of --warc, or the one beside the archive. A command that only measures it takes
    "local_warc" instead, as `warc`: None where it is in an object store, which nobody is asked for then.
    """

    def add(command: Command) -> Command:
        command = click.option(
            "--warc",
            type=Folder(opens="warc" in names),
            callback=_choose_warc_folder,
            expose_value=not {"warc", "local_warc"}.isdisjoint(names),
            help="The folder of raw pages, or s3://bucket/prefix.  [default: beside the archive, .warc for .db]",
        )(command)
        return click.option(
            "--db",
            "db_path",
            type=click.Path(dir_okay=False, path_type=Path),
            default=Path("archive.db"),
            show_default=True,
            is_eager=True,  # before --warc, whose default depends on it
            callback=_note_db_path,
            expose_value="db_path" in names,
            help="The archive.",
        )(command)

    return add


def _note_db_path(context: click.Context, _: click.Parameter, db_path: Path) -> Path:
    """Keep the path where archive.py finds it for the errors that SQLite raises."""
    context.find_root().obj = db_path
    return db_path


def _choose_warc_folder(context: click.Context, _: click.Parameter, warc: Path | str | None) -> Path | None:
    return None if isinstance(warc, str) else warc or get_warc_folder(context.find_root().obj)


def get_warc_folder(db_path: Path) -> Path:
    """The folder of raw pages of an archive where no option names it: beside the file, .warc for .db."""
    return db_path.with_suffix(".warc")


def json_option(command: Command) -> Command:
    """Add --json."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON instead, for scripts.")(command)


def tell_broken() -> int:
    """Print a line on each module of a site or layout that is broken and left out; returns how many there are."""
    from scrapers.sites import list_broken

    for line in list_broken():
        click.echo(line, err=True)
    return len(list_broken())


def print_json(value: object) -> None:
    """Print one JSON value on one line."""
    click.echo(json.dumps(value, ensure_ascii=False))


@contextmanager
def show_status() -> Iterator[Callable[[str], None]]:
    """Give a function that shows a message on the terminal's last line, which is cleared at the end; mute in cron."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    try:
        yield lambda message: click.echo(f"\r\x1b[K{message[:100]}", nl=False, err=True)
    finally:
        click.echo("\r\x1b[K", nl=False, err=True)


@contextmanager
def show_progress(total: int) -> Iterator[Callable[[int, str], None]]:
    """Give a function that shows on a terminal how many of `total` files are done, and a message; mute in cron."""
    with show_status() as report:
        last = 0.0

        def update(done: int, message: str) -> None:
            nonlocal last
            if time.monotonic() - last > _SECONDS_BETWEEN_UPDATES:
                last = time.monotonic()
                bar = "█" * (20 * done // max(1, total))
                report(f"[{bar:<20}] {done} of {total} files, {message}")

        yield update
