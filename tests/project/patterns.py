"""Every pattern that the packages give to `re`, found in their source, and how each is used."""

import ast
import importlib
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from tests.helpers.paths import ROOT

PACKAGES = ("commands", "cundang", "datasette_config", "demo", "exchange", "pipelines", "scrapers", "upkeep")
AT_THE_START = {"match", "fullmatch"}  # uses that look at one place of a text; all others look at every place
# Patterns made of data at run time, with where that data is; each of these calls has its own entry here.
MADE = {
    "pipelines.clean.rule:_compile": "the rules, which are here one by one",
    "pipelines.extract.profiled:_read_fields": "`address` of the profiles, which are here one by one",
    "cundang.model.publisher:names_article": "`article` of the sites, which are here one by one",
    "scrapers.site:article_pattern": "as above",
    "scrapers.checking:check_pattern": "the patterns of sites, sources and profiles, compiled to be checked",
    "scrapers.checking:find_fault_of_pattern": "as above",
    "scrapers.wizard.json_paths:_make_template": "an id of a row in the address of an article, nothing but its characters",
    "scrapers.wizard.list_forms:_number": "an address of a list with a number, tried on links of a page, all of it",
    "pipelines.extract.no_article:_make_kind": "the words of the kinds of pages, which are here one by one",
    "pipelines.extract.script_state:_compile_assignment": "the name of a state, escaped",
    "scrapers.lists.html:_find_parts": "`parts` of the sources, which are here one by one",
    "scrapers.lists.reader:_is_of_other_issue": "as above",
    "scrapers.lists.numbering:_count_up_in_path": "an address, escaped, with a number",
    "scrapers.sources:_day_pattern": "an address, escaped, with the digits of a day",
    "cundang.search.highlight:_compile": "words of a query, escaped, and sets of their characters",
    "cundang.search.fold:close_pairs": "one character, escaped",
    "cundang.search.fold:spell_with_positions": "a set of characters, escaped",
    "pipelines.extract.authors:_is_editor": "a bounded pattern and three characters of a name, escaped, in a line of 200",
    "pipelines.extract.sources:_is_signed": "a name, escaped, in brackets, in the last characters of a text",
    "cundang.raw.spool:_find_unsent": "a prefix, escaped",
    "demo.histories.grammar:load_synonyms": "words of our own, escaped",
    "datasette_config.language:_load_reasons": "sentences of our own, escaped, with stretches of at most 200 characters",
}


@dataclass(frozen=True, slots=True)
class Used:
    """A pattern, and the methods it is used with."""

    pattern: re.Pattern[Any]
    methods: frozenset[str]

    @property
    def at_the_start(self) -> bool:
        """Whether it is only ever tried at the start of a text."""
        return bool(self.methods) and self.methods <= AT_THE_START


def modules() -> Iterator[ModuleType]:
    """Every module of the packages, plugins among them."""
    for path in sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py")):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        if not name.endswith("__main__"):
            yield importlib.import_module(name)
    yield importlib.import_module("archive")


def patterns() -> tuple[dict[str, Used], list[str]]:
    """The patterns by name, each once, and the calls whose pattern is known at run time only and is not in MADE."""
    found: dict[str, Used] = {}
    unknown = []
    for module in modules():
        tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
        used = _methods(tree)
        for name, value in vars(module).items():
            for number, (pattern, method, of) in enumerate(_held(value)):
                methods = frozenset((method,)) if method else frozenset(used[name])
                found.setdefault(f"{module.__name__}.{name}.{number} {of}".rstrip(), Used(pattern, methods))
        for function, call in _calls(tree):
            method = call.func.attr  # type: ignore[attr-defined]
            try:
                pattern = re.compile(eval(ast.unparse(call.args[0]), vars(module)))
            except NameError:
                if f"{module.__name__}:{function}" not in MADE:
                    unknown.append(f"{module.__name__}:{function}, line {call.lineno}")
                continue
            found[f"{module.__name__}:{call.lineno}"] = Used(pattern, frozenset((method,)))
    first: dict[tuple[re.Pattern[Any], bool], str] = {}
    once = {n: used for n, used in found.items() if first.setdefault((used.pattern, used.at_the_start), n) == n}
    return once, unknown


# Fields of rules, sites and profiles that are patterns, and what they are used with.
DATA = {"pattern": "fullmatch", "article": "search", "address": "search", "parts": "search"}


def _held(value: object) -> Iterator[tuple[re.Pattern[Any], str, str]]:
    """The patterns that a module's variable holds; where they are data of a rule, site or layout, their use and whose."""
    if isinstance(value, re.Pattern):
        yield value, "", ""
    elif isinstance(value, dict):
        for one in value.values():
            yield from _held(one)
    elif isinstance(value, tuple | list | set | frozenset):
        for one in value:
            yield from _held(one)
    elif is_dataclass(value) and not isinstance(value, type):
        for each in fields(value):
            of = getattr(value, each.name)
            if isinstance(of, str) and each.name in DATA and of:
                yield re.compile(of), DATA[each.name], str(getattr(value, "name", ""))
            else:
                yield from _held(of)


def _methods(tree: ast.Module) -> defaultdict[str, set[str]]:
    """The methods that each variable of a module, or an item of it, is used with there."""
    used: defaultdict[str, set[str]] = defaultdict(set)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name | ast.Subscript):
            of = node.value.value if isinstance(node.value, ast.Subscript) else node.value
            if isinstance(of, ast.Name) and node.attr != "pattern":
                used[of.id].add(node.attr)
    return used


def _calls(tree: ast.Module) -> Iterator[tuple[str, ast.Call]]:
    """The calls of `re` within functions, each with the name of its function."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            for node in ast.walk(function):
                if (
                    isinstance(node, ast.Call)
                    and isinstance(node.func, ast.Attribute)
                    and isinstance(node.func.value, ast.Name)
                    and node.func.value.id == "re"
                    and node.func.attr != "escape"
                ):
                    yield function.name, node
