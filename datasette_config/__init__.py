"""From row to web page: how Datasette publishes the archive. Reads only; of ours it imports only readers."""

import json
import socket
from pathlib import Path
from typing import Any

import uvicorn
from datasette.app import Datasette
from datasette.database import Database
from datasette.utils import parse_metadata

from cundang.model.errors import ArchiveError
from cundang.store.data_dictionary import describe_columns, describe_tables

FOLDER = Path(__file__).parent
NAME = "archive"  # of the database in every address, whatever the file is called


def application(db: Path, warc: Path | None = None) -> Datasette:
    """A Datasette with the archive at a path, opened so that it shows a crawl as it goes (never immutable: WAL).

    `warc` is the folder of its raw pages; beside the archive where none is named.
    """
    datasette = Datasette(
        [],
        metadata=_metadata(),
        settings=json.loads((FOLDER / "settings.json").read_text(encoding="utf-8")),
        template_dir=str(FOLDER / "templates"),
        plugins_dir=str(FOLDER / "plugins"),
        static_mounts=[("assets", str(FOLDER / "static"))],
    )
    datasette.warc = warc or db.with_suffix(".warc")  # not in the metadata, which Datasette publishes
    datasette.remove_database("_memory")
    datasette.add_database(Database(datasette, path=str(db), is_mutable=True), name=NAME)
    return datasette


def _metadata() -> dict[str, Any]:
    """metadata.yml, with the comments of schema.sql as descriptions of tables and columns."""
    metadata: dict[str, Any] = parse_metadata((FOLDER / "metadata.yml").read_text(encoding="utf-8"))
    described = metadata["databases"][NAME]["tables"]
    for table, comment in describe_tables().items():
        described.setdefault(table, {})["description"] = comment
    for column in describe_columns():
        described[column.table].setdefault("columns", {})[column.name] = column.comment
    return metadata


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes any that is free. Raises ArchiveError where the port cannot be had."""
    try:
        listening = socket.create_server((host, port), backlog=128)
    except (OSError, OverflowError) as error:
        raise ArchiveError(f"port {port} of {host} cannot be used ({error}); name another with --port") from error
    # asyncio does this only for sockets that it opened itself; without it, headers and body, sent apart, wait 40 ms for
    # each other on a connection that is kept (Nagle and delayed ACK). Accepted connections inherit it.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening


def serve(db: Path, listening: socket.socket, warc: Path | None = None) -> None:
    """Answer on a socket until interrupted."""
    config = uvicorn.Config(application(db, warc).app(), log_level="warning", lifespan="on", workers=1)
    uvicorn.Server(config).run(sockets=[listening])
