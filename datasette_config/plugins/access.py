"""Pages of the login, and the page that says that SQL is off; who the reader is where a proxy says so."""

from typing import Any

from datasette import Forbidden, NotFound, hookimpl

from datasette_config.access import LOGIN, LOGOUT, find_proxied


@hookimpl(tryfirst=True)
def register_routes(datasette: Any) -> list[tuple[str, Any]]:
    closed = [] if datasette.access.login == "password" else [(rf"^(?:{LOGIN}|{LOGOUT})$", refuse_login)]
    return [*closed, *([] if datasette.access.sql else [(r"^/queries$", refuse_queries)])]


async def refuse_login() -> Any:
    """Refuse the pages of a login that is not asked for: the plugin has them wherever it is installed."""
    raise NotFound("this page is not published")


async def refuse_queries() -> Any:
    """Say that readers may write no queries."""
    raise Forbidden("queries in SQL are off in this archive")


@hookimpl
def actor_from_request(datasette: Any, request: Any) -> Any:
    return find_proxied(datasette.access, request.scope)


@hookimpl
def prepare_jinja2_environment(env: Any, datasette: Any) -> None:
    """Define `sql_is_on`."""
    env.globals["sql_is_on"] = datasette.access.sql
