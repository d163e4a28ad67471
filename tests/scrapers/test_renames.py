"""A source that the module calls otherwise than the run before: its lists and what they named go on under its new name."""

from pathlib import Path

from scrapers.sources import Listing
from tests.helpers.databases import rows
from tests.helpers.loopback import answering, article, crawl, listing, path


def test_a_source_with_another_name_goes_on_where_it_stopped(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    with answering({path(n): (200, {}, article(n)) for n in (1, 2, 3)}) as server:
        further = (
            200,
            {"Content-Type": "text/html"},
            f'<a href="{path(1)}">x</a><a href="/2.html">下一页</a>'.encode(),
        )
        server.answers |= {"/": further, "/2.html": (500, {}, b"busy"), "/day/20260102/": listing([path(3)])}
        daily = f"{server.address}day/{{day:%Y%m%d}}/"

        def run(first: str, second: str) -> None:
            sources = (Listing(name=first, url=server.address), Listing(name=second, url=daily))
            crawl(server, db, declared={"sources": sources}, since="2026-01-02", until="2026-01-02")

        run("要闻", "报纸")
        named = "SELECT source, url FROM named ORDER BY url"
        urls = [server.address[:-1] + path(n) for n in (1, 2, 3)]
        assert rows(db, named) == [("要闻", urls[0]), ("报纸", urls[2])]

        server.answers["/2.html"] = listing([path(2)])
        run("新闻", "日报")
        assert rows(db, named) == [("新闻", urls[0]), ("新闻", urls[1]), ("日报", urls[2])]
        lists = rows(db, "SELECT source, count(*) FROM urls WHERE kind = 'list' GROUP BY source ORDER BY source")
        assert lists == [("新闻", 2), ("日报", 1)]
        assert rows(db, "SELECT count(*) FROM articles") == [(3,)]
        assert rows(db, "SELECT count(*) FROM problems WHERE reason LIKE '%any more%'") == [(0,)]


def test_two_sources_that_change_their_names_with_each_other_do_not_lose_them(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    with answering({path(n): (200, {}, article(n)) for n in (1, 2)}) as server:
        server.answers |= {"/a/": listing([path(1)]), "/b/": listing([path(2)])}
        for names in (("甲", "乙"), ("乙", "甲")):
            pairs = zip(names, ("a/", "b/"), strict=True)
            sources = tuple(Listing(name=name, url=server.address + place) for name, place in pairs)
            assert crawl(server, db, declared={"sources": sources})["reasons"] == {}
        lists = "SELECT source, url FROM urls WHERE kind = 'list' ORDER BY url"
        assert rows(db, lists) == [("乙", f"{server.address}a/"), ("甲", f"{server.address}b/")]
