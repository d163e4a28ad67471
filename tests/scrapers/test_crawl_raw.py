"""What a crawl keeps is what arrived: heads in any bytes, bodies in any encoding, and each page once."""

import gzip
import json
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import brotli
import pytest

from cundang.raw.pages import read_page
from cundang.raw.reader import RawRecord, read_records
from tests.helpers.databases import change, rows
from tests.helpers.loopback import Server, answering, article, crawl, listing, path
from tests.helpers.programs import archive

GBK = "芦苇，观鸟；清淀".encode("gbk")
LONG = f"<!-- {'芦苇' * 1000} -->"
ANY_BYTES = bytes(range(0x80, 0x100))


def sending(head: bytes, body: bytes = b"") -> Callable[[Any], None]:
    """An answer of these very bytes; its connection ends with it."""

    def send(handler: Any) -> None:
        handler.wfile.write(head.replace(b"\n", b"\r\n") + b"\r\n\r\n" + body)

    return send


def records_of(db: Path) -> dict[tuple[str, str], RawRecord]:
    """The last record of each address and type in the WARC folder."""
    found = {}
    for warc in sorted(db.with_suffix(".warc").glob("*.warc.gz")):
        with warc.open("rb") as file:
            found |= {(record.url, record.record_type): record for record in read_records(file)}
    return found


def assert_is_whole(db: Path) -> None:
    """The archive can be verified and rebuilt, and a rebuild changes nothing."""
    verified = archive("verify", "--db", db)
    assert (verified.returncode, verified.stderr) == (0, ""), verified.stdout + verified.stderr
    before = rows(db, "SELECT url, title, text, sha256 FROM articles ORDER BY url")
    rebuilt = archive("rebuild", "--db", db)
    assert rebuilt.returncode == 0, rebuilt.stdout + rebuilt.stderr
    assert rows(db, "SELECT url, title, text, sha256 FROM articles ORDER BY url") == before


def assert_gives_the_same_elsewhere(db: Path) -> None:
    other = db.with_name("elsewhere.db")
    done = archive("import", *db.with_suffix(".warc").glob("*.warc.gz"), "--db", other)
    assert done.returncode == 0, done.stderr
    sql = "SELECT url, text FROM articles ORDER BY url"
    assert rows(other, sql) == rows(db, sql)


def test_bytes_in_a_head_cost_nothing_and_are_kept(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    cookie = b"\nSet-Cookie: a=" + GBK + b"; path=/"
    page = article(1)
    length = b"\nContent-Length: %d" % len(page)
    head = b"HTTP/1.1 200 " + GBK + b"\nsErVeR: " + ANY_BYTES + cookie + cookie + b'\nContent-Disposition: inline; filename="' + GBK + b'.htm"\nX-UTF-8: ' + "芦苇".encode() + length  # fmt: skip
    answers = {
        "/robots.txt": sending(b"HTTP/1.1 200 OK\nServer: " + GBK + cookie, b"User-agent: *\nDisallow: /closed/\n"),
        "/": sending(b"HTTP/1.1 200 OK" + cookie, listing([path(1), "/closed" + path(3), path(4)])[2]),
        path(4): sending(b"HTTP/1.1 302 " + GBK + cookie + b"\nLocation: " + path(2).encode() + b"\nContent-Length: 0"),
        path(2): (200, {}, article(2)),
        path(1): sending(head, page),
    }
    with answering(answers) as server:
        assert crawl(server, db)["counts"]["new"] == 2
        assert "/closed" + path(3) not in server.paths()
    assert rows(db, "SELECT reason FROM problems WHERE stage = 'fetch'") == [("robots.txt disallows it",)]
    kept = records_of(db)[server.address[:-1] + path(1), "response"]
    assert kept.block == head.replace(b"\n", b"\r\n") + b"\r\n\r\n" + page
    assert_is_whole(db)
    assert_gives_the_same_elsewhere(db)


@pytest.mark.parametrize(
    ("head", "reason"),
    [
        (b"HTTP/1.1 200 OK\nContent-Length: 4\nContent-Length: 5", "the answer's head cannot be read: Duplicate Con"),
        (b"ICY 200 OK", "the answer's head cannot be read: Bad status line"),
    ],
)
def test_a_head_that_cannot_be_read_is_told_in_a_line(tmp_path: Path, head: bytes, reason: str) -> None:
    db = tmp_path / "a.db"
    with answering({"/": listing([path(1)]), path(1): sending(head, b"text")}) as server:
        crawl(server, db)
    [told] = rows(db, "SELECT reason FROM problems WHERE stage = 'fetch'")
    assert reason in told.reason
    assert "\n" not in told.reason


def test_faulty_lines_of_a_head_cost_no_page(tmp_path: Path) -> None:
    db, page = tmp_path / "a.db", article(1)
    length = b"\nContent-Length: %d" % len(page)
    faults = [
        b"\n" + GBK + b": 1" + length,
        b"\nX Powered By: x" + length,
        b"\nserver\n: x\nServer : y" + length,
        b"\nA: b\0c" + length,
        length * 2,
        length + b", %d" % len(page),
        length,
        b"\nContent-Length:\nConnection: close",
        b"\nTransfer-Encoding: identity" + length,
        b"\nX-Folded: a\n b" + length,
    ]
    answers: dict[str, Any] = {path(n): sending(b"HTTP/1.1 200 OK" + fault, page) for n, fault in enumerate(faults, 1)}
    both = sending(b"HTTP/1.1 200 OK" + length + b"\nTransfer-Encoding: chunked", in_chunks(page))
    hint = sending(b"HTTP/1.1 103 Early Hints\nLink: </a.css>\n\nHTTP/1.1 200 OK\nServer: x" + length, page)
    answers |= {path(90): both, path(91): hint}
    with answering({"/": listing(list(answers)), **answers}) as server:
        crawl(server, db)
    assert rows(db, "SELECT url, reason FROM problems WHERE stage = 'fetch'") == []
    kept = records_of(db)
    for number, line in enumerate((GBK + b": 1", b"X Powered By: x", b"Server: y", b"A: b\0c"), 1):
        head, _, body = kept[server.address[:-1] + path(number), "response"].block.partition(b"\r\n\r\n")
        assert (line in head.split(b"\r\n"), body) == (True, page)
    assert kept[server.address[:-1] + path(91), "response"].block.startswith(b"HTTP/1.1 200 OK\r\nServer: x\r\n")


def test_a_long_header_costs_no_page(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    policy = {"Content-Security-Policy": "img-src https://example.org/ " * 900}
    with answering({"/": listing([path(1)]), path(1): (200, policy, article(1))}) as server:
        assert crawl(server, db)["counts"]["new"] == 1


def in_chunks(body: bytes) -> bytes:
    return b"".join(b"%x\r\n%s\r\n" % (len(body[at : at + 100]), body[at : at + 100]) for at in range(0, len(body), 100)) + b"0\r\n\r\n"  # fmt: skip


def raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


PACKED: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "gzip": ("gzip", gzip.compress),
    "x-gzip": ("x-gzip", gzip.compress),
    "raw deflate": ("deflate", raw_deflate),
    "br": ("br", brotli.compress),
    "none": ("none", bytes),
    "a charset": ("utf-8", bytes),
    "plain": ("gzip", bytes),
    "bytes behind": ("gzip", lambda body: gzip.compress(body) + b"\0\0 behind"),
}


def test_bodies_in_any_encoding_chunked_and_not(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    answers: dict[str, Any] = {}
    for number, (name, pack) in enumerate(PACKED.values(), 1):
        packed, encoding = pack(article(number)), name.encode()
        head = b"HTTP/1.1 200 OK\nContent-Type: text/html\nContent-Encoding: " + encoding
        answers[path(number)] = sending(head + b"\nTransfer-Encoding: chunked", in_chunks(packed))
        answers[path(50 + number)] = sending(head, packed)
    missing = sending(b"HTTP/1.1 404 No\nContent-Encoding: br", brotli.compress(article(99))[:-9])
    with answering({"/": listing([*answers, path(99)]), **answers, path(99): missing}) as server:
        assert crawl(server, db)["counts"]["new"] == 2 * len(PACKED)
    assert [row.reason for row in rows(db, "SELECT reason FROM problems WHERE stage = 'fetch'")] == ["HTTP 404"]
    kept = records_of(db)[server.address[:-1] + path(1), "response"]
    head, _, body = kept.block.partition(b"\r\n\r\n")
    assert gzip.decompress(body) == article(1)
    assert head.split(b"\r\n")[2:] == [
        b"Content-Encoding: gzip",
        b"X-Archive-Orig-Transfer-Encoding: chunked",
        b"Content-Length: %d" % len(body),
    ]
    assert_is_whole(db)
    assert_gives_the_same_elsewhere(db)


def test_a_body_that_cannot_be_unpacked_is_kept_and_told(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    torn = gzip.compress(article(1))[:-20]
    answers = {path(1): (200, {"Content-Encoding": "gzip"}, torn), path(2): (200, {}, article(2))}
    with answering({"/": listing(list(answers)), **answers}) as server:
        assert crawl(server, db)["counts"]["new"] == 1
    [told] = rows(db, "SELECT reason, warc_offset FROM problems WHERE stage = 'fetch'")
    assert "its body cannot be unpacked as gzip: it is cut off" in told.reason
    kept = records_of(db)[server.address[:-1] + path(1), "response"]
    assert (kept.offset, kept.block.partition(b"\r\n\r\n")[2]) == (told.warc_offset, torn)
    assert_is_whole(db)


def crawl_again(server: Server, db: Path) -> list[Any]:
    """Crawl with all articles once more; the fetches of articles in that run."""
    crawl(server, db, recheck=True)
    sql = "SELECT url, status, sha256, outcome, warc_file, warc_offset FROM fetches"
    return rows(db, f"{sql} WHERE url LIKE '%/c_112%' AND run_id = (SELECT max(id) FROM runs) ORDER BY url")


def test_what_came_again_unchanged_names_the_record_that_has_it(tmp_path: Path) -> None:
    db, warc = tmp_path / "a.db", tmp_path / "a.warc"
    bodies = {path(n): article(n, more=LONG) for n in (1, 2, 3)}
    seen: list[str] = []

    def not_modified(handler: Any) -> Any:
        if handler.headers.get("If-None-Match") == '"1"':
            return 304, {"ETag": '"1"', "X-Of": "the 304"}, b""
        return 200, {"ETag": '"1"'}, bodies[path(1)]

    def counting(handler: Any) -> Any:
        seen.append(handler.path)
        return 200, {"X-Count": str(len(seen))}, bodies[path(2)]

    answers = {path(1): not_modified, path(2): counting, path(3): lambda _: (200, {}, bodies[path(3)])}
    with answering({"/": listing(list(bodies)), **answers}) as server:
        crawl(server, db)
        bodies[path(3)] += b" "
        again = crawl_again(server, db)
    kinds = {url: kind for url, kind in records_of(db) if kind in ("response", "revisit")}
    urls = [server.address[:-1] + each for each in bodies]
    assert [kinds[url] for url in urls] == ["revisit", "revisit", "response"]
    assert [(row.status, row.outcome) for row in again] == [(304, "unchanged"), (200, "unchanged"), (200, "unchanged")]
    records = records_of(db)
    not_changed, same = records[urls[0], "revisit"], records[urls[1], "revisit"]
    for url, revisit, profile in ((urls[0], not_changed, "server-not-modified"), (urls[1], same, "identical-payload-digest")):  # fmt: skip
        response = records[url, "response"]
        assert revisit.header("warc-profile") == f"http://netpreserve.org/warc/1.1/revisit/{profile}"
        assert revisit.header("warc-refers-to-target-uri") == url
        for name, of in (("refers-to", "record-id"), ("refers-to-date", "date"), ("payload-digest", "payload-digest")):
            assert revisit.header(f"warc-{name}") == response.header(f"warc-{of}") != ""
    assert not_changed.block == b""
    assert b"X-Of: the 304" in records[urls[0], "metadata"].block
    assert same.block.startswith(b"HTTP/1.1 200 OK\r\n")
    assert b"X-Count: 2" in same.block
    for row, body in zip(again, bodies.values(), strict=True):
        page = read_page(warc, row.warc_file, row.warc_offset)
        assert (page.url, page.status, page.body) == (row.url, 200, body)
    assert_is_whole(db)
    change(db, "UPDATE fetches SET sha256 = 'other' WHERE warc_offset = ?", again[1].warc_offset)
    assert "has another digest" in archive("verify", "--db", db).stderr  # of the page that the revisit names


def test_a_revisit_finds_its_page_after_a_merge_gave_the_file_another_name(tmp_path: Path) -> None:
    merged = tmp_path / "all.db"
    bodies = [article(1, more=LONG), article(2, more=LONG)]
    for number, body in enumerate(bodies):  # two archives of one site and day: their WARC files have one name
        db = tmp_path / f"{number}.db"
        with answering({"/": listing([path(number)]), path(number): (200, {}, body)}) as server:
            crawl(server, db)
            crawl_again(server, db)
        done = archive("merge", db, "--db", merged)
        assert done.returncode == 0, done.stderr
    assert len(list(merged.with_suffix(".warc").glob("*.warc.gz"))) == 2
    named = rows(merged, "SELECT warc_file, warc_offset FROM fetches WHERE outcome = 'unchanged' ORDER BY id")
    read = [read_page(merged.with_suffix(".warc"), row.warc_file, row.warc_offset).body for row in named]
    assert read == bodies
    assert_is_whole(merged)


def test_the_referer_is_what_named_the_address(tmp_path: Path) -> None:
    db, moved = tmp_path / "a.db", path(4)
    pages = {path(n): (200, {}, article(n)) for n in (1, 2)}
    pages[moved] = (302, {"Location": path(2)}, b"")
    with answering({"/": listing([path(1), moved]), **pages}) as server:
        crawl(server, db)
        sent = {path: headers.get("Referer") for _, path, headers in server.asked}
    assert sent == {"/robots.txt": None, "/": None, **dict.fromkeys(pages, server.address)}
    request = records_of(db)[server.address[:-1] + path(1), "request"]
    assert f"\r\nReferer: {server.address}\r\n".encode() in request.block


def test_a_page_that_the_operator_names_has_no_referer(tmp_path: Path) -> None:
    with answering({"/": listing([path(1)]), path(1): (200, {}, article(1))}) as server:
        done = archive("show", server.address[:-1] + path(1), "--allow-private", "--json")
        assert json.loads(done.stdout), done.stderr
        assert [headers.get("Referer") for _, asked, headers in server.asked if asked == path(1)] == [None]
