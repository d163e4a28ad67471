"""The page /-/status and /-/status.json: how the archive and its sites stand, for people and for monitors."""

from typing import Any

from datasette import Response, hookimpl

from cundang.store.faults import format_bytes
from cundang.store.standing import TASKS
from datasette_config.reading import render_page
from datasette_config.status import MOST, describe, read_told

_FRESH = {"Cache-Control": "no-store"}  # ages and free bytes change while nothing is written to the archive


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [(r"^/-/status$", show_status), (r"^/-/status\.json$", send_status)]


@hookimpl
def prepare_jinja2_environment(env: Any) -> None:
    """Define the filter `as_bytes`: a number of bytes as people write it."""
    env.filters["as_bytes"] = format_bytes


async def show_status(datasette: Any, request: Any) -> Any:
    """Show how the archive stands: what is wrong, a line for each site, sizes, and the age of each task of upkeep."""
    told = await read_told(datasette)
    wrong = {fault.site for fault in told.faults}
    sites = sorted(told.standing.sites, key=lambda site: site.name not in wrong)
    context = {"told": told, "standing": told.standing, "shown": sites[:MOST], "wrong": wrong, "tasks": TASKS}
    return await render_page(datasette, request, "status.html", _choose_code(told, request), **context)


async def send_status(datasette: Any, request: Any) -> Any:
    """Send the same as JSON; `ok` is false where something is wrong. With `?fail=1` the answer is then a 503."""
    told = await read_told(datasette)
    return Response.json(describe(told), status=_choose_code(told, request), headers=_FRESH)


def _choose_code(told: Any, request: Any) -> int:
    return 503 if request.args.get("fail") == "1" and not told.is_well else 200
