"""Answer wrong questions as such: what was wrong, in the reader's words, and a status below 500."""

import re
import sqlite3
import traceback
from json import JSONDecodeError
from typing import Any

from datasette import NotFound, Response, hookimpl
from datasette.filters import Filters
from datasette.utils import urlsafe_components
from datasette.utils.asgi import BadRequest, Request

from datasette_config import NAME, OUT_OF_MEMORY
from datasette_config.gate import PROGRAMS, RETRY
from datasette_config.reading import render_page
from datasette_config.withdrawn import show_tombstone
from datasette_config.wrong_sql import explain

LONGEST_ADDRESS = 20_000  # characters of a path with its query; a query in SQL may be long
_METHODS = ("GET", "HEAD", "OPTIONS")
# A name or an address, and a port: what else a client names would be written into addresses of answers.
_HOST = re.compile(r"([\w.-]{0,255}|\[[0-9a-f:.]{2,60}\])(:\d{0,5})?", re.ASCII | re.IGNORECASE)
_NUMBERS = ("_timelimit", "_ttl", "_facet_size")
_FACETS = ("_facet", "_facet_array", "_facet_date", "_facet_month", "_facet_year")
_LOOKUPS = {lookup.key for lookup in Filters._filters}
# What an error of SQLite says of the question, and not of the archive. https://www.sqlite.org/rescode.html
_CODES = {"SQLITE_ERROR", "SQLITE_READONLY", "SQLITE_TOOBIG", "SQLITE_MISMATCH", "SQLITE_AUTH", "SQLITE_RANGE"}
_CODES.add("SQLITE_INTERRUPT")  # it took too long
# Of a row's address: a table that is not there, a key with fewer parts than the table's.
_NO_KEYS = ("no such table", "binding parameter :p")
_RETRY = {429: RETRY, 503: 60}  # seconds
_SAID = {
    "404": "there is no page at this address",
    "404: File not found": "there is no page at this address",
    "404: Path not inside root path": "there is no page at this address",
    "Database not found": "there is no page at this address",
    "Table not found": "there is no page at this address",
    "Record not found": "nothing in the archive has this number",
    "Database download is forbidden": "take the file of the archive from the page of downloads",
}


@hookimpl(tryfirst=True)  # the innermost: its answers get the headers of all
def asgi_wrapper(datasette: Any) -> Any:
    """Refuse what no page answers before any page sees it, and what the front of the server refuses: apart/front.py."""

    def wrap(app: Any) -> Any:
        async def wrapped(scope: Any, receive: Any, send: Any) -> None:
            scope = _drop_unreadable(scope)
            # Templates have it from a layer of Datasette's that is further in.
            request = Request({**scope, "csrftoken": lambda: ""}, receive) if scope["type"] == "http" else None
            if request is None:
                await app(scope, receive, send)
                return
            if wrong := scope.get("refused") or _check_address(request):
                answer = await _answer(datasette, request, *wrong)
                await answer.asgi_send(send)
                return
            await app(scope, receive, send)

        return wrapped

    return wrap


def _drop_unreadable(scope: Any) -> Any:
    """Leave out cookies that are no UTF-8, of other services on this host: Datasette's layers fail on them."""

    def is_readable(name: bytes, value: bytes) -> bool:
        return name != b"cookie" or value.decode("utf-8", "ignore").encode() == value

    return {**scope, "headers": [pair for pair in scope.get("headers", []) if is_readable(*pair)]}


def _check_address(request: Any) -> tuple[int, str] | None:
    """What is wrong with a request whatever the page: a status and a reason; None: nothing."""
    if not _HOST.fullmatch(request.headers.get("host") or ""):
        return 400, "the name of the host is no name"
    if request.method not in _METHODS and not request.scope.get("may_post"):
        return 405, "this site can only be read"
    if len(request.full_path) > LONGEST_ADDRESS:
        return 414, "the address is too long"
    if request.path == f"/{NAME}" or request.path.startswith((f"/{NAME}/", f"/{NAME}.")):
        for name in _NUMBERS:
            value = request.args.get(name)
            is_number = value and value.isascii() and value.isdigit() and len(value) < 10
            if value and not is_number and (name, value) != ("_facet_size", "max"):
                return 400, f"{name}={value[:100]}: not a number"
    return None


@hookimpl(tryfirst=True)
def filters_from_request(request: Any, table: str, datasette: Any) -> Any:
    """Check what a list of rows is asked; it filters nothing itself. SQLite would read a column that is not there as a
    text, and Datasette answers some of these errors as its own.
    """

    async def check() -> None:
        database = datasette.get_database(NAME)
        keys = await database.primary_keys(table)
        columns = {*await database.table_columns(table), *([] if keys else ["rowid"])}
        args = request.args
        for name in ("_sort", "_sort_desc", *_FACETS):
            for value in args.getlist(name):
                if value not in columns and (value or name in _FACETS):
                    raise _make_error(name, value, "no such column")
        if args.get("_sort") and args.get("_sort_desc"):
            raise BadRequest("_sort and _sort_desc exclude each other")
        for name in args:
            if name.startswith("_") and "__" not in name:
                continue  # a setting of Datasette's, or of a page
            column, _, lookup = name.rpartition("__") if "__" in name else (name, "", "exact")
            if column not in columns:
                raise _make_error(name, args.get(name), "no such column")
            if lookup not in _LOOKUPS:
                raise _make_error(name, args.get(name), "no such comparison")
        if any("\0" in value for value in args.getlist("_where")):
            raise BadRequest("_where: the query contains a null character")
        if "_through" in args:
            raise BadRequest("_through is not answered here; write a query in SQL")
        if following := args.get("_next"):
            metadata = datasette.table_metadata(NAME, table)
            is_sorted = bool({"_sort", "_sort_desc"} & {*args} or {"sort", "sort_desc"} & {*metadata})
            if len(urlsafe_components(following)) != (len(keys) or 1) + is_sorted:
                raise _make_error("_next", following, "take it from the link to the next page")

    return check()


def _make_error(name: str, value: str, reason: str) -> BadRequest:
    return BadRequest(f"{name[:100]}={value[:100]}: {reason}")


@hookimpl
def extra_template_vars(request: Any, view_name: str | None) -> dict[str, Any]:
    """Datasette shows its page in HTML for any ending that it does not know."""
    if view_name in ("database", "table", "row") and request and request.url_vars.get("format"):
        raise NotFound("there is no file of this format")
    return {}


@hookimpl(tryfirst=True)
def forbidden(datasette: Any, request: Any, message: str) -> Any:
    """Tell what is not published."""
    return lambda: _answer(datasette, request, 403, message)


@hookimpl(tryfirst=True)
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Any:
    """Tell an error in the reader's language; of an error of ours only that there is one, since its message may name
    files. The log has it whole.
    """
    status, said = _judge(request, exception)
    if status >= 500:
        traceback.print_exception(exception)

    async def answer() -> Any:
        tombstone = await show_tombstone(datasette, request) if status == 404 else None
        is_slow = getattr(exception, "message_is_html", False)
        return tombstone or await _answer(datasette, request, status, said, slow=is_slow)

    return answer


def _judge(request: Any, exception: Exception) -> tuple[int, str]:
    """The status and the message of an exception."""
    if isinstance(exception, MemoryError):  # of SQLite's memory, or of a process that answers queries
        return 400, OUT_OF_MEMORY
    said = str(exception)
    is_number = isinstance(exception, ValueError) and "invalid literal for int()" in said
    is_unknown_key = "pks" in request.url_vars and (is_number or any(sign in said for sign in _NO_KEYS))
    if is_unknown_key or isinstance(exception, OverflowError):  # the latter of a number larger than SQLite's
        return 404, "nothing in the archive has this number"
    if hasattr(exception, "status"):  # Datasette's errors; of those of 500 all are wrong questions, `Cannot sort by`
        return (exception.status if exception.status != 500 else 400), _SAID.get(said, said)
    if is_number:  # `id__gt=²`, which is a digit to Python
        return 400, f"{said.rpartition(': ')[2][:100]}: not a number"
    if isinstance(exception, JSONDecodeError) and any(name.endswith("__in") for name in request.args):
        return 400, "a list of values is JSON or has commas between them"
    code = getattr(exception, "sqlite_errorname", "")
    is_of_sql = isinstance(exception, sqlite3.Error | sqlite3.Warning) and (not code or code in _CODES)
    return (400, said) if is_of_sql else (500, "")


async def _answer(datasette: Any, request: Any, status: int, said: str, slow: bool = False) -> Any:
    said = "interrupted" if slow else said
    headers = {"retry-after": str(_RETRY[status])} if status in _RETRY else {}
    if request.path.endswith(".json"):
        told = {"ok": False, "error": said or "error of the server", "status": status, "title": None}
        return Response.json(told, status=status, headers=headers)
    if headers and request.path.endswith(PROGRAMS):
        return Response.text(f"{said}\n", status=status, headers=headers)
    context = {"status_code": status, "error": said, "slow": "interrupted" in said, "wrong": explain(said)}
    answer = await render_page(datasette, request, "error.html", status=status, **context)
    if status == 405:
        answer.headers["allow"] = ", ".join(_METHODS)
    answer.headers.update(headers)
    return answer
