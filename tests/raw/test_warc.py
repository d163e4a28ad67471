"""The WARC folder: what is written is read back, by us and by others."""

import gzip
import os
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator
from warcio.cli import main as warcio

from cundang.model.errors import ArchiveError
from cundang.model.page import Page
from cundang.raw.checker import find_fault
from cundang.raw.exchange import Exchange
from cundang.raw.pages import read_page
from cundang.raw.reader import read_records
from cundang.raw.warc import WarcWriter
from tests.helpers.pages import NOW, page

BODY = "<p>新区的第一批树苗昨天种下。</p>".encode()
CRAWLED = Page("http://example.org/新?a=1", NOW, 200, (("Content-Type", "text/html"), ("Content-Encoding", "gzip"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")), BODY)  # fmt: skip
EXCHANGE = Exchange(
    b"GET /%E6%96%B0?a=1 HTTP/1.1\r\nHost: example.org\r\nUser-Agent: test\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\n\r\n",
    gzip.compress(BODY),
)
IMPORTED = replace(page(BODY, "text/plain", "file:site/a.txt"), status=0)


@pytest.fixture
def warc(tmp_path: Path) -> Iterator[WarcWriter]:
    warc = WarcWriter(tmp_path / "made" / "warc", "example", NOW)
    yield warc
    warc.close()


def file_of(warc: WarcWriter) -> Path:
    warc.sync()
    return warc.folder / warc.name


def members(data: bytes) -> Iterator[bytes]:
    """Each gzip member of a file by itself."""
    while data:
        member = zlib.decompressobj(zlib.MAX_WBITS | 16)
        yield member.decompress(data)
        assert member.eof
        data = member.unused_data


def test_a_crawled_page_comes_back_with_its_encoding_undone(warc: WarcWriter) -> None:
    record = warc.write(CRAWLED, EXCHANGE)
    warc.sync()
    assert read_page(warc.folder, record.warc_file, record.warc_offset) == CRAWLED


def test_an_imported_page_comes_back(warc: WarcWriter) -> None:
    warc.write(CRAWLED, EXCHANGE)
    record = warc.write(IMPORTED)
    warc.sync()
    assert read_page(warc.folder, record.warc_file, record.warc_offset) == IMPORTED


def test_each_record_is_a_gzip_member_of_its_own(warc: WarcWriter) -> None:
    offset = warc.write(CRAWLED, EXCHANGE).warc_offset
    warc.write(IMPORTED)
    data = file_of(warc).read_bytes()
    read = list(members(data))
    types = [next(line for line in one.split(b"\r\n") if line.startswith(b"WARC-Type")) for one in read]
    assert types == [b"WARC-Type: " + kind for kind in (b"warcinfo", b"response", b"request", b"resource")]
    assert all(one.startswith(b"WARC/1.1\r\n") for one in read)
    assert next(members(data[offset:])) == read[1]
    assert EXCHANGE.body in read[1]  # as it came off the wire


def test_others_read_it_and_find_its_digests_right(warc: WarcWriter, capsys: pytest.CaptureFixture[str]) -> None:
    warc.write(CRAWLED, EXCHANGE)
    warc.write(IMPORTED)
    path = file_of(warc)
    with pytest.raises(SystemExit, match="0"):
        warcio(["check", "-v", str(path)])
    told = capsys.readouterr().out
    assert told.count("digest pass") == 4
    assert "fail" not in told
    with path.open("rb") as file:
        records = list(ArchiveIterator(file, verify_digests=True, parse_http=False))
    _, response, request, resource = (record.headers for record in records)
    assert request["WARC-Concurrent-To"] == response["WARC-Record-ID"]
    assert response["WARC-Target-URI"] == request["WARC-Target-URI"] == CRAWLED.url
    assert (resource["WARC-Target-URI"], resource["WARC-Date"]) == (IMPORTED.url, "2026-01-01T00:00:00Z")


def test_what_was_posted_is_the_payload_of_the_request(warc: WarcWriter) -> None:
    posted = b"POST /list HTTP/1.1\r\nHost: example.org\r\n\r\n" + b'{"page":1}'
    warc.write(CRAWLED, replace(EXCHANGE, request=posted))
    with pytest.raises(SystemExit, match="0"):
        warcio(["check", str(file_of(warc))])
    with file_of(warc).open("rb") as file:
        (request,) = [record for record in read_records(file) if record.record_type == "request"]
    assert request.block == posted
    assert find_fault(request) is None


def test_a_second_run_of_the_day_goes_on_behind_the_first(tmp_path: Path) -> None:
    for expected in (1, 2):
        warc = WarcWriter(tmp_path, "example", NOW)
        warc.write(IMPORTED)
        warc.close()
        data = (tmp_path / "example-20260101.warc.gz").read_bytes()
        assert gzip.decompress(data).count(b"WARC-Type: resource") == expected
        assert gzip.decompress(data).count(b"WARC-Type: warcinfo") == 1


def test_a_run_of_the_next_day_mends_the_file_of_the_day_before(tmp_path: Path) -> None:
    """Killed in the last run of a day; a record of rows that was damaged since, and files of others, stay as they are."""
    warc = WarcWriter(tmp_path, "example", NOW)
    at = warc.write(IMPORTED).warc_offset
    warc.close()
    file, other = tmp_path / warc.name, tmp_path / "example-b-20260101.warc.gz"
    whole = file.read_bytes()
    for each in (file, other):
        each.write_bytes(whole + whole[:50])
    os.utime(file, (other.stat().st_mtime - 5,) * 2)
    tomorrow = WarcWriter(tmp_path, "example", NOW + timedelta(days=1), lambda name: at)
    tomorrow.close()
    assert tomorrow.name != file.name
    assert tomorrow.truncation == f"{file.name}: 50 bytes of a torn record cut off at {len(whole)}"
    assert (file.read_bytes(), other.read_bytes()) == (whole, whole + whole[:50])
    (tmp_path / tomorrow.name).unlink()
    file.write_bytes(whole[:-20])
    again = WarcWriter(tmp_path, "example", NOW + timedelta(days=1), lambda name: at)
    again.close()
    assert again.truncation is None
    assert file.read_bytes() == whole[:-20]


@pytest.mark.parametrize("name", ["../example.warc.gz", "/etc/passwd", "a/b", "", "..\\x", "a\0b"])
def test_a_name_outside_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ArchiveError, match="no WARC file of an archive has such a name"):
        read_page(tmp_path, name, 0)


@pytest.mark.parametrize(
    ("name", "offset"), [("none.warc.gz", 0), ("example-20260101.warc.gz", 5), ("example-20260101.warc.gz", 1 << 40)]
)
def test_where_there_is_no_page_one_line_says_so(warc: WarcWriter, name: str, offset: int) -> None:
    warc.write(IMPORTED)
    warc.sync()
    with pytest.raises(ArchiveError) as told:
        read_page(warc.folder, name, offset)
    assert name in str(told.value)
    assert "\n" not in str(told.value)


def test_a_folder_that_cannot_be_made_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ArchiveError, match="cannot keep raw pages here"):
        WarcWriter(tmp_path / "file" / "warc", "example", NOW)


def test_a_run_goes_on_in_another_file_when_one_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cundang.raw.warc._LARGEST_FILE", 1500)
    for _ in range(2):  # the second run goes on where the first left off
        warc = WarcWriter(tmp_path, "example", NOW)
        records = [warc.write(CRAWLED, EXCHANGE) for _ in range(4)]
        for record in records:
            warc.sync()
            assert read_page(tmp_path, record.warc_file, record.warc_offset) == CRAWLED
        warc.close()
    files = sorted(tmp_path.iterdir(), key=lambda path: (len(path.name), path.name))
    assert len(files) > 2
    assert all(path.stat().st_size >= 1500 for path in files[:-1])
    for path in files:
        types = [next(line for line in one.split(b"\r\n") if line.startswith(b"WARC-Type")) for one in members(path.read_bytes())]  # fmt: skip
        assert types[0] == b"WARC-Type: warcinfo"
        pairs = (len(types) - 1) // 2
        assert (
            types[1:] == [b"WARC-Type: response", b"WARC-Type: request"] * pairs
        )  # an answer and its request together
