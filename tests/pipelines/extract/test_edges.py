"""The edges of a text that a profile found, and lists that are no article."""

import csv
import gzip
import json

import pytest

from cundang.model.errors import RefusedError
from exchange.importer import read_file
from pipelines.extract.generic import read_generic
from pipelines.extract.tree import Drop, parse, read_content
from pipelines.extract.trim_links import trim_links
from pipelines.line import Reader
from scrapers.sites import publishers
from tests.helpers.pages import NOW
from tests.helpers.paths import shared

TOLD = "<p>渡口清晨复航，第一班船载着二十名学生过江。</p>"
LINK = '<p><a href="/a/1.html">码头将建新的候船室</a></p>'


def edges(markup: str) -> list[str]:
    content = read_content(parse(f"<body>{markup}</body>"), Drop())
    return [paragraph.text for paragraph in trim_links(content.paragraphs)]


@pytest.mark.parametrize(
    "furniture",
    [
        LINK,
        f"<h3>相关新闻：</h3>{LINK}{LINK}",
        '<p>推荐阅读</p><p><a href="/1">船票涨价</a> <a href="/2">江面起雾</a></p><p>公司新闻</p>' + LINK,
        '<p>此前报道：<a href="/1.html">渡口因大雾停航三日，学生绕行二十公里</a></p>',
        '<a href="/2.html"><p>链接里的一段</p><p>链接里的另一段</p></a>',
        '<p>[1] <a href="/1_2.html">[2]</a> <a href="/1_3.html">[3]</a> <a href="/1_2.html">下一页</a></p>',
    ],
)
def test_links_at_an_edge_are_no_text(furniture: str) -> None:
    assert edges(TOLD + furniture) == [TOLD[3:-4]]
    assert edges(furniture + TOLD) == [TOLD[3:-4]]
    assert len(edges(TOLD + furniture + TOLD)) > 2, "in the midst of a text they are what it says"


def test_the_legend_of_a_box_is_a_paragraph() -> None:
    assert edges(f"{TOLD}<fieldset><legend>船期</legend>早六点</fieldset>")[1:] == ["船期", "早六点"]


@pytest.mark.parametrize(
    "text",
    [
        '<p><a href="/files/1.docx">渡口管理办法</a></p>',
        '<p>附件：<a href="/1.html">渡口管理办法</a></p>',
        '<p>责任编辑：<a href="/people/7">江一舟</a></p>',
        '<p><a href="/1.html">全文是一个链接的句子也是句子。</a></p>',
        '<p><a href="http://dukou.example/">http://dukou.example/</a></p>',
        '<p><a href="#note">渡口的注释</a></p>',
        "<p>渡口新闻</p>",
        "<p>2019年9月7日</p>",
    ],
)
def test_what_stays_though_it_looks_like_it(text: str) -> None:
    assert len(edges(TOLD + text)) == 2


def test_a_date_above_links_is_no_heading() -> None:
    assert edges(f"{TOLD}<p>2019年9月7日</p>{LINK}{LINK}")[-1] == "2019年9月7日"


def test_a_text_of_links_alone_stays() -> None:
    assert len(edges(LINK + LINK)) == 2


# What no rule of ours tells from an article: answers to a search, each of them a whole text.
NOT_TOLD = {"misc_gerapy/gerapy_zhihu_search_result.html.gz"}


def test_no_list_is_taken_for_an_article() -> None:
    pages = shared("pages/MANIFEST.tsv").parent
    with (pages / "MANIFEST.tsv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    lists = {row["path"] for row in rows if row["kind"].startswith("list")}
    assert len(lists) == 36
    taken = set()
    for path in lists:
        try:
            Reader(publishers()).read([read_file(pages / path, pages, NOW)])
        except RefusedError:
            continue
        taken.add(path)
    assert taken == NOT_TOLD


def test_no_article_is_taken_for_a_list() -> None:
    taken = []
    for corpus in ("magic_zh", "zyte", "magic_nonzh"):
        folder = shared(f"corpora/{corpus}/gold.jsonl").parent
        for line in (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines():
            gold = json.loads(line)
            if not gold.get("text"):  # a page of the front page, served at the address of an article
                continue
            page = gzip.decompress((folder / "pages" / f"{gold['id']}.html.gz").read_bytes())
            if reason := read_generic(parse(page.decode("utf-8", "replace")), gold["url"]).listing:
                taken.append((gold["url"], reason))
    assert taken == []
