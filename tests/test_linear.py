"""Every pattern of the packages on hostile texts of up to a megabyte: the time it takes grows no faster than the text."""

import importlib
import pkgutil
import re
import time
from collections.abc import Iterator

import pytest

import commands
import pipelines
import scrapers
from pipelines.clean import clean
from pipelines.furniture import RULES
from pipelines.repair import repair

SHAPES = {
    "spaces": " ",
    "digits": "1",
    "digits and spaces": " 1",
    "letters": "a",
    "ideographs": "中",
    "line breaks": "\n",
    "brackets": "(【[",
    "tags": "<a ",
    "labels": "来源:编辑 ",
    "readings": "網(wǎng)?ǎ)",
}
SIZES = (4_000, 16_000, 64_000, 250_000, 1_000_000)
SLOW = 0.08  # seconds: what took longer, and grew as its text did, is not given a longer text
# Four times the text may take eight times as long (caches, noise); what takes less than this is not compared.
MOST_GROWTH, LEAST_SECONDS = 8, 0.05


def patterns_of(value: object) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from patterns_of(one)
    elif isinstance(value, tuple | list | set | frozenset):
        for one in value:
            yield from patterns_of(one)


def all_patterns() -> dict[str, re.Pattern[str]]:
    found = {f"rule {rule.name}": re.compile(rule.pattern) for rule in RULES}
    for package in (pipelines, scrapers, commands):
        for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            for name, value in vars(importlib.import_module(info.name)).items():
                for number, pattern in enumerate(patterns_of(value)):
                    found.setdefault(f"{info.name}.{name}.{number}", pattern)
    return {name: pattern for name, pattern in found.items() if name not in _twice(found)}


def _twice(found: dict[str, re.Pattern[str]]) -> set[str]:
    first: dict[re.Pattern[str], str] = {}
    return {name for name, pattern in found.items() if first.setdefault(pattern, name) != name}


# Those that are used at the beginning of a text alone, with match or fullmatch.
WHOLE = (
    "rule ",
    "pipelines.clean._ANY",
    "pipelines.extract.generic._FRONT_PAGE",
    "pipelines.normalise._FIRST_SENTENCE",
    "scrapers.discover._JSONP",
)
PATTERNS = all_patterns()


def grows(use: object, shape: str) -> str | None:
    """What is wrong with the growth of a use, or nothing."""
    use("x")  # type: ignore[operator]  # tables are built once
    before = 0.0
    for size in SIZES:
        text = (SHAPES[shape] * (size // len(SHAPES[shape]) + 1))[:size] + "。x"
        start = time.process_time()
        use(text)  # type: ignore[operator]
        taken = time.process_time() - start
        if taken > LEAST_SECONDS and taken > MOST_GROWTH * max(before, LEAST_SECONDS / 10):
            return f"{shape}: {taken:.2f} s for {size} characters, {before:.3f} s for a quarter of them"
        if taken > SLOW:
            return None
        before = taken
    return None


def test_there_are_patterns() -> None:
    assert len(PATTERNS) > 50


@pytest.mark.parametrize("name", PATTERNS)
def test_a_pattern_is_linear(name: str) -> None:
    pattern = PATTERNS[name]
    # A rule meets whole lines only; the others are looked for in a text.
    use = (
        pattern.match
        if name.startswith("pipelines.normalise")
        else pattern.fullmatch
        if name.startswith(WHOLE)
        else lambda text: sum(1 for _ in pattern.finditer(text))
    )
    assert [wrong for shape in SHAPES if (wrong := grows(use, shape))] == []


MIRRORED = "網(wǎng)關(guān)黨(dǎng)發(fā)揮領(lǐng)導(dǎo)網(wǎng)絡當(dāng)?shù)脑嚱鹗,"


@pytest.mark.parametrize("stage", [clean, repair], ids=["clean", "repair"])
def test_a_stage_is_linear(stage: object) -> None:
    stage(MIRRORED)  # the dictionaries of readings load when the first damaged text needs them
    assert [wrong for shape in SHAPES if (wrong := grows(stage, shape))] == []


def test_the_gate_finds_a_pattern_that_is_not() -> None:
    assert grows(re.compile(r"[\d\s]+$").search, "digits and spaces")
