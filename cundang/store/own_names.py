"""The archive's own rows of `source_names`. A change of the table changes `articles.source`, and the clusters whose
evidence has the name, in the same transaction.
"""

from cundang.model.errors import UsageError
from cundang.store.clusters import replace_copies
from cundang.store.rows import Rows
from cundang.store.source_names import rename_sources
from cundang.text.source_names import list_aliases, load_names, normalise_alias

_ADD = """
    INSERT INTO source_names(alias, name, own) VALUES (?, ?, 1)
    ON CONFLICT DO UPDATE SET name = excluded.name, own = 1
"""
_ROW = "SELECT name, own FROM source_names WHERE alias = ?"
_NAMES = """
    SELECT name FROM evidence UNION SELECT raw FROM evidence WHERE kind = 'source'
    UNION SELECT publisher FROM sites WHERE publisher IS NOT NULL UNION SELECT name FROM sites
"""
_CLUSTERS = """
    SELECT DISTINCT c.id, c.text FROM articles a JOIN articles c ON c.id = a.cluster_id JOIN sites s ON s.name = a.site
    LEFT JOIN evidence e ON e.article_id = a.id WHERE ? IN (e.name, e.raw, s.publisher, s.name)
"""
_LONGEST = 100  # characters of an alias or a name


def add_name(rows: Rows, alias: str, name: str) -> int:
    """Let an alias stand for a source from now on; returns how many articles have another source by that.

    Raises UsageError where one of them is no name.
    """
    key, name = normalise_alias(alias), " ".join(name.split())
    for value, words in ((key, alias), (name, name)):
        if not value or len(value) > _LONGEST or not value.isprintable():
            raise UsageError(f"{words[:60]!r}: no name of a source; give one of 1 to {_LONGEST} characters")
    with rows.transaction():
        before = _find_name(rows, key)
        rows.connection.execute(_ADD, (key, name))
        return _apply(rows, key, before, name)


def remove_name(rows: Rows, alias: str) -> int:
    """Remove an alias that was added to the archive, so that it has the name again that the software knows, if any;
    returns how many articles have another source by that.

    Raises UsageError where it was not added.
    """
    key = normalise_alias(alias)
    row = rows.connection.execute(_ROW, (key,)).fetchone()
    if row is None:
        raise UsageError(f"{alias[:60]!r}: no such alias; `archive sources` lists them")
    if not row[1]:
        raise UsageError(f"{alias[:60]!r}: of this software, not added here; `archive sources --add` renames it")
    name = load_names().get(key, "")
    with rows.transaction():
        rows.connection.execute("DELETE FROM source_names WHERE alias = ?", (key,))
        if name:
            rows.connection.execute("INSERT INTO source_names(alias, name) VALUES (?, ?)", (key, name))
        return _apply(rows, key, row[0], name)


def _find_name(rows: Rows, key: str) -> str:
    row = rows.connection.execute(_ROW, (key,)).fetchone()
    return row[0] if row else ""


def _apply(rows: Rows, key: str, before: str, after: str) -> int:
    """Name the sources of all articles anew, and choose the originals of the clusters anew that tell of one of them."""
    changed = rename_sources(rows.connection)
    names = (name for (name,) in rows.connection.execute(_NAMES).fetchall())
    told = [name for name in names if name in (before, after) or key in list_aliases(name)]
    clusters = {cluster for name in told for cluster in rows.connection.execute(_CLUSTERS, (name,))}
    for article_id, text in sorted(clusters):
        replace_copies(rows, article_id, text, text)
    return changed
