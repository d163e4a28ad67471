"""archive serve"""

import signal
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.options import archive_options
from cundang.model.errors import UsageError

if TYPE_CHECKING:
    from cundang.model.expect import Expect
    from datasette_config import Publication


@click.command()
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8001, show_default=True, help="Port; 0 takes any that is free."
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--public-url",
    metavar="URL",
    help="Where readers find it, for example https://example.org/archive/; without it, where each request says.",
)
@click.option(
    "--robots/--no-robots",
    default=True,
    show_default=True,
    help="Whether robots of search engines may read articles; they find them in sitemap.xml.",
)
@click.option(
    "--cors", is_flag=True, help="Let scripts of other web sites read the data: JSON, CSV, feeds and files, not pages."
)
@archive_options("db_path", "warc")
def serve(port: int, host: str, public_url: str | None, robots: bool, cors: bool, db_path: Path, warc: Path) -> None:
    """Publish the archive as a web site, through Datasette.

    Pages show the current state of the archive, also during a crawl. Stop it with Ctrl-C. To publish it to others, put
    a web server with TLS in front of it. With --public-url of a public host it starts when `archive init` has been
    answered: readers are told who keeps the archive, and how to object.
    """
    from datasette_config import Publication
    from datasette_config.address import parse_public_address

    address = parse_public_address(public_url) if public_url is not None else None
    run_server(db_path, host, port, warc, Publication(address, robots, cors))


def run_server(db_path: Path, host: str, port: int, warc: Path, publication: "Publication | None" = None) -> None:
    """Serve an archive until it is interrupted; prints the address once it answers."""
    from cundang.store.schema import open_readonly
    from datasette_config import Publication, serving
    from datasette_config.address import is_public

    published = publication or Publication()
    open_readonly(db_path).close()  # raises where there is no archive, or one of another version
    if published.address and is_public(published.address):
        _require_about(db_path)
    listening = serving.listen(host, port)
    published = replace(published, find_promise=_find_promise)
    address = f"http://{host}:{listening.getsockname()[1]}/"
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        signal.signal(signal.SIGHUP, lambda *_: signal.raise_signal(signal.SIGTERM))  # which uvicorn ends by, in order
    with suppress(KeyboardInterrupt):  # to be stopped is how it ends
        serving.serve(db_path, listening, warc, published, lambda: click.echo(address))


def _require_about(db_path: Path) -> None:
    """Raise UsageError where the settings do not tell readers who keeps the archive."""
    from cundang.files.settings import find_settings_file, read_settings
    from cundang.model.contact import explain_no_contact

    file, about = find_settings_file(db_path), read_settings(db_path).about
    ask = f"`archive init --db {db_path}` asks for it; without --public-url the archive is served to this machine"
    if left := about.list_open():
        told = "is not there" if not file.exists() else f"leaves open [about] {', '.join(left)}"
        raise UsageError(f"{file}: {told}, and a public host must tell readers who keeps it; {ask}")
    if fault := explain_no_contact(about.contact):
        raise UsageError(f"{file}: [about] contact: {fault}, and readers of a public host must reach somebody; {ask}")


def _find_promise(name: str) -> "Expect | None":
    """What the module of a site promises; None where it has none."""
    from scrapers.sites import sites

    known = sites().get(name)
    return known.expect if known else None
