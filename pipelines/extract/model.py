"""The classifier of blocks: how likely each belongs to the article. Trained by `make train`, evaluated here with numpy.

The model is gradient-boosted oblivious trees: a tree asks the same question of every block at each of its levels, so
all trees and blocks are one comparison and one look-up. With them comes the vocabulary that some of their questions are about.
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
    """The questions that trees ask, each once: whether a column is above a border. `asked` has the number of a question
    for each level of each tree (levels x trees), `leaves` is trees x 2 ** levels."""

    columns: NDArray[np.intp]
    borders: NDArray[np.float32]
    asked: NDArray[np.intp]
    leaves: NDArray[np.float32]
    bias: float
    vocabulary: Vocabulary


@cache
def load(file: Path = _FILE) -> Model:
    """The model in a file, which has the column and the border of each level of each tree, and the words with their odds."""
    with np.load(file) as arrays:
        pairs = np.stack(
            [arrays["columns"].ravel(), arrays["borders"].ravel()]
        )  # float32 holds the number of any column
        questions, asked = np.unique(pairs, axis=1, return_inverse=True)
        asked = asked.reshape(arrays["columns"].shape)
        odds = dict(zip(arrays["words"].tolist(), arrays["odds"].tolist(), strict=True))
        return Model(
            questions[0].astype(np.intp), questions[1], asked, arrays["leaves"], float(arrays["bias"]), Vocabulary(odds)
        )


def likelihood(rows: NDArray[np.float32], model: Model | None = None) -> NDArray[np.float32]:
    """For each block, a row of features, how likely it belongs to the article: 0 to 1."""
    model = model or load()
    scores = [_score(rows[start : start + _AT_ONCE], model) for start in range(0, len(rows), _AT_ONCE)]
    return np.asarray(1 / (1 + np.exp(-np.concatenate(scores))), np.float32)


def _score(rows: NDArray[np.float32], model: Model) -> NDArray[np.float32]:
    # Half of the questions are asked more than once. Bytes and sums, since shifts and wider numbers take four times as long.
    answers = (rows.T[model.columns] > model.borders[:, None]).view(np.uint8)
    *lower, highest = model.asked
    leaf = answers[highest]  # at most 8 levels fit
    for questions in reversed(lower):
        leaf += leaf
        leaf += answers[questions]
    places = leaf + np.arange(0, model.leaves.size, model.leaves.shape[1])[:, None]
    return np.asarray(model.leaves.ravel()[places].sum(axis=0) + model.bias, np.float32)
