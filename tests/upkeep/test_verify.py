"""`archive verify`: silent about a whole archive, and about a damaged one says where, what, and what repairs it."""

import gzip
import json
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator

from cundang.raw.reader import RawRecord, read_records
from tests.helpers.databases import change, copy_of, only_warc, rows
from tests.helpers.programs import archive, run
from upkeep.verify import Verified, verify


@pytest.fixture
def db(demo_archive: Path, tmp_path: Path) -> Path:
    return copy_of(demo_archive, tmp_path)


def verified(db: Path) -> Verified:
    return verify(db, db.with_suffix(".warc"))


def records_of(path: Path) -> list[RawRecord]:
    with path.open("rb") as file:
        return list(read_records(file))


def said(db: Path) -> str:
    return "\n".join(map(str, verified(db).faults))


def test_a_whole_archive_has_no_fault(db: Path) -> None:
    done = archive("verify", "--db", db, "--json")
    assert done.returncode == 0, done.stdout
    told = json.loads(done.stdout)
    assert told["faults"] == []
    assert told["articles"] == 66
    assert told["records"] == 1 + 2 * rows(db, "SELECT count(*) FROM fetches")[0][0]  # warcinfo; answer and request


def test_our_warc_passes_warcio_check_and_is_read_by_fastwarc(db: Path) -> None:
    path = only_warc(db)
    assert run("warcio.cli", "check", path).returncode == 0
    with path.open("rb") as file:
        read = [(record.stream_pos, record.verify_block_digest()) for record in ArchiveIterator(file, parse_http=False)]
    assert [offset for offset, _ in read] == [member.offset for member in records_of(path)]
    assert all(right for _, right in read)


def test_a_truncated_file_that_warcio_calls_good(db: Path) -> None:
    path = only_warc(db)
    whole = path.read_bytes()
    last = records_of(path)[-1]
    path.write_bytes(whole[: last.end - 9])  # within the gzip trailer of the last record
    assert run("warcio.cli", "check", path).returncode == 0
    assert f"{path.name} at {last.offset}: the file ends within this record" in said(db)
    done = archive("verify", "--db", db)
    assert done.returncode == 1
    assert "truncate -s" in done.stderr  # the last record is a request, which no row names


def test_a_cut_that_loses_pages_says_how_many_rows_name_them(db: Path) -> None:
    path = only_warc(db)
    half = records_of(path)[80]
    path.write_bytes(path.read_bytes()[: half.offset + 20])
    told = said(db)
    assert "rows name them" in told
    assert "copy the file anew from a backup" in told


def test_a_flipped_byte_is_found(db: Path) -> None:
    path = only_warc(db)
    place = records_of(path)[21]
    data = bytearray(path.read_bytes())
    data[place.offset + 40] ^= 0xFF
    path.write_bytes(bytes(data))
    assert f"{path.name} at {place.offset}" in said(db)


@pytest.mark.parametrize(
    ("length", "what"), [(b"3", "longer than its header says"), (b"9", "4 bytes shorter than its header says")]
)
def test_a_record_of_another_length_than_its_header_says(db: Path, length: bytes, what: str) -> None:
    path = only_warc(db)
    record = b"WARC/1.1\r\nWARC-Type: metadata\r\nContent-Length: " + length + b"\r\n\r\nhello\r\n\r\n"
    if length == b"9":
        record = record.removesuffix(b"\r\n\r\n")
    with path.open("ab") as file:
        file.write(gzip.compress(record))
    assert what in said(db)


def test_a_wrong_digest_in_a_record(db: Path) -> None:
    with only_warc(db).open("ab") as file:
        head = b"WARC/1.1\r\nWARC-Type: metadata\r\nWARC-Block-Digest: sha1:AAAA\r\nContent-Length: 5\r\n\r\n"
        file.write(gzip.compress(head + b"hello\r\n\r\n"))
    assert "its bytes are not those of its block digest" in said(db)


def test_what_is_no_gzip(db: Path) -> None:
    with only_warc(db).open("ab") as file:
        file.write(b"not a record")
    assert "no gzip member begins here" in said(db)


def test_a_file_that_is_not_there(db: Path) -> None:
    only_warc(db).unlink()
    assert "is not there, and" in said(db)


@pytest.mark.parametrize(
    ("sql", "what"),
    [
        ("UPDATE articles SET text = text || '。' WHERE id = 3", "articles 3: its sha256 is not that"),
        ("UPDATE revisions SET title = 'x' WHERE id = 4", "revisions 4: its sha256 is not that"),
        ("UPDATE fetches SET warc_offset = warc_offset + 1 WHERE id = 9", "fetches 9: names"),
        ("UPDATE fetches SET sha256 = 'aa' WHERE id = 9", "fetches 9: has another digest"),
        ("UPDATE fetches SET url = 'http://x/' WHERE id = 9", "fetches 9: is of http://x/"),
        ("DELETE FROM fts_state WHERE article_id = 5", "articles 5: the search index does not have its text"),
        ("UPDATE fts_state SET text_sha256 = 'x' WHERE article_id = 5", "`archive reindex` makes the index anew"),
        ("UPDATE revisions SET number = 2 WHERE id = 4", "its revisions are not numbered"),
        ("DELETE FROM events WHERE article_id = 7", "articles 7: has no event `new`"),
        ("UPDATE images SET article_id = 999, position = rowid", "refers to a row of articles that is not there"),
        ("DELETE FROM removed_kinds", "removed_kinds that is not there"),
    ],
)
def test_a_wrong_row_is_named(db: Path, sql: str, what: str) -> None:
    change(db, sql)
    assert what in said(db)


def test_a_damaged_database_is_one_line(db: Path) -> None:
    data = bytearray(db.read_bytes())
    data[40_000:44_000] = b"\xff" * 4000
    db.write_bytes(bytes(data))
    done = archive("verify", "--db", db)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "archive rebuild --set-aside" in done.stderr


@pytest.mark.parametrize("head", [b"", b"no database at all, only text", b"SQLite format 3\0"])
def test_what_is_no_archive_is_refused_in_a_line(tmp_path: Path, head: bytes) -> None:
    other = tmp_path / "other.db"
    other.write_bytes(head)
    done = archive("verify", "--db", other)
    assert done.returncode in (1, 2)
    assert done.stderr.count("\n") == 1
    assert other.read_bytes() == head
