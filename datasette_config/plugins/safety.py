"""Make the server safe in public: headers, redirects only to itself, and limits on the results of queries."""

import base64
import hashlib
import re
import sqlite3
import weakref
from functools import cache
from pathlib import Path
from typing import Any

import datasette as datasette_package
from datasette import NotFound, hookimpl

MOST_BYTES = 20_000_000  # of one value, and of one query's result; a raw page has 16 MiB at most
_ROW, _NUMBER = 16, 16  # bytes that a row, and a value that is no text, count for: what they are in a file
_TEMPLATES = Path(datasette_package.__file__).parent / "templates"
_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_VALUES = ("true", "false")  # of the one expression in an inline script of Datasette's, {{ datasette_allow_facet }}
# Folders of the machine; the bytes of the file with what was deleted; queries of others; files and programs.
_HIDDEN_PRAGMAS = {"database_list", "temp_store_directory", "data_store_directory"}
_HIDDEN_TABLES = {*(f"pragma_{name}" for name in _HIDDEN_PRAGMAS), "sqlite_dbpage", "sqlite_stmt", "bytecode"}
_HIDDEN_FUNCTIONS = {"load_extension", "readfile", "writefile", "edit", "fts3_tokenizer"}


@cache
def make_policy() -> str:
    """Make the Content-Security-Policy. Of inline scripts it allows only those of Datasette's templates, by digest."""
    scripts = set()
    for template in _TEMPLATES.glob("*.html"):
        for script in _SCRIPT.findall(template.read_text(encoding="utf-8")):
            scripts |= {re.sub(r"\{\{[^{}]*\}\}", value, script) for value in _VALUES}
    digests = sorted(base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts)
    allowed = " ".join(f"'sha256-{digest}'" for digest in digests)
    return (
        f"default-src 'none'; script-src 'self' {allowed}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )


@hookimpl
def asgi_wrapper() -> Any:
    return _add_headers


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [
        (r"^/-/(?!static|versions|log(?:in|out)$|status(?:\.json)?$)", refuse_unpublished),
        # A name that no file system has: Datasette 0.65.5 asks for it, and writes a traceback and all of it in its log.
        (r"^/(?:assets|-/static)/.{256,}", refuse_unpublished),
    ]


async def refuse_unpublished() -> Any:
    """Refuse Datasette's pages about itself: they show the operator's folders, and are of no use to readers."""
    raise NotFound("this page is not published")


@hookimpl
def prepare_connection(conn: sqlite3.Connection, database: str, datasette: Any) -> None:
    """Limit the size of values and of results, the memory of SQLite, and what queries may read.

    What SQLite sorts and keeps aside is in memory, within the limit: a query writes no files.
    """
    conn.execute("PRAGMA temp_store = MEMORY")
    if limit := getattr(datasette, "sqlite_memory", 0):  # of the process: the first connection limits all
        conn.execute(f"PRAGMA hard_heap_limit = {limit:d}")
    conn.set_authorizer(_authorize)
    conn.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MOST_BYTES)
    read = datasette.databases.get(database)  # None: a database that Datasette makes for itself
    conn.row_factory = _Budget(read.path if read else None)


def _authorize(action: int, first: str | None, second: str | None, _: str | None, __: str | None) -> int:
    """Refuse what tells of the machine, or of rows that are no longer there: called as a statement is prepared.

    `PRAGMA database_list` gives no rows instead of an error, since Datasette asks it for attached databases.
    https://www.sqlite.org/c3ref/set_authorizer.html
    """
    if action == sqlite3.SQLITE_PRAGMA and (first or "").lower() in _HIDDEN_PRAGMAS:
        return sqlite3.SQLITE_IGNORE
    if action in (sqlite3.SQLITE_ATTACH, sqlite3.SQLITE_DETACH):
        return sqlite3.SQLITE_DENY
    if action == sqlite3.SQLITE_READ and (first or "").lower() in _HIDDEN_TABLES:
        return sqlite3.SQLITE_DENY
    if action == sqlite3.SQLITE_FUNCTION and (second or "").lower() in _HIDDEN_FUNCTIONS:
        return sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_OK


class _Budget:
    """A row factory that stops a result larger than MOST_BYTES. It has the file that its connection reads, for code of
    ours; queries cannot ask for it.
    """

    def __init__(self, file: str | None) -> None:
        self.file = file
        self.cursor: Any = lambda: None
        self.left = MOST_BYTES

    def __call__(self, cursor: sqlite3.Cursor, row: tuple[Any, ...]) -> sqlite3.Row:
        if self.cursor() is not cursor:
            self.cursor, self.left = weakref.ref(cursor), MOST_BYTES
        self.left -= _ROW + sum(len(value) if isinstance(value, str | bytes) else _NUMBER for value in row)
        if self.left < 0:
            raise sqlite3.OperationalError(
                f"the result is larger than {MOST_BYTES // 1_000_000} MB; ask for fewer rows or columns"
            )
        return sqlite3.Row(cursor, row)


def _add_headers(app: Any) -> Any:
    """Add headers to every answer, and correct redirects that a browser would read as another host (`//x`, `/\\x`)."""

    async def wrapped(scope: Any, receive: Any, send: Any) -> None:
        async def send_with_headers(message: Any) -> None:
            if message["type"] == "http.response.start":
                headers = {name.lower(): value for name, value in message.get("headers", [])}
                headers.setdefault(b"content-security-policy", make_policy().encode())
                headers[b"x-content-type-options"] = b"nosniff"
                headers[b"referrer-policy"] = b"no-referrer"
                headers[b"cross-origin-opener-policy"] = b"same-origin"
                cookies = [pair for pair in message.get("headers", []) if pair[0].lower() == b"set-cookie"]
                if b"location" in headers and not re.match(rb"https?://", headers[b"location"]):
                    headers[b"location"] = re.sub(
                        rb"^(?:[/\\]|%5c|%2f)+", b"/", headers[b"location"], flags=re.IGNORECASE
                    )
                headers.pop(b"set-cookie", None)
                message = {**message, "headers": [*headers.items(), *cookies]}
            await send(message)

        await app(scope, receive, send_with_headers if scope["type"] == "http" else send)

    return wrapped
