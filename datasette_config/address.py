"""The public address of the archive: where readers find it, whatever stands between them and this server.

A proxy may pass an address on as it was requested, below the path of the public address, or strip that path. Both are
answered: what begins with the path and goes on with a page of ours (PAGES) is below it, all else is at the root.
"""

import ipaddress
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from cundang.model.errors import ArchiveError

# The first part of each address that this server answers; a test compares them with the routes.
PAGES = (
    "", "-", "about", "archive", "assets", "downloads", "favicon.ico", "feeds", "queries", "robots.txt", "sitemap.xml",
    "sitemaps", "studies",
)  # fmt: skip
# What addresses are made of (RFC 3986): letters, digits, some marks, and % before two hexadecimal digits, none of which
# is a control character.
_READABLE = re.compile(r"(?:[\w.~!$&'()*+,;=:@/?#\[\]-]|%[2-9a-fA-F][0-9a-fA-F])+", re.ASCII)
_HOST = re.compile(r"[\w.-]+|[0-9a-f:.]+", re.ASCII)
_LOCAL = ("localhost", "local", "lan", "internal", "intranet", "test", "home.arpa")  # last parts of names


@dataclass(frozen=True, slots=True)
class PublicAddress:
    """Where readers find the archive: `https`, `example.org` (with its port, if it has one), `/archive/`."""

    scheme: str
    host: str
    path: str = "/"

    def __str__(self) -> str:
        return f"{self.scheme}://{self.host}{self.path}"


def parse_public_address(text: str) -> PublicAddress:
    """Parse an address as `archive serve --public-url` has it. Raises ArchiveError for one that cannot be used."""
    example = "for example https://example.org/archive/"
    try:
        parts = urlsplit(text.strip())
        port = f":{parts.port}" if parts.port else ""
    except ValueError as error:
        raise ArchiveError(f"public address {text}: {error}; name one {example}") from error
    host = parts.hostname or ""
    is_readable = bool(_READABLE.fullmatch(text.strip()) and _HOST.fullmatch(host))
    if parts.scheme not in ("http", "https") or not is_readable:
        raise ArchiveError(f"public address {text}: no address of a web site; name one {example}")
    if parts.query or parts.fragment or "?" in text or "#" in text or parts.username is not None:
        raise ArchiveError(f"public address {text}: it has more than host and path; name one {example}")
    if parts.scheme == "http" and not _is_local(host):
        raise ArchiveError(f"public address {text}: readers of a public host need https; name one {example}")
    host = f"[{host}]" if ":" in host else host
    steps = [step for step in parts.path.split("/") if step]
    if any(unquote(step) in (".", "..") or "/" in unquote(step) for step in steps):
        raise ArchiveError(f"public address {text}: its path has `.`, `..` or an encoded `/`; name one {example}")
    if steps in (["assets"], ["downloads"]):  # whose files have the names of pages: /assets/archive.css
        raise ArchiveError(f"public address {text}: this server has files below /{steps[0]}/; name one {example}")
    return PublicAddress(parts.scheme, f"{host}{port}", "".join(f"/{step}" for step in steps) + "/")


def is_public(address: PublicAddress) -> bool:
    """Whether an address is one that strangers reach, and not one of this machine or a private network."""
    return not _is_local(urlsplit(str(address)).hostname or "")


def _is_local(host: str) -> bool:
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return "." not in host or host.endswith(tuple(f".{name}" for name in _LOCAL))


def make_absolute(datasette: Any, request: Any, path: str) -> str:
    """Make the public address of a path of this server (`/archive/articles/1`), with scheme, host and prefix."""
    return f"{request.scheme}://{request.host}{datasette.urls.path(path)}"


def strip_prefix(path: str, prefix: str) -> str:
    """The path below the root of the server of a path that may begin with the path of the public address."""
    rest = path[len(prefix) :]
    is_below = prefix != "/" and path.startswith(prefix) and re.split(r"[/.?]", rest, maxsplit=1)[0] in _STEMS
    return f"/{rest}" if is_below else path


_STEMS = {page.split(".")[0] for page in PAGES}


def at_public_address(app: Any, public: PublicAddress) -> Any:
    """Wrap the server: whatever host and path a request names, pages see the public address."""

    async def wrapped(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            headers = [(name, value) for name, value in scope["headers"] if name.lower() != b"host"]
            scope = {
                **scope,
                "scheme": public.scheme,
                "headers": [(b"host", public.host.encode()), *headers],
                "path": strip_prefix(scope["path"], unquote(public.path)),
            }
            if scope.get("raw_path"):
                scope["raw_path"] = strip_prefix(scope["raw_path"].decode("latin-1"), public.path).encode("latin-1")
        await app(scope, receive, send)

    return wrapped
