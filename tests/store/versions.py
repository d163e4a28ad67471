"""Archives of every version of the schema, of older shapes too, and what each has to do as any archive does."""

import lzma
import shutil
import sqlite3
from contextlib import closing
from functools import cache
from pathlib import Path

from cundang.search.fold import load_fold
from cundang.search.tokenize import TOK_VERSION, tokenize
from cundang.store.data_dictionary import SCHEMA
from cundang.store.migrations import SCHEMAS
from cundang.store.schema import APPLICATION_ID, VERSION
from cundang.store.shape import digest_shape, read_shape
from cundang.text.fold import fold_table
from tests.helpers.databases import rows
from tests.helpers.programs import archive
from upkeep.verify import verify

ARCHIVES = Path(__file__).with_name("archives")
VERSIONS = sorted(int(path.name.removesuffix(".db.xz")) for path in ARCHIVES.glob("*.db.xz"))
OLDER = sorted(path.stem for path in (ARCHIVES / "older").glob("*.sql") if path.stem != "rows")
FIRST = "f9f880e"  # the first of them
# The columns of an article that every version has.
ARTICLE = """id, url, site, content_id, tracking_number, title, text, published_at, published_raw, source_name, author, editor,
    section, language, script, characters, sha256, state, first_seen_at, last_seen_at, changed_at, revision_id, cluster_id"""
PAGE = """<html lang="zh"><head><meta charset="utf-8"><title>开湖捕鱼 两千斤鲢鱼出水</title>
<link rel="canonical" href="http://example.org/2026/fish.html"></head><body><h1>开湖捕鱼 两千斤鲢鱼出水</h1>
<p>2026-11-20 08:00 来源：清淀日报</p><p>清淀湖十一月二十日开湖捕鱼，三条渔船清晨出港，午后拉网，两千斤鲢鱼和草鱼运到临澜码头。</p>
<p>渔业站说，今年放流的鱼苗比去年多一成，网眼按规定放大，小鱼留在湖里继续生长。</p></body></html>"""


def digest_of(db: Path) -> str:
    with closing(sqlite3.connect(db)) as connection:
        return digest_shape(read_shape(connection))


def older(folder: Path, commit: str) -> Path:
    """An archive as the software of a commit made it, before version 1 was frozen; with its WARC folder."""
    db = folder / f"{commit}.db"
    db.write_bytes(_make_older(commit))
    shutil.copytree(ARCHIVES / "older.warc", db.with_suffix(".warc"))
    return db


@cache
def _make_older(commit: str) -> bytes:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript((ARCHIVES / "older" / f"{commit}.sql").read_text(encoding="utf-8"))
        connection.executescript((ARCHIVES / "older/rows.sql").read_text(encoding="utf-8"))
        connection.executemany("INSERT INTO zh_fold(c, t) VALUES (?, ?)", fold_table().items())
        fold = load_fold(connection)
        for number, title, text, sha in connection.execute("SELECT id, title, text, sha256 FROM articles").fetchall():
            entry = (number, tokenize(title, fold), tokenize(text, fold))
            connection.execute("INSERT INTO articles_fts(rowid, title, body) VALUES (?, ?, ?)", entry)
            connection.execute("INSERT INTO fts_state VALUES (?, ?, ?)", (number, TOK_VERSION, sha))
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("PRAGMA user_version = 1")
        connection.commit()
        return connection.serialize()


def of_version(folder: Path, version: int) -> Path:
    db = folder / f"{version}.db"
    db.write_bytes(lzma.decompress((ARCHIVES / f"{version}.db.xz").read_bytes()))
    shutil.copytree(ARCHIVES / f"{version}.warc", db.with_suffix(".warc"))
    return db


def check_use(db: Path) -> None:
    """An archive of an older version does what any archive does, and its articles stay what they were."""
    articles = f"SELECT {ARTICLE} FROM articles WHERE id <= 6 ORDER BY id"
    history = """
        SELECT id, article_id, number, fetched_at, title, text, published_at, source_name, author, editor, sha256, extractor,
          found, warc_file, warc_offset FROM revisions WHERE id <= 6 ORDER BY id
    """
    fetches = (
        "SELECT id, run_id, url, fetched_at, status, etag, sha256, warc_offset, outcome FROM fetches WHERE id <= 16"
    )
    before = [rows(db, sql) for sql in (articles, history, fetches)]
    assert [len(found) for found in before] == [6, 6, 16]
    [(count,)] = rows(db, "SELECT count(*) FROM articles")
    page = db.with_name("page.html")
    page.write_text(PAGE, encoding="utf-8")
    done = archive("import", page, "--db", db)
    assert done.returncode == 0, done.stderr
    assert [rows(db, sql) for sql in (articles, history, fetches)] == before
    assert digest_of(db) == SCHEMAS[VERSION]
    assert rows(db, "PRAGMA user_version") == [(VERSION,)]
    verified = verify(db, db.with_suffix(".warc"))
    assert verified.faults == []
    assert (verified.schema, verified.counts["articles"]) == (VERSION, count + 1)
    for words, title in (("两千斤鲢鱼", "开湖捕鱼"), ("南堤村 柳树", "南堤村秋冬补植"), ("芦苇收割", "蘆葦收割開始")):
        assert title in archive("search", words, "--db", db).stdout
    assert archive("export", "--output", db.with_name("all.jsonl"), "--db", db).returncode == 0
    assert len(db.with_name("all.jsonl").read_text(encoding="utf-8").splitlines()) == count + 1
    with closing(sqlite3.connect(":memory:")) as fresh:
        fresh.executescript(SCHEMA.read_text(encoding="utf-8"))
        for kinds in ("removed_kinds", "repair_kinds"):
            of_list = f"SELECT kind, definition FROM {kinds} ORDER BY kind"
            assert rows(db, of_list) == fresh.execute(of_list).fetchall()
