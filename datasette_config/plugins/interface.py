"""Choose the language of each page, and define the filters and globals of all templates."""

from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from datasette import hookimpl

from cundang.text.address import is_web
from datasette_config.assets import asset
from datasette_config.changes import measure_seconds
from datasette_config.drawing.timeline import draw_timeline
from datasette_config.language import COOKIE, LANGUAGES, NAMES, Words, get_language
from datasette_config.tongues import is_han, mark_han, tell_tongue

_DOWNLOADS = Path(__file__).with_name("downloads.py").exists()


@hookimpl
def prepare_jinja2_environment(env: Any) -> None:
    """Define filters: `is_web`, since only web addresses become links; `paragraphs`, a text as lists of lines; `delay`,
    the seconds from one time of publication to another; and those of tongues.py: `is_han`, `han`, `tongue`.
    """
    env.filters["is_web"] = lambda url: is_web(url or "")
    env.filters["paragraphs"] = lambda text: [paragraph.split("\n") for paragraph in text.split("\n\n")]
    env.filters["timeline"] = draw_timeline
    env.filters["delay"] = measure_seconds
    env.filters.update(is_han=is_han, han=mark_han, tongue=tell_tongue)
    env.globals.update(t=Words("zh"), switches=[], downloads="")  # on pages without request
    env.globals["asset"] = asset
    env.globals["exact"] = lambda field, value: f'{field}:"{str(value).replace(chr(34), "")}"'


@hookimpl
def extra_template_vars(request: Any) -> dict[str, Any]:
    words = Words(get_language(request)) if request else Words("zh")
    others = [language for language in LANGUAGES if language != words.language]
    switches = [(LANGUAGES[other], NAMES[other], _make_switch(request, other)) for other in others]
    downloads = "/downloads" if _DOWNLOADS else ""
    return {"t": words, "switches": switches, "downloads": downloads}


@hookimpl
def asgi_wrapper(datasette: Any) -> Any:
    return lambda app: _keep_language(app, datasette.setting("base_url"))


def _make_switch(request: Any, language: str) -> str:
    """Make the address of the same page in another language."""
    kept = [
        part for part in (request.query_string if request else "").split("&") if part and not part.startswith("_lang=")
    ]
    return "?" + "&".join([*kept, f"_lang={language}"])


def _keep_language(app: Any, path: str) -> Any:
    """Store the language of `?_lang=` in a cookie for the path, and add the header Vary to every page."""

    async def wrapped(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http" or scope["path"].endswith(".atom"):  # a feed is in the language of its address
            await app(scope, receive, send)
            return
        requested = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("_lang", [""])[0]

        async def send_with_cookie(message: Any) -> None:
            if message["type"] == "http.response.start":
                headers = [*message.get("headers", []), (b"vary", b"Accept-Language, Cookie")]
                if requested in LANGUAGES:
                    cookie = SimpleCookie({COOKIE: requested})
                    cookie[COOKIE].update({"path": path, "max-age": "31536000", "samesite": "Lax"})
                    headers.append((b"set-cookie", cookie[COOKIE].OutputString().encode()))
                message = {**message, "headers": headers}
            await send(message)

        await app(scope, receive, send_with_cookie)

    return wrapped
