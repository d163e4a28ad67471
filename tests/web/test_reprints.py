"""What readers see of copies: on the page of an article, of a text through its copies, and of two articles compared."""

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import opencc
import pytest

from tests.helpers.browsers import browsing
from tests.helpers.programs import archive
from tests.helpers.servers import serving
from tests.web.test_web_pages import get

LEAD = "清淀市水务局十六日说，望海渠的清淤已经过半，预计下月底全线通水。"
SECOND = "这条渠长十九公里，沿岸有四个镇，三万多亩稻田靠它灌溉。"
THIRD = "去年夏天的大水冲坏了两处闸门，渠里积了半米多深的泥沙。"
FOURTH = "施工队分成三班，白天挖泥，夜里运土，挖出的泥沙用来填平旧砖窑的土坑。"
FIFTH = "住在渠边的老农说，水来得早，秧就插得早，一年的收成也就有了指望。"
LAST = "水务局还打算在渠上装十二个水位计，每隔十分钟把读数送到调度室。"
STORY = "\n\n".join((LEAD + SECOND, THIRD + FOURTH, FIFTH, LAST))
HOSTILE = "望海渠<script>alert(1)</script>&\"'清淤过半"
TITLE = "望海渠清淤过半"
ROUND_UP = "".join(f"第{n}件事在城{way}边，与水渠没有关系，只是同一天发生。" for n, way in zip("二三四五六七", "东南西北中外", strict=True))  # fmt: skip
ARTICLES = (
    ("http://ribao.example/1.html", TITLE, STORY, "2024-04-16T08:00:00+08:00", "清淀日报"),
    ("http://wang.example/2.html", TITLE, STORY, "2024-04-16T10:10:00+08:00", "清淀日报"),
    ("http://wanbao.example/3.html", "清淤过半 下月通水", STORY, "2024-04-17", "清淀日报"),
    ("http://menhu.example/4.html", HOSTILE, STORY.replace(f"\n\n{FIFTH}", ""), "2024-04-19T09:00:00+08:00", "清淀日报"),
    ("http://xian.example/5.html", TITLE, opencc.OpenCC("s2t").convert(STORY.replace("半米多深", "一米多深") + "本縣也將派人幫忙。"), "2024-04-16T08:30:00+08:00", "清淀日報"),
    ("http://menhu.example/6.html", "一周要闻", f"{LEAD}{SECOND}{THIRD}\n\n{ROUND_UP}", "2024-04-20T09:00:00+08:00", None),
)  # fmt: skip


def make_copies(folder: Path) -> Path:
    """Make an archive of a text, its copies and an excerpt of it. What says who was first is put in."""
    db, file = folder / "archive.db", folder / "articles.jsonl"
    names = ("url", "title", "text", "published_at", "source_name")
    lines = (json.dumps(dict(zip(names, article, strict=True)), ensure_ascii=False) for article in ARTICLES)
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert archive("import", file, "--db", db).returncode == 0
    with closing(sqlite3.connect(db, isolation_level=None)) as connection:
        connection.execute(
            "UPDATE sites SET publisher = upper(substr(name, 1, 1)) || '<b>' WHERE name = 'menhu.example'"
        )
        connection.execute(
            "UPDATE clusters SET origin = '清淀日报', conflict = ?",
            (json.dumps({"kind": "name", "article_id": 5, "name": "<i>县报"}),),
        )
        connection.executemany(
            "INSERT INTO evidence VALUES (?, ?, ?, '清淀日报')",
            [(1, "dateline", "本报清淀4月16日电"), (4, "link", "javascript:alert(2)")],
        )
        connection.execute("UPDATE articles SET state = 'gone' WHERE id IN (1, 3)")
        connection.execute("UPDATE runs SET command = 'crawl'")  # what was only imported is told to be nowhere still
        connection.execute("UPDATE fetches SET sighting = 1")
        connection.execute("UPDATE articles SET url = 'javascript:alert(3)' WHERE id = 4")
    return db


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address at which the archive with the copies is served."""
    with serving(make_copies(tmp_path_factory.mktemp("copies"))) as address:
        yield address


def read_page(address: str, language: str = "en") -> str:
    """A page as a browser shows it: without tags, spaces as one."""
    status, _, markup = get(address, Accept_Language=language)
    assert status == 200
    assert "<script>alert" not in markup
    assert 'href="javascript:' not in markup
    body = re.sub(r"<(style|svg|head)\b.*?</\1>", " ", markup, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", body))


def test_an_article_says_whose_copy_it_is(copies: str) -> None:
    said = read_page(f"{copies}archive/articles/2")
    assert f"Copy of {TITLE} (by 清淀日报), 2 hours later, verbatim" in said
    assert "original · ribao.example · 16 Apr 2024 08:00 UTC+8 · gone from its site" in said
    assert "xian.example · 16 Apr 2024 08:30 UTC+8 · 30 minutes later · edited · live" in said
    assert "wanbao.example · 17 Apr 2024 · 1 day later · retitled · gone from its site" in said
    assert "M&lt;b&gt; · 19 Apr 2024 09:00 UTC+8 · 3 days later · cut · live" in said
    assert "it was published first; it names 清淀日报 as its source itself; 3 others name 清淀日报." in said
    assert "The evidence disagrees: another article names &lt;i&gt;县报." in said
    assert "一周要闻 M&lt;b&gt; · 20 Apr 2024 09:00 UTC+8 · excerpt" in said
    assert "wang.example" not in said.partition("Same text elsewhere")[2].partition("Cite")[0]


def test_an_original_and_an_excerpt_say_so_too(copies: str) -> None:
    gone = read_page(f"{copies}archive/articles/1")
    assert "Original of 4 copies, on 5 sites in all" in gone
    alive = "The same text is still at xian.example (Original page), wang.example (Original page), M&lt;b&gt;."
    assert alive in gone  # the address of the last one is no address of the web
    excerpt = read_page(f"{copies}archive/articles/6")
    assert "Copy of" not in excerpt
    assert f"excerpt: {TITLE} (by ribao.example)" in excerpt
    assert f"Whose text this article has {TITLE} ribao.example" in excerpt
    assert "原文，被转载 4 次，共 5 个站点" in read_page(f"{copies}archive/articles/1", "zh")


def test_a_text_is_shown_through_all_its_copies(copies: str) -> None:
    said = read_page(f"{copies}archive/clusters/1")
    assert "5 articles 5 sites Source: 清淀日报" in said
    assert "xian.example 16 Apr 2024 08:30 UTC+8 30 minutes later edited – 8 (1) 25 (1) live" in said
    assert "本报清淀4月16日电 → 清淀日报" in said
    assert f"left out (1 sentence) {FIFTH}" in said
    assert "changed (1 sentence) 去年夏天的大水沖壞了兩處閘門，渠裏積了半一米多深的泥沙。" in said
    markup = get(f"{copies}archive/clusters/1")[2]
    assert markup.count("<circle") == 5
    assert read_page(f"{copies}archive/clusters?sort=newest").count("5 articles · 5 sites") == 1
    assert get(f"{copies}archive/clusters/7")[0] == 404
    assert get(f"{copies}archive/clusters?page=2")[0] == 404
    assert get(f"{copies}archive/clusters/1?page=2")[0] == 404


def test_pages_lead_from_a_text_to_its_study_and_from_its_history_to_the_copies(copies: str) -> None:
    assert 'href="/studies/one-text?article=1"' in get(f"{copies}archive/clusters/1")[2]
    study = read_page(f"{copies}studies/one-text?article=5")
    assert "xian.example 16 Apr 2024 08:30 UTC+8 0.5 h edited 0 8 25 live" in study
    history = get(f"{copies}archive/articles/1/history")[2]
    assert 'href="/archive/articles/5"' in history
    assert 'href="/archive/compare?a=1&amp;b=5"' in history


@pytest.mark.parametrize("view", ["sides", "inline"])
def test_two_articles_are_compared_in_their_own_scripts(copies: str, view: str) -> None:
    address = f"{copies}archive/compare?a=1&b=5&view={view}"
    assert "added: 8 characters (1 sentence) · changed: 25 characters (1 sentence)" in read_page(address)
    markup = get(address)[2]
    assert re.findall("<del>(.*?)</del>", markup) == ["半"]
    assert re.findall("<ins>(.*?)</ins>", markup) == ["一", "本縣也將派人幫忙。"]
    assert re.findall('<input [^>]*name="([ab])"', get(f"{copies}archive/compare?a=&b=")[2]) == ["a", "b"]
    assert get(f"{copies}archive/compare?a=1")[0] == get(f"{copies}archive/compare?a=1&b=99")[0] == 404


def test_on_a_telephone_two_texts_are_one_unless_it_is_asked_for_both(copies: str) -> None:
    shown = {}
    with browsing() as browser:
        for width in (390, 1280):
            page = browser.new_page(viewport={"width": width, "height": 800})
            for view in ("", "&view=sides"):
                page.goto(f"{copies}archive/compare?a=1&b=5{view}")
                page.wait_for_load_state()
                page.wait_for_url(re.compile("view=inline" if width == 390 and not view else "b=5"))
                shown[width, view] = page.locator("article.diff").count()
    assert shown == {(390, ""): 1, (390, "&view=sides"): 2, (1280, ""): 2, (1280, "&view=sides"): 2}


def test_a_copy_is_compared_with_the_version_that_it_copied(tmp_path: Path) -> None:
    db, file = tmp_path / "archive.db", tmp_path / "articles.jsonl"
    edited = f"{STORY}\n\n通水的日子后来改到了下月初。"
    for text, (url, title, _, at, source) in ((STORY, ARTICLES[0]), (edited, ARTICLES[0]), (STORY, ARTICLES[1])):
        file.write_text(
            json.dumps({"url": url, "title": title, "text": text, "published_at": at, "source_name": source})
        )
        assert archive("import", file, "--db", db).returncode == 0
    with serving(db) as address:
        said = read_page(f"{address}archive/compare?a=1&b=2")
        assert "verbatim 2 hours later all sentences are the same" in said
        assert "Version 1" in said
        assert "it has a newer one" in said
        assert "verbatim · live or not: not known" in read_page(f"{address}archive/articles/1")  # it was only imported


def test_searches_mark_copies_and_tables_of_them_come_out(copies: str) -> None:
    assert "5 articles with this text" in read_page(f"{copies}archive/search?q={quote('闸门')}")
    status, _, body = get(f"{copies}archive/download/relations.csv?kind=cut")
    assert (status, len(body.splitlines())) == (200, 2)
    for path in ("relations?_facet=kind", "evidence", "source_names", "relations/2,1", "clusters.json"):
        assert get(f"{copies}archive/{path}")[0] == 200
    assert "shingles" not in get(f"{copies}archive")[2]
