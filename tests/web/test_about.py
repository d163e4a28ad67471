"""What readers are told about the archive: on its page, in feeds and snapshots, and that a public host tells it."""

import asyncio
import json
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import html

from cundang.model.settings import About
from datasette_config import make_application
from exchange.dataset_cards import make_croissant, make_datapackage, make_readme
from tests.helpers.databases import ABOUT, copy_of, tell_about
from tests.helpers.programs import archive

ATOM = "{http://www.w3.org/2005/Atom}"
NOW = datetime(2026, 5, 1, tzinfo=UTC)


def get(db: Path, path: str) -> str:
    answer = asyncio.run(make_application(db).client.get(path))
    assert answer.status_code == 200
    return str(answer.text)


@pytest.fixture(scope="module")
def told(aged_archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive whose operator has answered."""
    tell_about(db := copy_of(aged_archive, tmp_path_factory.mktemp("told")))
    return db


@pytest.mark.parametrize("language", ["zh", "zh-Hant", "en"])
def test_the_page_tells_all_that_the_operator_says(told: Path, language: str) -> None:
    page = html.fromstring(get(told, f"/about?_lang={language}"))
    main = page.get_element_by_id("content")
    assert main.xpath("string(h1)") == ABOUT.title
    paragraphs = [" ".join(each.text_content().split()) for each in main.xpath(".//p")]
    for text in (ABOUT.scope, ABOUT.objections, ABOUT.metadata_licence, ABOUT.text_rights):
        assert {*text.split("\n")} <= {*paragraphs}
    assert main.xpath("//p[@id='contact']/a/@href") == ["mailto:archive@baishui.example"]
    assert not main.xpath(".//b")
    links = main.xpath(".//a/@href")
    assert {"/archive/sites/demo", "/archive/redactions", "/archive/problems", "/archive/sites"} <= {*links}
    assert "中国清淀官网" in main.text_content()
    assert page.xpath("//footer//a[@href='/about']")
    assert ABOUT.title in page.xpath("string(//footer)")


def test_the_page_of_an_archive_without_settings(demo_archive: Path) -> None:
    page = html.fromstring(get(demo_archive, "/about?_lang=en"))
    assert page.xpath("string(//h1)") == "About"
    assert "names no contact" in page.xpath("string(//p[@id='contact'])")
    assert "0.1.0" in page.xpath("string(//table)")


def test_what_is_to_be_filled_in_is_not_shown(demo_archive: Path, tmp_path: Path) -> None:
    tell_about(db := copy_of(demo_archive, tmp_path), replace(ABOUT, title="TO BE FILLED: title", contact="a b"))
    page = get(db, "/about?_lang=en")
    assert "TO BE FILLED" not in page
    assert html.fromstring(page).xpath("string(//p[@id='contact'])") == "Contact: a b"


def test_feeds_name_who_keeps_the_archive(told: Path) -> None:
    feed = ET.fromstring(get(told, "/feeds/new.atom"))
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == ABOUT.title
    assert feed.findtext(f"{ATOM}author/{ATOM}email") == ABOUT.contact
    assert feed.findtext(f"{ATOM}rights") == ABOUT.text_rights


def test_snapshots_name_who_keeps_the_archive() -> None:
    about = replace(ABOUT, contact="https://baishui.example/contact")
    card = json.loads(make_datapackage({}, {}, NOW, ABOUT))
    assert card["title"] == ABOUT.title
    assert card["licenses"] == [{"name": "CC0-1.0", "title": "CC0 1.0"}]
    assert card["contributors"] == [{"title": ABOUT.title, "email": ABOUT.contact, "role": "publisher"}]
    assert ABOUT.scope.replace("\n", " ") in card["description"]
    croissant = json.loads(make_croissant({}, {}, NOW, about))
    assert (croissant["license"], croissant["publisher"]["url"]) == ("CC0 1.0", about.contact)
    readme = make_readme(dict.fromkeys(("articles", "revisions", "sites"), 1), {}, NOW, ABOUT)
    assert readme.startswith(f"# {ABOUT.title}, 2026-05-01")
    assert all(text in readme for text in (ABOUT.scope, ABOUT.contact, ABOUT.text_rights, ABOUT.metadata_licence))
    assert not {"licenses", "contributors"} & {*json.loads(make_datapackage({}, {}, NOW, About()))}


@pytest.mark.parametrize(
    ("about", "said"),
    [
        (None, "archive.toml: is not there, and a public host must tell"),
        (replace(ABOUT, scope="TO BE FILLED: what"), "leaves open [about] scope, and"),
        (replace(ABOUT, text_rights="", title=" "), "leaves open [about] title, text_rights, and"),
        (
            replace(ABOUT, contact="you@example.org"),
            '[about] contact: "you@example.org" is on a host that reaches nobody',
        ),
    ],
)
def test_a_public_host_is_refused_while_something_is_open(
    demo_archive: Path, tmp_path: Path, about: About | None, said: str
) -> None:
    db = copy_of(demo_archive, tmp_path)
    if about:
        tell_about(db, about)
    done = archive("serve", "--port", "0", "--db", db, "--public-url", "https://news.baishui.example/")
    assert (done.returncode, done.stderr.count("\n"), done.stdout) == (2, 1, "")
    assert said in done.stderr
    assert "`archive init --db" in done.stderr
