"""What robots may read: robots.txt, and the sitemap of all articles (https://www.sitemaps.org/protocol.html)."""

import sqlite3
import xml.etree.ElementTree as ET
from typing import Any

from datasette import NotFound, Response, hookimpl

from datasette_config import NAME
from datasette_config.address import make_absolute
from datasette_config.reading import read, select_rows

EACH = 10_000  # numbers of articles in one sitemap; the protocol allows 50,000 addresses and 50 MB
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
# The sitemaps that have an article, by the index of the key: numbers may begin at any, and have gaps.
_NUMBERS = """
    WITH RECURSIVE numbers(number) AS (
      SELECT (min(id) - 1) / :each FROM articles
      UNION ALL SELECT ((SELECT min(id) FROM articles WHERE id > (number + 1) * :each) - 1) / :each FROM numbers
      WHERE number IS NOT NULL
    ) SELECT number FROM numbers WHERE number IS NOT NULL
"""
_ARTICLES = "SELECT id, substr(changed_at, 1, 10) AS day FROM articles WHERE id BETWEEN ? AND ? ORDER BY id"
# Each facet and order of a list has an address, so a crawler would never end.
# What was withdrawn is not to be found by the log of it; the pages that stand in its place are open, so that a search
# engine that knew the article sees that it is gone.
_CLOSED = (
    "/*?", f"/{NAME}/search", f"/{NAME}/trends", f"/{NAME}/download", f"/{NAME}/redactions", "/*/raw", "/*/cite",
    "/*.json", "/*.csv",
)  # fmt: skip


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [
        (r"^/robots\.txt$", show_robots),
        (r"^/sitemap\.xml$", show_sitemaps),
        (r"^/sitemaps/(?P<number>\d{1,9})\.xml$", show_sitemap),
    ]


@hookimpl
def asgi_wrapper(datasette: Any) -> Any:
    """Where robots may read nothing, say so in each answer: robots.txt counts only at the root of a host."""

    def add_header(app: Any) -> Any:
        async def wrapped(scope: Any, receive: Any, send: Any) -> None:
            async def send_with_header(message: Any) -> None:
                if message["type"] == "http.response.start" and not datasette.publication.robots:
                    message = {**message, "headers": [*message["headers"], (b"x-robots-tag", b"noindex, nofollow")]}
                await send(message)

            await app(scope, receive, send_with_header if scope["type"] == "http" else send)

        return wrapped

    return add_header


async def show_robots(datasette: Any, request: Any) -> Any:
    """Send robots.txt."""
    if not datasette.publication.robots:
        return Response.text("User-agent: *\nDisallow: /\n")
    closed = "".join(f"Disallow: {datasette.urls.path(path)}\n" for path in _CLOSED)
    return Response.text(f"User-agent: *\n{closed}Sitemap: {make_absolute(datasette, request, '/sitemap.xml')}\n")


async def show_sitemaps(datasette: Any, request: Any) -> Any:
    """Send the index of the sitemaps."""
    _refuse_closed(datasette)
    found = await read(datasette, lambda connection: connection.execute(_NUMBERS, {"each": EACH}).fetchall())
    root = ET.Element("sitemapindex", xmlns=_NAMESPACE)
    for (number,) in found:
        address = make_absolute(datasette, request, f"/sitemaps/{number}.xml")
        ET.SubElement(ET.SubElement(root, "sitemap"), "loc").text = address
    return _send(root)


async def show_sitemap(datasette: Any, request: Any) -> Any:
    """Send a sitemap: the addresses of EACH articles by their numbers, and the day of their last change."""
    _refuse_closed(datasette)
    first = int(request.url_vars["number"]) * EACH + 1

    def find(connection: sqlite3.Connection) -> list[dict[str, Any]]:
        return select_rows(connection, _ARTICLES, first, first + EACH - 1)

    rows = await read(datasette, find)
    if not rows:
        raise NotFound("there is no sitemap of this number")
    root = ET.Element("urlset", xmlns=_NAMESPACE)
    for row in rows:
        entry = ET.SubElement(root, "url")
        ET.SubElement(entry, "loc").text = make_absolute(datasette, request, f"/{NAME}/articles/{row['id']}")
        if row["day"]:
            ET.SubElement(entry, "lastmod").text = row["day"]
    return _send(root)


def _refuse_closed(datasette: Any) -> None:
    if not datasette.publication.robots:
        raise NotFound("this archive has no sitemap: robots may not read it")


def _send(root: ET.Element) -> Any:
    body = ET.tostring(root, encoding="unicode", xml_declaration=True)
    return Response(body, content_type="application/xml; charset=utf-8")
