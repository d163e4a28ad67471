"""All that happened to one address, from its discovery to the search index, in order of time, in plain sentences."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from cundang.store.frontier import GUESS
from cundang.store.redactions import Redaction, read_redactions
from cundang.text.address import canonicalize
from cundang.text.shorten import shorten

_MOST = 500  # rows of a kind, the latest: an address is fetched some thousand times in a decade
_LONGEST = 500  # characters of a reason
_MOST_ADDRESSES = 20
_PREFIXES = ("www.", "m.", "wap.", "3g.", "")  # of the hosts that a site has for desks and for phones
_URL = "SELECT * FROM urls WHERE url = ?"
_LEADS_HERE = "SELECT url FROM urls WHERE redirect_to = ? ORDER BY id LIMIT 20"
_ARTICLE = "SELECT id, url, site, state, cluster_id, sha256 FROM articles WHERE url = ?"
# By the key of the table, which begins with site and source.
_NAMED = """
    WITH RECURSIVE sources(site, source) AS (
      SELECT :site, (SELECT min(source) FROM named WHERE site = :site)
      UNION ALL SELECT site, (SELECT min(source) FROM named n WHERE n.site = s.site AND n.source > s.source)
      FROM sources s WHERE source IS NOT NULL)
    SELECT n.source, n.day, n.at FROM sources s JOIN named n ON n.site = s.site AND n.source = s.source AND n.url = :url
"""
_FETCHES = """
    SELECT f.*, r.command FROM fetches f JOIN runs r ON r.id = f.run_id WHERE f.url = ? ORDER BY f.id DESC LIMIT ?
"""
_PROBLEMS = "SELECT at, stage, reason FROM problems WHERE url = ? ORDER BY id DESC LIMIT ?"
_REVISIONS = """
    SELECT number, coalesce(fetched_at, imported_at) AS at, extractor FROM revisions WHERE article_id = ?
    ORDER BY number
"""
_EVENTS = "SELECT at, kind, size, other_id, detail FROM events WHERE article_id = ? ORDER BY id DESC LIMIT ?"
_ABSENCES = "SELECT at, reason FROM absences WHERE article_id = ? ORDER BY at"
_CLUSTER = "SELECT members, sites, first_article_id FROM clusters WHERE id = ?"
_INDEXED = "SELECT text_sha256 FROM fts_state WHERE article_id = ?"
_OUTCOMES = {
    "new": "stored as a new article",
    "edited": "it had changed",
    "unchanged": "as it was",
    "refused": "refused",
    "list": "read as a list",
    "part": "read as a further page of an article",
    "robots": "read as robots.txt",
    "redirect": "it redirects",
    "error": "no page",
    "missing": "the article was not there",
}
_EVENTS_SAID = {
    "new": "the article came into the archive",
    "gone": "the article is gone: missing in three runs over 48 hours",
    "restored": "the article is there again",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that happened to an address: when (None: it is so now, or nobody knows when), and in a sentence."""

    at: str | None
    url: str
    said: str


@dataclass(frozen=True, slots=True)
class Story:
    """All that the archive knows of an address: the forms of it that it knows, what happened in order of time, how it
    stands now, of which sites it is, and the robots.txt that applied last.
    """

    url: str
    known: tuple[str, ...]
    past: tuple[Entry, ...]
    now: tuple[Entry, ...]
    article_id: int | None = None
    sites: tuple[str, ...] = ()


def list_forms(url: str) -> list[str]:
    """The forms in which the archive may know an address, the likeliest first: canonical; http or https; with a slash
    at its end or without; on the site's hosts for desks and for phones.

    >>> list_forms("https://m.town.example/a/")[:4]
    ['https://m.town.example/a/', 'http://m.town.example/a/', 'https://m.town.example/a', 'http://m.town.example/a']
    """
    one = canonicalize(url)
    parts = urlsplit(one)
    paths = [parts.path]
    if not parts.query:
        paths.append(parts.path.removesuffix("/") if parts.path.endswith("/") else f"{parts.path}/")
    bare = next(parts.netloc.removeprefix(each) for each in _PREFIXES if parts.netloc.startswith(each))
    hosts = [parts.netloc, *(f"{each}{bare}" for each in _PREFIXES)]
    schemes = [parts.scheme, "https", "http"]
    made = (urlunsplit((s, h, p or "/", parts.query, "")) for h in hosts for p in paths for s in schemes)
    return list(dict.fromkeys([url, one, *map(canonicalize, made)]))


def read_story(connection: sqlite3.Connection, url: str) -> Story:
    """Read all that the archive knows of an address: under all its forms, and where they lead."""
    known = _find_known(connection, list_forms(url))
    past: list[Entry] = []
    now: list[Entry] = []
    sites: list[str] = []
    article_id: int | None = None
    for each in known:
        row = next(_select(connection, _URL, each), None)
        article = next(_select(connection, _ARTICLE, each), None)
        sites += [found["site"] for found in (row, article) if found]
        past += [*_tell_discovery(connection, each, row), *_tell_fetches(connection, each)]
        now += _tell_frontier(each, row, article is not None)
        if article:
            article_id = article_id or article["id"]
            past += _tell_article(connection, article)
            now += _tell_standing(connection, article)
    forms = {*known, *list_forms(url)}
    for redaction in read_redactions(connection):
        past += _tell_redaction(redaction) if redaction.url in forms else []
    past.sort(key=lambda entry: entry.at or "")
    return Story(url, tuple(known), tuple(past), tuple(now), article_id, tuple(dict.fromkeys(sites)))


def find_robots(connection: sqlite3.Connection, urls: Iterable[str]) -> dict[str, Any] | None:
    """Find the fetch of the robots.txt that applied to the last fetch of some addresses, or was the last of their host.

    It has the columns of `fetches`, as a dictionary; None where the archive has none.
    """
    for url in urls:
        query = (
            "SELECT r.* FROM fetches f JOIN fetches r ON r.id = f.robots_id WHERE f.url = ? ORDER BY f.id DESC LIMIT 1"
        )
        if row := next(_select(connection, query, url), None):
            return row
    for url in urls:
        parts = urlsplit(url)
        query = "SELECT * FROM fetches WHERE url = ? AND outcome = 'robots' ORDER BY id DESC LIMIT 1"
        if row := next(_select(connection, query, f"{parts.scheme}://{parts.netloc}/robots.txt"), None):
            return row
    return None


def _find_known(connection: sqlite3.Connection, forms: Sequence[str]) -> list[str]:
    """The addresses that the archive knows of some forms, those that lead there, and those where they lead."""
    queries = (
        _URL,
        _ARTICLE,
        "SELECT 1 FROM fetches WHERE url = ? LIMIT 1",
        "SELECT 1 FROM problems WHERE url = ? LIMIT 1",
    )
    known = [form for form in forms if any(connection.execute(query, (form,)).fetchone() for query in queries)]
    for each in known:  # grows meanwhile
        row = next(_select(connection, _URL, each), None)
        target = [row["redirect_to"]] if row and row["redirect_to"] else []
        others = [*target, *(found[0] for found in connection.execute(_LEADS_HERE, (each,)))]
        known += [other for other in dict.fromkeys(others) if other not in known and len(known) < _MOST_ADDRESSES]
    return known


def _tell_redaction(redaction: Redaction) -> Iterator[Entry]:
    until = f" until {redaction.until}" if redaction.until else ""
    said = f"decision {redaction.id}: withdrawn ({redaction.level}){until}: {redaction.reason}"
    yield Entry(redaction.decided_at, redaction.url, said)
    if redaction.lifted_at:
        said = f"decision {redaction.id} was lifted, or another took its place"
        yield Entry(redaction.lifted_at, redaction.url, said)


def _tell_discovery(connection: sqlite3.Connection, url: str, row: Mapping[str, Any] | None) -> Iterator[Entry]:
    if row is None:
        return
    named_by = row["discovered_from"] or "a file or page that was imported"
    kind = "a list" if row["kind"] == "list" else "an article"
    if named_by == GUESS:
        said = f"became known as {kind} of {row['site']}: guessed by its module"
    elif row["hops"]:
        said = f"became known as {kind} of {row['site']}: {named_by} redirected here"
    else:
        said = f"became known as {kind} of {row['site']}, named by {named_by}"
    yield Entry(row["discovered_at"], url, said + (f" (source {row['source']})" if row["source"] else ""))
    for source, day, at in connection.execute(_NAMED, {"site": row["site"], "url": url}):
        yield Entry(at, url, f"named by the source {source}" + (f", which dates it {day}" if day else ""))


def _tell_fetches(connection: sqlite3.Connection, url: str) -> Iterator[Entry]:
    for fetch in _select(connection, _FETCHES, url, _MOST):
        how = f"fetched, HTTP {fetch['status']}" if fetch["status"] else f"read from a file ({fetch['command']})"
        outcome = _OUTCOMES.get(fetch["outcome"] or "", fetch["outcome"] or "not worked on yet")
        robots = f"; the robots.txt of fetch {fetch['robots_id']} allowed it" if fetch["robots_id"] else ""
        yield Entry(fetch["fetched_at"], url, f"{how}: {outcome}{robots} (run {fetch['run_id']})")
    for at, stage, reason in connection.execute(_PROBLEMS, (url, _MOST)):
        yield Entry(at, url, f"a problem in the stage {stage}: {shorten(reason, _LONGEST)}")


def _tell_article(connection: sqlite3.Connection, article: Mapping[str, Any]) -> Iterator[Entry]:
    for revision in _select(connection, _REVISIONS, article["id"]):
        said = f"revision {revision['number']} of article {article['id']} was stored, read by {revision['extractor']}"
        yield Entry(revision["at"], article["url"], said)
    for at, kind, size, other_id, detail in connection.execute(_EVENTS, (article["id"], _MOST)):
        yield Entry(at, article["url"], _say_event(kind, size, other_id, detail))
    for at, reason in connection.execute(_ABSENCES, (article["id"],)):
        yield Entry(at, article["url"], f"missing: {shorten(reason, _LONGEST)}; three times over 48 hours make it gone")


def _say_event(kind: str, size: str | None, other_id: int | None, detail: str | None) -> str:
    told = json.loads(detail) if detail else {}
    if kind == "edited":
        fields = ", ".join(map(str, told.get("fields", [])))
        return f"the article was edited: {size or 'in part'}{f' ({fields})' if fields else ''}"
    if kind == "moved":
        return f"the article moved from {told.get('from')} to {told.get('to')}"
    if kind == "reprinted":
        return f"article {other_id} is a copy of this one"
    reason = f" ({shorten(str(told['reason']), _LONGEST)})" if told.get("reason") else ""
    return f"{_EVENTS_SAID.get(kind, kind)}{reason}"


def _tell_frontier(url: str, row: Mapping[str, Any] | None, is_held: bool) -> Iterator[Entry]:
    """How an address stands on the frontier: what will be done with it, when, and why."""
    if row is None:
        return
    error = f": {shorten(row['error'], _LONGEST)}" if row["error"] else ""
    again = row["next_try_at"]
    if row["redirect_to"]:
        yield Entry(None, url, f"leads to {row['redirect_to']}, and is not asked for by itself")
    elif row["state"] == "pending":
        wait = f", not before {again}" if again else " in the next run of its site"
        yield Entry(None, url, f"waits to be fetched{wait}{error}")
    elif row["state"] == "refused":
        yield Entry(None, url, f"is not to be fetched{error}")
    elif row["state"] == "failed":
        wait = f"again from {again} on" if again else "again in the next run of its site"
        yield Entry(None, url, f"could not be had, {row['tries']} times in a row; it is asked for {wait}{error}")
    elif again and is_held:
        yield Entry(
            None, url, f"is done, and asked for again from {again} on: half the time since it last changed{error}"
        )
    else:
        when = f", and asked for again from {again} on" if again else ", and not asked for again by itself"
        yield Entry(None, url, f"is done{when}{error}")


def _tell_standing(connection: sqlite3.Connection, article: Mapping[str, Any]) -> Iterator[Entry]:
    number, url = article["id"], article["url"]
    state = "its site shows it no more" if article["state"] == "gone" else "its site shows it, as far as is known"
    yield Entry(None, url, f"is article {number} of {article['site']}; {state}")
    if article["cluster_id"] and (row := connection.execute(_CLUSTER, (article["cluster_id"],)).fetchone()):
        first = "this is the first" if row[2] == number else f"article {row[2]} is the first"
        yield Entry(None, url, f"tells the same text as {row[0] - 1} others on {row[1]} sites; {first}")
    indexed = connection.execute(_INDEXED, (number,)).fetchone()
    if indexed is None:
        yield Entry(None, url, "is not in the search index; `archive reindex` takes it up")
    elif indexed[0] != article["sha256"]:
        yield Entry(None, url, "is in the search index with an older text; `archive reindex` takes it up anew")
    else:
        yield Entry(None, url, "is in the search index")


def _select(connection: sqlite3.Connection, query: str, *bound: object) -> Iterator[dict[str, Any]]:
    """Iterate over rows as dictionaries."""
    cursor = connection.execute(query, bound)
    names = [column[0] for column in cursor.description]
    return (dict(zip(names, row, strict=True)) for row in cursor)
