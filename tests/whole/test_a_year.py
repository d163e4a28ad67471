"""The proof of a year (bench/proof_year.py), short: each event is told and no other, and each bad day is."""

from pathlib import Path

import pytest

from bench import proof_year
from bench.proof_year import judge, simulate


def test_some_weeks_of_a_site_are_told_as_they_were(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bad = {7: "blocked", 8: "blocked", 13: "broken", 17: "lost"}
    monkeypatch.setattr(proof_year, "plan_bad_days", lambda *_: bad)
    world, bad, runs = simulate(tmp_path, 24, seed=5, rest=5)
    result = judge(world, bad, runs, tmp_path / "year.db")
    assert result["faults"] == []
    assert result["happened"]["gone"] > 12, "a dozen at once among them"
    assert result["happened"]["restored"]
    assert result["happened"]["edited"]
    assert result["exit 3"] == 4


def test_what_the_archive_does_not_tell_is_a_fault(tmp_path: Path) -> None:
    world, bad, runs = simulate(tmp_path, 4, seed=5)
    world.happened.append((1, "gone", world.stories[0].path))
    world.stories.pop()
    faults = judge(world, {**bad, 2: "down"}, runs, tmp_path / "year.db")["faults"]
    assert [fault.partition(":")[0] for fault in faults[:1]] == ["day 2"]
    assert any("was gone, and no event says so" in fault for fault in faults)
    assert any("new on day 3, and nothing happened" in fault for fault in faults)
