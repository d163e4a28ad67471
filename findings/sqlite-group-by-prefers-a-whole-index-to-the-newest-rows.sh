#!/usr/bin/env bash
# SQLite 3.50.4 (apsw 3.50.4.0): grouped counts of the newest rows, by a range of the rowid, read a whole other index.
#
# Expected: `WHERE id > ... GROUP BY site` of the newest 1,000 of 200,000 rows takes the rowid, and sorts what is left.
# Seen: without ANALYZE an open range counts as a quarter of the table, and an index that begins with `site` saves the
# sorting, so all of that index is read: 45 times the work. NOT INDEXED, an upper bound beside the lower one, or
# ANALYZE mends it. Fails if that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check apsw==3.50.4.0
"$folder/venv/bin/python" - <<'PY'
import apsw

print("SQLite", apsw.sqlite_lib_version())
db = apsw.Connection(":memory:")
db.execute("""CREATE TABLE urls(id INTEGER PRIMARY KEY, url TEXT UNIQUE, site TEXT, state TEXT);
CREATE INDEX by_site ON urls(site, state, id);
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200000)
INSERT INTO urls SELECT i, 'https://town.example/' || i, 'town-' || (i % 300), 'done' FROM n""")
QUERY = "SELECT site, count(*) FROM urls {} WHERE {} AND url > '' GROUP BY site"


def measure(how="", where="id > 199000"):
    query = QUERY.format(how, where)
    steps = 0

    def count():
        nonlocal steps
        steps += 100
        return False

    db.set_progress_handler(count, 100)
    found = sorted(db.execute(query))
    db.set_progress_handler(None, 100)
    plan = [row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {query}")]
    print(f"{how or 'as it is':12} {where:40} {steps:9,} steps of the machine; {plan[0]}")
    return steps, found


plain, rows = measure()
rowid, same = measure("NOT INDEXED")
bounded, _ = measure("", "id BETWEEN 199001 AND 200000")
db.execute("ANALYZE")
analyzed, _ = measure()
assert rows == same and len(rows) == 300
assert plain > 30 * rowid, "the rowid is taken now"
assert bounded < plain / 30 and analyzed < plain / 30
PY
