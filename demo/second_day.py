"""Bring an archive of the demo site to its second day: articles edited, new and gone, so that there is history to see."""

from datetime import UTC, datetime
from pathlib import Path

from cundang.model.page import Page
from cundang.store.session import Archive, now
from demo.content import stories
from demo.pages import answer
from demo.site import demo_site
from pipelines import line
from scrapers.sites import publishers


def second_day(db: Path, warc: Path, address: str) -> None:
    """Take the pages of day 2 that differ the way of any page, and mark as gone what the site shows no more.

    `address` is that of the site when day 1 was crawled, with a slash at the end.
    """
    first, second = ({story.path: story for story in stories(day)} for day in (1, 2))
    with Archive(db, warc, publishers(demo_site(address)), "demo") as archive:
        for path, story in second.items():
            if story.changed or path not in first:
                parts = [story.path_of(part) for part in range(1, len(story.parts) + 1)]
                line.run(archive, [_page(address, part) for part in parts])
        with archive.writing():
            for path in first.keys() - second.keys():
                url = f"{address.rstrip('/')}{path}"
                (article_id,) = archive.db.conn.execute("SELECT id FROM articles WHERE url = ?", (url,)).fetchone()
                archive.db.table("articles").update(article_id, {"state": "gone"})
                archive.insert("events", {"article_id": article_id, "at": now(), "kind": "gone"})
        archive.end("finished")


def _page(address: str, path: str) -> Page:
    found = answer(path, address.rstrip("/"), 2)
    headers = (("Content-Type", found.media_type),)
    return Page(f"{address.rstrip('/')}{path}", datetime.now(UTC), found.status, headers, found.body)
