"""Folders of people: names in any bytes, links, and files of every type that are no pages."""

import io
import os
import sqlite3
import zipfile
from pathlib import Path

import pytest

from cundang.text.file_type import find_file_type, find_packed_type
from exchange.importer import list_files, show_path
from tests.helpers.databases import rows
from tests.helpers.programs import archive

SENTENCE = "早上雾很大，摆渡的人等到九点才开船，对岸的集市照常摆开，卖菱角的比往年多了两家"


def html(word: str) -> str:
    text = "".join(f"<p>{word}之{n}：{SENTENCE}。</p>" for n in "一二三四")
    return f"<!DOCTYPE html><html><head><meta charset=utf-8><title>{word}</title></head><body><h1>{word}</h1>{text}</body></html>"


def in_bytes(folder: Path, name: bytes) -> Path:
    return folder / os.fsdecode(name)


def packed(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packing:
        for name in names:
            packing.writestr(name, "<x/>")
    return out.getvalue()


def test_names_in_any_bytes_are_read_stored_and_printed(tmp_path: Path) -> None:
    folder, db = tmp_path / "in", tmp_path / "archive.db"
    inner = in_bytes(folder, "新闻".encode("gbk"))
    inner.mkdir(parents=True)
    in_bytes(inner, "渡口".encode("gbk") + b".html").write_text(html("雾天摆渡"), encoding="utf-8")
    in_bytes(folder, "表".encode("gbk") + b".csv").write_text("title,link,content\na,http://a.example/1,b\n")
    in_bytes(folder, b"\xff\n\x1b[2J.pdf").write_bytes(b"%PDF-1.7")
    (folder / "旧 稿#1?.html").write_text(html("旧稿"), encoding="utf-8")
    done = archive("import", folder, "--db", db)
    assert "3 new, 1 refused of 4 files" in done.stdout, done.stderr
    assert r"\xff\n\x1b[2J.pdf: import: a PDF, and no page" in done.stderr
    assert [row.url for row in rows(db, "SELECT url FROM articles ORDER BY url")] == [
        "file:%D0%C2%CE%C5/%B6%C9%BF%DA.html", "file:%E6%97%A7%20%E7%A8%BF%231%3F.html", "http://a.example/1",
    ]  # fmt: skip
    assert rows(db, "SELECT url FROM problems") == [(f"file:{folder}/\\xff\\n\\x1b[2J.pdf",)]
    assert rows(db, "SELECT name FROM imports") == [(r"\xb1\xed.csv",)]
    again = archive("import", "--json", inner, in_bytes(folder, b"\xff\n\x1b[2J.pdf"), "--db", db)
    assert "Traceback" not in again.stderr
    assert archive("show", in_bytes(inner, "渡口".encode("gbk") + b".html")).returncode == 0
    missing = archive("import", in_bytes(folder, b"\xb6\xc9"), "--db", db)
    assert missing.returncode == 2
    assert r"\xb6\xc9: no such file or folder" in missing.stderr


def test_links_in_a_folder_are_told_and_not_followed(tmp_path: Path) -> None:
    folder, outside, db = tmp_path / "in", tmp_path / "outside", tmp_path / "archive.db"
    (folder / "sub").mkdir(parents=True)
    outside.mkdir()
    (outside / "private.html").write_text(html("不该读的"), encoding="utf-8")
    (folder / "a.html").write_text(html("雾天摆渡"), encoding="utf-8")
    (folder / "out.html").symlink_to(outside / "private.html")
    (folder / "out").symlink_to(outside)
    (folder / "sub" / "loop").symlink_to(folder)
    (folder / "within.html").symlink_to("a.html")
    (folder / "broken").symlink_to("nothing")
    os.mkfifo(folder / "pipe")
    done = archive("import", folder, "--db", db)
    assert "1 new of 1 file" in done.stdout
    assert (
        "6 of 7 records are not pages: 5 a link, which is not followed, 1 a pipe, a socket or a device" in done.stderr
    )
    assert rows(db, "SELECT url FROM articles") == [("file:a.html",)]
    given = archive("import", folder / "out.html", "--db", db)  # that one was asked for
    assert "1 new of 1 file" in given.stdout


def test_files_that_are_no_pages_are_named_and_none_is_an_article(tmp_path: Path) -> None:
    folder, db = tmp_path / "in", tmp_path / "archive.db"
    folder.mkdir()
    office = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    files = {
        "a": b"%PDF-1.4\n", "b": packed("OFD.xml", "Doc_0/Document.xml"), "c": office + "WordDocument".encode("utf-16-le"),
        "d": packed("[Content_Types].xml", "xl/workbook.xml"), "e": b"Rar!\x1a\x07\0", "f": packed("a/b.html"),
        "g": b'<?xml version="1.0"?>\n<rss version="2.0"><channel><title>t</title></channel></rss>', "h": b"{\\rtf1 x}",
        "i": b"From: a@b.example\nContent-Type: text/plain\n\nhello", "k": b"Founder CEB 3.0\0",
        "p.png": b"\x89PNG\r\n\x1a\n", "q.jpg": b"\xff\xd8\xff\xe0", "r.css": b"body{}\n.a{}\n", "s.woff": b"wOFF\0\1\0\0",
    }  # fmt: skip
    for name, data in files.items():
        (folder / name).write_bytes(data)
    sqlite3.connect(folder / "l").execute("CREATE TABLE a (b)").connection.close()
    done = archive("import", folder, "--db", db)
    assert done.returncode == 1
    assert rows(db, "SELECT count(*) FROM articles") == [(0,)]
    told = dict(line.removeprefix(f"{folder}/").split(": ", 1) for line in done.stderr.splitlines()[:-1])
    assert {name[0]: reason.removeprefix("import: ") for name, reason in told.items()} == {
        "a": "a PDF, and no page", "b": "an OFD document, and no page",
        "c": "a Word or WPS document (.doc, .wps), and no page", "d": "an Excel workbook (.xlsx), and no page",
        "e": "a RAR file, and no page",
        "f": "a ZIP file, but no WACZ: it has no WARC file; unpack it and import the folder",
        "g": "XML (rss), and no page", "h": "an RTF document, and no page",
        "i": "extract: plain text without a title: no short line above the text", "k": "a CEB document, and no page",
        "l": "an SQLite file, and no page",
    }  # fmt: skip
    assert "4 of 15 records are not pages" in done.stderr
    for kind in ("a PNG picture", "a JPEG picture", "a script or style sheet", "a font"):
        assert f"1 {kind}" in done.stderr


@pytest.mark.parametrize(
    "text", ["CWS 报道：雾天停航", "ID3 is a name", "BM 公司公告，", "KDH 航线", "PK 赛今天开始", "MZ 的一天"]
)
def test_a_text_that_begins_with_the_letters_of_a_type_is_a_text(text: str) -> None:
    assert find_file_type(text.encode()) is None


def test_a_zip_file_of_others_is_no_document() -> None:
    assert find_packed_type(["a/word/x", "news.csv"]) is None


def test_a_path_is_shown_on_one_line() -> None:
    assert show_path(Path(os.fsdecode(b"a\xb6\n\xe6\x9d\x91"))) == r"a\xb6\n村"


def test_files_come_in_the_same_order_on_every_disk(tmp_path: Path) -> None:
    for name in ("b/2.html", "b/10.html", "a.html", ".hidden/x.html", "b/.x.html", "c.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    found = [file.relative_to(tmp_path).as_posix() for file, _ in list_files(tmp_path)]
    assert found == ["a.html", "b/10.html", "b/2.html", "c.html"]
