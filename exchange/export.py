"""Export: rows of the archive as CSV, JSON lines, Parquet or an SQL dump, streamed into a file that appears when whole."""

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from cundang.files.atomic import atomic_write
from cundang.model.errors import UsageError
from cundang.search.query import parse_query
from cundang.search.results import select_ids
from cundang.search.tokenize import load_fold
from cundang.store.schema import data_tables, open_readonly
from exchange.row_formats import format_header, format_rows

FORMATS = {"csv": ".csv", "spreadsheet": ".csv", "jsonl": ".jsonl", "parquet": ".parquet", "sql": ".sql"}
INDEX = ("articles_fts", "fts_state")  # tables that `archive reindex` makes: not in a dump
_BATCH = 2000  # rows: some 6 MB of articles
_LISTS = {
    "keywords": "(SELECT json_group_array(keyword) FROM keywords k WHERE k.article_id = articles.id) AS keywords",
    "images": "(SELECT json_group_array(json_object('url', i.url, 'caption', i.caption)) FROM images i WHERE i.article_id = articles.id) AS images",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to export: a table, of `articles` perhaps only what a search finds; or the rows of a query of the user's own."""

    table: str = "articles"
    search: str | None = None
    sql: str | None = None


@dataclass(frozen=True, slots=True)
class Selection:
    """Rows as a cursor gives them, with the names of their columns and, where these are known, their types."""

    columns: tuple[str, ...]
    types: dict[str, str]
    cursor: sqlite3.Cursor


def export(db_path: Path, output: Path, form: str, wanted: Wanted | None = None) -> int:
    """Write a file of one of FORMATS; returns how many rows it has (of a dump: how many of all tables).

    Reads one state of the archive, also while it is written to. Raises UsageError where there is no such table,
    the query cannot be run, or what the format needs is not installed.
    """
    wanted = wanted or Wanted()
    connection = open_readonly(db_path).conn
    try:
        connection.execute("BEGIN")
        with atomic_write(output) as making:
            if form == "sql":
                if wanted != Wanted():
                    raise UsageError("a dump is of the whole archive; choose csv, jsonl or parquet for a part of it")
                return _text(making, lambda out: write_dump(connection, out))
            rows = _rows(connection, wanted)
            if form == "parquet":
                return _parquet(making, rows)
            return _text(making, lambda out: _lines(out, form, rows))
    finally:
        connection.close()


def _rows(connection: sqlite3.Connection, wanted: Wanted) -> Selection:
    if wanted.sql is not None:
        return _asked(connection, wanted.sql)
    if wanted.table not in data_tables(connection):
        raise UsageError(f"{wanted.table}: no such table; there are {', '.join(data_tables(connection))}")
    types = {name: kind for _, name, kind, *_ in connection.execute(f"PRAGMA table_info({wanted.table})")}
    select = ", ".join(types)
    bound: dict[str, str] = {}
    where = ""
    if wanted.table == "articles":
        select = ", ".join([*(f"articles.{name}" for name in types), *_LISTS.values()])
        types |= dict.fromkeys(_LISTS, "JSON")
        if wanted.search is not None:
            query = parse_query(wanted.search, load_fold(connection), connection)
            if not query.asks:
                raise UsageError(f"{wanted.search}: nothing in it can be searched for; ask for at least one word")
            found, bound = select_ids(query)
            where = f" WHERE id IN ({found})"
    elif wanted.search is not None:
        raise UsageError("a search finds articles; leave --table away, or --search")
    # zh_fold is the one table without a rowid; its key orders it.
    order = "c" if wanted.table == "zh_fold" else "rowid"
    sql = f"SELECT {select} FROM {wanted.table}{where} ORDER BY {order}"
    return Selection(tuple(types), types, connection.execute(sql, bound))


def _asked(connection: sqlite3.Connection, sql: str) -> Selection:
    try:
        cursor = connection.execute(sql)
    except (sqlite3.Error, sqlite3.Warning) as error:
        raise UsageError(f"--sql: {error}") from error
    if cursor.description is None:
        raise UsageError("--sql: not a query; ask with SELECT")
    names = tuple(str(name) for name, *_ in cursor.description)
    if len(set(names)) < len(names):
        raise UsageError(f"--sql: two columns have one name ({', '.join(names)}); name them apart with AS")
    return Selection(names, {}, cursor)


def _text(path: Path, write: Callable[[TextIO], int]) -> int:
    with path.open("w", encoding="utf-8", newline="", buffering=1 << 20) as out:
        return write(out)


def _lines(out: TextIO, form: str, rows: Selection) -> int:
    nested = [name for name in rows.columns if rows.types.get(name) == "JSON"]
    out.write(format_header(rows.columns, form))
    count = 0
    while batch := rows.cursor.fetchmany(_BATCH):
        out.write(format_rows(rows.columns, batch, form, nested))
        count += len(batch)
    return count


def _parquet(path: Path, rows: Selection) -> int:
    try:
        import pyarrow  # noqa: PLC0415 - an extra
        import pyarrow.parquet  # noqa: PLC0415
    except ImportError as error:
        raise UsageError("parquet needs pyarrow: pip install 'cundang[parquet]'") from error
    cursor = rows.cursor
    batch = cursor.fetchmany(_BATCH)
    kinds = {"INTEGER": pyarrow.int64(), "TEXT": pyarrow.string(), "JSON": pyarrow.string()}
    fields = []
    for place, name in enumerate(rows.columns):
        known = kinds.get(rows.types.get(name, ""))
        fields.append(pyarrow.field(name, known or _kind(pyarrow, (row[place] for row in batch))))
    schema = pyarrow.schema(fields)
    count = 0
    try:
        with pyarrow.parquet.ParquetWriter(path, schema, compression="zstd") as writer:
            while batch:
                columns = list(zip(*batch, strict=True))
                arrays = [pyarrow.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
                writer.write_batch(pyarrow.record_batch(arrays, schema=schema))
                count += len(batch)
                batch = cursor.fetchmany(_BATCH)
    except (pyarrow.ArrowInvalid, pyarrow.ArrowTypeError) as error:
        raise UsageError(f"--sql: a column holds values of several types ({error}); use CAST in the query") from error
    return count


def _kind(pyarrow: Any, values: Iterator[object]) -> Any:
    """The type of a column of which only values are known."""
    found = {type(value) for value in values if value is not None}
    if found == {int}:
        return pyarrow.int64()
    if found and found <= {int, float}:
        return pyarrow.float64()
    return pyarrow.binary() if found == {bytes} else pyarrow.string()


def write_dump(connection: sqlite3.Connection, out: TextIO) -> int:
    """An SQL script that makes the archive anew, its search index empty; for the `sqlite3` shell and `executescript`."""
    out.write("-- An archive of Cundang. Its search index is empty: `archive reindex` fills it.\n")
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
            out.write(f"{begin}{','.join(map(_literal, row))});\n")
            count += 1
    # Not as the shell dumps it, by way of writable_schema: executescript then finds no such table.
    for (sql,) in connection.execute("SELECT sql FROM sqlite_master WHERE name = 'articles_fts'"):
        out.write(f"{sql};\n")
    for (sql,) in connection.execute(
        "SELECT sql FROM sqlite_master WHERE type IN ('index', 'view', 'trigger') AND sql IS NOT NULL ORDER BY rowid"
    ):
        out.write(f"{sql};\n")
    out.write("COMMIT;\n")
    return count


def _literal(value: object) -> str:
    """A value in SQL. Text is in hex where it has a NUL, which ends a script in `executescript` and a string in the
    shell, or a carriage return, which a script that is read as text loses.
    """
    if value is None:
        return "NULL"
    if isinstance(value, str):
        if "\0" in value or "\r" in value:
            return f"CAST(X'{value.encode().hex()}' AS TEXT)"
        return "'{}'".format(value.replace("'", "''"))
    return f"X'{value.hex()}'" if isinstance(value, bytes) else repr(value)
