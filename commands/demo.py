"""archive demo"""

import shutil
import threading
from pathlib import Path

import click

from commands.crawl import tell
from commands.options import db_option, warc_folder, warc_option
from commands.serve import run_server
from cundang.model.errors import AskedWronglyError


@click.command()
@click.option("--serve/--no-serve", default=True, help="Serve the archive when it is made, or stop.  [default: serve]")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8001, show_default=True, help="Port to serve it on; 0 takes any."
)
@db_option
@warc_option
def demo(serve: bool, port: int, db: Path, warc: Path | None) -> None:
    """Crawl the bundled demo site into a fresh archive and serve it.

    The demo site is a small news site of our own writing in the markup of Xinhua's CMS, served on loopback while it is
    crawled. The archive is made anew each time; one that holds anything but the demo is left alone (exit code 2).
    """
    from demo.server import DemoServer
    from demo.site import demo_site
    from scrapers.run import crawl

    folder = warc_folder(db, warc)
    _make_room(db, folder)
    server = DemoServer()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    site = demo_site(server.address)
    report = crawl(site, db, folder)
    server.shutdown()
    tell(site, report, as_json=False)
    if serve:
        run_server(db, "127.0.0.1", port, folder)


def _make_room(db: Path, folder: Path) -> None:
    """Delete the archive of an earlier demo; refuse to touch any other."""
    from cundang.raw.storage import is_remote
    from cundang.store.schema import open_as_found

    if not db.exists():
        return
    archive = open_as_found(db)
    others = [name for (name,) in archive.execute("SELECT name FROM sites WHERE name != 'demo'")]
    archive.close()
    if others:
        raise AskedWronglyError(
            f"{db}: holds other sites ({', '.join(others)}); name another file for the demo with --db"
        )
    for path in db.parent.glob(f"{db.name}*"):
        path.unlink()
    if not is_remote(folder):  # what no row names does no harm there
        shutil.rmtree(folder, ignore_errors=True)
