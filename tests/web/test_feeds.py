"""Feeds as their readers see them: valid, in the order of collection, with ids that stay, and asked for in vain."""

import sqlite3
import urllib.error
import urllib.request
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from http.client import HTTPResponse
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import pytest
from lxml import html

from cundang.model.settings import About
from datasette_config.feeds import Entry, Feed, write_feed
from tests.helpers.databases import copy_of, rows, tell_about
from tests.helpers.programs import archive
from tests.helpers.servers import serving

ATOM = "{http://www.w3.org/2005/Atom}"
FEEDS = (
    "feeds/new.atom",
    "feeds/changed.atom",
    "feeds/gone.atom",
    "archive/changes.atom",
    "archive/search.atom?q=湿地",
)


def ask(url: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], str]:
    """Status, headers and body of an answer."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(quote(url, safe=":/?=&%"), headers=named, method=method)
    try:
        answer: HTTPResponse | urllib.error.HTTPError = urllib.request.urlopen(request, timeout=30)
    except urllib.error.HTTPError as error:
        answer = error
    with answer:
        return answer.status or 0, {k.lower(): v for k, v in answer.headers.items()}, answer.read().decode()


def read_feed(url: str) -> ET.Element:
    status, headers, body = ask(url)
    assert (status, headers["content-type"]) == (200, "application/atom+xml; charset=utf-8")
    return ET.fromstring(body)


def list_ids(feed: ET.Element) -> list[str]:
    return [entry.findtext(f"{ATOM}id") or "" for entry in feed.iter(f"{ATOM}entry")]


def check(feed: ET.Element) -> None:
    """Check what RFC 4287 demands of a feed (4.1.1) and of its entries (4.1.2)."""
    entries = feed.findall(f"{ATOM}entry")
    for element in (feed, *entries):
        names = Counter(child.tag.removeprefix(ATOM) for child in element)
        assert [names[name] for name in ("id", "title", "updated")] == [1, 1, 1]
        assert names["summary"] <= 1
        assert names["published"] <= 1
        assert names["author"] >= 1
        relations = Counter(link.get("rel") for link in element.findall(f"{ATOM}link"))
        assert relations["alternate"] == 1
        assert all(urlsplit(link.get("href")).scheme in ("http", "https") for link in element.findall(f"{ATOM}link"))
        for name in ("updated", "published"):
            for found in element.findall(f"{ATOM}{name}"):
                assert datetime.fromisoformat(found.text or "").tzinfo
        assert urlsplit(element.findtext(f"{ATOM}id") or "").scheme == "tag"
    ids = list_ids(feed)
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("path", FEEDS)
def test_feeds_are_valid_and_found_again(aged_web: str, path: str) -> None:
    feed = read_feed(aged_web + path)
    check(feed)
    links = {link.get("rel"): link.get("href") or "" for link in feed.findall(f"{ATOM}link")}
    assert links["self"] == aged_web + quote(path, safe="/?=")
    assert ask(links["alternate"])[0] == 200
    assert feed.findall(f"{ATOM}entry")


def test_an_entry_says_who_wrote_what_when_and_where(aged_web: str, aged_archive: Path) -> None:
    for entry in read_feed(f"{aged_web}feeds/changed.atom").iter(f"{ATOM}entry"):
        links = {link.get("rel"): link.get("href") or "" for link in entry.findall(f"{ATOM}link")}
        ((article_id, published, author),) = rows(
            aged_archive, "SELECT id, published_at, author FROM articles WHERE url = ?", links["via"]
        )
        assert f"/archive/articles/{article_id}/history?old=1&new=2" in links["alternate"]
        names = [name.text for name in entry.findall(f"{ATOM}author/{ATOM}name")]
        assert not author or "、".join(filter(None, names)) == author
        assert entry.findtext(f"{ATOM}published") == (published if "T" in (published or "") else None)
        summary = entry.find(f"{ATOM}summary")
        assert summary is not None
        assert summary.get("type") == "text"
        assert "\n+ " in (summary.text or "") or "→" in (summary.text or "")


def test_texts_that_xml_cannot_hold_and_markup_stay_text() -> None:
    hostile = 'a\x00\x1b<b>&amp;]]>"\ufffe'
    entry = Entry("tag:x,2026:1", hostile, "http://x.example/1", "javascript:1", "2026-03-01T00:00:00+00:00", "2026-03-01", [hostile], hostile)  # fmt: skip
    feed = ET.fromstring(write_feed(Feed("tag:x,2026:f", hostile, "http://x.example/?\x00", "http://x.example/", "zh-Hans", [entry], About(hostile, contact=hostile, text_rights=hostile))))  # fmt: skip
    check(feed)
    assert feed.findtext(f"{ATOM}entry/{ATOM}summary") == 'a<b>&amp;]]>"'
    assert feed.findtext(f"{ATOM}rights") == 'a<b>&amp;]]>"'
    assert feed.find(f"{ATOM}entry/{ATOM}published") is None  # a day is no time
    assert [link.get("rel") for link in feed.findall(f"{ATOM}entry/{ATOM}link")] == ["alternate"]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Saved pages about one town, without times of their own, the first of which is the newest by publication."""
    folder = tmp_path_factory.mktemp("pages")
    for number, day in enumerate(("2026-03-02", "2012-05-17", "2019-09-09"), 1):
        text = f"清淀镇第{number}次通报：湖边栈道检修完毕，行人可以通行，夜间照明也已恢复，巡护员每日查看两次。" * 4
        head = f"<title>清淀湖边栈道通报之{number}</title><meta property='article:published_time' content='{day}T08:00:00+08:00'>"
        page = f"<html><head><meta charset=utf-8>{head}</head><body><article><h1>清淀湖边栈道通报之{number}</h1><p>{text}</p></article></body></html>"
        (folder / f"{number}.html").write_text(page, encoding="utf-8")
    return folder


def test_what_comes_late_appears_first_in_the_feed_of_a_search(pages: Path, tmp_path: Path) -> None:
    db = tmp_path / "late.db"
    for number in (1, 2, 3):
        archive("import", str(pages / f"{number}.html"), "--db", str(db))
    with serving(db) as address:
        feed = read_feed(f"{address}archive/search.atom?q=栈道")
    check(feed)
    assert [(title.text or "")[-1] for title in feed.findall(f"{ATOM}entry/{ATOM}title")] == ["3", "2", "1"]
    updated = {text.text for text in feed.findall(f"{ATOM}entry/{ATOM}updated")}
    assert not updated & {"1970-01-01T00:00:00+00:00"}
    published = [text.text for text in feed.findall(f"{ATOM}entry/{ATOM}published")]
    assert published == [f"{day}T08:00:00+08:00" for day in ("2019-09-09", "2012-05-17", "2026-03-02")]


def test_ids_are_the_same_in_archives_of_the_same_warc(aged_web: str, aged_archive: Path, tmp_path: Path) -> None:
    """Crawled, imported into another archive, rebuilt from the WARC files alone, and served at another address."""
    db = tmp_path / "imported.db"
    archive("import", *map(str, aged_archive.with_suffix(".warc").glob("*.warc.gz")), "--db", str(db))
    rebuilt = copy_of(db, tmp_path, "rebuilt")
    archive("rebuild", "--db", str(rebuilt))
    paths = ("feeds/changed.atom", "archive/search.atom?q=湿地", "archive/changes.atom?kind=edited&_lang=en")
    expected = {path: (read_feed(aged_web + path).findtext(f"{ATOM}id"), set(list_ids(read_feed(aged_web + path)))) for path in paths}  # fmt: skip
    assert all(ids for _, ids in expected.values())
    public = "https://example.org/news/"
    tell_about(rebuilt)
    with serving(rebuilt, "--public-url", public) as address:
        for path in paths:
            feed = read_feed(address + path)
            links = {link.get("rel"): link.get("href") or "" for link in feed.findall(f"{ATOM}link")}
            assert unquote(links["self"]) == public + path
            assert all(link.get("href", "").startswith(public) for link in feed.findall(f"{ATOM}entry/{ATOM}link[@rel='alternate']"))  # fmt: skip
            assert (feed.findtext(f"{ATOM}id"), set(list_ids(feed))) == expected[path]


def test_the_feed_of_a_search_has_the_ids_of_that_of_new_articles(aged_web: str) -> None:
    found = list_ids(read_feed(f"{aged_web}archive/search.atom?q=湿地"))
    stream = list_ids(read_feed(f"{aged_web}archive/changes.atom?q=湿地&kind=new"))
    assert set(found) == set(stream)


@pytest.fixture
def changing(aged_archive: Path, tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """An archive that a test may change, and its address."""
    db = copy_of(aged_archive, tmp_path)
    with serving(db) as address:
        yield address, db


def test_a_reader_that_has_the_feed_is_told_so(changing: tuple[str, Path]) -> None:
    address, db = changing
    url = f"{address}feeds/changed.atom"
    status, first, body = ask(url)
    assert status == 200
    for method in ("GET", "HEAD"):
        for condition in ({"If_None_Match": f'"x", {first["etag"]}'}, {"If_Modified_Since": first["last-modified"]}):
            status, headers, none = ask(url, method, **condition)
            assert (status, none, headers["etag"]) == (304, "", first["etag"])
    before = format_datetime(parsedate_to_datetime(first["last-modified"]) - timedelta(seconds=1), usegmt=True)
    for condition in (
        {"If_None_Match": '"x"', "If_Modified_Since": first["last-modified"]},
        {"If_Modified_Since": before},
        {"If_Modified_Since": "yesterday"},
    ):
        assert ask(url, **condition)[::2] == (200, body)
    status, headers, none = ask(url, "HEAD")
    assert (status, none, headers["etag"]) == (200, "", first["etag"])
    with closing(sqlite3.connect(db)) as connection, connection:
        connection.execute("UPDATE articles SET title = '清淀湖水位又上升' || title")
    status, headers, _ = ask(url, If_None_Match=first["etag"])
    assert status == 200
    assert headers["etag"] != first["etag"]
    assert abs(parsedate_to_datetime(headers["last-modified"]) - datetime.now(UTC)) < timedelta(minutes=5)


def test_the_language_is_that_of_the_address(aged_web: str) -> None:
    url = f"{aged_web}feeds/new.atom"
    chinese = ask(url, Accept_Language="en", Cookie="lang=en")
    english = ask(f"{url}?_lang=en", Accept_Language="zh")
    assert chinese[2] == ask(url)[2]
    assert 'xml:lang="zh-Hans"' in chinese[2]
    assert 'xml:lang="en"' in english[2]
    for _, headers, _ in (chinese, english):
        assert "Accept-Language" not in headers.get("vary", "")
        assert "set-cookie" not in headers


@pytest.mark.parametrize(
    ("page", "path"),
    [
        ("", "feeds/new.atom?_lang=en"),
        ("archive/search?q=湿地&site=demo", "archive/search.atom?q=湿地&site=demo&_lang=en"),
        ("archive/changes?kind=edited", "archive/changes.atom?kind=edited&_lang=en"),
    ],
)
def test_pages_name_their_feed_in_their_language(aged_web: str, page: str, path: str) -> None:
    tree = html.fromstring(ask(f"{aged_web}{page}", Accept_Language="en")[2])
    named = [str(each) for each in tree.xpath("//link[@rel='alternate'][@type='application/atom+xml']/@href")]
    assert f"/{path}" in map(unquote, named)
    for each in named:
        assert read_feed(f"{aged_web}{each[1:]}").get("{http://www.w3.org/XML/1998/namespace}lang") == "en"


@pytest.mark.parametrize("asked", ["", "?q=since:2024-02-30", "?state=lost&q=湿地", "?q=-湿地"])
def test_what_is_no_search_has_no_feed(aged_web: str, asked: str) -> None:
    status, _, body = ask(f"{aged_web}archive/search.atom{asked}")
    assert status == 400
    assert 'class="hint"' in body
