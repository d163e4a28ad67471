"""The archive as data for programs: JSON that is not sent again while nothing changed, and, by `archive serve --cors`,
data that scripts of other web pages may read.
"""

import hashlib
import re
from functools import cache
from pathlib import Path
from typing import Any

from datasette import hookimpl

from datasette_config import NAME

_ROOT = Path(__file__).parents[2]
_MAKES_ANSWERS = ("cundang", "exchange", "datasette_config")  # the packages that decide what an answer says
# Media types of data. Pages are not among them, nor raw pages of the archive.
_DATA = re.compile(
    r"(application/(?:[\w.-]+\+)?json|application/jsonl|application/atom\+xml|text/csv|"
    r"application/vnd\.openxmlformats-officedocument\.spreadsheetml\.sheet|application/vnd\.apache\.parquet)\s*(?:;|$)"
)
_DATA_PATH = re.compile(r"\.(?:json|jsonl|csv|atom|xlsx|parquet)$")
_VARY = b"Accept-Language, Cookie, Accept-Encoding"  # as of the answer itself: a cache takes that of a 304 for it
_SHARED = [
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"Content-Disposition, ETag, Link"),
]
_PREFLIGHT = [
    *_SHARED,
    (b"access-control-allow-methods", b"GET, HEAD"),
    (b"access-control-allow-headers", b"If-None-Match"),
    (b"access-control-max-age", b"3600"),
]


@hookimpl
def asgi_wrapper(datasette: Any) -> Any:
    return lambda app: _answer(datasette, app)


def _answer(datasette: Any, app: Any) -> Any:
    async def wrapped(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD", "OPTIONS"):
            await app(scope, receive, send)
            return
        shared = _SHARED if datasette.publication.cors else []
        if scope["method"] == "OPTIONS":
            if shared and _DATA_PATH.search(scope["path"]):
                await _send_empty(send, 204, _PREFLIGHT)
            else:
                await app(scope, receive, send)
            return
        tag = _make_tag(
            datasette, scope
        )  # before the archive is read: an answer may be newer than its tag, never older
        if tag in _list_tags(scope):
            await _send_empty(send, 304, [(b"etag", tag), (b"vary", _VARY), *shared])
            return

        async def send_with_headers(message: Any) -> None:
            if message["type"] == "http.response.start":
                headers = [*message.get("headers", [])]
                known = {name.lower(): value for name, value in headers}
                kind = known.get(b"content-type", b"").decode("latin-1").lower()
                found = _DATA.match(kind)
                # Datasette sends a .csv as plain text, so that browsers show it.
                is_data = found or (kind.startswith("text/plain") and _DATA_PATH.search(scope["path"]))
                if is_data and b"set-cookie" not in known:
                    headers += shared
                is_kept = known.get(b"cache-control") != b"no-store" and b"etag" not in known
                if found and "json" in found[1] and message["status"] == 200 and is_kept:
                    headers.append((b"etag", tag))
                message = {**message, "headers": headers}
            await send(message)

        await app(scope, receive, send_with_headers)

    return wrapped


async def _send_empty(send: Any, status: int, headers: list[tuple[bytes, bytes]]) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


def _list_tags(scope: Any) -> list[bytes]:
    """The tags of the answers that a client has; there is one only where it had an answer of this address."""
    sent = b",".join(value for name, value in scope["headers"] if name.lower() == b"if-none-match")
    return [tag.strip() for tag in sent[:2_000].split(b",")]


def _make_tag(datasette: Any, scope: Any) -> bytes:
    """Make the weak tag of an address: another one when the archive, this software or the reader's language changes."""
    files = (Path(f"{datasette.get_database(NAME).path}{ending}") for ending in ("", "-wal"))
    found = (file.stat() for file in files if file.exists())
    states = [(each.st_mtime_ns, each.st_size) for each in found if each.st_size]  # reading makes an empty -wal
    headers = [pair for pair in scope["headers"] if pair[0].lower() in (b"host", b"cookie", b"accept-language")]
    asked = (scope["scheme"], scope["path"], scope["query_string"], sorted(headers))
    return b'W/"%s"' % hashlib.sha256(repr((_digest_software(), states, asked)).encode()).hexdigest()[:32].encode()


@cache
def _digest_software() -> str:
    files = sorted(file for package in _MAKES_ANSWERS for file in (_ROOT / package).rglob("*") if file.is_file())
    read = (file.read_bytes() for file in files if file.suffix in (".py", ".toml", ".yml", ".json", ".sql"))
    return hashlib.sha256(b"".join(read)).hexdigest()
