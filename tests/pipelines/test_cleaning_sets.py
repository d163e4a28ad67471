"""What cleaning must take and what it must leave: two sets of our own, a case a line (place, tab, lines)."""

from pathlib import Path

import pytest

from pipelines.clean import clean, restore

ABOVE = "新区的第一批树苗昨天种下，村民和志愿者一起培土浇水，忙到天黑才回家。"
BELOW = "林场说，明年春天还要再种三千亩，树种以柳树和白蜡为主。"


def cases(name: str) -> list[tuple[str, str]]:
    lines = Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
    return [(place, text.replace("\\n", "\n")) for place, _, text in (line.partition("\t") for line in lines)]


def around(place: str, text: str) -> str:
    above, below = [] if place == "head" else [ABOVE], [] if place == "tail" else [BELOW]
    return "\n\n".join([*above, text, *below])


@pytest.mark.parametrize(("place", "text"), cases("keep.tsv"))
def test_kept(place: str, text: str) -> None:
    assert clean(around(place, text)).text == around(place, text)


@pytest.mark.parametrize(("place", "text"), cases("strip.tsv"))
def test_taken(place: str, text: str) -> None:
    whole = around(place, text)
    cleaned = clean(whole)
    assert cleaned.text.strip() == (BELOW if place == "head" else ABOVE)
    assert restore(cleaned.text, cleaned.removed) == whole


def test_the_sets_are_of_a_size() -> None:
    kept, taken = set(cases("keep.tsv")), set(cases("strip.tsv"))
    assert len(kept) >= 150
    assert len(taken) >= 150
    assert not kept & taken
