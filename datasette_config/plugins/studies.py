"""Studies: the list of them, a page for each, and its whole answer as a file."""

import sqlite3
from typing import Any

from datasette import NotFound, hookimpl
from datasette.utils.asgi import BadRequest

from datasette_config.files import CHUNK, Rows, choose_columns, make_pattern, send_rows
from datasette_config.language import Words, get_language
from datasette_config.reading import read, render_page
from datasette_config.studies import (
    SHOWN,
    Reader,
    Study,
    answer,
    bind,
    list_study_columns,
    load_studies,
    select_all,
    select_sites,
)


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [
        (r"^/studies$", show_studies),
        (r"^/studies/(?P<name>[a-z0-9-]+)$", show_study),
        (rf"^/studies/(?P<name>[a-z0-9-]+)\.(?P<form>{make_pattern()})$", send_study),
    ]


async def show_studies(datasette: Any, request: Any) -> Any:
    """Show the list of studies."""
    return await render_page(datasette, request, "studies.html", studies=load_studies().values())


async def show_study(datasette: Any, request: Any) -> Any:
    """Show a study, for the parameters of the address."""
    study = _find_study(request)
    sites = await read(datasette, select_sites)
    bound, wrong = bind(study, request.args, sites)
    context: dict[str, Any] = {"study": study, "bound": bound, "wrong": wrong, "sites": sites}
    try:
        found = await read(datasette, lambda connection: answer(connection, study, bound))
    except sqlite3.OperationalError as error:
        return await _refuse(datasette, request, error, context)
    say = Reader(study, Words(get_language(request)), sites)
    drawn = [(told, say.draw(form, found.rows)) for form, told in study.pictures]
    context |= {"answer": found, "say": say, "pictures": [pair for pair in drawn if pair[1]], "most": SHOWN}
    return await render_page(datasette, request, "study.html", **context)


async def send_study(datasette: Any, request: Any) -> Any:
    """Send all rows of a study, of the columns that `?column=` names."""
    study = _find_study(request)
    sites = await read(datasette, select_sites)
    bound, wrong = bind(study, request.args, sites)
    if wrong:
        name = wrong[0].name
        raise BadRequest(f"{name}={request.args.get(name)[:100]}: it cannot be used; the page of the study has a form")
    try:
        rows = await read(datasette, lambda connection: select_all(connection, study, bound))
    except sqlite3.OperationalError as error:
        context = {"study": study, "bound": bound, "wrong": wrong, "sites": sites}
        return await _refuse(datasette, request, error, context)
    columns = choose_columns(request, list_study_columns(study, Words(get_language(request)), rows))
    places = [[each.name for each in study.columns].index(column.name) for column in columns]

    def select(_: sqlite3.Connection, start: int) -> list[tuple[Any, ...]]:
        return [tuple(row[place] for place in places) for row in rows[start : start + CHUNK]]

    about = [("研究 study", study.name), *bound.items()]
    words = [study.name, *(value for value in bound.values() if value)]
    return await send_rows(datasette, words, request.url_vars["form"], Rows(columns, len(rows), select), about)


async def _refuse(datasette: Any, request: Any, error: sqlite3.OperationalError, context: dict[str, Any]) -> Any:
    """Show the page of a study whose query was interrupted, or cannot be run: its parameters and its SQL."""
    context |= {"slow": "interrupted" in str(error), "error": str(error)}
    return await render_page(datasette, request, "study.html", status=503, **context)


def _find_study(request: Any) -> Study:
    try:
        return load_studies()[request.url_vars["name"]]
    except KeyError:
        raise NotFound("there is no study of this name") from None
