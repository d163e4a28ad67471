"""Every pattern of the packages on long hostile texts: the time it takes grows no faster than the text."""

import os
import re
import time
from collections.abc import Callable
from functools import cache

import pytest

from pipelines.clean import clean
from pipelines.repair import repair
from tests.project.patterns import Used, patterns

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
# The longest text, in characters; `make proof-linear` tries a million.
LONGEST = int(os.environ.get("LONGEST", "256000"))
SIZES = (LONGEST // 256, LONGEST // 16, LONGEST)
# Sixteen times the text may take 40 times as long (caches, noise; what is quadratic takes 256 times); what takes less
# than this is not compared. That finds a square of which every fiftieth character is a step.
MOST_GROWTH, LEAST_SECONDS = 40, 0.02
# What takes this long for the middle size can be judged on four times as much, and need not be tried on the longest: where
# that takes at most 5 times as long, a square in it is a tenth of what is linear, and the longest would take at most 35
# times as long. (A cube could hide at a fiftieth; but where even every tenth character is a step in it, the middle size
# takes seconds.)
SHORT_GROWTH, SHORT_SECONDS = 5, 0.001

PATTERNS, UNKNOWN = patterns()


def grows(use: Callable[[str], object], shape: str, sizes: tuple[int, ...] = SIZES) -> str | None:
    """What is wrong with the growth of a use, or nothing. Tried twice: a busy machine is slow once, a pattern always."""
    return _grows(use, shape, sizes) and _grows(use, shape, sizes)


def _grows(use: Callable[[str], object], shape: str, sizes: tuple[int, ...]) -> str | None:
    before = 0.0
    for size in sizes:
        is_last = size == sizes[-1]
        if is_last and before >= SHORT_SECONDS and seconds(use, shape, size // 4) <= SHORT_GROWTH * before:
            return None
        taken = seconds(use, shape, size)
        if taken > LEAST_SECONDS and taken > MOST_GROWTH * max(before, LEAST_SECONDS / 20):
            return f"{shape}: {taken:.2f} s for {size} characters, {before:.3f} s for a sixteenth of them"
        before = taken
    return None


def seconds(use: Callable[[str], object], shape: str, size: int) -> float:
    """What a use takes of the processor, for so many characters of a shape."""
    text = text_of(shape, size)
    start = time.process_time()
    use(text)
    return time.process_time() - start


@cache
def text_of(shape: str, size: int) -> str:
    return (SHAPES[shape] * (size // len(SHAPES[shape]) + 1))[:size] + "。x"


def use_of(used: Used) -> Callable[[str], object]:
    """A pattern as it is used: tried at the start of a text, or everywhere in it."""
    pattern = used.pattern
    if used.at_the_start:
        at_start = pattern.match if "match" in used.methods else pattern.fullmatch
    else:
        at_start = lambda text: pattern.sub(pattern.pattern[:0], text)  # noqa: E731
    return at_start if isinstance(pattern.pattern, str) else lambda text: at_start(text.encode())


def test_every_pattern_is_found() -> None:
    assert UNKNOWN == []
    assert len(PATTERNS) > 150


@pytest.mark.parametrize("name", PATTERNS)
def test_a_pattern_is_linear(name: str) -> None:
    use = use_of(PATTERNS[name])
    assert [wrong for shape in SHAPES if (wrong := grows(use, shape))] == []


MIRRORED = "網(wǎng)關(guān)黨(dǎng)發(fā)揮領(lǐng)導(dǎo)網(wǎng)絡當(dāng)?shù)脑嚱鹗,"


@pytest.mark.parametrize("stage", [clean, repair], ids=["clean", "repair"])
def test_a_stage_is_linear(stage: Callable[[str], object]) -> None:
    stage(MIRRORED)  # the dictionaries of readings load when the first damaged text needs them
    assert [wrong for shape in SHAPES if (wrong := grows(stage, shape))] == []


def test_the_gate_finds_a_pattern_that_is_not() -> None:
    assert grows(re.compile(r"[\d\s]+$").search, "digits and spaces", (500, 8_000))


@pytest.mark.parametrize("share", [0.2, 1, 10])
def test_the_gate_finds_a_square_beside_what_is_linear(monkeypatch: pytest.MonkeyPatch, share: float) -> None:
    """By costs of our own: those of the middle size are 20 ms for what is linear, and its share for the square."""

    def cost(_: object, __: str, size: int) -> float:
        return 0.02 * size / SIZES[1] + 0.02 * share * (size / SIZES[1]) ** 2

    monkeypatch.setattr(f"{__name__}.seconds", cost)
    assert grows(len, "spaces")
