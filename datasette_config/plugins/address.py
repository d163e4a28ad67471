"""Pages below the path of a public address: Datasette wants its `base_url` before each path."""

from typing import Any

from datasette import hookimpl


@hookimpl(tryfirst=True)
def asgi_wrapper(datasette: Any) -> Any:
    """Add the base to each path. The first wrapper is the innermost: all others see paths without it."""
    base = datasette.setting("base_url")

    def add_base(app: Any) -> Any:
        async def wrapped(scope: Any, receive: Any, send: Any) -> None:
            if scope["type"] == "http":
                scope = {**scope, "path": base + scope["path"].removeprefix("/")}
                if scope.get("raw_path"):
                    scope["raw_path"] = base.encode("latin-1") + scope["raw_path"].removeprefix(b"/")
            await app(scope, receive, send)

        return wrapped

    return add_base if base != "/" else lambda app: app
