"""Reread: tell an edit of a site from another reading of ours, by reading the kept page of what is held once more.

What is stored was read by the rules, layouts and site memory of its day. A page that differs from it was edited only if
it differs from what today's rules make of the page before. So before an edit is told, that page is read again, from the
WARC folder. Where this gives what is stored, as nearly always, nothing is done. Else all versions of the article are
brought up to today's rules, as a rebuild would do it, without an event, and the new page is compared with these.
"""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from cundang.model.article import COMPARED, Article, Known
from cundang.model.errors import ArchiveError, RefusedError
from cundang.model.page import Page, Record
from cundang.store import history, revisions
from cundang.store.articles import find_known
from cundang.store.clock import stamp
from cundang.store.run_log import find_part
from cundang.store.session import Session
from cundang.store.sightings import Row, Sighting, find_sightings
from cundang.text.address import canonicalize
from pipelines.cluster import cluster
from pipelines.compare import compare, explain_worse
from pipelines.index import index
from pipelines.store import show

FindPage = Callable[[str], Page | None]  # the further page at an address
Read = Callable[[Page, FindPage], Article | RefusedError]  # reads an article by its first page


def bring_up(session: Session, article: Article, before: Known, record: Record, read: Read) -> tuple[Known, bool]:
    """Bring what is held of an article up to what `read` makes of its kept pages, where a page that came differs.

    Returns what is held now, and whether the page before was read again or did not need to be: not so where it is not
    in the WARC folder, is refused today, or gives less than what is stored. The stored version then stays as it is.
    """
    rows, is_latest = session.rows, history.is_latest(session.rows, article, before)
    if is_latest and compare(article, before).kind == "unchanged":
        return before, True
    sightings = find_sightings(rows.connection, {"id": before.article_id, "url": before.url})
    arrived = Sighting(None, revisions.describe(article, record))
    if not is_latest and any(each.values == arrived.values for each in sightings):
        return before, True
    kept = _KeptPages(session, read)
    earlier = [each for each in sightings if each.place < arrived.place]
    neighbour = max(earlier, key=_place_of) if earlier else min(sightings, key=_place_of)
    version = next(each for each in sightings if each.row["id"] == neighbour.row["id"] and not each.is_repeat)
    again = kept.read(neighbour) or kept.read(version)  # of an answer 304 the page that it stands for may be lost
    if again is None:
        return before, False
    if again.values == neighbour.values:
        return before, True
    latest = history.rewrite_history(rows, before.article_id, kept.read_all(sightings))
    if shown := kept.article_of(latest):
        show(rows, before.article_id, shown)
        index(rows, before.article_id, shown, before)
        cluster(rows, before.article_id, shown.text, before)
    return find_known(rows.connection, article) or before, True


def _place_of(sighting: Sighting) -> tuple[object, ...]:
    return sighting.place


class _KeptPages:
    """The kept pages of an article, each read once."""

    def __init__(self, session: Session, read: Read) -> None:
        self._session, self._read = session, read
        self._by_body: dict[str, Article | RefusedError] = {}
        self._found: dict[tuple[object, ...], Article | None] = {}

    def read(self, sighting: Sighting) -> Sighting | None:
        """A sighting as its page is read now; None where that cannot be known."""
        article = self.article_of(sighting.row)
        return None if article is None else _with_article(sighting, article)

    def read_all(self, sightings: list[Sighting]) -> list[Sighting]:
        """All sightings as they are read now: each version by its page, and by the last page that was taken for it.

        The sightings between these two go with the version; so does a page that cannot be read. A version whose page
        cannot be read stays as it is stored.
        """
        last = {each.row["id"]: each for each in sorted(sightings, key=_place_of) if each.is_repeat}
        versions = {each.row["id"]: self.read(each) for each in sightings if not each.is_repeat}
        found: list[Sighting] = []
        for each in sightings:
            version = versions[each.row["id"]]
            again = version if not each.is_repeat else self.read(each) if last[each.row["id"]] is each else None
            if again is None and version and version.article:
                again = _with_article(each, version.article)
            found.append(again or each)
        return found

    def article_of(self, row: Row) -> Article | None:
        """The article on the page of a revision's row, or None."""
        key = (row["fetched_at"], row["imported_at"], row["warc_file"], row["warc_offset"])
        if key not in self._found:
            self._found[key] = self._read_row(row) if row["warc_file"] else None
        return self._found[key]

    def _read_row(self, row: Row) -> Article | None:
        try:
            page = self._session.warc.read(row["warc_file"], row["warc_offset"])
        except ArchiveError:
            return None
        if row["fetched_at"] not in (None, stamp(page.fetched_at)):
            return None  # another page: the file was replaced
        page = replace(page, url=canonicalize(page.url)) if page.status else page
        digest = hashlib.sha256(page.body).hexdigest()
        if digest not in self._by_body:
            parts: list[Page] = []

            def find_page(url: str, first_url: str = page.url) -> Page | None:
                found = self._find_part(first_url, row, url)
                parts.extend([found] if found else [])
                return found

            reading = self._read(page, find_page)
            if parts:
                return self._check(reading, row)
            self._by_body[digest] = reading
        return self._check(self._by_body[digest], row)

    def _find_part(self, first_url: str, row: Row, url: str) -> Page | None:
        """A further page of an article, as it was fetched with its first page."""
        place = find_part(self._session.rows, first_url, Record(row["warc_file"], row["warc_offset"]), url)
        if place is None:
            return None
        try:
            return replace(self._session.warc.read(place.warc_file, place.warc_offset), url=url)
        except ArchiveError:
            return None

    def _check(self, reading: Article | RefusedError, row: Row) -> Article | None:
        """An article as it was at the moment of a revision; None where it is less than what is stored of it."""
        if isinstance(reading, RefusedError):
            return None
        stored = Known(0, 0, "", "", {name: row[name] for name in COMPARED})
        is_part = reading.missing_pages and reading.characters < sum(map(len, row["text"].split()))
        if is_part or explain_worse(reading, stored):
            return None
        at, is_sighting = row["fetched_at"] or row["imported_at"], row["fetched_at"] is not None
        return replace(reading, fetched_at=datetime.fromisoformat(at), is_sighting=is_sighting)


def _with_article(sighting: Sighting, article: Article) -> Sighting:
    """A sighting of the same moment and record, with what an article says."""
    row = sighting.row
    moment = datetime.fromisoformat(row["fetched_at"] or row["imported_at"])
    read = replace(article, fetched_at=moment, is_sighting=row["fetched_at"] is not None)
    described = revisions.describe(read, Record(row["warc_file"], row["warc_offset"]))
    return Sighting(None, described, sighting.is_repeat, read)
