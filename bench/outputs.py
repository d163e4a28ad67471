"""Run the commands of a checkout and keep what they write and print, each in a file, for `python -m bench.same`.

No module of the checkout is imported, since modules may have other names there: its commands are run in its folder,
and so is `demo/`, which serves the site that they crawl.
"""

import gzip
import hashlib
import html
import json
import os
import re
import sqlite3
import subprocess
import sys
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from http.client import HTTPException
from itertools import chain
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pyarrow.parquet

from bench.masks import Masks, format_tables, format_warc, level_times, record_numbers

# `archive demo` with the site on a port that is named: the addresses of articles are then the same in both checkouts.
_DEMO = """
import runpy, sys
from demo.server import DemoServer
DemoServer.__init__.__defaults__ = (int(sys.argv.pop(1)), 1)
runpy.run_module("archive", run_name="__main__", alter_sys=True)
"""
_SECOND_DAY = """
import sys
from pathlib import Path
from demo.second_day import second_day
second_day(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
"""
# The interpreter's environment may hold an editable install of this project, by a finder or by a folder on the path.
# Where a checkout has lost a module, that one must not step in: Python imports this file at each start, also of the
# commands' own worker processes.
_SITECUSTOMIZE = """
import sys
from pathlib import Path
other = [finder for finder in sys.meta_path if not getattr(finder, "__module__", "").startswith("__editable__")]
files = [file for folder in sys.path if folder for file in Path(folder).glob("__editable__*.pth")]
installed = {line for file in files for line in file.read_text().splitlines()}
sys.meta_path[:], sys.path[:] = other, [folder for folder in sys.path if folder not in installed]
"""
QUERIES = ("雄安", "雄安新區 规划", "湿地", "title:规划", "-湿地 建设", '"人民"', "北京 OR 上海", "since:2020 新闻", "source:新华社",
           "climate", "date:nonsense", "没有这样的词语出现过", "的")  # fmt: skip
FORMATS = {"csv": ".csv", "spreadsheet": ".csv", "jsonl": ".jsonl", "sql": ".sql", "parquet": ".parquet"}
BOTH = (  # addresses of web pages that are requested in both languages
    "/", "/about", "/queries", "/downloads", "/archive", "/archive/articles", "/archive/nothing", "/nothing",
    "/archive/articles?_facet=source_name&_facet=site&_facet_month=published_at&_facet_year=published_at",
    "/archive/articles?_search=湿地", '/archive/articles?_search="&_searchmode=raw', "/archive/articles?_sort=title",
    "/archive/articles?published_at__startswith=2024", "/archive/articles/999999", "/archive/articles/999999/history",
    "/archive/search", *(f"/archive/search?q={query}" for query in QUERIES),
    "/archive/search?q=的&sort=newest&page=2", "/archive/search?q=的&facets=all",
    "/archive?sql=select count(*) from articles", "/archive?sql=select nonsense",
    "/feeds/new.atom", "/feeds/changed.atom", "/feeds/gone.atom",
)  # fmt: skip
ONCE = (
    "/robots.txt", "/assets/archive.css", "/assets/words.js", "/assets/icon.svg", "/-/plugins", "/?_lang=en",
    "/archive/search.json?q=湿地", "/archive/search.atom?q=湿地", "/archive/search.json?q=的&page=2",
    "/archive/download/search.csv?q=的", "/archive/download/search.excel.csv?q=的",
    "/archive/download/search.jsonl?q=湿地", "/archive/download/articles.jsonl?state=gone",
    "/archive/download/articles.csv?_search=湿地", "/archive/articles.json", "/archive/articles.csv?_stream=1",
    "/archive.json?sql=select title from articles limit 5", "/downloads/articles.csv", "/downloads/nothing",
)  # fmt: skip
VIEWS = (  # of an article
    "", "?script=Hant", "?script=Hans", "?traces=1", "/history", "/history?view=inline&old=1&new=2", "/raw", ".json",
)  # fmt: skip
FOLLOWED = ("/", "/about", "/queries", "/downloads", "/archive", "/archive/search?q=的")  # pages whose links are opened
MOST_LINKS = 30  # of those that differ in a number or a value only: the home page has two of each of 1,400 sites
_PICKED = """
    SELECT id FROM articles WHERE state = 'gone' OR id IN (SELECT article_id FROM events WHERE kind != 'new')
    UNION SELECT id FROM articles WHERE id % (1 + (SELECT count(*) FROM articles) / 15) = 0 ORDER BY id LIMIT 40
"""
_UNSAID = ("date", "content-length")  # headers: the run's; that of a body which is compared, but masked


class Outputs:
    """Runs a checkout's commands on one archive in the folder `work`, and keeps in the folder `out` what comes of it.

    `ports` are two of loopback: for the site that is crawled, and for the web pages.
    """

    def __init__(self, checkout: Path, work: Path, out: Path, ports: list[int]) -> None:
        self.checkout, self.work, self.out, self.ports, self.db = checkout, work, out, ports, work / "archive.db"
        self.begin = datetime.now(UTC).replace(microsecond=0)
        for folder in (work / "start", out):
            folder.mkdir(parents=True)
        (work / "start" / "sitecustomize.py").write_text(_SITECUSTOMIZE, encoding="utf-8")
        own = {"PYTHONPATH": str(work / "start"), "LC_ALL": "C.UTF-8", "TZ": "UTC", "COLUMNS": "100"}
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith("ARCHIVE_")} | own

    def keep(self, name: str, text: str) -> None:
        """Keep a thing. Its file has its name, as far as a file can have it."""
        plain = name.replace(f"{self.work}/", "").replace("/", "⁄")
        if len(plain.encode()) > 240:
            plain = f"{plain[:60]}…{hashlib.sha256(name.encode()).hexdigest()[:12]}"
        (self.out / plain).write_text(text, encoding="utf-8", errors="surrogateescape", newline="")

    def mask(self) -> None:
        """Mask what was kept, when all is done."""
        numbers = (record_numbers(folder).items() for folder in self.work.glob("*.warc"))
        masks = Masks(self.begin, dict(chain.from_iterable(numbers)))
        for path in self.out.iterdir():
            text = path.read_bytes().decode("utf-8", "surrogateescape")
            path.unlink()
            self.keep(masks(path.name), masks(text))

    def python(self, name: str, *words: object, **environment: str) -> str:
        """Run Python in the checkout. Keeps the exit code and all output; returns what it printed."""
        done = subprocess.run([sys.executable, *map(str, words)], cwd=self.checkout, env=self.environment | environment,
                              check=False, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8",
                              errors="surrogateescape")  # fmt: skip
        self.keep(name, f"exit code {done.returncode}\n{done.stdout}--- standard error\n{done.stderr}")
        return done.stdout

    def archive(self, *words: object, name: str = "", db: Path | None = None) -> None:
        """Run `archive` with these words on this archive, or on another."""
        command, *others = words
        title = name or f"archive {' '.join(map(str, words))}"
        self.python(title, "-m", "archive", command, "--db", db or self.db, *others)

    @contextmanager
    def running(self, *words: object) -> Iterator[str]:
        """Start a server of the checkout in the background; returns the first line that it prints, empty if none."""
        with (
            (self.work / "server.log").open("w") as log,
            subprocess.Popen([sys.executable, *map(str, words)], cwd=self.checkout, env=self.environment, text=True,
                             stdout=subprocess.PIPE, stderr=log) as server,
        ):  # fmt: skip
            assert server.stdout is not None
            try:
                yield server.stdout.readline().strip()
            finally:
                server.terminate()

    def help(self, _: list[Path]) -> None:
        """What each command says of itself."""
        text = self.python("archive --help", "-m", "archive", "--help")
        for command in re.findall(r"^  ([a-z]+) ", text.partition("Commands:")[2], re.MULTILINE):
            self.python(f"archive {command} --help", "-m", "archive", command, "--help")

    def demo(self, _: list[Path]) -> None:
        """The demo site on its first day, and on its second."""
        self.python("archive demo", "-c", _DEMO, self.ports[0], "demo", "--no-serve", "--db", self.db)
        site = f"http://127.0.0.1:{self.ports[0]}/"
        # demo/second_day.py takes the articles that are gone from a set of strings, in the order of their hashes
        self.python("second day", "-c", _SECOND_DAY, self.db, self.db.with_suffix(".warc"), site, PYTHONHASHSEED="0")
        self.keep_archive()
        self.ask_commands()

    def crawl(self, _: list[Path]) -> None:
        """The demo site as any site: on its first day, on its second, and once more."""
        for turn, day, options in (1, 1, ()), (2, 2, ("--recheck",)), (3, 2, ()):
            with self.running("-m", "demo", "--port", self.ports[0], "--day", day) as site:
                self.archive("crawl", site, "--allow-private", "--delay", 0, *options, name=f"archive crawl {turn}")
        self.keep_archive()
        self.archive("crawl", "nothing")
        self.python("scrapy list", "-m", "scrapy", "list")

    def pages(self, paths: list[Path]) -> None:
        """Pages from files, looked at and imported."""
        self.python("archive show", "-m", "archive", "show", paths[0])
        self.archive("import", *paths, name="archive import")
        self.keep_archive()
        self.ask_commands()
        self.archive("freeze", self.site, "--into", self.work / "frozen")
        for path in sorted(self.work.glob("frozen/*/*")):
            self.keep(f"frozen {path.name}", path.read_bytes().decode("utf-8", "surrogateescape"))

    def files(self, paths: list[Path]) -> None:
        """Pages from files, imported twice, merged into another archive, made anew."""
        self.archive("import", *paths, name="archive import")
        self.keep_archive()
        self.archive("import", *paths, name="archive import again")
        level_times(self.db, self.begin)
        self.archive("merge", self.db, name="archive merge", db=self.work / "merged.db")
        self.tables("merged: ", self.work / "merged.db")
        self.archive("rebuild", "--json")
        self.tables("made anew: ")

    def keep_archive(self) -> None:
        """What an archive holds, by its files, by exports, and by web pages."""
        self.tables()
        for path in sorted(self.db.with_suffix(".warc").glob("*.warc.gz")):
            self.keep(f"records of {path.name}", format_warc(path))
        for words in ("status", "verify", "export"):
            self.archive(words)
        for form, ending in FORMATS.items():
            self.export(ending, "--format", form)
        # What is asked for from here on may stand in the order of such times, to the second: where one ends would show.
        level_times(self.db, self.begin)
        self.web()

    def ask_commands(self) -> None:
        """What an archive answers to each command that reads."""
        told = ("check", "check --rates", "sites", f"sites {self.site} --memory", f"status {self.site} --coverage")
        for words in (*told, *(f"{words} --json" for words in ("status", "verify", *told)), "reindex --check",
                      "rebuild --dry-run --json", "schedule xiongan --contact a@example.org"):  # fmt: skip
            self.archive(*words.split())
        for query in QUERIES:
            self.archive("search", "--limit", 50, "--json", "--", query)
        self.archive("search", "--newest", "--", QUERIES[-1])
        self.export(".jsonl", "--search", "湿地")
        self.export(".csv", "--sql", "SELECT site, count(*) FROM articles GROUP BY site")
        self.archive("snapshot")
        for path in sorted(self.db.with_suffix(".downloads").glob("*/articles.*.gz")):
            self.keep(f"snapshot {path.name}", gzip.decompress(path.read_bytes()).decode("utf-8", "surrogateescape"))

    @property
    def site(self) -> str:
        """The site of most articles."""
        found = self.rows("SELECT site FROM articles GROUP BY site ORDER BY count(*) DESC, site LIMIT 1")
        return str(found[0][0]) if found else "none"

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What a query finds in the archive; nothing where a command failed to make it."""
        try:
            with closing(sqlite3.connect(f"file:{self.db}?mode=ro", uri=True)) as connection:
                return connection.execute(sql).fetchall()
        except sqlite3.Error:
            return []

    def tables(self, when: str = "", db: Path | None = None) -> None:
        """Every table of this archive, or of another."""
        db = db or self.db
        for name, text in format_tables(db).items() if db.exists() else ():
            self.keep(f"{when}table {name}", text)

    def export(self, ending: str, *options: str) -> None:
        """A file of `archive export`; Parquet, which is packed, as the types and rows that it holds."""
        path = self.work / f"exported{ending}"
        self.archive("export", *options, "--output", path)
        if not path.exists():
            return
        if ending == ".parquet":
            rows = pyarrow.parquet.read_table(path)
            text = "\n".join((str(rows.schema), *(json.dumps(row, ensure_ascii=False) for row in rows.to_pylist())))
        else:
            text = path.read_bytes().decode("utf-8", "surrogateescape")
        path.unlink()
        self.keep(f"exported {' '.join(options)}", text)

    def web(self) -> None:
        """Request the web pages: those above, of some articles and every table, and what the first ones link to."""
        articles = [f"/archive/articles/{number}" for (number,) in self.rows(_PICKED)]
        names = {name for (name,) in self.rows("SELECT name FROM sqlite_master WHERE type = 'table'")}
        names.discard("articles_fts")  # its hidden column is the number of the cursor that reads it
        requests = {(address, language) for address in BOTH for language in ("zh", "en")}
        for article in articles:
            requests |= {(f"{article}{view}", "zh") for view in VIEWS} | {(article, "en"), (f"{article}/history", "en")}
            requests |= {(f"{article}/cite.{style}", "zh") for style in ("gbt", "bib", "ris", "csl", "txt")}
        requests |= {(f"/archive/{name}", language) for name in names for language in ("zh", "en")}
        requests |= {(address, "zh") for address in ONCE}
        with self.running("-m", "archive", "serve", "--port", self.ports[1], "--db", self.db) as root:
            self.keep("serve", root or (self.work / "server.log").read_text(encoding="utf-8"))
            if not root:
                return
            kinds = Counter[str]()
            for address in FOLLOWED:
                for link in map(html.unescape, re.findall(r'href="(/[^"#]*)', fetch(root, address, "zh"))):
                    kinds[kind := re.sub(r"=[^&]*|\d+", "", link)] += 1
                    if kinds[kind] <= MOST_LINKS:
                        requests.add((link, "zh"))
            for address, language in sorted(requests):
                self.keep(f"{language} {address}", fetch(root, address, language))


class _AsItIs(urllib.request.HTTPErrorProcessor):
    """Follows no redirect, and takes an error's page as a page."""

    def http_response(self, request: Any, response: Any) -> Any:
        return response


_OPENER = urllib.request.build_opener(_AsItIs, urllib.request.ProxyHandler({}))


def fetch(root: str, address: str, language: str) -> str:
    """What a server answers: status, headers and body."""
    url = f"{root.rstrip('/')}{quote(address, safe='/?=&%+:,~()!*@')}"
    try:
        with _OPENER.open(urllib.request.Request(url, headers={"Accept-Language": language}), timeout=60) as answer:
            headers = ((name.lower(), value) for name, value in answer.headers.items())
            shown_headers = sorted(f"{name}: {value}" for name, value in headers if name not in _UNSAID)
            return "\n".join((str(answer.status), *shown_headers, "", answer.read().decode("utf-8", "surrogateescape")))
    except (OSError, HTTPException) as error:
        return f"no answer: {error}"
