"""Write and check the full-text index.

It is an FTS5 table without content: to delete an entry, the text that it was made from has to be given again, folded as
it was then. So an archive keeps the fold of its index (`zh_fold`) until the index is made anew.
"""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from itertools import zip_longest
from pathlib import Path

from cundang.model.article import INDEXED, INDEXED_AS_BODY, INDEXED_AS_TITLE
from cundang.model.publisher import Publishers
from cundang.search.fold import load_fold, make_search_fold
from cundang.search.tokenize import TOK_VERSION, tokenize
from cundang.store.rows import Rows

Row = Mapping[str, str | None]  # an article's columns that the index has words of: INDEXED

_ADD = "INSERT INTO articles_fts(rowid, title, body) VALUES (?, ?, ?)"
_DELETE = "INSERT INTO articles_fts(articles_fts, rowid, title, body) VALUES ('delete', ?, ?, ?)"
_STATE = "INSERT OR REPLACE INTO fts_state(article_id, tok_version, text_sha256) VALUES (?, ?, ?)"
_INDEXED = f"SELECT id, sha256, {', '.join(INDEXED)} FROM articles ORDER BY id"  # noqa: S608 - our names


def replace_entry(rows: Rows, article_id: int, before: Row | None, after: Row, sha256: str) -> None:
    """Replace the entry of an article, if it changes, given its columns before and after; `before` is None for a new
    article.
    """
    if before and all(before[name] == after[name] for name in INDEXED):
        return
    connection = rows.connection
    if before:
        connection.execute(_DELETE, (article_id, *_make_entry(before, rows.tokenize)))
    connection.execute(_ADD, (article_id, *_make_entry(after, rows.tokenize)))
    connection.execute(_STATE, (article_id, TOK_VERSION, sha256))


def delete_entry(rows: Rows, article_id: int, before: Row) -> None:
    """Delete the entry of an article, given its columns. Its tokens stay in the segments until `drop_deleted`."""
    rows.connection.execute(_DELETE, (article_id, *_make_entry(before, rows.tokenize)))
    rows.connection.execute("DELETE FROM fts_state WHERE article_id = ?", (article_id,))


def drop_deleted(connection: sqlite3.Connection) -> None:
    """Merge the index into one segment, which has no tokens of entries that were deleted.

    It is made anew where it is of another version of the tokeniser, by which no entry can be deleted exactly. (FTS5 has
    the option secure-delete since SQLite 3.42; older ones then cannot read the index.)
    """
    if connection.execute("SELECT 1 FROM fts_state WHERE tok_version != ? LIMIT 1", (TOK_VERSION,)).fetchone():
        rebuild_index(connection)
    connection.execute("INSERT INTO articles_fts(articles_fts) VALUES ('optimize')")


def _make_entry(row: Row, tokenize: Callable[[str], str]) -> tuple[str, str]:
    """The tokens of an article, of the title and of the body. Each column is tokenized for itself."""
    title, body = (
        "\n".join(tokenize(value) for name in names if (value := row[name]))
        for names in (INDEXED_AS_TITLE, INDEXED_AS_BODY)
    )
    return title, body


def _iterate_entries(connection: sqlite3.Connection) -> Iterator[tuple[int, str, str, str]]:
    """The entries that the index should have: id, digest of the article, tokens of title and body."""
    fold = load_fold(connection)
    for number, digest, *values in connection.execute(_INDEXED):
        entry = _make_entry(dict(zip(INDEXED, values, strict=True)), lambda text: tokenize(text, fold))
        yield number, digest, *entry


def clear_index(connection: sqlite3.Connection) -> None:
    """Delete all entries of the index."""
    connection.execute("INSERT INTO articles_fts(articles_fts) VALUES ('delete-all')")
    connection.execute("DELETE FROM fts_state")


_DRIFTED = """
    SELECT a.id FROM articles a LEFT JOIN fts_state s ON s.article_id = a.id
    WHERE s.tok_version IS NOT :version OR s.text_sha256 IS NOT a.sha256
    UNION SELECT s.article_id FROM fts_state s LEFT JOIN articles a ON a.id = s.article_id WHERE a.id IS NULL
"""
_TERMS = "SELECT term, col, doc, cnt FROM {} ORDER BY term, col"


OLD_FOLD = "it folds spellings as another version of this software did"


def has_current_fold(connection: sqlite3.Connection) -> bool:
    """Whether the index of an archive was made with the fold of this software."""
    return dict(connection.execute("SELECT c, t FROM zh_fold")) == make_search_fold()


def find_drift(connection: sqlite3.Connection) -> str:
    """Describe in a line how the index differs from the articles; empty if it does not.

    Compares the fold with that of this software first, then the digests in `fts_state`, and then the terms with those
    of a new index in a temporary file.
    """
    if not has_current_fold(connection):
        return OLD_FOLD
    drifted = [row[0] for row in connection.execute(_DRIFTED, {"version": TOK_VERSION})]
    if drifted:
        return f"{len(drifted)} of the entries are missing or of an older text, the first of article {drifted[0]}"
    connection.execute("CREATE VIRTUAL TABLE temp.anew USING fts5(title, body, content='', tokenize='unicode61')")
    entries = ((number, title, body) for number, _, title, body in _iterate_entries(connection))
    connection.executemany("INSERT INTO temp.anew(rowid, title, body) VALUES (?, ?, ?)", entries)
    connection.execute("CREATE VIRTUAL TABLE temp.terms_now USING fts5vocab(main, articles_fts, col)")
    connection.execute("CREATE VIRTUAL TABLE temp.terms_anew USING fts5vocab(temp, anew, col)")
    now, anew = (connection.execute(_TERMS.format(name)) for name in ("temp.terms_now", "temp.terms_anew"))
    different = next((pair for pair in zip_longest(now, anew) if pair[0] != pair[1]), None)
    now.close()
    anew.close()
    for name in ("terms_now", "terms_anew", "anew"):
        connection.execute(f"DROP TABLE temp.{name}")
    return f"the term {(different[0] or different[1])[0]!r} is not in it as often as in the texts" if different else ""


def reindex(db_path: Path) -> int:
    """Rebuild the index of an archive with the fold of this software, in one transaction; returns how many articles it
    holds.
    """
    rows = Rows(db_path, Publishers())
    try:
        with rows.transaction():
            rows.connection.execute("DELETE FROM zh_fold")
            rows.connection.executemany("INSERT INTO zh_fold(c, t) VALUES (?, ?)", make_search_fold().items())
            return rebuild_index(rows.connection)
    finally:
        rows.close()


def rebuild_index(connection: sqlite3.Connection) -> int:
    """Rebuild the index from the articles in the open transaction; returns how many it holds."""
    clear_index(connection)
    count = 0
    for number, digest, title, body in _iterate_entries(connection):
        connection.execute(_ADD, (number, title, body))
        connection.execute(_STATE, (number, TOK_VERSION, digest))
        count += 1
    connection.execute("INSERT INTO articles_fts(articles_fts) VALUES ('optimize')")
    return count
