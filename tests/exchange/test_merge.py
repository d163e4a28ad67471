"""`archive merge`: idempotent, in any order the same, all or nothing."""

import shutil
import sqlite3
from contextlib import ExitStack, closing
from datetime import UTC, datetime, timedelta
from itertools import permutations
from pathlib import Path

import pytest

from cundang.files.lock import Lock
from cundang.model.page import Page
from cundang.model.publisher import Publishers
from cundang.store import frontier
from cundang.store.articles import add_site
from cundang.store.rows import Rows
from cundang.store.session import Session
from cundang.store.upserts import UNIONS
from exchange.merge.rows import NOT_MERGED, merge_into
from pipelines import line
from tests.helpers.databases import change, content, copy_of, rows
from tests.helpers.pages import page
from tests.helpers.programs import Program, archive
from upkeep.verify import verify

DAY = datetime(2026, 3, 1, tzinfo=UTC)
INDEX = ("articles_fts_data", "articles_fts_idx", "articles_fts_docsize", "articles_fts_config")


def seen(text: str, day: float, name: str = "a") -> Page:
    """The article as it was seen on a day."""
    body = f"<!doctype html><html><head><title>河边的树</title></head><body><h1>河边的树</h1><p>{text}，树下有人在下棋，旁边有人在看，还有孩子在跑。</p><p>午后下了一场雨，雨下得很大，路上没有行人，只有一只猫。</p></body></html>"
    url = f"http://news.example.com/2026/03/01/{name}.html"
    return page(body, "text/html; charset=utf-8", url, DAY + timedelta(days=day), status=0)


def made(folder: Path, name: str, *pages: Page) -> Path:
    """An archive of some pages, in this order."""
    db = folder / f"{name}.db"
    with Session(db, db.with_suffix(".warc"), Publishers(), "import") as opened:
        for each in pages:
            line.run(opened, [each])
        opened.end("finished")
    return db


def merged(folder: Path, name: str, *others: Path | str) -> Path:
    db = folder / f"{name}.db"
    done = archive("merge", *others, "--db", db)
    assert done.returncode == 0, done.stderr
    assert verify(db, db.with_suffix(".warc")).faults == []
    return db


def history(db: Path) -> list[tuple[object, ...]]:
    """The versions of the first article, as day and first word."""
    found = rows(
        db,
        "SELECT number, fetched_at, text FROM revisions WHERE article_id = (SELECT min(id) FROM articles) ORDER BY number",
    )
    return [(number, at[8:10], text[:2]) for number, at, text in found]


@pytest.fixture
def three(tmp_path: Path) -> list[Path]:
    """Three archives that saw the same article: as 甲 on the 1st and still on the 5th, as 乙 on the 3rd, as 丙 on the 7th."""
    return [
        made(tmp_path, "x", seen("甲甲", 0), seen("甲甲", 4), seen("别的", 1, "b")),
        made(tmp_path, "y", seen("乙乙", 2), seen("丁丁", 2, "c")),
        made(tmp_path, "z", seen("丙丙", 6), seen("甲甲", 0), seen("别的", 1, "b")),
    ]


def test_versions_are_joined_by_time(tmp_path: Path, three: list[Path]) -> None:
    db = merged(tmp_path, "all", *three)
    assert history(db) == [(1, "01", "甲甲"), (2, "03", "乙乙"), (3, "05", "甲甲"), (4, "07", "丙丙")]
    kinds = rows(db, "SELECT at, kind FROM events WHERE article_id = (SELECT min(id) FROM articles) ORDER BY at")
    assert [(at[8:10], kind) for at, kind in kinds] == [
        ("01", "new"),
        ("03", "edited"),
        ("05", "edited"),
        ("07", "edited"),
    ]
    assert rows(db, "SELECT text LIKE '丙丙%', first_seen_at, last_seen_at FROM articles WHERE url LIKE '%a.html'") == [
        (1, "2026-03-01T00:00:00+00:00", "2026-03-07T00:00:00+00:00")
    ]
    assert len(rows(db, "SELECT 1 FROM runs")) == 3
    assert archive("search", "丙丙", "--json", "--db", db).stdout.count("\n") == 1
    assert archive("search", "甲甲", "--json", "--db", db).stdout == ""


def test_in_any_order_the_same(tmp_path: Path, three: list[Path]) -> None:
    results = [content(merged(tmp_path, f"m{n}", *order), *INDEX) for n, order in enumerate(permutations(three))]
    assert all(result == results[0] for result in results)


def test_one_after_the_other_in_any_order_the_same_but_for_ids(tmp_path: Path, three: list[Path]) -> None:
    shown = []
    for n, order in enumerate(permutations(three)):
        for other in order:
            db = merged(tmp_path, f"s{n}", other)
        shown.append(
            (
                history_of_all(db),
                rows(
                    db,
                    "SELECT url, title, text, state, first_seen_at, last_seen_at, changed_at FROM articles ORDER BY url",
                ),
            )
        )
    assert all(each == shown[0] for each in shown)


def history_of_all(db: Path) -> list[tuple[object, ...]]:
    sql = "SELECT a.url, r.number, r.fetched_at, r.text, r.warc_file, r.warc_offset FROM revisions r JOIN articles a ON a.id = r.article_id ORDER BY 1, 2"
    return rows(db, sql)


def test_twice_changes_nothing(tmp_path: Path, three: list[Path]) -> None:
    db = merged(tmp_path, "all", *three)
    before = content(db, *INDEX)
    merged(tmp_path, "all", *three)
    merged(tmp_path, "all", three[1])
    assert content(db, *INDEX) == before


def test_into_an_archive_whose_ids_stay(tmp_path: Path, three: list[Path], demo_archive: Path) -> None:
    db = copy_of(demo_archive, tmp_path, "demo")
    before = rows(db, "SELECT id, url FROM articles")
    merged(tmp_path, "demo", *three)
    assert rows(db, "SELECT id, url FROM articles")[: len(before)] == before
    assert rows(db, "SELECT count(*) FROM articles") == [(66 + 3,)]


def test_a_gone_article_stays_gone(tmp_path: Path, three: list[Path]) -> None:
    change(three[2], "UPDATE articles SET state = 'gone' WHERE url LIKE '%a.html'")
    change(
        three[2],
        "INSERT INTO events(article_id, at, kind) SELECT id, '2026-03-09', 'gone' FROM articles WHERE url LIKE '%a.html'",
    )
    for n, order in enumerate((three, three[::-1])):
        db = merged(tmp_path, f"g{n}", *order)
        assert rows(db, "SELECT state FROM articles WHERE url LIKE '%a.html'") == [("gone",)]
        assert rows(db, "SELECT count(*) FROM events WHERE kind = 'gone'") == [(1,)]


@pytest.mark.parametrize(("less", "more"), [("pending", "failed"), ("failed", "refused"), ("refused", "done")])
def test_an_address_has_the_farther_of_its_two_states(tmp_path: Path, less: str, more: str) -> None:
    for state in (less, more):
        with closing(Rows(tmp_path / f"{state}.db", Publishers())) as opened, opened.transaction():
            add_site(opened, "demo")
            frontier.add(opened, "demo", "article", ["http://demo/a.html"], "http://demo/")
        change(tmp_path / f"{state}.db", "UPDATE urls SET state = ?", state)
    for n, order in enumerate(((less, more), (more, less))):
        target = Rows(tmp_path / f"all{n}.db", Publishers())
        with closing(target), ExitStack() as stack:
            others = [stack.enter_context(closing(sqlite3.connect(tmp_path / f"{state}.db"))) for state in order]
            merge_into(target, [(other, {}) for other in others])
            assert target.select("SELECT state FROM urls") == [{"state": more}]


def test_raw_pages_of_the_same_name_stay_apart(tmp_path: Path, three: list[Path]) -> None:
    db = merged(tmp_path, "all", *three)
    assert len(list(db.with_suffix(".warc").glob("import-*.warc.gz"))) == 3


@pytest.mark.parametrize("content_of", [b"no archive", b"SQLite format 3\0", None])
def test_what_is_no_archive_changes_nothing(tmp_path: Path, three: list[Path], content_of: bytes | None) -> None:
    other = tmp_path / "other.db"
    if content_of is not None:
        other.write_bytes(content_of)
    done = archive("merge", three[0], other, "--db", tmp_path / "all.db")
    assert done.returncode in (1, 2)
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "all.db").exists()


def test_one_of_a_newer_version_is_refused(tmp_path: Path, three: list[Path]) -> None:
    change(three[1], "PRAGMA user_version = 99")
    done = archive("merge", *three, "--db", tmp_path / "all.db")
    assert done.returncode == 1
    assert "update this software" in done.stderr


def test_into_itself_and_without_raw_pages(tmp_path: Path, three: list[Path]) -> None:
    assert "into itself" in archive("merge", three[0], "--db", three[0]).stderr
    shutil.rmtree(three[1].with_suffix(".warc"))
    assert "is not there" in archive("merge", three[1], "--db", three[0]).stderr


def test_raw_pages_of_others_that_lie_elsewhere(tmp_path: Path, three: list[Path]) -> None:
    expected = content(merged(tmp_path, "beside", *three), *INDEX)
    folders = [tmp_path / "elsewhere" / other.stem for other in three]
    for other, folder in zip(three, folders, strict=True):
        shutil.copytree(other.with_suffix(".warc"), folder)
        shutil.rmtree(other.with_suffix(".warc"))
    options = [word for folder in folders for word in ("--other-warc", folder)]
    few = archive("merge", *three, *options[:2], "--db", tmp_path / "no.db")
    assert (few.returncode, few.stderr.count("\n")) == (2, 1)
    assert "1 times for 3 archives" in few.stderr
    assert not (tmp_path / "no.db").exists()
    db = merged(tmp_path, "all", *three, *options)
    assert content(db, *INDEX) == expected


def test_two_at_once(tmp_path: Path, three: list[Path]) -> None:
    lock = Lock(tmp_path / "all.db-merge.lock", "merge")
    done = archive("merge", *three, "--db", tmp_path / "all.db")
    lock.release()
    assert done.returncode == 75


def test_two_that_begin_together(tmp_path: Path, three: list[Path]) -> None:
    """One may be told to wait; whichever ran, the archive is what one merge alone gives."""
    alone, target = tmp_path / "alone.db", tmp_path / "all.db"
    archive("merge", *three, "--db", alone)
    command = ("archive", "merge", *three, "--db", target)
    with Program(*command) as one, Program(*command) as two:
        codes = [each.wait(60) for each in (one, two)]
        said = list(zip((one.stderr, two.stderr), codes, strict=True))
    assert {code for _, code in said} <= {0, 75}
    assert 0 in {code for _, code in said}
    assert all(text.count("\n") == 1 for text, code in said if code == 75)
    assert content(target) == content(alone)


def test_a_full_disk_leaves_the_archive_as_it_was(tmp_path: Path, three: list[Path], demo_archive: Path) -> None:
    before = content(three[0])

    done = archive("merge", demo_archive, "--db", three[0], largest_file=400_000)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert content(three[0]) == before


OF_ONE_SIDE = (
    "INSERT INTO absences SELECT id, 1, '2099-01-01T00:00:00+00:00', 'HTTP 404' FROM articles WHERE id = 1",
    "INSERT INTO imports VALUES ('digest', 'news.warc.gz', 7, NULL)",
    "INSERT INTO site_blocks VALUES ('demo', 'k', '版权所有', 4, '2026-01-02', '2026-01-03', 0)",
    "INSERT INTO comparisons VALUES ('http://x/', 'demo', '2026-01-02', 'xinhua', 0.5, '文')",
    "INSERT OR IGNORE INTO named VALUES ('demo', 'index', 'http://x/', NULL, '2026-01-02')",
    "INSERT INTO removed SELECT min(id), 0, 'button', '打印', 'r' FROM revisions",
    "INSERT INTO repairs SELECT min(id), 0, 'reading', '(wǎng)', '' FROM revisions",
    "INSERT INTO problems(run_id, at, url, stage, reason) VALUES (1, '2026', 'http://x/', 'fetch', 'HTTP 500')",
    "INSERT OR IGNORE INTO keywords VALUES (1, '湿地')",
    "INSERT OR IGNORE INTO images(article_id, position, url) VALUES (1, 99, 'http://x/a.jpg')",
    "INSERT INTO attachments(article_id, position, url, name) VALUES (1, 1, 'http://x/a.pdf', '附件')",
    "INSERT INTO redactions(url, level, reason, decided_at) VALUES ('http://y/', 'hidden', 'r', '2026-01-02')",
    "INSERT INTO redacted_digests VALUES ('0a', 1)",
)


def test_every_table_comes_along_or_is_on_the_list_with_its_reason(tmp_path: Path, demo_archive: Path) -> None:
    other = copy_of(demo_archive, tmp_path, "other")
    for sql in OF_ONE_SIDE:
        change(other, sql)
    db, there = merged(tmp_path, "all", other), content(other)
    here = content(db)
    tables = {name for name in there if not name.startswith(("sqlite_", "articles_fts_"))}
    assert tables >= NOT_MERGED.keys()
    for name in tables - NOT_MERGED.keys() - {"articles_fts"}:
        assert there[name], f"{name}: this test has no row of it"
        assert len(here[name]) == len(there[name]), name
    for name in UNIONS:
        assert here[name] == there[name]
    for name in ("removed_kinds", "repair_kinds", "_dictionary", "zh_fold"):
        assert here[name] == there[name]


def test_rows_that_both_know_are_joined_in_any_order_the_same(tmp_path: Path, demo_archive: Path) -> None:
    one, two = copy_of(demo_archive, tmp_path, "one"), copy_of(demo_archive, tmp_path, "two")
    for sql in OF_ONE_SIDE:
        change(one, sql)
    for sql in (
        "INSERT INTO absences SELECT id, 1, '2098-01-01T00:00:00+00:00', 'HTTP 410' FROM articles WHERE id = 1",
        "UPDATE articles SET last_seen_at = '2098-06-01T00:00:00+00:00' WHERE id = 1",  # clears that one
        "INSERT INTO imports VALUES ('digest', 'news.warc.gz', 9, '2026-01-05')",
        "INSERT INTO site_blocks VALUES ('demo', 'k', '版權所有', 3, '2026-01-01', '2026-01-02', 1)",
        "INSERT INTO comparisons VALUES ('http://x/', 'demo', '2026-01-03', 'xinhua', 0.9, NULL)",
        "INSERT INTO named VALUES ('demo', 'index', 'http://x/', '2026-01-01', '2026-01-03')",
    ):
        change(two, sql)
    for n, order in enumerate(((one, two), (two, one), (one, two, one))):
        db = merged(tmp_path, f"joined{n}", *order)
        merged(tmp_path, f"joined{n}", two)
        assert rows(db, "SELECT at, reason FROM absences") == [("2099-01-01T00:00:00+00:00", "HTTP 404")]
        assert rows(db, "SELECT * FROM imports") == [("digest", "news.warc.gz", 9, "2026-01-05")]
        assert rows(db, "SELECT * FROM site_blocks WHERE key = 'k'") == [
            ("demo", "k", "版權所有", 4, "2026-01-01", "2026-01-03", 1)
        ]
        assert rows(db, "SELECT at, agreement, generic_text FROM comparisons WHERE url = 'http://x/'") == [
            ("2026-01-03", 0.9, None)
        ]
        assert rows(db, "SELECT day, at FROM named WHERE url = 'http://x/'") == [("2026-01-01", "2026-01-02")]
