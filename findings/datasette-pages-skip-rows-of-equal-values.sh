#!/usr/bin/env bash
# datasette 0.65.5: walking the pages of a table that is sorted by a column with equal values misses rows.
#
# Expected: the pages of `?_sort_desc=day`, one after the other by `next`, have each row once. Seen: the first page is
# ordered by the column alone, so that SQLite may order equal values in any way (here by the key downwards, as its index
# is read); the later ones are ordered by column and key. Rows of that day are on two pages, others on none. Fails if
# that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check datasette==0.65.5
cat > walk.py <<'PY'
import asyncio
import sqlite3

from datasette.app import Datasette

connection = sqlite3.connect("data.db")
connection.executescript("CREATE TABLE news (id INTEGER PRIMARY KEY, day TEXT); CREATE INDEX days ON news(day);")
connection.executemany("INSERT INTO news(day) VALUES (?)", [("2026-11-28",)] * 10)
connection.commit()
connection.close()


async def main():
    site = Datasette(["data.db"])
    seen, following = [], None
    while True:
        more = f"&_next={following}" if following else ""
        page = (await site.client.get(f"/data/news.json?_shape=objects&_sort_desc=day&_size=4{more}")).json()
        seen += [row["id"] for row in page["rows"]]
        following = page["next"]
        if not following:
            break
    print("ids in the order of the pages:", seen)
    assert sorted(set(seen)) != list(range(1, 11)), "each row is there"


asyncio.run(main())
PY
venv/bin/python walk.py
