"""`archive redact`: nothing of a withdrawn article is left where it must not be, nothing else changes, nothing brings it back."""

import gzip
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator as FastIterator
from warcio.archiveiterator import ArchiveIterator

from bench.leaks import find_leaks
from cundang.files.lock import Lock
from cundang.model.errors import ArchiveError
from cundang.raw.pages import make_page
from cundang.raw.reader import read_records
from cundang.store.schema import open_archive
from cundang.store.search_index import reindex
from cundang.store.session import Session
from cundang.store.tasks import note_task
from exchange.importer.intake import import_file
from pipelines import line
from scrapers.sites import publishers
from tests.helpers.databases import change, content, copy_of, only_warc, rows
from tests.helpers.pages import CHINESE, NOW, news_page, page
from tests.helpers.programs import archive
from upkeep import redact as upkeep
from upkeep.redact import Decision, Redacted, apply_pending, find_subjects, lift, lift_due
from upkeep.verify import verify

EDITED = "6路公交车开通 临澜码头到高铁站只要38分钟"  # its first version has 临兰; in lists and beside other articles
WORDS = [EDITED, EDITED.replace("澜", "兰"), "姜素云", "低地板，上下也不费劲", "骑电动车走夜路"]
INDEX = ("articles_fts_data", "articles_fts_idx", "articles_fts_docsize", "articles_fts_config")


@pytest.fixture
def db(aged_archive: Path, tmp_path: Path, forked_workers: None) -> Path:
    return copy_of(aged_archive, tmp_path)


def number_of(db: Path, title: str = EDITED) -> int:
    return int(rows(db, "SELECT id FROM articles WHERE title = ?", title)[0].id)


def withdraw(db: Path, *names: object, level: str = "erased", **options: object) -> Redacted:
    with closing(open_archive(db)) as opened:
        subjects = find_subjects(opened.conn, map(str, names))
    until = options.pop("until", None)
    return upkeep.redact(
        db,
        db.with_suffix(".warc"),
        subjects,
        Decision(level, "asked for", until),  # type: ignore[arg-type]
        publishers=publishers,
        **options,  # type: ignore[arg-type]
    )


def faults(db: Path) -> list[object]:
    return list(verify(db, db.with_suffix(".warc")).faults)


def places(path: Path) -> list[tuple[int, int]]:
    with path.open("rb") as file:
        return [(record.offset, record.end) for record in read_records(file)]


def test_nothing_of_an_erased_article_is_in_the_bytes_of_any_file(db: Path) -> None:
    number, warc = number_of(db), only_warc(db)
    (url,) = rows(db, "SELECT url FROM articles WHERE id = ?", number)[0]
    change(db, "UPDATE problems SET reason = 'said: ' || ?", EDITED)
    change(
        db, "INSERT INTO problems(run_id, at, url, stage, reason) VALUES (1, '2026', 'http://x/', 'fetch', ?)", EDITED
    )
    change(db, "INSERT INTO site_blocks VALUES ('demo', 'k', ?, 4, '2026-01-02', '2026-01-03', 0)", f"热点：{EDITED}")
    change(db, "INSERT INTO comparisons VALUES (?, 'demo', '2026-01-02', 'xinhua', 0.5, ?)", url, WORDS[3])
    revision = rows(db, "SELECT id FROM revisions WHERE article_id = ?", number)[0].id
    change(db, "INSERT INTO removed VALUES (?, 0, 'button', '只此一行的按钮', 'r')", revision)
    (db.with_suffix(".outgoing")).mkdir()
    shutil.copy(warc, db.with_suffix(".outgoing") / "demo-20990101.warc.gz")  # an upload that waits
    shutil.copy(warc, warc.with_name("again-20990101.warc.gz"))  # the same pages once more
    (db.parent / f".{db.name}.making").write_text(WORDS[2])  # a rebuild that was killed
    assert {leak.partition(" ")[0] for leak in find_leaks(db.parent, WORDS)} >= {db.name, warc.name}
    before, others = places(warc), content(db, *INDEX, "sqlite_sequence")
    redacted = withdraw(db, number)
    assert (redacted.articles, redacted.left, redacted.is_complete) == (1, [], True)
    assert find_leaks(db.parent, [*WORDS, "只此一行的按钮"]) == []
    assert places(warc) == before
    assert faults(db) == []
    assert rows(db, "SELECT reason FROM problems WHERE url = 'http://x/'")[0].reason == "█" * len(EDITED)
    assert rows(db, "SELECT state, error FROM urls WHERE url = ?", url) == [("refused", "withdrawn: decision 1")]
    decision = rows(db, "SELECT * FROM redactions")[0]
    assert (decision.article_id, decision.level, decision.revisions, decision.site) == (number, "erased", 2, "demo")
    assert len(content(db)["articles"]) == len(others["articles"]) - 1
    after = content(db)
    assert after["clusters"] == others["clusters"]
    assert [row for row in others["articles"] if row.id != number] == after["articles"]


def test_the_index_is_byte_by_byte_as_one_made_anew(db: Path) -> None:
    blocks = "SELECT block FROM articles_fts_data WHERE id > 10 ORDER BY id"  # below are its structure and averages
    withdraw(db, number_of(db), level="hidden")
    left = rows(db, blocks)
    reindex(db)
    assert left == rows(db, blocks)


def test_other_programs_read_what_is_left(db: Path) -> None:
    warc = only_warc(db)
    count = len(places(warc))
    withdraw(db, number_of(db))
    with warc.open("rb") as file:
        read = [
            (record.rec_type, record.rec_headers.get_header("Cundang-Redacted")) for record in ArchiveIterator(file)
        ]
    assert len(read) == count
    assert len([kind for kind, noted in read if noted and kind == "metadata"]) >= 2
    assert len([kind for kind, noted in read if noted and kind == "response"]) >= 2
    with warc.open("rb") as file:
        checked = [(record.verify_block_digest(), record.record_id) for record in FastIterator(file, parse_http=False)]
    assert len(checked) == count
    assert len(gzip.decompress(warc.read_bytes())) > 0


def test_a_rebuild_of_what_is_left_changes_nothing(db: Path) -> None:
    withdraw(db, number_of(db))
    before = content(db, *INDEX, "sqlite_sequence", "sqlite_stat1", "revisions", "events", "removed", "repairs")
    done = archive("rebuild", "--cores", "1", "--db", db)
    assert (done.returncode, done.stdout) == (0, f"{len(before['articles'])} articles made anew\n")
    assert content(db, *INDEX, "sqlite_sequence", "sqlite_stat1", "revisions", "events", "removed", "repairs") == before
    assert find_leaks(db.parent, WORDS) == []


def test_a_hidden_article_is_out_of_the_archive_and_comes_back_as_it_was(db: Path) -> None:
    number, raw = number_of(db), only_warc(db).read_bytes()
    told = "SELECT id, url, title, text, first_seen_at, last_seen_at, sha256, state FROM articles WHERE id = ?"
    versions = "SELECT number, title, text, fetched_at, warc_file, warc_offset FROM revisions WHERE article_id = ?"
    before = rows(db, told, number), rows(db, versions, number)
    withdraw(db, number, level="hidden")
    assert find_leaks(db.parent, WORDS[:2]) != []  # in the raw pages, which are kept
    assert [leak for leak in find_leaks(db.parent, WORDS) if not leak.startswith(only_warc(db).name)] == []
    assert only_warc(db).read_bytes() == raw
    archive("rebuild", "--cores", "1", "--db", db)
    assert rows(db, told, number) == []
    assert [leak for leak in find_leaks(db.parent, WORDS) if not leak.startswith(only_warc(db).name)] == []
    done = archive("export", "--format", "wacz", "--output", db.with_suffix(".wacz"), "--db", db)
    assert done.returncode == 0, done.stderr
    url = before[0][0].url
    assert url.encode() not in gzip.decompress(_read_index(db.with_suffix(".wacz")))
    done = archive("redact", "--lift", url, "--db", db)
    assert (done.returncode, done.stdout) == (0, f"decision 1: lifted, {url}\n")
    assert (rows(db, told, number), rows(db, versions, number)) == before
    assert faults(db) == []
    assert rows(db, "SELECT state FROM urls WHERE url = ?", url) == [("done",)]


def _read_index(wacz: Path) -> bytes:
    import zipfile

    with zipfile.ZipFile(wacz) as package:
        return package.read(next(name for name in package.namelist() if name.endswith("cdx.gz")))


def test_a_hidden_article_is_erased_later(db: Path) -> None:
    number = number_of(db)
    withdraw(db, number, level="hidden")
    redacted = withdraw(db, number, level="erased")
    assert redacted.records >= 2
    assert find_leaks(db.parent, WORDS) == []
    assert [row.lifted_at is None for row in rows(db, "SELECT lifted_at FROM redactions ORDER BY id")] == [False, True]
    with pytest.raises(ArchiveError, match="erased by decision 2"):
        withdraw(db, number, level="hidden")
    with pytest.raises(ArchiveError, match="erased by decision 2"):
        lift(db, db.with_suffix(".warc"), [2])


def test_an_embargo_ends_on_its_day(db: Path) -> None:
    number, tomorrow = number_of(db), date(2030, 5, 17)
    withdraw(db, number, level="embargo", until=tomorrow.isoformat())
    assert lift_due(db, db.with_suffix(".warc"), publishers, tomorrow - timedelta(days=1)) == []
    assert [each.id for each in lift_due(db, db.with_suffix(".warc"), publishers, tomorrow)] == [1]
    assert number_of(db) == number


@pytest.mark.parametrize("level", ["hidden", "erased"])
def test_a_page_that_comes_again_is_refused(tmp_path: Path, level: str) -> None:
    """At its address and in its bytes before it is kept; by its text at another address, and taken out where it is erased."""
    db, url, title = tmp_path / "archive.db", "http://example.org/2026/a.html", "延时服务方便群众少跑腿"
    body, other = (news_page(CHINESE, title=title, head=head) for head in ("", "<!-- other bytes -->"))
    with Session(db, db.with_suffix(".warc"), publishers(), "import") as session:
        line.run(session, [page(body, "text/html; charset=utf-8", url)])
    withdraw(db, url, level=level)
    folder = tmp_path / "files"
    folder.mkdir()
    with Session(db, db.with_suffix(".warc"), publishers(), "import") as session:
        for name, text in (("same", body), ("other", other)):
            (folder / f"{name}.html").write_text(text, encoding="utf-8")
            (taken,) = import_file(session, folder / f"{name}.html", folder, datetime.now(UTC))
            assert (taken.outcome, taken.reason) == ("refused", "keep: withdrawn: decision 1")
        third = page(f"{other}<!-- once more -->", "text/html; charset=utf-8", "http://example.org/b.html", NOW)
        assert line.run(session, [third]).kind == line.run(session, [third]).kind == "refused"
    assert rows(db, "SELECT count(*) AS n FROM articles")[0].n == 0
    assert rows(db, "SELECT DISTINCT reason FROM problems") == [("withdrawn: decision 1",)]
    shutil.rmtree(folder)
    leaks = find_leaks(tmp_path, [title, CHINESE[1][4:20]])
    assert (leaks == []) is (level == "erased")
    assert faults(db) == []


def test_the_first_of_its_pages_is_refused_at_another_address(db: Path) -> None:
    (url,) = rows(db, "SELECT url FROM articles WHERE title LIKE '苇渡村的渡船%'")[0]
    with only_warc(db).open("rb") as file:
        (body,) = (
            make_page(each).body for each in read_records(file) if (each.record_type, each.url) == ("response", url)
        )
    withdraw(db, url)
    with Session(db, db.with_suffix(".warc"), publishers(), "import") as session:
        saved = page(body.decode() + "<!-- saved -->", "text/html; charset=utf-8", url.replace("c_1", "c_9"), NOW)
        assert line.run(session, [saved]) == line.Outcome("refused", "keep: withdrawn: decision 1")


@pytest.mark.parametrize("is_target", [True, False], ids=["in-the-target", "in-the-other"])
def test_a_merge_brings_the_decision_and_not_the_article(db: Path, tmp_path: Path, is_target: bool) -> None:
    other = copy_of(db, tmp_path, "other")
    withdraw(db if is_target else other, number_of(db))
    done = archive("merge", other, "--db", db)
    assert done.returncode == 0, done.stderr
    shutil.rmtree(other.with_suffix(".warc"))
    for path in tmp_path.glob("other.db*"):
        path.unlink()
    assert find_leaks(tmp_path, WORDS) == []
    assert faults(db) == []
    (decision,) = rows(db, "SELECT * FROM redactions")
    assert decision.applied_at is not None


def test_the_memory_of_a_site_forgets_it_and_a_merge_does_not_remind_it(tmp_path: Path) -> None:
    db, phrase = tmp_path / "archive.db", "旧渡口灯塔管理处供稿电话簿"
    with Session(db, db.with_suffix(".warc"), publishers(), "import") as session:
        for number, texts in enumerate((CHINESE, CHINESE[::-1])):
            title = f"延时服务方便群众少跑腿之{'一二'[number]}"
            body = news_page([*texts, f"<ul><li>{phrase}{'甲乙'[number]}</li></ul>"], title=title)
            fetched = NOW + timedelta(days=number)
            line.run(session, [page(body, "text/html; charset=utf-8", f"http://example.org/{number}.html", fetched)])
    other = copy_of(db, tmp_path, "other")
    example = "SELECT example FROM site_blocks WHERE example LIKE ?"
    assert rows(db, example, f"{phrase}甲%")
    withdraw(db, "http://example.org/0.html")
    assert not rows(db, example, f"{phrase}甲%")
    assert rows(db, example, f"{phrase}乙%")
    assert archive("merge", other, "--db", db).returncode == 0
    assert not rows(db, example, f"{phrase}甲%")


def test_raw_pages_that_are_restored_do_not_bring_it_back(db: Path) -> None:
    warc, raw = only_warc(db), only_warc(db).read_bytes()
    withdraw(db, number_of(db))
    warc.with_name("restored-20990101.warc.gz").write_bytes(raw)
    done = archive("rebuild", "--cores", "1", "--db", db)
    assert done.returncode == 0, done.stderr
    assert find_leaks(db.parent, WORDS[2:]) == []
    assert rows(db, "SELECT id FROM articles WHERE title = ?", EDITED) == []


STEPS = ["_apply", "Eraser._take_out", "withdrawal.mask_traces", "withdrawal.compact"]


@pytest.mark.parametrize("step", STEPS)
def test_what_was_interrupted_is_ended(db: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    """Interrupted where a step begins. `make proof-upkeep` kills it at any instant."""

    class KilledError(Exception):
        pass

    def stop(*_: object, **__: object) -> None:
        raise KilledError

    with monkeypatch.context() as patched:
        patched.setattr(f"upkeep.redact.{step}", stop)
        with pytest.raises(KilledError):
            withdraw(db, number_of(db))
    done = archive("redact", "--due", "--db", db)
    assert done.returncode == 0, done.stderr
    assert find_leaks(db.parent, WORDS) == []
    assert faults(db) == []
    assert rows(db, "SELECT count(*) AS n FROM redactions WHERE applied_at IS NULL")[0].n == 0


def test_a_reader_that_keeps_the_log_is_told_and_the_next_run_ends_it(
    db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cundang.store.schema.BUSY_TIMEOUT_SECONDS", 0.1)
    with closing(sqlite3.connect(db, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM articles").fetchone()
        redacted = withdraw(db, number_of(db))
        assert not redacted.is_complete
        assert redacted.left == [
            "archive.db-wal: a reader holds an older state of the archive, which stays there; "
            "when it has ended, run `archive redact --due`"
        ]
    assert apply_pending(db, db.with_suffix(".warc")).is_complete
    assert find_leaks(db.parent, WORDS) == []


def test_copies_are_told_or_taken_too(tmp_path: Path) -> None:
    db = tmp_path / "archive.db"
    body = news_page(CHINESE * 2, title="延时服务方便群众少跑腿")
    with Session(db, db.with_suffix(".warc"), publishers(), "import") as session:
        for name in ("a", "b"):
            line.run(session, [page(body, "text/html; charset=utf-8", f"http://{name}.example.org/2026/a.html")])
    redacted = withdraw(copy_of(db, tmp_path, "one"), 1, level="hidden")
    assert redacted.copies == {1: [2]}
    assert withdraw(db, 1, level="hidden", copies=True).articles == 2


LEVEL = ["--level", "hidden", "--reason", "r"]
REFUSED = {
    "no level": (["1"], "--level: not given"),
    "no reason": (["1", "--level", "hidden"], "--reason: not given"),
    "an empty reason": (["1", "--level", "hidden", "--reason", " "], "--reason: not given"),
    "no article": (LEVEL, "no article is named"),
    "an unknown id": (["999999", *LEVEL], "999999: no article has this id"),
    "a huge id": (["9" * 40, *LEVEL], "no article has this id"),
    "an unknown address": (["http://example.org/none.html", *LEVEL], "no such address in the archive"),
    "no address": (["../x", *LEVEL], "no such address in the archive"),
    "no day": (["1", "--level", "embargo", "--reason", "r", "--until", "2026-13-01"], "2026-13-01 is no day"),
    "a past day": (["1", "--level", "embargo", "--reason", "r", "--until", "2020-01-01"], "2020-01-01 is past"),
    "a day that ends nothing": (["1", *LEVEL, "--until", "2090-01-01"], "has no end"),
    "a query without a hit": (["--query", "火星移民火星移民", *LEVEL, "--yes"], "finds nothing"),
    "a query that is none": (["--query", "!!", *LEVEL, "--yes"], "not a search"),
    "nobody to ask": (["--query", "清淀", *LEVEL], "add --yes"),
    "nothing to lift": (["--lift", "1"], "1: not withdrawn"),
    "two at once": (["--lift", "--due"], "one at a time"),
}


@pytest.mark.parametrize("asked", REFUSED)
def test_what_is_asked_wrongly_is_refused_in_a_line(demo_archive: Path, asked: str) -> None:
    arguments, said = REFUSED[asked]
    done = archive("redact", *arguments, "--db", demo_archive)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert said in done.stderr
    assert rows(demo_archive, "SELECT count(*) AS n FROM redactions")[0].n == 0


def test_while_a_crawl_runs_nothing_is_withdrawn(db: Path) -> None:
    lock = Lock(db.with_name(f"{db.name}-demo.lock"), "demo")
    done = archive("redact", "1", *LEVEL, "--db", db)
    lock.release()
    assert (done.returncode, done.stderr.count("\n")) == (75, 1)
    assert "demo: another run holds the lock" in done.stderr


def test_a_query_lists_its_hits(db: Path) -> None:
    done = archive("redact", "--query", "6路公交车", *LEVEL, "--yes", "--db", db)
    assert done.returncode == 0, done.stderr
    assert f"demo  {EDITED}\n" in done.stdout
    assert rows(db, "SELECT id FROM articles WHERE title = ?", EDITED) == []


def test_what_the_archive_was_before_is_deleted_where_something_is_erased(db: Path) -> None:
    old = [db.with_name(f"{db.name}.{ending}") for ending in ("before-6", "damaged", "damaged2-wal")]
    for path in old:
        shutil.copyfile(db, path)
    note_task(db, "backup", "2026-11-20T02:00:00+00:00", "66 articles")
    asked = ("redact", number_of(db), "--reason", "asked for", "--db", db)
    assert archive(*asked, "--level", "hidden").returncode == 0
    assert [path.exists() for path in old] == [True, True, True]
    done = archive(*asked, "--level", "erased")
    assert done.returncode == 0, done.stderr
    assert [path.exists() for path in old] == [False, False, False]
    assert [f"{path}: was the archive before, and held it, deleted" in done.stdout for path in old] == [True] * 3
    assert "the last of 2026-11-20T02:00:00+00:00) hold it; `archive backup TO --redact`" in done.stdout
