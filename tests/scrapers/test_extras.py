"""Attachments and requisites: what articles come with is kept where the operator asks for it, and fails by itself."""

import gzip
import hashlib
import json
import time
import zipfile
from pathlib import Path

import pytest

from scrapers.needs import Need, find_page_needs, find_style_needs
from tests.helpers.databases import change, rows
from tests.helpers.loopback import answering, article, crawl, listing, path
from tests.helpers.programs import Program, archive

PDF, PNG, SVG = (
    b"%PDF-1.4\n%\xe2\xe3\n" + b"x" * 3000,
    b"\x89PNG\r\n\x1a\n" + b"p" * 3000,
    b'<svg xmlns="http://www.w3.org/2000/svg"/>',
)
HTML = {"Content-Type": "text/html"}
STYLE = b"@import 'more.css'; body { background: url(/bg.png) } @font-face { src: url('f.woff2') }"


def with_extras(number: int) -> bytes:
    """An article with a picture, a style sheet and two attachments."""
    return article(number).replace(
        b"</head>", b'<link rel=stylesheet href="/s/all.css"><link rel=icon href=/icon.svg><script src=/a.js></script></head>'
    ).replace(
        b"</p></div>",
        '</p><p><img src="/p1.png"><img data-src="/moved.png" src="/p1.png"></p>'
        '<p>附件：<a href="/f/1.pdf">办法</a> <a href="/f/gone.doc">表格</a> <a href="/f/login.xls">名单</a></p></div>'.encode(),
    )  # fmt: skip


def site(count: int = 2) -> dict[str, object]:
    pages = [path(number) for number in range(count)]
    return {
        "/": listing(pages),
        **{path(number): (200, HTML, with_extras(number)) for number in range(count)},
        "/f/1.pdf": (200, {"Content-Type": "text/html"}, PDF),  # whatever it is declared as
        "/f/login.xls": (200, {"Content-Type": "application/vnd.ms-excel"}, b"<html><body>please log in"),
        "/p1.png": (200, {"Content-Type": "image/png"}, PNG),
        "/moved.png": (302, {"Location": "/p2.png"}, b""),
        "/p2.png": (200, {"Content-Encoding": "gzip"}, gzip.compress(PNG)),
        "/s/all.css": (200, {"Content-Type": "text/css"}, STYLE),
        "/s/more.css": (200, {"Content-Type": "text/css"}, b"@import url(third.css);"),
        "/s/f.woff2": (200, {}, b"wOF2\0\1\0\0" + bytes(20)),
        "/bg.png": (200, {}, PNG),
        "/icon.svg": (200, {}, SVG),
        "/a.js": (200, {}, b"var a = 1"),
    }


def held(db: Path, table: str) -> list[tuple[str, str | None, int | None, str | None]]:
    found = rows(db, f"SELECT url, type, bytes, sha256 FROM {table} WHERE article_id = 1 ORDER BY position")
    return [("/" + url.split("/", 3)[3], *others) for url, *others in found]


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


EXTRAS = {
    "/f/1.pdf",
    "/f/gone.doc",
    "/f/login.xls",
    "/p1.png",
    "/moved.png",
    "/p2.png",
    "/s/all.css",
    "/icon.svg",
    "/a.js",
}


def test_without_the_options_nothing_is_asked_for_and_the_rows_are_there(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    with answering(site()) as server:
        assert crawl(server, db)["counts"]["new"] == 2
        assert not EXTRAS & set(server.paths())
    assert held(db, "attachments") == [
        ("/f/1.pdf", None, None, None),
        ("/f/gone.doc", None, None, None),
        ("/f/login.xls", None, None, None),
    ]
    assert held(db, "images")[0] == ("/p1.png", None, None, None)


def test_attachments_are_kept_and_a_missing_one_is_no_failure_of_its_article(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    with answering(site()) as server:
        report = crawl(server, db, attachments=True)
        asked = {path: headers for _, path, headers in server.asked}
        assert sorted(p for p in server.paths() if p.startswith("/f/")) == [
            "/f/1.pdf",
            "/f/gone.doc",
            "/f/login.xls",
        ]  # once each
        assert not {"/p1.png", "/s/all.css"} & set(server.paths())
        assert asked["/f/1.pdf"]["Referer"] == server.address[:-1] + path(0)
    assert (report["reason"], report["counts"]["new"], report["counts"].get("failed", 0)) == ("finished", 2, 0)
    assert held(db, "attachments")[0] == ("/f/1.pdf", "application/pdf", len(PDF), digest(PDF))
    assert [row[1] for row in held(db, "attachments")] == ["application/pdf", None, None]
    assert rows(db, "SELECT count(*) FROM attachments WHERE type IS NOT NULL") == [(2,)], "both articles link to it"
    reasons = [
        (url.rpartition("/")[2], stage, reason.split(": ")[-1])
        for url, stage, reason in rows(db, "SELECT url, stage, reason FROM problems ORDER BY url")
    ]
    assert reasons == [
        ("gone.doc", "fetch", "HTTP 404"),
        ("login.xls", "fetch", "its answer is no attachment, but a page"),
    ]
    assert rows(
        db, "SELECT DISTINCT purpose, kind FROM fetches LEFT JOIN urls USING (url) WHERE purpose IS NOT NULL"
    ) == [("attachment", None)]
    verified = archive("verify", "--db", db)
    assert verified.returncode == 0, verified.stderr
    change(db, "UPDATE attachments SET sha256 = 'x' WHERE article_id = 2 AND type IS NOT NULL")
    assert "attachments" in archive("verify", "--db", db).stderr


def test_requisites_are_kept_each_once(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    with answering(site()) as server:
        assert crawl(server, db, requisites=True)["counts"]["new"] == 2
        asked = [p for p in server.paths() if p != "/" and not p.startswith(("/2026", "/robots"))]
        assert sorted(asked) == sorted(
            [
                "/p1.png",
                "/moved.png",
                "/p2.png",
                "/s/all.css",
                "/s/more.css",
                "/s/f.woff2",
                "/bg.png",
                "/icon.svg",
                "/a.js",
                "/s/third.css",
            ]
        )
        crawl(server, db, requisites=True, recheck=True)
        again = [p for p in server.paths() if p != "/" and not p.startswith(("/2026", "/robots"))][len(asked) :]
        assert set(again) <= {"/s/third.css", "/moved.png"}, "what is held is not asked for again"
    assert held(db, "images")[0] == ("/p1.png", "image/png", len(PNG), digest(PNG))
    assert rows(db, "SELECT count(*) FROM articles") == [(2,)]
    assert {row[0] for row in rows(db, "SELECT outcome FROM fetches WHERE purpose = 'requisite'")} == {
        "part",
        "redirect",
        "error",
    }


def test_what_a_run_left_is_taken_up_by_the_next(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    with answering(site()) as server:
        crawl(server, db)
        crawl(server, db, attachments=True, requisites=True)
    assert [row[1] for row in held(db, "attachments")] == ["application/pdf", None, None]
    assert held(db, "images")[0][1] == "image/png"


def test_a_kill_between_an_article_and_what_it_comes_with_loses_neither(tmp_path: Path) -> None:
    db, answers = tmp_path / "a.db", site(3)
    hit: list[object] = []

    def wait(handler: object) -> object:
        hit.append(handler)
        time.sleep(0.5)
        return 200, {"Content-Type": "text/css"}, STYLE

    answers["/s/all.css"] = wait
    with answering(answers) as server:
        options = ("--allow-private", "--delay", "0", "--db", db, "--attachments", "--requisites")
        with Program("archive", "crawl", server.address, *options) as run:
            until = time.monotonic() + 60
            while not (hit and rows(db, "SELECT 1 FROM articles")):
                assert time.monotonic() < until
                assert run.poll() is None, run.stderr
                time.sleep(0.01)
            run.kill()
        stored = [url for (url,) in rows(db, "SELECT url FROM articles")]
        assert rows(db, "SELECT count(*) FROM fetches WHERE url LIKE '%/bg.png'") == [(0,)]
        server.asked.clear()
        done = archive("crawl", server.address, *options)
        assert "of requisites" in done.stdout, done.stderr
        assert not {url.removeprefix(server.address[:-1]) for url in stored} & set(server.paths()), (
            "not asked for again"
        )
    assert rows(db, "SELECT count(*) FROM articles") == [(3,)]
    assert rows(db, "SELECT count(*) FROM images WHERE type IS NULL") == [(0,)]
    assert rows(db, "SELECT count(*) FROM attachments WHERE url LIKE '%.pdf' AND type IS NULL") == [(0,)]
    assert rows(db, "SELECT count(*) FROM fetches WHERE url LIKE '%/bg.png' AND status = 200") == [(1,)]


def test_the_guard_and_robots_txt_decide_what_is_asked_for(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    with answering({}) as other:
        pictures = f'<img src="{other.address}x.png"><img src="/no/y.png"><img src="/p1.png"></p>'
        answers = {
            "/": listing([path(0)]),
            path(0): (200, HTML, article(0).replace(b"</p>", pictures.encode(), 1)),
            "/p1.png": (200, {}, PNG),
            "/no/y.png": (200, {}, PNG),
            "/robots.txt": (200, {}, b"User-agent: *\nDisallow: /no/"),
        }
        with answering(answers) as server:
            report = crawl(server, db, requisites=True)
            assert "/no/y.png" not in server.paths()
            assert not other.paths()
    assert (report["reason"], report["counts"]["new"], report["counts"].get("refused", 0)) == ("finished", 1, 0)
    assert [row[1] for row in held(db, "images")] == [None, None, "image/png"]
    told = [reason for (reason,) in rows(db, "SELECT reason FROM problems ORDER BY id")]
    assert "the guard refuses 127.0.0.1" in told[0]
    assert "robots.txt disallows" in told[1]


def test_a_rebuild_knows_where_the_bytes_are(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    with answering(site()) as server:
        crawl(server, db, attachments=True, requisites=True)
    columns = "SELECT a.url, t.url, t.type, t.bytes, t.sha256, t.warc_file, t.warc_offset FROM {} t JOIN articles a ON a.id = t.article_id ORDER BY 1, 2"
    before = [rows(db, columns.format(table)) for table in ("images", "attachments")]
    assert archive("rebuild", "--db", db).returncode == 0
    assert [rows(db, columns.format(table)) for table in ("images", "attachments")] == before
    count = rows(db, "SELECT count(*) FROM articles")
    db.unlink()
    done = archive("rebuild", "--db", db)
    assert done.returncode == 0, done.stderr
    assert [rows(db, columns.format(table)) for table in ("images", "attachments")] == before
    assert rows(db, "SELECT count(*) FROM articles") == count


@pytest.mark.parametrize(("bound", "asked"), [("ARCHIVE_PAGE_BYTES", 4), ("ARCHIVE_RUN_BYTES", 2)])
def test_bounds_are_kept_and_told(tmp_path: Path, bound: str, asked: int) -> None:
    """One file more is under way when a bound is reached."""
    db, names = tmp_path / "a.db", "abcd"
    pages, files = {}, {}
    for number in (0, 1):
        links = "".join(f"<a href=/f/{number}{name}.pdf>{name}</a> " for name in names)
        pages[path(number)] = (200, HTML, article(number, more=f"<p>附件：{links}</p>"))
        files |= {f"/f/{number}{name}.pdf": (200, {}, PDF) for name in names}
    with answering({"/": listing(list(pages)), **pages, **files}) as server:
        crawl(server, db, attachments=True, settings={bound: 2000})
        assert sum(p.startswith("/f/") for p in server.paths()) == asked
        told = [reason for (reason,) in rows(db, "SELECT reason FROM problems WHERE stage = 'fetch'")]
        assert told and all("the rest was left" in reason for reason in told)
        crawl(server, db, attachments=True)
        assert sorted(p for p in server.paths() if p.startswith("/f/")) == sorted(files), (
            "what was left, and that alone"
        )


def test_links_to_files_in_lists_are_counted(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    first = listing([path(0), "/f/1.pdf", "/f/2.doc", "/down.jsp?filename=3.ofd"])
    with answering({"/": first, path(0): (200, HTML, article(0))}) as server:
        crawl(server, db)
        assert "/f/1.pdf" not in server.paths()
    (reason,) = [reason for (reason,) in rows(db, "SELECT reason FROM problems WHERE stage = 'discover'")]
    assert reason.startswith("start: 3 links to files") and "/f/1.pdf" in reason


def test_what_a_page_needs() -> None:
    markup = """<base href="http://a.cn/x/"><link rel="alternate stylesheet" href=no.css><link rel="shortcut icon" href="/i.ico">
    <picture><source srcset="1.webp 1x, 2.webp 2x"><img src="data:image/gif;base64,R0" data-original="图 1.jpg#top"></picture>
    <script src="//static.a.cn/a.js"></script><script src="http://count.er/b.js"></script>
    <td background="t.gif" style="background: url('u.png')"><style>@import url("c.css"); a { b: url(v.png) }</style>
    <img src="file:///etc/passwd"><img src="http://[bad/x.png"><video poster=w.jpg src=film.mp4></video>"""
    assert find_page_needs(markup, "http://www.a.cn/1.html") == tuple(
        Need(url, kind)  # type: ignore[arg-type]
        for url, kind in (
            ("http://a.cn/i.ico", "picture"), ("http://a.cn/x/1.webp", "picture"), ("http://a.cn/x/2.webp", "picture"),
            ("http://a.cn/x/%E5%9B%BE%201.jpg", "picture"), ("http://static.a.cn/a.js", "script"), ("http://a.cn/x/t.gif", "picture"),
            ("http://a.cn/x/u.png", "picture"), ("http://a.cn/x/c.css", "style"), ("http://a.cn/x/v.png", "picture"), ("http://a.cn/x/w.jpg", "picture"),
        )
    )  # fmt: skip


def test_what_a_style_sheet_needs() -> None:
    style = (
        "/* url(no.png) */ @import 'b.css'; @import url( \"c.css\" ) print; a { background: url(d.png), url(data:x) }"
    )
    found = [(need.url.rpartition("/")[2], need.kind) for need in find_style_needs(style, "http://a.cn/s/a.css")]
    assert found == [("b.css", "style"), ("c.css", "style"), ("d.png", "picture")]


def test_a_wacz_of_one_article_has_what_its_page_needs_and_not_the_pictures_of_others(tmp_path: Path) -> None:
    db, output = tmp_path / "a.db", tmp_path / "one.wacz"
    answers = site(1)
    more = article(1, text="候鸟环志站今日开放。").replace(b"</p></div>", b'</p><p><img src="/other.png"></p></div>')
    answers |= {"/": listing([path(0), path(1)]), path(1): (200, HTML, more), "/other.png": (200, {}, PNG)}
    with answering(answers) as server:
        crawl(server, db, attachments=True, requisites=True)
    assert archive("export", "--format", "wacz", "--search", "办法", "--db", db, "--output", output).returncode == 0
    with zipfile.ZipFile(output) as packed:
        index = gzip.decompress(packed.read("indexes/index.cdx.gz")).decode()
    urls = {json.loads(line.split(" ", 2)[2])["url"].split("/", 3)[3] for line in index.splitlines()}
    assert {"p1.png", "p2.png", "moved.png", "s/all.css", "s/more.css", "bg.png", "a.js", "icon.svg", "f/1.pdf"} <= urls
    assert not {"other.png", path(1)[1:]} & urls
