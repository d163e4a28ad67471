"""The classifier of blocks: the probability that each belongs to the article. Trained by `make train`, evaluated here.

The model is gradient-boosted oblivious trees: a tree asks the same question of every block at each of its levels, so
that all trees and blocks are one comparison and one look-up in numpy. The vocabulary that some of the questions are
about comes with it.
"""

from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipelines.extract.vocabulary import Vocabulary

_FILE = Path(__file__).with_name("model.npz")
_AT_ONCE = 4096  # blocks; bounds the memory of a page with hundreds of thousands


class Model(NamedTuple):
    """The trees. A question is whether a column of the features is above a border; each question is held once.

    `questions` has the number of a question for each level of each tree (levels x trees), `leaves` is
    trees x 2 ** levels.
    """

    columns: NDArray[np.intp]
    borders: NDArray[np.float32]
    questions: NDArray[np.intp]
    leaves: NDArray[np.float32]
    bias: float
    vocabulary: Vocabulary


@cache
def load_model(file: Path = _FILE) -> Model:
    """Load a model. The file has column and border of each level of each tree, and the words with their odds."""
    with np.load(file) as arrays:
        # float32 holds the number of any column
        pairs = np.stack([arrays["columns"].ravel(), arrays["borders"].ravel()])
        distinct, questions = np.unique(pairs, axis=1, return_inverse=True)
        questions = questions.reshape(arrays["columns"].shape)
        odds, said = (
            dict(zip(arrays[words].tolist(), arrays[numbers].tolist(), strict=True))
            for words, numbers in (("words", "odds"), ("text_words", "text_odds"))
        )
        columns, borders = distinct[0].astype(np.intp), distinct[1]
        return Model(columns, borders, questions, arrays["leaves"], float(arrays["bias"]), Vocabulary(odds, said))


def predict(features: NDArray[np.float32], model: Model | None = None) -> NDArray[np.float32]:
    """Predict for each block, a row of features, the probability that it belongs to the article."""
    model = model or load_model()
    scores = [_score(features[start : start + _AT_ONCE], model) for start in range(0, len(features), _AT_ONCE)]
    return np.asarray(1 / (1 + np.exp(-np.concatenate(scores))), np.float32)


def _score(features: NDArray[np.float32], model: Model) -> NDArray[np.float32]:
    # Half of the questions are asked more than once. Bytes and sums, since shifts and wider numbers take four times as
    # long.
    answers = (features.T[model.columns] > model.borders[:, None]).view(np.uint8)
    *lower, highest = model.questions
    leaf = answers[highest]  # at most 8 levels fit
    for level in reversed(lower):
        leaf += leaf
        leaf += answers[level]
    places = leaf + np.arange(0, model.leaves.size, model.leaves.shape[1])[:, None]
    return np.asarray(model.leaves.ravel()[places].sum(axis=0) + model.bias, np.float32)
