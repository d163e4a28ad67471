#!/usr/bin/env bash
# sqlite-utils 4.2.1: `table.update()` inside an open transaction makes FTS5 write a segment of its own each time.
#
# Expected: terms that one transaction adds to an FTS5 table stay in memory until it ends, and become one segment,
# whatever other tables are updated between them. Seen: a plain UPDATE of another table leaves it so, but
# `table.update()` opens a savepoint, and FTS5 writes what it holds in memory at each savepoint. Twelve rows, each
# followed by one update of another table, give one segment with the plain statement and twelve with sqlite-utils, to be
# merged later. Fails if that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check sqlite-utils==4.2.1
"$folder/venv/bin/python" - <<'PYTHON'
import sqlite3
from importlib.metadata import version

import sqlite_utils


def segments(update):
    db = sqlite_utils.Database(sqlite3.connect(":memory:", isolation_level=None))
    db.execute("CREATE TABLE articles(id INTEGER PRIMARY KEY, seen TEXT)")
    db.execute("INSERT INTO articles VALUES (1, '')")
    db.execute("CREATE VIRTUAL TABLE words USING fts5(body, content='')")
    db.execute("INSERT INTO words(words, rank) VALUES ('automerge', 0)")  # so that segments can be counted
    db.execute("BEGIN")
    for number in range(1, 13):
        db.execute("INSERT INTO words(rowid, body) VALUES (?, ?)", (number, f"word{number} text"))
        update(db, str(number))
    db.execute("COMMIT")
    return db.execute("SELECT count(DISTINCT segid) FROM words_idx").fetchone()[0]


plain = segments(lambda db, seen: db.execute("UPDATE articles SET seen = ? WHERE id = 1", (seen,)))
utils = segments(lambda db, seen: db.table("articles").update(1, {"seen": seen}))
print(f"sqlite-utils {version('sqlite-utils')}, SQLite {sqlite3.sqlite_version}")
print(f"segments after one transaction: {plain} with a plain UPDATE, {utils} with table.update()")
assert (plain, utils) == (1, 12)
PYTHON
