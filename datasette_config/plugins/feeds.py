"""Atom feeds: the stream of events with its filters, its new, changed and vanished articles; and hits of a search.

Entries are in the order of collection, so that what comes late appears. Events of times that nobody knows are in no
stream: an import of old pages is no news; the feed of a search has them, as it tells of all that came to be found. The
id of an entry is made of its kind, its time and the address of its article, which stay whatever becomes of the file
and the address of the archive. The language is that of the address alone (`_lang`), so that caches may keep a feed.
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from datasette import hookimpl
from datasette.utils.asgi import BadRequest
from jinja2 import pass_context

from cundang.search.query import Query
from cundang.search.results import make_ids_sql, read_hits
from cundang.text.people import read_people
from datasette_config import NAME
from datasette_config.address import make_absolute
from datasette_config.asking import list_arguments, read_query
from datasette_config.changes import list_filters, make_comparison, parse_filter, read_entries
from datasette_config.feeds import Entry, Feed, answer_feed, is_time, make_id, write_feed
from datasette_config.language import Words, choose_language
from datasette_config.reading import get_fold, read

KINDS = {"new": "new", "changed": "edited", "gone": "gone"}  # in addresses: in events.kind
LENGTH = 50
DEFAULT = "zh"  # the language of an address that names none
_LONGEST = 300  # characters of a sentence
# When an article came: first seen on its site, and where nobody knows that, imported.
_CAME = """
    SELECT a.author, (SELECT min(e.at) FROM events e WHERE e.article_id = a.id AND e.kind = 'new') AS seen_at,
      (SELECT min(coalesce(r.fetched_at, r.imported_at)) FROM revisions r WHERE r.article_id = a.id) AS came_at
    FROM articles a WHERE a.id = ?
"""


@hookimpl
def prepare_jinja2_environment(env: Any) -> None:
    """Define `feed(path, arguments)`: the address of a feed in the language of the page that links it."""
    env.globals["feed"] = _link_feed


@pass_context
def _link_feed(context: Any, path: str, arguments: str = "") -> str:
    words: Words = context["t"]
    asked = "&".join(filter(None, (arguments, f"_lang={words.language}" if words.language != DEFAULT else "")))
    return f"{context['urls'].path(path)}?{asked}" if asked else str(context["urls"].path(path))


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [
        (rf"^/feeds/(?P<kind>{'|'.join(KINDS)})\.atom$", show_feed),
        (rf"^/{NAME}/changes\.atom$", show_feed),
        (rf"^/{NAME}/search\.atom$", show_search_feed),
    ]


async def show_feed(datasette: Any, request: Any) -> Any:
    """Show the last events that the filters of the address leave, or those of a kind."""
    kind, words = request.url_vars.get("kind"), _choose_words(request)

    def find(connection: sqlite3.Connection) -> tuple[list[tuple[str, str]], list[dict[str, Any]]]:
        wanted = parse_filter(request.args, connection)
        wanted = replace(wanted, kinds=(KINDS[kind],)) if kind else wanted
        return list_filters(wanted), read_entries(connection, wanted, LENGTH)

    filters, entries = await read(datasette, find)
    title = " · ".join([words(f"feed_{kind}" if kind else "changes"), *request.args.getlist("site")])
    made = [_make_entry(datasette, request, entry, words) for entry in entries]
    path = f"/feeds/{kind}.atom" if kind else f"/{NAME}/changes.atom"
    return _answer(datasette, request, words, path, ("changes", filters, title), made)


async def show_search_feed(datasette: Any, request: Any) -> Any:
    """Show the articles that a search finds, those that came into the archive last. Refuses what is no search."""
    words = _choose_words(request)

    def find(connection: sqlite3.Connection) -> tuple[Query, list[Entry]]:
        query = read_query(connection, request.args)
        if not query.is_searchable:
            kind, value = next(iter(query.hints), ("nothing", ""))
            raise BadRequest(words(f"hint_{kind}", value=value))
        return query, _find_articles(connection, query, datasette, request)

    query, entries = await read(datasette, find)
    arguments = list_arguments(query)
    title = " · ".join(value for _, value in arguments)
    return _answer(datasette, request, words, f"/{NAME}/search.atom", ("search", arguments, title), entries)


def _choose_words(request: Any) -> Words:
    return Words(choose_language(request.args.get("_lang"), None, None))


def _find_articles(connection: sqlite3.Connection, query: Query, datasette: Any, request: Any) -> list[Entry]:
    """The articles that a query finds, by their numbers: each that comes has a higher one."""
    sql, bound = make_ids_sql(query)
    ids = [row[0] for row in connection.execute(f"{sql} LIMIT {LENGTH}", bound)]
    entries = []
    for hit in read_hits(connection, ids, get_fold(connection), query.highlight):
        author, seen_at, came_at = connection.execute(_CAME, (hit.id,)).fetchone()
        entries.append(
            Entry(
                id=make_id("new", seen_at, hit.url),
                title="".join(hit.title),
                link=make_absolute(datasette, request, f"/{NAME}/articles/{hit.id}"),
                via=hit.url,
                updated=_choose_time(seen_at, came_at),
                published=hit.published_at,
                authors=_list_authors(author, hit.source_name, hit.publisher),
                summary="".join(hit.snippet),
            )
        )
    return entries


def _make_entry(datasette: Any, request: Any, entry: dict[str, Any], words: Words) -> Entry:
    """The entry of an event: its title, and in its summary what changed."""
    article = entry["article"]
    return Entry(
        id=make_id(entry["kind"], entry["at"], article["url"], (entry.get("reprint") or {}).get("url")),
        title=f"{words('event_' + entry['kind'])}{words('colon')}{article['title']}",
        link=make_absolute(datasette, request, make_comparison(entry)),
        via=article["url"],
        updated=_choose_time(entry["at"]),
        published=article["published_at"],
        authors=_list_authors(article["author"], article["source_name"], article["publisher"]),
        summary="\n".join(_tell(entry, words)),
    )


def _list_authors(author: str | None, source: str | None, publisher: str) -> list[str]:
    return [person.name for person in read_people(author or "")] or [source or publisher]


def _choose_time(*times: str | None) -> str:
    return next((time for time in times if time and is_time(time)), "1970-01-01T00:00:00+00:00")


def _answer(
    datasette: Any,
    request: Any,
    words: Words,
    path: str,
    shown: tuple[str, Sequence[tuple[str, str]], str],
    entries: list[Entry],
) -> Any:
    """Answer with the feed at a path, of what a page (its name, arguments and title) shows."""
    page, arguments, title = shown
    language = [("_lang", words.language)] if words.language != DEFAULT else []
    asked = f"?{request.query_string}" if request.query_string else ""
    asked_for = urlencode([*arguments, *language])
    feed = Feed(
        id=make_id("feed", page) + (f"?{asked_for}" if asked_for else ""),
        title=title,
        link=make_absolute(datasette, request, path) + asked,
        page=make_absolute(datasette, request, f"/{NAME}/{page}") + (f"?{asked_for}" if asked_for else ""),
        language=words.html_lang,
        entries=entries,
        about=datasette.about,
    )
    return answer_feed(request, write_feed(feed), Path(datasette.get_database(NAME).path))


def _tell(entry: dict[str, Any], words: Words) -> list[str]:
    """What an event did, in lines of text."""
    if entry["kind"] == "edited":
        return [
            *_tell_size(entry, words),
            *(
                f"{words.field(each['field'])}: {each['before'] or '–'} → {each['after'] or '–'}"
                for each in entry["fields"]
            ),
            *(
                f"{sign} {_cut(sentence)}"
                for pair in entry["sentences"]
                for sign, sentence in zip("−+", pair, strict=True)
                if sentence.strip()
            ),
        ]
    if entry["kind"] == "gone":
        since = entry["stood_from"]
        stood = words(f"stood_{since}", time=words.span(entry["stood_seconds"])) if since else ""
        alive = [f"{words('alive_at')}{words('colon')}{each['publisher']} {each['url']}" for each in entry["alive_at"]]
        return [line for line in (stood, entry["reason"], *alive) if line]
    if entry["kind"] == "restored":
        gone = entry["gone_seconds"]
        return [] if gone is None else [words("restored_after", time=words.span(gone))]
    if entry["kind"] == "moved":
        return [f"{entry['from']} → {entry['to']}"]
    if entry["kind"] == "reprinted" and entry["reprint"]:
        copy, relation, delay = entry["reprint"], entry["relation"], entry["delay_seconds"]
        key = "delay_later" if (delay or 0) > 0 else "delay_earlier" if delay else "same_day"
        told = [
            f"{words('reprinted_by')}{words('colon')}{copy['publisher']} {copy['title']} {copy['url']}",
            relation and words(f"relation_{relation}"),
            delay is not None and words(key, time=words.span(abs(delay))),
        ]
        return [line for line in told if line]
    return [entry["article"]["beginning"]]


def _tell_size(entry: dict[str, Any], words: Words) -> list[str]:
    """The size of an edit; an edit that an older version noticed may have none, or no counts."""
    counts = f" +{entry['added']} −{entry['removed']}" if entry["added"] or entry["removed"] else ""
    return [f"{words('size_' + entry['size'])}{counts}"] if entry["size"] else []


def _cut(sentence: str) -> str:
    return sentence.strip() if len(sentence) <= _LONGEST else f"{sentence.strip()[:_LONGEST]}…"
