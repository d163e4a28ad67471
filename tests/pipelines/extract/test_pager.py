"""The pages of an article on layouts that no profile knows: which links are its pages', and that none is left out silently."""

from pathlib import Path

import pytest

from cundang.model.article import Article
from cundang.model.publisher import Publishers
from pipelines import line
from pipelines.extract.join import join
from pipelines.extract.pager import MOST_PAGES, _find_pager_links, find_further_pages
from pipelines.extract.tree import parse
from tests.helpers.databases import rows
from tests.helpers.loopback import answering, crawl, listing, path
from tests.helpers.pages import page
from tests.pipelines.extract.test_join import found

HOST = "http://ferry.test"
STORY = "渡口的老船工每天清晨五点把缆绳解开，先送学生过江，再送菜农去早市，三十年没有误过一班船。"


def pages(url: str, body: str, head: str = "", first: str = "") -> list[str]:
    """The pages that a page names, without their host."""
    tree = parse(f"<html><head>{head}</head><body>{body}</body></html>")
    named = find_further_pages(tree, HOST + url, HOST + first if first else "")
    assert all(address.startswith(HOST) for address in named)
    return [address.removeprefix(HOST) for address in named]


def links(*to: str) -> str:
    """Links as `text|address`."""
    return "".join(f'<a href="{href}">{text}</a> ' for text, _, href in (link.partition("|") for link in to))


@pytest.mark.parametrize(
    ("url", "body", "named"),
    [
        ("/2024/c.html", links("1|c.html", "2|c_2.html", "3|c_3.html"), ["/2024/c_2.html", "/2024/c_3.html"]),
        ("/2024/c.html", links("[2]|c-2.html", "下一页|c-2.html"), ["/2024/c-2.html"]),
        ("/2024/c.html", links("2|c_1.html", "3|c_2.html"), ["/2024/c_1.html", "/2024/c_2.html"]),
        ("/2024/c.html", links("1|c_1.html", "2|c_2.html"), ["/2024/c_2.html"]),
        ("/2024/c.html", links("第2页|c_02.html", "下頁|c_02.html"), ["/2024/c_02.html"]),
        ("/ferry-story/", links("2|/ferry-story/2/", "Next|/ferry-story/2/"), ["/ferry-story/2/"]),
        ("/ferry-story/", links("Next page|/ferry-story/page/2/"), ["/ferry-story/page/2/"]),
        ("/c.html?id=7", links("2|?id=7&page=2", "Next ›|?id=7&page=2"), ["/c.html?id=7&page=2"]),
        ("/a/index.html", links("下一页|index_2.html"), ["/a/index_2.html"]),
        ("/2024/c_12345.html", links("2|c_12345_2.html"), ["/2024/c_12345_2.html"]),
        ("/2024/c_12.html", links("2|c_12_2.html"), ["/2024/c_12_2.html"]),
    ],
)
def test_the_pages_of_an_article(url: str, body: str, named: list[str]) -> None:
    assert pages(url, body) == named


def test_the_head_or_rel_names_the_next_page() -> None:
    assert pages("/c.html", "", '<link rel="next" href="/c_2.html">') == ["/c_2.html"]
    assert pages("/c.html", '<a rel="next" href="/c_2.html">The river in winter</a>') == ["/c_2.html"]


@pytest.mark.parametrize(
    ("url", "body"),
    [
        ("/c_12345.html", links("下一页|c_12346.html", "Next|/d.html")),
        ("/c_41.html", links("下一篇|c_42.html", "Next|c_42.html", "上一页|c_40.html")),
        ("/?p=12", '<a rel="next" href="/?p=13">Next</a>'),
        ("/news/12", links("首页|/news/", "上一页|/news/11", "下一页|/news/13")),
        ("/node/12", '<a rel="next" href="/node/13">Next article</a>'),
        ("/c.html", links("2|http://other.test/c_2.html", "3|//ferry.test:81/c_3.html")),
        ("/c.html", links("2|/news/list_2.html", "下一页|/news/list_2.html")),
        ("/c.html", links("图2：渡口清晨|c_2.html")),
        ("/2024/05/12/", links("11|/2024/05/11/", "13|/2024/05/13/")),
        ("/c.html", f"<div class=comment-list><div>{links('2|?page=2')}</div></div>"),
        ("/c.html", links("2|javascript:go(2)", "3|#3", "4|http://[", "5|")),
        ("/ferry/", '<a rel="next" href="/ferry-2/">The ferry, again</a>'),
        ("/", links("2|/2", "下一页|/2")),
    ],
)
def test_another_article_is_no_page(url: str, body: str) -> None:
    assert pages(url, body) == []


def test_a_page_that_has_a_number_names_the_others() -> None:
    assert pages("/c_2.html", links("1|c.html", "3|c_3.html")) == ["/c.html", "/c_3.html"]
    assert pages("/c?page=1", links("2|?page=2", "下一页|?page=2")) == ["/c?page=2"]
    assert pages("/c_3.html", links("Next|c_4.html")) == []  # it may be the number of an article
    assert pages("/c_3.html", links("Next|c_4.html"), first="/c.html")[-1] == "/c_4.html"
    assert pages("/c_2.html", links("上一页|c.html"), first="/c.html") == ["/c.html"]
    assert pages("/c_2.html", links("首页|/", "上一页|d.html"), first="/c.html") == []


def test_a_gap_between_the_numbers_is_noticed() -> None:
    assert pages("/c.html", links("2|c_2.html", "5|c_5.html")) == [f"/c_{n}.html" for n in (2, 3, 4, 5)]


def test_ten_thousand_page_links_are_bounded() -> None:
    named = pages("/c.html", links(*(f"{n}|c_{n}.html" for n in range(2, 1000)), *["999|c_999.html"] * 9000))
    assert named == [f"/c_{n}.html" for n in range(2, MOST_PAGES + 2)]
    assert pages(f"/{'c_2' * 3000}.html", links("2|?page=2")) == []


def test_pages_are_joined_by_their_numbers_not_as_they_came() -> None:
    addresses = [f"{HOST}/c{n}.html" for n in ("", "_3", "_10", "_2")]
    assert join(addresses, [found(text) for text in "甲丙丁乙"]).text == "甲\n\n乙\n\n丙\n\n丁"
    assert join([f"{HOST}/b.html", *addresses[1:]], [found(text) for text in "甲丙丁乙"]).text.startswith("甲\n\n丙")


def story(number: int, pager: str, count: int = 8) -> str:
    told = "".join(f"<p>第{number}页第{n}段。{STORY}</p>" for n in range(count))
    return (
        f"<html><head><title>渡口的三十年</title></head><body><h1>渡口的三十年</h1><div>{told}</div>"
        f"<div>{pager}</div></body></html>"
    )


def test_one_page_alone_is_partial_and_all_together_are_not() -> None:
    first = page(story(1, links("2|c_2.html")), url=f"{HOST}/c.html")
    brief = page(
        story(2, f"<p>渡口的船明天照常开，票价不变，学生仍旧免费过江，船工说。</p>{links('1|c.html')}", count=0),
        url=f"{HOST}/c_2.html",
    )
    second = page(story(2, links("1|c.html"), count=1), url=f"{HOST}/c_2.html")
    stranger = page(story(9, links("首页|/")), url=f"{HOST}/c_2.html")
    alone = _reader().read([first])
    assert alone.extractor == "generic"
    assert alone.doubts == (f"partial: without {HOST}/c_2.html",)
    whole = _reader().read([first, second])
    assert whole.doubts == ()
    assert whole.text.index("第1页第7段") < whole.text.index("第2页第0段")
    refused = _reader().try_read([first, stranger])
    assert isinstance(refused, Article)
    assert refused.missing_pages == (f"{HOST}/c_2.html",)
    assert "第9页" not in refused.text
    assert refused.following([first, stranger]) is None
    assert _reader().read([first, brief]).text.endswith("渡口的船明天照常开，票价不变，学生仍旧免费过江，船工说。")


def _reader() -> line.Reader:
    return line.Reader(Publishers())


def test_the_crawler_fetches_the_pages_and_tells_of_one_that_is_not_there(tmp_path: Path) -> None:
    names = [path(1), *(path(1).replace(".htm", f"_{n}.htm") for n in (2, 3, 4))]
    pager = links(*(f"{n}|{name}" for n, name in enumerate(names, 1) if n != 3))
    answers = {
        name: (200, {"Content-Type": "text/html; charset=utf-8"}, story(n, pager).encode())
        for n, name in enumerate(names, 1)
    }
    with answering({"/": listing(names[:1]), **answers}) as server:
        crawl(server, tmp_path / "a.db")
    ((text, extractor),) = rows(
        tmp_path / "a.db", "SELECT a.text, r.extractor FROM articles a JOIN revisions r ON r.article_id = a.id"
    )
    assert extractor == "generic"
    assert [text.index(f"第{n}页第0段") for n in (1, 2, 3, 4)] == sorted(
        text.index(f"第{n}页第0段") for n in (1, 2, 3, 4)
    )
    assert rows(tmp_path / "a.db", "SELECT reason FROM problems WHERE reason LIKE '%partial%'") == []
    del answers[names[2]]
    with answering({"/": listing(names[:1]), **answers}) as server:
        crawl(server, tmp_path / "b.db")
        address = server.address[:-1] + names[2]
    told = {reason for (reason,) in rows(tmp_path / "b.db", "SELECT reason FROM problems")}
    assert any(reason.startswith("partial: without") and address in reason for reason in told), told


def test_where_links_lead_on_the_pages_are_no_articles_of_their_own(tmp_path: Path) -> None:
    names = [path(1), path(1).replace(".htm", "_2.htm")]
    pager = links(*(f"{n}|{name}" for n, name in enumerate(names, 1)), f"渡口的冬天|{path(2)}")
    head = {"Content-Type": "text/html; charset=utf-8"}
    answers = {name: (200, head, story(n, pager).encode()) for n, name in enumerate(names, 1)}
    answers[path(2)] = 200, head, story(3, "").replace("三十年", "冬天").encode()
    with answering({"/": listing(names[:1]), **answers}) as server:
        crawl(server, tmp_path / "a.db", kind="Links", declared={"article": r"/c_\d+(?:_\d)?\.htm$"})
    urls = [url for (url,) in rows(tmp_path / "a.db", "SELECT url FROM articles ORDER BY id")]
    assert [url.removeprefix(server.address[:-1]) for url in urls] == [names[0], path(2)]


def test_no_more_links_are_read_than_a_pager_has() -> None:
    tree = parse(links(*(f"{n % 999}|c_{n % 999}.html" for n in range(2, 10_000))))
    assert len(list(_find_pager_links(tree, f"{HOST}/c.html", "c"))) == 400


def test_a_pager_that_a_script_draws() -> None:
    script = "<script>function createPageHTML(_nPageCount){} createPageHTML( 3, 0,\"t2019_1\",'htm');</script>"
    assert pages("/zw/t2019_1.htm", script) == ["/zw/t2019_1_1.htm", "/zw/t2019_1_2.htm"]
    assert pages("/zw/t2019_1_2.htm", script, first="/zw/t2019_1.htm") == ["/zw/t2019_1.htm", "/zw/t2019_1_1.htm"]
    assert pages("/zw/other.htm", script) == []
    assert pages("/zw/t2019_1.htm", script.replace(" 3", "1")) == []
    assert len(pages("/zw/t2019_1.htm", script.replace(" 3", "999"))) == MOST_PAGES
    told = [found(f"第{n}页。", next_pages=(f"{HOST}/zw/t2019_1.htm",)) for n in (1, 2, 3)]
    addresses = [f"{HOST}/zw/t2019_1{n}.htm" for n in ("", "_2", "_1")]
    assert join(addresses, told).text == "第1页。\n\n第3页。\n\n第2页。"
