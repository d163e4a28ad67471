"""archive serve"""

from pathlib import Path

import click

from commands.options import archive_options


@click.command()
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8001, show_default=True, help="Port; 0 takes any that is free."
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@archive_options("db_path", "warc")
def serve(port: int, host: str, db_path: Path, warc: Path) -> None:
    """Publish the archive as a web site, through Datasette.

    Pages show the current state of the archive, also during a crawl. Stop it with Ctrl-C. To publish it to others, put
    a web server with TLS in front of it.
    """
    run_server(db_path, host, port, warc)


def run_server(db_path: Path, host: str, port: int, warc: Path) -> None:
    """Serve an archive until it is interrupted; prints the address once it answers."""
    import datasette_config
    from cundang.store.schema import open_readonly

    open_readonly(db_path).close()  # raises where there is no archive, or one of another version
    listening = datasette_config.listen(host, port)
    click.echo(f"http://{host}:{listening.getsockname()[1]}/")
    datasette_config.serve(db_path, listening, warc)
