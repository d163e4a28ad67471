"""The examples in the docstrings of the stages, and of what they know of text, are true."""

import doctest
from importlib import import_module
from pkgutil import walk_packages

import pytest

import cundang.text
import pipelines

MODULES = [m.name for p in (pipelines, cundang.text) for m in walk_packages(p.__path__, f"{p.__name__}.")]
EXAMPLES = [test for name in MODULES for test in doctest.DocTestFinder().find(import_module(name)) if test.examples]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_an_example_gives_what_it_says(example: doctest.DocTest) -> None:
    assert doctest.DocTestRunner().run(example).failed == 0


def test_examples_are_found() -> None:
    assert len(EXAMPLES) > 12
