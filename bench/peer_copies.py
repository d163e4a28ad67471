"""Near-duplicates as datasketch and simhash find them. Runs in the environment of the peers, beside bench.reprints.

    .venv-peers/bin/python bench/peer_copies.py < texts.json > pairs.json

In comes a JSON list of strings, of which only letters and digits are left; out goes a list of what each method found:
its name, its pairs of places in that list, seconds in all, and bytes of a signature. The shingles are of three
characters, as in both libraries' examples, which are also where the first thresholds are from: Jaccard 0.5 with 128
permutations (datasketch, docs/lsh.rst), Hamming distance 3 (simhash, the author's introduction).
"""

import json
import sys
import time
from collections.abc import Iterator
from typing import Any

_WIDE = 3  # characters of a shingle
_PERMUTATIONS = 128


def _shingle(text: str) -> list[str]:
    return [text[i : i + _WIDE] for i in range(max(1, len(text) - _WIDE + 1))]


def find_by_minhash(texts: list[str]) -> Iterator[dict[str, Any]]:
    """datasketch: MinHash and LSH, at several thresholds."""
    from datasketch import MinHash, MinHashLSH

    start = time.perf_counter()
    hashes = []
    for text in texts:
        made = MinHash(num_perm=_PERMUTATIONS)
        made.update_batch([shingle.encode() for shingle in set(_shingle(text))])
        hashes.append(made)
    signing = time.perf_counter() - start
    for threshold in (0.5, 0.3, 0.4, 0.6, 0.7, 0.8, 0.9):
        start = time.perf_counter()
        index = MinHashLSH(threshold=threshold, num_perm=_PERMUTATIONS)
        pairs = []
        for number, each in enumerate(hashes):
            pairs += [(other, number) for other in index.query(each)]
            index.insert(number, each)
        yield {
            "name": f"datasketch {threshold}",
            "pairs": pairs,
            "seconds": signing + time.perf_counter() - start,
            "bytes": int(hashes[0].hashvalues.nbytes),
        }


def find_by_simhash(texts: list[str]) -> Iterator[dict[str, Any]]:
    """simhash: 64 bits, at several distances."""
    from simhash import Simhash, SimhashIndex

    start = time.perf_counter()
    hashes = [Simhash(_shingle(text)) for text in texts]
    signing = time.perf_counter() - start
    for distance in (3, 1, 2, 5, 8, 10):
        start = time.perf_counter()
        index = SimhashIndex([], k=distance)
        pairs = []
        for number, each in enumerate(hashes):
            pairs += [(int(other), number) for other in index.get_near_dups(each)]
            index.add(str(number), each)
        yield {
            "name": f"simhash {distance}",
            "pairs": pairs,
            "seconds": signing + time.perf_counter() - start,
            "bytes": 8,
        }


if __name__ == "__main__":
    given = json.load(sys.stdin)
    json.dump([*find_by_minhash(given), *find_by_simhash(given)], sys.stdout)
