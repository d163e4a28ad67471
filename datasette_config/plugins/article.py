"""Pages of an article: its reading view, and its raw page."""

import asyncio
import sqlite3
from functools import cache
from typing import Any
from urllib.parse import urlencode

import opencc
from datasette import NotFound, Response, hookimpl

from cundang.model.errors import ArchiveError
from cundang.raw.pages import read_page
from cundang.search.query import Query
from cundang.text.encoding import NoTextError, decode_bytes
from cundang.text.people import read_people
from datasette_config import NAME, asking
from datasette_config.annotate import annotate
from datasette_config.articles import read_article, read_history, read_revisions, read_shown
from datasette_config.passages import make_body
from datasette_config.reading import get_fold, open_warc_folder, parse_id, parse_number, read, select_rows
from datasette_config.reprints import read_reprints

PAGE = 20  # hits of a page of results
_KEYWORDS = "SELECT keyword FROM keywords WHERE article_id = ? ORDER BY rowid"
_IMAGES = "SELECT * FROM images WHERE article_id = ? ORDER BY position"
_ATTACHMENTS = "SELECT url, name, type, bytes FROM attachments WHERE article_id = ? ORDER BY position"
_REMOVED = "SELECT position, text, kind FROM removed WHERE revision_id = ? ORDER BY rowid"
_REPAIRS = "SELECT position, before, after FROM repairs WHERE revision_id = ? ORDER BY position"
_NEIGHBOUR = """
    SELECT id, title, script, language FROM articles WHERE site = ? AND (published_at, id) {0} (?, ?)
    ORDER BY published_at {1}, id {1} LIMIT 1
"""
_CONVERTED = ("title", "text", "kicker", "subtitle")
# Arguments of the page beside those of a query; what a link leaves out stays as it is.
_KEPT = ("sort", "at", "revision", "script", "traces")


@hookimpl
def extra_template_vars(view_name: str, table: str | None, request: Any, datasette: Any) -> Any:
    async def article() -> dict[str, Any]:
        article_id, args = parse_id(request.url_vars["pks"]), request.args
        found = await read(datasette, lambda connection: _read_article(connection, article_id, args))
        try:
            hits = await read(datasette, lambda connection: _find_hits(connection, args))
        except sqlite3.OperationalError:  # takes longer than a statement may, as of words in half a million articles
            hits = None
        return {**found, "hits": hits}

    return article if view_name == "row" and table == "articles" else {}


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [(rf"^/{NAME}/articles/(?P<id>\d+)/raw$", show_raw_page)]


def _read_article(connection: sqlite3.Connection, article_id: int, args: Any) -> dict[str, Any]:
    """Read what the page shows: `shown` is the row of the article as the revision asked for has it, `article` the same
    in the script asked for.
    """
    row = read_article(connection, article_id)
    history = read_history(connection, row)
    given = args.get("revision")
    shown = read_shown(connection, row, history["revisions"], parse_id(given) if given else None)
    removed = [tuple(removal.values()) for removal in select_rows(connection, _REMOVED, shown["revision_id"])]
    repairs = [tuple(repair.values()) for repair in select_rows(connection, _REPAIRS, shown["revision_id"])]
    here = row["site"], row["published_at"], article_id
    neighbours = {
        name: next(iter(select_rows(connection, _NEIGHBOUR.format(*order), *here)), None)
        for name, order in {"previous": ("<", "DESC"), "next": (">", "ASC")}.items()
    }
    other = {"Hans": "Hant", "Hant": "Hans"}.get(row["script"] or "")
    article = dict(shown)
    if other and args.get("script") == other:
        article.update({name: _convert(shown[name], other) for name in _CONVERTED if shown[name]}, script=other)
    query, fold = asking.read_query(connection, args), get_fold(connection)
    images = select_rows(connection, _IMAGES, article_id)
    return {
        "shown": shown,
        "article": article,
        "is_former": any(each["number"] > (shown["number"] or 0) for each in history["revisions"]),
        "version": next((each for each in history["revisions"] if each["number"] == shown["number"]), None),
        "asked_version": bool(given),
        "authors": read_people(shown["author"] or ""),
        "editors": read_people(shown["editor"] or ""),
        "converted": article["script"] != row["script"],
        "other_script": other,
        "keywords": [keyword["keyword"] for keyword in select_rows(connection, _KEYWORDS, article_id)],
        "pictures": len(images),
        "body": make_body(article["title"], article["text"], images, query.highlight, fold, shown["text"]),
        "attachments": select_rows(connection, _ATTACHMENTS, article_id),
        **history,
        "removed": removed,
        "repairs": repairs,
        "reprints": read_reprints(connection, row),
        "traces": annotate(shown["text"], removed, repairs) if args.get("traces") else None,
        **neighbours,
        "query": query.text,  # in the search box
        "link": _make_linker(query, args),
    }


def _find_hits(connection: sqlite3.Connection, args: Any) -> dict[str, Any] | None:
    """Find the hits before and after this one, and the address of its page of results; None without a query."""
    query = asking.read_query(connection, args)
    arguments = asking.list_arguments(query)
    if not arguments:
        return None
    order, at = asking.read_order(args), parse_number(args.get("at"), 0)
    results = urlencode([*arguments, ("sort", order), *([("page", -(-at // PAGE))] if at > PAGE else [])])
    found: dict[str, Any] = {"at": at, "total": 0, "results": results, "query": query.text}
    if at and query.is_searchable:
        for name, step, number in zip(
            ("previous", "next", "total"), (-1, 1, 0), asking.find_neighbours(connection, query, order, at), strict=True
        ):
            address = urlencode([*arguments, ("sort", order), ("at", at + step)])
            found[name] = f"{number}?{address}" if step and number else None if step else number
    return found


def _make_linker(query: Query, args: Any) -> Any:
    """A function that makes the arguments of this page with changes: `?script=Hant`; None takes one away."""
    kept = [*asking.list_arguments(query), *((name, args[name]) for name in _KEPT if args.get(name))]

    def link(**changes: str | None) -> str:
        changed = [(name, value) for name, value in changes.items() if value is not None]
        arguments = urlencode([*((name, value) for name, value in kept if name not in changes), *changed])
        return f"?{arguments}" if arguments else ""

    return link


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
