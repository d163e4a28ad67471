"""Documentation against code: every command and column is documented, and what README names is there."""

import re
import subprocess
from importlib.metadata import version

from archive import main
from cundang.store.data_dictionary import describe_columns, describe_tables
from tests.helpers.paths import ROOT

DOCS = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "docs").glob("*.md")}
AT_THE_ROOT = {path.name: path.read_text(encoding="utf-8") for path in ROOT.glob("*.md")}
README = AT_THE_ROOT["README.md"]


def test_every_command_is_documented() -> None:
    for name in main.commands:
        assert f"## archive {name}\n" in DOCS["cli.md"], f"archive {name}: run `make docs`"
        assert f"archive {name}" in README, f"README does not mention archive {name}"


def test_every_column_is_documented() -> None:
    assert len(describe_columns()) > 100
    for column in describe_columns():
        assert column.comment, f"schema.sql: {column.table}.{column.name} has no comment"
        assert f"| `{column.name}` |" in DOCS["schema.md"]
    for name, comment in describe_tables().items():
        assert comment.strip(), f"schema.sql: table {name} has no comment"


def test_every_dependency_has_its_reason() -> None:
    listed = re.search(
        r"\ndependencies = \[(.*?)\n\]", (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.DOTALL
    )
    assert listed
    for name in re.findall(r'^  "([\w-]+)', listed[1], re.MULTILINE):
        assert name in DOCS["decisions.md"], f"docs/decisions.md says nothing of {name}"


def test_links_and_commands_of_the_documentation_lead_somewhere() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for name, text in {**{f"docs/{name}": text for name, text in DOCS.items()}, **AT_THE_ROOT}.items():
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", text):
            assert (ROOT / name).parent.joinpath(target).exists(), f"{name} links {target}"
        for target in re.findall(r"(?:`|^    )make ([a-z-]+)", text, re.MULTILINE):
            assert f"\n{target}:" in makefile, f"{name} names make {target}"
        for word in re.findall(r"`archive ([a-z]+)", text):
            assert word in main.commands, f"{name} names archive {word}"


def test_each_word_of_the_makefile_is_explained_and_is_no_file() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8").replace("\\\n", " ")
    words = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    assert words == set(re.findall(r"^([a-z-]+):.*  ## \w", makefile, re.MULTILINE))
    known = subprocess.run(["make", "-pnq", "help"], cwd=ROOT, capture_output=True, text=True, check=False).stdout
    assert words == set(re.findall(r"^\.PHONY: (.*)", known, re.MULTILINE)[0].split())


def test_the_changelog_knows_the_version() -> None:
    heads = re.findall(r"^## \[(.*?)\](?: - \d{4}-\d\d-\d\d)?$", AT_THE_ROOT["CHANGELOG.md"], re.MULTILINE)
    assert heads[:2] == ["Unreleased", version("cundang")]


def test_nothing_names_a_place_of_a_machine() -> None:
    for name in (*AT_THE_ROOT, "Makefile", "pyproject.toml", ".ci/run"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert not re.search(r"--(?:extra-)?index-url|file://|/(?:home|root|work|srv)/", text), name
