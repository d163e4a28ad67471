"""The examples in docstrings give what they say."""

import doctest
import re
from importlib import import_module

import pytest

from tests.project.test_architecture import PRODUCT, module_of

EXAMPLE = re.compile(r"^ *>>> ", re.MULTILINE)
EXAMPLES = {module_of(path): n for path in PRODUCT if (n := len(EXAMPLE.findall(path.read_text(encoding="utf-8"))))}


@pytest.mark.parametrize("module", EXAMPLES)
def test_the_examples_of_a_module_give_what_they_say(module: str) -> None:
    failed, tried = doctest.testmod(import_module(module))
    assert (failed, tried) == (0, EXAMPLES[module])
