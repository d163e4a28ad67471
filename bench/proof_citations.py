"""`make proof-citations`: citation-js and pandoc read our citations back, extruct the JSON-LD, feedparser the feeds.

Of an archive (`--db`; without it the demo's, half of its articles given to a newspaper) all articles are cited over
HTTP as BibTeX, RIS and CSL-JSON. What each program makes of each style is compared with our CSL-JSON, field by field,
and so is the JSON-LD of the articles' pages. Fields that a program is known to lose are shown, and do not fail the
proof (findings/). Needs the network for pip and npm.
"""

import argparse
import json
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import urllib.request
import venv
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from bench.pages import Server, serve_ours

PYTHON_TOOLS = ("pypandoc_binary==1.17", "extruct==0.18.0", "feedparser==6.0.14")
NODE_TOOLS = tuple(f"@citation-js/{name}@0.8.2" for name in ("core", "plugin-csl", "plugin-bibtex", "plugin-ris"))
FIELDS = ("type", "title", "authors", "day", "container", "url")
# What programs lose whatever we write, as `program, style: fields`.
LOST = {
    # a newspaper becomes a journal; a site is the publisher; findings/citation-js-encodes-a-url-of-bibtex-again.sh
    ("citation-js", "bib"): ("type", "container", "url"),
    ("citation-js", "ris"): (
        "authors",
        "day",
        "container",
    ),  # findings/citation-js-ris-news-authors-become-reporters.sh
    ("pandoc", "bib"): ("container",),  # of @online `organization` becomes the publisher, of which CSL has both
    ("pandoc", "ris"): ("type", "day"),  # ELEC is `misc`; the year alone
}
_STRAIGHT = str.maketrans("“”‘’", "\"\"''")  # pandoc makes them curly, which is its business
_PARTS_OF_NAMES = ("given", "dropping-particle", "non-dropping-particle", "family")
READ_BY_PANDOC = """
import json, sys, pypandoc
given = zip(sys.argv[1::2], sys.argv[2::2])
print(json.dumps({form: json.loads(pypandoc.convert_file(name, "csljson", format=form)) for form, name in given}))
"""
READ_JSON_LD = """
import json, sys, extruct
from pathlib import Path
print(json.dumps([extruct.extract(Path(n).read_text("utf-8"), syntaxes=["json-ld"])["json-ld"] for n in sys.argv[1:]]))
"""
READ_FEEDS = """
import json, sys, feedparser
read = [feedparser.parse(n) for n in sys.argv[1:]]
print(json.dumps([[bool(f.bozo), len(f.entries), len({e.id for e in f.entries})] for f in read]))
"""
READ_BY_CITATION_JS = """
const fs = require('fs'), { Cite } = require('@citation-js/core')
for (const name of ['csl', 'bibtex', 'ris']) require(`@citation-js/plugin-${name}`)
const read = name => new Cite(fs.readFileSync(name, 'utf8'), { generateGraph: false }).data
console.log(JSON.stringify(Object.fromEntries(process.argv.slice(2).map(name => [name.split('.').pop(), read(name)]))))
"""


def run(*command: object, cwd: Path | None = None) -> str:
    """Run a program; what it prints. Ends the proof where it fails."""
    done = subprocess.run([*map(str, command)], cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"proof-citations: {' '.join(map(str, command))[:200]} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def install(folder: Path) -> Path:
    """Install the programs below a folder; the Python that has those of Python."""
    if not shutil.which("npm"):
        sys.exit("proof-citations: npm is missing; on Debian: apt install npm")
    venv.create(folder / "venv", with_pip=True)
    run(folder / "venv/bin/pip", "install", "--quiet", "--disable-pip-version-check", *PYTHON_TOOLS)
    run("npm", "install", "--silent", "--no-fund", "--no-audit", *NODE_TOOLS, cwd=folder)
    return folder / "venv/bin/python"


def make_demo(db: Path) -> None:
    """Crawl the demo site, and give every second article to a newspaper."""
    run(sys.executable, "-m", "archive", "demo", "--no-serve", "--db", db)
    with closing(sqlite3.connect(db)) as connection, connection:
        connection.execute("INSERT INTO sites (name, publisher, language) VALUES ('paper', '清淀日报', 'zh')")
        connection.execute("UPDATE articles SET site = 'paper' WHERE id % 2")
        connection.execute("UPDATE articles SET author = '江晚舟、罗照溪、阿依努尔·买买提、Jane Doe' WHERE id % 3 = 0")


def fetch(port: int, path: str) -> str:
    """The body of an answer."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=60) as answer:
        return str(answer.read().decode())


def normalise(item: dict[str, Any]) -> dict[str, Any]:
    """The fields of an item of CSL-JSON that are compared, written in one way."""
    parts = (item.get("issued") or {}).get("date-parts") or [[]]
    names = item.get("author") or []
    return {
        "type": item.get("type"),
        "title": " ".join((item.get("title") or "").translate(_STRAIGHT).split()),
        "authors": [_join_name(name) for name in names],
        "day": "-".join(f"{part:02}" for part in parts[0]),
        "container": item.get("container-title"),
        "url": item.get("URL"),
    }


def _join_name(name: dict[str, str] | str) -> str:
    if isinstance(name, str):
        return name
    return name.get("literal") or " ".join(name[part] for part in _PARTS_OF_NAMES if name.get(part))


def state(found: list[dict[str, Any]]) -> dict[str, Any]:
    """The same fields of the JSON-LD of a page; it has no type of document, and no address where there is none."""
    (item,) = found
    return {
        "title": " ".join(item["headline"].translate(_STRAIGHT).split()),
        "authors": [author["name"] for author in item.get("author", [])],
        "day": (item.get("datePublished") or "")[:10],
        "container": item["publisher"]["name"],
        "url": item.get("isBasedOn") or item["archivedAt"],
    }


def compare(
    program: str, style: str, expected: list[dict[str, Any]], found: list[dict[str, Any]]
) -> Iterator[tuple[str, bool]]:
    """Compare field by field: a line for people, and whether it is as it must be."""
    equal = Counter[str]()
    fields = [name for name in FIELDS if found and name in found[0]]
    for ours, theirs in zip(expected, found, strict=True):
        equal.update(name for name in fields if ours[name] == theirs[name])
    lost = LOST.get((program, style), ())
    told = "  ".join(f"{name} {equal[name]}{' (loses some)' if name in lost else ''}" for name in fields)
    is_well = len(found) == len(expected) and all(equal[name] == len(expected) or name in lost for name in fields)
    yield f"{program:11} {style:7} {len(found)} read; equal: {told}", is_well


def prove(folder: Path, db: Path | None) -> Iterator[tuple[str, bool]]:
    """Cite all articles, and ask the programs."""
    if db is None:
        make_demo(db := folder / "demo.db")
    python = install(folder)
    with closing(sqlite3.connect(db.resolve().as_uri() + "?mode=ro", uri=True)) as connection:
        ids = [number for (number,) in connection.execute("SELECT id FROM articles ORDER BY id")]
    pages = folder / "pages"
    pages.mkdir()
    feeds = (
        "/feeds/new.atom",
        "/feeds/changed.atom",
        "/feeds/gone.atom",
        "/archive/changes.atom",
        "/archive/search.atom?q=%E7%9A%84",
    )
    with Server(serve_ours(db)) as server:
        cited = {
            style: [fetch(server.port, f"/archive/articles/{each}/cite.{style}") for each in ids]
            for style in ("csl", "bib", "ris")
        }
        for each in ids:
            (pages / f"{each}.html").write_text(fetch(server.port, f"/archive/articles/{each}"), encoding="utf-8")
        for number, path in enumerate(feeds):
            (folder / f"{number}.atom").write_text(fetch(server.port, path), encoding="utf-8")
    items = [json.loads(each)[0] for each in cited["csl"]]
    expected = [normalise(item) for item in items]
    (folder / "all.json").write_text(json.dumps(items), encoding="utf-8")
    for style in ("bib", "ris"):
        (folder / f"all.{style}").write_text("\n".join(cited[style]), encoding="utf-8")
    kinds = Counter(item["type"] for item in items)
    yield f"{len(ids)} articles cited: {', '.join(f'{count} {kind}' for kind, count in kinds.items())}", bool(ids)
    given = [
        word
        for form, name in (("csljson", "json"), ("biblatex", "bib"), ("ris", "ris"))
        for word in (form, folder / f"all.{name}")
    ]
    by_pandoc = json.loads(run(python, "-c", READ_BY_PANDOC, *given))
    (folder / "read.js").write_text(READ_BY_CITATION_JS, encoding="utf-8")
    by_citation_js = json.loads(run("node", "read.js", "all.json", "all.bib", "all.ris", cwd=folder))
    read = {
        ("pandoc", "csl"): by_pandoc["csljson"],
        ("pandoc", "bib"): by_pandoc["biblatex"],
        ("pandoc", "ris"): by_pandoc["ris"],
        ("citation-js", "csl"): by_citation_js["json"],
        ("citation-js", "bib"): by_citation_js["bib"],
        ("citation-js", "ris"): by_citation_js["ris"],
    }
    for (program, style), found in read.items():
        yield from compare(program, style, expected, [normalise(item) for item in found])
    stated = json.loads(run(python, "-c", READ_JSON_LD, *(pages / f"{each}.html" for each in ids)))
    yield from compare("extruct", "JSON-LD", expected, [state(found) for found in stated])
    parsed = json.loads(run(python, "-c", READ_FEEDS, *(folder / f"{number}.atom" for number in range(len(feeds)))))
    for path, (is_bad, entries, different) in zip(feeds, parsed, strict=True):
        yield f"feedparser  {path}: {entries} entries, {different} ids", not is_bad and entries == different


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.proof_citations", description=__doc__)
    parser.add_argument("--db", type=Path, help="an archive, which is only read; without it that of the demo site")
    failed = 0
    with tempfile.TemporaryDirectory(prefix="proof-citations-") as folder:
        for line, is_well in prove(Path(folder), parser.parse_args().db):
            print(f"{'ok' if is_well else 'FAILED'}  {line}", flush=True)
            failed += not is_well
    if failed:
        sys.exit(f"proof-citations: {failed} failed")


if __name__ == "__main__":
    main()
