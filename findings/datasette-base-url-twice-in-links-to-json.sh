#!/usr/bin/env bash
# datasette 0.65.5: with `base_url` and a proxy that passes paths on, links to JSON and CSV have the path twice.
#
# Expected: behind `/news/`, the JSON of the page /news/data/days is linked as /news/data/days.json, as all other links
# of that page are right. Seen: /news/news/data/days.json, in the header Link and in the page; it answers 404. Fails if
# that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check datasette==0.65.5
cat > ask.py <<'PY'
import asyncio
import re
import sqlite3

from datasette.app import Datasette

connection = sqlite3.connect("data.db")
connection.executescript("CREATE TABLE days (id INTEGER PRIMARY KEY, day TEXT); INSERT INTO days(day) VALUES ('2026')")
connection.close()


async def main():
    site = Datasette(["data.db"], settings={"base_url": "/news/"})
    page = await site.client.get("/data/days")  # the client adds the path, as a browser behind such a proxy would
    assert page.status_code == 200 and page.url.path == "/news/data/days", page.url
    linked = re.match(r"http://localhost(/[^;]*);", page.headers["link"])[1]
    inside = set(re.findall(r'href="(/[^"]*\.(?:json|csv)[^"]*)"', page.text))
    print(page.url.path, "links to", linked, "and", sorted(inside))
    assert linked == "/news/news/data/days.json", linked
    assert any(link.startswith("/news/news/data/days.csv") for link in inside), inside
    answer = await site.client.get(linked.removeprefix("/news"))
    assert str(answer.url.path) == linked and answer.status_code == 404, answer


asyncio.run(main())
PY
venv/bin/python ask.py
