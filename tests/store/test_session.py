"""A run's transactions: what the rows name is on the disk before they are."""

import os
from pathlib import Path

import pytest

from cundang.files.lock import Lock
from cundang.model.errors import ArchiveError
from cundang.model.publisher import Publishers
from cundang.store.session import Session
from tests.helpers.pages import page


def test_raw_pages_are_on_the_disk_before_the_rows_that_name_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[int] = []  # the length of the WARC file at each fsync
    at_commit: list[int] = []  # how much of it was synced when the rows were committed
    monkeypatch.setattr(os, "fsync", lambda file: synced.append(os.fstat(file).st_size))
    one = page("一页")
    with Session(tmp_path / "a.db", tmp_path / "a.warc", Publishers(), "import") as session:
        with session.page_step():
            record = session.warc.write(one)
            session.record_fetch(one, record, len(one.body))
        session.rows.connection.set_trace_callback(
            lambda sql: at_commit.append(synced[-1]) if sql == "COMMIT" else None
        )
        session.commit()
        session.rows.connection.set_trace_callback(None)
    assert len(at_commit) == 1
    assert at_commit[0] > record.warc_offset
    assert at_commit[0] == (tmp_path / "a.warc" / record.warc_file).stat().st_size


def test_what_was_opened_is_closed_where_a_session_cannot_begin(tmp_path: Path) -> None:
    db = tmp_path / "archive.db"
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(ArchiveError, match="cannot keep raw pages"):
        Session(db, tmp_path / "file" / "warc", Publishers(), "import")
    Lock(tmp_path / "archive.db-import.lock", "import").release()  # raises where it is held
