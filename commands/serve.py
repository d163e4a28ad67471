"""archive serve"""

from pathlib import Path

import click

from commands.options import db_option, warc_option


@click.command()
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8001, show_default=True, help="Port; 0 takes any that is free."
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@db_option
@warc_option
def serve(port: int, host: str, db: Path, warc: Path | None) -> None:
    """Publish the archive as a web site, through Datasette.

    Shows it as it is while a crawl goes on. Stop it with Ctrl-C. To publish it to others, put a web server with TLS
    before it.
    """
    run_server(db, host, port, warc)


def run_server(db: Path, host: str, port: int, warc: Path | None = None) -> None:
    """Serve an archive until it is interrupted; prints the address once it can be reached."""
    import datasette_config
    from cundang.store.schema import open_readonly

    open_readonly(db).close()  # says in a line what is wrong with it
    listening = datasette_config.listen(host, port)
    click.echo(f"http://{host}:{listening.getsockname()[1]}/")
    datasette_config.serve(db, listening, warc)
