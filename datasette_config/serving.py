"""Serve an archive on a socket, to strangers too: bounded in connections, memory and time."""

import asyncio
import socket
from collections.abc import Callable
from pathlib import Path

import uvicorn
from datasette.app import Datasette
from datasette.utils import PrefixedUrlString

from cundang.files.settings import read_settings
from cundang.model.errors import ArchiveError, UsageError
from cundang.model.settings import Web
from datasette_config import Publication, make_application
from datasette_config.access import Guard, make_own_cookies
from datasette_config.address import at_public_address
from datasette_config.apart.connections import LONGEST_HEAD, Connection, allow_connections, count_allowed
from datasette_config.apart.front import Front
from datasette_config.apart.spawner import start_spawner
from datasette_config.apart.worker import run_worker

_BACKLOG = 1_024  # connections that wait to be taken; where there are more, a client tries again a second later
_GRACE = 3  # seconds for answers that are not there yet when the server is stopped
_OWN_MEMORY = 300 << 20  # bytes of SQLite in this process: four threads keep 64 MB of pages each
_FIRST_READ = ("/", "/archive/articles", "/archive/search?q=新闻", "/archive/articles/1")


def listen(host: str, port: int) -> socket.socket:
    """Open a listening socket; port 0 takes any free port. Raises ArchiveError where the port cannot be used."""
    try:
        listening = socket.create_server((host, port), backlog=_BACKLOG)
    except (OSError, OverflowError) as error:
        raise ArchiveError(f"port {port} of {host} cannot be used ({error}); name another with --port") from error
    # asyncio does this only for sockets that it opened itself; without it, headers and body, sent apart, wait 40 ms for
    # each other on a connection that is kept (Nagle and delayed ACK). Accepted connections inherit it.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening


def serve(
    db_path: Path,
    listening: socket.socket,
    warc_folder: Path | None = None,
    publication: Publication | None = None,
    say_ready: Callable[[], None] = lambda: None,
) -> None:
    """Serve the archive on a socket until interrupted. `say_ready` is called when pages are answered quickly.

    Raises ArchiveError where the process that forks others for queries was killed.
    """
    web = read_settings(db_path).web
    _check(web)
    allow_connections()
    Connection.most = count_allowed()
    publication = publication or Publication()
    datasette = make_application(db_path, warc_folder, publication)
    datasette._settings["sql_time_limit_ms"] = 1000 * web.query_seconds
    datasette.sql_time_limit_ms = 1000 * web.query_seconds
    pages = datasette.pages()
    # First: a process that is forked must have no thread and no connection.
    spawner = start_spawner(lambda connection, memory: run_worker(connection, datasette, pages, memory), listening)
    datasette.sqlite_memory = _OWN_MEMORY
    asyncio.run(_read_first(datasette))
    say_ready()
    is_lost = False

    def give_up() -> None:
        nonlocal is_lost
        is_lost = server.should_exit = True

    guarded = Guard(datasette, Front(pages, spawner, web, give_up))
    config = uvicorn.Config(
        at_public_address(guarded, publication.address) if publication.address else guarded,
        http=Connection,
        ws="none",
        log_level="warning",
        lifespan="on",
        workers=1,
        backlog=_BACKLOG,
        timeout_graceful_shutdown=_GRACE,
        h11_max_incomplete_event_size=LONGEST_HEAD,
        # A proxy's X-Forwarded-For would stand in place of its own address, by which it is trusted.
        proxy_headers=datasette.access.login != "proxy",
    )
    server = uvicorn.Server(config)
    try:
        server.run(sockets=[listening])
    finally:
        spawner.close()
    if is_lost:
        raise ArchiveError("the process that starts others for queries was killed; start the server again")


def _check(web: Web) -> None:
    """Raise UsageError for a setting that nothing could be answered with."""
    limits = {"query_seconds": (1, 3_600), "queries_at_once": (1, 100), "query_memory_mb": (250, 1_000_000)}
    for name, (least, most) in limits.items():
        if not least <= getattr(web, name) <= most:
            raise UsageError(f"archive.toml: [web] {name} = {getattr(web, name)}: from {least:,} to {most:,}")


async def _read_first(datasette: Datasette) -> None:
    """Read each kind of page once, so that no reader waits for templates, the fold and counts of the whole archive:
    the first page of 200,000 articles takes 0.4 s of work, and later ones 0.02 s.
    """
    for path in _FIRST_READ:
        await datasette.client.get(PrefixedUrlString(path), cookies=make_own_cookies(datasette))
