"""Keeping what is imported: the same page once, what differs in anything apart."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from cundang.model.page import Page, Record
from cundang.model.publisher import Publishers
from cundang.store.session import Session
from pipelines.keep import keep
from tests.helpers.pages import NOW, page


def kept(folder: Path, *pages: Page) -> list[Record]:
    """Where each of some pages is kept, which one import brings in turn."""
    records = []
    with Session(folder / "a.db", folder / "a.warc", Publishers(), "import") as session:
        for each in pages:
            done = keep(session, each)
            session.record_outcome(done, "error", each.body)
            records.append(done.record)
    return records


def test_a_page_that_is_imported_again_is_kept_once(tmp_path: Path) -> None:
    answer, file = page("甲"), replace(page("甲", status=0), is_sighting=False)
    later = replace(file, fetched_at=NOW + timedelta(days=1))
    one, again, other, moved = kept(tmp_path, answer, answer, file, later)
    assert one == again
    assert other == moved  # a file without a time of its own is the same whenever it is imported


def test_a_file_that_was_saved_twice_is_kept_for_each_time(tmp_path: Path) -> None:
    saved = page("甲", status=0)
    one, other, again = kept(tmp_path, saved, replace(saved, fetched_at=NOW + timedelta(days=1)), saved)
    assert one == again
    assert one != other


def test_answers_that_differ_in_status_or_moment_are_kept_apart(tmp_path: Path) -> None:
    later = page("甲", fetched_at=NOW + timedelta(days=1))
    records = kept(tmp_path, page("甲", status=0), page("甲"), page("甲", status=404), later)
    assert len(set(records)) == 4
