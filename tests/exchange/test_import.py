"""The rules of `archive import`: which address a file has, and that its name never matters."""

import gzip
import json
from pathlib import Path

import pytest

from tests.helpers.databases import rows
from tests.helpers.programs import archive

SENTENCE = "村里的老渡口停了三年，今年春天又通了船，来往的人比从前还多，船家忙得顾不上吃饭。"
TEXT = "".join(f"<p>第{n}段：{SENTENCE * 2}</p>" for n in "一二三四五")
MANIFEST = "path\turl\n"


def html(head: str = "") -> str:
    return f"<!DOCTYPE html><html><head><meta charset=utf-8><title>老渡口又通船</title>{head}</head><body><h1>老渡口又通船</h1>{TEXT}</body></html>"


def urls(folder: Path, path: Path) -> list[str]:
    done = archive("import", path, "--db", folder / "archive.db")
    assert done.returncode == 0, done.stderr
    return [row.url for row in rows(folder / "archive.db", "SELECT url FROM articles ORDER BY id")]


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages" / "site"
    folder.mkdir(parents=True)
    return folder


CANONICAL = '<link rel="canonical" href="http://own.example.org/a.html">'
OG_URL = '<meta property="og:url" content="http://og.example.org/a.html">'


@pytest.mark.parametrize(
    ("head", "manifest", "url"),
    [
        (CANONICAL + OG_URL, "http://told.example.org/1.html", "http://told.example.org/1.html"),
        (OG_URL + CANONICAL, "", "http://own.example.org/a.html"),
        (OG_URL, "", "http://og.example.org/a.html"),
        ("", "", "file:site/a%20b.html"),
        ("", "not an address", "file:site/a%20b.html"),
        ("", "https://web.archive.org/web/20120611024252/http://old.example.org/x.html", "http://old.example.org/x.html"),
    ],
)  # fmt: skip
def test_the_address_is_the_tables_the_pages_own_or_the_files(
    tmp_path: Path, pages: Path, head: str, manifest: str, url: str
) -> None:
    (pages / "a b.html").write_text(html(head), encoding="utf-8")
    (pages.parent / "MANIFEST.tsv").write_text(f"{MANIFEST}site/a b.html\t{manifest}\n", encoding="utf-8")
    assert urls(tmp_path, pages.parent) == [url]


def test_the_table_beside_a_file_goes_before_the_one_above(tmp_path: Path, pages: Path) -> None:
    (pages / "a.html").write_text(html(), encoding="utf-8")
    (pages.parent / "MANIFEST.tsv").write_text(f"{MANIFEST}site/a.html\thttp://above.example.org/\n", encoding="utf-8")
    (pages / "MANIFEST.tsv").write_text(f"{MANIFEST}a.html\thttp://beside.example.org/a.html\n", encoding="utf-8")
    assert urls(tmp_path, pages) == ["http://beside.example.org/a.html"]


def test_gzip_is_known_by_its_bytes(tmp_path: Path, pages: Path) -> None:
    (pages / "noname").write_bytes(gzip.compress(html(CANONICAL).encode()))
    assert urls(tmp_path, pages) == ["http://own.example.org/a.html"]


def test_a_page_of_the_wayback_machine_was_seen_when_it_was_archived(tmp_path: Path, pages: Path) -> None:
    (pages / "a.html").write_text(html(), encoding="utf-8")
    kept = "https://web.archive.org/web/20120611024252/http://old.example.org/x.html"
    (pages / "MANIFEST.tsv").write_text(f"{MANIFEST}a.html\t{kept}\n", encoding="utf-8")
    assert urls(tmp_path, pages) == ["http://old.example.org/x.html"]
    (row,) = rows(tmp_path / "archive.db", "SELECT first_seen_at FROM articles")
    assert row.first_seen_at.startswith("2012-06-11T02:42:52")


def test_an_address_that_is_none_stops_no_import(tmp_path: Path, pages: Path) -> None:
    (pages / "a.html").write_text(html('<link rel="canonical" href="http://[own/a.html">'))
    (pages / "b.html").write_text(
        html('<base href="http://[b"><img src="http://[c"><meta property="og:url" content="//["><a href="//[">2</a>')
    )
    assert urls(tmp_path, pages) == ["file:a.html", "file:b.html"]


def test_two_records_of_html_without_an_address_are_two_articles(tmp_path: Path) -> None:
    lines = [json.dumps({"title": name, "html": html().replace("三年", name)}) for name in ("四年", "五年")]
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    found = urls(tmp_path, tmp_path / "a.jsonl")
    assert len(found) == 2
    assert all(url.startswith("file:") and url.endswith(".html") for url in found)


def test_a_page_below_blank_lines_is_a_page(tmp_path: Path, pages: Path) -> None:
    (pages / "a.html").write_text("\r\n" * 5000 + html(CANONICAL))
    assert urls(tmp_path, pages) == ["http://own.example.org/a.html"]
    assert "<" not in rows(tmp_path / "archive.db", "SELECT text FROM articles")[0].text
