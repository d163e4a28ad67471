"""Answers made to do harm, on loopback: each ends in a row that says what happened, and the good page is stored."""

import ssl
import zlib
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import brotli
import zstandard
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.helpers.databases import rows
from tests.helpers.loopback import answering, article, crawl, listing, path
from tests.helpers.programs import archive

LARGE = 64 << 20  # bytes unpacked; the limit is 16 MiB


def test_bombs_of_every_encoding_and_a_cut_chunk(tmp_path: Path) -> None:
    db, zeros = tmp_path / "a.db", b"0" * LARGE
    bombs = {
        "br": brotli.compress(zeros, quality=1),
        "deflate": zlib.compress(zeros),
        "zstd": zstandard.compress(zeros),
    }

    def cut(handler: Any) -> None:
        body = article(8)
        handler.send_response(200)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        handler.wfile.write(f"{len(body):x}\r\n".encode() + body[:-100])

    answers: dict[str, Any] = {
        path(n): (200, {"Content-Encoding": name}, bomb) for n, (name, bomb) in enumerate(bombs.items(), 1)
    }
    answers |= {path(8): cut, path(9): (200, {}, article(9))}
    with answering({"/": listing(list(answers)), **answers}) as server:
        done = crawl(server, db)
    assert (done["reason"], done["counts"]["new"]) == ("finished", 1)
    told = dict(rows(db, "SELECT url, reason FROM problems"))
    for n in (1, 2, 3):
        assert "it unpacks to more than 16777216 bytes" in told[server.address[:-1] + path(n)], told
    assert "ResponseDataLossError" in told[server.address[:-1] + path(8)]
    states = dict(rows(db, "SELECT url, state FROM urls WHERE kind = 'article'"))
    assert [states[server.address[:-1] + path(n)] for n in (1, 2, 3, 8, 9)] == ["failed"] * 4 + ["done"]


def self_signed(folder: Path) -> ssl.SSLContext:
    """A server's side of TLS for 127.0.0.1 with a certificate that nobody vouches for."""
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")]),
    )
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
        .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file = folder / "server.pem"
    file.write_bytes(private + certificate.public_bytes(pem))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    with answering({"/": listing([path(1)]), path(1): (200, {}, article(1))}, tls=self_signed(tmp_path)) as server:
        done = crawl(server, db)
        assert server.asked == []
    assert done["counts"].get("new", 0) == 0
    assert "self-signed certificate" in done["reasons"]["start"]
    assert rows(db, "SELECT state FROM urls") == [("pending",)]


def test_session_ids_without_end_and_sitemaps_of_other_schemes(tmp_path: Path) -> None:
    db = tmp_path / "a.db"

    def another(handler: Any) -> Any:
        number = int(handler.path.rpartition("=")[2] or 0) if "=" in handler.path else 0
        return 200, {"Content-Type": "text/html"}, f'<a href="/news/list?session={number + 1}">news</a>'.encode()

    robots = (
        b"User-agent: *\nSitemap: file:///etc/passwd\nSitemap: gopher://127.0.0.1/\nSitemap: http://127.0.0.1:9/s.xml\n"
    )
    with answering({"*": another, "/robots.txt": (200, {}, robots), "/sitemap.xml": (404, {}, b"")}) as server:
        archive("crawl", f"{server.address}news/", "--allow-private", "--delay", "0", "--db", db)
        assert 100 <= len(server.asked) < 120
    assert rows(db, "SELECT count(*) FROM problems WHERE reason LIKE 'trap:%/news/list?session%'") == [(1,)]
    assert rows(db, "SELECT url FROM urls WHERE url LIKE 'file:%' OR url LIKE 'gopher:%' OR url LIKE '%:9/%'") == []


def test_what_the_guard_refuses_is_counted(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    moved = {path(n): (302, {"Location": f"http://10.0.0.{n}/"}, b"") for n in (1, 2)}
    with answering({"/": listing([*moved, path(3)]), **moved, path(3): (200, {}, article(3))}) as server:
        assert crawl(server, db)["counts"]["refused"] == 2
    assert rows(db, "SELECT refused, new FROM runs") == [(2, 1)]
    assert rows(db, "SELECT url FROM urls WHERE state = 'refused' AND url LIKE 'http://10.%' ORDER BY url") == [
        ("http://10.0.0.1/",), ("http://10.0.0.2/",)
    ]  # fmt: skip
