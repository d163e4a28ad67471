"""What a further run reads: pages behind known ones, lists that were refused, days that had not ended when they were read."""

import json
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from cundang.model.publisher import BEIJING
from scrapers.site import Site
from scrapers.sources import JsonList, Listing, Sitemap, Source
from tests.helpers.crawls import Crawled, Plan, crawl_sites
from tests.helpers.databases import change, rows
from tests.helpers.loopback import Answer, Server, answering, article, listing


def make_site(*sources: Source) -> Site:
    return Site(
        name="reeds", hosts=("127.0.0.1",), article=r"/a/\d+\.html$", sources=sources, zone=BEIJING, loopback=True
    )


def run(db: Path, *sources: Source, **options: object) -> Crawled:
    (crawled,) = crawl_sites([Plan(make_site(*sources), db, options)])
    return crawled


def serve(handler: Any) -> Answer:
    found = re.fullmatch(r"/a/(\d+)\.html", handler.path)
    return (200, {"Content-Type": "text/html"}, article(int(found[1]))) if found else (404, {}, b"none")


def put_pages(server: Server, folder: str, numbers: list[int], size: int = 3) -> None:
    """A list of these articles, so many a page: index.html, index_1.html ..."""
    for page, start in enumerate(range(0, len(numbers), size)):
        name = f"/{folder}/index_{page}.html" if page else f"/{folder}/index.html"
        server.answers[name] = listing([f"/a/{n}.html" for n in numbers[start : start + size]])


def make_listing(server: Server, folder: str) -> Listing:
    return Listing(name=folder, url=f"{server.address}{folder}/index.html", next="index_{page}.html", page=1)


def count(db: Path) -> int:
    return int(rows(db, "SELECT count(*) FROM articles")[0][0])


def test_what_another_list_named_first_does_not_end_a_list(tmp_path: Path) -> None:
    """The first page names only articles that another source found a moment before; behind it are more."""
    db = tmp_path / "a.db"
    with answering({"*": serve}) as server:
        sources = make_listing(server, "b"), make_listing(server, "a")
        put_pages(server, "b", [3, 2, 1])
        put_pages(server, "a", [6, 5, 4, 3, 2, 1])
        run(db, *sources)
        assert count(db) == 6
        put_pages(server, "b", [12, 11, 10, 3, 2, 1])
        put_pages(server, "a", [12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1])
        run(db, *sources)
    assert count(db) == 12


def test_a_page_that_was_refused_is_asked_for_again(tmp_path: Path) -> None:
    """A protection answered in place of the third page; the run after it goes on there."""
    db = tmp_path / "a.db"
    with answering({"*": serve}) as server:
        source = JsonList(name="a", url=f"{server.address}list", rows="rows", link="url", page_parameter="page")
        pages = [json.dumps({"rows": [{"url": f"/a/{3 * page + n}.html"} for n in (1, 2, 3)]}) for page in range(5)]
        for number, text in enumerate(pages, 1):
            server.answers[f"/list?page={number}" if number > 1 else "/list"] = (200, {}, text.encode())
        server.answers["/list?page=6"] = (200, {}, b'{"rows": []}')
        server.answers["/list?page=3"] = (200, {}, b"<html>one moment, please</html>")
        run(db, source)
        assert count(db) == 6
        server.answers["/list?page=3"] = (200, {}, pages[2].encode())
        run(db, source)
        assert count(db) == 15


def age(db: Path, days: int) -> None:
    """Let all that was done so far have been done so many days ago."""
    moment = (datetime.now(UTC) - timedelta(days=days)).isoformat(timespec="seconds")
    change(db, "UPDATE fetches SET fetched_at = ?", moment)


def test_the_list_of_a_day_that_had_not_ended_is_read_again(tmp_path: Path) -> None:
    """A site is crawled once a week: what a day still named after the run is there at the next one."""
    db, today = tmp_path / "a.db", datetime.now(UTC).astimezone(BEIJING).date()
    day = today - timedelta(days=7)
    with answering({"*": serve}) as server:
        source = Listing(name="a", url=f"{server.address}{{day:%Y%m%d}}.html")
        server.answers[f"/{day:%Y%m%d}.html"] = listing(["/a/1.html"])
        run(db, source, since=day.isoformat(), until=day.isoformat())
        age(db, 7)
        server.answers[f"/{day:%Y%m%d}.html"] = listing(["/a/1.html", "/a/2.html"])
        run(db, source)
        assert count(db) == 2
        asked = len(server.asked)
        run(db, source)
        assert f"/{day:%Y%m%d}.html" not in server.paths()[asked:], "the day had ended when it was read"


def test_the_list_of_a_month_that_had_not_ended_is_read_again(tmp_path: Path) -> None:
    """A break of weeks over the end of a month: the rest of the month before is not lost."""
    db, today = tmp_path / "a.db", datetime.now(UTC).astimezone(BEIJING).date()
    day = today.replace(day=1) - timedelta(days=40)
    xml = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{}</urlset>'
    with answering({"*": serve}) as server:
        source = Sitemap(name="a", url=f"{server.address}{{day:%Y-%m}}.xml")

        def put(month: date, numbers: list[int]) -> None:
            entries = "".join(f"<url><loc>{server.address}a/{n}.html</loc></url>" for n in numbers)
            server.answers[f"/{month:%Y-%m}.xml"] = (200, {}, xml.format(entries).encode())

        put(day, [1])
        run(db, source, since=day.isoformat(), until=day.isoformat())
        age(db, (today - day).days)
        put(day, [1, 2])
        put(today.replace(day=1) - timedelta(days=1), [3])
        put(today, [4])
        run(db, source)
        assert count(db) == 4


def test_a_link_to_a_day_that_is_none_ends_no_run(tmp_path: Path) -> None:
    db, today = tmp_path / "a.db", datetime.now(UTC).astimezone(BEIJING).date()
    with answering({"*": serve}) as server:
        source = Listing(name="a", url=f"{server.address}{{day:%Y%m%d}}.html")
        page = '<a href="/a/1.html">x</a><a href="/20269999.html">下一页</a>'
        server.answers[f"/{today:%Y%m%d}.html"] = (200, {"Content-Type": "text/html"}, page.encode())
        run(db, source)
        assert run(db, source).reason == "finished"
    assert count(db) == 1
