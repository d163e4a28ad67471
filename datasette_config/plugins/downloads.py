"""The page /downloads: the files of `archive export` and `archive snapshot`, and the data dictionary."""

from pathlib import Path

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import AsgiFileDownload, Request, Response

from cundang.search.query import make_match
from cundang.store.data_dictionary import describe_columns, describe_tables
from datasette_config.asking import LONGEST
from datasette_config.reading import get_fold, read
from exchange.downloads import find_downloads_folder, list_downloads, list_snapshots
from exchange.recipes import AS_TEXT, OPENING, SEARCH, SEARCHING

NAME = "archive"
# Files of a snapshot, by the strings file_* that say what they are.
_KINDS = (
    ("archive.db", "archive_db"),
    ("archive-lite.db", "archive_lite"),
    ("articles.csv", "articles_csv"),
    ("articles.jsonl", "articles_jsonl"),
    (SEARCH.name, "search_sql"),
    ("README.md, datapackage.json, croissant.json, SHA256SUMS", "cards"),
)
# To be read and copied; no query is run from it.
_FIND = """SELECT id, title, url FROM articles WHERE id IN (
  SELECT rowid FROM articles_fts WHERE articles_fts MATCH '{}');"""


@hookimpl
def register_routes() -> list[tuple[str, object]]:
    """Register the page, and the addresses of the files on it."""
    return [(r"^/downloads$", show_downloads), (r"^/downloads/(?P<name>.+)$", send_download)]


def _find_folder(datasette: Datasette) -> Path | None:
    path = datasette.get_database(NAME).path
    return find_downloads_folder(Path(path)) if path else None


async def show_downloads(datasette: Datasette, request: Request) -> Response:
    """Show the complete files, the newest snapshot first, and how to open and search them; `?match=` are words, of
    which it makes an expression of the index.
    """
    folder = _find_folder(datasette)
    words = (request.args.get("match") or "").strip()[:LONGEST]
    match = await read(datasette, lambda connection: make_match(words, get_fold(connection))) if words else ""
    made = [(place.name, list_downloads(place)) for place in list_snapshots(folder)] if folder else []
    context = {
        "snapshots": made,
        "exports": list_downloads(folder) if folder else [],
        "opening": OPENING,
        "as_text": AS_TEXT,
        "searching": SEARCHING,
        "kinds": _KINDS,
        "search_name": SEARCH.name,
        "search_sql": SEARCH.read_text(encoding="utf-8"),
        "words": words,
        "match": _FIND.format(match.replace("'", "''")) if match else "",
        "dictionary": [(name, [c for c in describe_columns() if c.table == name]) for name in describe_tables()],
    }
    return Response.html(await datasette.render_template("downloads.html", context, request=request))


async def send_download(datasette: Datasette, request: Request) -> AsgiFileDownload | Response:
    """Send a file that is on the page; no other can be requested."""
    folder, requested = _find_folder(datasette), request.url_vars["name"]
    listed = {file.name: folder / file.name for file in list_downloads(folder)} if folder else {}
    for place in list_snapshots(folder) if folder else []:
        listed |= {f"{place.name}/{file.name}": place / file.name for file in list_downloads(place)}
    if requested not in listed:
        return Response.text(f"No such file: {requested[:200]}", status=404)
    path = listed[requested]
    headers = {"X-Content-Type-Options": "nosniff", "Content-Length": str(path.stat().st_size)}
    return AsgiFileDownload(str(path), filename=path.name, content_type="application/octet-stream", headers=headers)
