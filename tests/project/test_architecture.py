"""Imports point one way, and files stay short enough to be read at a sitting."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.helpers.paths import ROOT

# The house from the ground up: a room imports only from rooms below its own.
FLOORS = (
    "cundang.text", "cundang.model", "cundang.files", "cundang.raw", "cundang.search", "cundang.store",
    "pipelines", "exchange", "upkeep", "scrapers", "datasette_config", "demo", "commands", "archive",
)  # fmt: skip
# What a room may not import, though it is below. The web interface reads the archive, and knows no stage and no site.
APART = {"datasette_config": ("pipelines", "upkeep", "scrapers")}
SCRAPY = ("scrapy", "twisted")  # only the crawler knows them
# Import statements of the stages: a command asks for a page to be read, and does not know how.
MOST_IN_COMMANDS = 8
MOST_FLAT_FILES = 13
LONGEST = 400
WIDEST = 120
# Where a line may be longer: what others wrote or a program writes, and where a line is one thing that cannot be broken.
WIDE = (
    "tests/",  # pages and archives as they came
    "demo/articles/", "demo/templates/",  # texts of articles, a paragraph a line, and the markup of true CMSs
    "requirements", ".svg",  # written by programs
    "bench/labelled.jsonl",  # the labels of a page are a line
    "cundang/store/schema.sql",  # data_dictionary.py reads the comment of a column from its line
)  # fmt: skip
TABLE = re.compile(r"\s*\|")  # a row of a table in Markdown is a line
GENERATED = re.compile(r"<!-- \[\[\[cog.*?\[\[\[end\]\]\]", re.DOTALL)
WRITES = re.compile(
    r"\b(?:INSERT (?:OR \w+ )?INTO|UPDATE \w+ SET|DELETE FROM|REPLACE INTO|(?:CREATE|DROP|ALTER) \w+|VACUUM|ATTACH)\b"
)


def files(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


PRODUCT = [*files(*dict.fromkeys(floor.partition(".")[0] for floor in FLOORS[:-1])), ROOT / "archive.py"]


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def room_of(module: str) -> str | None:
    """The floor that a module is on; None for one of another's package, and for `cundang` itself, which holds nothing."""
    return next((floor for floor in FLOORS if module == floor or module.startswith(f"{floor}.")), None)


def statements(source: str) -> Iterator[set[str]]:
    """The modules of every import statement of a source, at any depth; `from a import b` counts as a and as a.b."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}


def wrong(module: str, source: str) -> set[str]:
    """The imports of a source that point up, or to what is to be kept apart from its room."""
    own = room_of(module)
    assert own is not None, f"{module} is in no room"
    imported = {(name, room_of(name)) for names in statements(source) for name in names}
    above = FLOORS[FLOORS.index(own) + 1 :]
    found = {name for name, room in imported if room in above or room in APART.get(own, ())}
    if own in FLOORS[: FLOORS.index("scrapers")]:
        found |= {name for name, _ in imported if name.partition(".")[0] in SCRAPY}
    return found


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("pipelines.clean", "def f():\n from scrapers import site"),
        ("cundang.text.fold", "import cundang.store.schema"),
        ("datasette_config.citing.cite", "from pipelines.decode import decode"),
        ("upkeep.check", "import scrapy.http"),
    ],
)
def test_an_import_that_points_the_wrong_way_is_seen(module: str, source: str) -> None:
    assert wrong(module, source)
    assert not wrong("scrapers.run", source.replace("pipelines.decode", "scrapyard"))


@pytest.mark.parametrize("path", PRODUCT, ids=module_of)
def test_imports_point_one_way(path: Path) -> None:
    if module_of(path) != "cundang":
        assert wrong(module_of(path), path.read_text(encoding="utf-8")) == set()


def test_commands_and_web_pages_leave_the_stages_to_others() -> None:
    def count(folder: str) -> int:
        found = [names for path in files(folder) for names in statements(path.read_text(encoding="utf-8"))]
        return sum(any(name.partition(".")[0] == "pipelines" for name in names) for names in found)

    assert count("commands") <= MOST_IN_COMMANDS
    assert count("datasette_config") == 0


def written_sql(source: str) -> list[str]:
    """The strings of a source that hold SQL that writes; docstrings are prose."""
    tree = ast.parse(source)
    prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    strings = [n for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
    return [node.value for node in strings if id(node) not in prose and WRITES.search(node.value)]


def test_sql_that_writes_is_in_the_store() -> None:
    assert written_sql('"""DELETE FROM the text."""\ndb.execute(f"UPDATE articles SET {a} = ?")') == [
        "UPDATE articles SET "
    ]
    found = {module_of(p): w for p in PRODUCT if (w := written_sql(p.read_text(encoding="utf-8")))}
    outside = {module: sql for module, sql in found.items() if room_of(module) != "cundang.store"}
    assert outside == {"exchange.export": ["INSERT INTO "]}  # the script that an SQL export is


def test_the_stages_can_be_seen_at_a_glance() -> None:
    assert len(list((ROOT / "pipelines").glob("*.py"))) <= MOST_FLAT_FILES


def test_no_file_is_too_long() -> None:
    every = [*PRODUCT, *files("bench", "tests")]
    long = {module_of(p): n for p in every if (n := len(p.read_text(encoding="utf-8").splitlines())) > LONGEST}
    assert long == {}


def wide_lines(name: str, text: str) -> list[int]:
    """The numbers of the lines of a file that are too long; a table in Markdown and what cog writes may be so."""
    if name.endswith(".md"):
        text = GENERATED.sub(lambda found: "\n" * found[0].count("\n"), text)
    lines = enumerate(text.split("\n"), 1)
    return [n for n, line in lines if len(line) > WIDEST and not (name.endswith(".md") and TABLE.match(line))]


def test_a_wide_line_is_seen() -> None:
    assert wide_lines("a.py", f"{'x' * 120}\n{'x' * 121}\n| {'x' * 121}") == [2, 3]
    generated = f"<!-- [[[cog\n]]] -->\n{'x' * 121}\n<!-- [[[end]]] -->"
    assert wide_lines("a.md", f"| {'x' * 121}\n{generated}\n{'文' * 121}") == [6]


def test_no_line_is_too_long() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("needs a checkout by git, which lists the files")
    names = [name for name in listed.stdout.decode().split("\0") if name and not name.startswith(WIDE)]
    found = {}
    for name in names:
        content = (ROOT / name).read_bytes() if (ROOT / name).is_file() else b""
        if not name.endswith(WIDE) and b"\0" not in content:
            found[name] = wide_lines(name, content.decode())
    assert "datasette_config/templates/index.html" in found
    assert {name: numbers for name, numbers in found.items() if numbers} == {}
