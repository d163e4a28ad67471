#!/usr/bin/env bash
# datasette 0.65.5: a query beyond SQLite's memory is answered as an error of the server, without a word of what it was.
#
# A host bounds the memory of queries with `PRAGMA hard_heap_limit` (SQLite 3.31 and later). Expected: as for a query that
# takes too long, or a value that is too big, status 400 and what SQLite says. Seen: Python's sqlite3 raises MemoryError,
# which is no sqlite3.Error, so Datasette answers 500 with an empty message and prints a traceback. Fails if that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check datasette==0.65.5
mkdir plugins
cat > plugins/limit.py <<'PY'
from datasette import hookimpl


@hookimpl
def prepare_connection(conn):
    conn.execute("PRAGMA hard_heap_limit = 20000000")
PY
cat > ask.py <<'PY'
import asyncio
import sqlite3
from urllib.parse import quote

from datasette.app import Datasette

sqlite3.connect("data.db").execute("CREATE TABLE news (id INTEGER PRIMARY KEY)")


async def main():
    site = Datasette(["data.db"], plugins_dir="plugins")
    for sql in ("select zeroblob(2000000000)", "select hex(zeroblob(15000000)) as a"):
        answer = await site.client.get(f"/data.json?sql={quote(sql)}")
        print(f"{sql}: status {answer.status_code}, error {answer.json()['error']!r}")
    assert (answer.status_code, answer.json()["error"]) == (500, ""), "it is told"


asyncio.run(main())
PY
venv/bin/python ask.py 2> printed
grep MemoryError printed
