"""Fingerprints of texts: a sample of their shingles, so that copies and excerpts are found among many.

A shingle is _LONG letters in a row. The sample is by the value of a hash, the same shingles in every text that has them
("mod sampling", Broder 1997, On the resemblance and containment of documents; "FracMinHash" in later work): unlike
MinHash it finds a short text in a long one, and its size grows with the text.
"""

from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from cundang.text.letters import Letters

VERSION = 1  # of the method; a change needs `archive recluster`
SHORTEST = 24  # letters; shorter texts are captions and notices, which say nothing of where they are from
_LONG, _LONG_LATIN = 10, 24  # letters of a shingle: three or four words
_ONE_IN = 48  # shingles of a long text
_LEAST = 16  # shingles of a short text, as far as it has so many
_CJK = 0x2E80  # the first of the scripts whose letters are syllables or words
# The multiplier of Knuth's MMIX generator, and the mixing steps of MurmurHash3 (fmix64), which spreads near values.
_BASE = np.uint64(6364136223846793005)
_MIX = (np.uint64(0xFF51AFD7ED558CCD), np.uint64(0xC4CEB9FE1A85EC53))
_SHIFT = np.uint64(33)


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """The digest of all letters of a text (64 bits, signed), their number, and the sampled hashes (32 bits, signed)."""

    digest: int
    characters: int
    hashes: tuple[int, ...]


def make_fingerprint(letters: Letters) -> Fingerprint | None:
    """Make the fingerprint of a text; None where it is too short to be told from others."""
    joined = letters.joined
    if len(joined) < SHORTEST:
        return None
    encoded = joined.encode("utf-32-le", "surrogatepass")
    digest = int.from_bytes(blake2b(encoded, digest_size=8).digest(), "little", signed=True)
    return Fingerprint(digest, len(joined), _sample(np.frombuffer(encoded, "<u4").astype(np.uint64)))


def _sample(points: npt.NDArray[np.uint64]) -> tuple[int, ...]:
    """Sample the shingles of a row of code points: by the upper half of a hash; the lower half is kept."""
    length = _LONG if 3 * np.count_nonzero(points >= _CJK) > len(points) else _LONG_LATIN
    length = min(length, len(points))
    many = len(points) - length + 1
    hashes = np.zeros(many, np.uint64)
    for place in range(length):  # wraps at 64 bits, as is meant
        hashes = hashes * _BASE + points[place : place + many]
    for factor in _MIX:
        hashes = (hashes ^ (hashes >> _SHIFT)) * factor
    hashes = np.unique(hashes ^ (hashes >> _SHIFT))  # sorted
    below = int(np.searchsorted(hashes, np.uint64(2**64 // _ONE_IN)))
    kept = hashes[: max(below, _LEAST)]
    return tuple(int(each) for each in (kept & np.uint64(0xFFFFFFFF)).astype(np.uint32).view(np.int32))
