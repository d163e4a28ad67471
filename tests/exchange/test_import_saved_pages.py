"""Pages that browsers and their helpers saved: where they came from, when, and which addresses are no article's."""

import base64
import os
import quopri
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from cundang.model.errors import RefusedError
from exchange.importer import read_file
from exchange.importer.own_address import is_channel
from exchange.importer.saved_page import find_origin
from pipelines.decode import decode
from tests.helpers.databases import rows
from tests.helpers.programs import archive

NOW = datetime(2026, 1, 1, tzinfo=UTC)
URL = "http://www.hegang.example/a/71.html"
SENTENCE = "早上雾很大，摆渡的人等到九点才开船，对岸的集市照常摆开，卖菱角的比往年多了两家"
SAVED = datetime(2024, 3, 5, 2, 11, 12, tzinfo=UTC)


def html(word: str = "雾天摆渡", head: str = "", top: str = "", title: str = "", charset: str = "utf-8") -> str:
    text = "".join(f"<p>{word}之{n}：{SENTENCE}。</p>" for n in "一二三四")
    return f"<!DOCTYPE html>\n{top}<html><head><meta charset={charset}><title>{title or word}_河港网</title>{head}</head><body><h1>{title or word}</h1>{text}</body></html>"


def canonical(url: str) -> str:
    return f'<link rel="canonical" href="{url}">'


def og_url(url: str) -> str:
    return f'<meta property="og:url" content="{url}">'


def urls_of(folder: Path, **files: str) -> dict[str, str]:
    """The address of each of some pages in a folder, by its name."""
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    return {name: read_file(folder / f"{name}.html", folder, NOW).url for name in files}


BROWSER = f"<!-- saved from url=(0035){URL} -->\n"
SINGLE_FILE = f"<!--\n Page saved with SingleFile \n url: {URL} \n saved date: Tue Mar 05 2024 10:11:12 GMT+0800 (中国标准时间)\n-->"
HTTRACK = (
    f"\n<!-- Mirrored from {URL[7:]} by HTTrack Website Copier/3.x [XR&CO'2014], Tue, 05 Mar 2024 02:11:12 GMT -->\n"
)
SAVE_PAGE_WE = f'<meta name="savepage-url" content="{URL}">\n<meta name="savepage-date" content="Mon Mar 04 2024 21:11:12 GMT-0500 (Eastern Standard Time)">'
WAYBACK = f"<!-- saved from url=(0078)https://web.archive.org/web/20240305021112/{URL} -->"
ARCHIVED = "<!--\n     FILE ARCHIVED ON 02:11:12 Mar 05, 2024 AND RETRIEVED FROM THE\n     INTERNET ARCHIVE ON 14:48:16 Jul 13, 2025.\n-->"


@pytest.mark.parametrize(
    ("page", "at"),
    [
        (html(top=BROWSER), NOW),
        (html(top=SINGLE_FILE), SAVED),
        (html(top=SINGLE_FILE, head=og_url("http://www.hegang.example/ms/")), SAVED),
        (html(top=HTTRACK), SAVED),
        (html() + " " * 20_000 + HTTRACK, SAVED),
        (html(head=SAVE_PAGE_WE), SAVED),
        (html().replace("<html>", f'<html data-scrapbook-source="{URL}" data-scrapbook-create="20240305021112067">'), SAVED),
        (html(top=WAYBACK), SAVED),
        (html(top=BROWSER) + ARCHIVED, SAVED),
        (html(top=SINGLE_FILE.replace("Mar 05 2024", "Mar 35 2024")), NOW),
        (html(top=SINGLE_FILE.replace("2024", "2124")), NOW),
        (html(top=WAYBACK.replace("20240305", "20241305")), NOW),
        (html(top=BROWSER, head=canonical("http://www.hegang.example/other/72.html")), NOW),
        (html(head=canonical(URL)), NOW),
        (html(head=canonical(URL[5:])), NOW),
        (html(head=canonical("/a/71.html") + og_url(URL)), NOW),
        (html(head=canonical("http://localhost:8080/a/71.html") + og_url(URL)), NOW),
        (html(head=canonical("http://www.hegang.example/") + og_url(URL)), NOW),
        (html(top="<!-- saved from url=(0044)http://192.168.2.36:8011/cms/info/index.do -->", head=canonical(URL)), NOW),
        (html(top="<!-- saved from url=(0014)about:internet -->", head=canonical(URL)), NOW),
        (html(top="<!-- saved from url=(0022)http://internet.e-mail -->", head=canonical(URL)), NOW),
    ],
)  # fmt: skip
def test_a_saved_page_comes_from_where_it_says_and_when(tmp_path: Path, page: str, at: datetime) -> None:
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    read = read_file(tmp_path / "a.html", tmp_path, NOW)
    assert (read.url, read.fetched_at) == (URL, at)


@pytest.mark.parametrize("url", ["http://www.hegang.example/ms/", "http://www.hegang.example/show.jsp?a=1&b=2"])
def test_what_a_program_noted_is_believed_of_a_channel_too(tmp_path: Path, url: str) -> None:
    noted = f'<html data-scrapbook-source="{url.replace("&", "&amp;")}" data-scrapbook-create="20240305021112067">'
    assert urls_of(tmp_path, a=html().replace("<html>", noted)) == {"a": url}


def test_the_table_of_addresses_goes_before_what_a_browser_noted(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(html(top=SINGLE_FILE), encoding="utf-8")
    (tmp_path / "b.html").write_text(html(), encoding="utf-8")
    (tmp_path / "MANIFEST.tsv").write_text(
        "\ufeffpath\turl\tfetched_at\na.html\thttp://told.example/1.html\t\nb.html\thttp://told.example/2.html\t2023-01-02T03:04:05+08:00\n"
    )
    a, b = (read_file(tmp_path / name, tmp_path, NOW) for name in ("a.html", "b.html"))
    assert (a.url, a.fetched_at) == ("http://told.example/1.html", SAVED)
    assert (b.url, b.fetched_at) == ("http://told.example/2.html", datetime(2023, 1, 1, 19, 4, 5, tzinfo=UTC))


@pytest.mark.parametrize(
    "address",
    [
        "http://localhost/a/71.html", "http://127.0.0.1:8000/a/71.html", "http://10.3.4.5/a/71.html", "http://[::1]/a/71.html",
        "http://cms/a/71.html", "http://nas.local/a/71.html", "file:///C:/a/71.html", "http://www.hegang.example/",
        "http://www.hegang.example/index.html", "http://www.hegang.example/ms/", "http://www.hegang.example/xw/ms/index.shtml",
        "http://www.hegang.example/yw", "http://www.hegang.example/%E8%A6%81%E9%97%BB/",
    ],
)  # fmt: skip
def test_an_address_that_is_no_articles_is_not_taken(tmp_path: Path, address: str) -> None:
    assert urls_of(tmp_path, a=html(head=canonical(address))) == {"a": "file:a.html"}
    assert urls_of(tmp_path / "b", a=html(head=og_url(address))) == {"a": "file:a.html"}


@pytest.mark.parametrize(
    "url",
    [
        "http://a.example/ms/71.html", "http://a.example/2024/03/05/fog/", "http://a.example/?p=71", "http://a.example/about.html",
        "http://a.example/fog-on-the-river/", "http://a.example/雾天摆渡停了又开/", "http://a.example/show?id=71",
    ],
)  # fmt: skip
def test_an_address_that_may_be_an_articles(url: str) -> None:
    assert not is_channel(url)


@pytest.mark.parametrize("note", [og_url(URL), canonical(URL), BROWSER], ids=["og:url", "canonical", "browser"])
@pytest.mark.parametrize("names", ["abc", "cab"])
def test_an_address_that_several_articles_claim_is_none_of_theirs(tmp_path: Path, note: str, names: str) -> None:
    """A channel with a number, or one that came with the template; whatever the order, and with one title on all."""
    where = "top" if note is BROWSER else "head"
    pages = {name: html(f"第{name}篇文章", **{where: note}, title="河港网") for name in names}
    assert urls_of(tmp_path, **pages) == {name: f"file:{name}.html" for name in names}


def test_an_article_that_was_saved_twice_is_one(tmp_path: Path) -> None:
    again = html(head=canonical(URL), title="雾散了，渡口恢复开船").replace("之四", "之末")
    assert urls_of(tmp_path, a=html(head=canonical(URL)), b=again) == {"a": URL, "b": URL}


def test_pages_in_folders_of_their_own_are_compared_too(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "index.html").write_text(html(f"第{name}篇文章", head=og_url(URL)), encoding="utf-8")
    found = [read_file(tmp_path / name / "index.html", tmp_path, NOW).url for name in ("a", "b")]
    assert found == ["file:a/index.html", "file:b/index.html"]


def test_the_parts_of_a_page_saved_complete_are_no_pages(tmp_path: Path) -> None:
    saved = tmp_path / "saved"
    for folder in ("雾天_files", "older.files", "notes_files"):
        (saved / folder).mkdir(parents=True)
        (saved / folder / "ad.html").write_text(html(f"广告{folder}"), encoding="utf-8")
    (saved / "雾天.html").write_text(html(top=BROWSER), encoding="utf-8")
    (saved / "older.htm").write_text(html("旧文"), encoding="utf-8")
    done = archive("import", saved, "--db", tmp_path / "archive.db")
    assert "3 new of 3 files" in done.stdout
    assert "2 of 5 records are not pages: 2 a part of a page that a browser saved" in done.stderr
    assert rows(tmp_path / "archive.db", "SELECT url FROM articles ORDER BY url") == [
        ("file:notes_files/ad.html",), ("file:older.htm",), (URL,)
    ]  # fmt: skip


def mhtml(*parts: tuple[str, str, bytes], head: str = "", encoding: str = "quoted-printable") -> bytes:
    """An MHTML file: the Content-Type, the Content-Location and the bytes of each part."""
    encode = {"quoted-printable": quopri.encodestring, "base64": base64.encodebytes, "binary": lambda data: data}[
        encoding
    ]
    body = b"".join(
        f"--=_B\r\nContent-Type: {kind}\r\nContent-Transfer-Encoding: {encoding}\r\nContent-Location: {url}\r\n\r\n".encode()
        + encode(data) + b"\r\n"
        for kind, url, data in parts
    )  # fmt: skip
    start = f'{head}MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="=_B"\r\n\r\n'
    return start.encode("gb18030") + body + b"--=_B--\r\n"


BLINK = f"From: <Saved by Blink>\r\nSnapshot-Content-Location: {URL}\r\nSubject: =?utf-8?Q?=E9=9B=BE?=\r\nDate: Tue, 5 Mar 2024 02:11:12 -0000\r\n"
EXPLORER = "From: <由 Windows Internet Explorer 8 保存>\r\nSubject: =?gb2312?B?zO0=?=\r\nDate: Tue, 5 Mar 2024 10:11:12 +0800\r\n"
FRAME = ("text/html", "http://ad.example/frame.html", html("广告").encode())
PICTURE = ("image/png", "http://www.hegang.example/a.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)))


@pytest.mark.parametrize(
    "data",
    [
        mhtml(FRAME, ("text/html", URL, html().encode()), PICTURE, head=BLINK),
        b"\r\n" + mhtml(FRAME, ("text/html", URL, html().encode()), PICTURE, head=BLINK, encoding="binary"),
        mhtml(('text/html;\r\n\tcharset="gb2312"', URL, html(charset="").encode("gb18030")), PICTURE, FRAME, head=EXPLORER, encoding="base64"),
        f"From: <Saved by WebKit>\nContent-Location: {URL}\nDate: Tue, 5 Mar 2024 10:11:12 +0800\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{html()}".encode(),
    ],
    ids=["quoted-printable", "binary", "base64 in gb2312", "one part"],
)  # fmt: skip
def test_the_page_of_an_mhtml_file(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.bin").write_bytes(data)
    page = read_file(tmp_path / "a.bin", tmp_path, NOW)
    assert (page.url, page.fetched_at) == (URL, SAVED)
    assert decode(page).text.replace("charset=>", "charset=utf-8>").replace("\r\n", "\n").strip() == html()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (mhtml(PICTURE, head=BLINK), "without a page"),
        (mhtml(("text/html", URL, b" "), head=BLINK), "without a page"),
        (BLINK.encode() + b"".join(b"Content-Type: multipart/related; boundary=%d\r\n\r\n--%d\r\n" % (n, n) for n in range(5000)), "parts in parts"),
        (mhtml(head=BLINK) + b"\n--=_B\n" * 30_000, "parts or"),
        (mhtml(("text/html", URL, b"\n" * 5_000_000), head=BLINK, encoding="binary"), "lines"),
        (mhtml(("text/html", URL, b"<html>" + b"x" * (17 << 20)), head=BLINK, encoding="binary"), "larger than 16 MiB"),
        (mhtml(("image/png", URL, b"x" * (65 << 20)), head=BLINK, encoding="binary"), "larger than 64 MiB"),
    ],
)  # fmt: skip
def test_an_mhtml_file_that_holds_no_page_is_refused(tmp_path: Path, data: bytes, said: str) -> None:
    (tmp_path / "a.mhtml").write_bytes(data)
    with pytest.raises(RefusedError, match=said):
        read_file(tmp_path / "a.mhtml", tmp_path, NOW)


@contextmanager
def serving_gbk() -> Iterator[int]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = (
                FRAME[2]
                if self.path == "/ad.html"
                else html(charset="gbk", head="<iframe src=/ad.html></iframe>").encode("gbk")
            )
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield server.server_port
        server.shutdown()


@pytest.mark.skipif(not shutil.which("chromium"), reason="needs Chromium")
def test_what_chromium_saves_is_read(tmp_path: Path) -> None:
    """Chromium keeps the encoding of the page: the part is in GBK."""
    from playwright.sync_api import sync_playwright

    flags = ["--no-sandbox"] if os.geteuid() == 0 else []
    with serving_gbk() as port, sync_playwright() as driver:
        flags.append(f"--host-resolver-rules=MAP www.hegang.example 127.0.0.1:{port}")
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=flags)
        page = browser.new_page()
        page.goto(URL)
        saved = page.context.new_cdp_session(page).send("Page.captureSnapshot", {"format": "mhtml"})["data"]
        browser.close()
    (tmp_path / "雾.mhtml").write_text(saved, encoding="utf-8", newline="")
    done = archive("import", tmp_path / "雾.mhtml", "--db", tmp_path / "archive.db")
    assert "1 new of 1 file" in done.stdout, done.stderr
    (article,) = rows(tmp_path / "archive.db", "SELECT url, title, text FROM articles")
    assert (article.url, article.title) == (URL, "雾天摆渡")
    assert article.text == "\n\n".join(f"雾天摆渡之{n}：{SENTENCE}。" for n in "一二三四")


@pytest.mark.parametrize(
    "text",
    ["<!-- saved from url=(" * 9000, "<html " * 9000, "<!--\n" * 9000, '<meta name="savepage-url" content="' * 5000],
)
def test_notes_of_hostile_pages_take_no_time(text: str) -> None:
    assert find_origin(text).url == ""
