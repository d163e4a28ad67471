"""Whether what is drawn and marked can be told from its ground, in both themes (WCAG 2.2, 1.4.3 and 1.4.11)."""

import re

import pytest

from tests.helpers.paths import ROOT

SERIES = [f"s{number}" for number in range(6)]
TEXT = [
    *(("ink", ground) for ground in ("paper", "card", "accent-soft", "mark")),
    *(("soft", ground) for ground in ("paper", "card", "accent-soft")),  # notes, placeholders
    *(("accent", ground) for ground in ("paper", "card", "accent-soft")),  # links, what is gone
    *(("paper", "accent"), ("ins-ink", "ins"), ("del-ink", "del")),  # buttons, and what was changed
]
DRAWN = [  # charts, edges of fields, the line under a mark, the outline of what has the focus
    *(
        (name, ground)
        for name in (*SERIES, "bar", "edge", "mark-edge", "accent", "ins-ink")
        for ground in ("paper", "card")
    ),
]


def read_themes() -> dict[str, dict[str, str]]:
    css = (ROOT / "datasette_config" / "static" / "archive.css").read_text(encoding="utf-8")
    light, dark, *_ = re.findall(r":root \{(.*?)\}", css, re.DOTALL)
    return {
        name: dict(re.findall(r"--([\w-]+): (#\w{6});", block)) for name, block in (("light", light), ("dark", dark))
    }


def measure_contrast(one: str, other: str) -> float:
    """The contrast of two colours, as WCAG defines it: 1 to 21."""

    def measure(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    darker, lighter = sorted((measure(one), measure(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_is_written_and_drawn_stands_out(theme: str) -> None:
    assert round(measure_contrast("#000000", "#ffffff")) == 21
    colours = read_themes()[theme]
    for pairs, least in ((TEXT, 4.5), (DRAWN, 3.0)):
        found = {pair: measure_contrast(colours[pair[0]], colours[pair[1]]) for pair in pairs}
        assert not {pair: round(contrast, 2) for pair, contrast in found.items() if contrast < least}


def test_a_change_is_not_told_by_its_colour_alone() -> None:
    """What was put in has a line under it, what was left out one through it, and a mark an edge."""
    styles = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "datasette_config" / "static").glob("*.css"))
    for selector, said in (
        ("ins", "text-decoration: underline"),
        ("mark", "box-shadow: inset 0 -0.1em var(--mark-edge)"),
    ):
        assert re.search(rf"(?m)^{selector} \{{[^}}]*{re.escape(said)}", styles), selector
    assert not re.search(r"(?m)^[^@{}]*\bdel\b[^{}]*\{[^}]*text-decoration: none", styles)
