"""Pages of an article: its reading view, and its raw page."""

import asyncio
import sqlite3
from functools import cache
from typing import Any

import opencc
from datasette import NotFound, Response, hookimpl

from cundang.model.errors import ArchiveError
from cundang.raw.pages import read_page
from cundang.text.encoding import NoTextError, decode_bytes
from datasette_config import NAME
from datasette_config.annotate import annotate
from datasette_config.articles import read_article, read_history, read_revisions
from datasette_config.reading import open_warc_folder, parse_id, read, select_rows
from datasette_config.references import format_citations, make_reference
from datasette_config.reprints import read_reprints

_KEYWORDS = "SELECT keyword FROM keywords WHERE article_id = ? ORDER BY rowid"
_IMAGES = "SELECT url, caption FROM images WHERE article_id = ? ORDER BY position"
_ATTACHMENTS = "SELECT url, name, type, bytes FROM attachments WHERE article_id = ? ORDER BY position"
_REMOVED = "SELECT position, text, kind FROM removed WHERE revision_id = ? ORDER BY rowid"
_REPAIRS = "SELECT position, before, after FROM repairs WHERE revision_id = ? ORDER BY position"
_NEIGHBOUR = """
    SELECT id, title, script FROM articles WHERE site = :site AND (published_at, id) {0} (:published_at, :id)
    ORDER BY published_at {1}, id {1} LIMIT 1
"""


@hookimpl
def extra_template_vars(view_name: str, table: str | None, request: Any, datasette: Any) -> Any:
    async def article() -> dict[str, Any]:
        article_id = parse_id(request.url_vars["pks"])
        return await read(datasette, lambda connection: _read_article(connection, article_id, datasette, request))

    return article if view_name == "row" and table == "articles" else {}


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [(rf"^/{NAME}/articles/(?P<id>\d+)/raw$", show_raw_page)]


def _read_article(connection: sqlite3.Connection, article_id: int, datasette: Any, request: Any) -> dict[str, Any]:
    row = read_article(connection, article_id)
    history = read_history(connection, row)
    revisions = history["revisions"]
    removed = [tuple(removal.values()) for removal in select_rows(connection, _REMOVED, row["revision_id"])]
    repairs = [tuple(repair.values()) for repair in select_rows(connection, _REPAIRS, row["revision_id"])]
    neighbours = {
        name: connection.execute(_NEIGHBOUR.format(*order), row).fetchone() if row["published_at"] else None
        for name, order in {"previous": ("<", "DESC"), "next": (">", "ASC")}.items()
    }
    other = {"Hans": "Hant", "Hant": "Hans"}.get(row["script"] or "")
    article = dict(row)
    if other and request.args.get("script") == other:
        shown = ("title", "text", "kicker", "subtitle")
        article.update({name: _convert(row[name], other) for name in shown if row[name]}, script=other)
    return {
        "article": article,
        "converted": article["script"] != row["script"],
        "other_script": other,
        "keywords": [keyword["keyword"] for keyword in select_rows(connection, _KEYWORDS, article_id)],
        "images": select_rows(connection, _IMAGES, article_id),
        "attachments": select_rows(connection, _ATTACHMENTS, article_id),
        **history,
        "removed": removed,
        "repairs": repairs,
        "reprints": read_reprints(connection, row),
        "traces": annotate(row["text"], removed, repairs) if request.args.get("traces") else None,
        **neighbours,
        "citations": format_citations(make_reference(row, revisions[-1], datasette, request)) if revisions else [],
    }


@cache
def _get_converter(script: str) -> Any:
    return opencc.OpenCC("s2tw" if script == "Hant" else "t2s")  # as Taiwan writes; s2t has 爲, 羣衆, 牀


def _convert(text: str, script: str) -> str:
    return str(_get_converter(script).convert(text))


async def show_raw_page(datasette: Any, request: Any) -> Any:
    """Show the raw page of a revision as text, with its WARC record. Never as HTML, so that no script in it can run."""
    article_id = parse_id(request.url_vars["id"])

    def find(connection: sqlite3.Connection) -> tuple[str, int]:
        revisions = read_revisions(connection, article_id)
        given = request.args.get("revision")
        requested = parse_id(given) if given else revisions[-1]["number"] if revisions else 0
        kept = [revision for revision in revisions if revision["number"] == requested and revision["warc_file"]]
        if not kept:
            raise NotFound("no raw page is kept of this revision")
        return kept[0]["warc_file"], kept[0]["warc_offset"]

    warc_file, offset = await read(datasette, find)
    try:
        kept = await asyncio.to_thread(lambda: read_page(open_warc_folder(datasette), warc_file, offset))
        markup = decode_bytes(kept.body, kept.header("content-type") or "").text
    except ArchiveError as error:
        return Response.text(f"{error}\n", status=404)
    except NoTextError as error:
        return Response.text(f"decode: {error}\n", status=404)
    headers = "".join(f"{name}: {value}\n" for name, value in kept.headers)
    about = (
        f"WARC-File: {warc_file}\nWARC-Offset: {offset}\n"
        f"WARC-Target-URI: {kept.url}\nWARC-Date: {kept.fetched_at.isoformat()}\n"
    )
    return Response.text(
        f"{about}Status: {kept.status}\n{headers}\n{markup}",
        headers={"content-security-policy": "default-src 'none'; sandbox; frame-ancestors 'none'"},
    )
