"""A private archive: nothing of it without a login, by password or by a proxy; and one without SQL."""

import asyncio
import re
import stat
from base64 import b64encode
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from click.testing import CliRunner

from archive import main
from cundang.files.secret import find_secret_file, read_secret
from cundang.files.settings import find_settings_file
from cundang.model.errors import ArchiveError, UsageError
from cundang.model.settings import Access, Settings
from cundang.model.settings_text import format_settings
from datasette_config import Publication, access, make_application
from datasette_config.access import make_secret
from datasette_config.address import at_public_address, parse_public_address
from tests.helpers.databases import ABOUT, copy_of

PASSWORD = "a mill by the river"
PROXY = Access(login="proxy", header="X-Reader", trusted=("127.0.0.1", "10.1.0.0/16"))
NAMED = {"x-reader": "wen"}
PAGES = (
    "/", "/about", "/archive", "/archive.json", "/archive.db", "/archive?sql=select+1", "/archive/articles",
    "/archive/articles.csv", "/archive/articles/1", "/archive/articles/1.json", "/archive/articles/1/raw",
    "/archive/articles/1/history", "/archive/articles/1/cite.bib", "/archive/search?q=%E6%B9%BF%E5%9C%B0",
    "/archive/search.json?q=%E6%B9%BF%E5%9C%B0", "/archive/changes.atom", "/feeds/new.atom", "/queries", "/studies",
    "/studies/edits-by-month", "/downloads", "/downloads/x", "/sitemap.xml", "/sitemaps/0.xml", "/archive/trends",
    "/archive/compare?a=1&b=2", "/archive/clusters", "/archive/sites/demo", "/archive/redactions", "/-/versions",
    "/-/versions.json", "/-/metadata.json", "/-/password-tool", "/-/logout", "/nosuch",
    # beside what is open
    "/assets/../archive/articles/1", "/assets/%2e%2e/archive/articles/1", "/-/login.json", "/-/login/", "/-/login/x",
    "/%61rchive/articles/1", "//archive/articles/1", "/robots.txt/../about", "/-/static/../../archive.json",
)  # fmt: skip


def make(demo: Path, folder: Path, access: Access, **how: Any) -> Any:
    """The application of a copy of an archive with these settings."""
    db = copy_of(demo, folder)
    find_settings_file(db).write_text(format_settings(Settings(about=ABOUT, access=access)), encoding="utf-8")
    return make_application(db, publication=Publication(**how))


def ask(
    application: Any, path: str, peer: str = "127.0.0.1", method: str = "GET", host: str = "http://a", **more: Any
) -> httpx.Response:
    """The answer of an application, or of one that is wrapped, to a request from an address; redirects are not followed."""
    app = application.client.app if hasattr(application, "client") else application

    async def send() -> httpx.Response:
        transport = httpx.ASGITransport(app=app, client=(peer, 1))
        async with httpx.AsyncClient(transport=transport, base_url=host) as client:
            request = client.build_request(method, f"{host}/", **more)
            request.url = httpx.URL(scheme="http", host="a").copy_with(raw_path=path.encode())
            return await client.send(request)

    return asyncio.run(send())


@pytest.fixture(scope="module")
def proxied(demo_archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    return make(demo_archive, tmp_path_factory.mktemp("proxied"), PROXY)


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_answered_to_who_is_not_known(proxied: Any, path: str) -> None:
    for method in ("GET", "HEAD", "POST", "OPTIONS"):
        answer = ask(proxied, path, method=method, headers={"if-none-match": "*"})
        assert answer.status_code == 401, method
        assert answer.text in ("", "This archive is read after a login.\n")
        assert answer.headers["cache-control"] == "private, no-store"
        assert answer.headers["x-robots-tag"] == "noindex, nofollow"


def test_all_is_answered_to_whom_the_proxy_names(proxied: Any) -> None:
    asked = ("/", "/archive/articles/1", "/feeds/new.atom", "/sitemap.xml", "/-/metadata.json", "/-/password-tool",
             "/-/login.json", "/-/logout", "//archive/articles/1")  # fmt: skip
    statuses = {path: ask(proxied, path, headers=NAMED).status_code for path in asked}
    assert {path for path, status in statuses.items() if status == 401} == set()
    assert statuses["/"] == statuses["/archive/articles/1"] == statuses["/feeds/new.atom"] == 200
    assert statuses["/sitemap.xml"] == statuses["/-/metadata.json"] == statuses["/-/password-tool"] == 404
    assert statuses["/-/login.json"] == statuses["/-/logout"] == 404


def test_robots_and_styles_need_no_login(proxied: Any) -> None:
    assert ask(proxied, "/robots.txt").text == "User-agent: *\nDisallow: /\n"
    assert ask(proxied, "/assets/archive.css").status_code == 200
    assert ask(proxied, "/assets/x").status_code == 404


@pytest.mark.parametrize(
    ("peer", "headers", "status"),
    [
        ("10.1.2.3", NAMED, 200),
        ("10.2.0.1", NAMED, 401),
        ("::1", NAMED, 401),
        ("", NAMED, 401),
        ("127.0.0.1", {"x-reader": " "}, 401),
        ("127.0.0.1", {"x-forwarded-user": "wen"}, 401),
        ("127.0.0.1", [("x-reader", "wen"), ("X-Reader", "me")], 401),
        ("10.2.0.1", {**NAMED, "x-forwarded-for": "127.0.0.1"}, 401),
    ],
)
def test_a_proxy_is_believed_by_its_address(proxied: Any, peer: str, headers: Any, status: int) -> None:
    assert ask(proxied, "/about", peer, headers=headers).status_code == status


def test_the_server_pages_are_read_in_advance_and_sql_of_a_reader_runs(proxied: Any) -> None:
    answer = asyncio.run(proxied.client.get("/", cookies=access.make_own_cookies(proxied)))
    assert answer.status_code == 200
    assert ask(proxied, "/archive.json?sql=select+41%2B1+as+n", headers=NAMED).json()["rows"] == [[42]]


WITHOUT_SQL = (
    "/queries", "/archive?sql=select+1", "/archive.json?sql=select+1", "/archive.csv?sql=select+1",
    "/archive/articles?_where=1", "/archive/articles.json?_where=id%3D1", "/archive.db",
)  # fmt: skip


@pytest.fixture(scope="module")
def without_sql(demo_archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    return make(demo_archive, tmp_path_factory.mktemp("sql"), Access(sql=False))


@pytest.mark.parametrize("path", WITHOUT_SQL)
def test_sql_is_off(without_sql: Any, path: str) -> None:
    assert ask(without_sql, path).status_code == 403


def test_where_sql_is_off_it_is_said_and_not_linked(without_sql: Any, demo_archive: Path) -> None:
    assert "这个存档不开放 SQL 查询" in ask(without_sql, "/queries", headers={"accept-language": "zh"}).text
    pages = ("/", "/studies", "/studies/edits-by-month", "/archive/articles?_view=table", "/archive/articles/1")
    of_sql = re.compile(r'href="[^"]*(?:/queries"|[?&]sql=)')
    for path in pages:
        answer = ask(without_sql, path)
        assert answer.status_code == 200
        assert not of_sql.search(answer.text), path
    assert of_sql.search(ask(make_application(demo_archive), "/studies").text)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (Access(login="passwrod"), r'login: "passwrod" is no way to log in; they are "password" and "proxy"'),
        (Access(login="password"), "password_hash: not of a password; `archive init --password` makes one"),
        (Access(login="password", password_hash=PASSWORD), "password_hash: not of a password"),
        (replace(PROXY, header="X Reader"), 'header: "X Reader" is no name'),
        (replace(PROXY, trusted=("nginx",)), r"trusted: .*name the address of the proxy"),
        (replace(PROXY, trusted=()), "trusted: it is empty"),
    ],
)
def test_settings_by_which_nobody_or_everybody_could_log_in(
    demo_archive: Path, tmp_path: Path, wrong: Access, said: str
) -> None:
    with pytest.raises(UsageError, match=said) as raised:
        make(demo_archive, tmp_path, wrong)
    assert "\n" not in str(raised.value)


def test_the_secret_stays_and_is_for_nobody_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATASETTE_SECRET", raising=False)
    db = tmp_path / "a.db"
    first, file = read_secret(db), find_secret_file(db)
    assert read_secret(db) == first
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [file]
    assert make_secret(Access(login="password", password_hash="a"), db) != make_secret(
        Access(login="password", password_hash="b"), db
    ), "another password ends all logins"
    file.chmod(0o644)
    with pytest.raises(UsageError, match="others can read it; run: chmod 600"):
        read_secret(db)
    file.unlink()
    file.touch(0o600)
    with pytest.raises(ArchiveError, match="no secret; delete the file"):
        read_secret(db)
    with pytest.raises(ArchiveError, match=r"cannot be read or made .* or set DATASETTE_SECRET"):
        read_secret(tmp_path / "nosuch" / "a.db")
    monkeypatch.setenv("DATASETTE_SECRET", "of the environment")
    assert read_secret(tmp_path / "nosuch" / "a.db") == "of the environment"


# By password: with the extra `private`.


@pytest.fixture(scope="module")
def by_password() -> Access:
    plugin = pytest.importorskip("datasette_auth_passwords.utils", reason="needs the extra `private`")
    return Access(login="password", password_hash=plugin.hash_password(PASSWORD, iterations=10_000))


@pytest.fixture(scope="module")
def locked(demo_archive: Path, tmp_path_factory: pytest.TempPathFactory, by_password: Access) -> Iterator[Any]:
    with pytest.MonkeyPatch.context() as patching:
        patching.setattr(access, "_PAUSE", 0.0)
        yield make(demo_archive, tmp_path_factory.mktemp("locked"), by_password)


def log_in(application: Any, password: str, path: str = "/-/login", **more: Any) -> httpx.Response:
    """Send the form of the login, with the token that it has."""
    form = ask(application, path)
    assert form.status_code == 200
    (token,) = re.findall(r'name="csrftoken" value="([^"]+)"', form.text)
    body = urlencode({"csrftoken": token, "username": "reader", "password": password}).encode()
    cookies = dict(form.cookies)
    headers = {"content-type": "application/x-www-form-urlencoded"}
    return ask(application, path, method="POST", content=body, headers=headers, cookies=cookies, **more)


def basic(password: str, user: str = "reader") -> dict[str, str]:
    """The header of a program that sends a password."""
    return {"authorization": f"Basic {b64encode(f'{user}:{password}'.encode()).decode()}"}


def test_a_password_lets_in(locked: Any) -> None:
    asked = ask(locked, "/archive/articles/1?revision=1", headers={"accept": "text/html"})
    assert (asked.status_code, asked.headers["location"]) == (
        302, "/-/login?next=%2Farchive%2Farticles%2F1%3Frevision%3D1",
    )  # fmt: skip
    done = log_in(locked, PASSWORD, asked.headers["location"])
    assert (done.status_code, done.headers["location"]) == (302, "/archive/articles/1?revision=1")
    cookie = {"ds_actor": done.cookies["ds_actor"]}
    page = ask(locked, "/archive/articles/1", cookies=cookie)
    assert page.status_code == 200
    assert page.headers["cache-control"] == "private, no-store"
    assert 'href="/-/logout"' in page.text
    assert ask(locked, "/about", cookies={"ds_actor": f"{cookie['ds_actor']}x"}).status_code == 401


def test_a_wrong_password_does_not(locked: Any) -> None:
    answer = log_in(locked, f"{PASSWORD} ")
    assert answer.status_code == 200
    assert "ds_actor" not in answer.headers.get("set-cookie", "")
    assert "密码不对" in answer.text
    assert "白水新闻存档" in answer.text
    assert "/archive/" not in answer.text, "no page of the archive is linked, nor shown"
    headers = {"content-type": "application/x-www-form-urlencoded", "cookie": "lang=en"}  # of a browser
    no_token = ask(locked, "/-/login", method="POST", content=b"username=reader&password=x", headers=headers)
    assert no_token.status_code == 403


@pytest.mark.parametrize("wanted", ["//evil.example/", "/%5Cevil.example", "https://evil.example/", "/a%0Ab", "x"])
def test_a_login_leads_nowhere_else(locked: Any, wanted: str) -> None:
    assert log_in(locked, PASSWORD, f"/-/login?next={wanted}").headers["location"] == "/"


def test_a_program_sends_the_password(locked: Any) -> None:
    assert ask(locked, "/archive/articles/1.json", headers=basic(PASSWORD)).status_code == 200
    assert ask(locked, "/archive/articles/1.json", headers=basic("no")).status_code == 401
    assert ask(locked, "/archive/articles/1.json", headers=basic(PASSWORD, "root")).status_code == 401
    for told in ("Basic x", "Basic ////", "Basic", "Basic 5a+G56CB", "Bearer x"):
        assert ask(locked, "/about", headers={"authorization": told}).status_code == 401


def test_a_form_that_is_none_is_not_read(locked: Any) -> None:
    assert ask(locked, "/-/login", method="POST", content=b"a" * 5_000).status_code == 413

    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield b"a" * 65_536

    assert ask(locked, "/-/login", method="POST", content=endless()).status_code == 413


@pytest.mark.parametrize("path", [path for path in PAGES if not path.endswith("/-/logout")])
def test_nothing_is_answered_without_the_password(locked: Any, path: str) -> None:
    assert ask(locked, path).status_code == 401
    assert ask(locked, path, method="POST").status_code == 401


def test_behind_https_the_cookie_is_for_the_path_and_tls_alone(
    demo_archive: Path, tmp_path: Path, by_password: Access
) -> None:
    public = parse_public_address("https://news.baishui.example/town/")
    application = make(demo_archive, tmp_path, by_password, address=public)
    wrapped = at_public_address(application.app(), public)
    refused = ask(wrapped, "/town/about", headers={"accept": "text/html"})
    assert refused.headers["location"] == "/town/-/login?next=%2Fabout"
    done = log_in(wrapped, PASSWORD, "/town/-/login?next=%2Fabout")
    assert done.headers["location"] == "/town/about"
    (cookie,) = [each for each in done.headers.get_list("set-cookie") if each.startswith("ds_actor=")]
    assert {"Path=/town/", "HttpOnly", "Secure", "SameSite=Lax"} <= {*cookie.split("; ")}


def test_guesses_wait_for_each_other(locked: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "_PAUSE", 0.02)
    app = locked.client.app

    async def guess_at_once() -> list[int]:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://a") as client:
            asked = [client.get("/about", headers=basic(f"guess {n}")) for n in range(15)]
            return sorted(answer.status_code for answer in await asyncio.gather(*asked))

    assert asyncio.run(guess_at_once()) == [401] * 10 + [429] * 5


def test_init_makes_an_archive_private(demo_archive: Path, tmp_path: Path, by_password: Access) -> None:
    db = copy_of(demo_archive, tmp_path)
    for told, said in (
        ("short\n", "can be guessed; take 12 or more"),
        ("密码密码密码密码密码密码\n", "of ASCII alone"),
    ):
        done = CliRunner().invoke(main, ["init", "--db", str(db), "--password"], input=told)
        assert (done.exit_code, done.output.count("\n")) == (2, 1)
        assert said in done.output
    assert CliRunner().invoke(main, ["init", "--db", str(db), "--password"], input=f"{PASSWORD}\n").exit_code == 0
    file = find_settings_file(db)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert PASSWORD not in file.read_text(encoding="utf-8")
    locked = make_application(db)
    assert ask(locked, "/about").status_code == 401
    assert ask(locked, "/about", headers=basic(PASSWORD)).status_code == 200


def test_a_public_archive_has_no_login(demo_archive: Path) -> None:
    """Wherever the plugin is installed, Datasette loads it."""
    public = make_application(demo_archive)
    for told in ("Basic x", "Basic 5a+G56CB"):
        assert ask(public, "/about", headers={"authorization": told}).status_code == 200
    for path in ("/-/login", "/-/logout", "/-/password-tool"):
        assert ask(public, path).status_code == 404
    assert ask(public, "/-/login", method="POST").status_code == 405
