"""`archive import` of WARC, ARC and WACZ as other crawlers leave them: every record is stored, refused, or no page."""

import gzip
import io
import json
import re
import zipfile
from pathlib import Path

import pytest
import zstandard

from tests.exchange.test_import_formats import answer, imported, wacz, warc
from tests.helpers.databases import change, rows
from tests.helpers.programs import archive

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
URLS = "SELECT url FROM articles ORDER BY url"


def name(number: int) -> str:
    return f"http://news.example.com/2024-01/02/c_{number}.htm"


def arc(*numbers: int) -> list[bytes]:
    """The records of an ARC file of version 1: address, IP, date, type, length; then the answer."""
    version = b"1 0 Port\nURL IP-address Archive-date Content-type Archive-length\n"
    records = [b"filedesc://port.arc 0.0.0.0 20050102030405 text/plain %d\n%s\n" % (len(version), version)]
    for number in numbers:
        block = HEAD + answer(number)[4]
        line = f"{name(number)} 192.0.2.1 2005010203040{number} text/html {len(block)}\n".encode()
        records.append(line + block + b"\n")
    return records


def warc_record(kind: str, url: str, block: bytes = b"", **fields: str) -> bytes:
    media_type = "text/plain" if kind == "conversion" else "application/http; msgtype=response"
    head = {
        "WARC-Type": kind,
        "WARC-Target-URI": url,
        "WARC-Date": "2024-03-01T00:00:00Z",
        "Content-Type": media_type,
        "Content-Length": str(len(block)),
        **{key.replace("_", "-"): value for key, value in fields.items()},
    }
    lines = "".join(f"{key}: {value}\r\n" for key, value in head.items())
    return gzip.compress(f"WARC/1.0\r\n{lines}\r\n".encode() + block + b"\r\n\r\n")


@pytest.mark.parametrize("packed", [False, True])
def test_arc_files_are_read_page_by_page(tmp_path: Path, packed: bool) -> None:
    records = arc(1, 2, 3)
    db = imported(tmp_path, "old", b"".join(map(gzip.compress, records) if packed else records))
    assert rows(db, "SELECT url, first_seen_at FROM articles ORDER BY url") == [
        (name(number), f"2005-01-02T03:04:0{number}+00:00") for number in (1, 2, 3)
    ]


def test_zstd_with_a_dictionary_in_front(tmp_path: Path) -> None:
    members = [gzip.decompress(warc(answer(number))) for number in range(1, 5)]
    dictionary = zstandard.train_dictionary(2048, members * 30)
    frame = b"\x5d\x2a\x4d\x18" + len(dictionary.as_bytes()).to_bytes(4, "little") + dictionary.as_bytes()
    packing = zstandard.ZstdCompressor(dict_data=dictionary)
    db = imported(tmp_path, "new", frame + b"".join(packing.compress(member) for member in members))
    assert rows(db, URLS) == [(name(number),) for number in range(1, 5)]


def test_wacz_files_of_many_shapes(tmp_path: Path) -> None:
    inner = wacz(**{"archive/c.warc.gz": warc(answer(3))})
    whole = {
        "outer/archive/2024/a.warc.gz": warc(answer(1)),
        "archive/b.warc": gzip.decompress(warc(answer(2))),
        "crawls/one.wacz": inner,
        "datapackage.json": json.dumps({"profile": "multi-wacz-package"}).encode(),
        "archive/zz.warc.gz": warc(answer(4)),
        "archive/bad.warc.gz": b"\x1f\x8b\x08\0no gzip at all",
    }
    (tmp_path / "many.wacz").write_bytes(wacz(**whole))
    done = archive("import", tmp_path / "many.wacz", "--db", tmp_path / "archive.db")
    assert done.returncode == 1
    assert "damaged at byte 0" in done.stderr
    assert rows(tmp_path / "archive.db", URLS) == [(name(number),) for number in (1, 2, 3, 4)]


def test_every_record_is_accounted_for(tmp_path: Path) -> None:
    data = b"".join(
        [
            warc(answer(1)),
            warc_record("request", name(1), b"GET / HTTP/1.1\r\n\r\n"),
            warc_record("metadata", name(1), b"outlink: x"),
            warc_record("conversion", name(1), "一段从网页上取下的文字。".encode()),
            warc_record("response", name(7), HEAD + answer(7)[4][:200], WARC_Segment_Number="1"),
            warc_record("continuation", name(7), answer(7)[4][200:], WARC_Segment_Number="2"),
            warc_record("revisit", name(1), b"HTTP/1.1 304 Not Modified\r\n\r\n"),
            warc_record("revisit", name(9)),
            warc_record("response", name(8), HEAD + answer(8)[4], WARC_Date="0001-01-01T00:00:00Z"),
            warc_record("response", "dns:news.example.com", b"20240301 news.example.com 60 IN A 192.0.2.1"),
            warc_record("response", name(6), HEAD + answer(6)[4]),
            warc_record("response", name(6), HEAD + answer(6, text="傍晚下了一场雨")[4]),
            warc_record("film", name(1)),
        ]
    )
    (tmp_path / "all.warc.gz").write_bytes(data)
    db = tmp_path / "archive.db"
    done = archive("import", tmp_path / "all.warc.gz", "--db", db)
    assert done.returncode == 0, done.stderr
    refused = [line for line in done.stderr.splitlines() if "records are not pages" not in line]
    assert [line.partition(" import: ")[2] for line in refused] == [
        f"{name(7)}: its record is kept in segments, which are not joined",
        f"{name(8)}: its date is none (0001-01-01T00:00:00Z)",
    ]
    counts = {kind: int(number) for number, kind in re.findall(r"(\d+) (new|edited|unchanged|refused)", done.stdout)}
    skipped, seen = map(int, re.search(r"(\d+) of (\d+) records are not pages", done.stderr).groups())
    assert counts == {"new": 2, "edited": 1, "unchanged": 1, "refused": 2}
    assert seen == data.count(b"\x1f\x8b\x08") == sum(counts.values()) + skipped
    assert rows(db, "SELECT last_seen_at FROM articles WHERE url = ?", name(1)) == [("2024-03-01T00:00:00+00:00",)]
    assert rows(db, "SELECT count(*) FROM fetches WHERE url = ?", name(6)) == [(2,)]  # twice in one second


def test_a_cut_off_file_says_where_and_what_is_lost(tmp_path: Path) -> None:
    whole = warc(answer(1), answer(2), answer(3))
    (tmp_path / "cut.warc.gz").write_bytes(whole[:-40])
    done = archive("import", tmp_path / "cut.warc.gz", "--db", tmp_path / "archive.db")
    assert done.returncode == 1
    start = whole.rindex(b"\x1f\x8b\x08")
    assert f"{name(3)}: damaged at byte {start}: the file ends within this record" in done.stderr
    assert "1 damaged place" in done.stdout
    assert rows(tmp_path / "archive.db", URLS) == [(name(1),), (name(2),)]


def test_a_page_that_is_cut_off_in_its_record_is_refused_and_told(tmp_path: Path) -> None:
    body = answer(2)[4]
    head = HEAD.replace(b"\r\n\r\n", b"\r\nContent-Length: %d\r\n\r\n" % len(body))
    torn = gzip.decompress(warc_record("response", name(2), head + body[:-100])).replace(
        b"Content-Length: %d\r\n\r\nHTTP" % len(head + body[:-100]),
        b"Content-Length: %d\r\n\r\nHTTP" % len(head + body),
    )
    (tmp_path / "torn.warc.gz").write_bytes(warc(answer(1)) + gzip.compress(torn) + warc(answer(3)))
    done = archive("import", tmp_path / "torn.warc.gz", "--db", tmp_path / "archive.db")
    assert f"{name(2)}: cut off: " in done.stderr
    assert rows(tmp_path / "archive.db", URLS) == [(name(1),), (name(3),)]


def test_zip_files_that_are_damaged_in_odd_ways_are_one_line(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_LZMA) as writer:
        writer.writestr("archive/一.warc", gzip.decompress(warc(answer(1))))
    whole = packed.getvalue()
    middle, directory = len(whole) // 3, whole.rindex("一".encode())
    for number, damaged in enumerate(
        (whole[:middle] + bytes(40) + whole[middle + 40 :], whole[:directory] + b"\xff" + whole[directory + 1 :])
    ):
        (tmp_path / f"{number}.wacz").write_bytes(damaged)
        done = archive("import", tmp_path / f"{number}.wacz", "--db", tmp_path / "archive.db")
        assert done.returncode == 1
        assert "Traceback" not in done.stderr
        assert "damaged" in done.stderr


def test_a_cut_off_arc_file_says_so(tmp_path: Path) -> None:
    (tmp_path / "cut.arc").write_bytes(b"".join(arc(1, 2, 3))[:-200])
    done = archive("import", tmp_path / "cut.arc", "--db", tmp_path / "archive.db")
    assert done.returncode == 1
    assert f"{name(3)}: damaged at byte" in done.stderr
    assert rows(tmp_path / "archive.db", URLS) == [(name(1),), (name(2),)]


def test_a_clock_that_is_wrong_tells_no_time_and_a_revisit_is_a_sighting_of_its_tool(tmp_path: Path) -> None:
    db = tmp_path / "archive.db"
    data = b"".join(
        [
            warc_record("response", name(1), HEAD + answer(1)[4], WARC_Date="2099-01-01T00:00:00Z"),
            warc_record("response", name(3), HEAD + answer(3)[4], WARC_Date="2024-03-01T00:00:00Z"),
            warc_record("revisit", name(3), WARC_Date="2024-03-09T00:00:00Z"),
            warc_record("revisit", name(3), WARC_Date="2099-01-01T00:00:00Z"),
        ]
    )
    (tmp_path / "all.warc.gz").write_bytes(data)
    done = archive("import", tmp_path / "all.warc.gz", "--db", db)
    assert done.returncode == 0, done.stderr
    assert "2 new, 1 unchanged" in done.stdout
    times = "SELECT first_seen_at, last_seen_at FROM articles ORDER BY url"
    known = ("2024-03-01T00:00:00+00:00", "2024-03-09T00:00:00+00:00")
    assert rows(db, times) == [(None, None), known]
    assert rows(db, "SELECT count(*) FROM fetches WHERE sighting") == [(1,)]
    change(db, "UPDATE articles SET state = 'gone' WHERE first_seen_at IS NOT NULL")
    change(
        db,
        "INSERT INTO events(article_id, at, kind) SELECT id, '2024-03-07', 'gone' FROM articles WHERE state = 'gone'",
    )
    (tmp_path / "later.warc.gz").write_bytes(
        warc_record("revisit", name(3), WARC_Date="2024-03-06T00:00:00Z")
        + warc_record("revisit", name(3), WARC_Date="2024-03-08T00:00:00Z")
    )
    assert archive("import", tmp_path / "later.warc.gz", "--db", db).returncode == 0
    assert rows(db, "SELECT at FROM events WHERE kind = 'restored'") == [("2024-03-08T00:00:00+00:00",)]
    db.unlink()
    assert archive("rebuild", "--db", db).returncode == 0
    assert rows(db, times)[0] == (None, None)  # the record says so itself
