"""What commands say that bring articles in: what is decided on withdrawn ones holds for these too."""

from collections.abc import Callable
from pathlib import Path

import click

from cundang.model.exit_codes import ExitCode


def end_decisions(db_path: Path, warc: Path, report: Callable[[str], None]) -> None:
    """Apply the decisions that what came in has made pending; exits 1 with a line each for what could not be done."""
    from scrapers.sites import publishers
    from upkeep.redact import apply_pending

    redacted = apply_pending(db_path, warc, publishers, report)
    for line in redacted.left:
        click.echo(line, err=True)
    if redacted.left:
        raise click.exceptions.Exit(ExitCode.FAILED)
