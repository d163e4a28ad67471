"""Records as other tools write them and as disks leave them: each is read, and a fault costs the record that has it."""

import gzip
import io
import random
from datetime import UTC, datetime
from itertools import pairwise

import pytest
import zstandard
from fastwarc.warc import ArchiveIterator
from hypothesis import given, settings
from hypothesis import strategies as st

from cundang.raw.http_message import parse_answer
from cundang.raw.pages import make_page
from cundang.raw.reader import RawRecord, parse_date, read_records

CRLF = b"\r\n"


def make_record(number: int, block: bytes = b"", end: bytes = CRLF, length: int | None = None, **fields: str) -> bytes:
    """A record of the page with a number; fields as warc_date='...'; `length` is what its header says."""
    block = block or b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + f"<p>第{number}班船</p>".encode() * 9
    headers = {
        "WARC-Type": "response",
        "WARC-Date": "2024-02-05T03:00:00Z",
        "WARC-Target-URI": f"http://port.example/{number}.html",
        "Content-Type": "application/http; msgtype=response",
        "Content-Length": str(len(block) if length is None else length),
    } | {name.replace("_", "-"): value for name, value in fields.items()}
    lines = [b"WARC/1.1", *(f"{name}: {value}".encode("latin-1") for name, value in headers.items() if value)]
    return end.join([*lines, b"", block, b"", b""])


def read(data: bytes) -> list[RawRecord]:
    return list(read_records(io.BytesIO(data)))


def urls(records: list[RawRecord]) -> list[str]:
    return [record.url.removeprefix("http://port.example/") for record in records if record.is_readable]


RECORDS = [make_record(number) for number in range(1, 6)]
ALL = [f"{number}.html" for number in range(1, 6)]
ZIP = [gzip.compress(record) for record in RECORDS]


def compress_with_dictionary(packed_dictionary: bool) -> bytes:
    samples = [make_record(number) for number in range(200)]
    dictionary = zstandard.train_dictionary(4096, samples)
    data = dictionary.as_bytes()
    if packed_dictionary:
        data = zstandard.compress(data)
    frame = b"\x5d\x2a\x4d\x18" + len(data).to_bytes(4, "little") + data
    return frame + b"".join(zstandard.ZstdCompressor(dict_data=dictionary).compress(record) for record in RECORDS)


@pytest.mark.parametrize(
    "data",
    [
        b"".join(ZIP),
        b"".join(RECORDS),
        gzip.compress(b"".join(RECORDS)),  # the whole file as one member
        b"".join(zstandard.compress(record) for record in RECORDS),
        compress_with_dictionary(packed_dictionary=False),
        compress_with_dictionary(packed_dictionary=True),
        gzip.compress(b"") + ZIP[0] + gzip.compress(b"") + b"".join(ZIP[1:]) + gzip.compress(b""),
        b"".join(gzip.compress(b"".join(RECORDS)[at : at + 300]) for at in range(0, len(b"".join(RECORDS)), 300)),
    ],
    ids=[
        "members",
        "plain",
        "one-member",
        "zstd",
        "dictionary",
        "packed-dictionary",
        "empty-members",
        "parted-anywhere",
    ],
)
def test_every_packing_gives_the_same_records(data: bytes) -> None:
    found = read(data)
    assert urls(found) == ALL
    assert [record.fault for record in found] == [None] * 5
    assert [make_page(record).body for record in found] == [f"<p>第{n}班船</p>".encode() * 9 for n in range(1, 6)]


def test_offsets_are_those_that_fastwarc_finds() -> None:
    for data in (b"".join(ZIP), b"".join(RECORDS)):
        theirs = [record.stream_pos for record in ArchiveIterator(io.BytesIO(data), parse_http=False)]
        assert [record.offset for record in read(data)] == theirs
        ends = [record.end for record in read(data)]
        assert ends == [*theirs[1:], len(data)]
        for offset, name in zip(theirs, ALL, strict=True):
            assert next(iter(read_records(io.BytesIO(data), offset))).url.endswith(name)


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("wrong", [0, 7, 99_999, None])
def test_a_length_that_is_wrong_or_missing_costs_nothing(packed: bool, wrong: int | None) -> None:
    odd = make_record(3, length=wrong if wrong is not None else -1)
    records = [*RECORDS[:2], odd if wrong is not None else odd.replace(b"Content-Length: -1\r\n", b""), *RECORDS[3:]]
    found = read(b"".join(map(gzip.compress, records) if packed else records))
    assert urls(found) == ALL
    assert [bool(record.fault) for record in found] == [False, False, True, False, False]
    assert make_page(found[2]).body == "<p>第3班船</p>".encode() * 9


@pytest.mark.parametrize("packed", [True, False])
def test_heads_with_bare_line_feeds_or_lower_case_names(packed: bool) -> None:
    lower = make_record(2).replace(b"WARC-Type", b"warc-type").replace(b"Content-Length", b"content-length")
    records = [make_record(1, end=b"\n"), lower, make_record(3, end=b"\r\r\n"), *RECORDS[3:]]
    assert urls(read(b"".join(map(gzip.compress, records) if packed else records))) == ALL


@given(st.integers(0, 2**32), st.booleans())
@settings(max_examples=60, deadline=None)
def test_damage_costs_the_records_that_it_touches_and_no_other(seed: int, cut: bool) -> None:
    chance = random.Random(seed)
    data, touched = bytearray(b"".join(ZIP)), chance.randrange(5)
    start = sum(map(len, ZIP[:touched]))
    if cut:  # bytes of it are gone
        at = chance.randrange(1, len(ZIP[touched]))
        del data[start + at : start + len(ZIP[touched])]
    else:
        for _ in range(9):
            data[start + chance.randrange(len(ZIP[touched]))] = chance.randrange(256)
    found = read(bytes(data))
    others = [name for number, name in enumerate(ALL) if number != touched]
    assert [url for url in urls(found) if url in others] == others
    assert all(left.end <= right.offset for left, right in pairwise(found))


def test_what_is_no_record_costs_itself() -> None:
    junk = gzip.compress(b"<html>no record at all</html>")
    torn_head = gzip.compress(RECORDS[0][:40])
    for between in (junk, torn_head, bytes(500), b"\x1f\x8b\x08\0" * 90, ZIP[0][:40]):
        found = read(b"".join([*ZIP[:2], between, *ZIP[2:]]))
        assert urls(found) == ALL
        assert [record.offset for record in found if record.fault] == [len(ZIP[0]) + len(ZIP[1])]


def test_a_damaged_dictionary_is_a_fault_of_the_file() -> None:
    data = bytearray(compress_with_dictionary(packed_dictionary=False))
    data[12:200] = bytes(188)  # behind the frame's head and the dictionary's own mark
    assert [record.is_readable for record in read(bytes(data))] == [False]


def test_a_file_that_ends_early_says_where_and_names_the_page() -> None:
    data = b"".join(ZIP)[:-9]
    last = read(data)[-1]
    assert (last.fault, last.is_readable) == ("the file ends within this record", False)
    assert (last.offset, last.end) == (sum(map(len, ZIP[:4])), len(data))
    assert last.url == "http://port.example/5.html"


def test_a_record_larger_than_memory_should_hold_is_measured_and_passed() -> None:
    large = make_record(3, block=bytes(40 << 20))
    found = read(b"".join(map(gzip.compress, [*RECORDS[:2], large, *RECORDS[3:]])))
    assert urls(found) == ALL
    assert found[2].size == 40 << 20
    assert len(found[2].block) < 33 << 20


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2019", datetime(2019, 1, 1, tzinfo=UTC)),
        ("2019-08", datetime(2019, 8, 1, tzinfo=UTC)),
        ("2019-08-15", datetime(2019, 8, 15, tzinfo=UTC)),
        ("2019-08-15T01:02Z", datetime(2019, 8, 15, 1, 2, tzinfo=UTC)),
        ("2019-08-15T01:02:03Z", datetime(2019, 8, 15, 1, 2, 3, tzinfo=UTC)),
        ("2019-08-15T01:02:03.5Z", datetime(2019, 8, 15, 1, 2, 3, tzinfo=UTC)),
        ("2019-08-15T01:02:03.123456789Z", datetime(2019, 8, 15, 1, 2, 3, tzinfo=UTC)),
        ("2016-12-31T23:59:60Z", datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC)),
        ("20190815010203", None),
        ("0001-01-01T00:00:00Z", None),
        ("9999-12-31T00:00:00Z", None),
        ("2019-02-30", None),
        ("2019-08-15T25:00:00Z", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_dates_of_any_precision(written: str, moment: datetime | None) -> None:
    assert parse_date(written) == moment


def test_two_addresses_in_gbk_stay_two() -> None:
    names = ["船", "桥"]
    records = [make_record(1).replace(b"1.html", f"{name}.html".encode("gbk")) for name in names]
    assert urls(read(b"".join(records))) == ["%B4%AC.html", "%C7%C5.html"]
    records = [make_record(1).replace(b"1.html", f"{name}.html".encode()) for name in names]
    assert urls(read(b"".join(records))) == ["船.html", "桥.html"]
    bracketed = make_record(1).replace(b"http://port.example/1.html", b"<http://port.example/1.html>")
    assert urls(read(bracketed)) == ["1.html"]


BODY = b"<html>\r\n\r\nname: value</html>"


@pytest.mark.parametrize(
    ("head", "status", "headers"),
    [
        (b"HTTP/1.1 200 OK\r\nServer: x\r\n\r\n", 200, [("Server", "x")]),
        (b"HTTP/1.1 200\nServer:x\n\n", 200, [("Server", "x")]),
        (b"HTTP/1.0 200 \r\r\nServer: x\r\r\n\r\r\n", 200, [("Server", "x")]),
        (b"HTTP/2 404 \r\nserver: x\r\n\r\n", 404, [("server", "x")]),
        (b"http/1.0 200 ok\r\n\r\n", 200, []),
        (b"ICY 200 OK\r\n\r\n", 200, []),
        (b"HTTP/1.1 abc\r\nServer: x\r\n\r\n", 200, None),
        (b"HTTP/1.1 200 \xba\xc3\r\nServer: \xb4\xac\r\n\r\n", 200, [("Server", "\xb4\xac")]),
        (b"HTTP/1.1 200 OK\r\nno header\r\n: none\r\n\xb4\xac: 1\r\nA: b\r\n c\r\n\r\n", 200, [("\xb4\xac", "1"), ("A", "b c")]),
        (b"Content-Type: text/html\r\nServer: x\r\n\r\n", 200, [("Content-Type", "text/html"), ("Server", "x")]),
        (b"", 200, []),
    ],
)  # fmt: skip
def test_heads_of_answers(head: bytes, status: int, headers: list[tuple[str, str]] | None) -> None:
    answer = parse_answer(head + BODY)
    if headers is None:  # neither a status nor a header: all of it is the body
        assert answer.body == head + BODY
        return
    assert (answer.status, list(answer.headers), answer.body) == (status, headers, BODY)


def test_a_damaged_frame_of_a_large_page_costs_no_other() -> None:
    chance = random.Random(3)
    records = [
        make_record(number, block=b"HTTP/1.1 200 OK\r\n\r\n" + chance.randbytes(20_000)) for number in range(1, 6)
    ]
    frames = [zstandard.compress(record) for record in records]
    damaged = bytearray(frames[1])
    damaged[2] ^= 0xFF
    assert urls(read(b"".join([frames[0], bytes(damaged), *frames[2:]]))) == ["1.html", "3.html", "4.html", "5.html"]


def test_blank_lines_before_a_status_line() -> None:
    answer = parse_answer(b"\r\n\r\nHTTP/1.1 200 OK\r\nServer: x\r\n\r\nbody")
    assert (answer.header("server"), answer.body) == ("x", b"body")


def test_what_a_wrong_length_took_is_put_back_to_the_byte() -> None:
    second = b"HTTP/1.1 200 OK\r\n\r\n<p>hello</p>\n\n\n\n<p>world</p>"
    block = b"HTTP/1.1 200 OK\r\n\r\n<p>first</p>"
    whole = make_record(1, block=block) + make_record(2, block=second)
    reach = whole.index(b"<p>hello</p>") + len(b"<p>hello</p>") - whole.index(block)
    first = make_record(1, block=block, length=reach).replace(b"Content-Length: 32", b"Content-Length: %d" % reach)
    found = read(first + make_record(2, block=second))
    assert [record.block for record in found] == [block, second]
    assert found[1].offset == len(first)
