"""What the classifier is told of what blocks say: their words, those of the headline in them, and texts told twice."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.extract.context_features import Paths
from pipelines.extract.text_features import (
    describe_code,
    describe_headline_words,
    describe_repeats,
    describe_words,
)
from pipelines.extract.vocabulary import Vocabulary, name_whole, split_text

SAID = {"related": -4.0, "cookies": -3.0, "however": 2.0, "相关": -3.0, "关新": -2.5, "=comments ()": -5.0}


def _flat(n: int) -> Paths:
    """Blocks that stand in one element each."""
    return Paths(np.arange(1, n + 1, dtype=np.int32)[:, None], np.ones(n, np.int64))


def test_the_words_that_texts_begin_with_are_looked_up_all_at_once() -> None:
    odds = Vocabulary({}, SAID).read_texts(["Related: cookies", "", "Comments (12)", "相关新闻", "However"])
    assert odds.lowest.tolist() == [-4, 0, 0, -3, 0 + 2]
    assert odds.highest.tolist() == [-3, 0, 0, -2.5, 2]
    assert odds.mean.tolist() == [-3.5, 0, 0, -2.75, 2]
    assert odds.known.tolist() == [2, 0, 0, 2, 1]
    assert odds.whole.tolist() == [0, 0, -5, 0, 0]


@given(st.lists(st.text("abcé相关新闻2 ,:\u3042", max_size=60).map(lambda text: " ".join(text.split())), max_size=5))
def test_all_texts_at_once_have_the_words_of_each(texts: list[str]) -> None:
    words = {word for text in texts for word in split_text(text)} | {name_whole(text) for text in texts if text}
    vocabulary = Vocabulary({}, dict.fromkeys(words, 1.0))
    if texts:
        assert vocabulary.read_texts(texts).known.tolist() == [len(split_text(text)) for text in texts]
        assert vocabulary.read_texts(texts).whole.tolist() == [float(0 < len(text) <= 40) for text in texts]


def test_a_line_that_something_else_begins_is_remembered_below_it() -> None:
    texts = ["The ferry", "It runs again, however late.", "Related", "A bridge", "A dike"]
    words = np.array([2, 5, 1, 2, 2], np.float32)
    rows, mean = describe_words(Vocabulary({}, SAID), texts, _flat(5), words, np.zeros(5, np.float32), 0)
    assert mean.tolist() == [0, 2, -4, 0, 0]
    assert np.expm1(rows[-2]).round().tolist() == [0, 0, 1, 1, 1]
    assert rows[-1].tolist()[2:] == [0, 1, 2]
    linked = np.array([0, 0, 1, 0, 0], np.float32)
    assert describe_words(Vocabulary({}, SAID), texts, _flat(5), words, linked, 0)[1].tolist() == [0, 2, 0, 0, 0]


def test_an_article_has_the_words_of_its_headline_and_others_do_not() -> None:
    texts = ["渡口换新船", "渡口的新船昨天到了。", "水站的水表坏了。"]
    beyond = np.array([[0], [0], [3]], np.int32)
    hits, branch, share = describe_headline_words(texts, 0, _flat(3), np.array([0, 10, 10], np.float32), beyond)
    assert hits.tolist() == [0, 0.5, 0]  # 渡口, 新船 of 渡口 口换 换新 新船
    assert branch.tolist()[1:] == pytest.approx([2.5, 0])
    assert share.tolist() == [0.5, 0.5, 0.5]
    assert describe_headline_words(texts, -1, _flat(3), np.ones(3, np.float32), beyond)[0].tolist() == [-1, -1, -1]


def test_a_text_that_begins_as_one_before_is_told_of() -> None:
    text = "The ferry runs again since the bridge fell"
    before, total, around_before, around_after = (
        list(row) for row in describe_repeats([text, "Short", text + " in."], np.array([8, 0, 9], np.float32))
    )
    assert (before, total) == ([0, 0, 1], [2, 0, 2])
    assert around_before == pytest.approx([9 / 17] * 3) and around_after == pytest.approx([8 / 17] * 3)
    assert not np.any(describe_repeats(["a" * 30, "b" * 30], np.ones(2, np.float32)))


def test_the_data_of_a_script_is_not_like_a_sentence() -> None:
    code, sentence = describe_code(['{"id":1,"title":"Ferry","tags":[]}', "The ferry runs again: at last."])[0]
    assert (code, sentence) == (pytest.approx(10 * 5 / 34), 0)
