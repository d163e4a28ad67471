"""The short version of `python -m bench.refetch`: moving furniture is no revision, an edit always is one."""

import pytest

from bench.refetch import refetch
from cundang.text.edit_size import Edit
from pipelines import line
from pipelines.compare import Change


def test_furniture_that_moves_is_no_revision_and_an_edit_is() -> None:
    for way, counts in refetch(150).items():
        assert counts["refetches"] > 100, way
        assert counts["edits"] > 0, way
        assert (counts["false"], counts["missed"]) == (0, 0), (way, counts)


def test_the_bench_finds_what_it_looks_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line, "compare", lambda article, known: Change("unchanged" if known else "new"))
    counts = refetch(60)["profile"]
    assert counts["missed"] == counts["edits"] > 0
    monkeypatch.setattr(
        line, "compare", lambda article, known: Change("edited" if known else "new", Edit(("text",), "typo", 1, 1))
    )
    counts = refetch(60)["profile"]
    assert counts["false"] == counts["refetches"] > 0
