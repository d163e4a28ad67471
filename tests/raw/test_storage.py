"""Raw pages in an object store: a real S3 server on loopback, written by runs and read by everything that reads them."""

import os
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from s3fs import S3FileSystem

from bench.leaks import find_leaks
from cundang.model.errors import ArchiveError
from cundang.model.page import Page
from cundang.model.publisher import Publishers
from cundang.raw.pages import read_page
from cundang.raw.storage import open_folder, upload
from cundang.store.session import Session
from exchange.backup.restore import restore
from exchange.backup.take import backup
from scrapers.sites import publishers
from tests.helpers.databases import content, copy_of, only_warc, rows
from tests.helpers.programs import archive
from tests.helpers.servers import serving
from upkeep.rebuild import rebuild
from upkeep.replay import read_pages
from upkeep.verify import verify

SERVER = """
from moto.server import ThreadedMotoServer
server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
server.start()
print("http://%s:%d" % server.get_host_and_port(), flush=True)
input()
"""


@contextmanager
def server() -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
    """A server with an empty bucket; the environment says where it is, as for any command of AWS."""
    command = [sys.executable, "-W", "ignore", "-c", SERVER]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        endpoint = process.stdout.readline().strip()
        urllib.request.urlopen(urllib.request.Request(f"{endpoint}/pages", method="PUT"))
        with pytest.MonkeyPatch.context() as environment:
            for name, value in {
                "AWS_ENDPOINT_URL": endpoint, "AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b",
                "AWS_DEFAULT_REGION": "us-east-1",
            }.items():  # fmt: skip
                environment.setenv(name, value)
            S3FileSystem.clear_instance_cache()  # it keeps to the server that it first had
            yield "s3://pages", process
        process.kill()
        S3FileSystem.clear_instance_cache()


@pytest.fixture(scope="module")
def store() -> Iterator[str]:
    """The address of an empty bucket."""
    with server() as (address, _):
        yield address


def names(address: str) -> list[str]:
    return sorted(path.name for path in open_folder(address).glob("*.warc.gz"))


def left(db: Path) -> list[str]:
    return sorted(path.name for path in db.with_suffix(".outgoing").iterdir())


def test_a_crawl_into_a_store_is_verified_rebuilt_and_shown_from_it(tmp_path: Path, store: str) -> None:
    db, folder = tmp_path / "archive.db", f"{store}/demo"
    done = archive("demo", "--no-serve", "--db", db, "--warc", folder)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "demo: 66 new; 89 answers kept\n"
    assert len(names(folder)) == 1
    assert left(db) == []
    assert not db.with_suffix(".warc").exists()
    told = archive("verify", "--db", db, "--warc", folder)
    assert told.returncode == 0, told.stderr
    assert "179 records" in told.stdout  # warcinfo; answer and request of 89
    texts = rows(db, "SELECT id, url, title, text FROM articles ORDER BY id")
    told = archive("rebuild", "--cores", 1, "--db", db, "--warc", folder)
    assert told.returncode == 0, told.stderr
    assert rows(db, "SELECT id, url, title, text FROM articles ORDER BY id") == texts
    with serving(db, "--warc", folder) as address:
        raw = urllib.request.urlopen(f"{address}archive/articles/1/raw").read().decode()
    assert f"WARC-File: {names(folder)[0]}" in raw
    assert texts[0][2] in raw


def test_an_article_is_erased_in_a_store_and_in_uploads_that_wait(
    demo_archive: Path, tmp_path: Path, store: str
) -> None:
    db, folder = copy_of(demo_archive, tmp_path), open_folder(f"{store}/erased")
    upload(only_warc(db), folder / only_warc(db).name)
    db.with_suffix(".warc").rename(db.with_suffix(".outgoing"))
    (title,) = rows(db, "SELECT title FROM articles WHERE id = 1")[0]
    done = archive("redact", "1", "--level", "erased", "--reason", "r", "--db", db, "--warc", folder)
    assert done.returncode == 0, done.stderr
    (tmp_path / names(f"{store}/erased")[0]).write_bytes((folder / names(f"{store}/erased")[0]).read_bytes())
    assert find_leaks(tmp_path, [title]) == []
    assert verify(db, folder).faults == []


def test_the_same_rows_as_from_a_folder(demo_archive: Path, tmp_path: Path, store: str) -> None:
    here, there = copy_of(demo_archive, tmp_path, "here"), copy_of(demo_archive, tmp_path, "there")
    folder = open_folder(f"{store}/copied")
    upload(only_warc(here), folder / only_warc(here).name)
    shutil.rmtree(there.with_suffix(".warc"))
    rebuild(here, here.with_suffix(".warc"), publishers, cores=1)
    rebuild(there, folder, publishers, cores=1)
    assert content(there) == content(here)


def test_a_wacz_is_made_from_a_store(demo_archive: Path, tmp_path: Path, store: str) -> None:
    upload(only_warc(demo_archive), open_folder(f"{store}/handed-on") / only_warc(demo_archive).name)
    for name, options in (("here", ()), ("there", ("--warc", f"{store}/handed-on"))):
        done = archive("export", "--db", demo_archive, "--output", tmp_path / f"{name}.wacz", *options)
        assert done.returncode == 0, done.stderr
    assert (tmp_path / "there.wacz").read_bytes() == (tmp_path / "here.wacz").read_bytes()
    done = archive("export", "--db", demo_archive, "--output", tmp_path / "a.wacz", "--warc", f"{store}/nothing")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert f"{store}/nothing/{only_warc(demo_archive).name}: cannot be read at 0" in done.stderr
    assert not (tmp_path / "a.wacz").exists()


def test_a_backup_of_a_store_to_a_store(demo_archive: Path, tmp_path: Path, store: str) -> None:
    db, folder, place = copy_of(demo_archive, tmp_path), open_folder(f"{store}/raw"), f"{store}/backups"
    upload(only_warc(db), folder / only_warc(db).name)
    first = backup(db, folder, place)
    assert backup(db, folder, place).sent_pieces == 1  # the first page of the database; the tag tells of the WARC file
    noted = backup(db, folder, f"{store}/noted", with_warc=False)
    assert [file.pieces for file in noted.manifest.files[1:]] == [None]
    fresh = tmp_path / "fresh.db"
    restore(place, fresh, open_folder(f"{store}/fresh"), at=first.manifest.time)
    told = archive("verify", "--db", fresh, "--warc", f"{store}/fresh")
    assert told.returncode == 0, told.stderr
    assert restore(f"{store}/noted", fresh, folder, replace=True).missing == []
    assert restore(f"{store}/noted", fresh, open_folder(f"{store}/none"), replace=True).missing == [
        f"{only_warc(db).name} ({store}/raw)"
    ]


def run(db: Path, folder: str, name: str) -> Session:
    """A run that has kept and committed one page, and is not ended."""
    opened = Session(db, open_folder(folder), Publishers(), "import")
    page = Page(f"http://example.org/{name}", datetime(2026, 1, 1, tzinfo=UTC), 0, (("Content-Type", "text/plain"),), name.encode())  # fmt: skip
    with opened.page_step():
        opened.record_fetch(page, opened.warc.write(page), 3, "error")
    opened.commit()
    return opened


def test_what_a_killed_run_left_is_mended_and_sent_by_the_next(tmp_path: Path, store: str) -> None:
    db, folder = tmp_path / "archive.db", f"{store}/killed"
    killed = run(db, folder, "first")
    assert names(folder) == []
    assert killed.warc.read(killed.warc.name, rows(db, "SELECT warc_offset FROM fetches")[0][0]).body == b"first"
    with (killed.warc.folder / killed.warc.name).open("ab") as file:
        whole = file.tell()
        file.write(b"\x1f\x8b\x08torn")
    killed.warc._file.close()  # as the kernel does for a killed process
    killed.rows.close()
    killed._lock.release()
    other = db.with_suffix(".outgoing") / "othersite-20260101.warc.gz"  # of a run that is under way
    other.write_bytes(b"")
    run(db, folder, "second").close()
    assert left(db) == [other.name]
    assert len(names(folder)) == 2
    for url, warc_file, offset in rows(db, "SELECT url, warc_file, warc_offset FROM fetches"):
        assert read_page(open_folder(folder), warc_file, offset).url == url
    assert (
        rows(db, "SELECT reason FROM problems")[0][0]
        == f"{killed.warc.name}: 7 bytes of a torn record cut off at {whole}"
    )
    assert verify(db, open_folder(folder)).faults == []


def test_a_store_that_fails_at_the_end_keeps_the_file_for_the_next_run(tmp_path: Path, store: str) -> None:
    db, folder = tmp_path / "archive.db", f"{store}-gone/late"
    opened = run(db, folder, "first")  # the bucket is not there, which shows when something is sent
    with pytest.raises(ArchiveError, match="stays, and the next run uploads it"):
        opened.close()
    assert len(left(db)) == 1
    urllib.request.urlopen(urllib.request.Request(f"{os.environ['AWS_ENDPOINT_URL']}/pages-gone", method="PUT"))
    run(db, folder, "second").close()
    assert left(db) == []
    assert len(names(folder)) == 2


def test_a_run_that_keeps_nothing_sends_nothing(tmp_path: Path, store: str) -> None:
    db, folder = tmp_path / "archive.db", f"{store}/nothing"
    with Session(db, open_folder(folder), Publishers(), "import"):
        pass
    assert (left(db), names(folder)) == ([], [])


def test_a_merge_sends_the_raw_pages(demo_archive: Path, tmp_path: Path, store: str) -> None:
    db = tmp_path / "all.db"
    done = archive("merge", demo_archive, "--db", db, "--warc", f"{store}/merged")
    assert done.returncode == 0, done.stderr
    (sent,) = names(f"{store}/merged")
    assert (open_folder(f"{store}/merged") / sent).read_bytes() == only_warc(demo_archive).read_bytes()
    assert verify(db, open_folder(f"{store}/merged")).faults == []


def test_a_store_that_goes_away_amid_a_command(
    demo_archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    db = copy_of(demo_archive, tmp_path)
    before, (offset,) = db.read_bytes(), rows(db, "SELECT max(warc_offset) FROM fetches")[0]
    with server() as (address, process):
        folder = open_folder(f"{address}/away")
        upload(only_warc(db), folder / only_warc(db).name)
        process.kill()
        process.wait()
        with pytest.raises(ArchiveError, match="the store does not answer"):
            verify(db, folder)
        with pytest.raises(ArchiveError, match="the store does not answer"):
            rebuild(db, folder, publishers, cores=1)
        with pytest.raises(ArchiveError, match="cannot be read"):
            read_page(folder, only_warc(db).name, offset)
        with pytest.raises(ArchiveError, match="cannot be read"):
            list(read_pages(folder / only_warc(db).name))
    assert db.read_bytes() == before


@pytest.mark.parametrize(
    ("address", "said"),
    [("nosuch://x/y", "name a folder, or s3://bucket/prefix"), ("s3://pages/x", "the store does not answer")],
)
def test_a_store_that_cannot_be_used_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, store: str, address: str, said: str
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    done = archive("verify", "--db", tmp_path / "a.db", "--warc", address)
    assert done.returncode in (1, 2)
    assert said in done.stderr
    assert done.stderr.count("\n") == 1, done.stderr
