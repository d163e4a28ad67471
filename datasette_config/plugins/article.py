"""Pages of an article: reading view, history, citations, raw page."""

import asyncio
import json
import re
import sqlite3
from datetime import UTC, datetime
from functools import cache
from typing import Any

import opencc
from datasette import NotFound, Response, hookimpl

from cundang.model.errors import ArchiveError
from cundang.raw.pages import read_page
from cundang.store.provenance import Provenance
from cundang.text.encoding import NoTextError, decode_bytes
from datasette_config import NAME
from datasette_config.annotate import annotate
from datasette_config.cite import STYLES, Reference, cite
from datasette_config.diff import diff
from datasette_config.reading import open_warc_folder, parse_number, read, render_page, select_one, select_rows

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_KEYWORDS = "SELECT keyword FROM keywords WHERE article_id = ? ORDER BY rowid"
_IMAGES = "SELECT url, caption FROM images WHERE article_id = ? ORDER BY position"
_ATTACHMENTS = "SELECT url, name, type, bytes FROM attachments WHERE article_id = ? ORDER BY position"
_REVISIONS = """
    SELECT id, number, fetched_at, imported_at, title, extractor, warc_file, warc_offset FROM revisions
    WHERE article_id = ? ORDER BY number
"""
_REMOVED = "SELECT position, text, kind FROM removed WHERE revision_id = ? ORDER BY rowid"
_REPAIRS = "SELECT position, before, after FROM repairs WHERE revision_id = ? ORDER BY position"
_EVENTS = "SELECT at, kind, size, added, removed, detail FROM events WHERE article_id = ? ORDER BY at, id"
_NEIGHBOUR = """
    SELECT id, title, script FROM articles WHERE site = :site AND (published_at, id) {0} (:published_at, :id)
    ORDER BY published_at {1}, id {1} LIMIT 1
"""
_ARTICLE = """
    SELECT a.*, coalesce(s.publisher, s.name) AS publisher FROM articles a JOIN sites s ON s.name = a.site
    WHERE a.id = ?
"""
_SIGHTINGS = ("new", "edited", "restored")  # events that a page tells, which another tool may have fetched
_REVISION = "SELECT * FROM revisions WHERE article_id = ? AND number = ?"


@hookimpl
def extra_template_vars(view_name: str, table: str | None, request: Any, datasette: Any) -> Any:
    async def article() -> dict[str, Any]:
        return await read(
            datasette, lambda connection: _read_article(connection, int(request.url_vars["pks"]), request)
        )

    return article if view_name == "row" and table == "articles" else {}


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    path = rf"^/{NAME}/articles/(?P<id>\d+)"
    return [
        (path + r"/history$", show_history),
        (path + rf"/cite\.(?P<style>{'|'.join(STYLES)})$", show_citation),
        (path + r"/raw$", show_raw_page),
    ]


def _read_article(connection: sqlite3.Connection, article_id: int, request: Any) -> dict[str, Any]:
    row = select_one(connection, _ARTICLE, article_id)
    history = _read_history(connection, row)
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
        "traces": annotate(row["text"], removed, repairs) if request.args.get("traces") else None,
        **neighbours,
        "citations": _format_citations(_make_reference(row, revisions[-1], row["sha256"], request))
        if revisions
        else [],
    }


@cache
def _get_converter(script: str) -> Any:
    return opencc.OpenCC("s2tw" if script == "Hant" else "t2s")  # as Taiwan writes; s2t has 爲, 羣衆, 牀


def _convert(text: str, script: str) -> str:
    return str(_get_converter(script).convert(text))


def _read_history(connection: sqlite3.Connection, article: dict[str, Any]) -> dict[str, Any]:
    """The revisions and events of an article, each with who saw it (`seen`), and who saw the article at all."""
    revisions = select_rows(connection, _REVISIONS, article["id"])
    events = select_rows(connection, _EVENTS, article["id"])
    provenance = Provenance(connection, article)
    for revision in revisions:
        revision["seen"] = provenance.of_version(revision)
    for event in events:
        event["detail"] = json.loads(event["detail"] or "{}")
        event["seen"] = provenance.find(event["at"]) if event["kind"] in _SIGHTINGS else None
    return {"revisions": revisions, "events": events, "provenance": provenance}


async def show_history(datasette: Any, request: Any) -> Any:
    """Show the revisions of an article, and compare two of them."""
    article_id = int(request.url_vars["id"])

    def find(connection: sqlite3.Connection) -> dict[str, Any]:
        article = select_one(connection, _ARTICLE, article_id)
        history = _read_history(connection, article)
        revisions = history["revisions"]
        seen_by = {revision["number"]: revision["seen"] for revision in revisions}
        latest = max((revision["number"] for revision in revisions), default=1)
        new = min(parse_number(request.args.get("new"), 1) if request.args.get("new") else latest, latest)
        old = min(parse_number(request.args.get("old"), 1) if request.args.get("old") else max(1, new - 1), latest)
        before, after = (
            {**select_one(connection, _REVISION, article_id, which), "seen": seen_by[which]} for which in (old, new)
        )
        fields = ("title", "published_at", "source_name", "author", "editor")
        return {
            "article": article,
            **history,
            "before": before,
            "after": after,
            "changed": [name for name in fields if before[name] != after[name]],
            "title_pieces": diff(before["title"], after["title"]),
            "pieces": diff(before["text"], after["text"]),
        }

    inline = request.args.get("view") == "inline"
    return await render_page(datasette, request, "history.html", inline=inline, **await read(datasette, find))


def _make_reference(article: dict[str, Any], revision: dict[str, Any], sha256: str, request: Any) -> Reference:
    seen = revision["seen"]
    imported_at = seen.imported_at if seen else revision["imported_at"]
    address = f"{request.scheme}://{request.host}/{NAME}/articles/{article['id']}"
    return Reference(
        id=article["id"],
        revision=revision["number"],
        title=article["title"],
        url=article["url"],
        publisher=article["publisher"],
        accessed=datetime.now(UTC).date().isoformat(),
        fetched=seen.at[:10] if seen else None,
        imported=imported_at[:10] if imported_at else None,
        sha256=sha256,
        published=article["published_at"] if _DAY.match(article["published_at"] or "") else None,
        source=article["source_name"],
        author=article["author"],
        language=article["language"],
        archived=address,
        number=article["document_number"],
    )


def _format_citations(reference: Reference) -> list[tuple[str, str, str]]:
    return [(style, name, cite(reference, style)) for style, (_, _, name) in STYLES.items()]


async def show_citation(datasette: Any, request: Any) -> Any:
    """Show the citation of a revision of an article (`?revision=`; without it the latest)."""
    article_id, style = int(request.url_vars["id"]), request.url_vars["style"]

    def find(connection: sqlite3.Connection) -> tuple[dict[str, Any], dict[str, Any]]:
        article = select_one(connection, _ARTICLE, article_id)
        requested = request.args.get("revision")
        which = (
            parse_number(requested)
            if requested
            else max(r["number"] for r in select_rows(connection, _REVISIONS, article_id))
        )
        revision = select_one(connection, _REVISION, article_id, which)
        return article, {**revision, "seen": Provenance(connection, article).of_version(revision)}

    article, revision = await read(datasette, find)
    fields = ("title", "published_at", "source_name", "author", "sha256")
    cited = {**article, **{name: revision[name] for name in fields}}
    body = cite(_make_reference(cited, revision, revision["sha256"], request), style)
    return Response(body, content_type=STYLES[style][1])


async def show_raw_page(datasette: Any, request: Any) -> Any:
    """Show the raw page of a revision as text, with its WARC record. Never as HTML, so that no script in it can run."""
    article_id = int(request.url_vars["id"])

    def find(connection: sqlite3.Connection) -> tuple[str, int]:
        revisions = select_rows(connection, _REVISIONS, article_id)
        requested = parse_number(request.args.get("revision"), 0) or (revisions[-1]["number"] if revisions else 0)
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
