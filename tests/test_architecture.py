"""Imports point one way, and files stay short enough to be read at a sitting."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
OURS = ("archive", "commands", "scrapers", "pipelines", "datasette_config", "demo", "bench", "tests")
FILES = [path for name in OURS[1:] for path in sorted((ROOT / name).rglob("*.py"))] + [ROOT / "archive.py"]
LONGEST = 400
# What each folder may not import. `pipelines` gets what it needs of the sites passed in; the web interface only reads.
FORBIDDEN = {
    "pipelines": ("scrapy", "twisted", "archive", "commands", "scrapers", "datasette_config", "demo"),
    "scrapers": ("archive", "commands", "datasette_config", "demo"),
    "datasette_config": ("archive", "commands", "scrapers", "demo", "pipelines.store", "pipelines.line", "cundang.store.session"),
}  # fmt: skip


def imports(source: str) -> set[str]:
    """Every module that a source imports, at any depth; `from a import b` counts as a and as a.b."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def against(modules: set[str], forbidden: tuple[str, ...]) -> set[str]:
    return {m for m in modules if any(m == name or m.startswith(f"{name}.") for name in forbidden)}


def test_an_import_that_points_the_wrong_way_is_seen() -> None:
    assert against(imports("def f():\n from pipelines import store"), FORBIDDEN["datasette_config"])
    assert not against(imports("import scrapyard"), FORBIDDEN["pipelines"])


@pytest.mark.parametrize("folder", FORBIDDEN)
def test_imports_point_one_way(folder: str) -> None:
    files = sorted((ROOT / folder).rglob("*.py"))
    assert files
    wrong = {p.name: w for p in files if (w := against(imports(p.read_text(encoding="utf-8")), FORBIDDEN[folder]))}
    assert wrong == {}


def test_no_file_is_too_long() -> None:
    long = {str(p): n for p in FILES if (n := len(p.read_text(encoding="utf-8").splitlines())) > LONGEST}
    assert long == {}
