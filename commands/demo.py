"""archive demo"""

import shutil
import threading
from pathlib import Path

import click

from commands.crawl import print_report
from commands.options import archive_options, json_option
from commands.serve import run_server
from cundang.model.errors import UsageError


@click.command()
@click.option("--serve/--no-serve", default=True, help="Serve the archive when it is made, or stop.  [default: serve]")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8001, show_default=True, help="Port to serve it on; 0 takes any."
)
@archive_options("db_path", "warc")
@json_option
def demo(serve: bool, port: int, db_path: Path, warc: Path, as_json: bool) -> None:
    """Crawl the bundled demo site into a fresh archive and serve it.

    The demo site is a small invented news site in the markup of Xinhua's CMS, served on loopback while it is crawled.
    The archive is made anew each time; one that holds another site is left alone (exit code 2).
    """
    from demo.server import DemoServer
    from demo.site import make_demo_site
    from scrapers.run import crawl

    _remove_earlier_demo(db_path, warc)
    server = DemoServer()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    site = make_demo_site(server.address)
    report = crawl(site, db_path, warc)
    server.shutdown()
    print_report(site, report, as_json)
    if serve:
        run_server(db_path, "127.0.0.1", port, warc)


def _remove_earlier_demo(db_path: Path, warc: Path) -> None:
    """Delete the archive of an earlier demo. Raises UsageError for an archive of anything else."""
    from cundang.raw.storage import is_remote
    from cundang.store.schema import open_as_found

    if not db_path.exists():
        return
    db = open_as_found(db_path)
    others = [name for (name,) in db.execute("SELECT name FROM sites WHERE name != 'demo'")]
    db.close()
    if others:
        raise UsageError(
            f"{db_path}: holds other sites ({', '.join(others)}); name another file for the demo with --db"
        )
    for path in db_path.parent.glob(f"{db_path.name}*"):
        path.unlink()
    if not is_remote(warc):  # records that no row names do no harm in a store
        shutil.rmtree(warc, ignore_errors=True)
