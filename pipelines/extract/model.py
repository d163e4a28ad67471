"""The classifier of blocks: how likely each belongs to the article. Trained by `make train`, evaluated here with numpy.

The model is gradient-boosted oblivious trees: a tree asks the same question of every block at each of its levels, so
all trees and blocks are one comparison and one look-up.
"""

from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

_FILE = Path(__file__).with_name("model.npz")
_AT_ONCE = 4096  # blocks; bounds the memory of a page with hundreds of thousands


class Model(NamedTuple):
    """`columns` and `borders` of each level of each tree (levels x trees), `leaves` (trees x 2 ** levels)."""

    columns: NDArray[np.int16]
    borders: NDArray[np.float32]
    leaves: NDArray[np.float32]
    bias: float


@cache
def load(file: Path = _FILE) -> Model:
    """The model in a file."""
    with np.load(file) as arrays:
        return Model(arrays["columns"], arrays["borders"], arrays["leaves"], float(arrays["bias"]))


def likelihood(rows: NDArray[np.float32], model: Model | None = None) -> NDArray[np.float32]:
    """For each block, a row of features, how likely it belongs to the article: 0 to 1."""
    model = model or load()
    scores = [_score(rows[start : start + _AT_ONCE], model) for start in range(0, len(rows), _AT_ONCE)]
    return np.asarray(1 / (1 + np.exp(-np.concatenate(scores))), np.float32)


def _score(rows: NDArray[np.float32], model: Model) -> NDArray[np.float32]:
    columns = np.ascontiguousarray(rows.T)
    levels, trees = model.columns.shape
    leaf = np.zeros((trees, len(rows)), np.int32)
    for level in range(levels):
        leaf |= (columns[model.columns[level]] > model.borders[level][:, None]).astype(np.int32) << level
    leaf += (np.arange(trees, dtype=np.int32) * model.leaves.shape[1])[:, None]
    return np.asarray(model.leaves.ravel()[leaf].sum(axis=0) + model.bias, np.float32)
