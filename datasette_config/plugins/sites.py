"""Pages of sites: a page a site, /archive/sites/NAME, and all of them, /archive/sites."""

import re
import sqlite3
from typing import Any

from datasette import hookimpl
from datasette.utils import tilde_encode, urlsafe_components

from cundang.store.clock import read_clock
from datasette_config import NAME
from datasette_config.reading import parse_number, read
from datasette_config.site_calendar import make_calendar
from datasette_config.sites import Overview, Site, describe_pace, draw_lines, read_overview, read_pages

PAGE = 60  # sites
STATES = ("current", "late", "blocked", "never")
ORDERS = ("articles", "name", "newest")
_LONGEST = 100  # characters of a name that is looked for
# The page of a site whose name has dots, as a host's has: Datasette takes what is behind the last one for a format.
_DOTTED = re.compile(rf"(/{NAME}/sites/)([^/?]*\.[^/?.]+)", re.ASCII)
_FORMATS = (".json", ".csv", ".jsono")


@hookimpl
def prepare_jinja2_environment(env: Any) -> None:
    """Define the filter `site_path`: the path of the page of a site."""
    env.filters["site_path"] = lambda name: f"/{NAME}/sites/{tilde_encode(name)}"


@hookimpl
def extra_template_vars(view_name: str, table: str | None, request: Any, datasette: Any) -> Any:
    async def row() -> dict[str, Any]:
        name = urlsafe_components(request.url_vars["pks"])[0]
        return await read(
            datasette, lambda connection: _read_site(connection, name, datasette.publication.find_promise(name))
        )

    async def all_sites() -> dict[str, Any]:
        overview = await read(datasette, read_overview)
        return select_sites(overview, request.args)

    if table != "sites" or view_name not in ("row", "table"):
        return {}
    return row if view_name == "row" else all_sites


@hookimpl
def asgi_wrapper() -> Any:
    return _accept_dots


def _read_site(connection: sqlite3.Connection, name: str, promised: Any) -> dict[str, Any]:
    found, overview = read_pages(connection, name), read_overview(connection)
    site, today = overview.get(name) or Site(name, name), read_clock().date().isoformat()
    return {
        "site": site,
        "found": found,
        "promised": promised,
        "usual": describe_pace(found.pace, promised),
        "calendar": make_calendar(site.months, today, found.missing),
        "undated": site.articles - sum(site.months.values()),
    }


def select_sites(overview: Overview, args: Any) -> dict[str, Any]:
    """Select a page of the sites of an address: `_q` in a name, `_letter` that begins it, `_state`, in an `_order`."""
    given = (args.get("_q") or "").strip()[:_LONGEST]
    words = given.casefold()
    letter, state, order = args.get("_letter") or "", args.get("_state") or "", args.get("_order") or ORDERS[0]
    sites = [
        site
        for site in overview.sites
        if (words in site.name.casefold() or words in site.publisher.casefold())
        and (not letter or _find_letter(site) == letter)
        and (state not in STATES or site.state == state)
    ]
    if order == "name":
        sites.sort(key=lambda site: site.name)
    elif order == "newest":
        sites.sort(key=lambda site: site.newest or "", reverse=True)
    last = max(1, -(-len(sites) // PAGE))
    number = min(parse_number(args.get("_page")), last)
    shown = sites[(number - 1) * PAGE : number * PAGE]
    return {
        "overview": overview,
        "sites": shown,
        **draw_lines(overview, shown),
        "matching": len(sites),
        "page": number,
        "last_page": last,
        "wanted": {"_q": given, "_letter": letter, "_state": state, "_order": order if order != ORDERS[0] else ""},
        "letters": sorted({_find_letter(site) for site in overview.sites}),
        "states": STATES,
        "orders": ORDERS,
    }


def _find_letter(site: Site) -> str:
    """The letter under which a site stands: that which its short name begins with; # for what is no letter."""
    first = site.name[:1].upper()
    return first if first.isascii() and first.isalpha() else "#"


def encode_dots(path: str) -> str:
    """Encode the dots in the name of a site, so that its page has the address that one would write.

    >>> encode_dots("/archive/sites/news.example.org"), encode_dots("/archive/sites/demo.json")
    ('/archive/sites/news~2Eexample~2Eorg', '/archive/sites/demo.json')
    """
    found = _DOTTED.fullmatch(path)
    return f"{found[1]}{found[2].replace('.', '~2E')}" if found and not found[2].endswith(_FORMATS) else path


def _accept_dots(app: Any) -> Any:
    async def wrapped(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http" and "/sites/" in scope["path"]:
            scope = {**scope, "path": encode_dots(scope["path"])}
            if scope.get("raw_path"):
                scope["raw_path"] = encode_dots(scope["raw_path"].decode("latin-1")).encode("latin-1")
        await app(scope, receive, send)

    return wrapped
