"""The interface's language on every page, and the filters that all templates use."""

import sqlite3
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from datasette import hookimpl

from cundang.text.address import is_web
from datasette_config.language import COOKIE, LANGUAGES, Words, language_of
from datasette_config.reading import page
from datasette_config.timeline import draw_timeline

_DOWNLOADS = Path(__file__).with_name("downloads.py").exists()


@hookimpl
def prepare_jinja2_environment(env: Any) -> None:
    """`is_web`: only addresses of the web become links; `paragraphs`: a text as lines of lines."""
    env.filters["is_web"] = lambda url: is_web(url or "")
    env.filters["paragraphs"] = lambda text: [paragraph.split("\n") for paragraph in text.split("\n\n")]
    env.filters["timeline"] = draw_timeline
    env.globals.update(t=Words("zh"), switch="?_lang=en", other_language="en", downloads="")  # on pages without request
    env.globals["exact"] = lambda field, value: f'{field}:"{str(value).replace(chr(34), "")}"'


@hookimpl
def extra_template_vars(request: Any) -> dict[str, Any]:
    words = Words(language_of(request)) if request else Words("zh")
    other = next(language for language in LANGUAGES if language != words.language)
    downloads = "/downloads" if _DOWNLOADS else ""
    return {"t": words, "switch": _switch(request, other), "other_language": other, "downloads": downloads}


@hookimpl(tryfirst=True)
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Any:
    """What is not there, or was asked wrongly, gets a page in the reader's language; all else is Datasette's to report."""
    status = getattr(exception, "status", 400 if isinstance(exception, sqlite3.OperationalError) else 500)
    if status >= 500 or request.path.endswith(".json"):
        return None

    async def told() -> Any:
        slow = getattr(
            exception, "message_is_html", False
        )  # Datasette's page about a query that was stopped, and no other
        told_of = {"status_code": status, "error": str(exception), "slow": slow}
        return await page(datasette, request, "error.html", status=status, **told_of)

    return told


@hookimpl
def asgi_wrapper() -> Any:
    return _remember


def _switch(request: Any, language: str) -> str:
    """The address of the same page in another language."""
    kept = [
        part for part in (request.query_string if request else "").split("&") if part and not part.startswith("_lang=")
    ]
    return "?" + "&".join([*kept, f"_lang={language}"])


def _remember(app: Any) -> Any:
    """`?_lang=` is kept in a cookie; pages say that they differ by language."""

    async def wrapped(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        asked = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("_lang", [""])[0]

        async def remembering(message: Any) -> None:
            if message["type"] == "http.response.start":
                headers = [*message.get("headers", []), (b"vary", b"Accept-Language, Cookie")]
                if asked in LANGUAGES:
                    cookie = SimpleCookie({COOKIE: asked})
                    cookie[COOKIE].update({"path": "/", "max-age": "31536000", "samesite": "Lax"})
                    headers.append((b"set-cookie", cookie[COOKIE].OutputString().encode()))
                message = {**message, "headers": headers}
            await send(message)

        await app(scope, receive, remembering)

    return wrapped
