"""`archive import` of what others collected, and of what is made to do harm."""

import csv
import gzip
import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from exchange.importer.foreign_warc import is_warc
from tests.helpers.databases import change, only_warc, rows
from tests.helpers.programs import archive, run
from upkeep.verify import verify

TEXT = "第一段文字说的是河边的树。树下有人在下棋，旁边有人在看。\n第二段说的是午后的雨，雨下得很大，路上没有行人。"
PAGE = "<!doctype html><html><head><title>{0}</title></head><body><h1>{0}</h1><p>第一段文字说的是河边的树，树下有人在下棋，旁边有人在看。</p><p>{1}，雨下得很大，路上没有行人，只有一只猫走过。</p></body></html>"


def record(number: int, **more: Any) -> dict[str, Any]:
    url = f"http://news.example.com/2024-01/02/c_{number}.htm"
    return {"title": f"第{number}条新闻的标题", "url": url, "maintext": f"{TEXT}（{number}）", **more}


def warc(*answers: tuple[str, str, int, str, bytes], headers: tuple[tuple[str, str], ...] = ()) -> bytes:
    """A WARC file of others: address, date, status, media type, body of each answer."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    info = writer.create_warcinfo_record("other.warc.gz", {"software": "another crawler"})
    writer.write_record(info)
    info.raw_stream.close()
    for url, date, status, media_type, body in answers:
        http = StatusAndHeaders(f"{status} X", [("Content-Type", media_type), *headers], protocol="HTTP/1.1")
        date_header = {"WARC-Date": date}
        made = writer.create_warc_record(
            url, "response", io.BytesIO(body), http_headers=http, warc_headers_dict=date_header
        )
        writer.write_record(made)
        made.raw_stream.close()
    return out.getvalue()


def answer(
    number: int, date: str = "2024-01-05T00:00:00Z", text: str = "午后下了一场雨"
) -> tuple[str, str, int, str, bytes]:
    body = PAGE.format(f"第{number}条新闻的标题", text).encode()
    return f"http://news.example.com/2024-01/02/c_{number}.htm", date, 200, "text/html", body


def wacz(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in files.items():
            packed.writestr(name, data)
    return out.getvalue()


def imported(folder: Path, name: str, data: bytes) -> Path:
    (folder / "in").mkdir(exist_ok=True)
    (folder / "in" / name).write_bytes(data)
    db = folder / "archive.db"
    done = archive("import", folder / "in" / name, "--db", db)
    assert done.returncode == 0, done.stderr
    assert verify(db, db.with_suffix(".warc")).faults == []
    return db


def as_csv(records: list[dict[str, Any]], **how: Any) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(records[0]), **how)
    writer.writeheader()
    writer.writerows(records)
    return out.getvalue().encode()


FUNDUS = {
    "title": "第1条新闻的标题", "url": "http://news.example.com/f.htm", "authors": ["王五"], "topics": ["雨", "树"],
    "publishing_date": "2024-01-02 03:04:05+08:00",
    "body": {"summary": ["摘要的一句话在这里。"], "sections": [{"headline": ["小标题"], "paragraphs": TEXT.split("\n")}]},
}  # fmt: skip
TRAFILATURA = {
    "title": "第1条新闻的标题", "author": "李四", "hostname": "news.example.com", "date": "2024-01-02", "tags": "雨;树",
    "source": "http://news.example.com/t.htm", "source-hostname": "例子新闻", "text": TEXT,
}  # fmt: skip
NEWS_PLEASE = record(
    1, authors=["张三"], date_publish="2024-01-02 03:04:05", date_download="2024-01-03 00:00:00", language="zh"
)


@pytest.mark.parametrize(
    ("name", "data", "count", "author"),
    [
        (
            "news-please.jsonl",
            "".join(json.dumps({**NEWS_PLEASE, **record(n)}) + "\n" for n in range(3)).encode(),
            3,
            "张三",
        ),
        ("news-please.json", json.dumps(NEWS_PLEASE, indent=4).encode(), 1, "张三"),
        ("trafilatura.json", json.dumps(TRAFILATURA, ensure_ascii=False).encode(), 1, "李四"),
        ("fundus.json", json.dumps([FUNDUS], indent=1).encode(), 1, "王五"),
        ("table.csv", as_csv([record(n, author="赵六") for n in range(3)]), 3, "赵六"),
        ("table.tsv", as_csv([record(n, author="赵六") for n in range(2)], delimiter="\t"), 2, "赵六"),
        ("no-ending", b"\xef\xbb\xbf" + as_csv([record(n, author="赵六") for n in range(2)], delimiter=";"), 2, "赵六"),
    ],
)
def test_records_of_others(tmp_path: Path, name: str, data: bytes, count: int, author: str) -> None:
    db = imported(tmp_path, name, data)
    found = rows(db, "SELECT title, author, text, site, published_at FROM articles ORDER BY url")
    assert len(found) == count
    title, who, text, site, published_at = found[-1]
    assert title.endswith("条新闻的标题")
    assert who == author
    assert "树下有人在下棋，旁边有人在看。\n\n第二段说的是午后的雨" in text
    assert site == "news.example.com"
    assert published_at is None or published_at.startswith("2024-01-02")


def test_warc_of_others(tmp_path: Path) -> None:
    zipped = (
        "http://news.example.com/2024-01/02/c_9.htm",
        "2024-01-05T00:00:00Z",
        200,
        "text/html",
        gzip.compress(answer(9)[4]),
    )
    data = warc(
        answer(1), answer(2), ("http://news.example.com/a.png", "2024-01-05T00:00:00Z", 200, "image/png", b"\x89PNG"),
        ("http://news.example.com/gone.htm", "2024-01-05T00:00:00Z", 404, "text/html", b"<html>no"),
        ("http://news.example.com/2024-01/02/c_7.htm", "2024-01-05T00:00:00Z", 200, "text/html", b"<html><body></body></html>"),
    ) + warc(zipped, headers=(("Content-Encoding", "gzip"),))  # fmt: skip
    db = imported(tmp_path, "CC-NEWS-x.warc.gz", data)
    assert rows(db, "SELECT url, first_seen_at FROM articles ORDER BY url") == [
        (f"http://news.example.com/2024-01/02/c_{n}.htm", "2024-01-05T00:00:00+00:00") for n in (1, 2, 9)
    ]
    assert rows(db, "SELECT url, stage FROM problems") == [("http://news.example.com/2024-01/02/c_7.htm", "extract")]
    done = archive("import", tmp_path / "in", "--db", db)
    assert "4 of 8 records are not pages: 2 warcinfo, 1 image/png, 1 HTTP 404" in done.stderr
    assert "3 unchanged" in done.stdout
    plain = imported(tmp_path, "wget.warc", gzip.decompress(data))
    assert rows(plain, "SELECT count(*) FROM articles") == [(3,)]


def test_wacz(tmp_path: Path) -> None:
    db = imported(
        tmp_path, "crawl.wacz", wacz(**{"archive/data.warc.gz": warc(answer(1), answer(2)), "pages/pages.jsonl": b"{}"})
    )
    assert rows(db, "SELECT count(*) FROM articles") == [(2,)]


def test_what_was_fetched_before_becomes_an_earlier_version(tmp_path: Path) -> None:
    imported(tmp_path, "3.warc.gz", warc(answer(1, "2024-04-01T00:00:00Z", "三月里下了雨")))
    imported(tmp_path, "1.warc.gz", warc(answer(1, "2024-03-01T00:00:00Z", "一月里下了雪")))
    imported(tmp_path, "2.warc.gz", warc(answer(1, "2024-03-15T00:00:00Z", "一月里下了雪")))
    db = imported(tmp_path, "4.warc.gz", warc(answer(1, "2024-02-01T00:00:00Z", "一月里下了雪")))
    versions = rows(db, "SELECT number, fetched_at, text LIKE '%三月%' FROM revisions ORDER BY number")
    assert versions == [(1, "2024-02-01T00:00:00+00:00", 0), (2, "2024-04-01T00:00:00+00:00", 1)]
    assert rows(db, "SELECT text LIKE '%三月%', first_seen_at, last_seen_at FROM articles") == [
        (1, "2024-02-01T00:00:00+00:00", "2024-04-01T00:00:00+00:00")
    ]
    assert rows(db, "SELECT kind, at FROM events ORDER BY at") == [
        ("new", "2024-02-01T00:00:00+00:00"), ("edited", "2024-04-01T00:00:00+00:00")
    ]  # fmt: skip


def test_our_own_export_comes_back(demo_archive: Path, tmp_path: Path) -> None:
    assert archive("export", "--db", demo_archive, "--output", tmp_path / "a.jsonl").returncode == 0
    done = archive("import", tmp_path / "a.jsonl", "--db", tmp_path / "b.db")
    assert "66 new" in done.stdout, done.stderr
    columns = "url, title, text, published_at, author"
    assert rows(tmp_path / "b.db", f"SELECT {columns} FROM articles ORDER BY url") == rows(
        demo_archive, f"SELECT {columns} FROM articles ORDER BY url"
    )


def test_an_import_that_was_interrupted_goes_on(tmp_path: Path) -> None:
    lines = [json.dumps(record(n)) for n in range(500)]
    source = tmp_path / "a.jsonl"
    source.write_text("\n".join(lines))
    db = tmp_path / "archive.db"
    # As if it had been killed: the file is known, 300 of its records are done.
    assert archive("import", source, "--db", db).returncode == 0
    change(db, "UPDATE imports SET records = 300, ended_at = NULL")
    assert "200 unchanged of 1 file" in archive("import", source, "--db", db).stdout
    assert rows(db, "SELECT records, ended_at IS NOT NULL FROM imports") == [(500, 1)]
    assert "500 unchanged of 1 file" in archive("import", source, "--db", db).stdout


def noise(number: int) -> str:
    return "".join(chr(0x4E00 + (number * 7919 + n * n * 31) % 20_000) for n in range(2000))


@pytest.mark.parametrize("kind", ["jsonl", "csv", "wacz"])
def test_a_full_disk_ends_it_in_a_line_and_the_next_goes_on(tmp_path: Path, kind: str) -> None:
    """The limit of a file's size stands for a full disk; it is above what an empty archive takes."""
    records = [record(n, maintext=f"{TEXT}{noise(n)}") for n in range(120)]
    answers = [answer(n, text=noise(n)) for n in range(120)]
    data = {
        "jsonl": lambda: "".join(json.dumps(each) + "\n" for each in records).encode(),
        "csv": lambda: as_csv(records),
        "wacz": lambda: wacz(**{"archive/data.warc.gz": warc(*answers)}),
    }[kind]()
    source, db = tmp_path / f"in.{kind}", tmp_path / "archive.db"
    source.write_bytes(data)
    done = archive("import", source, "--db", db, largest_file=700_000)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1, done.stderr
    assert "make room and run again" in done.stderr
    assert rows(db, "PRAGMA integrity_check") == [("ok",)]
    assert rows(db, "SELECT count(*) FROM articles")[0][0] < 120
    archive("import", source, "--db", db)
    assert rows(db, "SELECT count(*), count(DISTINCT url) FROM articles") == [(120, 120)]
    assert rows(db, "SELECT count(*) FROM revisions") == [(120,)]
    assert verify(db, db.with_suffix(".warc")).faults == []


WHOLE = warc(answer(1), answer(2), answer(3))
BOMB = gzip.compress(b"<html>" + b"\0" * (64 << 20))


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("cut.warc.gz", WHOLE[:-300], "damaged at byte"),
        ("garbage.warc.gz", WHOLE + b"no gzip member", "no gzip member begins here"),
        (
            "names.wacz",
            wacz(**{"../../etc/archive.warc.gz": WHOLE, "archive/a.warc.gz": WHOLE}),
            "names a file outside of itself",
        ),
        ("bomb.wacz", wacz(**{"archive/a.warc": b"WARC/1.1\r\n" + b"\0" * (32 << 20)}), "a bomb"),
        ("no.wacz", wacz(**{"news/document.xml": b"<x/>"}), "a ZIP file, but no WACZ"),
        ("cut.wacz", wacz(**{"archive/a.warc.gz": WHOLE})[:-40], "damaged, or no WACZ"),
        (
            "bomb.warc.gz",
            warc((*answer(4)[:4], BOMB), headers=(("Content-Encoding", "gzip"),)),
            "decode: cannot be unpacked as gzip: it unpacks to more than",
        ),
        ("nul.csv", as_csv([record(1), record(2)]).replace("（2）".encode(), b"\0"), "NUL"),
        ("quote.csv", as_csv([record(1)]) + b'"never closed', "cannot be read as CSV"),
        ("bytes.csv", as_csv([record(1)]) + b"\xff\xfe,\xff\r\n", "cannot be read as CSV"),
        ("lines.jsonl", json.dumps(record(1)).encode() + b'\n{"title": \n', "line 2 is no JSON object"),
        ("other.jsonl", json.dumps(record(1)).encode() + b'\n{"a": 1}\n', "a JSON record without a text"),
        ("deep.json", b'{"text": "x", "url": ' + b"[" * 100_000, "begins as JSON and is none"),
        ("long.jsonl", b'{"title": "' + b"x" * (17 << 20), "JSON"),
    ],
)
def test_what_is_damaged_or_made_to_do_harm_is_one_line(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(data)
    db = tmp_path / "archive.db"
    done = archive("import", tmp_path / name, "--db", db)
    assert done.returncode in (0, 1)
    assert "Traceback" not in done.stderr
    lines = [line for line in done.stderr.splitlines() if "records are not pages" not in line]
    assert len(lines) == 1, done.stderr
    assert said in lines[0]
    assert sorted(path.name for path in tmp_path.iterdir() if not path.name.startswith("archive.")) == [name]
    assert verify(db, db.with_suffix(".warc")).faults == []
    assert rows(db, "SELECT count(*) FROM problems WHERE stage IN ('import', 'decode', 'extract')") == [(1,)]


def test_what_was_imported_is_read_by_warcio(tmp_path: Path) -> None:
    db = imported(tmp_path, "a.warc.gz", WHOLE)
    assert run("warcio.cli", "check", only_warc(db)).returncode == 0
    assert archive("rebuild", "--db", db, "--cores", 1).stdout == "3 articles made anew\n"


@pytest.mark.parametrize("level", range(10))
def test_a_warc_file_is_recognised_however_it_is_packed(level: int) -> None:
    """At each level a member's first bytes may unpack to few characters, or to none."""
    for number in range(40):
        odd = hashlib.sha256(str(number).encode()).hexdigest()
        first = (
            f"WARC/1.1\r\nWARC-Type: warcinfo\r\nWARC-Record-ID: <urn:uuid:{odd[:36]}>\r\nWARC-Filename: port.warc.gz\r\n"
            f"WARC-Date: 2024-05-01T04:55:00Z\r\nContent-Type: application/warc-fields\r\nContent-Length: 99\r\n"
            f"WARC-Block-Digest: sha1:{odd[32:]}\r\n\r\nsoftware: Porter/2.1\r\nformat: WARC File Format 1.1\r\n"
        ).encode()
        assert is_warc(gzip.compress(first, level))
        assert is_warc(gzip.compress(b"") + gzip.compress(first, level)[:300])
    assert not is_warc(gzip.compress(b"<html>WARC/1.0"))
    assert not is_warc(b"")
