"""Differences between versions, and the traces that cleaning and repair left: both give the texts back."""

import sqlite3
import time
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from datasette_config.annotate import annotate
from datasette_config.diff import diff

TEXT = st.text(alphabet="水位上升下降。！\n七米", max_size=60)


@given(TEXT, TEXT)
def test_both_texts_can_be_read_off_a_difference(before: str, after: str) -> None:
    pieces = diff(before, after)
    assert "".join(piece.text for piece in pieces if piece.kind != "inserted") == before
    assert "".join(piece.text for piece in pieces if piece.kind != "deleted") == after


def test_a_change_is_shown_by_character_within_its_sentence() -> None:
    pieces = diff("甲说好。乙说水位七点一米。丙走了。", "甲说好。乙说水位八点一米。丙走了。")
    assert [(piece.kind, piece.text) for piece in pieces] == [
        ("same", "甲说好。乙说水位"), ("deleted", "七"), ("inserted", "八"), ("same", "点一米。丙走了。"),
    ]  # fmt: skip


def test_a_hostile_text_keeps_nobody_waiting() -> None:
    started = time.monotonic()
    diff("。甲" * 100_000, "乙。" * 100_000)
    diff("甲乙" * 50_000, "乙丙" * 50_000)
    assert time.monotonic() - started < 20  # it is 0.2 s; without the bound it is hours


def test_what_was_removed_stands_in_its_place(aged_archive: Path) -> None:
    """The kept part of the traces is the text; with what was removed put back it is the repaired text."""
    connection = sqlite3.connect(aged_archive)
    revisions = connection.execute("SELECT id, text FROM revisions").fetchall()
    seen = 0
    for revision_id, text in revisions:
        removed = connection.execute("SELECT position, text, kind FROM removed WHERE revision_id = ? ORDER BY rowid", (revision_id,)).fetchall()  # fmt: skip
        made = annotate(text, removed, [])
        assert "".join(trace.text for trace in made if trace.kind != "removed") == text
        whole = "".join(trace.text for trace in made)
        for position, gone, _ in removed:
            assert whole[position : position + len(gone)] == gone
            seen += 1
    assert seen > 20
    connection.close()


def test_a_repair_is_marked_where_it_stands_now() -> None:
    assert [tuple(trace) for trace in annotate("习近平说", [(4, "广告", "counter")], [(0, "習(xí)", "习")])] == [
        ("repaired", "习", "習(xí)"), ("kept", "近平说", ""), ("removed", "广告", "counter"),
    ]  # fmt: skip
