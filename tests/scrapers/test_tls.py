"""TLS of old and careless servers: refused with the reason, and allowed or mended only as the operator says.

Not tested: a whole handshake with a server of the old renegotiation, which OpenSSL 3 cannot play. Its first answer is
imitated: it is refused by default, and taken where that is allowed.
"""

import asyncio
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request
from scrapy.exceptions import DownloadConnectionRefusedError
from scrapy.utils.test import get_crawler

from cundang.model.errors import UsageError
from scrapers.checking import check
from scrapers.faults import FaultError
from scrapers.guard import Guard
from scrapers.guarded_handler import GuardedHandler
from scrapers.settings import DOWNLOAD_VERIFY_CERTIFICATES as VERIFY
from scrapers.site import Site
from scrapers.tls import TlsError, read_certificates
from tests.helpers.authorities import Holder, make_holder, serve_as
from tests.helpers.databases import rows
from tests.helpers.loopback import answering, article, crawl, listing, path

ROOT = make_holder("清淀根证书")
MIDDLE = make_holder("清淀中级证书", ROOT)
LEAF = make_holder("127.0.0.1", MIDDLE, is_authority=False)
OLD = {
    "tls1.0": "TLS: the server speaks only TLS 1.0 or 1.1 (TLSV1_ALERT_PROTOCOL_VERSION), which is refused by default",
    "dh1024": "TLS: the server's Diffie-Hellman key is shorter than 2048 bits (DH_KEY_TOO_SMALL), which is refused",
}


@pytest.fixture(autouse=True)
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Our root is the only one that is trusted."""
    (tmp_path / "root.pem").write_bytes(ROOT.pem)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "root.pem"))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path / "none"))


def fetch(url: str, tls: str = "", hosts: tuple[str, ...] = ("127.0.0.1",), **settings: Any) -> tuple[int, str | None]:
    """Fetch an address as a crawl of a site does: its status, and what was allowed for it."""
    request = Request(url)

    async def download() -> int:
        crawler = get_crawler(settings_dict={"DOWNLOAD_VERIFY_CERTIFICATES": VERIFY, **settings})
        site = SimpleNamespace(tls=tls, hosts=hosts, list_hosts=())
        crawler.spider = SimpleNamespace(guard=Guard.open_for([url]), site=site, name="x")  # type: ignore[assignment]
        handler = GuardedHandler(crawler)
        try:
            return (await handler.download_request(request)).status
        finally:
            await handler.close()

    return asyncio.run(download()), request.meta["tls"]


@contextmanager
def serving(folder: Path, holder: Holder, *chain: Holder, old: str = "") -> Iterator[str]:
    with answering({"*": (200, {}, b"x")}, tls=serve_as(folder, holder, *chain, old=old)) as server:
        yield server.address


@pytest.mark.parametrize("old", OLD)
def test_old_tls_is_allowed_only_for_a_site_that_says_so(tmp_path: Path, old: str) -> None:
    others = "dh1024 legacy-renegotiation" if old == "tls1.0" else "legacy-renegotiation"  # TLS 1.0 takes short keys
    with serving(tmp_path, LEAF, MIDDLE, old=old) as url:
        for words, hosts in (("", ("127.0.0.1",)), (old, ("a.cn", "7.0.0.1")), (others, ("127.0.0.1",))):
            with pytest.raises(TlsError) as refused:
                fetch(url, words, hosts)
            assert str(refused.value).startswith(OLD[old])
            assert str(refused.value).endswith(f'write tls="{old}" and tls_reason in the module')
        assert fetch(url, old) == (200, old)
        assert fetch(url, f"legacy-renegotiation {old}", ("127.0.0.1:80",)) == (200, f"legacy-renegotiation {old}")


@contextmanager
def answering_as_before_2010(version: bytes = b"\x03\x03") -> Iterator[str]:
    """A server whose ServerHello has no renegotiation_info (RFC 5746), and which then hangs up."""
    listener = socket.create_server(("127.0.0.1", 0))
    hello = version + b"r" * 32 + b"\x00" + b"\xc0\x2f" + b"\x00"
    message = b"\x02" + len(hello).to_bytes(3, "big") + hello

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                connection.recv(65536)
                connection.sendall(b"\x16" + version + len(message).to_bytes(2, "big") + message)
                connection.settimeout(1)
                with suppress(OSError):
                    connection.recv(65536)

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield f"https://127.0.0.1:{listener.getsockname()[1]}/"
    finally:
        listener.close()


def test_the_old_renegotiation_is_refused_unless_it_is_allowed() -> None:
    with answering_as_before_2010() as url:
        with pytest.raises(TlsError, match=r"unsafe renegotiation \(UNSAFE_LEGACY_RENEGOTIATION_DISABLED\)"):
            fetch(url)
        with pytest.raises(TlsError) as refused:
            fetch(url, "legacy-renegotiation")
        assert "RENEGOTIATION" not in str(refused.value)


def test_a_server_that_chooses_tls_1_0_is_told_as_one_that_speaks_no_other() -> None:
    with answering_as_before_2010(b"\x03\x01") as url, pytest.raises(TlsError, match=r"1\.1 \(UNSUPPORTED_PROTOCOL\)"):
        fetch(url)


def test_an_incomplete_chain_is_mended_by_the_certificate_that_is_missing(tmp_path: Path) -> None:
    folder = tmp_path / "certificates"
    folder.mkdir()
    with serving(tmp_path, LEAF) as url:
        with pytest.raises(TlsError) as refused:
            fetch(url, "tls1.0 dh1024 legacy-renegotiation", ARCHIVE_CERTIFICATES=str(folder))
        assert str(refused.value) == (
            "TLS: the server's certificate is not trusted (unable to get local issuer certificate); if the server "
            "leaves out an intermediate certificate, put that into the folder ARCHIVE_CERTIFICATES"
        )
        (folder / "readme.txt").write_text("where they are from")
        (folder / "middle.pem").write_bytes(b"# from the authority\n" + MIDDLE.pem)
        read_certificates.cache_clear()
        assert fetch(url, ARCHIVE_CERTIFICATES=str(folder)) == (200, None)
        (folder / "middle.pem").rename(folder / "middle.CRT")
        (folder / "middle.CRT").write_bytes(ssl.PEM_cert_to_DER_cert(MIDDLE.pem.decode()))
        read_certificates.cache_clear()
        assert fetch(url, ARCHIVE_CERTIFICATES=str(folder)) == (200, None)


def test_an_intermediate_certificate_is_no_trust_anchor(tmp_path: Path) -> None:
    """Its root is not trusted here: so neither is what it signed."""
    other = make_holder("别处根证书")
    middle = make_holder("别处中级证书", other)
    (tmp_path / "certificates").mkdir()
    (tmp_path / "certificates/middle.pem").write_bytes(middle.pem)
    for holder in (make_holder("127.0.0.1", middle, is_authority=False), middle):
        with serving(tmp_path, holder) as url, pytest.raises(TlsError, match=r"unable to get .*issuer certificate"):
            fetch(url, ARCHIVE_CERTIFICATES=str(tmp_path / "certificates"))


def trusted_certificate(holder: Holder) -> bytes:
    return holder.pem.replace(b"BEGIN CERT", b"BEGIN TRUSTED CERT").replace(b"END CERT", b"END TRUSTED CERT")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (LEAF.pem, "is not the certificate of an authority"),
        (make_holder("127.0.0.1", None, is_authority=False).pem, "is not the certificate of an authority"),
        (ROOT.pem, "is a root certificate, which would be trusted; only intermediate ones are taken"),
        (MIDDLE.pem + ROOT.pem, "is a root certificate"),
        (trusted_certificate(MIDDLE), "holds a TRUSTED CERTIFICATE; leave only intermediate certificates in it"),
        (MIDDLE.pem[:200] + MIDDLE.pem[230:], "no certificate can be read"),
        (b"\x30\x03abc", "no certificate can be read"),
        (b"hello", "holds no certificate; save it as PEM or DER"),
        (b"", "holds no certificate"),
    ],
)
def test_what_would_be_trusted_or_is_none_is_told(tmp_path: Path, data: bytes, said: str) -> None:
    (tmp_path / "certificates").mkdir()
    file = tmp_path / "certificates/some.pem"
    file.write_bytes(data)
    with pytest.raises(UsageError) as refused:
        read_certificates(str(file.parent))
    assert str(refused.value).startswith(f"{file}: {said}")
    assert "\n" not in str(refused.value)


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"none: No such file.*ARCHIVE_CERTIFICATES names a folder"):
        read_certificates(str(tmp_path / "none"))
    assert read_certificates("") == ()


@pytest.mark.parametrize(
    ("holder", "said"),
    [
        (make_holder("127.0.0.1", ROOT, is_authority=False, days=0), "certificate has expired"),
        (make_holder("127.0.0.1", None), "self-signed certificate"),
    ],
)
def test_other_faults_of_a_certificate_nothing_mends_here(tmp_path: Path, holder: Holder, said: str) -> None:
    with serving(tmp_path, holder) as url, pytest.raises(TlsError) as refused:
        fetch(url, "tls1.0 dh1024 legacy-renegotiation")
    said = f"TLS: the server's certificate is not trusted ({said}); only the site can mend that"
    assert str(refused.value) == said


def test_a_refused_connection_is_called_so() -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        with pytest.raises(DownloadConnectionRefusedError):
            fetch(f"https://127.0.0.1:{held.getsockname()[1]}/")


def test_a_crawl_tells_the_reason_whole_and_notes_what_was_allowed(tmp_path: Path) -> None:
    db, answers = tmp_path / "a.db", {"/": listing([path(1)]), path(1): (200, {}, article(1))}
    environment = {"SSL_CERT_FILE": str(tmp_path / "root.pem")}
    with answering(answers, tls=serve_as(tmp_path, LEAF, MIDDLE, old="tls1.0")) as server:
        refused = crawl(server, db, environment=environment)
        assert server.asked == []
        reason = (
            f"robots.txt cannot be fetched ({OLD['tls1.0']}; to allow that for its site alone, write "
            'tls="tls1.0" and tls_reason in the module), so nothing is allowed for now'
        )
        assert refused["reasons"] == {"start": reason}
        assert (reason,) in rows(db, "SELECT reason FROM problems")
        allowed = {"tls": "tls1.0", "tls_reason": "seen 2026-11-28"}
        done = crawl(server, db, environment=environment, declared=allowed)
        assert (done["counts"]["new"], server.paths()) == (1, ["/robots.txt", "/", path(1)])
    assert rows(db, "SELECT outcome, tls FROM fetches ORDER BY id") == [
        (outcome, "tls1.0") for outcome in ("robots", "list", "new")
    ]


def test_what_a_module_may_allow_is_checked() -> None:
    def declare(**fields: str) -> None:
        check(Site(name="a", publisher="清淀", hosts=("a.cn",), article="a", **fields))

    declare(tls="tls1.0 dh1024", tls_reason="seen 2026-11-28: the server says TLS 1.0")
    with pytest.raises(FaultError, match=r'^tls is "ssl3"; write "legacy-renegotiation", "tls1.0", "dh1024", several'):
        declare(tls="tls1.0 ssl3", tls_reason="seen")
    with pytest.raises(FaultError, match=r'^tls_reason is ""; write one line of 1 to 300 characters'):
        declare(tls="tls1.0")
    with pytest.raises(FaultError, match=r'^tls is ""; write one line'):
        declare(tls_reason="seen")
