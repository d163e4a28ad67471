"""The reading room in a real browser: headless Chromium, driven over its DevTools protocol."""

import re
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page

from cundang.search.fold import load_fold
from cundang.search.tokenize import TOK_VERSION, tokenize
from tests.helpers.browsers import browsing
from tests.helpers.servers import serving


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsing() as browser:
        yield browser


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that notes what a policy refused and what a script threw."""
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if "Content Security Policy" in said.text else None)
    yield page
    context.close()
    assert complaints == []


def test_a_reader_finds_reads_and_cites(page: Page, aged_web: str) -> None:
    """In the other script than the article's, by keyboard alone."""
    page.goto(aged_web)
    page.wait_for_function("document.activeElement.name === 'q'")  # the search box takes the focus
    page.keyboard.type("濕地公園")
    page.keyboard.press("Enter")
    page.wait_for_url("**/archive/search?q=*")
    assert page.locator("ol.results mark").first.inner_text() == "湿地公园"
    title = page.locator("ol.results h3 a").first.inner_text()
    page.locator("ol.results h3 a").first.click()
    page.wait_for_url("**/archive/articles/*")
    assert page.locator("h1").inner_text() == title
    page.locator("a[href='#cite']").first.click()  # unfolds it
    assert title in page.locator(".citation").first.inner_text()
    text = page.locator(".text")
    size, leading, indent = (text.evaluate(f"e => parseFloat(getComputedStyle({where}).{name})") for where, name in (("e", "fontSize"), ("e", "lineHeight"), ("e.querySelector('p')", "textIndent")))  # fmt: skip
    assert leading == pytest.approx(1.9 * size, rel=0.01)
    assert indent == pytest.approx(2 * size, rel=0.01)
    assert text.evaluate("e => e.clientWidth") <= 40.5 * size
    page.locator(".tools a[href$='/history']").click()
    page.wait_for_url("**/history")


def test_the_language_switch(page: Page, aged_web: str) -> None:
    page.goto(f"{aged_web}archive/search?q={quote('湿地')}")
    page.get_by_text("English", exact=True).click()
    page.wait_for_url("**_lang=en*")
    assert "articles" in page.locator(".holds").inner_text()
    page.goto(aged_web)
    assert page.locator("html").get_attribute("lang") == "en"


def test_datasettes_own_pages_work_under_the_policy(page: Page, aged_web: str) -> None:
    """The SQL editor and the table menus are scripts of Datasette's; the policy knows them by their digests."""
    page.goto(f"{aged_web}archive?sql=select+1+as+one")
    page.wait_for_selector(".CodeMirror")
    assert page.locator("#sql-format").is_visible()
    page.locator("#sql-format").click()
    page.locator("form.sql button[type=submit]").click()
    assert page.locator("table.rows-and-columns td").first.inner_text() == "1"
    page.goto(f"{aged_web}archive/articles?_view=table")
    page.locator("th[data-column=source_name] .dropdown-menu-icon").click()
    menu = page.locator(".dropdown-menu").last
    assert menu.is_visible()
    menu.get_by_text("按此列分组").click()
    page.wait_for_url("**_facet=source_name*")
    assert page.locator(".facet-info").count() >= 1


def test_a_download_is_a_file(page: Page, aged_web: str) -> None:
    page.goto(f"{aged_web}archive/search?q={quote('湿地')}")
    page.locator("details.menu.files summary").first.click()
    with page.expect_download() as started:
        page.locator("details.menu.files a").first.click()
    assert re.fullmatch(r"cundang-湿地-\d{4}-\d\d-\d\d\.xlsx", started.value.suggested_filename)
    assert zipfile.is_zipfile(started.value.path())


# Scripts that a hostile page may hide in any of its fields. Each calls mark(), and none may.
EVENTS = ("onerror", "onload", "onfocus", "onmouseover", "ontoggle", "onanimationstart", "onpointerenter", "onbegin")
TAGS = ("img src=x", "svg", "body", "input autofocus", "details open", "video src=x", "iframe src=x", "marquee", "object data=x", "audio src=x")  # fmt: skip
PAYLOADS = [
    *(f"<{tag} {event}=mark()>" for tag in TAGS for event in EVENTS),
    "<script>mark()</script>", "</script><script>mark()</script>", "</title><script>mark()</script>", "</textarea><script>mark()</script>",
    "</style><script>mark()</script>", "--><script>mark()</script>", "]]><script>mark()</script>", "<ScRiPt>mark()</sCrIpT>",
    "<script src=data:text/javascript,mark()></script>", "<svg><script>mark()</script></svg>", "<math><mtext></mtext><script>mark()</script>",
    "javascript:mark()", "JaVaScRiPt:mark()", "java\tscript:mark()", " javascript:mark()", "data:text/html,<script>mark()</script>",
    "vbscript:mark()", "\" onmouseover=mark() x=\"", "' onmouseover=mark() x='", "` onmouseover=mark()", "\"><img src=x onerror=mark()>",
    "'><img src=x onerror=mark()>", "{{ 7*7 }}{% set x = mark() %}", "${mark()}", "#{mark()}", "<%= mark() %>", "{{constructor.constructor('mark()')()}}",
    "&lt;img src=x onerror=mark()&gt;", "&#60;script&#62;mark()&#60;/script&#62;", "\\u003cscript\\u003emark()\\u003c/script\\u003e",
    "%3Cscript%3Emark()%3C/script%3E", "<a href=javascript:mark() id=x autofocus onfocus=mark()>x</a>", "<form action=javascript:mark()><button>x",
    "<base href=//evil.example/>", "<meta http-equiv=refresh content='0;url=javascript:mark()'>", "<link rel=stylesheet href=javascript:mark()>",
    "<style>@import 'javascript:mark()'</style>", "<div style='background:url(javascript:mark())'>", "<template><script>mark()</script></template>",
    "<img src=`javascript:mark()`>", "<iframe srcdoc='<script>parent.mark()</script>'>", "\x00<script>mark()</script>", "＜script＞mark()＜/script＞",
    "<mark onmouseover=mark()>", "\u202e<script>mark()</script>", "*/mark()/*", "';mark();//", "\";mark();//", "</a><script>mark()</script>",
]  # fmt: skip

# What could run in a page that the browser has read and not shown, which is quicker: an article has no script but those
# of ours in files, and data.
ACTIVE = """html => [...new DOMParser().parseFromString(html, "text/html").querySelectorAll("*")].filter(e =>
  e.matches("script:not([src^='/']):not([type='application/ld+json']), iframe, object, embed, base, meta[http-equiv], svg script")
  || [...e.attributes].some(a => a.name.startsWith("on") || a.name === "srcdoc" || a.name === "style"
    || /^[\\s\\x00-\\x1f]*(javascript|vbscript|data):/i.test(a.value) && /^(href|src|action|formaction)$/.test(a.name))
).map(e => e.outerHTML.slice(0, 200))"""


@pytest.fixture(scope="module")
def hostile(aged_archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The demo archive with a payload in every field of an article, one article a payload."""
    copy = tmp_path_factory.mktemp("hostile") / "archive.db"
    with closing(sqlite3.connect(aged_archive)) as connection, connection:
        connection.execute("VACUUM INTO ?", (str(copy),))
    with closing(sqlite3.connect(copy)) as db, db:
        fold = load_fold(db)
        for number, payload in enumerate(PAYLOADS, 10_000):
            text = f"恶意 {payload}\n\n{payload}"
            db.execute(
                "INSERT OR IGNORE INTO sites VALUES (?, ?, ?, ?, ?)", (payload, payload, payload, payload, payload)
            )
            row = (number, f"{payload}#{number}", payload, payload, payload, payload, text, f"2024-05-17T{payload}", payload, payload,
                   payload, payload, payload, payload, 9, payload, "gone", payload, payload, payload, number)  # fmt: skip
            db.execute("INSERT INTO articles(id, url, site, content_id, tracking_number, title, text, published_at, published_raw, source_name, author, editor, section, language, characters, sha256, state, first_seen_at, last_seen_at, changed_at, revision_id) VALUES (" + ", ".join("?" * 21) + ")", row)  # fmt: skip
            for revision in (1, 2):
                db.execute("INSERT INTO revisions(id, article_id, number, fetched_at, title, text, published_at, source_name, author, editor, sha256, extractor, found, warc_file, warc_offset) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", (number * revision, number, revision, payload, payload * revision, text * revision, payload, payload, payload, payload, payload, payload, payload, payload, 1))  # fmt: skip
            db.execute(
                "INSERT INTO events(article_id, at, kind, detail) VALUES (?, '2099', 'edited', ?)", (number, None)
            )
            db.execute("INSERT INTO removed VALUES (?, 1, 'counter', ?, ?)", (number, payload, payload))
            db.execute("INSERT INTO repairs VALUES (?, 1, ?, ?, ?)", (number, payload, payload, payload))
            db.execute("INSERT INTO keywords VALUES (?, ?)", (number, payload))
            db.execute("INSERT INTO images VALUES (?, 1, ?, ?, ?, 1, ?, ?, 1)", (number, *[payload] * 5))
            db.execute("INSERT INTO attachments VALUES (?, 1, ?, ?, ?, 1, ?, ?, 1)", (number, *[payload] * 5))
            db.execute(
                "INSERT INTO problems(run_id, at, url, stage, reason) VALUES (1, ?, ?, ?, ?)",
                (payload, payload, payload, payload),
            )
            db.execute(
                "INSERT INTO articles_fts(rowid, title, body) VALUES (?, ?, ?)",
                (number, tokenize(payload, fold), tokenize(text, fold)),
            )
            db.execute("INSERT INTO fts_state VALUES (?, ?, ?)", (number, TOK_VERSION, payload))
        db.execute("UPDATE runs SET reason = ?, site = ?", (PAYLOADS[0], PAYLOADS[1]))
    with serving(copy) as address:
        yield address


def test_no_script_of_a_page_ever_runs(browser: Browser, hostile: str) -> None:
    assert len(PAYLOADS) >= 100
    context = browser.new_context()
    fired: list[str] = []
    context.expose_function("mark", lambda: fired.append("mark"))
    page = context.new_page()
    page.on("dialog", lambda dialog: (fired.append(dialog.message), dialog.dismiss()))
    page.goto(hostile)
    page.evaluate("mark()")
    assert fired.pop() == "mark", "the alarm itself works"
    numbers = range(10_000, 10_000 + len(PAYLOADS))
    lists = [f"archive/search?q={quote(q)}" for q in ("恶意", *PAYLOADS[::20])] + [
        "", "about", "archive/problems", "archive/articles?_facet=editor&_facet=section&_size=200", "archive/revisions?_size=200",
        f"archive/articles?editor={quote(PAYLOADS[0])}", f"archive/articles?_search={quote(PAYLOADS[83])}", "archive/keywords?_size=200",
        "archive?sql=select+*+from+articles+where+id>9999", "archive/images", "archive/removed?_size=200", "archive/sites",
    ]  # fmt: skip
    for number in numbers:
        html = context.request.get(f"{hostile}archive/articles/{number}?traces={number % 2 or ''}").text()
        assert page.evaluate(ACTIVE, html) == [], number
    assert page.evaluate(ACTIVE, f"<p>{PAYLOADS[0]}</p>"), "the look at what a page consists of sees a payload"
    for path in [*(f"archive/articles/{n}" for n in numbers[::6]), *(f"archive/articles/{n}/history" for n in numbers[::24]), *lists]:  # fmt: skip
        answer = page.goto(hostile + path, wait_until="domcontentloaded")
        assert answer is not None
        assert answer.status < 500, path
        for link in page.locator("a[href]").evaluate_all(
            "all => all.map(a => new URL(a.getAttribute('href'), location).protocol)"
        ):
            assert link in ("http:", "https:"), path
        if path in lists:
            page.evaluate(
                "for (const e of document.querySelectorAll('a, summary, mark, input')) e.dispatchEvent(new MouseEvent('mouseover'))"
            )
    assert fired == []
    for path in (
        "archive/articles/10000/raw",
        "feeds/new.atom",
        "archive/download/articles.jsonl",
        "archive/articles/10000/cite.csl",
    ):
        assert "text/html" not in (context.request.get(hostile + path).headers["content-type"])
    context.close()
