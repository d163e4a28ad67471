"""Who may read: a guard before all pages, which asks Datasette's plugins who it is that asks.

Datasette checks permissions in its own pages; those of plugins, ours among them, do not by themselves. So nothing but
the page of the login, static files and robots.txt is answered before somebody is known.
"""

import asyncio
import hashlib
import ipaddress
import re
from collections.abc import Awaitable, Callable
from http.cookies import SimpleCookie
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote

from datasette import Response
from datasette.plugins import pm
from datasette.utils import await_me_maybe
from datasette.utils.asgi import Request

from cundang.files.secret import read_secret
from cundang.model.errors import UsageError
from cundang.model.settings import Access

READER = "reader"  # the one account of a login by password
LOGIN, LOGOUT = "/-/login", "/-/logout"
PLUGIN = "datasette_auth_passwords"
_HASH = re.compile(r"pbkdf2_sha256\$\d{5,7}\$[^$\s]+\$[A-Za-z0-9+/]{43}=")
_HEADER = re.compile(r"[A-Za-z0-9-]{1,100}")
_OPEN = ("/assets/", "/-/static/", "/robots.txt", "/favicon.ico")
_PAUSE = 1.0  # seconds after a wrong password, in which no other is tried
_WAITING = 10  # passwords that wait to be tried; more are turned away
_LONGEST = 4_096  # bytes of the form of a login
_MOST_KNOWN = 100  # passwords of programs that were right, which are not computed again
_OURS = ("ds_actor", "ds_csrftoken", "ds_messages")
_HEADERS = {
    "cache-control": "private, no-store",
    "x-robots-tag": "noindex, nofollow",
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'",
    "referrer-policy": "no-referrer",
}


def make_plugin_settings(access: Access) -> dict[str, Any]:
    """Make the settings of Datasette's plugins. Raises UsageError for settings by which nobody could log in, or all."""
    if access.login not in ("", "password", "proxy"):
        raise UsageError(f'[access] login: "{access.login}" is no way to log in; they are "password" and "proxy"')
    if access.login == "password":
        if not _HASH.fullmatch(access.password_hash):
            raise UsageError("[access] password_hash: not of a password; `archive init --password` makes one")
        if find_spec(PLUGIN) is None:
            raise UsageError("[access] login: a password needs the extra `private`: pip install 'cundang[private]'")
        return {PLUGIN.replace("_", "-"): {f"{READER}_password_hash": access.password_hash}}
    if access.login == "proxy":
        if not _HEADER.fullmatch(access.header):
            raise UsageError(f'[access] header: "{access.header}" is no name of a header')
        _parse_trusted(access)
    return {}


def _parse_trusted(access: Access) -> list[Any]:
    try:
        trusted = [ipaddress.ip_network(each, strict=False) for each in access.trusted]
    except ValueError as error:
        raise UsageError(f"[access] trusted: {error}; name the address of the proxy, such as 127.0.0.1") from error
    if not trusted:
        raise UsageError("[access] trusted: it is empty; name the address of the proxy, such as 127.0.0.1")
    return trusted


def make_secret(access: Access, db_path: Path) -> str | None:
    """The secret that signs cookies: another one for another password, which so ends all logins. None: any."""
    if access.login != "password":
        return None
    return hashlib.sha256(f"{read_secret(db_path)}\n{access.password_hash}".encode()).hexdigest()


def make_own_cookies(datasette: Any) -> dict[str, str]:
    """The cookies by which the server asks itself for a page."""
    return {"ds_actor": datasette.sign({"a": {"id": READER}}, "actor")} if datasette.access.login else {}


def find_proxied(access: Access, scope: Any) -> dict[str, str] | None:
    """The reader that a trusted proxy names; None where none is named, or more than one, or by anybody else."""
    peer = (scope.get("client") or ("",))[0]
    name = access.header.lower().encode()
    named = [value.decode("utf-8", "replace").strip() for key, value in scope["headers"] if key.lower() == name]
    if access.login != "proxy" or len(named) != 1 or not named[0] or not named[0].isprintable():
        return None
    try:
        address = ipaddress.ip_address(peer)
    except ValueError:
        return None
    return {"id": named[0][:100]} if any(address in network for network in _parse_trusted(access)) else None


class Attempts:
    """Passwords are tried one after the other, and after a wrong one no other for a second."""

    def __init__(self) -> None:
        self._turn = asyncio.Lock()
        self._waiting = 0

    async def make(self, attempt: Callable[[], Awaitable[bool]]) -> bool | None:
        """Make an attempt in its turn: whether it was right; None where too many wait already."""
        if self._waiting >= _WAITING:
            return None
        self._waiting += 1
        try:
            async with self._turn:
                is_right = await attempt()
                if not is_right:
                    await asyncio.sleep(_PAUSE)
                return is_right
        finally:
            self._waiting -= 1


class Guard:
    """The server for those who may read; all others are shown the login, or told that there is one."""

    def __init__(self, datasette: Any, app: Any) -> None:
        self._datasette, self._app = datasette, app
        self._attempts = Attempts()
        self._known: set[bytes] = set()  # digests of headers that had the right password

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        told = [value for name, value in scope["headers"] if name.lower() == b"authorization"]
        # The plugin computes a password for each request that has one, and fails where it is not written as it should.
        scope = {**scope, "headers": [each for each in scope["headers"] if each[0].lower() != b"authorization"]}
        if not self._datasette.access.login:
            await self._app(scope, receive, send)
            return
        send = self._seal(scope, send)
        actor = await self._find_actor(scope)
        if actor is None and told and self._datasette.access.login == "password":
            actor = await self._read_password(scope, told[0])
            if actor is None:
                await self._refuse(scope, receive, send, 429)
                return
        if actor:
            may_post = scope["method"] == "POST" and _find_path(scope) == LOGOUT and _is_short(scope)
            await self._app({**scope, "actor": actor, "may_post": may_post}, receive, send)
        elif scope["method"] in ("GET", "HEAD") and self._is_open(scope):
            await self._app(scope, receive, send)
        elif scope["method"] == "POST" and self._is_login(scope):
            await self._log_in(scope, receive, send)
        else:
            await self._refuse(scope, receive, send, 401)

    def _is_login(self, scope: Any) -> bool:
        return self._datasette.access.login == "password" and _find_path(scope) == LOGIN

    def _is_open(self, scope: Any) -> bool:
        """Whether all may see a path. Datasette finds the page by the path as it was sent, files by the decoded one."""
        return self._is_login(scope) or all(
            path.startswith(_OPEN) and ".." not in path for path in (scope["path"], _find_path(scope))
        )

    async def _find_actor(self, scope: Any) -> dict[str, Any] | None:
        request = Request(scope, None)
        for found in pm.hook.actor_from_request(datasette=self._datasette, request=request):
            if actor := await await_me_maybe(found):
                return dict(actor)
        return None

    async def _read_password(self, scope: Any, told: bytes) -> dict[str, Any] | None:
        """Who has the password of a header (RFC 7617): {} for nobody; None where too many wait to be tried."""
        digest = hashlib.sha256(told).digest()
        asking = {**scope, "headers": [(b"authorization", told)]}

        async def attempt() -> bool:
            try:
                return bool(await self._find_actor(asking))
            except ValueError:  # no Base64, or no ASCII in it
                return False

        if digest not in self._known:
            is_right = await self._attempts.make(attempt)
            if not is_right:
                return None if is_right is None else {}
            if len(self._known) < _MOST_KNOWN:
                self._known.add(digest)
        return {"id": READER}

    async def _log_in(self, scope: Any, receive: Any, send: Any) -> None:
        """Let the plugin read the form. A right password leads to the page that was asked for."""
        if not _is_short(scope):
            await self._refuse(scope, receive, send, 413)
            return
        status = 0
        wanted = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("next", ["/"])[0]

        async def send_on(message: Any) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                if status == 302 and re.match(r"/(?![/\\])[!-~]*$", wanted):
                    headers = [pair for pair in message["headers"] if pair[0].lower() != b"location"]
                    headers.append((b"location", str(self._datasette.urls.path(wanted)).encode("latin-1")))
                    message = {**message, "headers": headers}
            await send(message)

        async def attempt() -> bool:
            await self._app({**scope, "may_post": True}, receive, send_on)
            return status == 302

        if await self._attempts.make(attempt) is None:
            await self._refuse(scope, receive, send, 429)

    async def _refuse(self, scope: Any, receive: Any, send: Any, status: int) -> None:
        """Lead a browser to the login, and tell all others that there is one."""
        accepted = b",".join(value for name, value in scope["headers"] if name.lower() == b"accept")
        by_password = self._datasette.access.login == "password"
        if status == 401 and by_password and b"text/html" in accepted and scope["method"] == "GET":
            asked = _find_path(scope) + (f"?{scope['query_string'].decode('latin-1')}" if scope["query_string"] else "")
            login = f"{self._datasette.urls.path(LOGIN)}?next={quote(asked[:2_000], safe='')}"
            await Response.redirect(login, headers=dict(_HEADERS)).asgi_send(send)
            return
        said = {
            401: "This archive is read after a login.",
            413: "A login is a short form.",
            429: "Too many passwords are being tried; try again in a minute.",
        }
        asked_for = (
            {"www-authenticate": 'Basic realm="archive", charset="UTF-8"'} if status == 401 and by_password else {}
        )
        wait = {"retry-after": "60"} if status == 429 else {}
        answer = Response.text(f"{said[status]}\n", status=status, headers={**_HEADERS, **asked_for, **wait})
        await answer.asgi_send(send)

    def _seal(self, scope: Any, send: Any) -> Any:
        """Write cookies of the login for this archive alone: below its path, and by TLS where readers use it."""
        path, is_secure = self._datasette.setting("base_url"), scope.get("scheme") == "https"

        async def send_sealed(message: Any) -> None:
            if message["type"] == "http.response.start":
                headers = [
                    (name, _seal_cookie(value, path, is_secure) if name.lower() == b"set-cookie" else value)
                    for name, value in message.get("headers", [])
                ]
                message = {**message, "headers": headers}
            await send(message)

        return send_sealed


def _seal_cookie(value: bytes, path: str, is_secure: bool) -> bytes:
    cookie = SimpleCookie(value.decode("latin-1"))
    for name in cookie.keys() & {*_OURS}:
        cookie[name].update({"path": path, "samesite": "Lax"})
        cookie[name]["httponly"] = True
        cookie[name]["secure"] = is_secure
        return cookie[name].OutputString().encode("latin-1")
    return value


def _find_path(scope: Any) -> str:
    """The path as it was sent, by which Datasette finds a page."""
    raw = scope.get("raw_path") or scope["path"].encode()
    return str(raw.decode("latin-1").partition("?")[0])


def _is_short(scope: Any) -> bool:
    """Whether the form of a request is short: it is read into memory before it is looked at."""
    lengths = [value for name, value in scope["headers"] if name.lower() == b"content-length"]
    return len(lengths) == 1 and lengths[0].isdigit() and len(lengths[0]) < 8 and int(lengths[0]) <= _LONGEST
