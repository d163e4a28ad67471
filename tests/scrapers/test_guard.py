"""The guard: no address of this machine or its networks, in any spelling, by whatever way it was named."""

from pathlib import Path
from typing import Any

import pytest

from commands.crawl import crawl as crawl_command
from cundang.model.errors import UsageError
from scrapers.guard import Guard
from tests.helpers.databases import rows
from tests.helpers.loopback import answering, article, crawl, listing, path
from tests.helpers.programs import archive

REFUSED = [
    "file:///etc/passwd", "ftp://example.org/", "gopher://example.org/", "data:text/html,x", "javascript:alert(1)",
    "http://127.0.0.1/", "http://127.1/", "http://2130706433/", "http://0x7f000001/", "http://0177.0.0.1/",
    "http://0x7f.1/", "http://０１７７.0.0.1/", "http://127。0。0。1/", "http://127.0.0.1./", "http://0.0.0.0/",
    "http://0/", "http://10.1.2.3/", "http://172.16.0.1/", "http://192.168.1.1/",
    "http://169.254.169.254/latest/meta-data/", "http://100.64.0.1/", "http://100.100.100.200/",
    "http://168.63.129.16/", "http://[::1]/", "http://[::]/", "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/",
    "http://[::127.0.0.1]/", "http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/", "http://[fd00::1]/",
    "http://[fe80::1]/", "http://[fe80::1%25eth0]/", "http://224.0.0.1/", "http://255.255.255.255/",
    "http://localhost/", "http://x.localhost/", "http://metadata.google.internal/", "http://user:secret@example.org/",
    "http://example.org@127.0.0.1/", "http://example.org\\@127.0.0.1/", "http://exam\nple.org/", "http:///x",
    "http://[::1/", "http://example.org:99999/",
]  # fmt: skip
ALLOWED = ["http://www.xiongan.gov.cn/", "https://example.org:8443/a?b", "http://8.8.8.8/", "http://[2606:4700::1111]/"]


@pytest.mark.parametrize("url", REFUSED)
def test_it_refuses(url: str) -> None:
    assert Guard().explain_refusal(url)


@pytest.mark.parametrize("url", ALLOWED)
def test_it_lets_the_web_pass(url: str) -> None:
    assert Guard().explain_refusal(url) is None


def test_an_opening_is_of_one_host_and_port() -> None:
    guard = Guard.open_for(["http://127.0.0.1:8001/news/"])
    assert guard.explain_refusal("http://127.0.0.1:8001/x") is None
    for other in ("http://127.0.0.1:8002/", "http://127.0.0.2:8001/", "http://127.0.0.1/", "http://localhost:8001/"):
        assert guard.explain_refusal(other), other


def test_no_way_leads_to_another_port(tmp_path: Path) -> None:
    """A page, a redirect, a list and a sitemap that name another port of loopback: it never hears of it."""
    with answering({"*": (200, {}, b"secret")}) as victim:
        answers: dict[str, Any] = {"/robots.txt": (200, {}, f"Sitemap: {victim.address}sitemap.xml".encode())}
        with answering(answers) as server:
            answers["/"] = listing([path(1), path(2), path(3), victim.address + path(4)[1:], "file:///etc/passwd"])
            answers[path(1)] = (302, {"Location": f"{victim.address}x"}, b"")
            answers[path(2)] = (301, {"Location": "file:///etc/passwd"}, b"")
            answers[path(3)] = (200, {}, article(3, more=f'<a href="{victim.address}">next</a>'))
            done = crawl(server, tmp_path / "a.db")
        assert victim.asked == []
    assert done["counts"]["new"] == 1
    refused = dict(rows(tmp_path / "a.db", "SELECT url, error FROM urls WHERE state = 'refused'"))
    assert f"{victim.address}x" in refused
    assert "private address" in refused[f"{victim.address}x"]
    assert rows(tmp_path / "a.db", "SELECT count(*) FROM problems WHERE reason LIKE '%only http and https%'") == [(1,)]


def test_a_refused_start_ends_with_exit_2(tmp_path: Path) -> None:
    for start in ("http://127.0.0.1:9/", "http://2130706433:9/", "file:///etc/passwd", "http://[::1]:9/"):
        command = [start, "--contact", "me@example.org", "--db", str(tmp_path / "a.db")]
        with pytest.raises(UsageError, match="the guard refuses") as raised:
            crawl_command(command, standalone_mode=False)
        assert raised.value.exit_code == 2
        assert "\n" not in str(raised.value)


def test_a_public_host_sees_a_contact_or_nothing(tmp_path: Path) -> None:
    done = archive("crawl", "xiongan", "--db", tmp_path / "a.db", env={"PATH": "/usr/bin:/bin", "ARCHIVE_CONTACT": ""})
    assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
    assert "--contact" in done.stderr
    done = archive("crawl", "xiongan", "--contact", "you@example.org", "--db", tmp_path / "a.db")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
    assert '("you@example.org" is on a host that reaches nobody)' in done.stderr
    assert not (tmp_path / "a.db").exists()


def test_a_proxy_of_the_environment_is_not_used(tmp_path: Path) -> None:
    with (
        answering({"*": (200, {}, b"proxied")}) as proxy,
        answering({"/": listing([path(1)]), path(1): (200, {}, article(1))}) as server,
    ):
        environment = {"PATH": "/usr/bin:/bin", "http_proxy": proxy.address, "HTTP_PROXY": proxy.address}
        command = ("crawl", server.address, "--allow-private", "--delay", "0", "--db", tmp_path / "a.db")
        done = archive(*command, env=environment)
        assert done.returncode == 0, done.stderr
        assert proxy.asked == []
        assert path(1) in server.paths()
