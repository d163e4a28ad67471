#!/usr/bin/env bash
# Python 3.11's sqlite3 (SQLite 3.40): a file whose schema is damaged raises UnicodeDecodeError, and no sqlite3.Error.
#
# Expected: sqlite3.DatabaseError, as for other damage ("malformed database schema"); PEP 249 has all errors of a
# database below Error. Seen: SQLite's message quotes bytes of the damaged page, the module decodes it as strict UTF-8,
# and what comes out is a ValueError, which `except sqlite3.Error` lets pass. A byte that is ASCII gives DatabaseError.
# Fails if that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > read.py <<'PY'
import sqlite3
import sys

print(f"Python {sys.version.split()[0]}, SQLite {sqlite3.sqlite_version}")
with sqlite3.connect("whole.db") as connection:
    connection.execute("CREATE TABLE a(b)")
    connection.execute("CREATE INDEX one_two ON a(b)")
connection.close()
whole = open("whole.db", "rb").read().replace(b"one_two ON a(", b"one_two ON c(")  # there is no table c
found = {}
for byte in (b"_", b"\xae"):
    with open("damaged.db", "wb") as file:
        file.write(whole.replace(b"indexone_twoa", b"indexone" + byte + b"twoa"))  # the name in sqlite_schema
    try:
        sqlite3.connect("damaged.db").execute("SELECT * FROM a")
    except Exception as error:
        found[byte] = error
        print(byte, f"{type(error).__name__}: {error}", "(a sqlite3.Error)" if isinstance(error, sqlite3.Error) else "")
assert isinstance(found[b"_"], sqlite3.DatabaseError)
assert type(found[b"\xae"]) is UnicodeDecodeError
PY
python3 read.py
