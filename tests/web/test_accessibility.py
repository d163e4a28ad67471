"""Whether everybody can read the pages: axe, and what it does not see, in a real browser."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

import opencc
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.helpers.browsers import browsing

WIDTHS = (320, 390, 1280)
# In dark, where the markup is the same, only what depends on colours, and on a telephone on sizes
RULES = {"light": None, "dark": {"type": "rule", "values": ["color-contrast", "target-size", "link-in-text-block"]}}
# Names in Latin letters that are no English
NAMES = ("JSON Lines", "Python, pandas", "Python, polars")

# What a screen reader would read out wrongly: text and words of attributes that are Chinese and in no language of
# Chinese, or English and in Chinese; and strings of the interface (they have their language from the page).
SPOKEN = r"""() => {
  const chinese = /[\u3400-\u9fff]/, english = /[A-Za-z]{3,}[ ,]+[A-Za-z]{2,}/, wrong = [], own = [];
  const judge = (text, element) => {
    const owner = element.closest("[lang]"), lang = owner.getAttribute("lang");
    if (chinese.test(text) && !lang.startsWith("zh")) wrong.push(`${lang}: ${text.slice(0, 60)}`);
    if (!chinese.test(text) && english.test(text) && !text.includes("://") && lang.startsWith("zh"))
      wrong.push(`${lang}: ${text.slice(0, 60)}`);
    if (owner === document.documentElement) own.push(text);
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.data.trim(), parent = walker.currentNode.parentElement;
    if (text && !parent.closest("script, style, textarea, code, pre, title, .digest, .CodeMirror")) judge(text, parent);
  }
  for (const name of ["title", "aria-label", "alt", "placeholder"])
    for (const element of document.body.querySelectorAll(`[${name}]`)) judge(element.getAttribute(name), element);
  return [wrong, own];
}"""
# Links and buttons smaller than 24 by 24 px that are no part of a sentence (WCAG 2.2, 2.5.8).
SMALL = """() => [...document.querySelectorAll("button, summary, input, select, .button, nav a, .pages a, .chips a")]
  .map(e => [e, e.getBoundingClientRect()])
  .filter(([e, r]) => r.width && r.height && !e.matches("[type=hidden], .skip, [type=checkbox], [type=radio]"))
  .filter(([e, r]) => r.height < 23.5 || r.width < 23.5).map(([e, r]) => `${e.outerHTML.slice(0, 80)} ${r.height}`)"""
# Headings that skip a level, pages without one of the first, fields without a name
UNNAMED = """() => {
  const levels = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].map(e => [Number(e.tagName[1]), e]);
  const skipped = levels.filter(([n], at) => n > (at ? levels[at - 1][0] : 0) + 1);
  const fields = [...document.querySelectorAll("input:not([type=hidden]), select, textarea")]
    .filter(e => ![...e.labels].some(label => label.textContent.trim()) && !e.ariaLabel && !e.hasAttribute("aria-labelledby"));
  const first = levels.filter(([n]) => n === 1).length;
  return [...skipped.map(([n, e]) => e.outerHTML.slice(0, 80)), ...fields.map(e => e.outerHTML.slice(0, 80)),
    ...(first === 1 ? [] : [`${first} h1`])];
}"""
FOCUSED = """() => {
  const element = document.activeElement, style = getComputedStyle(element);
  return [element.outerHTML.slice(0, 80), style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2];
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsing() as browser:
        yield browser


def list_paths(db: Path) -> list[str]:
    """A path of each kind of page."""
    with closing(sqlite3.connect(db)) as connection, connection:
        (edited,) = connection.execute("SELECT article_id FROM events WHERE kind = 'edited' LIMIT 1").fetchone()
        (gone,) = connection.execute("SELECT id FROM articles WHERE state = 'gone'  LIMIT 1").fetchone()
        (cleaned,) = connection.execute(
            "SELECT article_id FROM removed JOIN revisions ON revision_id = revisions.id LIMIT 1"
        ).fetchone()
        (site,) = connection.execute("SELECT name FROM sites LIMIT 1").fetchone()
    words = quote("湿地")
    return [
        "", f"archive/search?q={words}", "archive/search", f"archive/search?q={words}+{quote('没有的词')}",
        f"archive/search?q={words}&state=live&since=2020-01-01", f"archive/articles/{gone}", f"archive/articles/{edited}?revision=1",
        f"archive/articles/{edited}?q={words}&at=1", f"archive/articles/{edited}/history", "archive/changes?kind=edited&kind=gone",
        f"archive/articles/{cleaned}?traces=1", f"archive/search/facets?q={words}&facet=source", "archive/events?_view=table",
        "archive/articles", f"archive/articles?section={quote('要闻')}&_facet=source_name", f"archive/sites/{quote(site)}", "archive/sites",
        f"archive/trends?q={words}", "archive/clusters", "archive/compare", "archive/images", "archive/removed", "archive/problems",
        "archive/runs", "archive/revisions/1", "archive/repairs", "studies", "studies/edits-by-month", "studies/sources", "queries", "about",
        "downloads", "archive?sql=select+id,title+from+articles+limit+3", "archive?sql=select+x", "archive/nothing",
    ]  # fmt: skip


@pytest.fixture(scope="module")
def seen(browser: Browser, aged_web: str, aged_archive: Path) -> dict[str, dict[str, Any]]:
    """What is found of each page, in English; each is opened once."""
    context = browser.new_context(bypass_csp=True, locale="en-GB", color_scheme="light")
    page = context.new_page()
    found: dict[str, dict[str, Any]] = {}
    for path in list_paths(aged_archive):
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": 1280, "height": 844})
        page.goto(aged_web + path)
        page.evaluate(Axe().axe_script)
        told: dict[str, Any] = {"spoken": page.evaluate(SPOKEN)[0], "unnamed": page.evaluate(UNNAMED)}
        told["axe", "light"] = run_axe(page, "light")
        page.emulate_media(color_scheme="dark")
        told["wide"] = [width for width in WIDTHS if is_wide(page, width)]
        told["paper"] = page.evaluate("getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)[0]")
        page.set_viewport_size({"width": 390, "height": 844})
        told["axe", "dark"] = run_axe(page, "dark")
        told["small"] = page.evaluate(SMALL)
        found[path] = told
    context.close()
    return found


def is_wide(page: Page, width: int) -> bool:
    page.set_viewport_size({"width": width, "height": 844})
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))


def run_axe(page: Page, scheme: str) -> list[tuple[str, list[str]]]:
    """What axe, which is in the page, has against it: the rules, and three elements each."""
    options: dict[str, Any] = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
    if rules := RULES[scheme]:
        options["runOnly"] = rules
    violations = page.evaluate("options => axe.run(options)", options)["violations"]
    return [(each["id"], [node["html"][:120] for node in each["nodes"]][:3]) for each in violations]


def check(seen: dict[str, dict[str, Any]], what: Any) -> None:
    wrong = {path: told[what] for path, told in seen.items() if told[what]}
    assert not wrong, "\n".join(f"{path}: {told}" for path, told in wrong.items())


@pytest.mark.parametrize("scheme", RULES)
def test_axe_finds_nothing(seen: dict[str, dict[str, Any]], scheme: str) -> None:
    """On a screen in the light, on a telephone in the dark."""
    check(seen, ("axe", scheme))


def test_no_page_is_wider_than_its_screen_and_dark_is_dark(seen: dict[str, dict[str, Any]]) -> None:
    check(seen, "wide")
    assert all(told["paper"] < 60 for told in seen.values())


def test_every_text_is_in_its_language(seen: dict[str, dict[str, Any]]) -> None:
    check(seen, "spoken")


def test_headings_are_in_order_and_fields_have_names(seen: dict[str, dict[str, Any]]) -> None:
    check(seen, "unnamed")


def test_what_is_to_be_pressed_is_large_enough(seen: dict[str, dict[str, Any]]) -> None:
    check(seen, "small")


def test_the_pages_in_traditional_chinese_have_nothing_simplified_and_nothing_english(
    browser: Browser, aged_web: str, aged_archive: Path
) -> None:
    convert = opencc.OpenCC("s2tw").convert
    context = browser.new_context(locale="zh-TW", java_script_enabled=True)
    page = context.new_page()
    found = {}
    for path in list_paths(aged_archive):
        answer = page.goto(aged_web + path)
        assert answer is not None and answer.status < 500, path
        assert page.evaluate("document.documentElement.lang") == "zh-Hant"
        wrong, own = page.evaluate(SPOKEN)
        wrong = [text for text in wrong if not text.endswith(NAMES)]
        if simplified := [*wrong, *(text[:60] for text in own if convert(text) != text)]:
            found[path] = simplified
    context.close()
    assert not found, "\n".join(f"{path}: {told}" for path, told in found.items())


def test_keys_reach_everything_and_show_where_they_are(browser: Browser, aged_web: str) -> None:
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    for path in ("archive/articles/1", "archive/search?q=" + quote("湿地"), "archive/changes"):
        page.goto(aged_web + path)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.matches('.skip')"), path
        assert page.locator(".skip").bounding_box()["x"] >= 0  # type: ignore[index]
        for _ in range(30):
            said, is_visible = page.evaluate(FOCUSED)
            assert is_visible, f"{path}: {said}"
            page.keyboard.press("Tab")
        page.locator(".skip").focus()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('main') !== null"), path
    page.goto(aged_web + "archive/changes")
    assert page.locator("nav.links [aria-current=page]").inner_text() == "Changes"
    context.close()


def test_the_menu_of_a_column_and_the_editor_are_left_by_keys(browser: Browser, aged_web: str) -> None:
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    page.goto(aged_web + "archive/events?_view=table")
    button, menu = page.get_by_role("button", name="Kind: menu of the column"), page.locator("body > .dropdown-menu")
    button.press("Enter")
    assert menu.is_visible() and button.get_attribute("aria-expanded") == "true"
    assert page.locator(":focus").inner_text() == "Sort ascending"
    page.keyboard.press("ArrowDown")
    assert page.locator(":focus").inner_text() == "Sort descending"
    page.keyboard.press("Escape")
    assert not menu.is_visible() and button.get_attribute("aria-expanded") == "false"
    assert page.evaluate("document.activeElement.matches('.column-menu')")
    button.locator("svg").click()
    assert menu.is_visible() and button.get_attribute("aria-expanded") == "true"
    page.goto(aged_web + "queries")
    editor = page.locator(".CodeMirror textarea")
    for key in ("Tab", "Shift+Tab"):
        editor.focus()
        assert page.evaluate("document.activeElement.closest('.CodeMirror') !== null")
        page.keyboard.press(key)
        assert page.evaluate("document.activeElement.closest('.CodeMirror') === null"), key
    context.close()


def test_why_something_was_removed_is_text(browser: Browser, aged_web: str, aged_archive: Path) -> None:
    (path,) = (path for path in list_paths(aged_archive) if "traces" in path)
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    page.goto(aged_web + path)
    for each in page.locator(".traces del").all():
        told = each.locator("xpath=following-sibling::small")
        assert told.is_visible() and told.inner_text()
        assert each.locator("xpath=..").get_attribute("title") == told.text_content()
    assert page.locator(".traces del").count()
    context.close()
