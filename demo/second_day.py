"""Bring an archive of the demo site to its second day, with articles that were edited, are new, or are gone."""

from datetime import UTC, datetime
from pathlib import Path

from cundang.model.page import Page
from cundang.store.absence import mark_gone
from cundang.store.articles import find_id
from cundang.store.clock import now
from cundang.store.session import Session
from demo.content import load_stories
from demo.pages import make_answer
from demo.site import make_demo_site
from pipelines import line
from scrapers.sites import publishers


def second_day(db_path: Path, warc: Path, address: str) -> None:
    """Store the pages of day 2 that differ, through all stages, and mark as gone what the site no longer shows.

    `address` is that of the site when day 1 was crawled, with a slash at the end.
    """
    first, second = ({story.path: story for story in load_stories(day)} for day in (1, 2))
    with Session(db_path, warc, publishers(make_demo_site(address)), "demo") as session:
        for path, story in second.items():
            if story.changed or path not in first:
                parts = [story.path_of(part) for part in range(1, len(story.parts) + 1)]
                line.run(session, [_make_page(address, part) for part in parts])
        with session.step():
            for path in first.keys() - second.keys():
                article_id = find_id(session.rows.connection, f"{address.rstrip('/')}{path}")
                assert article_id is not None, path
                mark_gone(session.rows, article_id, now())
        session.end("finished")


def _make_page(address: str, path: str) -> Page:
    found = make_answer(path, address.rstrip("/"), 2)
    headers = (("Content-Type", found.media_type),)
    return Page(f"{address.rstrip('/')}{path}", datetime.now(UTC), found.status, headers, found.body)
