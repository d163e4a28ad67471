"""How answers reach the browser: static files are kept by their digest, texts are compressed."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

import datasette as datasette_package
from datasette import hookimpl
from starlette.middleware.gzip import DEFAULT_EXCLUDED_CONTENT_TYPES, GZipMiddleware

from datasette_config.assets import STATIC, asset

_FOLDERS = {"/assets/": STATIC, "/-/static/": Path(datasette_package.__file__).parent / "static"}
_PACKED = ("application/octet-stream", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
_KEPT = b"public, max-age=31536000, immutable"  # a year, as long as caches keep anything
_CHECKED = b"public, max-age=3600"
_LEVEL = 5  # of gzip: of 6 and more a page of ours gets 1 % smaller in twice the time


@hookimpl(trylast=True)
def asgi_wrapper() -> Any:
    """The last wrapper is the outermost: it sees answers with all their headers."""
    return lambda app: GZipMiddleware(
        _keep_static_files(app),
        compresslevel=_LEVEL,
        exclude_content_types=(*DEFAULT_EXCLUDED_CONTENT_TYPES, *_PACKED),
    )


@cache
def _list_digests() -> dict[str, str]:
    """The digest of each static file by its path: of ours, and of Datasette's."""
    return {
        f"{folder}{path.name}": hashlib.sha256(path.read_bytes()).hexdigest()[:16]
        for folder, place in _FOLDERS.items()
        for path in place.iterdir()
        if path.is_file()
    }


def _keep_static_files(app: Any) -> Any:
    """Let a browser keep a static file: for good where the address has its digest, else until it has another ETag."""

    async def wrapped(scope: Any, receive: Any, send: Any) -> None:
        path = scope.get("path", "")
        digest = _list_digests().get(path) if scope["type"] == "http" else None
        if digest is None:
            await app(scope, receive, send)
            return
        addressed = path.startswith("/assets/") and asset(path.removeprefix("/assets/")).endswith(
            f"?{scope.get('query_string', b'').decode('latin-1')}"
        )
        caching = [(b"cache-control", _KEPT if addressed else _CHECKED), (b"etag", f'W/"{digest}"'.encode())]
        if digest.encode() in dict(scope["headers"]).get(b"if-none-match", b""):
            await send({"type": "http.response.start", "status": 304, "headers": caching})
            await send({"type": "http.response.body", "body": b""})
            return

        async def send_with_caching(message: Any) -> None:
            if message["type"] == "http.response.start" and message["status"] == 200:
                replaced = (b"cache-control", b"etag", b"set-cookie", b"vary")
                headers = [pair for pair in message.get("headers", []) if pair[0].lower() not in replaced]
                message = {**message, "headers": [*headers, *caching]}
            await send(message)

        await app(scope, receive, send_with_caching)

    return wrapped
