"""What is declared against what is imported, what is locked against what is declared, and under which licences it comes."""

import ast
import importlib.metadata
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.project.test_architecture import ROOT, statements

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PACKAGES = [name.rstrip("*") for name in PROJECT["tool"]["setuptools"]["packages"]["find"]["include"]]
ASIDE = ("tests", "bench", "docs", "container")  # they are not part of the product
KNOWN = importlib.metadata.packages_distributions()
LOCKS = {name: ROOT / f"requirements{name}.lock" for name in ("", "-dev", "-train", "-peers")}
# Modules of distributions that are not installed where tests run, since other environments have them.
ELSEWHERE = {
    "catboost": "catboost",
    "newspaper": "newspaper4k",
    "readability": "readability-lxml",
    "resiliparse": "resiliparse",
}
# bench/data.py measures pandas beside ours where somebody has installed it; the Makefile installs magic-html, which asks
# for a newer Python than it needs.
UNDECLARED = {"pandas", "magic_html"}
NOT_IMPORTED = {
    "pypinyin": "pipelines/repair/lexicon.py loads it by name",
    "rjieba": "pipelines/repair/lexicon.py loads it by name",
    "tzdata": "zoneinfo reads it",
    "s3fs": "fsspec loads it for addresses that begin with s3://",
    "moto": "tests/raw/test_storage.py starts its server",
    "flask": "moto's server imports it",
    "flask-cors": "moto's server imports it",
    "types-lxml": "mypy reads it",
    "cogapp": "a command of the Makefile",
    "mypy": "a command of the Makefile",
    "ruff": "a command of the Makefile",
    "uv": "a command of the Makefile",
    "pytest-xdist": "an option of pytest in the Makefile",
    "py-asciimath": "magic-html imports it",
    "trafilatura": "what make extraction runs imports it",
}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def named(requirements: Iterable[str]) -> set[str]:
    """The distributions of requirements such as `moto[s3]>=5.2`."""
    return {normal(re.match(r"[\w.-]+", requirement)[0]) for requirement in requirements}  # type: ignore[index]


def locked(lock: Path) -> dict[str, set[str]]:
    """The distributions of a lock with their versions: more than one where the versions of Python differ."""
    found: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([\w.-]+)(?:\[.*\])?==([^ ]+)", lock.read_text(encoding="utf-8"), re.MULTILINE):
        found.setdefault(normal(name), set()).add(version)
    return found


RUNS = named(PROJECT["project"]["dependencies"])
EXTRAS = {name for extra in PROJECT["project"]["optional-dependencies"].values() for name in named(extra)}
DEV, TRAIN, PEERS = (named(PROJECT["dependency-groups"][group]) for group in ("dev", "train", "peers"))


def third_parties(source: str, at_start: bool = False) -> set[str]:
    """The distributions that a source imports; with `at_start` only those that it imports as soon as it is loaded."""
    if at_start:
        first = [node for node in ast.parse(source).body if isinstance(node, ast.Import | ast.ImportFrom)]
        source = ast.unparse(ast.Module(first, []))
    modules = {name.partition(".")[0] for names in statements(source) for name in names}
    modules -= {*sys.stdlib_module_names, *PACKAGES, *ASIDE, *UNDECLARED, "archive"}
    return {normal(KNOWN[module][0] if module in KNOWN else ELSEWHERE.get(module, module)) for module in modules}


def imported(folders: Iterable[str], at_start: bool = False) -> dict[str, str]:
    """Each distribution that is imported in folders, with a file that does."""
    files = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    return {
        name: str(path.relative_to(ROOT))
        for path in [*files, ROOT / "archive.py"]
        for name in third_parties(path.read_text(encoding="utf-8"), at_start)
    }


def without(found: dict[str, str], declared: set[str]) -> dict[str, str]:
    return {name: file for name, file in found.items() if name not in declared}


def test_an_import_that_nobody_declares_is_seen() -> None:
    assert third_parties("def f():\n import idna.core, os\nfrom bs4 import Tag") == {"idna", "beautifulsoup4"}
    assert third_parties("def f():\n import idna\nfrom bs4 import Tag", at_start=True) == {"beautifulsoup4"}
    assert third_parties("import nosuchmodule") == {"nosuchmodule"}


def test_what_the_product_imports_is_declared() -> None:
    assert without(imported(PACKAGES, at_start=True), RUNS) == {}
    assert without(imported(PACKAGES), RUNS | EXTRAS) == {}


def test_what_tests_docs_and_benches_import_is_declared() -> None:
    assert without(imported(["tests", "docs"]), RUNS | EXTRAS | DEV) == {}
    assert without(imported(["bench"]), RUNS | EXTRAS | DEV | TRAIN | PEERS) == {}


def test_what_is_declared_is_imported() -> None:
    product, everything = set(imported(PACKAGES)), set(imported([*PACKAGES, *ASIDE]))
    assert (RUNS | EXTRAS) - product - set(NOT_IMPORTED) == set()
    assert (DEV | TRAIN | PEERS) - everything - set(NOT_IMPORTED) == set()
    assert set(NOT_IMPORTED) & product == set()
    assert set(NOT_IMPORTED) - (RUNS | EXTRAS | DEV | TRAIN | PEERS) == set()


def test_every_package_is_installed_and_checked() -> None:
    ours = {path.parent.name for path in ROOT.glob("[a-z]*/*.py")} - set(ASIDE)
    assert ours <= set(PACKAGES)
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    checked = re.search(r"^PACKAGES := (.*)", makefile, re.MULTILINE)
    assert checked
    assert ours <= set(checked[1].split())


def test_locks_have_what_is_declared_and_no_package_twice() -> None:
    runs, dev, train, peers = (locked(lock) for lock in LOCKS.values())
    assert {*RUNS, "setuptools"} <= set(runs)  # setuptools builds the editable install
    assert set(runs) | set(dev) >= EXTRAS | DEV
    assert set(train) >= TRAIN
    assert set(peers) >= PEERS
    assert not set(runs) & set(dev)
    assert not (set(runs) | set(dev)) & set(train)
    assert not (DEV | EXTRAS) & set(runs) - {"brotli", "cryptography", "httpx"}, (
        "what tests need is where the archive runs"
    )


@pytest.mark.parametrize("lock", LOCKS.values(), ids=lambda lock: str(lock.name))
def test_every_version_is_locked_by_digests_and_no_lock_names_a_place(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    entries = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert len(entries) > 10
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []
    assert not re.search(r"^--|index-url|find-links|://|/(?:home|root|work|srv|tmp)/", text, re.MULTILINE)


def test_the_locks_are_whole_for_this_python() -> None:
    done = subprocess.run([sys.executable, "-m", "pip", "check"], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def licence(name: str) -> str:
    """What a distribution says of its licence: the SPDX expression, else the field, else the classifiers."""
    said = importlib.metadata.metadata(name)
    classifiers = [line for line in said.get_all("Classifier") or [] if line.startswith("License ::")]
    field = said.get("License") or "UNKNOWN"
    return said.get("License-Expression") or (field if field != "UNKNOWN" else "") or " ".join(classifiers)


def test_what_runs_is_under_a_permissive_licence() -> None:
    installed = {normal(found.name) for found in importlib.metadata.distributions()}
    licences = {name: licence(name) for name in locked(LOCKS[""]) if name in installed}
    assert len(licences) > 80
    assert [name for name, text in licences.items() if not text] == []
    gnu = re.compile(r"\b[AL]?GPL|GNU (?:Affero |Lesser |Library )?General Public", re.IGNORECASE)
    assert gnu.search("LGPL-2.1-or-later")
    assert {name: text[:80] for name, text in licences.items() if gnu.search(text)} == {}


@pytest.mark.parametrize(
    ("word", "installed"),
    [("demo", {""}), ("setup", {""}), ("test", {"", "-dev"}), ("lint", {"", "-dev"}), ("train", {"", "-dev", "-train"}),
     ("peers", {"-peers"}), ("extraction", {"", "-dev", "-peers"})],
)  # fmt: skip
def test_each_word_of_the_makefile_sets_up_what_it_needs(word: str, installed: set[str], tmp_path: Path) -> None:
    command = ["make", "-n", word, f"VENV={tmp_path / 'venv'}", f"PEERS={tmp_path / 'peers'}"]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
    assert {name for name, lock in LOCKS.items() if f"--requirement {lock.name}" in done.stdout} == installed
