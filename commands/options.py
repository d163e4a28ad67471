"""Options that several commands share."""

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])


class _Folder(click.Path):
    """A folder of this machine, or the address of one in an object store."""

    def __init__(self) -> None:
        super().__init__(file_okay=False, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if "://" not in str(value):
            return super().convert(value, param, ctx)
        from cundang.raw.storage import open_folder

        return open_folder(value)


def db_option(command: Command) -> Command:
    """--db"""
    return click.option(
        "--db",
        type=click.Path(dir_okay=False, path_type=Path),
        default=Path("archive.db"),
        show_default=True,
        help="The archive.",
    )(command)


def warc_option(command: Command) -> Command:
    """--warc"""
    return click.option(
        "--warc",
        type=_Folder(),
        help="The folder of raw pages, or s3://bucket/prefix.  [default: beside the archive, .warc for .db]",
    )(command)


def json_option(command: Command) -> Command:
    """--json"""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON instead, for scripts.")(command)


def warc_folder(db: Path, warc: Path | None) -> Path:
    """The folder of raw pages: as asked, or beside the archive."""
    return warc or db.with_suffix(".warc")


def print_json(value: object) -> None:
    """One JSON value a line."""
    click.echo(json.dumps(value, ensure_ascii=False))


@contextmanager
def telling() -> Iterator[Callable[[str], None]]:
    """A function that shows on a terminal what is being done, in one line that is gone at the end; mute in cron."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    try:
        yield lambda what: click.echo(f"\r\x1b[K{what[:100]}", nl=False, err=True)
    finally:
        click.echo("\r\x1b[K", nl=False, err=True)


@contextmanager
def progress(total: int) -> Iterator[Callable[[int, str], None]]:
    """A bar on a terminal: how many of `total` are done, and what is being done. Mute in cron."""
    with telling() as told:
        last = 0.0

        def show(done: int, what: str) -> None:
            nonlocal last
            if time.monotonic() - last > 0.1:
                last = time.monotonic()
                bar = "█" * (20 * done // max(1, total))
                told(f"[{bar:<20}] {done} of {total} files, {what}")

        yield show
