"""The reading room says of each time whose fetch it is of: this archive's, or that of another tool."""

from dataclasses import replace
from pathlib import Path

from tests.helpers.servers import serving
from tests.pipelines.test_reread import BOAT, TIDE, seen
from tests.store.test_times import EDITED, crawl, crawl_before_import, take_in
from tests.web.test_web_pages import get

SAID = {
    "zh": (
        *("本存档抓取", "其他工具抓取，", "2026年3月1日仍在原网站"),
        *("本存档没有抓取过", "又有其他工具见到"),
    ),
    "en": (
        *("fetched by this archive", "fetched by another tool, imported on", "Still on its site on 1 Mar 2026"),
        *("this archive has not fetched it", "Another tool saw it there on 1 Mar 2026"),
    ),
}


def test_a_page_that_another_tool_fetched_is_told_as_that(tmp_path: Path) -> None:
    db, other = tmp_path / "a.db", "http://news.weitang.example/2026/03/01/b.html"
    crawl_before_import(db)
    take_in(db, replace(seen(2, TIDE[::-1], EDITED), url=other))
    crawl(db, replace(seen(3, TIDE[::-1], EDITED[::-1]), url=other.replace("b.html", "c.html")))
    take_in(db, replace(seen(4, TIDE[::-1], BOAT), url=other.replace("b.html", "c.html")))
    with serving(db) as address:
        for language, (own, by_other, still, never, later) in SAID.items():
            pages = [get(f"{address}archive/articles/{number}?_lang={language}")[2] for number in (1, 2, 3)]
            assert [own in page for page in pages] == [True, False, True]
            assert [page.count(by_other) for page in pages] == [2, 3, 2]  # first seen, last seen, the versions
            told = [get(f"{address}archive/articles/{number}/history?_lang={language}")[2] for number in (1, 2, 3)]
            assert [(still in page, never in page, later in page) for page in told] == [
                (True, False, False),
                (False, True, False),
                (True, False, True),
            ]
            assert by_other in told[1].partition('class="state"')[0], "the event"
        assert "其他工具2026-03-01抓取，" in get(f"{address}archive/articles/2/cite.gbt")[2]
        assert "版，2026-03-01抓取，SHA-256" in get(f"{address}archive/articles/3/cite.gbt?revision=1")[2]
