"""The form of the modules of sites: a change of one value is a diff of one line."""

import ast
from pathlib import Path

import pytest

from tests.helpers.paths import ROOT

FILES = [*sorted(p for f in ("sites", "layouts") for p in (ROOT / "scrapers" / f).rglob("*.py")), ROOT / "demo/site.py"]
DECLARATIONS = ("Site", "Publisher", "Profile", "Listing", "Sitemap", "Feed", "JsonList", "Links", "Expect")
LONGEST = 120


def faults(source: str) -> list[str]:
    """What is against the form: keywords of a declaration that share a line, and lines that are too long."""
    found = [f"line {n} is too long" for n, line in enumerate(source.splitlines(), 1) if len(line) > LONGEST]
    for call in ast.walk(ast.parse(source)):
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name) or call.func.id not in DECLARATIONS:
            continue
        lines = [part.lineno for part in (*call.args, *call.keywords)]
        if len(lines) > 1 and len({call.lineno, *lines}) <= len(lines):
            found.append(f"line {call.lineno}: {call.func.id}(...) has two keywords on a line")
    return found


@pytest.mark.parametrize(
    ("source", "wrong"),
    [
        ("Expect(title=1)", 0),
        ("Expect(\n    title=1,\n    text=1,\n)", 0),
        ("other(title=1, text=1)", 0),
        ("Expect(title=1, text=1)", 1),
        ("Expect(\n    title=1, text=1,\n)", 1),
        ("Expect(title=1,\n    text=1)", 1),
        (f"# {'a' * 118}", 0),
        (f"# {'a' * 119}", 1),
    ],
)
def test_what_is_against_the_form_is_seen(source: str, wrong: int) -> None:
    assert len(faults(source)) == wrong


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_each_keyword_has_a_line_and_no_line_is_too_long(path: Path) -> None:
    assert faults(path.read_text(encoding="utf-8")) == []
