"""`archive add`: what it refuses before it asks a server for anything, and what it says of lists."""

import json
from pathlib import Path

import pytest

from tests.helpers.loopback import answering, article, listing, path
from tests.helpers.programs import archive

A_PAGE = "http://127.0.0.1:9/a/1.html"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "name an article, or a list"),
        (("no such file",), "neither a web address nor a file"),
        ((A_PAGE, "--name", "class"), "no word of Python"),
        ((A_PAGE, "--name", "Ä"), "small letters"),
        ((A_PAGE, "--article", "(["), "no regular expression"),
        ((A_PAGE, "--article", "(a+)+"), "repeat"),
        ((A_PAGE, "--post", "{}"), "--post needs --list"),
        (("--list", "ftp://a.cn/"), "not a web address"),
        (("--list", A_PAGE, "--post", "[1]"), "JSON object"),
        (("--list", "https://www.baishui.gov.cn/"), "--contact"),
        (("https://www.baishui.gov.cn/a/1.html",), "--contact"),
        (("https://www.xiongan.gov.cn/a/1.html",), "which has a module"),
        (("https://m.weixin.qq.com/a/1.html", "--contact", "a@b.cn"), "has a module"),
        (("http://www.toutiao.com/a/1.html",), "the layout toutiao"),
    ],
)
def test_what_cannot_be_is_told_in_a_line(arguments: tuple[str, ...], says: str) -> None:
    done = archive("add", *arguments, env={"PATH": ""})
    assert done.returncode == 2
    assert says in done.stderr
    assert done.stderr.count("\n") == 1 or "Usage:" in done.stderr


def test_a_list_that_names_nothing_says_which_links_were_left_out(tmp_path: Path) -> None:
    with answering({"/": listing([path(1), "/zw/", "http://x.cn/"])}) as server:
        done = archive("add", "--list", server.address, "--allow-private", "--delay", 0, "--article", "/zz/")
    assert done.returncode == 1
    assert f"1 on its hosts ({server.address[:-1]}{path(1)})" in done.stdout
    assert "1 on other hosts (http://x.cn/)" in done.stdout
    assert "it named no article" in done.stderr


def test_a_list_is_fetched_as_robots_txt_allows() -> None:
    robots = {"/robots.txt": (200, {}, b"User-agent: *\nDisallow: /list")}
    with answering({**robots, "/list": listing([path(1)])}) as server:
        done = archive("add", "--list", f"{server.address}list", "--allow-private", "--delay", 0)
        assert "/list" not in server.paths()
    assert done.returncode == 1
    assert "robots.txt" in done.stderr


def test_of_a_long_list_a_few_pages_are_read() -> None:
    def page_of(number: int) -> tuple[int, dict[str, str], bytes]:
        status, headers, body = listing([path(number)])
        return status, headers, body + f'<a href="/p{number + 1}">下一页</a>'.encode()

    with answering({f"/p{n}": page_of(n) for n in range(20)}) as server:
        done = archive("add", "--list", f"{server.address}p0", "--allow-private", "--delay", 0, "--json")
        assert [each for each in server.paths() if each != "/robots.txt"] == [f"/p{n}" for n in range(6)]
    assert len(json.loads(done.stdout)["lists"][0]["articles"]) == 6


def test_an_article_elsewhere_and_a_name_that_is_taken(tmp_path: Path) -> None:
    with answering({path(1): (200, {}, article(1)), "/": listing([path(1), path(2)])}) as server:
        url = f"{server.address[:-1]}{path(1)}"
        arguments = (url, "--allow-private", "--delay", 0, "--db", tmp_path / "a.db", "--into", tmp_path)
        done = archive("add", *arguments, "--json")
        assert json.loads(done.stdout)["lists"][-1]["articles"] == [url, f"{server.address[:-1]}{path(2)}"]
        again = archive("add", *arguments)
        other = archive("add", *arguments, "--name", "xiongan")
    assert (again.returncode, other.returncode) == (2, 2)
    assert "already exists" in again.stderr
    assert "a module has this name" in other.stderr


def test_the_commands_that_it_prints_keep_the_options(tmp_path: Path) -> None:
    db, warc = tmp_path / "a b.db", tmp_path / "raw"
    with answering({path(1): (200, {}, article(1)), "/": listing([path(1)])}) as server:
        options = ("--allow-private", "--delay", 0, "--db", db, "--warc", warc, "--into", tmp_path, "--name", "here")
        done = archive("add", f"{server.address[:-1]}{path(1)}", *options, "--contact", "a@b.cn")
    own = f"--db '{db}' --warc {warc}"
    assert f"`archive crawl here --limit 5 --allow-private --contact a@b.cn {own}`" in done.stdout
    assert f"`archive freeze here {own}`" in done.stdout
    assert f"`archive show {server.address[:-1]}{path(1)} --allow-private`" in done.stdout
