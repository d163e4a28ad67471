"""The command `archive`. Each of its subcommands is a file in commands/."""

import sqlite3
import sys
from pathlib import Path
from typing import Any

import click

from commands.add import add
from commands.backup import backup
from commands.check import check
from commands.crawl import crawl
from commands.demo import demo
from commands.export import export
from commands.freeze import freeze
from commands.importing import import_
from commands.init import init
from commands.merge import merge
from commands.rebuild import rebuild
from commands.recluster import recluster
from commands.redact import redact
from commands.reindex import reindex
from commands.restore import restore
from commands.schedule import schedule
from commands.search import search
from commands.serve import serve
from commands.show import show
from commands.sites import sites
from commands.snapshot import snapshot
from commands.sources import sources
from commands.status import status
from commands.verify import verify
from commands.why import why
from cundang.files.endings import explain_shortage, listen
from cundang.model.errors import ArchiveError, Interrupted
from cundang.model.exit_codes import ExitCode
from cundang.text.shorten import shorten

COMMANDS = (
    init,
    crawl,
    schedule,
    import_,
    serve,
    search,
    show,
    status,
    why,
    sites,
    sources,
    add,
    freeze,
    check,
    verify,
    rebuild,
    recluster,
    reindex,
    merge,
    redact,
    export,
    snapshot,
    backup,
    restore,
    demo,
)

_LONGEST = 1000  # characters of a line that says what is wrong


class _Archive(click.Group):
    """The group of commands. It prints in one line, and exits for: an ArchiveError, an error of the disk or SQLite, a
    signal, what there is too little of.
    """

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        listen()
        return super().__call__(*arguments, **named)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except Interrupted as interrupted:
            self._fail(f"{interrupted}; what was done stays, run the same command again to go on")
        except ArchiveError as error:
            self._fail(str(error), error.exit_code)
        except sqlite3.Error as error:
            from cundang.store.schema import explain  # noqa: PLC0415 - 0.1 s, which most runs do not need

            self._fail(str(explain(ctx.obj or Path("archive"), error)))
        except BrokenPipeError:
            raise  # click ends in silence, with exit code 1: nobody reads on
        except Exception as error:
            if said := explain_shortage(error):
                self._fail(said)
            if not isinstance(error, OSError):
                raise
            name, reason = error.filename or "disk", error.strerror or error
            self._fail(f"{name}: {reason}; no file is left half-written, so repair the cause and run again")

    @staticmethod
    def _fail(message: str, exit_code: ExitCode = ExitCode.FAILED) -> None:
        line = message if message.isprintable() and len(message) <= _LONGEST else shorten(message, _LONGEST)
        click.echo(f"archive: {line}", err=True)
        sys.exit(exit_code)


@click.group(cls=_Archive, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="cundang", prog_name="archive")
def main() -> None:
    """Keep an archive of Chinese news: crawl it, search it, publish it.

    The archive is one SQLite file (archive.db, or --db) and a folder of raw pages beside it (archive.warc, or --warc).

    Exit codes of all commands: 0 done; 1 failed; 2 wrong options, or something that does not exist was asked for;
    3 ran, but a site is below what it promises; 75 another run holds the lock.
    """


for _command in COMMANDS:
    main.add_command(_command)

if __name__ == "__main__":
    main()
