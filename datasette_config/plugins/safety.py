"""Safe in public: headers, redirects that stay here, and bounds on what a query may return."""

import base64
import hashlib
import re
import sqlite3
import weakref
from functools import cache
from pathlib import Path
from typing import Any

import datasette as datasette_package
from datasette import NotFound, Response, hookimpl

MOST_BYTES = 20_000_000  # of one value, and of one query's result; a page of the web has 16 MiB at most
_TEMPLATES = Path(datasette_package.__file__).parent / "templates"
_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_VALUES = ("true", "false")  # of the one expression in an inline script of Datasette's, {{ datasette_allow_facet }}
_ROBOTS = """User-agent: *
Disallow: /*?
Disallow: /archive/search
Disallow: /archive/download
Disallow: /*/raw
Disallow: /*/cite
"""


@cache
def policy() -> str:
    """The Content-Security-Policy: no inline script but Datasette's own, by the digests of its templates."""
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
    return _guarded


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [(r"^/robots\.txt$", robots), (r"^/-/(?!static|versions)", unpublished)]


async def robots() -> Any:
    """Every facet and every order of a list is an address: a crawler would never come to an end."""
    return Response.text(_ROBOTS)


async def unpublished() -> Any:
    """Datasette's pages about itself name the operator's folders, and are of no use to a reader."""
    raise NotFound("this page is not published")


@hookimpl
def prepare_connection(conn: sqlite3.Connection) -> None:
    """Refuse huge values as they are made, and huge results as they are read."""
    conn.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MOST_BYTES)
    conn.row_factory = _Budget()


class _Budget:
    """A row factory that counts what a cursor gives."""

    def __init__(self) -> None:
        self.cursor: Any = lambda: None
        self.left = MOST_BYTES

    def __call__(self, cursor: sqlite3.Cursor, row: tuple[Any, ...]) -> sqlite3.Row:
        if self.cursor() is not cursor:
            self.cursor, self.left = weakref.ref(cursor), MOST_BYTES
        self.left -= sum(len(value) for value in row if isinstance(value, str | bytes))
        if self.left < 0:
            raise sqlite3.OperationalError(
                f"the result is larger than {MOST_BYTES // 1_000_000} MB; ask for fewer rows or columns"
            )
        return sqlite3.Row(cursor, row)


def _guarded(app: Any) -> Any:
    """Headers on every answer; a redirect that a browser would read as another host (`//x`, `/\\x`) stays here."""

    async def wrapped(scope: Any, receive: Any, send: Any) -> None:
        async def guarding(message: Any) -> None:
            if message["type"] == "http.response.start":
                headers = {name.lower(): value for name, value in message.get("headers", [])}
                headers.setdefault(b"content-security-policy", policy().encode())
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

        await app(scope, receive, guarding if scope["type"] == "http" else send)

    return wrapped
