"""The values between the stages cannot be changed once they are made."""

import copy
import pickle
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from cundang.model.article import Article, Field, Found
from tests.pipelines.test_compare import ARTICLE

TITLE = Field("老渡口又通船", "h1")


def pickled(value: Any) -> Any:
    """As another process gets it."""
    return pickle.loads(pickle.dumps(value))


@pytest.mark.parametrize("passed_on", [copy.copy, pickled, copy.deepcopy], ids=["copied", "pickled", "copied deeply"])
def test_what_was_found_cannot_be_changed(passed_on: Callable[[Any], Any]) -> None:
    given = {"title": TITLE}
    found: Found = passed_on(Found("x", "正文。", given))
    article: Article = passed_on(replace(ARTICLE, found=found.fields))
    given["title"] = Field("别的", "h1")
    for fields in (found.fields, article.found):
        with pytest.raises(TypeError, match="does not support item assignment"):
            fields["editor"] = TITLE  # type: ignore[index]
        assert fields == {"title": TITLE}
    assert (found.raw("title"), found.raw("editor")) == (TITLE.value, "")
