"""Export rows of an archive as CSV, JSON lines, Excel, Parquet or SQL, into a file that appears when it is complete."""

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from cundang.files.atomic import atomic_write
from cundang.model.errors import UsageError
from cundang.search.fold import load_fold
from cundang.search.query import parse_query
from cundang.search.results import make_ids_sql
from cundang.store.schema import data_tables, open_readonly
from exchange.columns import LISTS, list_columns
from exchange.parquet import write_parquet
from exchange.row_formats import format_header, format_rows
from exchange.workbook import write_workbook

FORMATS = {
    "csv": ".csv", "spreadsheet": ".csv", "xlsx": ".xlsx", "jsonl": ".jsonl", "parquet": ".parquet", "sql": ".sql",
}  # fmt: skip
# Tables that `archive reindex` and `archive recluster` make: not in a dump.
INDEX = ("articles_fts", "fts_state", "fingerprints", "shingles", "overlaps")
_BATCH = 2000  # rows: some 6 MB of articles


@dataclass(frozen=True, slots=True)
class Request:
    """What to export: a table, the articles that a search finds, or the rows of an SQL query."""

    table: str = "articles"
    search: str | None = None
    sql: str | None = None


@dataclass(frozen=True, slots=True)
class Selection:
    """The rows of a cursor, with the names of their columns and, where they are known, their types."""

    columns: tuple[str, ...]
    types: dict[str, str]
    cursor: sqlite3.Cursor


def export(db_path: Path, output: Path, form: str, request: Request | None = None) -> int:
    """Write a file in one of FORMATS; returns how many rows it has (a dump: those of all tables).

    Reads one state of the archive, also while it is written to. Raises UsageError where there is no such table,
    the query cannot be run, or what the format needs is not installed.
    """
    request = request or Request()
    connection = open_readonly(db_path).conn
    try:
        connection.execute("BEGIN")
        with atomic_write(output) as making:
            if form == "sql":
                if request != Request():
                    raise UsageError(
                        "an SQL dump holds the whole archive; choose csv, jsonl or parquet for a part of it"
                    )
                return _write_text(making, lambda out: write_dump(connection, out))
            rows = _select(connection, request)
            if form == "parquet":
                return write_parquet(making, rows.columns, rows.types, _fetch_batches(rows.cursor))
            if form == "xlsx":
                return _write_workbook(making, rows, request)
            return _write_text(making, lambda out: _write_lines(out, form, rows))
    finally:
        connection.close()


def _select(connection: sqlite3.Connection, request: Request) -> Selection:
    if request.sql is not None:
        return _run_query(connection, request.sql)
    if request.table not in data_tables(connection):
        raise UsageError(f"{request.table}: no such table; there are {', '.join(data_tables(connection))}")
    types = {name: kind for _, name, kind, *_ in connection.execute(f"PRAGMA table_info({request.table})")}
    select = ", ".join(types)
    bound: dict[str, str] = {}
    where = ""
    if request.table == "articles":
        select = ", ".join([*(f"articles.{name}" for name in types), *LISTS.values()])
        types |= dict.fromkeys(LISTS, "JSON")
        if request.search is not None:
            query = parse_query(request.search, load_fold(connection), connection)
            if not query.is_searchable:
                raise UsageError(f"{request.search}: there is no word to search for; give at least one")
            found, bound = make_ids_sql(query)
            where = f" WHERE id IN ({found})"
    elif request.search is not None:
        raise UsageError("--search finds articles only; leave out --table or --search")
    order = _find_key(connection, request.table)
    sql = f"SELECT {select} FROM {request.table}{where} ORDER BY {order}"
    return Selection(tuple(types), types, connection.execute(sql, bound))


def _find_key(connection: sqlite3.Connection, table: str) -> str:
    """Find what orders a table: its rowid, or the key of one that has none."""
    (has_none,) = connection.execute("SELECT wr FROM pragma_table_list(?)", (table,)).fetchone()
    if not has_none:
        return "rowid"
    keys = connection.execute("SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk", (table,))
    return ", ".join(name for (name,) in keys)


def _run_query(connection: sqlite3.Connection, sql: str) -> Selection:
    try:
        cursor = connection.execute(sql)
    except (sqlite3.Error, sqlite3.Warning) as error:
        raise UsageError(f"--sql: {error}") from error
    if cursor.description is None:
        raise UsageError("--sql: not a query; write a SELECT statement")
    names = tuple(str(name) for name, *_ in cursor.description)
    if len(set(names)) < len(names):
        raise UsageError(f"--sql: two columns have the same name ({', '.join(names)}); rename one with AS")
    return Selection(names, {}, cursor)


def _write_text(path: Path, write: Callable[[TextIO], int]) -> int:
    with path.open("w", encoding="utf-8", newline="", buffering=1 << 20) as out:
        return write(out)


def _write_lines(out: TextIO, form: str, rows: Selection) -> int:
    nested = [name for name in rows.columns if rows.types.get(name) == "JSON"]
    out.write(format_header(rows.columns, form))
    count = 0
    for batch in _fetch_batches(rows.cursor):
        out.write(format_rows(rows.columns, batch, form, nested))
        count += len(batch)
    return count


def _write_workbook(path: Path, rows: Selection, request: Request) -> int:
    about = [(name, value) for name, value in (("检索 search", request.search), ("SQL", request.sql)) if value]
    if request.sql is None:
        about.insert(0, ("表 table", request.table))
    told = {column.name: column.comment for column in list_columns(request.table)} if request.sql is None else {}
    meanings = [(name, told[name]) for name in rows.columns if name in told]
    return write_workbook(path, rows.columns, _fetch_batches(rows.cursor), about, meanings).rows


def _fetch_batches(cursor: sqlite3.Cursor) -> Iterator[list[tuple[Any, ...]]]:
    while batch := cursor.fetchmany(_BATCH):
        yield batch


def write_dump(connection: sqlite3.Connection, out: TextIO) -> int:
    """Write an SQL script that makes the archive again, INDEX empty; for `sqlite3` and `executescript`."""
    out.write("-- An archive of Cundang. Its search index is empty: `archive reindex` fills it.\n")
    out.write("-- What copies are found by is left out too: `archive recluster` makes it.\n")
    out.write("PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\n")
    for pragma in ("application_id", "user_version"):
        out.write(f"PRAGMA {pragma}={connection.execute(f'PRAGMA {pragma}').fetchone()[0]};\n")
    count = 0
    for table in data_tables(connection):
        out.write(connection.execute("SELECT sql FROM sqlite_master WHERE name = ?", (table,)).fetchone()[0] + ";\n")
        if table in INDEX:
            continue
        begin = f"INSERT INTO {table} VALUES("
        for row in connection.execute(f"SELECT * FROM {table}"):
            out.write(f"{begin}{','.join(map(_format_literal, row))});\n")
            count += 1
    # The shell dumps this table through writable_schema, but then executescript does not find it.
    for (sql,) in connection.execute("SELECT sql FROM sqlite_master WHERE name = 'articles_fts'"):
        out.write(f"{sql};\n")
    for (sql,) in connection.execute(
        "SELECT sql FROM sqlite_master WHERE type IN ('index', 'view', 'trigger') AND sql IS NOT NULL ORDER BY rowid"
    ):
        out.write(f"{sql};\n")
    out.write("COMMIT;\n")
    return count


def _format_literal(value: object) -> str:
    """Format a value as an SQL literal.

    Text is in hex where it has a NUL, which ends a script in `executescript` and a string in the shell, or a carriage
    return, which a script loses when it is read as text.
    """
    if value is None:
        return "NULL"
    if isinstance(value, str):
        if "\0" in value or "\r" in value:
            return f"CAST(X'{value.encode().hex()}' AS TEXT)"
        return "'{}'".format(value.replace("'", "''"))
    return f"X'{value.hex()}'" if isinstance(value, bytes) else repr(value)
