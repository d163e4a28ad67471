"""Lists of the rows of a table: which columns, in which order, and what a reader needs beside each row."""

import re
import sqlite3
from collections.abc import Callable
from itertools import groupby
from typing import Any
from urllib.parse import urlsplit

from datasette.utils import escape_sqlite
from datasette.views.table import TableView

from cundang.search.query import parse_query
from cundang.search.results import Hit, read_hits
from datasette_config.asking import LONGEST
from datasette_config.language import Words, load_strings
from datasette_config.reading import get_fold, select_rows

# The columns of a table's list. Texts are left out: fifty of them would make a page of megabytes.
LISTED = {
    "articles": ("title", "published_at", "source_name", "editor", "section", "site", "characters", "state"),
    "revisions": ("article_id", "number", "fetched_at", "title", "extractor"),
    "events": ("at", "kind", "article_id", "size", "added", "removed", "other_id", "detail"),
    "runs": ("site", "command", "started_at", "reason", "fetched", "new", "edited", "unchanged", "refused", "failed"),
    "problems": ("at", "stage", "reason", "url", "run_id"),
    "images": ("article_id", "position", "caption", "url", "type", "bytes", "warc_file"),
    "attachments": ("article_id", "position", "name", "url", "type", "bytes"),
    "removed": ("revision_id", "position", "kind", "text", "rule"),
    "repairs": ("revision_id", "position", "kind", "before", "after"),
    "keywords": ("article_id", "keyword"),
    "people": ("article_id", "role", "position", "name", "title", "code"),
    "urls": ("url", "site", "kind", "state", "discovered_at", "tries", "error"),
    "fetches": ("fetched_at", "url", "status", "outcome", "run_id"),
}
# How the values of a column are told: the keys of their strings. Values that have none are shown as they are.
SAID = {
    ("articles", "state"): "state_{}_short",
    ("events", "kind"): "event_{}",
    ("events", "size"): "size_{}",
    ("removed", "kind"): "cleaned_{}",
    ("repairs", "kind"): "mended_{}",
    ("problems", "stage"): "stage_{}",
    ("runs", "reason"): "ended_{}",
    ("runs", "command"): "command_{}",
    ("fetches", "outcome"): "outcome_{}",
    ("urls", "state"): "address_{}",
    ("urls", "kind"): "page_{}",
    ("people", "role"): "field_{}",
    ("relations", "kind"): "relation_{}",
    ("evidence", "kind"): "evidence_{}",
}
_ORDER = re.compile(r" order by (?P<first>(?P<column>[\w\[\]]+)( desc)?)(, [\w\[\], ]+)? limit (?P<limit>\d+)$")
# The columns of the index articles_facets, and those of them whose own index has no date beside them.
_COVERED = {"id", "site", "source_name", "editor", "section", "published_at"}
_UNDATED = {"source_name", "editor", "section"}
_AROUND, _MOST = 24, 300  # characters beside a removed text, and of one
_GROUPS, _REASONS = 12, 5_000  # kinds of problems that are shown, and reasons that are read for them
_VARIABLE = re.compile(r"https?://\S+|\d+")


def say(words: Words, table: str, column: str, value: object) -> str:
    """A value for readers: in their words, where it is one of a few that we know."""
    key = SAID.get((table, column), "").format(re.sub(r"\W", "_", str(value)))
    return words(key) if key in load_strings() else "" if value is None else str(value)


def is_covered(table: str, args: Any) -> bool:
    """Whether all conditions of a list of articles are found quicker in the index articles_facets: of 200,000 articles
    a sixth is in one section, and by the index of sections alone SQLite would look each of them up for its date.
    """
    named = {name.partition("__")[0] for name in args if not name.startswith("_")}
    return table == "articles" and named <= _COVERED and bool(named & _UNDATED) and "_where" not in args


class ListView(TableView):  # type: ignore[misc] # Datasette carries no types
    """Datasette's page of a table, with the columns of LISTED and an order in which each row is shown once."""

    def __init__(self, datasette: Any) -> None:
        super().__init__(datasette)
        self.plain = datasette

    async def columns_to_select(self, table_columns: list[str], pks: list[str], request: Any) -> list[str]:
        """Select the columns of the list; all or those asked for, where a file is requested or columns are named."""
        if request.url_vars["format"] or {"_col", "_nocol"} & set(request.args):
            columns: list[str] = await super().columns_to_select(table_columns, pks, request)
            return columns
        listed = LISTED.get(request.url_vars["table"], table_columns)
        order = [column for column in self._find_order(request) if column in table_columns]
        return list(dict.fromkeys([*pks, *listed, *order]))

    async def data(
        self, request: Any, default_labels: bool = False, _next: str | None = None, _size: str | None = None
    ) -> Any:
        """Read the rows, in the order of a column and then of the key.

        Datasette does so from the second page on, and orders the first by the column alone: where rows have the same
        value, some would be on two pages and others on none.
        """
        database = self.plain.get_database(request.url_vars["database"])
        keys = [escape_sqlite(key) for key in await database.primary_keys(request.url_vars["table"])] or ["rowid"]
        is_later = bool(_next or request.args.get("_next"))
        order = "".join(self._find_order(request))
        column = escape_sqlite(order)
        quicker = order in _COVERED and is_covered(request.url_vars["table"], request.args)

        def rewrite(sql: str) -> str:
            sql = _complete_order(sql, column, keys, is_later)
            return _choose_index(sql) if quicker else sql

        self.ds = _Rewriting(self.plain, rewrite)
        found = await super().data(request, default_labels, _next, _size)
        if isinstance(found, tuple):
            query = found[0]["query"]
            found[0]["query"] = {**query, "sql": _complete_order(query["sql"], column, keys, is_later)}
        return found

    def _find_order(self, request: Any) -> tuple[str, str]:
        """Find the columns that the rows are sorted by, upwards and downwards; the one that is not is empty."""
        metadata = self.plain.table_metadata(request.url_vars["database"], request.url_vars["table"])
        asked = request.args.get("_sort") or "", request.args.get("_sort_desc") or ""
        return asked if any(asked) else (metadata.get("sort") or "", metadata.get("sort_desc") or "")


class _Rewriting:
    """Datasette, or a database of it, whose statements are rewritten before they are executed."""

    def __init__(self, of: Any, rewrite: Callable[[str], str]) -> None:
        self.of, self.rewrite = of, rewrite

    def __getattr__(self, name: str) -> Any:
        return getattr(self.of, name)

    def get_database(self, *names: Any, **named: Any) -> Any:
        return _Rewriting(self.of.get_database(*names, **named), self.rewrite)

    async def execute(self, sql: str, *bound: Any, **named: Any) -> Any:
        return await self.of.execute(self.rewrite(sql), *bound, **named)


def _complete_order(sql: str, column: str, keys: list[str], is_later: bool) -> str:
    """Complete the order of a page's statement by the key. Of a later page, keep SQLite from reading all rows.

    Where a page begins is a condition with `or`, for which SQLite would collect all rows behind that place by several
    indexes and then sort them (30,000 articles: 0.4 s, and 0.01 s with a plus before it).
    """
    found = _ORDER.search(sql)
    if not found:
        return sql
    conditions, order = sql[: found.start()], sql[found.start() :]
    starts = [conditions.rfind(f"({column} {how}") for how in ("<", ">", "is not null or (", "is null and ")]
    if is_later and max(starts) > 0:
        return f"{conditions[: max(starts)]}+{conditions[max(starts) :]}{order}"
    if is_later or keys == [found["column"]]:
        return sql
    return f"{conditions} order by {found['first']}, {', '.join(keys)} limit {found['limit']}"


def _choose_index(sql: str) -> str:
    """Find the numbers of a page's articles by the index articles_facets, and read only their rows."""
    found = _ORDER.search(sql)
    start = sql.find(" from articles where ")
    if not found or start < 0:
        return sql
    conditions, order = sql[start + len(" from articles where ") : found.start()], sql[found.start() :]
    ids = f"select id from articles indexed by articles_facets where {conditions}{order}"  # noqa: S608 - is SQL already
    return f"{sql[:start]} from articles where id in ({ids}){order.rpartition(' limit ')[0]}"


def read_lines(connection: sqlite3.Connection, rows: list[dict[str, Any]], words: str = "") -> tuple[Hit, ...]:
    """Read the lines of articles, the words of a query marked."""
    fold = get_fold(connection)
    marked = parse_query(words[:LONGEST], fold, connection).highlight if words else ()
    return read_hits(connection, [row["id"] for row in rows], fold, marked)


def read_images(
    connection: sqlite3.Connection, rows: list[dict[str, Any]], _: str = ""
) -> list[tuple[Hit, list[dict[str, Any]]]]:
    """Read the articles of pictures, each with those of its pictures that follow each other in the list."""
    told = groupby(_add_articles(connection, rows), lambda row: row["article"])
    return [(article, list(images)) for article, images in told]


def _add_articles(connection: sqlite3.Connection, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Add to each row its article: `article`, a Hit."""
    numbers = list(dict.fromkeys(row["article_id"] for row in rows))
    articles = {hit.id: hit for hit in read_hits(connection, numbers, get_fold(connection))}
    return [{**row, "article": articles[row["article_id"]]} for row in rows if row["article_id"] in articles]


def read_removed(connection: sqlite3.Connection, rows: list[dict[str, Any]], _: str = "") -> list[dict[str, Any]]:
    """Read what was removed: `article`, `number` of the version, and what stood `before` and `after` it."""
    numbers = str([row["revision_id"] for row in rows])
    sql = "SELECT id, article_id, number FROM revisions WHERE id IN (SELECT value FROM json_each(?))"
    versions = select_rows(connection, sql, numbers)
    found = {version.pop("id"): version for version in versions}
    told = [{**row, **found[row["revision_id"]]} for row in rows if row["revision_id"] in found]
    for row in told:
        row["before"], row["after"] = _read_around(connection, row["revision_id"], row["position"])
        row["is_cut"] = len(row["text"]) > _MOST
        row["text"] = row["text"][:_MOST]
    return _add_articles(connection, told)


def _read_around(connection: sqlite3.Connection, revision_id: int, position: int) -> tuple[str, str]:
    """Read the text beside what stood at a position of the repaired text, from the clean one."""
    sql = """
        WITH place AS (
          SELECT :position - coalesce(sum(length(text)), 0) AS at FROM removed
          WHERE revision_id = :revision AND position < :position
        )
        SELECT substr(r.text, max(p.at - :around, 0) + 1, min(:around, p.at)), substr(r.text, p.at + 1, :around)
        FROM revisions r, place p WHERE r.id = :revision
    """
    bound = {"position": position, "revision": revision_id, "around": _AROUND}
    before, after = connection.execute(sql, bound).fetchone()
    return before, after


def read_problems(connection: sqlite3.Connection, rows: list[dict[str, Any]], _: str = "") -> list[dict[str, Any]]:
    """Read problems: the `run` with its command, site and publisher, the `host`, the number of an article held."""
    run = """
        SELECT r.command, r.site, coalesce(s.publisher, r.site) AS publisher
        FROM runs r LEFT JOIN sites s ON s.name = r.site WHERE r.id = ?
    """
    article = "SELECT id FROM articles WHERE url = ?"
    return [
        {
            **row,
            "run": next(iter(select_rows(connection, run, row["run_id"])), {}),
            "host": _find_host(row["url"]),
            "article_id": next((found["id"] for found in select_rows(connection, article, row["url"])), None),
        }
        for row in rows
    ]


def _find_host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def group_problems(connection: sqlite3.Connection) -> list[dict[str, Any]]:
    """Group all problems by their kind, most frequent first: `stage`, `reason` (… for what differs), `n`, `at` (of the
    last), `filter` (the arguments of an address that finds them). Reasons that differ in addresses and numbers are of
    one kind.
    """
    sql = """
        SELECT stage, reason, count(*) AS n, max(at) AS at FROM problems
        GROUP BY stage, reason ORDER BY n DESC, stage, reason LIMIT ?
    """
    kinds: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in select_rows(connection, sql, _REASONS):
        kinds.setdefault((row["stage"], _VARIABLE.sub("…", row["reason"])), []).append(row)
    groups = [
        {
            "stage": stage,
            "reason": rows[0]["reason"] if len(rows) == 1 and "://" not in rows[0]["reason"] else reason,
            "n": sum(row["n"] for row in rows),
            "at": max(row["at"] for row in rows),
            "filter": {"stage": stage, **_make_filter(reason, rows)},
        }
        for (stage, reason), rows in kinds.items()
    ]
    return sorted(groups, key=lambda group: -group["n"])[:_GROUPS]


def _make_filter(reason: str, rows: list[dict[str, Any]]) -> dict[str, str]:
    """Make the filter that finds the reasons of a kind, whose variable parts are `…`."""
    return {"reason": rows[0]["reason"]} if len(rows) == 1 else {"reason__like": reason.replace("…", "%")}


# The lists that have a form for people; the others, and these under "as table", are tables.
FORMS: dict[str, Callable[[sqlite3.Connection, list[dict[str, Any]], str], Any]] = {
    "articles": read_lines,
    "images": read_images,
    "removed": read_removed,
    "problems": read_problems,
}
