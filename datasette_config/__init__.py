"""Publish the archive with Datasette, read-only. Of this software it imports only modules that read."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from datasette.app import Datasette
from datasette.database import Database, connections
from datasette.url_builder import Urls
from datasette.utils import PrefixedUrlString, parse_metadata

from cundang.files.settings import read_settings
from cundang.model.errors import ArchiveError
from cundang.model.expect import Expect
from cundang.model.settings import Settings
from cundang.store.data_dictionary import describe_columns, describe_tables
from cundang.store.read_only import Reader, connect_to_read
from datasette_config.access import Guard, make_plugin_settings, make_secret
from datasette_config.address import PublicAddress, strip_prefix

FOLDER = Path(__file__).parent
OUT_OF_MEMORY = "out of memory"
NAME = "archive"  # of the database in addresses, whatever the name of the file is
_TRIES = 3  # to read a file without locks that is written to meanwhile


@dataclass(frozen=True, slots=True)
class Publication:
    """How an archive is published. `address`: where readers find it; None: at the host that each request names.
    `robots`: whether those of search engines may read it. `cors`: whether scripts of other sites may read its data.
    `find_promise` gives what the module of a site promises, None where there is none.
    """

    address: PublicAddress | None = None
    robots: bool = True
    cors: bool = False
    find_promise: Callable[[str], Expect | None] = lambda _: None


class _Archive(Datasette):  # type: ignore[misc] # Datasette carries no types
    """A Datasette that knows how it is published."""

    def __init__(self, *arguments: Any, publication: Publication, own: Settings, **named: Any) -> None:
        self.publication = publication
        self.about, self.access = own.about.drop_open(), own.access
        super().__init__(*arguments, **named)

    def app(self) -> Any:
        """The server: who must log in is asked before anything else sees a request."""
        return Guard(self, self.pages())

    def pages(self) -> Any:
        """The server without that guard."""
        return super().app()

    @property
    def urls(self) -> Urls:
        return _PublicUrls(self)

    async def execute(self, *arguments: Any, **named: Any) -> Any:
        """A statement that SQLite has no memory for is one that is wrong, as one that takes too long is."""
        try:
            return await super().execute(*arguments, **named)
        except MemoryError as error:
            raise sqlite3.OperationalError(OUT_OF_MEMORY) from error


class _PublicUrls(Urls):  # type: ignore[misc] # as above
    def path(self, path: str, format: str | None = None) -> PrefixedUrlString:
        """The path of a page below that of the public address, once: Datasette 0.65.5 gives the path of a request here,
        which has it already, and its links to JSON and CSV have it twice.
        """
        if not isinstance(path, PrefixedUrlString):
            path = strip_prefix(path, self.ds.setting("base_url"))
        return super().path(path, format)


class _File(Database):  # type: ignore[misc] # as above
    """The archive, read wherever it lies. Opened as mutable (WAL), so that pages show a crawl while it runs."""

    def connect(self, write: bool = False) -> Reader:
        """Connect for reading; nothing here writes."""
        assert not write
        connection = connect_to_read(Path(self.path), check_same_thread=False)
        self._all_file_connections.append(connection)
        return connection

    async def execute_fn(self, fn: Callable[[Any], Any]) -> Any:
        """Call a function with a connection, in a thread. One that reads without locks is made anew, and what it read
        is read again, where the file was written to.
        """

        def read(connection: Reader) -> Any:
            for _ in range(_TRIES):
                if connection.is_behind():
                    connection = self._connect_anew(connection)
                try:
                    found = fn(connection)
                except sqlite3.DatabaseError:  # pages of two states do not fit together
                    if not connection.has_changed():
                        raise
                else:
                    if not connection.has_changed():
                        return found
            raise sqlite3.OperationalError("the archive is being written to; try again")

        return await super().execute_fn(read)

    def _connect_anew(self, connection: Reader) -> Reader:
        """In the place of a connection of this thread."""
        with suppress(ArchiveError):
            connection.close()
        self._all_file_connections.remove(connection)
        new = self.connect()
        self.ds._prepare_connection(new, self.name)
        setattr(connections, self.name, new)
        return new


def make_application(
    db_path: Path, warc_folder: Path | None = None, publication: Publication = Publication()
) -> Datasette:
    """Make a Datasette for an archive.

    `warc_folder` has the raw pages; None: beside the archive, .warc for .db.
    """
    settings = json.loads((FOLDER / "settings.json").read_text(encoding="utf-8"))
    own = read_settings(db_path)
    settings |= {} if own.access.sql else {"default_allow_sql": False, "allow_download": False}
    publication = replace(publication, robots=False) if own.access.login else publication
    datasette = _Archive(
        [],
        metadata={**_make_metadata(), "plugins": make_plugin_settings(own.access)},
        secret=make_secret(own.access, db_path),
        settings={**settings, "base_url": publication.address.path} if publication.address else settings,
        template_dir=str(FOLDER / "templates"),
        plugins_dir=str(FOLDER / "plugins"),
        static_mounts=[("assets", str(FOLDER / "static"))],
        publication=publication,
        own=own,
    )
    datasette.warc = warc_folder or db_path.with_suffix(".warc")  # not in the metadata, which Datasette publishes
    datasette.remove_database("_memory")
    datasette.add_database(_File(datasette, path=str(db_path), is_mutable=True), name=NAME)
    return datasette


def _make_metadata() -> dict[str, Any]:
    """Read metadata.yml, and add the comments of schema.sql as descriptions of tables and columns."""
    metadata: dict[str, Any] = parse_metadata((FOLDER / "metadata.yml").read_text(encoding="utf-8"))
    described = metadata["databases"][NAME]["tables"]
    for table, comment in describe_tables().items():
        described.setdefault(table, {})["description"] = comment
    for column in describe_columns():
        described[column.table].setdefault("columns", {})[column.name] = column.comment
    return metadata
