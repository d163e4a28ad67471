"""The archive behind a real nginx: below a path, under another host, whether the proxy strips the path or not."""

import re
import shutil
import socket
import subprocess
import tempfile
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from http.client import HTTPConnection, HTTPMessage
from pathlib import Path
from urllib.parse import quote, urljoin, urlsplit

import pytest

from tests.helpers.databases import copy_of, tell_about
from tests.helpers.paths import ROOT
from tests.helpers.servers import serving

PUBLIC = "https://example.org/archive/"
CONF = """
daemon off; error_log stderr; pid {folder}/pid; events {{}}
http {{ access_log off; client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;
  uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s; types {{}}
  server {{ listen unix:{folder}/passing; {passing} }}
  server {{ listen unix:{folder}/stripping; {stripping} }} }}
"""
pytestmark = pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not installed")
PAGES = (
    "", "about", "queries", "studies", "downloads", "archive/articles", "archive/articles/1",
    "archive/articles/1/history", f"archive/search?q={quote('湿地')}", "archive/changes", "archive/clusters", "archive/compare",
    "archive?sql=select+1+as+one", "archive/sites", "archive/events?_view=table",
)  # fmt: skip
WAYS = ("passing", "stripping")


class Nginx(HTTPConnection):
    """A connection to nginx, which listens on a Unix socket in a folder for each of WAYS."""

    def __init__(self, folder: Path, way: str) -> None:
        super().__init__("proxy.example", timeout=60)
        self.place = folder / way

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(str(self.place))


def ask(folder: Path, way: str, path: str, **headers: str) -> tuple[int, HTTPMessage, str]:
    """Ask for a path below that of the public address."""
    connection = Nginx(folder, way)
    connection.request("GET", f"{urlsplit(PUBLIC).path}{path}", headers=headers)
    answer = connection.getresponse()
    body = answer.read().decode(errors="replace")
    connection.close()
    return answer.status, answer.headers, body


@pytest.fixture(scope="module")
def nginx(aged_archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder with the sockets of an nginx that has the lines of docs/operating.md."""
    (lines,) = re.findall(
        r"```nginx\n(.*?)```", (ROOT / "docs" / "operating.md").read_text(encoding="utf-8"), re.DOTALL
    )
    assert "http://127.0.0.1:8001;" in lines
    tell_about(db := copy_of(aged_archive, tmp_path_factory.mktemp("proxy")))
    with tempfile.TemporaryDirectory() as name, serving(db, "--public-url", PUBLIC) as address:
        folder, server = Path(name), address.rstrip("/")
        passing = lines.replace("http://127.0.0.1:8001", server)
        conf = CONF.format(folder=folder, passing=passing, stripping=passing.replace(server, address))
        (folder / "nginx.conf").write_text(conf)
        (folder / "server").write_text(urlsplit(address).netloc)
        folder.chmod(0o755)  # its workers are another user, if this one is root
        running = subprocess.Popen(["nginx", "-p", folder, "-c", folder / "nginx.conf"])
        try:
            until = time.monotonic() + 20
            while not (folder / "stripping").exists():
                assert running.poll() is None and time.monotonic() < until
                time.sleep(0.01)
            yield folder
        finally:
            running.terminate()
            running.wait(10)


class Links(HTMLParser):
    """The addresses in a page that a browser would follow, load or send a form to."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found |= {value for name, value in attrs if name in ("href", "src", "action") and value is not None}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("page", PAGES)
def test_every_link_stays_below_the_public_address(nginx: Path, page: str, way: str) -> None:
    status, _, body = ask(nginx, way, page)
    assert status == 200
    here = urljoin(PUBLIC, page)
    links = {urljoin(here, link) for link in Links(body).found}
    ours = {link for link in links if urlsplit(link).hostname in ("example.org", "proxy.example")}
    assert len(ours) > 10
    assert {link for link in ours if not link.startswith(PUBLIC)} == set()
    assert "proxy.example" not in body
    assert (nginx / "server").read_text() not in body
    assert any("/assets/" in link for link in ours)
    for link in sorted(link.partition("#")[0].removeprefix(PUBLIC) for link in ours):
        if "?" not in link or link.startswith(("assets/", "-/")):
            assert find_status(nginx, way, link) in (200, 302, 400), link  # 400: a file of no words


@cache
def find_status(nginx: Path, way: str, path: str) -> int:
    return ask(nginx, way, path)[0]


@pytest.mark.parametrize("way", WAYS)
def test_machines_are_told_the_public_address(nginx: Path, way: str) -> None:
    root = ET.fromstring(ask(nginx, way, "feeds/new.atom")[2])
    links = [
        link.get("href", "") for link in root.iter("{http://www.w3.org/2005/Atom}link") if link.get("rel") != "via"
    ]
    assert links
    assert all(link.startswith(PUBLIC) for link in links)
    assert f"{PUBLIC}archive/articles/1" in ask(nginx, way, "archive/articles/1/cite.bib")[2]
    assert f'"archived": "{PUBLIC}archive/articles/' in ask(nginx, way, "archive/changes.json")[2]
    assert f"{PUBLIC}sitemaps/0.xml" in ask(nginx, way, "sitemap.xml")[2]
    assert f"<loc>{PUBLIC}archive/articles/1</loc>" in ask(nginx, way, "sitemaps/0.xml")[2]
    robots = ask(nginx, way, "robots.txt")[2]
    assert "Disallow: /archive/archive/search\n" in robots
    assert f"Sitemap: {PUBLIC}sitemap.xml\n" in robots


@pytest.mark.parametrize("way", WAYS)
def test_the_cookie_of_the_language_is_for_the_path(nginx: Path, way: str) -> None:
    headers = ask(nginx, way, "?_lang=en")[1]
    assert "path=/archive/;" in headers["set-cookie"].lower()


@pytest.mark.parametrize("way", WAYS)
def test_a_redirect_leads_to_the_public_address(nginx: Path, way: str) -> None:
    status, headers, _ = ask(nginx, way, "archive/articles/")
    assert status in (301, 302)
    assert urljoin(PUBLIC, headers["location"]) == f"{PUBLIC}archive/articles"


@pytest.mark.parametrize("way", WAYS)
def test_pages_are_compressed_and_static_files_kept(nginx: Path, way: str) -> None:
    connection = Nginx(nginx, way)
    connection.request("GET", "/archive/archive/articles", headers={"Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    assert answer.getheader("content-encoding") == "gzip"
    answer.read()
    connection.close()
    style = next(link for link in Links(ask(nginx, way, "")[2]).found if "archive.css" in link)
    headers = ask(nginx, way, style.removeprefix("/archive/"))[1]
    assert "immutable" in headers["cache-control"]
    assert ask(nginx, way, style.removeprefix("/archive/"), **{"If-None-Match": headers["etag"]})[0] == 304
    assert "immutable" not in ask(nginx, way, "assets/archive.css")[1]["cache-control"]


def test_no_robots(aged_archive: Path) -> None:
    with serving(aged_archive, "--no-robots") as address:
        connection = HTTPConnection(address.removeprefix("http://").rstrip("/"), timeout=60)
        for path, status in (("/robots.txt", 200), ("/sitemap.xml", 404), ("/archive/articles/1", 200)):
            connection.request("GET", path)
            answer = connection.getresponse()
            body = answer.read().decode(errors="replace")
            assert (answer.status, answer.getheader("x-robots-tag")) == (status, "noindex, nofollow")
            assert path != "/robots.txt" or body == "User-agent: *\nDisallow: /\n"
        connection.close()
