"""Whether everybody can read the pages: axe, and what it does not see, in a real browser."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.helpers.browsers import browsing

WIDTHS = (320, 390, 1280)
SCHEMES = ("light", "dark")
# Text that is Chinese and in no language, or English and in Chinese: what a screen reader would read out wrongly.
MISREAD = """() => {
  const chinese = /[\\u4e00-\\u9fff]{2,}/, walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const text = walker.currentNode.data.trim(), parent = walker.currentNode.parentElement;
    if (!text || parent.closest("script, style, textarea, code, pre, title, .digest, .CodeMirror, .cm-editor")) continue;
    const lang = parent.closest("[lang]").getAttribute("lang");
    if (chinese.test(text) && !lang.startsWith("zh")) found.push(`${lang}: ${text.slice(0, 40)}`);
  }
  return found;
}"""
# Links and buttons smaller than 24 by 24 px that are no part of a sentence (WCAG 2.2, 2.5.8).
SMALL = """() => [...document.querySelectorAll("button, summary, input, select, .button, nav a, .pages a, .chips a")]
  .map(e => [e, e.getBoundingClientRect()])
  .filter(([e, r]) => r.width && r.height && !e.matches("[type=hidden], .skip, [type=checkbox], [type=radio]"))
  .filter(([e, r]) => r.height < 23.5 || r.width < 23.5).map(([e, r]) => `${e.outerHTML.slice(0, 80)} ${r.height}`)"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsing() as browser:
        yield browser


def list_paths(db: Path) -> list[str]:
    """A path of each kind of page."""
    with closing(sqlite3.connect(db)) as connection, connection:
        (edited,) = connection.execute("SELECT article_id FROM events WHERE kind = 'edited' LIMIT 1").fetchone()
        (gone,) = connection.execute("SELECT id FROM articles WHERE state = 'gone'  LIMIT 1").fetchone()
        (site,) = connection.execute("SELECT name FROM sites LIMIT 1").fetchone()
    words = quote("湿地")
    return [
        "", f"archive/search?q={words}", "archive/search", f"archive/search?q={words}+{quote('没有的词')}",
        f"archive/search?q={words}&state=live&since=2020-01-01", f"archive/articles/{gone}", f"archive/articles/{edited}?revision=1",
        f"archive/articles/{edited}?q={words}&at=1", f"archive/articles/{edited}/history", "archive/changes?kind=edited&kind=gone",
        "archive/articles", f"archive/articles?section={quote('要闻')}&_facet=source_name", f"archive/sites/{quote(site)}", "archive/sites",
        f"archive/trends?q={words}", "archive/clusters", "archive/compare", "archive/images", "archive/removed", "archive/problems",
        "archive/runs", "archive/revisions/1", "archive/fetches", "studies", "studies/edits-by-month", "studies/hours", "queries", "about",
        "downloads", "archive", "archive?sql=select+id,title+from+articles+limit+3", "archive?sql=select+x", "archive/nothing",
    ]  # fmt: skip


@pytest.fixture(scope="module")
def opened(browser: Browser, aged_web: str, aged_archive: Path) -> Iterator[dict[str, Page]]:
    """The pages by their paths, each open in a tab of its own, in English."""
    context = browser.new_context(bypass_csp=True, locale="en-GB")
    tabs = {path: context.new_page() for path in list_paths(aged_archive)}
    for path, tab in tabs.items():
        tab.goto(aged_web + path)
    yield tabs
    context.close()


@pytest.mark.parametrize("scheme", SCHEMES)
def test_no_page_is_wider_than_its_screen_and_dark_is_dark(opened: dict[str, Page], scheme: str) -> None:
    wide = []
    for path, page in opened.items():
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 844})
            if page.evaluate("document.documentElement.scrollWidth - innerWidth") > 0:
                wide.append((path, width))
        paper = page.evaluate("getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)[0]")
        assert (paper < 60) == (scheme == "dark"), path
    assert not wide, "\n".join(map(str, wide))


@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_nothing(opened: dict[str, Page], scheme: str) -> None:
    """On a screen in the light, on a telephone in the dark."""
    found = {}
    for path, page in opened.items():
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.set_viewport_size({"width": 1280 if scheme == "light" else 390, "height": 844})
        options = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
        violations = Axe().run(page, options=options).response["violations"]
        if violations:
            found[path] = [(each["id"], [node["html"][:120] for node in each["nodes"]][:3]) for each in violations]
    assert not found, "\n".join(f"{path}: {told}" for path, told in found.items())


def test_every_text_is_in_its_language(opened: dict[str, Page]) -> None:
    found = {path: page.evaluate(MISREAD) for path, page in opened.items()}
    wrong = {path: texts for path, texts in found.items() if texts}
    assert not wrong, "\n".join(f"{path}: {texts}" for path, texts in wrong.items())


def test_what_is_to_be_pressed_is_large_enough(opened: dict[str, Page]) -> None:
    found = {}
    for path, page in opened.items():
        page.set_viewport_size({"width": 390, "height": 844})
        if small := page.evaluate(SMALL):
            found[path] = small
    assert not found, "\n".join(f"{path}: {told}" for path, told in found.items())
