"""The type of a file by its bytes."""

import io
import tarfile
import zipfile

import pytest

from cundang.text.file_type import find_file_type

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def packed(*names: str, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as making:
        for name in names:
            making.writestr(zipfile.ZipInfo(name), "通知" * 20, compress_type=method)
    return file.getvalue()


def tarred() -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as making:
        making.addfile(tarfile.TarInfo("a.txt"))
    return file.getvalue()


def ole(stream: str) -> bytes:
    return _OLE + "Root Entry".encode("utf-16-le") + bytes(108) + stream.encode("utf-16-le") + bytes(400)


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        (b"%PDF-1.4\n%\xe2\xe3", "application/pdf"),
        (b"\r\n%PDF-1.4\n", "application/pdf"),
        (packed("OFD.xml", "Doc_0/Document.xml"), "application/ofd"),
        (packed("[Content_Types].xml", "_rels/.rels", "word/document.xml"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (packed("[Content_Types].xml", "xl/workbook.xml"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (packed("[Content_Types].xml", "ppt/presentation.xml"), "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
        (packed("通知.doc", "附件/word/document.xml"), "application/zip"),
        (packed(), "application/zip"),
        (packed("OFD.xml", "Doc_0/Document.xml")[:60], "application/ofd"),  # cut off: the first name alone
        (b"PK\3\4" + b"\xff" * 5000 + b"PK\5\6" + b"\xff" * 18, "application/zip"),
        (ole("WordDocument"), "application/msword"), (ole("Workbook"), "application/vnd.ms-excel"),
        (ole("PowerPoint Document"), "application/vnd.ms-powerpoint"), (ole("Other"), "application/x-ole-storage"),
        (b"Founder CEB 2.0\0\0\x01", "application/x-ceb"),
        (b"{\\rtf1\\ansi", "application/rtf"), (b"Rar!\x1a\x07\0", "application/vnd.rar"),
        (b"7z\xbc\xaf\x27\x1c\0\4", "application/x-7z-compressed"), (tarred(), "application/x-tar"),
        (b"GIF89a\1\0\1\0", "image/gif"), (b"RIFF\x24\0\0\0WEBPVP8 ", "image/webp"), (b"RIFF\x24\0\0\0WAVEfmt ", "application/x-riff"),
        (b"\0\0\0\x20ftypisom", "video/mp4"), (b"\0\0\0\x20ftypavif", "image/avif"),
        (b"BM\x36\0\0\0\0\0\0\0\x36", "image/bmp"), (b"MZ\x90\0\3\0\0\0", "application/x-executable"),
        (b'<?xml version="1.0"?>\n<!-- by a-b --> <svg xmlns="http://www.w3.org/2000/svg"/>', "image/svg+xml"),
        (b"<svg width=1><path/></svg><html><body>", None),
        (b"<!DOCTYPE html><p>%PDF-1.4", None), (b"body { color: red }", None), ("BM指数：昨天".encode(), None),
        (b"MZ is a text", None), ("PKU 发布".encode(), None), (b"", None),
    ],
)  # fmt: skip
def test_the_type_of_a_file_is_told_by_its_bytes(body: bytes, media_type: str | None) -> None:
    found = find_file_type(body)
    assert (found and found.media_type) == media_type


@pytest.mark.parametrize(
    ("declared", "address", "media_type"),
    [
        ("application/vnd.ms-works", "", "application/wps-office.wps"),
        ("application/octet-stream", "http://a.cn/P02/1.wps", "application/wps-office.wps"),
        ("", "http://a.cn/2.et?x=1", "application/wps-office.et"),
        ("text/html", "http://a.cn/2.html", "application/msword"),
    ],
)
def test_files_of_wps_have_the_bytes_of_word(declared: str, address: str, media_type: str) -> None:
    found = find_file_type(ole("WordDocument"), declared, address)
    assert found and found.media_type == media_type


def test_neither_declared_type_nor_address_makes_a_page_a_file() -> None:
    assert find_file_type(b"<html><body>404", "application/pdf", "http://a.cn/1.pdf") is None
