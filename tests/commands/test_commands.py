"""The command as its user meets it: help, exit codes, JSON, and one line where something is wrong."""

import contextlib
import json
import os
import pty
import re
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from archive import main
from cundang.store.schema import VERSION
from demo.content import load_stories
from tests.helpers.paths import ROOT
from tests.helpers.programs import archive
from tests.helpers.servers import demo_site_on, serving

PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}-某站</title></head><body><h1>{title}</h1>
<div>2024-03-05 10:20 来源：某日报</div><div class="text"><p>三月五日上午，村口的老槐树下摆开了长桌，二十多位村民围坐在一起，
商量今年春灌的先后次序。先浇东洼，再浇西坡，最后是河滩上的新地，谁家也没有异议。</p><p>水管员说，渠里的水足够用到月底。</p></div></body></html>"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    file = tmp_path / "page.html"
    file.write_text(PAGE.format(title="春灌次序在树下商定"), encoding="utf-8")
    return file


def one_line(told: str, *words: str) -> None:
    """What an error must be: one line that names the object and says what to do."""
    assert len(told.strip().splitlines()) == 1, told
    assert "Traceback" not in told
    for word in words:
        assert word in told


@pytest.mark.parametrize("name", sorted(main.commands))
def test_help_is_a_manual(name: str) -> None:
    told = CliRunner().invoke(main, [name, "--help"], prog_name="archive")
    assert told.exit_code == 0
    assert f"Usage: archive {name}" in told.output
    assert len(told.output.splitlines()) > 10
    assert main.commands[name].help
    for option in main.commands[name].params:
        assert option.param_type_name == "argument" or option.help, f"{name} {option.name}"


@pytest.mark.parametrize("name", sorted(main.commands))
def test_the_archive_has_the_same_options_on_every_command(name: str) -> None:
    found, expected = ({o.name: o for o in main.commands[each].params} for each in (name, "verify"))
    for option in ("db_path", "warc"):
        assert found[option].opts == expected[option].opts
        assert found[option].help == expected[option].help  # type: ignore[attr-defined]
        assert found[option].default == expected[option].default
    assert "as_json" in found or name in ("serve", "schedule", "init"), "these print nothing that a script would parse"


def test_a_command_that_needs_no_raw_pages_takes_warc(page: Path, tmp_path: Path) -> None:
    db, warc = tmp_path / "archive.db", tmp_path / "pages"
    assert archive("import", page, "--warc", warc, "--db", db).returncode == 0
    assert list(warc.iterdir())
    assert not db.with_suffix(".warc").exists()
    status = archive("status", "--db", db, "--warc", "s3://no-such-bucket/x", "--json")
    assert (status.returncode, status.stderr) == (0, "")
    assert json.loads(archive("reindex", "--check", "--json", "--db", db).stdout)["articles"] == 1


def test_an_error_of_sqlite_names_the_archive(page: Path, tmp_path: Path) -> None:
    db = tmp_path / "archive.db"
    archive("import", page, "--db", db)
    with closing(sqlite3.connect(db)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (size,) = connection.execute("PRAGMA page_size").fetchone()
        (place,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'runs'").fetchone()
    with db.open("r+b") as file:
        file.seek((place - 1) * size)
        file.write(b"\xff" * size)  # a disk that lost a page, which only shows when the table is read
    failed = archive("status", "--db", db)
    assert failed.returncode == 1
    one_line(failed.stderr, f"archive: {db}: damaged")


def test_import_stores_once(page: Path, tmp_path: Path) -> None:
    db = tmp_path / "archive.db"
    assert archive("import", page, "--db", db).stdout == f"1 new of 1 file in {db}\n"
    again = archive("import", page, "--db", db, "--json")
    assert json.loads(again.stdout) == {"path": str(page), "outcome": "unchanged", "reason": None}
    with closing(sqlite3.connect(db)) as connection:
        (row,) = connection.execute("SELECT title, published_at, source_name, text, characters FROM articles")
    first, second = re.findall("<p>(.*?)</p>", PAGE.replace("\n", " "))
    assert row[:3] == ("春灌次序在树下商定", "2024-03-05T10:20:00+08:00", "某日报")
    assert row[3].replace("围坐在一起，商量", "围坐在一起， 商量") == f"{first}\n\n{second}"
    assert row[4] == len(first) - 1 + len(second)


def test_an_edited_page_is_a_revision(page: Path, tmp_path: Path) -> None:
    db = tmp_path / "archive.db"
    archive("import", page, "--db", db)
    first = datetime.now(UTC).replace(microsecond=0)
    page.write_text(page.read_text(encoding="utf-8").replace("月底", "四月"), encoding="utf-8")
    while datetime.now(UTC).replace(microsecond=0) == first:  # of one second, the order is not that of their coming
        time.sleep(0.05)
    assert archive("import", page, "--db", db).stdout.startswith("1 edited")
    with closing(sqlite3.connect(db)) as connection:
        revisions = connection.execute("SELECT number, text LIKE '%四月%' FROM revisions ORDER BY number").fetchall()
        (detail,) = connection.execute("SELECT detail FROM events WHERE kind = 'edited'").fetchone()
    assert revisions == [(1, 0), (2, 1)]
    assert json.loads(detail) == {"fields": ["text"]}
    assert archive("search", "四月", "--db", db, "--json").stdout
    assert not archive("search", "月底", "--db", db, "--json").stdout, "the index still has the old text"


def test_show_stores_nothing(page: Path, tmp_path: Path) -> None:
    told = archive("show", page, "--json", env={**os.environ, "HOME": str(tmp_path)})
    shown = json.loads(told.stdout)
    assert shown["article"]["title"] == "春灌次序在树下商定"
    assert set(shown) == {"path", "article", "removed", "repairs", "problem", "layouts"}
    assert "extract" in archive("show", page).stdout
    assert [file.name for file in tmp_path.iterdir()] == ["page.html"]


def test_status_counts(demo_archive: Path) -> None:
    told = json.loads(archive("status", "--db", demo_archive, "--json").stdout)
    assert told["sites"][0]["articles"] == len(load_stories(1))
    assert told["last_run"]["reason"] == "finished"
    assert "66 articles, 2017-09-14 to" in archive("status", "--db", demo_archive).stdout


def test_asked_wrongly_is_exit_code_2(tmp_path: Path, demo_archive: Path) -> None:
    for arguments, words in (
        (("import", tmp_path / "nothing"), ("nothing", "no such file")),
        (("crawl", "nosuchsite"), ("nosuchsite", "`archive sites` lists them")),
        (("crawl", "xiongann"), ("did you mean xiongan?",)),
        (("crawl", "weixin"), ("a layout", "scrapers/layouts/weixin.py")),
        (("search", "。，", "--db", demo_archive), ("at least one word",)),
        (("status", "--db", tmp_path / "none.db"), ("none.db", "no such archive")),
        (("status", "nosuch", "--db", demo_archive), ("nosuch", "archive status")),
        (("serve", "--db", tmp_path / "none.db"), ("no such archive",)),
        (("import", demo_archive, "--db", tmp_path / "no" / "a.db"), ("does not exist", "--db")),
    ):
        told = archive(*arguments)
        assert told.returncode == 2, (arguments, told)
        one_line(told.stderr, *words)


def bad_pages() -> Iterator[tuple[str, bytes, str]]:
    article = PAGE.format(title="好").encode()
    yield "empty.html", b"", "the page is empty"
    yield "blank.html", b" \n\t ", "the page is empty"
    yield "cut.html", article[: article.index("新地".encode()) + 1], "cut off"
    yield "noise.txt", bytes(range(128, 256)) * 40, "no encoding"
    yield "data.json", b'{"title": "x"}', "JSON"
    yield "notext.html", b"<html><head><title>t</title></head><body><h1>t</h1><p>x</p></body></html>", "no running text"
    yield "half.html.gz", b"\x1f\x8b\x08\x00\x00\x00\x00\x00", "cannot be read"


def test_bad_pages_are_refused_with_a_reason_and_kept(tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    for name, body, _ in bad_pages():
        (folder / name).write_bytes(body)
    db = tmp_path / "archive.db"
    told = archive("import", folder, "--db", db)
    assert told.returncode == 1
    assert "Traceback" not in told.stderr
    lines = dict(line.split(": ", 1) for line in told.stderr.splitlines())
    with closing(sqlite3.connect(db)) as connection:
        problems = connection.execute("SELECT reason, warc_file FROM problems").fetchall()
        assert connection.execute("SELECT count(*) FROM articles").fetchone() == (0,)
    for name, _, reason in bad_pages():
        told_of = f"{name}#1" if name.endswith(".json") else name  # a file of records, of which this has one
        assert reason in lines[str(folder / told_of)], name
        rows = [row for row in problems if reason in row[0]]
        if name.endswith(".gz"):  # it could not even be unpacked: the file itself is what there is
            continue
        assert rows, name
        assert all(warc_file for _, warc_file in rows), f"{name}: its raw bytes are not kept"


def test_an_unusable_archive_is_told_in_a_line(page: Path, tmp_path: Path, demo_archive: Path) -> None:
    text, other, newer, damaged = (tmp_path / name for name in ("text.db", "other.db", "newer.db", "damaged.db"))
    text.write_text("no database " * 500)
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE mine(a)")
    archive("import", page, "--db", newer)
    archive("import", page, "--db", damaged)
    with closing(sqlite3.connect(newer)) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    body = bytearray(damaged.read_bytes())
    body[4096:] = b"\xff" * (len(body) - 4096)
    damaged.write_bytes(body)
    for db, code, words in (
        (text, 1, ("not an SQLite file",)),
        (other, 2, ("no archive of ours",)),
        (newer, 1, ("newer version", "update")),
        (damaged, 1, ("damaged", "restore")),
    ):
        before = db.read_bytes()
        for told in (archive("import", page, "--db", db), archive("status", "--db", db)):
            assert told.returncode == code, (db, told)
            one_line(told.stderr, str(db), *words)
        assert db.read_bytes() == before, f"{db} was changed"


def test_an_archive_that_may_not_be_written(page: Path) -> None:
    """As another user, where the test runs as root: root may write everything."""
    with tempfile.TemporaryDirectory() as name:  # not tmp_path: no other user may look below that
        folder = Path(name)
        db = folder / "archive.db"
        first = CliRunner().invoke(
            main, ["import", str(page), "--db", str(db)]
        )  # in this process: it imports everything
        assert first.exit_code == 0
        db.chmod(0o444)
        folder.chmod(0o555)
        is_root = os.geteuid() == 0
        if is_root:
            os.seteuid(65534)
        try:
            told = CliRunner().invoke(main, ["import", str(db), "--db", str(db)])
        finally:
            if is_root:
                os.seteuid(0)
            folder.chmod(0o755)
    assert told.exit_code == 1, told.exception
    one_line(told.output, str(db), "who owns")


@pytest.mark.parametrize("blocks", [40, 300, 420])
def test_no_room_on_the_disk(tmp_path: Path, blocks: int) -> None:
    """`ulimit -f`, in kB, stands for a full disk: one line, and the archive as it was before the page."""
    folder = tmp_path / "pages"
    folder.mkdir()
    for number in range(30):
        noise = "".join(chr(0x4E00 + (number * 7919 + n * n * 31) % 20000) for n in range(9000))
        (folder / f"{number}.html").write_text(
            PAGE.format(title=f"第{number}篇").replace("水管员", noise), encoding="utf-8"
        )
    db = tmp_path / "archive.db"
    told = archive("import", folder, "--db", db, largest_file=blocks << 10)
    assert told.returncode == 1
    assert "Traceback" not in told.stderr
    assert "make room and run again" in told.stderr.strip().splitlines()[-1]
    done = archive("import", folder, "--db", db)
    assert done.returncode == 0, done.stderr
    with closing(sqlite3.connect(db)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("SELECT count(*), count(DISTINCT url) FROM articles").fetchone() == (30, 30)
        assert connection.execute("SELECT count(*) FROM revisions").fetchone() == (30,)


def test_the_demo_leaves_other_archives_alone(page: Path, tmp_path: Path) -> None:
    db = tmp_path / "archive.db"
    archive("import", page, "--db", db)
    told = archive("demo", "--no-serve", "--db", db)
    assert told.returncode == 2
    one_line(told.stderr, str(db), "--db")
    with closing(sqlite3.connect(db)) as connection:
        assert connection.execute("SELECT count(*) FROM articles").fetchone() == (1,)


def test_a_second_run_of_a_site_is_told_to_wait(tmp_path: Path) -> None:
    from datetime import UTC, datetime

    from cundang.store.session import Session
    from scrapers.sites import publishers

    db = tmp_path / "archive.db"
    with Session(db, tmp_path / "w", publishers(), "import"):
        told = archive("import", db, "--db", db)
        assert told.returncode == 75
        one_line(told.stderr, str(os.getpid()))
    assert datetime.now(UTC)


def test_serve_shows_the_archive_while_it_grows(page: Path, tmp_path: Path) -> None:
    import urllib.request

    db = tmp_path / "archive.db"
    archive("import", page, "--db", db)
    with serving(db) as address:
        page.write_text(PAGE.format(title="第二篇"), encoding="utf-8")
        second = page.with_name("second.html")
        page.rename(second)
        archive("import", second, "--db", db)
        deadline = time.monotonic() + 20
        while "第二篇" not in urllib.request.urlopen(f"{address}archive/articles.json").read().decode(
            "unicode_escape", "replace"
        ):
            assert time.monotonic() < deadline, "the second article never appeared"
            time.sleep(0.2)


def test_the_demo_site_on_a_later_day() -> None:
    import urllib.error
    import urllib.request

    first, later = ({story.path: story for story in load_stories(day)} for day in (1, 2))
    assert first.keys() - later.keys(), "none gone"
    assert later.keys() - first.keys(), "none new"
    assert [path for path in first.keys() & later.keys() if first[path] != later[path]], "none edited"
    with demo_site_on(day=2) as server:
        for path in first.keys() - later.keys():
            with pytest.raises(urllib.error.HTTPError, match="404"):
                urllib.request.urlopen(server.address.rstrip("/") + path)
        answer = urllib.request.urlopen(server.address)
        assert answer.headers["ETag"]
        assert answer.headers["Last-Modified"]
        assert "charset=" in answer.headers["Content-Type"]
        unchanged = urllib.request.Request(server.address, headers={"If-None-Match": answer.headers["ETag"]})
        with pytest.raises(urllib.error.HTTPError, match="304"):
            urllib.request.urlopen(unchanged)


def test_a_crawl_shows_its_progress_on_a_terminal_and_only_there(tmp_path: Path) -> None:
    """On a terminal one line that is written over and gone at the end; in cron nothing but the result."""
    ours, terminal = pty.openpty()
    command = [sys.executable, "-m", "archive", "demo", "--no-serve", "--db", str(tmp_path / "a.db")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=terminal, cwd=ROOT, text=True) as crawl:
        os.close(terminal)
        shown = b""
        with contextlib.suppress(OSError):  # the terminal is hung up when the crawl ends
            while piece := os.read(ours, 4096):
                shown += piece
        assert crawl.stdout is not None
        assert crawl.stdout.read() == "demo: 66 new; 89 answers kept\n"
    os.close(ours)
    assert re.search(rb"\r\x1b\[Kdemo 00:0\d \d+ fetched", shown), shown
    assert shown.endswith(b"\r\x1b[K")
    assert archive("demo", "--no-serve", "--db", tmp_path / "a.db").stderr == ""


def test_status_of_a_site_tells_of_its_own_last_run(demo_archive: Path, tmp_path: Path) -> None:
    db = tmp_path / "archive.db"
    with closing(sqlite3.connect(demo_archive)) as read, closing(sqlite3.connect(db)) as copy:
        read.backup(copy)
        copy.execute("INSERT INTO sites(name) VALUES ('other')")
        insert = "INSERT INTO runs(command, site, started_at, reason, version) VALUES ('crawl', 'other', '2030-01-01', 'x', '1')"
        copy.execute(insert)
        copy.commit()
    told = {
        name: json.loads(archive("status", *name, "--db", db, "--json").stdout) for name in ((), ("demo",), ("other",))
    }
    assert {name: said["last_run"]["site"] for name, said in told.items()} == {
        (): "other", ("demo",): "demo", ("other",): "other",
    }  # fmt: skip
    assert [row["name"] for row in told["demo",]["sites"]] == ["demo"]
